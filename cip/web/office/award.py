"""One award for its office: checks, codes, the decision, the letter, its history."""

from dataclasses import replace

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives import standing_sentences
from cip.incentives.acceptance import answer_by, answer_days, answer_is_proposal
from cip.incentives.actions.check_award import check_award, hold_award
from cip.incentives.actions.close_award import close_award
from cip.incentives.actions.decide_award import approve_award, prepare_award, release_award, send_back_award
from cip.incentives.actions.notify_awards import notify_award, number_letters
from cip.incentives.actions.record_aid import TooManyEntriesError, record_standing
from cip.incentives.award_checks import standing_asked
from cip.incentives.award_decisions import LONGEST_ACT, LONGEST_WHY
from cip.incentives.declared import LONGEST_SOURCE
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.award_checks import (
    approval_of,
    checks_made,
    code_history,
    codes_of,
    law_for,
    preparations_of,
)
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.award_letters import letter_kept
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.closing import why_not_closed
from cip.incentives.reads.money import shares_of
from cip.incentives.register_codes import CODE_KINDS, confirm_by
from cip.incentives.standing import STANDING_VALUES
from cip.kernel.clock import today as day_of
from cip.kernel.texts import Reason
from cip.parties.access import load_for
from cip.parties.permissions import Action
from cip.parties.reads.acting import firm_names
from cip.web.applying.visit import rules_of_day
from cip.web.done import back, done_words
from cip.web.followed import measure_name
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_visit import ONE_AWARD, OfficeAward, open_award, refused_in_words
from cip.web.office.award_words import (
    award_move_names,
    award_next,
    award_state_looks,
    award_state_names,
    check_words,
)
from cip.web.people_named import named_doers
from cip.web.shown import in_words
from cip.web.state import actor, reading, today, working
from cip.web.typed import Typed, sent


@office.get(ONE_AWARD)
def award(body_id: str, call_id: str, award_id: str) -> Response:
    """Everything of one award."""
    return award_page(open_award(body_id, call_id, award_id), Typed())


