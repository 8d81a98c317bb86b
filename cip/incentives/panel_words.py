"""What the people who judge wrote about an application, as its firm reads it: why, and never who gave what. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cip.incentives.evaluation import Given, Item
from cip.kernel.texts import Text


@dataclass(frozen=True, slots=True)
class PanelWords:
    """What was written about one item. `agreed`: they met and wrote one reason; else each wrote one, and they stand in
    the order of their letters, so that the same place is not the same person in every item. `part` is the label of the
    part of a criterion; None where the criterion is judged as one.
    """

    part: Text | None
    agreed: bool
    reasons: tuple[str, ...]


def panel_words(
    items: Iterable[Item], handed: Sequence[Mapping[str, Given]], agreed: Mapping[str, Given]
) -> dict[str, tuple[PanelWords, ...]]:
    """What was written, by criterion. `handed`: of each person the scores that count, by item; `agreed`: what all of
    them agreed on. An item about which nothing was written is left out.
    """
    found: dict[str, list[PanelWords]] = {}
    for item in items:
        said = [agreed[item.id]] if item.id in agreed else [one[item.id] for one in handed if item.id in one]
        reasons = sorted({one.reason.strip() for one in said} - {""}, key=lambda text: (text.casefold(), text))
        if reasons:
            part = None if item.id == item.criterion else item.label
            found.setdefault(item.criterion, []).append(PanelWords(part, item.id in agreed, tuple(reasons)))
    return {criterion: tuple(some) for criterion, some in found.items()}
