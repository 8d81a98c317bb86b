"""The clauses of an agreement for a firm that joined it, and what was noted for each: days, numbers, yes or no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.agreement.actions.adherence_work import OddDayError, WrongStateError
from cip.agreement.actions.prove import (
    OddFactError,
    OddReferenceError,
    Says,
    ShownBy,
    TooManyProofsError,
    note_proof,
    withdraw_proof,
)
from cip.agreement.adherence import ClauseProof, newest_proofs, owner_key
from cip.agreement.amounts import unit_words
from cip.agreement.attestations import voices_of
from cip.agreement.compared import compared
from cip.agreement.duties import number_on
from cip.agreement.reads import ADHERENCE
from cip.agreement.reads.attestations import statements_on
from cip.agreement.reads.compared import others_of
from cip.agreement.union_firms import veil_of
from cip.assessment.reads.clause_standing import ClauseStanding, standings_of
from cip.assessment.reads.known_firm import known_firm
from cip.database.work import Session
from cip.documents.clauses import AgreementPart, ClausePart, agreement_part
from cip.files.accepted import FileRefusedError
from cip.files.actions import receive_file
from cip.files.reads import files_of, find_file
from cip.files.stored import shelf_for
from cip.parties.access import NotYoursError, load_for
from cip.rulebook.agreements import checks_of
from cip.rulebook.shapes.agreement import Clause, ClauseFact
from cip.web.done import back, done_words
from cip.web.handing_in import QUOTA, handed_out, refusal_words, sent_file, takes_file
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.looking_again import look_again
from cip.web.owner import owner
from cip.web.owner.joined import JoinedVisit, open_joined
from cip.web.owner.joining import ACCEPTED, ended_meanwhile, paper_number
from cip.web.state import actor, now, reading, state, today, working
from cip.web.typed import Typed, sent

BY_HAND = ("proof", "adherence")
"""Facts of these subjects are told by the firm; those of the plan, the survey, the committee come from there."""
OWN_PAGES = frozenset(
    {
        "joined_on", "form_signed_on", "protocol_on", "size_counted", "membership_proved", "full_ccnl_proved",
        "mandate_proved", "committee_told_on", "workers_told_on", "other_text_declared", "leaving_asked_on",
        "leaves_on", "on_public_list", "list_objection_accepted",
    }
)  # fmt: skip
"""What the page of the joining itself asks, with its own checks."""
_PAGE = "/<firm_id>/agreement/<adherence_id>"


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact of a clause: what counts of it now, what was noted before, and the file of each, by its id."""

    fact: ClauseFact
    counts: ClauseProof | None
    noted: tuple[ClauseProof, ...]
    asked: bool


@owner.get(f"{_PAGE}/clauses")
def clauses(firm_id: str, adherence_id: str) -> str:
    """Every clause: how it stands, why, what would meet it."""
    visit = open_joined(firm_id, adherence_id, "read")
    with reading() as session:
        standing = _standing(session, visit)
        same_sector, others = others_of(session, visit.adherence, today())
        # What unions say stands beside the status and never changes it.
        said = voices_of(statements_on(session, visit.adherence.id), today())
    hidden = {clause.id for clause in visit.book.clauses if veil_of(visit.book, clause.id) != "none"}
    limit = number_on(visit.agreement, "cell_limit", today())
    return render_template(
        "owner/clauses.html",
        visit=visit,
        part=_part(visit, standing),
        others=compared(same_sector, others, limit, left_out=hidden),
        said=said,
        provable=frozenset(clause.id for clause in visit.book.clauses if _facts_asked(visit, clause)),
        done=done_words(),
    )


@owner.get(f"{_PAGE}/clauses/<clause_id>")
def clause(firm_id: str, adherence_id: str, clause_id: str) -> Response:
    """One clause, with what was noted for it and a form for each of its facts."""
    visit = open_joined(firm_id, adherence_id, "read")
    return _page(visit, _clause(visit, clause_id), Typed())


@owner.post(f"{_PAGE}/clauses/<clause_id>/<fact_id>")
@takes_file
def note_now(firm_id: str, adherence_id: str, clause_id: str, fact_id: str) -> AnyResponse:
    """Note one fact of a clause."""
    visit = open_joined(firm_id, adherence_id, "prove")
    found = _clause(visit, clause_id)
    fact = next((one for one in _facts_asked(visit, found) if one.id == fact_id), None)
    if fact is None:
        raise NotYoursError
    form = sent()
    says = _says(form, fact)
    if says is not None and not form.errors:
        try:
            _note(visit, fact, says, form)
        except WrongStateError:
            return ended_meanwhile(visit)
    if form.errors:
        return _page(visit, found, form, at=fact_id)
    return back("owner.clause", "saved", firm_id=firm_id, adherence_id=adherence_id, clause_id=clause_id)


@owner.post(f"{_PAGE}/clauses/<clause_id>/proofs/<proof_id>/withdraw")
def withdraw_proof_now(firm_id: str, adherence_id: str, clause_id: str, proof_id: str) -> AnyResponse:
    """Take back what was noted by mistake."""
    visit = open_joined(firm_id, adherence_id, "prove")
    if all(proof.id != proof_id for proof in visit.proofs):
        raise NotYoursError
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, adherence_id, action="prove", parent=firm_id)
            withdraw_proof(work, adherence_id, proof_id, on=today())
            look_again(work, firm_id)
    except WrongStateError:
        return ended_meanwhile(visit)
    return back("owner.clause", "saved", firm_id=firm_id, adherence_id=adherence_id, clause_id=clause_id)


