"""What a firm answered, as nouns: what is left out is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cip.rulebook.expressions.scope import FactValue

DutyAnswer = Literal["yes", "no", "unknown", "no_case"]
DUTY_ANSWERS: tuple[DutyAnswer, ...] = ("yes", "no", "unknown", "no_case")
UNKNOWN = "unknown"
RESPONDENTS = "respondents"
POOLED = "pooled"
"""Among the needs of a FILE: the counts of a pool of firms."""
PROOF_FROM_STEP = 3


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """A step 0-4 of an indicator, with the date or count behind a step 3 or 4 where it was given; `seen`, in a verified
    result only, says whether somebody saw the proof.
    """

    step: int
    day: date | None = None
    count: int | None = None
    seen: bool | None = None

    @property
    def proved(self) -> bool:
        """Whether the date or count behind the step was given, or the proof seen; which steps need one is the gate's to
        say.
        """
        return self.seen if self.seen is not None else self.day is not None or self.count is not None

    def as_file(self) -> object:
        """The entry of a check-up's FILE."""
        if self.day is None and self.count is None:
            return self.step
        entry: dict[str, object] = {"step": self.step}
        if self.day is not None:
            entry["date"] = self.day.isoformat()
        if self.count is not None:
            entry["count"] = self.count
        return entry


@dataclass(frozen=True, slots=True)
class NeedsAnswer:
    """How many workers named each need. A need not listed was named by nobody, one of `unknown` is left open.

    `pooled` are the counts of a pool of firms, the published answers of workers of several small firms together; its
    `respondents` are known, and a pool holds no pool.
    """

    respondents: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    pooled: "NeedsAnswer | None" = None

    @property
    def asked(self) -> bool:
        """Whether there are counts; without any, nobody is known to have been asked."""
        return bool(self.counts)

    def as_file(self) -> dict[str, object]:
        """The section `needs` of a check-up's FILE, sorted."""
        needs: dict[str, object] = dict.fromkeys(self.unknown, UNKNOWN) | dict(self.counts)
        if self.respondents is not None:
            needs[RESPONDENTS] = self.respondents
        if self.pooled is not None:
            needs[POOLED] = self.pooled.as_file()
        return dict(sorted(needs.items()))


@dataclass(frozen=True, slots=True)
class Answers:
    """One firm's answers. Facts hold only what is known; a list is a tuple of option ids, yes/no a bool. `verified`:
    they are those of a verified result (`cip.assessment.verified`).
    """

    facts: Mapping[str, FactValue] = field(default_factory=dict)
    steps: Mapping[str, StepAnswer] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, DutyAnswer] = field(default_factory=dict)
    needs: NeedsAnswer = field(default_factory=NeedsAnswer)
    in_use: Mapping[str, date] = field(default_factory=dict)
    verified: bool = False

    def as_file(self) -> dict[str, object]:
        """The shape of a check-up's FILE (design, section 8), sorted, with ISO days; reading it gives equal answers."""
        indicators: dict[str, object] = {code: answer.as_file() for code, answer in self.steps.items()}
        indicators |= {code: {"not_applicable": reason} for code, reason in self.not_applicable.items()}
        whole: dict[str, object] = {
            "facts": {key: _plain(value) for key, value in sorted(self.facts.items())},
            "indicators": dict(sorted(indicators.items())),
            "duties": dict(sorted(self.duties.items())),
            "in_use": {code: day.isoformat() for code, day in sorted(self.in_use.items())},
        }
        whole["needs"] = self.needs.as_file()
        return {key: value for key, value in whole.items() if value}


def _plain(value: FactValue) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return list(value) if isinstance(value, tuple) else value
