"""The firm of a world: its people, its mandates, and a check-up that was answered, reviewed, validated and planned."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import segno

from cip.assessment.actions.add_evidence import Proves, add_evidence
from cip.assessment.actions.agree_plan import agree_plan
from cip.assessment.actions.conclude_check_up import conclude_check_up
from cip.assessment.actions.log_meeting import log_meeting
from cip.assessment.actions.note_on_firm import note_on_firm
from cip.assessment.actions.numbers_links import make_numbers_link
from cip.assessment.actions.review_answers import review_answers
from cip.assessment.actions.save_answers import save_answers
from cip.assessment.actions.sign_plan import sign_plan_in_system, sign_plan_on_paper
from cip.assessment.actions.start_check_up import start_check_up
from cip.assessment.actions.validate_check_up import validate_check_up
from cip.assessment.actions.write_narrative import write_narrative
from cip.assessment.answer_file import read_answers
from cip.assessment.bound import BoundPack
from cip.assessment.coverage import coverage_of
from cip.assessment.engine import ENGINE_VERSION
from cip.assessment.evidence import owner_key
from cip.assessment.meetings import Meeting
from cip.assessment.path import Walk
from cip.assessment.plan import HEARD, PlannedMeasure, as_stored
from cip.assessment.plan_heard import Heard
from cip.assessment.reads import current_answers
from cip.assessment.replaying import result_text
from cip.assessment.reviewing import Review
from cip.assessment.stored import ANSWER_SECTIONS, Section
from cip.assessment.verified import verified_check_up, verified_file
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.people import Cast
from cip.database.packs import keep_pack
from cip.database.work import Work
from cip.files.accepted import Quota
from cip.files.actions.receive_file import receive_file
from cip.files.stored import Shelf, StoredFile
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.ids import new_secret
from cip.parties.actions.add_member import add_member
from cip.parties.actions.ask_for_help import ask_for_help
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.invite import invite
from cip.parties.actions.register_firm import FirmDetails, NewSeat, register_firm
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.reads import seats_of
from cip.parties.standing import SCOPES
from cip.web.demo.spec import FirmSpec, WorldSpec

SOURCE = "demo"
ROOM = Quota(most_files=20, most_bytes=10_000_000)
# Nobody of these two need anything first: a plan of theirs can be agreed at once.
PLANNED = ("M01", "M05")


def seed_parties(stage: Stage, world: WorldSpec, cast: Cast, on: date) -> dict[str, str]:
    """Register the firm with its people, a mandate in force, one that ended, an invitation and a request for help; the
    ids by the names that addresses give them.
    """
    firm, people, bodies = world.firm, cast.people, cast.bodies
    with stage.system() as work:
        seat = NewSeat(firm.seat.name, firm.seat.municipality, firm.seat.code)
        firm_id = register_firm(
            work, FirmDetails(firm.name), tax_code=firm.tax_code, seats=[seat], owner_id=people["owner"]
        )
        for name, one in world.people.items():
            if one.firm == "collaborator":
                add_member(work, people[name], party_kind="firm", party_id=firm_id, role="collaborator")
    with stage.by(people["owner"], firm_id) as work:
        by = people["owner"]
        mandate_id = give_mandate(work, firm_id, bodies["consultancy"], scopes=SCOPES, from_day=on, given_by=by)
        ended = give_mandate(work, firm_id, bodies["other_consultancy"], scopes=SCOPES, from_day=on, given_by=by)
        revoke_mandate(work, ended)
        secret = new_secret()
        invitation_id = invite(
            work,
            party_kind="firm",
            party_id=firm_id,
            role="collaborator",
            email=firm.invited,
            digest=sha256_of(secret),
            link=f"/it/invitation/{secret}",
            language="it",
            made_by=by,
        )
        request_id = ask_for_help(
            work, firm_id, bodies["consultancy"], place=firm.seat.municipality, note=None, made_by=by
        )
        seat_id = seats_of(work.session, firm_id)[0].id
    return {
        "firm_id": firm_id,
        "seat_id": seat_id,
        "body_id": bodies["consultancy"],
        "mandate_id": mandate_id,
        "invitation_id": invitation_id,
        "invitation.secret": secret,
        "request_id": request_id,
    }


def told(file: Mapping[str, Any], world: WorldSpec, joined: date | None) -> dict[str, Any]:
    """The answers of a file as this firm gives them: its size, sector and municipality, and since when it is `joined`
    to the agreement (None: it is not).
    """
    firm = world.firm
    facts = {**file["facts"], "workers": firm.workers, "sector": firm.sector, "municipality": firm.seat.code}
    step = {"R2": {"step": 3, "date": joined}} if joined is not None else {}
    return {**file, "facts": facts, "indicators": {**file["indicators"], **step}}


def seed_check_up(
    stage: Stage, world: WorldSpec, cast: Cast, firm_id: str, bound: BoundPack, file: Mapping[str, Any], shelf: Shelf
) -> dict[str, str]:
    """A check-up of the firm, from the first answer to a validated result and a signed plan; the ids by name."""
    firm, people = world.firm, cast.people
    owner, consultant, body_id = people["owner"], people["consultant"], cast.bodies["consultancy"]
    with stage.by(owner, firm_id) as work:
        check_up_id = _answer(work, firm, firm_id, bound, file)
    with stage.by(owner, firm_id) as work:
        version_id = _plan(work, check_up_id, firm, bound)
        name = world.people["owner"].name
        sign_plan_in_system(work, check_up_id, version_id, person_id=owner, name=name, day=bound.on)
        sheet = _scan(work, shelf, check_up_id, "foglio firmato.pdf", firm.name)
        signature_id = sign_plan_on_paper(work, check_up_id, version_id, file=sheet, name=name, day=bound.on)
        proof = _scan(work, shelf, check_up_id, "foglio dei turni.pdf", firm.note)
        shown = Proves("indicators", "T3", note=firm.note)
        evidence_id = add_evidence(work, check_up_id, shown, file_id=proof.id)
        until = bound.on + timedelta(days=14)
        secret = new_secret()
        link_id = make_numbers_link(work, check_up_id, digest=sha256_of(secret), until=until)
    with stage.by(consultant, firm_id) as work:
        add_evidence(work, check_up_id, Proves("indicators", "T3", note=firm.review), seen_on=bound.on)
        _review(work, check_up_id, firm, bound)
        write_narrative(work, check_up_id, {"seen": firm.narrative}, body_id=body_id, drawn=0)
        note_on_firm(work, firm_id, body_id=body_id, text=firm.visit, next_on=bound.on + timedelta(days=30))
        meeting_id = _meeting(work, world, body_id, bound.on)
        validate_answers(work, check_up_id, body_id, bound)
    return {
        "check_up_id": check_up_id,
        "version_id": version_id,
        "signature_id": signature_id,
        "link_id": link_id,
        "adviser.secret": secret,
        "evidence_id": evidence_id,
        "meeting_id": meeting_id,
    }


def _scan(work: Work, shelf: Shelf, check_up_id: str, name: str, text: str) -> StoredFile:
    """A sheet of paper that looks scanned: a code that says what it stands for."""
    paper = BytesIO()
    segno.make(text).save(paper, kind="pdf")
    paper.seek(0)
    return receive_file(work, shelf, paper, name, owner_key(check_up_id), quota=ROOM)


def _answer(work: Work, firm: FirmSpec, firm_id: str, bound: BoundPack, file: Mapping[str, Any]) -> str:
    pack = bound.pack
    keep_pack(work, pack.sha256, pack.id, pack.canonical)
    check_up_id = start_check_up(work, pack_sha256=pack.sha256, language="it", firm_id=firm_id)
    given: dict[str, Any] = read_answers(bound, file).as_file()
    changes: dict[tuple[Section, str], object] = {
        (section, str(key)): value for section in ANSWER_SECTIONS for key, value in (given.get(section) or {}).items()
    }
    changes["notes", "T1"] = firm.note
    changes["practices", "p1"] = {"name": firm.practice, "what": firm.practice}
    save_answers(work, check_up_id, changes, SOURCE)
    stored = current_answers(work.session, check_up_id)
    conclude_check_up(
        work,
        check_up_id,
        answers=stored,
        on_day=bound.on,
        pack_sha256=pack.sha256,
        engine_version=ENGINE_VERSION,
        result=result_text(pack, stored.canonical, bound.on),
    )
    return check_up_id


def _plan(work: Work, check_up_id: str, firm: FirmSpec, bound: BoundPack) -> str:
    """Two measures in use, the workers heard, agreed: the id of the version."""
    plan: dict[tuple[Section, str], object] = {
        ("plan", code): as_stored(
            PlannedMeasure(code, "proposed", owner="chi apre", start=bound.on, cost=firm.cost, evidence=firm.evidence)
        )
        for code in PLANNED
    }
    heard = Heard(("assembly",), bound.on, "Va bene provare per sei mesi.", ())
    plan["plan", HEARD] = heard.as_stored()
    save_answers(work, check_up_id, plan, SOURCE)
    seen = current_answers(work.session, check_up_id)
    return agree_plan(work, check_up_id, pack=bound.pack, on=bound.on, seen=seen)


def _review(work: Work, check_up_id: str, firm: FirmSpec, bound: BoundPack) -> None:
    """One answer confirmed with its proof seen, one answered otherwise."""
    stored = current_answers(work.session, check_up_id)
    held = stored.file["indicators"]
    reviews: dict[tuple[Section, str], Review | None] = {
        ("indicators", "T3"): Review(held["T3"], held["T3"], seen=bound.on),
        ("indicators", "T1"): Review(1, held["T1"], firm.review),
    }
    review_answers(work, check_up_id, reviews, SOURCE, seen=stored)


def _meeting(work: Work, world: WorldSpec, body_id: str, on: date) -> str:
    """The record of a focus group; its id."""
    asked = world.firm.meeting
    meeting = Meeting(work.new_id(), 0, body_id, on, "focus_group", world.territory, 9, asked, asked, (), "", work.now)
    return log_meeting(work, meeting).id


def validate_answers(work: Work, check_up_id: str, body_id: str, bound: BoundPack) -> None:
    """Whoever acts has looked at the answers: the result is verified by their body."""
    stored = current_answers(work.session, check_up_id)
    result = canonical_json(verified_check_up(bound, json.loads(canonical_json(verified_file(stored)))).as_json())
    validate_check_up(
        work,
        check_up_id,
        answers=stored,
        body_id=body_id,
        on_day=bound.on,
        pack_sha256=bound.pack.sha256,
        engine_version=ENGINE_VERSION,
        result=result,
        coverage=coverage_of(Walk(bound, read_answers(bound, stored.file)), stored),
    )
