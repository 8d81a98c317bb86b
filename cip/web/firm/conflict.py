"""Two tabs or two people answered the same question differently: both answers are shown, a person chooses.

The page sends the fields of the contested questions once more to the address they came from, with the choice beside
them: so a chosen answer is checked like any other, and a third one that came in meanwhile shows up again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import render_template, request
from werkzeug.wrappers import Response

from cip.assessment.merging import Conflict, Merged, Question, held
from cip.assessment.reads import events_after
from cip.documents.answers_in_words import answer_in_words, question_in_words
from cip.web.firm.visit import Visit
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import when
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
    return replace(merged, changes=changes, conflicts=tuple(conflicts))


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
        question=question_in_words(visit.pack, *item.question, current()),
        mine=said(visit, item.question, item.mine),
        theirs=said(visit, item.question, held(visit.stored, item.question)),
        at=times.get(item.question, ""),
        fields=fields,
    )


def _key(question: Question) -> str:
    return f"{question[0]}.{question[1]}"


def said(visit: Visit, question: Question, value: object) -> str:
    """An answer in words, as it begins a line."""
    if value is None:
        return _("Nessuna risposta")
    text = answer_in_words(visit.pack, *question, value, current())
    return text[:1].upper() + text[1:]
