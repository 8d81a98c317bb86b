"""The firm of a world joins the agreement of the demonstration and notes its papers; its union says what it saw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import segno

from cip.agreement.actions.attest_clause import answer_attestation, attest_clause, withdraw_attestation
from cip.agreement.actions.leave_adherence import object_to_list, renew_adherence
from cip.agreement.actions.prove import Says, ShownBy, note_proof, prove_route
from cip.agreement.actions.sign_adherence import (
    fix_form,
    lodge_adherence,
    note_duty,
    sign_adherence_in_system,
    sign_adherence_on_paper,
)
from cip.agreement.actions.start_adherence import count_size, declare_other_text, start_adherence
from cip.agreement.actions.visit_firm import note_sighting, plan_visit
from cip.agreement.adherence import owner_key
from cip.agreement.attestations import ANSWER_DAYS, REASONS_FOR, Saying, Verdict, last_day
from cip.agreement.duties import DUTIES
from cip.agreement.facts import PROVED_BY, FactValue
from cip.agreement.lives import life_of
from cip.agreement.reads.attestations import rechecks_on
from cip.assessment.actions.look_at_clauses import look_at_firm
from cip.assessment.bound import BoundPack
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.papers import says_of
from cip.cli.worlds.people import Cast
from cip.database.work import Work, open_reading
from cip.files.accepted import Quota
from cip.files.actions.receive_file import receive_file
from cip.files.stored import Shelf, StoredFile
from cip.kernel.days import add_months
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement, ClauseFact
from cip.web.demo.spec import WorldSpec
from cip.web.owner.clause_proofs import BY_HAND, OWN_PAGES

ROOM = Quota(most_files=20, most_bytes=10_000_000)
# Of what the firm notes, this one comes with its paper, and this one was seen by its consultant.
WITH_FILE, SEEN = "request_form_on", "band_posted_on"
VISIT_IN = timedelta(days=14)


@dataclass(frozen=True)
class Joining:
    """One world's firm and what it joins: `committee` is who notes protocol numbers, `papers` what the firm can show,
    `on` the day of the demonstration.
    """

    stage: Stage
    world: WorldSpec
    cast: Cast
    firm_id: str
    committee: str
    bound: BoundPack
    book: AgreementBook
    agreement: Agreement
    papers: Mapping[str, FactValue]
    shelf: Shelf

    @property
    def on(self) -> date:
        """The day of the demonstration."""
        return self.bound.on

    @property
    def owner(self) -> str:
        """The id of who answers for the firm."""
        return self.cast.people["owner"]

    @property
    def day(self) -> date | None:
        """The day of joining: the one of the papers, or the agreement's first if that is later; None without papers, or
        where the agreement does not hold from then to now.
        """
        told = self.papers.get("joined_on")
        if not isinstance(told, date) or self.agreement.effective_from is None:
            return None
        day = max(told, self.agreement.effective_from)
        holds = all(life_of(self.agreement, self.book, one).holds for one in (day, self.on))
        return day if holds and day <= self.on else None


def seed_joining(joining: Joining) -> dict[str, str]:
    """The firm joins, is given its number, tells committee and workers as its papers say, and notes the rest of them;
    the ids by the names that addresses give them. Nothing without papers.
    """
    day = joining.day
    if day is None:
        return {}
    adherence_id = _join(joining, _joined_before(joining), day)
    for duty in DUTIES:
        told = joining.papers.get(f"{duty}_told_on")
        if isinstance(told, date) and told <= joining.on:
            done = max(told, day)
            with joining.stage.on(done).by(joining.owner, joining.firm_id) as work:
                note_duty(work, adherence_id, duty, done, on=done)
    with joining.stage.by(joining.owner, joining.firm_id) as work:
        if joining.world.firm.joining.hidden:
            object_to_list(work, adherence_id, "particular_situation", on=joining.on)
        proof_id = _note_papers(work, joining, adherence_id)
    return {"adherence_id": adherence_id, "proof_id": proof_id}


def _joined_before(joining: Joining) -> str | None:
    """The joining of an agreement that is over, which the one of today renews; its id, None where there was none."""
    before = joining.world.firm.joining.before
    if before is None or before.agreement not in joining.book.by_id:
        return None
    with joining.stage.on(before.on).by(joining.owner, joining.firm_id) as work:
        adherence_id = start_adherence(
            work, joining.book, joining.firm_id, before.agreement, on=before.on, sector=joining.world.firm.sector
        )
        sha256 = _ready(work, joining, adherence_id, before.on)
        name = joining.world.people["owner"].name
        sign_adherence_in_system(work, joining.book, adherence_id, sha256, name, on=before.on)
    return adherence_id


def _join(joining: Joining, before_id: str | None, day: date) -> str:
    """Join on a day, with the form on paper; the id of what binds then."""
    book, spec = joining.book, joining.world.firm.joining
    with joining.stage.on(day).by(joining.owner, joining.firm_id) as work:
        if before_id is not None:
            adherence_id = renew_adherence(work, book, before_id, on=day)
        else:
            sector = joining.world.firm.sector
            adherence_id = start_adherence(work, book, joining.firm_id, joining.agreement.id, on=day, sector=sector)
        sha256 = _ready(work, joining, adherence_id, day)
        paper = _scan(work, joining.shelf, adherence_id, "modulo firmato.pdf", spec.reference)
        name = joining.world.people["owner"].name
        sign_adherence_on_paper(work, book, adherence_id, sha256, name, day, paper, on=day)
    with joining.stage.on(day).of(joining.committee) as work:
        lodge_adherence(work, adherence_id, spec.protocol, day, on=day, by_committee=True)
    return adherence_id


def _ready(work: Work, joining: Joining, adherence_id: str, day: date) -> str:
    """Say all that a joining asks and fix its form; the digest of the form."""
    spec = joining.world.firm.joining
    count_size(work, adherence_id, joining.world.firm.workers)
    prove_route(work, adherence_id, spec.route, ShownBy(reference=spec.reference), on=day)
    declare_other_text(work, adherence_id, other=False)
    return fix_form(work, joining.book, adherence_id, on=day)


def _note_papers(work: Work, joining: Joining, adherence_id: str) -> str:
    """Note everything that the firm itself proves; the id of the proof that has a file."""
    with_file = ""
    for fact, says in _noted(joining):
        file_id = None
        if fact.id == WITH_FILE:
            file_id = _scan(work, joining.shelf, adherence_id, "modulo di richiesta.pdf", fact.label.it).id
        proof_id = note_proof(work, joining.book, adherence_id, fact.id, says, ShownBy(file_id=file_id), on=joining.on)
        with_file = proof_id if file_id is not None else with_file
    return with_file


def _noted(joining: Joining) -> list[tuple[ClauseFact, Says]]:
    """The facts that a firm notes by hand, with what its papers say; what is still to come is left out."""
    told = joining.papers
    routes = set(PROVED_BY.values())
    facts = [one for one in joining.book.facts if one.subject in BY_HAND and one.id not in OWN_PAGES | routes]
    found = [(one, says_of(one.type, told[one.id])) for one in facts if one.id in told]
    return [(fact, says) for fact, says in found if says.day is None or says.day <= joining.on]


def _scan(work: Work, shelf: Shelf, adherence_id: str, name: str, text: str) -> StoredFile:
    """A sheet of paper that looks scanned: a code that says what it stands for."""
    paper = BytesIO()
    segno.make(text).save(paper, kind="pdf")
    paper.seek(0)
    return receive_file(work, shelf, paper, name, owner_key(adherence_id), quota=ROOM)


def seed_looks(joining: Joining, adherence_id: str) -> dict[str, str]:
    """Who looks at the clauses of a firm that joined: its consultant, its union, and the reminder that compares them;
    the ids by name.
    """
    with joining.stage.by(joining.cast.people["consultant"], joining.firm_id) as work:
        seen = [(fact, says) for fact, says in _noted(joining) if fact.id == SEEN]
        for fact, says in seen:
            note_proof(work, joining.book, adherence_id, fact.id, says, ShownBy(seen=True), on=joining.on)
    attestation_id = _seed_union(joining, adherence_id)
    with joining.stage.system() as work:
        pack = joining.bound.pack
        look_at_firm(work, joining.book, joining.firm_id, on=joining.on, pinned=lambda _session, _sha256: pack)
    with open_reading(joining.stage.database) as session:
        rechecks = [one.id for one in rechecks_on(session, adherence_id) if one.settled_on is None]
    return {"attestation_id": attestation_id, **({"recheck_id": rechecks[0]} if rechecks else {})}


def _seed_union(joining: Joining, adherence_id: str) -> str:
    """What the union says and sees; the id of what it attests. One thing it takes back, one the firm answers."""
    said, on = joining.world.union, joining.on
    body_id, person_id = joining.cast.bodies["union"], joining.cast.people["union"]
    before = max(joining.day or on, add_months(on, -1))
    with joining.stage.on(before).of(person_id) as work:
        taken_back = _say(work, joining, adherence_id, said.takes_back, "attests", before)
    with joining.stage.of(person_id) as work:
        attestation_id = _say(work, joining, adherence_id, said.attests, "attests", on)
        disputed = _say(work, joining, adherence_id, said.disputes, "disputes", on)
        _say(work, joining, adherence_id, said.asks, "asks", on)
        withdraw_attestation(work, taken_back, "cannot_tell", on=on)
        note_sighting(
            work, adherence_id, said.sees, "board_notice", body_id=body_id, person_id=person_id, seen_on=on, on=on
        )
        plan_visit(work, adherence_id, on + VISIT_IN, body_id=body_id, person_id=person_id, on=on)
    if said.settled:
        with joining.stage.by(joining.owner, joining.firm_id) as work:
            answer_attestation(work, disputed, "paper_ready", on=on)
    return attestation_id


def _say(work: Work, joining: Joining, adherence_id: str, clause_id: str, verdict: Verdict, on: date) -> str:
    life = life_of(joining.agreement, joining.book, on)
    ends = life.last if life.status == "in_force" else None
    until = on + timedelta(days=ANSWER_DAYS) if verdict == "asks" else None
    reason = next(iter(REASONS_FOR[verdict]), None)
    saying = Saying(verdict, ("visit",), on, last_day(on, ends), reason, until)
    return attest_clause(
        work,
        adherence_id,
        clause_id,
        saying,
        body_id=joining.cast.bodies["union"],
        person_id=joining.cast.people["union"],
        on=on,
        agreement_ends=ends,
    )
