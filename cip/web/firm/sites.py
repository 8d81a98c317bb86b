"""Several workplaces: a block for each, and what they say of the firm as a whole."""

from functools import lru_cache

from flask import redirect, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.merging import Question
from cip.assessment.sites import IDS, SECTION, Site, sites_of, together
from cip.rulebook.packs import Pack
from cip.web.fields import AnswerField, ChoiceField, LineField, NumberField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.mistakes import whole_from
from cip.web.firm.saving import Changes, again_if_changed, save
from cip.web.firm.sections import PROFILE
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.form_names import render_form
from cip.web.language import gettext as _

NAME, WORKERS, SINGLE = ".name", ".workers", ".single_cover"
LONGEST_NAME = 60
YES, NO = "yes", "no"
SOURCE = "sites"
FEWEST = 2


@firm.get("/<check_up_id>/sites")
def sites(check_up_id: str) -> str:
    """The workplaces as described so far."""
    return show(_page(check_up_id))


@firm.post("/<check_up_id>/sites")
def save_sites(check_up_id: str) -> Response:
    """Save what is right; show the page again where something is not."""
    return answer_page(_page(check_up_id))


@firm.post("/<check_up_id>/sites/use")
def use_sites(check_up_id: str) -> Response:
    """Write what the workplaces add up to into the profile: only because somebody pressed the button."""
    again_if_changed(lambda: _use(check_up_id))
    return redirect(url_for("firm.sites", check_up_id=check_up_id), 303)


def _use(check_up_id: str) -> None:
    visit = open_visit(check_up_id, "answer")
    sums = together(sites_of(visit.stored))
    if sums is not None:
        changes: Changes = {("facts", fact): sums.value(fact) for fact in sums.differs(visit.answers.facts)}
        save(visit, changes, SOURCE, seen=visit.stored)


def _page(check_up_id: str) -> FormPage:
    return FormPage(
        section=PROFILE,
        source=SOURCE,
        open=lambda action: open_visit(check_up_id, action),
        form=sites_form,
        changes=_changes,
        values=_values,
        draw=_draw,
        names=_names,
        leads=_after,
        holds=lambda _visit, identifier: identifier in IDS,
        here=lambda visit, anchor: url_for("firm.sites", check_up_id=visit.id, _anchor=anchor),
    )


def _names(question: Question) -> tuple[str, ...]:
    return (question[1] + NAME, question[1] + WORKERS, question[1] + SINGLE)


def _after(visit: Visit, go: str | None) -> str:
    """The page itself, where the sums stand; the profile or the hub where the button says so."""
    return url_for("firm.hub" if go == "hub" else "firm.sites", check_up_id=visit.id)


@lru_cache(maxsize=4)
def sites_form(_pack: Pack) -> type[FlaskForm]:
    """Three fields for each workplace."""
    fields: dict[str, AnswerField] = {}
    for row in IDS:
        fields[row + NAME] = LineField(most=LONGEST_NAME)
        fields[row + WORKERS] = NumberField(whole=True, refusal=lambda: whole_from(0))
        fields[row + SINGLE] = ChoiceField(choices=(YES, NO, ""))
    return form_class(fields)


def _values(visit: Visit) -> dict[str, object]:
    values: dict[str, object] = {}
    for site in sites_of(visit.stored):
        values[site.id + NAME] = site.name
        values[site.id + WORKERS] = site.workers
        values[site.id + SINGLE] = None if site.single_cover is None else YES if site.single_cover else NO
    return values


def _changes(visit: Visit, form: FlaskForm, sheet: Sheet) -> Changes:
    """A block with nothing in it takes the workplace back."""
    changes: Changes = {}
    for row in IDS:
        name, workers, single = (answer(form, row + part) for part in (NAME, WORKERS, SINGLE))
        if not name.given or name.errors or workers.errors or single.errors:
            continue
        if workers.data is not None and workers.data < 0:
            sheet.refuse(row + WORKERS, whole_from(0))
        elif name.data is None and (workers.data is not None or single.data):
            sheet.refuse(row + NAME, _("Date un nome alla sede, per esempio la via."))
        elif name.data is None:
            changes[SECTION, row] = None
        else:
            cover = {YES: True, NO: False}.get(str(single.data or ""))
            changes[SECTION, row] = Site(row, str(name.data), workers.data, cover).as_stored()
    return changes


def _draw(visit: Visit, sheet: Sheet) -> str:
    described = sites_of(visit.stored)
    sums = together(described)
    return render_form(
        "firm/sites.html",
        visit=visit,
        sheet=sheet,
        rows=_rows(visit, sheet),
        longest=LONGEST_NAME,
        sums=sums,
        differing=sums.differs(visit.answers.facts) if sums else (),
        **page_words(visit),
    )


def _rows(visit: Visit, sheet: Sheet) -> tuple[str, ...]:
    """As many blocks as the profile says, and always one empty one, up to all."""
    seats = visit.answers.facts.get("seats")
    filled = [number for number, row in enumerate(IDS, 1) if any(sheet.shows(name) for name in _names((SECTION, row)))]
    return IDS[: max(FEWEST, max(filled, default=0) + 1, seats if isinstance(seats, int) else 0)]
