"""The form of scores: points and a reason for each item that people judge, read as it was typed."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from flask import request

from cip.incentives.evaluation import Given, Item
from cip.incentives.judging import SavedScore
from cip.incentives.score_reasons import LONGEST_REASON
from cip.kernel.characters import plain_text
from cip.web.typed import Typed

Typing = dict[str, tuple[Fraction | None, str]]


def value_of(points: Fraction | None) -> str:
    """Points as the value of a radio button."""
    return "" if points is None else str(points)


def shown_form(saved: Mapping[str, SavedScore]) -> Typed:
    """The form as it was saved last."""
    known = {f"points.{id}": value_of(one.points) for id, one in saved.items()}
    return Typed(known | {f"reason.{id}": one.reason for id, one in saved.items()})


def read_scores(items: Sequence[Item]) -> Typing:
    """What was sent, item by item. Points that are none of the item's levels count as not chosen."""
    return {item.id: (_points(item), _reason(item.id)) for item in items}


def whole(typing: Typing) -> dict[str, Given]:
    """What has points, for what is handed in at once."""
    return {id: Given(points, reason) for id, (points, reason) in typing.items() if points is not None}


def drawn_with() -> int:
    """Up to which saved score the form was drawn."""
    text = request.form.get("seq", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _points(item: Item) -> Fraction | None:
    sent = request.form.get(f"points.{item.id}", "")
    return next((score for score in item.scores if value_of(score) == sent), None)


def _reason(id: str) -> str:
    # As it was typed: a form that is saved while one writes must not take away the space before the next word.
    return plain_text(request.form.get(f"reason.{id}", ""))[:LONGEST_REASON]


def merged(base: Mapping[str, SavedScore], stored: Mapping[str, SavedScore], mine: Typing) -> tuple[Typing, list[str]]:
    """What may be saved of a form that was drawn with `base`, where `stored` counts now (another window of the same
    person): own changes, and the items that both changed to something different.
    """
    fresh: Typing = {}
    both: list[str] = []
    for id, one in mine.items():
        before, now = _plain(base.get(id)), _plain(stored.get(id))
        if one in (before, now):
            continue
        if now != before:
            both.append(id)
        fresh[id] = one
    return fresh, both


def _plain(saved: SavedScore | None) -> tuple[Fraction | None, str]:
    return (None, "") if saved is None else (saved.points, saved.reason)
