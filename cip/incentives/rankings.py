"""A stored ranking, the changes that the next version is made with, and who may do what to it. Pure."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, get_args

from cip.incentives.comparing import Side

ChangeKind = Literal["waiver", "appeal", "correction", "undo"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
RankingState = Literal["made", "approved", "published"]
LONGEST_REASON, LONGEST_ACT = 1_000, 80


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved a version (never its maker), when, and the act that says so."""

    by: str
    label: str
    at: datetime
    act_number: str
    act_on: date


@dataclass(frozen=True, slots=True)
class Entrant:
    """Whose an entry of a version is: bundles name nobody."""

    entry_id: str
    application_id: str
    firm_id: str
    firm_name: str


@dataclass(frozen=True, kw_only=True)
class RankingGlance:
    """One version without what it holds: which rules and engine made it, its digest, why, by whom, how far it came."""

    id: str
    call_id: str
    version: int
    pack_sha256: str
    engine_version: str
    bundle_sha256: str
    digest: str
    reason: str
    made_at: datetime
    made_by: str
    made_label: str
    approval: Approval | None = None
    published_at: datetime | None = None

    @property
    def state(self) -> RankingState:
        """How far it has come."""
        if self.published_at is not None:
            return "published"
        return "made" if self.approval is None else "approved"

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"call {self.call_id}, ranking {self.version}"

    def may_be_approved_by(self, person_id: str) -> bool:
        """Whether somebody may approve it: it waits for that, and they did not make it."""
        return self.state == "made" and self.made_by != person_id


@dataclass(frozen=True, kw_only=True)
class StoredRanking(RankingGlance):
    """The same with `bundle`, which `cip replay` reads, and `result`, which it prints, both canonical JSON."""

    bundle: str
    result: str
    difference: str | None

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The result as data, in the shape that `cip rank` prints."""
        content: Mapping[str, Any] = json.loads(self.result)
        return content

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """The bundle as data."""
        content: Mapping[str, Any] = json.loads(self.bundle)
        return content

    @cached_property
    def applications(self) -> Mapping[str, Mapping[str, Any]]:
        """The applications that it was made from, by entry."""
        return {entry["id"]: entry for entry in self.given["applications"]}

    @cached_property
    def moved(self) -> Mapping[str, Any] | None:
        """What changed since the version before, as data; None for the first."""
        content: Mapping[str, Any] | None = None if self.difference is None else json.loads(self.difference)
        return content

    @property
    def side(self) -> Side:
        """The version as one side of a comparison."""
        return Side(self.told, self.applications, self.pack_sha256)


@dataclass(frozen=True, slots=True)
class Change:
    """Something noted after a ranking. `facts`, `scores` (by criterion and evaluator) and `requested` replace what the
    application held; `readmitted` lets in who admissibility left out.
    """

    id: str
    application_id: str
    kind: ChangeKind
    reason: str
    reference: str
    noted_at: datetime
    noted_label: str
    undoes: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    requested: int | None = None
    readmitted: bool = False

    def content(self) -> dict[str, object]:
        """What is stored beside its own columns."""
        return {
            "facts": dict(self.facts),
            "scores": {name: dict(scores) for name, scores in self.scores.items()},
            "requested": self.requested,
            "readmitted": self.readmitted,
        }


def standing(changes: Iterable[Change]) -> list[Change]:
    """The changes that count, oldest first: neither undone nor the undoing of another."""
    known = list(changes)
    undone = {change.undoes for change in known if change.undoes is not None}
    return [change for change in known if change.kind != "undo" and change.id not in undone]


def with_changes(entries: Mapping[str, Mapping[str, Any]], changes: Sequence[Change]) -> dict[str, dict[str, Any]]:
    """Applications (entries of FILE by application id) after changes that count: who waived is gone, what was accepted
    or corrected replaces what stood there. A change of an application that is not there changes nothing.
    """
    after = {identifier: dict(entry) for identifier, entry in entries.items()}
    for change in changes:
        if change.kind == "waiver":
            after.pop(change.application_id, None)
        elif change.application_id in after:
            entry = after[change.application_id]
            entry["facts"] = {**entry["facts"], **change.facts}
            entry["scores"] = _scores(entry["scores"], change.scores)
            if change.requested is not None:
                entry["requested"] = change.requested
    return after


def _scores(
    held: Mapping[str, Mapping[str, float]], changed: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """The scores of a criterion that changed stand instead of all that were there: it is a new judgement."""
    return {name: dict(scores) for name, scores in {**held, **changed}.items()}
