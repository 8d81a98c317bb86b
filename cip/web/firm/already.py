"""What the firm knows and does already: needs that workers named, measures in use, practices of its own. Optional."""

import re
from datetime import MINYEAR, date
from functools import lru_cache

from flask import render_template
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answers import POOLED, RESPONDENTS, UNKNOWN
from cip.assessment.merging import Question
from cip.assessment.practices import IDS, SECTION, OwnPractice, own_practices
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.fields import AnswerField, DayField, LineField, NumberField, SeveralField
from cip.web.firm import firm
from cip.web.firm.answering import FormPage, answer_page, show
from cip.web.firm.mistakes import whole_from
from cip.web.firm.saving import Changes
from cip.web.firm.sections import ALREADY, order
from cip.web.firm.sheet import Sheet, answer, form_class
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import gettext as _

IN_USE = "in_use"
NAME, WHAT = ".name", ".what"
LONGEST_NAME, LONGEST_WHAT = 80, 200
# A page with ten empty rows would look like homework: each save offers two more, up to all.
EMPTY_ROWS = 2
MONTHS_A_YEAR = 12
_MONTHS = (re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})"), re.compile(r"(?P<month>\d{1,2})[./ -](?P<year>\d{4})"))


class MonthField(DayField):
    """A month, as the browser's month field sends it or as people write it; a whole day is taken too."""

    def day(self, text: str) -> date | None:
        """The first day of the month, or the day."""
        for pattern in _MONTHS:
            if (found := pattern.fullmatch(text)) and 1 <= int(found["month"]) <= MONTHS_A_YEAR:
                return date(max(MINYEAR, int(found["year"])), int(found["month"]), 1)
        return super().day(text)

    def refusal(self) -> str:
        """What is said of anything that is no month."""
        return _("Scrivete mese e anno, per esempio 9/2025.")


@firm.get("/<check_up_id>/already")
def already(check_up_id: str) -> str:
    """Needs, measures and practices with the answers so far."""
    return show(_page(check_up_id))


@firm.post("/<check_up_id>/already")
def save_already(check_up_id: str) -> Response:
    """Save what is right; show the page again if something is not, else go where the button says."""
    return answer_page(_page(check_up_id))


def _page(check_up_id: str) -> FormPage:
    return FormPage(
        section=ALREADY,
        source=ALREADY,
        open=lambda action: open_visit(check_up_id, action),
        form=already_form,
        changes=_changes,
        values=_values,
        draw=_draw,
        names=_names,
    )


def _names(question: Question) -> tuple[str, ...]:
    section, identifier = question
    if section == SECTION:
        return (identifier + NAME, identifier + WHAT)
    return (identifier, IN_USE) if section == IN_USE else (identifier,)


def _values(visit: Visit) -> dict[str, object]:
    """The stored answers as they stand in the fields."""
    needs = {need: said for need, said in visit.file["needs"].items() if need != POOLED}
    values: dict[str, object] = {need: None if said == UNKNOWN else said for need, said in needs.items()}
    in_use = visit.file["in_use"]
    values |= {code: str(day)[:7] for code, day in in_use.items()} | {IN_USE: list(in_use)}
    for practice in own_practices(visit.stored):
        values |= {practice.id + NAME: practice.name, practice.id + WHAT: practice.what}
    return values


def _draw(visit: Visit, sheet: Sheet) -> str:
    groups = measures_by_area(visit.pack)
    used = {area: sum(sheet.ticked(IN_USE, m.id) for m in measures) for area, measures in groups.items()}
    wrong = {area for area, measures in groups.items() if any(sheet.error(measure.id) for measure in measures)}
    return render_template(
        "firm/already.html",
        visit=visit,
        sheet=sheet,
        groups=groups,
        used=used,
        opened={area for area, count in used.items() if count} | wrong,
        practices=_rows(sheet),
        longest={NAME: LONGEST_NAME, WHAT: LONGEST_WHAT},
        previous=order(visit)[-2],
        **page_words(visit),
    )


