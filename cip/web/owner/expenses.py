"""The expense report as the firm writes it: lines, proofs, sending, completing; what was cut, and why."""

from collections.abc import Callable, Sequence

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Work
from cip.files.accepted import FileRefusedError, Quota
from cip.files.actions import receive_file
from cip.files.stored import shelf_for
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.write_report import (
    EmptyReportError,
    NewLine,
    NoAnswerError,
    OddLineError,
    TooMuchError,
    WrongReportStateError,
    add_line,
    answer_request,
    attach_proof,
    owner_key,
    remove_line,
    remove_proof,
    send_report,
)
from cip.incentives.expenses import LONGEST_NAME, LONGEST_NOTE, LONGEST_NUMBER, ExpenseReport, Line
from cip.incentives.reads import OWN_AWARD
from cip.incentives.reads.expenses import report_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.web.award_papers import award_letter, proof_at
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.expense_words import REPORT_LOOKS, meeting_states, own_report_next, report_states, uses
from cip.web.followed import Followed, follow, letter_of
from cip.web.handing_in import refusal_words, sent_file, takes_file
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.limits import may_hand_in
from cip.web.owner import owner
from cip.web.owner.aid_visit import code_typed, euros_typed
from cip.web.owner.awards import PAGE, AwardVisit, open_award
from cip.web.owner.joining import ACCEPTED
from cip.web.state import actor, reading, state, today, working
from cip.web.typed import Typed, sent

REPORT = f"{PAGE}/report"
QUOTA = Quota(most_files=200, most_bytes=400 * 1024 * 1024)
CUP_LENGTH = 15


@owner.get(REPORT)
def report(firm_id: str, award_id: str) -> Response:
    """The report: what to do now, its lines, what was accepted; the measures, the meeting, what is owed."""
    return _page(open_award(firm_id, award_id, "read"), Typed())


@owner.post(f"{REPORT}/lines")
def report_add(firm_id: str, award_id: str) -> AnyResponse:
    """Add a line."""
    visit, form = open_award(firm_id, award_id, "prove"), sent()
    line = _measure(visit, form) if visit.pack.call.expenses is None else _cost(visit, form)
    if line is None or form.errors:
        return _page(visit, form)
    new = line
    return _do(visit, "prove", lambda work: add_line(work, award_id, new), form)


@owner.post(f"{REPORT}/lines/remove")
def report_remove(firm_id: str, award_id: str) -> AnyResponse:
    """Take a line back, with its files."""
    visit, form = open_award(firm_id, award_id, "prove"), sent()
    line_id = _line_of(visit, form.raw("line"))
    return _do(visit, "prove", lambda work: remove_line(work, award_id, line_id), form)


@owner.post(f"{REPORT}/proofs")
@takes_file
def report_prove(firm_id: str, award_id: str) -> AnyResponse:
    """Hand in a file for a line."""
    visit = open_award(firm_id, award_id, "prove")
    form = sent()
    line_id, name = _line_of(visit, form.raw("line")), "file"
    file = sent_file("file")
    if file is None:
        form.errors[name] = _("Scegliete un file.")
        return _page(visit, form)
    if not may_hand_in(award_id):
        form.errors[name] = _("Per oggi avete caricato molti file. Riprovate domani.")
        return _page(visit, form)

    def attach(work: Work) -> None:
        held = report_of(work.session, award_id)
        if held is None:  # pragma: no cover - a line of it was found
            raise WrongReportStateError
        kept = receive_file(work, shelf_for(state().settings), *file, owner_key(held.id), quota=QUOTA)
        attach_proof(work, award_id, line_id, kept.id)

    try:
        return _do(visit, "prove", attach, form)
    except FileRefusedError as refusal:
        form.errors[name] = refusal_words(refusal)
        return _page(visit, form)


@owner.post(f"{REPORT}/proofs/remove")
def report_unprove(firm_id: str, award_id: str) -> AnyResponse:
    """Take a file back."""
    visit, form = open_award(firm_id, award_id, "prove"), sent()
    proof_id = form.raw("proof")
    if proof_id not in {proof.id for line in _lines(visit) for proof in line.proofs}:
        raise NotYoursError
    return _do(visit, "prove", lambda work: remove_proof(work, award_id, proof_id), form)


@owner.get(f"{REPORT}/proofs/<int:place>")
def report_proof(firm_id: str, award_id: str, place: int) -> Response:
    """One of the files, to keep."""
    visit = open_award(firm_id, award_id, "read")
    return proof_at(_report(visit), place, visit.url("owner.report"))


@owner.post(f"{REPORT}/send")
def report_send(firm_id: str, award_id: str) -> AnyResponse:
    """Send the report."""
    visit = open_award(firm_id, award_id, "answer")
    return _do(visit, "answer", lambda work: send_report(work, award_id), sent(), "report_sent")


