"""The nouns of a check-up's result. A result without a reason cannot be built."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.clauses import ClauseResult
from cip.assessment.answers import DutyAnswer
from cip.kernel.texts import Reason, require_reasons

Status = Literal["known", "unknown", "not_applicable"]
ListName = Literal["now", "soon", "together", "later"]
GateStatus = Literal["not_met", "unknown"]
PARTS = ("need", "gain", "ease", "clause", "structural")


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator: its ends are 0-100; `put_aside` is a step that was answered but does not count."""

    id: str
    status: Status
    step: int | None
    reachable: int | None
    low: float | None
    high: float | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "status": self.status,
            "step": self.step,
            "reachable": self.reachable,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True)
class AreaResult:
    """One area: its ends 0-100, None where it cannot be scored; the weight is None while the band is unknown."""

    id: str
    weight: float | None
    low: float | None
    high: float | None
    scorable: bool
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "weight": self.weight, "low": self.low, "high": self.high, "scorable": self.scorable}


@dataclass(frozen=True, slots=True)
class HeldBy:
    """A gate that holds the level back."""

    gate: str
    level: int
    status: GateStatus
    because: tuple[Reason, ...]
    tell_us: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_reasons(self.because, self.gate)

    def as_json(self) -> dict[str, object]:
        return {"gate": self.gate, "level": self.level, "status": self.status, "because": _json(self.because)}


@dataclass(frozen=True, slots=True)
class DutyResult:
    """One duty with its answer and source."""

    id: str
    status: DutyAnswer
    source: str

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "status": self.status, "source": self.source}


@dataclass(frozen=True, slots=True)
class ProposedMeasure:
    """A measure in one of the lists; `parts` are points that add up to `priority`."""

    id: str
    list: ListName
    priority: float
    parts: Mapping[str, float]
    after: tuple[str, ...]
    cost: int
    lead: str
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "list": self.list,
            "priority": self.priority,
            "parts": dict(self.parts),
            "after": list(self.after),
            "because": _json(self.because),
        }


@dataclass(frozen=True, slots=True)
class CouldFit:
    """A measure that an answer would decide."""

    id: str
    tell_us: tuple[str, ...]
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "tell_us": list(self.tell_us), "because": _json(self.because)}


@dataclass(frozen=True, slots=True)
class NotProposed:
    """A measure that is not proposed, and why."""

    id: str
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, self.id)

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "because": _json(self.because)}


@dataclass(frozen=True, slots=True)
class UnknownAnswer:
    """A question still open, and by how many points the total's interval shrinks at least when it is answered."""

    id: str
    narrows: float

    def as_json(self) -> dict[str, object]:
        return {"id": self.id, "narrows": self.narrows}


@dataclass(frozen=True, slots=True)
class CheckUp:
    """One dated run of the questionnaire for a firm."""

    pack_id: str
    pack_sha256: str
    on: date
    law_known_to: date
    band: str | None
    low: float | None
    high: float | None
    level: int
    level_by_score: int
    because: tuple[Reason, ...]
    held_by: tuple[HeldBy, ...]
    areas: tuple[AreaResult, ...]
    indicators: tuple[IndicatorResult, ...]
    unproved: tuple[str, ...]
    duties: tuple[DutyResult, ...]
    measures: tuple[ProposedMeasure, ...]
    could_fit: tuple[CouldFit, ...]
    not_proposed: tuple[NotProposed, ...]
    unknown: tuple[UnknownAnswer, ...]
    warnings: tuple[Reason, ...] = ()
    clauses: tuple[ClauseResult, ...] = ()
    result: Literal["self_declared", "verified"] = "self_declared"

    def __post_init__(self) -> None:
        require_reasons(self.because, "the check-up")

    @property
    def law_is_newer(self) -> bool:
        """Whether the day of the check-up lies after the law that the pack knows."""
        return self.on > self.law_known_to

    def in_list(self, name: ListName) -> tuple[ProposedMeasure, ...]:
        """The measures of one list, by rank."""
        return tuple(measure for measure in self.measures if measure.list == name)

    def as_json(self) -> dict[str, object]:
        """The output of `cip check-up --json` (design, section 8), to the letter."""
        return {
            "pack": {"id": self.pack_id, "sha256": self.pack_sha256},
            "on": self.on.isoformat(),
            "law_known_to": self.law_known_to.isoformat(),
            "result": self.result,
            "band": self.band,
            "total": {"low": self.low, "high": self.high},
            "level": self.level,
            "level_by_score": self.level_by_score,
            "held_by": [item.as_json() for item in self.held_by],
            "areas": [item.as_json() for item in self.areas],
            "indicators": [item.as_json() for item in self.indicators],
            "unproved": list(self.unproved),
            "duties": [item.as_json() for item in self.duties],
            "measures": [item.as_json() for item in self.measures],
            "could_fit": [item.as_json() for item in self.could_fit],
            "not_proposed": [item.as_json() for item in self.not_proposed],
            "clauses": [item.as_json() for item in self.clauses],
            "unknown": [item.as_json() for item in self.unknown],
        }


def _json(because: tuple[Reason, ...]) -> list[dict[str, object]]:
    return [reason.as_json() for reason in because]