def _rows(sheet: Sheet) -> tuple[str, ...]:
    """The rows of practices to draw: those with something in them, and a few empty ones."""
    filled = [row for row in IDS if sheet.shows(row + NAME) or sheet.shows(row + WHAT)]
    empty = [row for row in IDS if row not in filled][:EMPTY_ROWS]
    return tuple(row for row in IDS if row in filled or row in empty)


@lru_cache(maxsize=16)
def measures_by_area(pack: Pack) -> dict[str, tuple[model.Measure, ...]]:
    """Each measure under the area of the first indicator that it raises."""
    groups: dict[str, list[model.Measure]] = {area: [] for area in pack.areas}
    for code, area in pack.area_of.items():
        groups[area].append(pack.measures[code])
    return {area: tuple(measures) for area, measures in groups.items() if measures}


@lru_cache(maxsize=16)
def already_form(pack: Pack) -> type[FlaskForm]:
    """A number for each need, a tick and a month for each measure, two lines for each practice."""
    fields: dict[str, AnswerField] = {RESPONDENTS: NumberField(whole=True, refusal=lambda: whole_from(1))}
    fields |= {need: NumberField(whole=True, refusal=lambda: whole_from(0)) for need in pack.needs}
    fields[IN_USE] = SeveralField(choices=list(pack.measures))
    fields |= {measure: MonthField() for measure in pack.measures}
    for row in IDS:
        fields |= {row + NAME: LineField(most=LONGEST_NAME), row + WHAT: LineField(most=LONGEST_WHAT)}
    return form_class(fields)


def _changes(visit: Visit, form: FlaskForm, sheet: Sheet) -> Changes:
    """What was sent; an empty field takes the answer back."""
    changes = _needs(visit.pack, form)
    for code in visit.pack.measures:
        _measure(visit, code, form, changes)
    for row in IDS:
        _practice(row, form, sheet, changes)
    return changes


def _needs(pack: Pack, form: FlaskForm) -> Changes:
    """Beside counts an empty box is a need nobody asked about, not one that nobody has: it stays unknown."""
    sent = {name: answer(form, name) for name in (RESPONDENTS, *pack.needs)}
    changes: Changes = {("needs", name): field.data for name, field in sent.items() if field.given and not field.errors}
    needs: list[Question] = [("needs", need) for need in pack.needs]
    if any(changes.get(need) is not None for need in needs):
        changes.update({need: UNKNOWN for need in needs if need in changes and changes[need] is None})
    return changes


def _measure(visit: Visit, code: str, form: FlaskForm, changes: Changes) -> None:
    """A tick says that a measure is in use, the month since when. Where no month was given it counts from today: what
    lasts is never overstated.
    """
    ticks, month = answer(form, IN_USE), answer(form, code)
    ticked = code in (ticks.data or ())
    if month.errors or not (month.given or ticked):
        return
    stored = visit.file["in_use"].get(code)
    # A month beside a box that was not ticked means «in use», unless the tick was taken away.
    if not ticked and (month.data is None or (ticks.given and stored is not None)):
        changes["in_use", code] = None
    elif month.data is None:
        changes["in_use", code] = stored or visit.bound.on.isoformat()
    else:
        same = stored is not None and str(month.data) == f"{str(stored)[:7]}-01"
        changes["in_use", code] = stored if same else month.data


def _practice(row: str, form: FlaskForm, sheet: Sheet, changes: Changes) -> None:
    name, what = answer(form, row + NAME), answer(form, row + WHAT)
    if not (name.given or what.given) or name.errors or what.errors:
        return
    if name.data is None and what.data is not None:
        sheet.refuse(row + NAME, _("Date un nome alla pratica, anche di una parola."))
        return
    practice = OwnPractice(row, str(name.data or ""), str(what.data or ""))
    changes[SECTION, row] = practice.as_stored() if practice.name else None
