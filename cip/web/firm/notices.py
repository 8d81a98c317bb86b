"""What a save did, said once on the page that follows. Only ids travel in the cookie."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import session

from cip.assessment.answers import Answers
from cip.assessment.path import changes_between, dependents
from cip.web.firm.saving import Saved
from cip.web.firm.visit import Visit

_KEY = "notice"
# A cookie holds 4 KB; the hub lists what is put aside in full anyway.
_MOST = 25


@dataclass(frozen=True, slots=True)
class Change:
    """A changed answer and what depends on it: questions and measures by id."""

    id: str
    questions: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """What to say after a save."""

    saved: bool
    changes: tuple[Change, ...]
    aside: tuple[str, ...]
    back: tuple[str, ...]
    new: tuple[str, ...]
    released: tuple[str, ...]


def remember(visit: Visit, saved: Saved) -> None:
    """Keep what a save did for the next page. What earlier saves did stays with it until a page has said it: a script
    saves many times before that.
    """
    before, after = visit.walk, saved.after.walk
    aside_before, aside_after = before.put_aside(), after.put_aside()
    asked = {question.fact.id for question in before.facts()}
    asked_after = {question.fact.id for question in after.facts()}
    earlier = session.get(_KEY) or {}
    if earlier.get("of") != visit.id:
        earlier = {name: [] for name in ("changed", "aside", "back", "new", "released")}
    aside = [item for item in aside_after if item not in aside_before]
    back = [item for item in aside_before if item not in aside_after]
    new = [question.fact.id for question in after.facts() if question.fact.id not in asked]
    session[_KEY] = {
        "of": visit.id,
        "changed": _first([*earlier["changed"], *_really_changed(visit, saved.answers)]),
        # What went aside and came back before anybody was told has not moved.
        "aside": _first([*_without(earlier["aside"], back), *_without(aside, earlier["back"])]),
        "back": _first([*_without(earlier["back"], aside), *_without(back, earlier["aside"])]),
        "new": _first(item for item in [*earlier["new"], *new] if item in asked_after),
        "released": _first([*earlier["released"], *(identifier for _section, identifier in saved.released)]),
    }


def _without(ids: Iterable[str], others: Iterable[str]) -> list[str]:
    gone = set(others)
    return [identifier for identifier in ids if identifier not in gone]


def _really_changed(visit: Visit, after: Answers) -> Iterable[str]:
    """Changed facts that had an answer before and that something depends on."""
    before = visit.answers
    return (fact for fact in changes_between(visit.bound, before, after) if before.facts.get(fact) is not None)


def _first(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))[:_MOST]


def take(visit: Visit) -> Notice | None:
    """What the last save of this check-up did; said once."""
    kept: dict[str, Any] | None = session.pop(_KEY, None)
    if not kept or kept.get("of") != visit.id:
        return None
    return Notice(
        saved=True,
        changes=tuple(_change(visit, fact) for fact in kept["changed"]),
        aside=tuple(kept["aside"]),
        back=tuple(kept["back"]),
        new=tuple(kept["new"]),
        released=tuple(kept["released"]),
    )


def _change(visit: Visit, fact: str) -> Change:
    found = dependents(visit.bound, fact)
    measures = tuple(identifier for identifier in found if identifier in visit.pack.measures)
    return Change(fact, tuple(identifier for identifier in found if identifier not in measures), measures)
