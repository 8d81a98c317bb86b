"""The awards of a call for its office: each with what it waits for, and what is done with many of them at once."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session, Work
from cip.incentives.actions.check_award import check_award
from cip.incentives.actions.decide_award import PreparerApprovesError, approve_award, prepare_award
from cip.incentives.actions.notify_awards import NoProtocolError, notify_award
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.award_checks import NotInOrderError
from cip.incentives.award_decisions import LONGEST_ACT, MadeCheck
from cip.incentives.award_letter import KeptLetter
from cip.incentives.award_states import AWARD_STATES, AwardState
from cip.incentives.awards import StoredAward
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.award_checks import codes_of, last_checks, last_preparers
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.award_letters import letters_kept
from cip.incentives.reads.awards import awards_of_call
from cip.kernel.errors import RefusalError
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.parties.reads.acting import firm_names
from cip.parties.reads.belonging import names_of
from cip.web.applying.visit import rules_of_day
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import CALL_AWARDS, may_award, refused_in_words, why_refused
from cip.web.office.award_words import award_next, award_state_looks, award_state_names
from cip.web.office.links import CallLink, register_link
from cip.web.office.visit import CallVisit, open_call
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent

register_link(
    CallLink(
        "office.awards",
        lambda: _("Contributi"),
        lambda: _("Verifiche, decisioni, lettere, una per impresa"),
        ("ranking", "allocated"),
    )
)
TRIED = (NotInOrderError, WrongAwardStateError, PreparerApprovesError, NoProtocolError)
"""What a batch passes over, with the reason; everything else ends it whole."""


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award in the list: of whom, where it stands, what it waits for and what comes next."""

    award: StoredAward
    number: int
    firm: str
    state: str
    look: str
    next: str
    waits: tuple[str, ...]
    preparer: str


@office.get(CALL_AWARDS)
def awards(body_id: str, call_id: str) -> Response:
    """All awards of a call."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.post(f"{CALL_AWARDS}/check")
def awards_check(body_id: str, call_id: str) -> AnyResponse:
    """Make the last checks of those that are chosen, as things stand today."""
    return _batch(body_id, call_id, "manage", lambda work, id: _just_check(work, id))


@office.post(f"{CALL_AWARDS}/prepare")
def awards_prepare(body_id: str, call_id: str) -> AnyResponse:
    """Prepare the decision on those that are chosen and in order."""
    return _batch(body_id, call_id, "manage", lambda work, id: prepare_award(work, id, rules_of_day()))


@office.post(f"{CALL_AWARDS}/approve")
def awards_approve(body_id: str, call_id: str) -> AnyResponse:
    """Approve those that are chosen with one act."""
    visit, form = open_call(body_id, call_id, "read"), sent()
    number = form.line("act_number", LONGEST_ACT, missing=_("Scrivete il numero dell'atto."))
    on = form.day("act_on", missing=_("Scrivete il giorno dell'atto."))
    if form.errors or on is None:
        return _page(visit, form)
    act_on: date = on

    def approve(work: Work, award_id: str) -> None:
        approve_award(work, award_id, act_number=number, act_on=act_on, rules=rules_of_day())

    return _batch(body_id, call_id, "sign", approve)


@office.post(f"{CALL_AWARDS}/notify")
def awards_notify(body_id: str, call_id: str) -> AnyResponse:
    """Tell the firms of those that are chosen that a letter waits."""
    return _batch(body_id, call_id, "manage", notify_award)


def _just_check(work: Work, award_id: str) -> None:
    check_award(work, award_id, today(), rules_of_day())


def _batch(body_id: str, call_id: str, action: Action, do: Callable[[Work, str], None]) -> AnyResponse:
    """Do one thing with every award that is ticked; those that cannot be are passed over and told."""
    visit, form = open_call(body_id, call_id, "read"), sent()
    if not may_award(visit, action):
        raise NotYoursError
    with reading() as session:
        known = [award.id for award in awards_of_call(session, call_id)]
    chosen = form.several("award", known, _("Scegliete almeno un contributo."))
    if form.errors:
        return _page(visit, form)
    refused: list[tuple[str, RefusalError]] = []
    with refused_in_words(), working() as work:
        # Whoever holds several awards holds them in the order of their ids.
        for award_id in sorted(chosen):
            load_for(work.session, actor(), AWARD, award_id, action=action, parent=call_id)
            try:
                do(work, award_id)
            except TRIED as error:
                refused.append((award_id, error))
    if not refused:
        return back("office.awards", "saved", body_id=body_id, call_id=call_id)
    return _page(visit, Typed(), refused=refused, count=len(chosen) - len(refused))


def _page(
    visit: CallVisit, form: Typed, refused: Sequence[tuple[str, RefusalError]] = (), count: int | None = None
) -> Response:
    with reading() as session:
        lines = lines_of(session, visit, awards_of_call(session, visit.id))
        codes = codes_of(session, visit.id, None)
    firms = {line.award.id: line.firm for line in lines}
    return form.page(
        "office/awards.html",
        visit=visit,
        lines=lines,
        codes=codes,
        totals=_totals(lines),
        may={action: may_award(visit, action) for action in ("manage", "sign")},
        refused=[(firms[award_id], why_refused(error)) for award_id, error in refused],
        count=count,
        states=award_state_names(),
        looks=award_state_looks(),
        done=done_words(),
    )


def lines_of(session: Session, visit: CallVisit, found: Sequence[StoredAward]) -> list[AwardLine]:
    """The awards as the list shows them: what the office must do first comes first."""
    ids = [award.id for award in found]
    sent_ones = {one.application_id: one.number for one in applications_of_call(session, visit.id)}
    firms = firm_names(session, {award.firm_id for award in found})
    checks, letters = last_checks(session, ids), letters_kept(session, ids)
    preparers = last_preparers(session, ids)
    names = names_of(session, sorted({one.prepared_by for one in preparers.values()}))
    states, looks, following = award_state_names(), award_state_looks(), award_next()
    lines = [
        AwardLine(
            award=award,
            number=sent_ones.get(award.application_id, 0),
            firm=firms.get(award.firm_id, ""),
            state=states[award.state],
            look=looks[award.state],
            next=following[award.state],
            waits=tuple(_waits(award, checks.get(award.id), letters.get(award.id))),
            preparer=names.get(preparers[award.id].prepared_by, "") if award.id in preparers else "",
        )
        for award in found
    ]
    return sorted(lines, key=lambda line: (AWARD_STATES.index(line.award.state), line.number))


def _waits(award: StoredAward, check: MadeCheck | None, letter: KeptLetter | None) -> Collection[str]:
    """What an award still needs before its next step, in a few words."""
    if award.state == "reserved":
        if check is None:
            return [_("verifiche ancora da fare")]
        return [in_words(one.label) for one in check.checks if one.status != "met"]
    if award.state == "approved":
        return [_("numero di protocollo")] if letter is None else [_("avviso all'impresa")]
    return []


def _totals(lines: Sequence[AwardLine]) -> list[tuple[AwardState, int, int]]:
    """How many awards stand in each state, and cents."""
    found = []
    for state in AWARD_STATES:
        cents = [line.award.cents for line in lines if line.award.state == state]
        if cents:
            found.append((state, len(cents), sum(cents)))
    return found
