"""Two rankings of one call set side by side: every application that moved, and why. Pure.

A side is what is stored: the result as `cip rank` prints it, and the applications that it was made from. Nobody moves
without a reason: of itself (an answer, a score, a document), of those above it, or of the money that they take.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from cip.incentives.comparing_words import said, some_ids
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, require_reasons

How = Literal["up", "down", "same", "entered", "left"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application stands: its rank from 1, its total in points, cents and status of its award."""

    rank: int
    total: float
    cents: int
    status: str


@dataclass(frozen=True)
class Side:
    """One ranking: `result` as printed by `cip rank`, `applications` as entries of FILE by id, `pack` its sha256."""

    result: Mapping[str, Any]
    applications: Mapping[str, Mapping[str, Any]]
    pack: str

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The ranked applications by id, in the order of the ranking."""
        awards = {award["id"]: award for award in self.result["awards"]}
        return {
            row["id"]: Place(row["rank"], row["total"], awards[row["id"]]["cents"], awards[row["id"]]["status"])
            for row in sorted(self.result["ranking"], key=lambda row: int(row["rank"]))
        }

    @cached_property
    def rows(self) -> Mapping[str, Mapping[str, Any]]:
        """The rows of the ranking by id."""
        return {row["id"]: row for row in self.result["ranking"]}

    @cached_property
    def excluded(self) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Why each excluded application is, by id."""
        return {row["id"]: row["reasons"] for row in self.result["excluded"]}

    @property
    def budget(self) -> int | None:
        """The money of the call, in cents; None where its source does not say."""
        total: int | None = self.result["budget"]["total"]
        return total

    def above(self, identifier: str) -> frozenset[str]:
        """Who stands above an application that is ranked; nobody above one that is not."""
        place = self.places.get(identifier)
        return frozenset() if place is None else frozenset(i for i, p in self.places.items() if p.rank < place.rank)


@dataclass(frozen=True, slots=True)
class Move:
    """What became of one application, and why (never empty). None: it is not ranked on that side."""

    id: str
    before: Place | None
    after: Place | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the move of application {self.id}")

    @property
    def how(self) -> How:
        """In one word."""
        if self.before is None or self.after is None:
            return "entered" if self.before is None else "left"
        step = self.before.rank - self.after.rank
        return "up" if step > 0 else "down" if step < 0 else "same"

    @property
    def cents(self) -> int:
        """By how many cents its award changed."""
        return (self.after.cents if self.after else 0) - (self.before.cents if self.before else 0)

    def as_json(self) -> dict[str, object]:
        """How it is stored."""
        return {
            "id": self.id,
            "how": self.how,
            "before": _place(self.before),
            "after": _place(self.after),
            "because": [reason.as_json() for reason in self.because],
        }


@dataclass(frozen=True, slots=True)
class RankingDiff:
    """Everybody who moved, in the order of the newer ranking (who left stands last), and the sums awarded in cents."""

    moves: tuple[Move, ...]
    awarded_before: int
    awarded_after: int

    def as_json(self) -> dict[str, object]:
        """How it is stored."""
        return {
            "moves": [move.as_json() for move in self.moves],
            "awarded": {"before": self.awarded_before, "after": self.awarded_after},
        }


def _place(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"rank": place.rank, "total": place.total, "cents": place.cents, "status": place.status}


def compare(before: Side, after: Side, labels: Mapping[str, Text]) -> RankingDiff:
    """Every application whose place, points or award differ between two rankings. `labels` names criteria and facts by
    id; what has none is called by its id.
    """
    step = _Step(before, after, labels)
    order = [*after.places, *(identifier for identifier in before.places if identifier not in after.places)]
    moved = (identifier for identifier in order if before.places.get(identifier) != after.places.get(identifier))
    return RankingDiff(
        tuple(Move(i, before.places.get(i), after.places.get(i), tuple(step.reasons(i))) for i in moved),
        int(before.result["budget"]["awarded"]),
        int(after.result["budget"]["awarded"]),
    )


