"""Everything that would be sent, on one page: to read, to sign off by a second person, to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.incentives.actions.application_work import NotTakenError, WrongApplicationStateError
from cip.incentives.actions.sign_application import (
    ContentChangedError,
    NotCompleteError,
    SamePersonError,
    send_back,
    sign_off,
)
from cip.incentives.application import SignOff
from cip.incentives.prepared import judged_of
from cip.incentives.reads import APPLICATION, sign_offs_of
from cip.kernel.ids import new_id
from cip.parties.access import load_for
from cip.parties.belonging import Member
from cip.parties.labels import person_of_label
from cip.parties.reads import find_body
from cip.parties.reads.belonging import members_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.parameters import row_on
from cip.web.applying import applying
from cip.web.applying.values import field_name, stated_rows
from cip.web.applying.visit import ApplicationVisit, anew, open_application
from cip.web.applying.words import amount_is_open, changes_words, outlook_words, own_words_of, part_of, verdict_words
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.people_named import named_doers
from cip.web.shown import in_words
from cip.web.state import actor, now, reading, today, working
from cip.web.typed import Typed, sent

_PAGE = "/<firm_id>/applications/<application_id>"


STAMP_DUTY = "stamp_duty_application"


@applying.get(f"{_PAGE}/check")
def check(firm_id: str, application_id: str) -> Response:
    """What would be sent, and what is still missing."""
    return check_page(open_application(firm_id, application_id, "read"), Typed())


@applying.post(f"{_PAGE}/sign")
def sign_now(firm_id: str, application_id: str) -> AnyResponse:
    """Sign off exactly what the page showed."""
    visit, form = open_application(firm_id, application_id, "sign"), sent()
    if form.raw("agree") != "yes":
        form.errors["agree"] = _("Mettete la spunta per dare l'ok.")
        return check_page(visit, form)
    try:
        with working() as work:
            load_for(work.session, actor(), APPLICATION, application_id, action="sign", parent=firm_id)
            sign_off(work, application_id, anew(), person_id=visit.person_id, digest=form.raw("digest"))
    except ContentChangedError:
        form.errors["agree"] = _("Nel frattempo qualcosa è cambiato. Rileggete la pagina e date di nuovo l'ok.")
    except NotCompleteError:
        form.errors["agree"] = _("Mancano dei documenti: li trovate sopra.")
    except SamePersonError:
        form.errors["agree"] = _("L'ultima modifica è vostra: l'ok lo dà un'altra persona dell'impresa.")
    except (NotTakenError, WrongApplicationStateError):
        form.errors["agree"] = _("Adesso non si può più: il bando è chiuso o la domanda è già inviata.")
    if form.errors:
        return check_page(open_application(firm_id, application_id, "read"), form)
    return back("applying.check", "saved", **visit.path)


@applying.post(f"{_PAGE}/send-back")
def send_back_now(firm_id: str, application_id: str) -> AnyResponse:
    """Send it back with a note."""
    visit, form = open_application(firm_id, application_id, "sign"), sent()
    note = form.line("note", 500, missing=_("Scrivete che cosa va cambiato."))
    if not form.errors:
        try:
            with working() as work:
                load_for(work.session, actor(), APPLICATION, application_id, action="sign", parent=firm_id)
                send_back(work, application_id, anew(), person_id=visit.person_id, note=note)
        except (NotTakenError, WrongApplicationStateError):
            form.errors["note"] = _("Adesso non si può più: il bando è chiuso o la domanda è già inviata.")
    if form.errors:
        return check_page(visit, form)
    return back("applying.application", "saved", **visit.path)


def check_page(visit: ApplicationVisit, form: Typed) -> Response:
    """The page, as it comes or again with what is wrong."""
    prepared, application = visit.prepared, visit.application
    with reading() as session:
        said = sign_offs_of(session, application.id)
        members = members_of(session, visit.firm.id)
        body = find_body(session, prepared.call.body_id)
        who = named_doers(session, {one.by_label for one in said} | {application.changed_by})
    signed = standing(said, visit)
    return form.page(
        "applying/check.html",
        visit=visit,
        prepared=prepared,
        call=prepared.call,
        body=body,
        rows=stated_rows(prepared.bound.pack, prepared.facts),
        unanswered=prepared.unanswered,
        judged=[(one, prepared.texts.get(one.id, "")) for one in judged_of(prepared.bound)],
        amount_open=amount_is_open(prepared.bound, prepared.facts),
        part_of=part_of,
        field_name=field_name,
        others=[one.name for one in members if one.person_id != visit.person_id],
        outlook=outlook_words(prepared.judgement),
        verdict_words=verdict_words,
        own_words=own_words_of(prepared),
        changes=changes_words(prepared),
        signed=signed,
        changed_since=signed is not None and signed.digest != prepared.digest,
        last=said[-1] if said else None,
        who=who,
        alone=_alone(members, visit),
        own_change=person_of_label(application.changed_by) == visit.person_id,
        owner_signed=signed is not None and _is_owner(members, signed.by_person),
        is_owner="owner" in visit.roles,
        key=form.raw("key") or new_id(),
        now=now(),
        stamp=stamp_duty_on(prepared.bound.pack, today()),
        done=done_words(),
    )


@dataclass(frozen=True, slots=True)
class StampDuty:
    """What the law asks on an application: euros, who is exempt in words, and the source."""

    euros: float
    note: str
    source: str


def stamp_duty_on(pack: CallPack, on: date) -> StampDuty | None:
    """The stamp duty as the call's pack cites it on a day; None where it cites none."""
    parameter = pack.content.law.parameters.get(STAMP_DUTY)
    row = None if parameter is None else row_on(parameter, on)
    if row is None or not isinstance(row.value, int | float):
        return None
    return StampDuty(row.value, "" if row.note is None else in_words(row.note), row.source)


def standing(said: Sequence[SignOff], visit: ApplicationVisit) -> SignOff | None:
    """The sign-off of the version that stands, where there is one."""
    of_version = [one for one in said if one.version == visit.application.version]
    return of_version[-1] if of_version and of_version[-1].verdict == "signed_off" else None


def _alone(members: Sequence[Member], visit: ApplicationVisit) -> bool:
    """Whether nobody else belongs to the firm."""
    return all(one.person_id == visit.person_id for one in members)


def _is_owner(members: Sequence[Member], person_id: str) -> bool:
    return any(one.person_id == person_id and one.role == "owner" for one in members)
