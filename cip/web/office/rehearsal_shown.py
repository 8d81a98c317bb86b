"""A rehearsal as its page shows it: the stored report in the language of the page, with its chart."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from cip.documents.bar_charts import WeightBar, WeightWords, weight_bars
from cip.documents.charts import Words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.ranking_words import points

Row = Mapping[str, Any]

_LONGEST_NAME = 52
"""So many letters of a criterion fit above its bars."""


@dataclass(frozen=True)
class RehearsalView:
    """What `office/_rehearsal.html` draws. `report` is the stored report (`Rehearsal.as_json`)."""

    report: Row

    def words(self, text: Mapping[str, str]) -> str:
        """A pair of texts, or a reason, in the language of the page."""
        return text[current()]

    @property
    def blocks(self) -> Sequence[Row]:
        """Why the grid cannot be published."""
        found: Sequence[Row] = self.report["blocks"]
        return found

    @property
    def findings(self) -> Sequence[Row]:
        """What else somebody should look at."""
        blocking = {block["it"] for block in self.blocks}
        return [finding for finding in self.report["findings"] if finding["it"] not in blocking]

    @property
    def by_money(self) -> bool:
        """Whether changes are counted by who is funded (else by the order)."""
        return bool(self.report["way"] == "funded")

    @cached_property
    def groups(self) -> Mapping[str, Sequence[Row]]:
        """The groups by what they are told apart: size, zone."""
        found: dict[str, list[Row]] = {}
        for group in self.report["groups"]:
            found.setdefault(str(group["by"]), []).append(group)
        return found

    def by_words(self, by: str) -> str:
        """What groups are told apart by."""
        return {"size": _("Per grandezza"), "zone": _("Per zona")}.get(by, by)

    @property
    def chart(self) -> Markup:
        """Weights declared and effective, and the share of the spread, criterion by criterion."""
        bars = [weight_bar(one, self.words(one["label"])) for one in self.report["criteria"]]
        words = Words(
            "weights",
            _("Pesi dei criteri"),
            _("Per ogni criterio: peso dichiarato, peso effettivo, peso visto nella prova."),
        )
        labels = WeightWords(
            _("peso dichiarato"), _("peso effettivo"), _("quanto fa la differenza in questa prova (%)")
        )
        # The picture is ours, with every text escaped.
        return Markup(weight_bars(bars, labels, words, lambda value: points(round(value, 1))))  # noqa: S704


def weight_bar(criterion: Row, label: str) -> WeightBar:
    """The bars of one criterion; the share seen in per cent, below nothing where it pulled the others together."""
    seen = None if criterion["share"] is None else 100 * criterion["share"]
    return WeightBar(f"{criterion['id']} {label}"[:_LONGEST_NAME], criterion["declared"], criterion["effective"], seen)


def shown_rehearsal(report: str) -> RehearsalView:
    """The view of a stored report (JSON)."""
    return RehearsalView(json.loads(report))
