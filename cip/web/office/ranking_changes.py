"""What was noted after a ranking (waiver, appeal, correction), and the next version: its difference, then itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.move_call import NotYetError, WrongCallStateError
from cip.incentives.actions.rank_call import (
    NewChange,
    NoReasonError,
    NoSuchApplicationError,
    NothingNewError,
    make_ranking,
    note_change,
    undo_change,
)
from cip.incentives.calls import OfficeCall
from cip.incentives.making import MadeRanking, entry_id, labels_of, make
from cip.incentives.rankings import LONGEST_ACT, LONGEST_REASON, Change, ChangeKind, StoredRanking
from cip.incentives.reads import CALL
from cip.incentives.reads.rankable import Rankable, rankable_of
from cip.incentives.reads.rankings import changes_of_call, latest_ranking
from cip.kernel.errors import RefusalError
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads.acting import firm_names
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.shapes.grid import Grid, Judged
from cip.web.account.keys import secret_key
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.change_fields import fact_words, read_fact, read_scores
from cip.web.office.ranking import CALL_PAGE
from cip.web.office.visit import CallVisit, open_call
from cip.web.ranking_shown import moves_shown
from cip.web.ranking_words import points
from cip.web.shown import in_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

KINDS: tuple[ChangeKind, ...] = ("waiver", "appeal", "correction")


@dataclass(frozen=True)
class Preview:
    """What the next version would be: None where nothing changed, or why it cannot be made."""

    made: MadeRanking | None
    why_not: Sequence[str]
    moves: Sequence[Mapping[str, object]]


@office.get(f"{CALL_PAGE}/changes")
def ranking_changes(body_id: str, call_id: str) -> Response:
    """What was noted, the form for more, and what the next version would change."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post(f"{CALL_PAGE}/changes")
def note_change_now(body_id: str, call_id: str) -> AnyResponse:
    """Note a waiver, an appeal that was accepted, or a correction; no ranking changes by it yet."""
    visit = open_call(body_id, call_id, "move")
    form = sent()
    new = _read(visit, form)
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            note_change(work, call_id, new)
    except WrongCallStateError:
        return _not_yet()
    except (NoReasonError, NoSuchApplicationError):
        form.errors["application"] = _("Scegliete una domanda di questo bando.")
        return _page(visit, form)
    return back("office.ranking_changes", "change_noted", body_id=body_id, call_id=call_id)


@office.post(f"{CALL_PAGE}/changes/<change_id>/undo")
def undo_change_now(body_id: str, call_id: str, change_id: str) -> AnyResponse:
    """Let what was noted count no more."""
    visit = open_call(body_id, call_id, "move")
    form = sent()
    reason = form.line("undo_reason", LONGEST_REASON, missing=_("Scrivete perché."))
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            undo_change(work, call_id, change_id, reason)
    except NoSuchApplicationError:
        return _not_yet()
    return back("office.ranking_changes", "change_noted", body_id=body_id, call_id=call_id)


@office.post(f"{CALL_PAGE}/again")
def make_again_now(body_id: str, call_id: str) -> AnyResponse:
    """Make the next version, exactly as its difference was shown."""
    visit = open_call(body_id, call_id, "move")
    form = sent()
    reason = form.line("reason", LONGEST_REASON, missing=_("Scrivete perché si rifà la graduatoria."))
    digest = form.line("digest", 64)
    if form.errors:
        return _page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), CALL, call_id, action="move", parent=body_id)
            make_ranking(work, call_id, key=secret_key(), reason=reason, seen_digest=digest)
    except (WrongCallStateError, NotYetError):
        return _not_yet()
    except NothingNewError:
        form.errors["reason"] = _("I dati sono cambiati mentre guardavate. Guardate di nuovo che cosa cambia.")
        return _page(visit, form)
    return back("office.ranking", "ranked", body_id=body_id, call_id=call_id)


def _read(visit: CallVisit, form: Typed) -> NewChange:
    kind = form.choice("kind", KINDS, _("Scegliete che cosa è successo."))
    reason = form.line("why", LONGEST_REASON, missing=_("Scrivete perché."))
    facts = read_fact(visit.pack, form) if kind != "waiver" else {}
    scores = read_scores(visit.pack, form) if kind != "waiver" else {}
    readmitted = kind == "appeal" and form.ticked("readmitted", "yes")
    if kind != "waiver" and not (facts or scores or readmitted or form.errors):
        form.errors["fact"] = _("Scegliete che cosa cambia: un dato, un voto o la riammissione.")
    return NewChange(
        kind=kind,
        application_id=form.raw("application"),
        reason=reason,
        reference=form.line("reference", LONGEST_ACT),
        facts=facts,
        scores=scores,
        readmitted=readmitted,
    )


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        newest = latest_ranking(session, visit.id)
        if newest is None:
            raise NotYoursError
        ready = rankable_of(session, visit.call)
        changes = changes_of_call(session, visit.id)
        names = firm_names(session, {one.sent.firm_id for one in ready.known.values()})
    return form.page(
        "office/ranking_changes.html",
        visit=visit,
        newest=newest,
        changes=_told(visit, changes, ready),
        undone={change.undoes for change in changes if change.undoes},
        applications=[
            (
                id,
                _("Domanda %(number)s, %(firm)s")
                % {"number": entry_id(one.sent.number), "firm": names[one.sent.firm_id]},
            )
            for id, one in ready.known.items()
        ],
        facts=[(fact.id, in_words(fact.label)) for fact in visit.pack.call.facts],
        judged=_judged(visit),
        preview=_preview(visit, visit.call, ready, newest),
        done=done_words(),
    )


@dataclass(frozen=True)
class ToldChange:
    """What was noted, with the number of its application and what it sets in words."""

    number: str
    change: Change
    sets: Sequence[str]


def _told(visit: CallVisit, changes: Sequence[Change], ready: Rankable) -> list[ToldChange]:
    numbers = {id: entry_id(one.sent.number) for id, one in ready.known.items()}
    labels = {id: in_words(label) for id, label in labels_of(visit.pack).items()}
    found = []
    for change in changes:
        sets = [f"{labels.get(id, id)}: {fact_words(visit.pack, id, value)}" for id, value in change.facts.items()]
        sets += [f"{labels.get(id, id)}: {points(next(iter(given.values())))}" for id, given in change.scores.items()]
        sets += [_("Riammessa.")] if change.readmitted else []
        found.append(ToldChange(numbers.get(change.application_id, "?"), change, sets))
    return found


def _judged(visit: CallVisit) -> list[tuple[str, str]]:
    grid = visit.pack.call.grid
    if not isinstance(grid, Grid):
        return []
    items = (item for _path, item in criteria_of(grid) if isinstance(item.rule, Judged))
    return [(item.id, f"{item.id} {in_words(item.label)}") for item in items]


def _preview(visit: CallVisit, call: OfficeCall, ready: Rankable, newest: StoredRanking) -> Preview:
    if ready.missing:
        return Preview(None, [in_words(reason) for reason in ready.missing], ())
    try:
        made = make(visit.pack, ready.entries, call.seed, newest)
    except RefusalError:
        why = _("Con quello che avete annotato la graduatoria non si può fare. Guardate dati e punteggi.")
        return Preview(None, [why], ())
    if made.bundle == newest.bundle:
        return Preview(None, (), ())
    return Preview(made, (), moves_shown(made.moved))


def _not_yet() -> AnyResponse:
    return not_now(
        409,
        _("Ora non si può fare"),
        _("Il bando è andato avanti, o manca ancora qualcosa. Guardate a che punto è."),
    )
