"""A ranking as pages show it: rows with the line where the money ends, who is out and why, the money as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from cip.documents.bar_charts import MoneyPart, money_bar
from cip.documents.charts import Words
from cip.incentives.beside import QuotaUse
from cip.incentives.rankings import Entrant, StoredRanking
from cip.kernel.texts import Text
from cip.web.call_words import money
from cip.web.language import current
from cip.web.language import gettext as _

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RankedLine:
    """One line of a ranking: place, entry, points, cents, status; `line`: below it nobody gets money."""

    rank: int
    id: str
    total: float
    cents: int
    status: str
    ties: Sequence[str]
    because: Sequence[str]
    line: bool


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """What an application got for one criterion: points, weights in points of 100, what was read, why."""

    id: str
    label: Text | str
    points: float
    declared: float
    effective: float
    input: Mapping[str, Any]
    because: Sequence[str]


@dataclass(frozen=True)
class RankingView:
    """A version as a page shows it. `entrants` is empty where nobody is named; `labels` names criteria and facts."""

    ranking: StoredRanking
    labels: Mapping[str, Text]
    entrants: Mapping[str, Entrant] = field(default_factory=dict)
    quotas: Sequence[QuotaUse] = ()

    @cached_property
    def lines(self) -> Sequence[RankedLine]:
        """The ranking from the first place on."""
        told = self.ranking.told
        awards = {award["id"]: award for award in told["awards"]}
        paid = [row["rank"] for row in told["ranking"] if awards[row["id"]]["cents"]]
        return [
            RankedLine(
                row["rank"],
                row["id"],
                row["total"],
                awards[row["id"]]["cents"],
                awards[row["id"]]["status"],
                [said(step) for step in row["tie_break"]],
                [said(reason) for reason in awards[row["id"]]["because"]],
                line=bool(paid) and row["rank"] == paid[-1],
            )
            for row in told["ranking"]
        ]

    @property
    def excluded(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Who is not ranked, with the reasons."""
        return [(row["id"], [said(reason) for reason in row["reasons"]]) for row in self.ranking.told["excluded"]]

    def line(self, entry_id: str) -> RankedLine | None:
        """The line of an application, None if it is not ranked."""
        return next((line for line in self.lines if line.id == entry_id), None)

    def why_excluded(self, entry_id: str) -> Sequence[str]:
        """Why an application is not ranked; empty if it is."""
        return next((why for one, why in self.excluded if one == entry_id), ())

    def criteria(self, entry_id: str) -> Sequence[CriterionLine]:
        """The points of an application, criterion by criterion; of one that missed a minimum too."""
        rows = (*self.ranking.told["ranking"], *self.ranking.told["excluded"])
        found: Told = next((row for row in rows if row["id"] == entry_id), {})
        return [
            CriterionLine(
                one["id"],
                self.labels.get(one["id"], one["id"]),
                one["points"],
                one["declared_weight"],
                one["effective_weight"],
                one["input"],
                [said(reason) for reason in one["because"]],
            )
            for one in found.get("criteria", ())
        ]

    def bonus(self, entry_id: str) -> Sequence[CriterionLine]:
        """The lines of the bonus that gave points to an application: they have no weight of their own."""
        return [line for line in self.criteria(entry_id) if not line.declared and line.points]

    @property
    def moves(self) -> Sequence[Mapping[str, Any]]:
        """What moved since the version before; nothing for the first."""
        return moves_shown(self.ranking.moved) if self.ranking.moved else ()

    @property
    def budget(self) -> Told:
        """The money: `total`, `awarded`, `left` in cents, None where it is not known."""
        found: Told = self.ranking.told["budget"]
        return found

    @property
    def budget_why(self) -> Sequence[str]:
        """What the money rests on."""
        return [said(reason) for reason in self.budget.get("because", ())]

    @property
    def chart(self) -> Markup | None:
        """The money as one bar; None where the source does not say how much there is."""
        total = self.budget["total"]
        if not total:
            return None
        parts = [
            MoneyPart(
                _("Contributi: %(sum)s") % {"sum": money(self.budget["awarded"])},
                self.budget["awarded"] / total,
                given=True,
            ),
            MoneyPart(
                _("Restano: %(sum)s") % {"sum": money(self.budget["left"])}, self.budget["left"] / total, given=False
            ),
        ]
        words = Words("budget", _("I soldi del bando"), _("Quanto è assegnato e quanto resta della somma del bando."))
        # The picture is ours, with every text escaped.
        return Markup(money_bar(parts, words))  # noqa: S704


def said(reason: Mapping[str, Any]) -> str:
    """A stored reason in the language of the page."""
    return str(reason[current()])


def moves_shown(difference: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The moves of a stored difference with their reasons in the language of the page."""
    return [{**move, "because": [said(reason) for reason in move["because"]]} for move in difference["moves"]]