@owner.get(f"{_PAGE}/proofs/<proof_id>/file")
def proof_file(firm_id: str, adherence_id: str, proof_id: str) -> Response:
    """The file of a proof, to keep; never shown in the browser."""
    visit = open_joined(firm_id, adherence_id, "read")
    proof = next((one for one in visit.proofs if one.id == proof_id), None)
    with reading() as session:
        file = find_file(session, proof.file_id) if proof is not None and proof.file_id else None
    if file is None or file.state == "erased":
        raise NotYoursError
    return handed_out(file, url_for("owner.clauses", firm_id=firm_id, adherence_id=adherence_id))


def _says(form: Typed, fact: ClauseFact) -> Says | None:
    """What the form says of a fact; None where it says nothing that can be read."""
    if fact.type == "yes_no":
        chosen = form.choice("value", ("yes", "no"), _("Scegliete sì o no."))
        return Says(yes_no=chosen == "yes")
    if fact.type == "number":
        text = form.raw("value").replace(" ", "")
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            form.errors["value"] = _("Scrivete un numero intero, per esempio 7.")
            return None
        return Says(number=int(text))
    if form.ticked("not_yet", "yes"):
        return Says(stated_no=True)
    day = form.day("value", missing=_("Scrivete il giorno, oppure dite che non è successo."))
    return Says(day=day) if day is not None else None


def _note(visit: JoinedVisit, fact: ClauseFact, says: Says, form: Typed) -> None:
    reference = "" if fact.of_one_person else paper_number(form)
    seen = visit.may("witness") and form.ticked("seen", "yes")
    file = sent_file("file")
    if file is not None and not may_hand_in(visit.adherence.id):
        form.errors["file"] = _("Per oggi avete caricato molti file. Riprovate domani.")
    if form.errors:
        return
    try:
        with working() as work:
            load_for(work.session, actor(), ADHERENCE, visit.adherence.id, action="prove", parent=visit.firm.id)
            kept = None
            if file is not None:
                shelf, room = shelf_for(state().settings), owner_key(visit.adherence.id)
                kept = receive_file(work, shelf, *file, room, quota=QUOTA).id
            shown = ShownBy(kept, seen=seen and kept is None, reference=reference or None)
            note_proof(work, visit.book, visit.adherence.id, fact.id, says, shown, on=today())
            look_again(work, visit.firm.id)
    except FileRefusedError as refusal:
        form.errors["file"] = refusal_words(refusal)
    except OddDayError:
        form.errors["value"] = _("Questo giorno deve ancora venire.")
    except (OddFactError, OddReferenceError, TooManyProofsError):
        form.errors["value"] = _("Questo non si può annotare.")


def _clause(visit: JoinedVisit, clause_id: str) -> Clause:
    found = visit.book.clause_of.get(clause_id)
    if found is None or clause_id not in visit.agreement.obligations:
        raise NotYoursError
    return found


def _facts_asked(visit: JoinedVisit, clause: Clause) -> Sequence[ClauseFact]:
    return [fact for fact in _facts(visit, clause) if fact.subject in BY_HAND and fact.id not in OWN_PAGES]


def _facts(visit: JoinedVisit, clause: Clause) -> Sequence[ClauseFact]:
    """The facts that a clause reads, each once, in the order in which it reads them."""
    ids: dict[str, None] = {}
    for check in checks_of(clause):
        for name in ("fact", "after", "first", "then", "start", "end"):
            value: Any = getattr(check, name, None)
            if isinstance(value, str) and value in visit.book.fact_of:
                ids[value] = None
    return [visit.book.fact_of[one] for one in ids]


def _standing(session: Session, visit: JoinedVisit) -> ClauseStanding:
    """Every clause as it stands today."""
    known = known_firm(session, visit.firm.id, today(), pinned=state().packs.pinned, seats=visit.seats)
    asked, noted = [(visit.agreement, visit.adherence)], {visit.adherence.id: visit.proofs}
    return standings_of(session, visit.book, known, asked, now(), today(), noted)[0]


def _part(visit: JoinedVisit, standing: ClauseStanding) -> AgreementPart:
    """The same with its reasons."""
    measures = state().packs.newest_on(today()).measures
    return agreement_part(visit.book, visit.agreement, standing.results, measures, today(), current())


def _page(visit: JoinedVisit, clause: Clause, form: Typed, at: str = "") -> Response:
    counted = newest_proofs(visit.proofs)
    asked = {fact.id for fact in _facts_asked(visit, clause)}
    shown = [
        FactShown(
            fact,
            counted.get(fact.id),
            tuple(proof for proof in reversed(visit.proofs) if proof.fact_id == fact.id),
            fact.id in asked,
        )
        for fact in _facts(visit, clause)
    ]
    with reading() as session:
        standing = _standing(session, visit)
        files = {file.id: file for file in files_of(session, owner_key(visit.adherence.id))}
    letters = _part(visit, standing).letters
    part: ClausePart = next(one for letter in letters for one in letter.clauses if one.id == clause.id)
    return form.page(
        "owner/clause.html",
        visit=visit,
        part=part,
        facts=shown,
        files=files,
        at=at,
        blank=Typed(),
        open=shelf_for(state().settings).open,
        accepted=ACCEPTED,
        unit_words=unit_words,
        ended=visit.adherence.state == "ended",
        done=done_words(),
    )
