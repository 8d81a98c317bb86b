"""Two tabs or two people answered the same question differently: both answers are shown, a person chooses.

The page sends the fields of the contested questions once more to the address they came from, with the choice beside
them: so a chosen answer is checked like any other, and a third one that came in meanwhile shows up again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request
from werkzeug.wrappers import Response

from cip.assessment.answers import UNKNOWN
from cip.assessment.merging import Conflict, Merged, Question, held
from cip.assessment.reads import events_after
from cip.kernel.days import parse_day
from cip.rulebook.shapes import model
from cip.web.firm.visit import Visit
from cip.web.firm.words import question_text
from cip.web.language import gettext as _
from cip.web.shown import day, in_words, number, option_in_words, when
from cip.web.state import now, reading

MINE, THEIRS = "mine", "theirs"
CHOICE, CHOOSING = "choice.", "choosing"
# What a form says beside its answers: where to go on, and which questions a page of chosen ones asked.
BESIDE = ("go", "asked")


@dataclass(frozen=True, slots=True)
class Side:
    """One contested question: its key in the form, its words, both answers, when theirs was saved, its fields."""

    key: str
    question: str
    mine: str
    theirs: str
    at: str
    fields: tuple[tuple[str, str], ...]


def choices_made(merged: Merged) -> Merged:
    """What is left after the choices that came with the form: «theirs» is not saved, an undecided one stays open."""
    if CHOOSING not in request.form:
        return merged
    changes, conflicts = dict(merged.changes), list(merged.conflicts)
    for question in [*merged.changes]:
        if _key(question) not in request.form.getlist(CHOOSING):
            continue
        chosen = request.form.getlist(CHOICE + _key(question))
        if chosen == [THEIRS]:
            changes.pop(question)
        elif chosen != [MINE]:
            conflicts.append(Conflict(question, changes.pop(question), None))
    return Merged(changes, merged.kept, tuple(conflicts))


def conflict_page(
    visit: Visit,
    conflicts: Sequence[Conflict],
    drawn: int,
    names: Callable[[Question], tuple[str, ...]],
    action: str,
) -> Response:
    """409: the page on which a person chooses, question by question; nothing is chosen beforehand."""
    times = _times(visit, drawn)
    sides = [_side(visit, item, times, names(item.question)) for item in conflicts]
    page = render_template(
        "firm/conflict.html",
        visit=visit,
        sides=sides,
        action=action,
        beside={name: request.form[name] for name in BESIDE if name in request.form},
        seq=visit.stored.last_seq,
        again=CHOOSING in request.form,
    )
    return Response(page, 409, mimetype="text/html")


def both(visit: Visit, conflicts: Sequence[Conflict], drawn: int) -> list[dict[str, str]]:
    """The same for a script."""
    times = _times(visit, drawn)
    sides = (_side(visit, item, times, ()) for item in conflicts)
    return [
        {"id": side.key, "question": side.question, "mine": side.mine, "theirs": side.theirs, "at": side.at}
        for side in sides
    ]


def _times(visit: Visit, drawn: int) -> dict[Question, str]:
    """When each question was last answered, as far as that was after the form was drawn."""
    with reading() as session:
        events = events_after(session, visit.id, drawn)
    return {(event.section, event.question_id): when(event.at, now()) for event in events}


def _side(visit: Visit, item: Conflict, times: Mapping[Question, str], names: Sequence[str]) -> Side:
    fields = tuple((name, value) for name in names for value in request.form.getlist(name))
    return Side(
        key=_key(item.question),
        question=_asked(visit, item.question),
        mine=said(visit, item.question, item.mine),
        theirs=said(visit, item.question, held(visit.stored, item.question)),
        at=times.get(item.question, ""),
        fields=fields,
    )


def _key(question: Question) -> str:
    return f"{question[0]}.{question[1]}"


def _asked(visit: Visit, question: Question) -> str:
    section, identifier = question
    name = _("Quante persone hanno risposto") if identifier == "respondents" else question_text(visit, identifier)
    if section == "notes":
        return _("Nota: %(name)s") % {"name": name}
    if section == "practices":
        return _("Una pratica vostra")
    if section == "reasons":
        return _("Perché è così: %(name)s") % {"name": name}
    return name


def said(visit: Visit, question: Question, value: object) -> str:
    """An answer in words."""
    section, identifier = question
    if value is None:
        return _("Nessuna risposta")
    if value == UNKNOWN:
        return _("Non lo so")
    if section == "facts":
        return _fact(visit.pack.facts[identifier], value)
    if section == "indicators":
        return _indicator(visit.pack.indicators[identifier], value)
    if section == "duties":
        return {"yes": _("Sì"), "no": _("No"), "no_case": _("Nessun caso")}.get(str(value), str(value))
    if section == "in_use":
        return _day(str(value))
    return ": ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)


def _fact(fact: model.Fact, value: object) -> str:
    if fact.type == "yes_no":
        return _("Sì") if value == "yes" else _("No")
    if isinstance(value, int | float):
        return number(value)
    words = {option.id: option_in_words(option) for option in fact.options}
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(words.get(str(item), str(item)) for item in chosen)


def _indicator(indicator: model.Indicator, value: object) -> str:
    if not isinstance(value, dict):
        return _step(indicator, value)
    if "not_applicable" in value:
        reasons = {reason.id: option_in_words(reason) for reason in indicator.not_applicable}
        return _("Non si applica: %(reason)s") % {"reason": reasons.get(str(value["not_applicable"]), "")}
    proof = value.get("date") or value.get("count")
    shown = _day(str(proof)) if "date" in value else str(proof)
    return f"{_step(indicator, value.get('step'))} ({shown})" if proof else _step(indicator, value.get("step"))


def _step(indicator: model.Indicator, step: object) -> str:
    if not isinstance(step, int):
        return _("Non lo so")
    return _("Gradino %(step)s: %(text)s") % {"step": step, "text": in_words(indicator.steps[step])}


def _day(text: str) -> str:
    try:
        return day(parse_day(text))
    except ValueError:
        return text