@owner.post(f"{REPORT}/answer")
def report_answer(firm_id: str, award_id: str) -> AnyResponse:
    """Say what was completed, once."""
    visit, form = open_award(firm_id, award_id, "answer"), sent()
    answer = form.note("answer")
    if not answer:
        form.errors["answer"] = _("Scrivete che cosa avete completato.")
        return _page(visit, form)
    return _do(visit, "answer", lambda work: answer_request(work, award_id, answer), form, "answered")


@owner.get(f"{REPORT}/<any(warning, revocation, payment):award_paper>.pdf")
def report_letter(firm_id: str, award_id: str, award_paper: str) -> Response:
    """The warning, the revocation, or the request of payment as a letter, to keep."""
    visit = open_award(firm_id, award_id, "read")
    with reading() as session:
        found = letter_of(session, award_id, current())
    return award_letter(found, award_paper, visit.url("owner.report"))


def _do(
    visit: AwardVisit, action: Action, do: Callable[[Work], object], form: Typed, done: str = "saved"
) -> AnyResponse:
    try:
        with working() as work:
            load_for(work.session, actor(), OWN_AWARD, visit.award.id, action=action, parent=visit.id)
            do(work)
    except OddLineError as error:
        form.errors["category" if error.what in ("category", "measure", "twice") else "claimed"] = _odd(error.what)
        return _page(visit, form)
    except EmptyReportError:
        form.errors["category"] = _("Prima di mandare la relazione aggiungete almeno una voce.")
        return _page(visit, form)
    except TooMuchError:
        form.errors["category"] = _("Non c'è posto per altro: togliete qualcosa.")
        return _page(visit, form)
    except (WrongReportStateError, WrongAwardStateError, NoAnswerError):
        page = visit.url("owner.report")
        return not_now(409, _("Ora non si può fare"), _("La relazione è andata avanti. Guardate a che punto è."), page)
    return back("owner.report", done, firm_id=visit.id, award_id=visit.award.id)


def _odd(what: str) -> str:
    words = {
        "sums": _("La somma chiesta non può superare la fattura, né essere zero."),
        "invoice": _("Scrivete numero, giorno e fornitore della fattura."),
        "day": _("Il giorno della fattura non può essere nel futuro."),
        "twice": _("Questa misura è già nella relazione."),
    }
    return words.get(what, _("Scegliete una voce del bando."))


def _cost(visit: AwardVisit, form: Typed) -> NewLine | None:
    told = visit.pack.call.expenses
    category = form.choice(
        "category", [one.id for one in told.categories] if told else [], _("Scegliete la categoria.")
    )
    number = form.line("number", LONGEST_NUMBER, missing=_("Scrivete il numero della fattura."))
    on = form.day("issued_on", missing=_("Scrivete il giorno della fattura."))
    if on is not None and on > today():
        form.errors["issued_on"] = _odd("day")
    supplier = form.line("supplier", LONGEST_NAME, missing=_("Scrivete il nome del fornitore."))
    code = code_typed(form, "supplier_code", _("Scrivete il codice fiscale o la partita IVA del fornitore."))
    net = euros_typed(form, "net", _("Scrivete l'importo senza IVA."))
    vat = euros_typed(form, "vat") or 0
    claimed = euros_typed(form, "claimed", _("Scrivete quanto chiedete di questa fattura."))
    cup = form.line("cup", CUP_LENGTH + 5).replace(" ", "").upper()
    if cup and (len(cup) != CUP_LENGTH or not cup.isalnum()):
        form.errors["cup"] = _("Un CUP ha 15 lettere e cifre.")
    note = form.line("note", LONGEST_NOTE)
    if form.errors or code is None or net is None or claimed is None:
        return None
    return NewLine(
        kind="cost", category=category, number=number, issued_on=on, supplier_code=code, supplier=supplier,
        net_cents=net, vat_cents=vat, claimed_cents=claimed, cup=cup, note=note,
    )  # fmt: skip


def _measure(visit: AwardVisit, form: Typed) -> NewLine:
    with reading() as session:
        funded = [one.measure for one in follow(session, visit.award, visit.pack, today()).used]
    code = form.choice("category", funded or [""], _("Scegliete la misura."))
    return NewLine(kind="measure", category=code, note=form.line("note", LONGEST_NOTE))


def _report(visit: AwardVisit) -> ExpenseReport | None:
    with reading() as session:
        return report_of(session, visit.award.id)


def _lines(visit: AwardVisit) -> Sequence[Line]:
    found = _report(visit)
    return found.lines if found else ()


def _line_of(visit: AwardVisit, line_id: str) -> str:
    """A line of this report and of no other. Raises NotYoursError."""
    if line_id not in {line.id for line in _lines(visit)}:
        raise NotYoursError
    return line_id


def _page(visit: AwardVisit, form: Typed) -> Response:
    with reading() as session:
        found: Followed = follow(session, visit.award, visit.pack, today())
    return form.page(
        "owner/report.html",
        visit=visit,
        found=found,
        states=report_states(),
        looks=REPORT_LOOKS,
        next=own_report_next(),
        uses=uses(),
        meetings=meeting_states(),
        accepted=ACCEPTED,
        shelf_open=shelf_for(state().settings).open,
        today=today(),
        done=done_words(),
    )
