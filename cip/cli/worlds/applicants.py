"""Invented firms that apply to the call of a world: each has an owner, a check-up and a signed plan, most a joining."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import segno
from pydantic import JsonValue
from stdnum import luhn

from cip.agreement.actions.prove import ShownBy, prove_route
from cip.agreement.actions.sign_adherence import fix_form, sign_adherence_in_system
from cip.agreement.actions.start_adherence import count_size, declare_other_text, start_adherence
from cip.agreement.lives import life_of
from cip.assessment.actions.agree_plan import agree_plan
from cip.assessment.actions.conclude_check_up import conclude_check_up
from cip.assessment.actions.save_answers import save_answers
from cip.assessment.actions.sign_plan import sign_plan_in_system
from cip.assessment.actions.start_check_up import start_check_up
from cip.assessment.answer_file import read_answers
from cip.assessment.bound import BoundPack
from cip.assessment.engine import ENGINE_VERSION
from cip.assessment.plan import HEARD, PlannedMeasure, as_stored
from cip.assessment.plan_heard import Heard
from cip.assessment.reads import current_answers
from cip.assessment.replaying import result_text
from cip.assessment.stored import ANSWER_SECTIONS, Section
from cip.cli.worlds.acting import Stage
from cip.database.packs import keep_pack
from cip.database.work import Session, Work, open_reading
from cip.files.accepted import Quota
from cip.files.actions.receive_file import receive_file
from cip.files.stored import Shelf
from cip.incentives.actions.hand_in_document import hand_in_document, owner_key
from cip.incentives.actions.save_application import save_application
from cip.incentives.actions.sign_application import sign_off
from cip.incentives.actions.start_application import start_application
from cip.incentives.actions.submit_application import submit_application
from cip.incentives.prefill import answerable
from cip.incentives.prepared import Prepared
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.prepared import RulesOfDay, known_of, preparing
from cip.incentives.sampling import Sample
from cip.parties.actions.add_person import add_person
from cip.parties.actions.register_firm import FirmDetails, NewSeat, register_firm
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.call_packs import CallPack
from cip.rulebook.packs import Pack
from cip.web.demo.spec import WorldSpec

SOURCE = "demo"
ROOM = Quota(most_files=20, most_bytes=10_000_000)
_CHECKED_BEFORE, _PLANNED_BEFORE, _JOINED_BEFORE = timedelta(days=40), timedelta(days=30), timedelta(days=20)
# Nobody of these needs anything first: a plan of theirs can be agreed at once.
PLANNED = ("M01", "M05")
_NOT_JOINED = 5
"""Every so many firms one has not joined the agreement yet: it may do so until the grant."""
_FIRST_CODE = 90_000


@dataclass(frozen=True)
class Applying:
    """What all who apply to one call share: the stage of the day of the demonstration, rules, papers."""

    stage: Stage
    world: WorldSpec
    bound: BoundPack
    book: AgreementBook | None
    agreement: str
    template: CallPack
    answers: Mapping[str, Any]
    shelf: Shelf
    kept: str
    call_id: str = ""

    def rules(self) -> RulesOfDay:
        """What reading a firm needs of the rules."""

        def pinned(_session: Session, _sha256: str) -> Pack:
            return self.bound.pack

        return RulesOfDay(pinned, self.book)


@dataclass(frozen=True, slots=True)
class Applicant:
    """A firm that applied: its id, that of its owner and of its application."""

    firm_id: str
    owner_id: str
    application_id: str


def apply_as(applying: Applying, number: int, sample: Sample, sent_on: date) -> Applicant:
    """A new invented firm applies with what a sample says of it. `number` is its own in this world."""
    firm_id, owner_id = settle_firm(applying, number, sample, sent_on)
    return Applicant(firm_id, owner_id, send_application(applying, firm_id, owner_id, owner_id, sample, sent_on))


def settle_firm(applying: Applying, number: int, sample: Sample, on: date) -> tuple[str, str]:
    """A new invented firm that could apply on a day: with a check-up, a signed plan and, for most, a joining of before;
    its id and that of its owner.
    """
    firm_id, owner_id = _register(applying, number, sample, on - _CHECKED_BEFORE)
    workers = sample.facts.get("workers")
    size = workers if isinstance(workers, int) else applying.world.firm.workers
    # Before the model or the agreement was there, a firm applied with papers instead.
    if applying.bound.pack.in_force_on(on - _PLANNED_BEFORE):
        _check_up(applying, firm_id, owner_id, size, on)
    joined_on = on - _JOINED_BEFORE
    if number % _NOT_JOINED and applying.book is not None and _may_join(applying, applying.book, joined_on):
        _join(applying, applying.book, firm_id, owner_id, size, joined_on)
    return firm_id, owner_id


def _register(applying: Applying, number: int, sample: Sample, on: date) -> tuple[str, str]:
    """The firm and its owner; the names say that they are invented."""
    world = applying.world
    start = f"{_FIRST_CODE + number:07d}{sum(world.key.encode()) % 1000:03d}"
    code = start + luhn.calc_check_digit(start)
    name = f"{sample.name} (inventata {number})"
    with applying.stage.on(on).system() as work:
        owner_id = add_person(
            work,
            email=f"impresa.{number}@{world.key}.example",
            name=f"Titolare Inventata {number} di {world.territory}",
            language="it",
            password_hash=applying.kept,
        )
        seat = NewSeat("Sede", world.firm.seat.municipality, world.firm.seat.code)
        return register_firm(work, FirmDetails(name), tax_code=code, seats=[seat], owner_id=owner_id), owner_id


def _check_up(applying: Applying, firm_id: str, owner_id: str, workers: int, sent_on: date) -> None:
    """A check-up with its result, and a plan that the owner signed."""
    pack, day = applying.bound.pack, sent_on - _PLANNED_BEFORE
    facts = {**applying.answers["facts"], "workers": workers, "municipality": applying.world.firm.seat.code}
    # How many people named a need hangs on how many there are.
    told = {key: value for key, value in applying.answers.items() if key != "needs"}
    given: dict[str, Any] = read_answers(applying.bound, {**told, "facts": facts}).as_file()
    changes: dict[tuple[Section, str], object] = {
        (section, str(key)): value for section in ANSWER_SECTIONS for key, value in (given.get(section) or {}).items()
    }
    with applying.stage.on(day).by(owner_id, firm_id) as work:
        keep_pack(work, pack.sha256, pack.id, pack.canonical)
        check_up_id = start_check_up(work, pack_sha256=pack.sha256, language="it", firm_id=firm_id)
        save_answers(work, check_up_id, changes, SOURCE)
        stored = current_answers(work.session, check_up_id)
        conclude_check_up(
            work,
            check_up_id,
            answers=stored,
            on_day=day,
            pack_sha256=pack.sha256,
            engine_version=ENGINE_VERSION,
            result=result_text(pack, stored.canonical, day),
        )
        plan: dict[tuple[Section, str], object] = {
            ("plan", code): as_stored(PlannedMeasure(code, "proposed", owner="chi apre", start=sent_on, cost=0))
            for code in PLANNED
        }
        plan["plan", HEARD] = Heard(("assembly",), day, "Va bene provare.", ()).as_stored()
        save_answers(work, check_up_id, plan, SOURCE)
        seen = current_answers(work.session, check_up_id)
        version_id = agree_plan(work, check_up_id, pack=pack, on=day, seen=seen)
        sign_plan_in_system(work, check_up_id, version_id, person_id=owner_id, name="Titolare inventata", day=day)


def _may_join(applying: Applying, book: AgreementBook, on: date) -> bool:
    agreement = book.by_id.get(applying.agreement)
    return agreement is not None and life_of(agreement, book, on).holds


def _join(applying: Applying, book: AgreementBook, firm_id: str, owner_id: str, workers: int, on: date) -> None:
    with applying.stage.on(on).by(owner_id, firm_id) as work:
        sector = str(applying.answers["facts"]["sector"])
        adherence_id = start_adherence(work, book, firm_id, applying.agreement, on=on, sector=sector)
        count_size(work, adherence_id, workers)
        prove_route(work, adherence_id, "membership", ShownBy(reference="tessera inventata 1-A"), on=on)
        declare_other_text(work, adherence_id, other=False)
        sha256 = fix_form(work, book, adherence_id, on=on)
        sign_adherence_in_system(work, book, adherence_id, sha256, "Titolare inventata", on=on)


def send_application(
    applying: Applying, firm_id: str, prepares: str, owner_id: str, sample: Sample | None, sent_on: date
) -> str:
    """Somebody of a firm fills in an application, the owner signs it off and sends it; its id. Without a sample, what
    is known counts.
    """
    application_id = begin_application(applying, firm_id, prepares, sample, sent_on)
    stage = applying.stage.on(sent_on)
    prepare = preparing(stage.moment, applying.rules())
    with stage.by(owner_id, firm_id) as work:
        digest = prepare(work.session, application_id).digest
        sign_off(work, application_id, prepare, person_id=owner_id, digest=digest)
        submit_application(work, application_id, key=application_id, person_id=owner_id, is_owner=True)
    return application_id


def begin_application(applying: Applying, firm_id: str, prepares: str, sample: Sample | None, on: date) -> str:
    """Somebody of a firm fills in an application and hands in what it needs; its id. Nobody signed it off."""
    stage, rules = applying.stage.on(on), applying.rules()
    with open_reading(stage.database) as session:
        pack = pack_of_call(session, call_of(session, applying.call_id))
        known = known_of(session, pack, firm_id, stage.moment, rules)
    with stage.by(prepares, firm_id) as work:
        application_id = start_application(work, applying.call_id, firm_id, known)
        save_application(work, application_id, _words(applying.template, sample), drawn=0)
        prepared = preparing(stage.moment, rules)(work.session, application_id)
        _hand_in(work, applying.shelf, application_id, prepared)
    return application_id


def _words(pack: CallPack, sample: Sample | None) -> dict[str, JsonValue]:
    """What the firm says itself: the facts for which its word is taken."""
    if sample is None:
        return {
            "workers": 6, "commitment_months": 36, "workers_reached": 5, "step_R3": 3, "new_structural_measures": 3,
            "needs_expressed": 6, "needs_answered": 5,
        }  # fmt: skip
    facts: dict[str, JsonValue] = {}
    for name, value in sample.facts.items():
        if answerable(pack.facts[name]):
            facts[name] = [*value] if isinstance(value, list) else value
    return facts


def _hand_in(work: Work, shelf: Shelf, application_id: str, prepared: Prepared) -> None:
    """A sheet for every document that is missing: a code that says what it stands for."""
    for case in prepared.missing:
        paper = BytesIO()
        segno.make(case.document.id).save(paper, kind="pdf")
        paper.seek(0)
        name = f"{case.document.id}.pdf"
        file = receive_file(work, shelf, paper, name, owner_key(application_id), quota=ROOM)
        hand_in_document(work, application_id, case.document.id, file.id)