@dataclass(frozen=True)
class _Step:
    before: Side
    after: Side
    labels: Mapping[str, Text]

    def reasons(self, identifier: str) -> Iterator[Reason]:
        """Why an application is not where it was: first what is its own, then the others, then the money."""
        yield from self._own(identifier)
        if identifier in self.before.places and identifier in self.after.places:
            yield from self._others(identifier)
            yield from self._money(identifier)

    def _own(self, identifier: str) -> Iterator[Reason]:
        if identifier not in self.after.places:
            yield from self._gone(identifier, self.after, "left")
            return
        if identifier not in self.before.places:
            yield from self._gone(identifier, self.before, "entered")
            return
        yield from self._answers(identifier)
        yield from self._points(identifier)
        if self.before.pack != self.after.pack:
            yield said("rules", {})

    def _gone(self, identifier: str, where: Side, how: Literal["left", "entered"]) -> Iterator[Reason]:
        reasons = where.excluded.get(identifier)
        if reasons is None:
            yield said(how, {})
        for reason in reasons or ():
            yield said(f"{how}_excluded", {"why": Text(it=str(reason["it"]), en=str(reason["en"]))})

    def _answers(self, identifier: str) -> Iterator[Reason]:
        old, new = self.before.applications.get(identifier, {}), self.after.applications.get(identifier, {})
        facts_before, facts_after = old.get("facts", {}), new.get("facts", {})
        for fact in sorted({*facts_before, *facts_after}):
            if facts_before.get(fact) != facts_after.get(fact):
                values = {"before": _value(facts_before.get(fact)), "after": _value(facts_after.get(fact))}
                yield said("fact", {"what": self._label(fact), **values})
        if old.get("requested") != new.get("requested"):
            yield said("requested", {"before": _asked(old.get("requested")), "after": _asked(new.get("requested"))})
        scores_before, scores_after = old.get("scores", {}), new.get("scores", {})
        for criterion in sorted({*scores_before, *scores_after}):
            if scores_before.get(criterion) != scores_after.get(criterion):
                yield said("scores", {"what": self._label(criterion)})

    def _points(self, identifier: str) -> Iterator[Reason]:
        old = {row["id"]: row["points"] for row in self.before.rows[identifier]["criteria"]}
        new = {row["id"]: row["points"] for row in self.after.rows[identifier]["criteria"]}
        for criterion in dict.fromkeys((*old, *new)):
            if old.get(criterion) != new.get(criterion):
                values = {"before": _points(old.get(criterion)), "after": _points(new.get(criterion))}
                yield said("points", {"what": self._label(criterion), **values})

    def _others(self, identifier: str) -> Iterator[Reason]:
        old, new = self.before.above(identifier), self.after.above(identifier)
        came, went = new - old, old - new
        for rule, ids in (
            ("came_new", {other for other in came if other not in self.before.places}),
            ("came_past", {other for other in came if other in self.before.places}),
            ("went_out", {other for other in went if other not in self.after.places}),
            ("went_below", {other for other in went if other in self.after.places}),
        ):
            if ids:
                yield said(rule, {"ids": some_ids(sorted(ids)), "count": len(ids)})

    def _money(self, identifier: str) -> Iterator[Reason]:
        old, new = self.before.places[identifier], self.after.places[identifier]
        if (old.cents, old.status) == (new.cents, new.status):
            return
        if self.before.budget != self.after.budget:
            yield said("budget", {"before": _euro(self.before.budget), "after": _euro(self.after.budget)})
        others = [other for other in self.changed_awards if other != identifier]
        if others:
            taken = sum(self.changed_awards[other] for other in others)
            rule = "others_less" if taken < 0 else "others_more" if taken > 0 else "others_even"
            yield said(rule, {"ids": some_ids(others), "cents": _euro(abs(taken))})

    @cached_property
    def changed_awards(self) -> Mapping[str, int]:
        """By how many cents each award changed, where the award or its status did; who left gives back everything."""
        changed = {}
        for identifier in dict.fromkeys((*self.before.places, *self.after.places)):
            old, new = self.before.places.get(identifier), self.after.places.get(identifier)
            before, after = (old.cents, old.status) if old else (0, ""), (new.cents, new.status) if new else (0, "")
            if before != after:
                changed[identifier] = after[0] - before[0]
        return changed

    def _label(self, identifier: str) -> Text | str:
        return self.labels.get(identifier, identifier)


def _value(value: object) -> Text | str:
    match value:
        case None:
            return Text(it="non indicato", en="not stated")
        case bool():
            return Text(it="sì", en="yes") if value else Text(it="no", en="no")
        case list():
            return ", ".join(map(str, value)) or "-"
        case float():
            return Text(it=f"{value:g}".replace(".", ","), en=f"{value:g}")
        case _:
            return str(value)


def _points(points: float | None) -> Text:
    text = "0" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")
    return Text(it=text.replace(".", ","), en=text)


def _asked(cents: object) -> Text:
    return Text(it="quello calcolato", en="the computed one") if cents is None else _euro(cents)


def _euro(cents: object) -> Text:
    return euros(cents) if isinstance(cents, int) else Text(it="non indicato", en="not stated")