@office.post(f"{ONE_AWARD}/check")
def award_check(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Make the last checks as things stand today."""
    open_award(body_id, call_id, award_id, "manage")
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        check_award(work, award_id, today(), rules_of_day())
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/prepare")
def award_prepare(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Prepare the decision."""
    open_award(body_id, call_id, award_id, "manage")
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        prepare_award(work, award_id, rules_of_day())
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/send-back")
def award_send_back(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Send a prepared decision back."""
    found, form = open_award(body_id, call_id, award_id, "sign"), sent()
    reason = form.line("back_reason", LONGEST_WHY, missing=_("Scrivete perché la decisione torna indietro."))
    if form.errors:
        return award_page(found, form)
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="sign", parent=call_id)
        send_back_award(work, award_id, reason)
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/approve")
def award_approve(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Approve it with its act."""
    found, form = open_award(body_id, call_id, award_id, "sign"), sent()
    number = form.line("act_number", LONGEST_ACT, missing=_("Scrivete il numero dell'atto."))
    on = form.day("act_on", missing=_("Scrivete il giorno dell'atto."))
    if form.errors or on is None:
        return award_page(found, form)
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="sign", parent=call_id)
        approve_award(work, award_id, act_number=number, act_on=on, rules=rules_of_day())
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/release")
def award_release(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Let it go before it is decided."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()
    reason = form.line("release_reason", LONGEST_WHY, missing=_("Scrivete perché il contributo si lascia andare."))
    if form.errors:
        return award_page(found, form)
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        release_award(work, award_id, reason)
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/protocol")
def award_protocol(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Give its letter the protocol number that somebody types."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()
    number = read_number(form, "protocol_number")
    on = form.day("protocol_on", missing=_("Scrivete il giorno del protocollo."))
    if form.errors or on is None:
        return award_page(found, form)
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        number_letters(work, call_id, [award_id], first=number, on=on)
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/notify")
def award_notify(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Tell the firm that the letter waits."""
    open_award(body_id, call_id, award_id, "manage")
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        notify_award(work, award_id)
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/close")
def award_close(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Close it: nothing is to be paid, proved or kept any more."""
    open_award(body_id, call_id, award_id, "manage")
    with refused_in_words(), working() as work:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        close_award(work, award_id)
    return _done(body_id, call_id, award_id)


@office.post(f"{ONE_AWARD}/standing")
def award_standing(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Record what the office was told of the DURC or of the insurance."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()
    kind = form.choice("kind", standing_asked(found.visit.pack.call) or ("durc",), _("Dite di che cosa si tratta."))
    value = form.choice("value", STANDING_VALUES, _("Dite che cosa risulta."))
    start = form.day("valid_from", missing=_("Scrivete da quale giorno vale."))
    source = form.line("source", LONGEST_SOURCE, missing=_("Dite da dove viene il dato."))
    if start is not None and start > today():
        form.errors["valid_from"] = _("Scrivete un giorno già passato, oppure oggi.")
    if form.errors or start is None:
        return award_page(found, form)
    try:
        with working() as work:
            load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
            # Before the words of the firm's entries: who approves takes them in this order too.
            hold_award(work, award_id)
            law = law_for(found.visit.pack, rules_of_day())
            firm_id = found.award.firm_id
            record_standing(work, firm_id, kind, value, start=start, end=None, source=source, law=law)
            check_award(work, award_id, today(), rules_of_day())
    except TooManyEntriesError:
        form.errors["kind"] = _("Ci sono già troppe righe: di più non ne stanno.")
        return award_page(found, form)
    return _done(body_id, call_id, award_id)


def read_number(form: Typed, name: str) -> int:
    """A protocol number; wrong if it is none."""
    text = form.line(name, 8, missing=_("Scrivete il numero di protocollo."))
    if text and not (text.isascii() and text.isdigit() and int(text)):
        form.errors[name] = _("Scrivete solo cifre, per esempio 1204.")
    return int(text) if not form.errors.get(name) else 0


def _done(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    return back("office.award", "saved", body_id=body_id, call_id=call_id, award_id=award_id)


def award_page(found: OfficeAward, form: Typed) -> Response:
    """The page of an award with a form as it stands."""
    one = found.award
    with reading() as session:
        shown = _decided(session, found)
        names = firm_names(session, {one.firm_id})
        numbers = {each.application_id: each.number for each in applications_of_call(session, one.call_id)}
        shares = shares_of(session, [one.id])[one.id]
    asked = standing_asked(found.visit.pack.call)
    lines = {line.id: line.label for line in found.visit.pack.call.funding}
    return form.page(
        "office/award.html",
        visit=found.visit,
        award=one,
        firm=names.get(one.firm_id, ""),
        number=numbers.get(one.application_id, 0),
        shares=[(in_words(lines[share.source_id]), share) for share in shares],
        state=award_state_names()[one.state],
        look=award_state_looks()[one.state],
        next=award_next()[one.state],
        may={action: found.may(action) for action in _ACTIONS},
        moves=award_move_names(),
        check_words=check_words(),
        kinds=[(kind, in_words(standing_sentences.NAMES[kind])) for kind in asked],
        values=_values(),
        done=done_words(),
        **shown,
    )


_ACTIONS: tuple[Action, ...] = ("manage", "sign")


def _values() -> list[tuple[str, str]]:
    words = {"yes": _("Sì, è in regola"), "no": _("No, non è in regola"), "not_due": _("Non è richiesto")}
    return list(words.items())


def _named(reason: Reason) -> Reason:
    """A reason with the name of its measure."""
    code = reason.values.get("measure")
    return replace(reason, values={**reason.values, "measure": measure_name(code)}) if isinstance(code, str) else reason


def _decided(session: Session, found: OfficeAward) -> dict[str, object]:
    """What was done with an award so far."""
    one = found.award
    checks = checks_made(session, one.id)
    steps = steps_of_award(session, one.id)
    prepared = preparations_of(session, one.id)
    codes = codes_of(session, one.call_id, one.id)
    notified = [day_of(step.at) for step in steps if step.action == "notify"]
    labels = {*(step.by_label for step in steps), *(check.by_label for check in checks)}
    cor = codes.get("cor")
    return {
        "checks": checks,
        "steps": steps,
        "by": named_doers(session, labels | {prepared[-1].prepared_label} if prepared else labels),
        "prepared": prepared[-1] if prepared else None,
        "own": bool(prepared) and prepared[-1].prepared_by == found.visit.person_id,
        "approval": approval_of(session, one.id),
        "letter": letter_kept(session, one.id),
        "in_the_way": tuple(map(_named, why_not_closed(session, one, today()) if one.state == "accepted" else ())),
        "answer_by": answer_by(notified[-1], answer_days(found.visit.pack.call)) if notified else None,
        "answer_proposal": answer_is_proposal(found.visit.pack.call),
        "codes": [(kind, codes.get(kind)) for kind in CODE_KINDS],
        "old_codes": [code for code in code_history(session, one.call_id, one.id) if codes.get(code.kind) != code],
        "confirm_by": confirm_by(cor, law_for(found.visit.pack, rules_of_day())) if cor is not None else None,
    }
