"""What if: the owner ticks measures and sees what would change. The address carries the codes and nothing else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.recommending import cost_and_lead
from cip.assessment.results import CheckUp, ListName
from cip.assessment.what_if import WhatIf, points_alone, waiting_for_others, what_if
from cip.documents.measure_words import list_titles
from cip.kernel.texts import Text
from cip.rulebook.shapes import model
from cip.web.firm import firm
from cip.web.firm.visit import answers_of, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _

LISTS: tuple[ListName, ...] = ("now", "soon", "together", "later")


@dataclass(frozen=True)
class Choice:
    """One check box: a measure with what it would bring and cost."""

    code: str
    name: Text
    ticked: bool
    points: float | None
    cost: Text
    lead: Text


@dataclass(frozen=True)
class Group:
    """The check boxes of one list; those of the first lists are open."""

    name: str
    title: str
    choices: tuple[Choice, ...]

    @property
    def opened(self) -> bool:
        """Whether the group is shown open: the short lists, and any group where something is ticked."""
        return self.name in LISTS[:3] or any(choice.ticked for choice in self.choices)


@dataclass(frozen=True)
class Page:
    """What the page draws."""

    bound: BoundPack
    found: WhatIf
    groups: tuple[Group, ...]
    strange: bool

    @property
    def names(self) -> dict[str, Text]:
        """The measures' names by code."""
        return {code: measure.name for code, measure in self.bound.pack.measures.items()}

    def level(self, number: int) -> model.Level:
        """A level with its name."""
        return next(level for level in self.bound.pack.content.levels if level.id == number)

    def gate(self, identifier: str) -> Text:
        """What a gate asks."""
        return next(gate.text for gate in self.bound.pack.content.gates if gate.id == identifier)

    def lead(self, lead: str) -> Text:
        """A lead time in words."""
        return self.bound.explainer.words(f"lead_{lead}")


@firm.get("/<check_up_id>/what-if", endpoint="what_if")
def page(check_up_id: str) -> str | Response:
    """The latest stored result with the measures of the address; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    if visit.snapshot is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    bound = bind(visit.pack, visit.snapshot.on_day)
    return render_template(
        "firm/what_if.html",
        visit=visit,
        page=page_of(bound, answers_of(bound, visit.snapshot), request.args.getlist("m")),
        **page_words(visit),
    )


def page_of(bound: BoundPack, answers: Answers, codes: Iterable[str]) -> Page:
    """The page of a choice; codes that are no measure are left out and said so."""
    asked = set(codes)
    strange = asked - set(bound.pack.measures)
    found = what_if(bound, answers, asked - strange)
    ticked = {*found.codes, *(asked & {item.id for item in found.ignored})}
    return Page(
        bound, found, tuple(_groups(bound, answers, found.before, ticked)), bool(asked - set(bound.pack.measures))
    )


def _groups(bound: BoundPack, answers: Answers, result: CheckUp, ticked: set[str]) -> Iterator[Group]:
    points = points_alone(bound, answers)
    band = next((band for band in model.BANDS if band == result.band), None)

    def choice(code: str) -> Choice:
        measure = bound.pack.measures[code]
        cost, lead = cost_and_lead(measure, band)
        words = bound.explainer.words
        return Choice(code, measure.name, code in ticked, points[code], words(f"cost_{cost}"), words(f"lead_{lead}"))

    titles = list_titles(current())
    rows: dict[str, list[str]] = {name: [item.id for item in result.in_list(name)] for name in LISTS}
    rows["could_fit"] = [item.id for item in result.could_fit]
    titles["could_fit"] = _("Potrebbero servire: dipende da risposte che mancano")
    rows["waiting"] = list(waiting_for_others(bound, answers, result))
    titles["waiting"] = _("Vengono dopo un'altra misura")
    shown = {code for codes in rows.values() for code in codes}
    rows["other"] = [code for code in bound.pack.measures if code in ticked - shown]
    titles["other"] = _("Altre misure dell'indirizzo")
    for name, codes in rows.items():
        if codes:
            yield Group(name, titles[name], tuple(choice(code) for code in codes))
