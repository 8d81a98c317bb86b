"""A version of the plan is signed: the signed sheet comes back as a file, or the legal representative signs here."""

from dataclasses import dataclass, field
from datetime import date

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import CheckUpClosedError, OlderVersionError, sign_plan_in_system, sign_plan_on_paper
from cip.assessment.evidence import owner_key
from cip.assessment.plan import day_of
from cip.assessment.plan_versions import PlanVersion
from cip.assessment.reads import PLAN_VERSION
from cip.files.accepted import FileRefusedError
from cip.files.actions import receive_file
from cip.files.stored import shelf_for
from cip.kernel.characters import plain_text
from cip.kernel.errors import RefusalError
from cip.parties.access import NotYoursError, load_for
from cip.parties.people import Person
from cip.parties.reads import find_person
from cip.web.account.guards import need_fresh
from cip.web.account.where import this_page
from cip.web.errors import not_now
from cip.web.firm import firm
from cip.web.firm.plan_status import PlanStatus
from cip.web.firm.plan_version import open_version
from cip.web.firm.words import page_words
from cip.web.handing_in import QUOTA, refusal_words, sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.state import actor, reading, state, today, working

LONGEST_NAME = 200


class TooManyFilesError(RefusalError):
    """As many files came today as a check-up takes in a day."""

    def __init__(self) -> None:
        super().__init__("Too many files were handed in today: try again tomorrow.")


@dataclass
class Typed:
    """What stands in the form of a signed sheet, and what is wrong with it, by field."""

    name: str = ""
    day: str = ""
    mistakes: dict[str, str] = field(default_factory=dict)


@firm.get("/<check_up_id>/plan/versions/<version_id>/sign")
def plan_sign(check_up_id: str, version_id: str) -> str:
    """The two ways to sign."""
    status, version = _to_sign(check_up_id, version_id)
    return _drawn(status, version, Typed(day=today().isoformat()))


@firm.post("/<check_up_id>/plan/versions/<version_id>/sign")
def plan_sign_here(check_up_id: str, version_id: str) -> Response:
    """The legal representative signs in the system, with a password given a short time ago."""
    status, version = _to_sign(check_up_id, version_id)
    person = need_fresh().person
    if request.form.get("agree") != "yes":
        typed = Typed(day=today().isoformat(), mistakes={"agree": _("Mettete la spunta per firmare.")})
        return Response(_drawn(status, version, typed), 422, mimetype="text/html")
    try:
        with working() as work:
            load_for(work.session, actor(), PLAN_VERSION, version_id, action="sign", parent=check_up_id)
            sign_plan_in_system(
                work, check_up_id, version_id, person_id=person.id, name=person.name[:LONGEST_NAME], day=today()
            )
    except OlderVersionError:
        return _newer(check_up_id)
    return redirect(url_for("firm.plan_version", check_up_id=check_up_id, version_id=version_id), 303)


@firm.post("/<check_up_id>/plan/versions/<version_id>/sign-on-paper")
@takes_file
def plan_sign_on_paper(check_up_id: str, version_id: str) -> Response:
    """The signed sheet comes back as a file."""
    status, version = _to_sign(check_up_id, version_id)
    typed, day = _typed()
    if not typed.mistakes and day is not None:
        try:
            _store(status, version, typed.name, day)
        except FileRefusedError as error:
            typed.mistakes["file"] = refusal_words(error)
        except TooManyFilesError:
            typed.mistakes["file"] = _("Per oggi avete caricato molti file. Riprovate domani.")
        except OlderVersionError:
            return _newer(check_up_id)
    if typed.mistakes:
        return Response(_drawn(status, version, typed), 422, mimetype="text/html")
    return redirect(url_for("firm.plan_version", check_up_id=check_up_id, version_id=version_id), 303)


def _store(status: PlanStatus, version: PlanVersion, name: str, day: date) -> None:
    sent = sent_file("file")
    if sent is None:
        raise FileRefusedError("empty")
    check_up = status.visit.check_up
    if check_up.closed_at is not None:
        raise CheckUpClosedError
    if not may_hand_in(check_up.id):
        raise TooManyFilesError
    with working() as work:
        load_for(work.session, actor(), PLAN_VERSION, version.id, action="sign", parent=check_up.id)
        shelf = shelf_for(state().settings)
        # In the room of its check-up, as every other proof: erased with it, and counted with them.
        file = receive_file(work, shelf, *sent, owner_key(check_up.id), quota=QUOTA)
        sign_plan_on_paper(work, check_up.id, version.id, file=file, name=name, day=day)


def _typed() -> tuple[Typed, date | None]:
    """The name and the day of the sheet, with what is wrong with them and with the choice of a file."""
    name = " ".join(plain_text(request.form.get("name", "")).split())
    typed = Typed(name[:LONGEST_NAME], request.form.get("day", "")[:10])
    day = day_of(typed.day)
    if not name:
        typed.mistakes["name"] = _("Scrivete chi ha firmato.")
    elif len(name) > LONGEST_NAME:
        typed.mistakes["name"] = _("È troppo lungo: al massimo %(most)s caratteri.") % {"most": LONGEST_NAME}
    if day is None:
        typed.mistakes["day"] = _("Scrivete il giorno che sta sul foglio, per esempio 31/1/2026.")
    elif day > today():
        typed.mistakes["day"] = _("Questo giorno deve ancora venire: scrivete quello della firma.")
    if sent_file("file") is None:
        typed.mistakes["file"] = _("Scegliete il file del foglio firmato.")
    return typed, day


def _to_sign(check_up_id: str, version_id: str) -> tuple[PlanStatus, PlanVersion]:
    """A version for somebody who may sign it. Raises NotYoursError for anybody else."""
    status, version = open_version(check_up_id, version_id)
    with reading() as session:
        load_for(session, actor(), PLAN_VERSION, version_id, action="sign", parent=check_up_id)
    return status, version


def _who_signs() -> Person | None:
    standing = actor().standing
    if standing is None:
        raise NotYoursError
    with reading() as session:
        return find_person(session, standing.person_id)


def _is_fresh() -> bool:
    standing = actor().standing
    return standing is not None and standing.fresh


def _newer(check_up_id: str) -> Response:
    page = url_for("firm.plan", check_up_id=check_up_id)
    return not_now(409, _("C'è una versione più nuova"), _("Aprite il piano e firmate l'ultima versione."), page)


def _drawn(status: PlanStatus, version: PlanVersion, typed: Typed) -> str:
    person = _who_signs()
    return render_template(
        "firm/plan_sign.html",
        visit=status.visit,
        status=status,
        version=version,
        moves=status.moves(version),
        typed=typed,
        person=person,
        signed_here=next((one for one in status.signed(version) if person and one.person_id == person.id), None),
        fresh=_is_fresh(),
        again=lambda: url_for("account.fresh", next=this_page()),
        **page_words(status.visit),
    )
