"""What is worth doing now in a firm's space: chosen from where its check-up, its plan and its survey really stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import url_for

from cip.agreement.duties import duties_of
from cip.agreement.reads import adherences_of
from cip.assessment.plan_states import in_force
from cip.assessment.reads import (
    FirmCheckUp,
    open_looks,
    plan_in_force,
    plan_signatures_of,
    plan_versions_of,
)
from cip.database.work import Session
from cip.incentives.deadline import taken_in_time
from cip.incentives.reads import applications_of_firm, call_of
from cip.incentives.reads.admissibility import waiting_clarifications
from cip.kernel.clock import today as italian_day
from cip.parties.access import roles_on_firm
from cip.parties.belonging import NamedMandate
from cip.parties.help_requests import HelpRequest
from cip.voice.reads import surveys_of
from cip.web.owner.award_things import award_things
from cip.web.owner.next_thing import NextThing
from cip.web.owner.register import adoptable
from cip.web.owner.visit import FirmVisit
from cip.web.state import now, reading, state, today

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a firm's home knows: its check-ups newest first, mandates in force, requests for help, whether its people
    were counted, and the page of its surveys where whoever asks may see it.
    """

    check_ups: Sequence[FirmCheckUp]
    in_force: Sequence[NamedMandate]
    asked: Sequence[HelpRequest]
    counted: bool
    surveys: str | None


def next_steps(visit: FirmVisit, now: Situation) -> list[NextThing]:
    """What is worth doing now, the most urgent first."""
    waiting = list(_waiting(visit, now))
    with reading() as session:
        return [
            *waiting,
            *_of_calls(session, visit),
            *_of_joining(session, visit),
            *_of_check_up(session, visit, now),
            *_of_survey(session, visit, now),
            *_help(visit, now),
        ]


def _waiting(visit: FirmVisit, now: Situation) -> Iterator[NextThing]:
    """What somebody else waits for, or would be lost."""
    held = adoptable()
    if held is not None:
        yield NextThing("adopt", url_for("owner.adopt", check_up_id=held))
    if any(one.state == "accepted" for one in now.asked) and visit.may("mandate"):
        yield NextThing("confirm", url_for("owner.help", firm_id=visit.id))


def _of_calls(session: Session, visit: FirmVisit) -> Iterator[NextThing]:
    """What an office asks, with its last day; applications that are not sent while their call still takes them."""
    if not roles_on_firm(visit.actor, visit.id, "application"):
        return
    for asked in waiting_clarifications(session, visit.id):
        if asked.open(today()):
            address = url_for("owner.asked", firm_id=visit.id, clarification_id=asked.id)
            yield NextThing("asked", address, asked.due_on)
    yield from award_things(session, visit.id, visit.roles)
    for one in applications_of_firm(session, visit.id):
        call = call_of(session, one.call_id)
        if one.state in ("draft", "ready") and call.closes_at is not None and taken_in_time(call, now()):
            address = url_for("applying.application", firm_id=visit.id, application_id=one.id)
            yield NextThing("send", address, italian_day(call.closes_at))


def _of_joining(session: Session, visit: FirmVisit) -> Iterator[NextThing]:
    """What a joining still asks after its signature: the committee (A-05) and who works there (A-06) are told."""
    found = state().packs.newest_on(today()).content.agreements
    if found is None:
        return
    for one in adherences_of(session, visit.id):
        agreement = found.by_id.get(one.agreement_id)
        if agreement is None or not one.live:
            continue
        address = url_for("owner.adherence", firm_id=visit.id, adherence_id=one.id)
        for duty in duties_of(one, agreement, today()):
            if duty.due is not None and duty.status in ("running", "late"):
                yield NextThing(duty.kind, address, duty.due, duty.status == "late")


def _of_check_up(session: Session, visit: FirmVisit, now: Situation) -> Iterator[NextThing]:
    """The next step of the newest check-up: begin, complete, plan, sign, look, do it again."""
    if not now.check_ups:
        yield NextThing("start", url_for("owner.home", firm_id=visit.id, _anchor="check-ups"))
        return
    newest = now.check_ups[0]
    check_up_id = newest.check_up.id
    if newest.check_up.closed_at is None and newest.result_on is None:
        yield NextThing("finish", url_for("firm.hub", check_up_id=check_up_id))
        return
    if newest.check_up.closed_at is None:
        yield from _of_plan(session, visit, check_up_id)
    if today() - italian_day(newest.check_up.created_at) >= A_YEAR:
        yield NextThing("again", url_for("owner.home", firm_id=visit.id, _anchor="check-ups"))


def _of_plan(session: Session, visit: FirmVisit, check_up_id: str) -> Iterator[NextThing]:
    versions, signatures = plan_versions_of(session, check_up_id), plan_signatures_of(session, check_up_id)
    held = plan_in_force(session, check_up_id)
    if not versions and held is None:
        yield NextThing("plan", url_for("firm.plan", check_up_id=check_up_id))
    elif versions and in_force(versions, signatures) != versions[-1] and "owner" in visit.roles:
        address = url_for("firm.plan_version", check_up_id=check_up_id, version_id=versions[-1].id)
        yield NextThing("sign", address)
    months = held.follow_up_months if held is not None else ()
    if any(open_looks(session, check_up_id, each, today()) for each in months):
        yield NextThing("look", url_for("firm.plan", check_up_id=check_up_id))


def _of_survey(session: Session, visit: FirmVisit, now: Situation) -> Iterator[NextThing]:
    """A survey, where somebody may run it, none is open and none was in the last year."""
    runs = any("survey" in one.mandate.scopes for one in now.in_force)
    if not runs or now.surveys is None:
        return
    found = surveys_of(session, visit.id)
    if all(one.published is not None and today() - one.opened_on >= A_YEAR for one in found):
        yield NextThing("survey", now.surveys)


def _help(visit: FirmVisit, now: Situation) -> Iterator[NextThing]:
    """Somebody to do it with, and the numbers that calls ask for."""
    if not now.in_force and not any(one.waits for one in now.asked) and visit.may("mandate"):
        yield NextThing("help", url_for("owner.help", firm_id=visit.id))
    if not now.counted:
        yield NextThing("count", url_for("owner.counters", firm_id=visit.id))
