"""A batch of payments: three people take it to the bank, and only the third sees whole account numbers."""

from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Work
from cip.incentives.actions.bank_accounts import number_of
from cip.incentives.actions.pay_batch import approve_batch, cancel_batch, send_batch
from cip.incentives.actions.prepare_payments import prepare_payments
from cip.incentives.bank_accounts import BankAccount
from cip.incentives.payments import PaymentBatch, batch_stands, batch_total
from cip.incentives.reads.award_checks import has_decided
from cip.incentives.reads.bank_files import BankFiles, files_of_batch
from cip.incentives.reads.payment_kinds import BANK_FILE, PAYMENT_BATCH
from cip.incentives.reads.payments import find_account, payments_of_batch, steps_of_payments
from cip.parties.access import load_for
from cip.parties.permissions import Action
from cip.parties.reads.acting import firm_names
from cip.parties.reads.belonging import names_of
from cip.web.account.guards import need_fresh
from cip.web.account.keys import secret_key
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.payment_words import TOLD, why_not_paid
from cip.web.office.payments import PAYMENTS, SHOWN
from cip.web.office.visit import CallVisit, open_call
from cip.web.printed import attached
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

ONE = f"{PAYMENTS}/batches/<batch_id>"


@office.get(ONE)
def payment_batch(body_id: str, call_id: str, batch_id: str) -> Response:
    """A batch with its payments and what is done next, by whom."""
    visit, batch = _open(body_id, call_id, batch_id, "read")
    return _page(visit, batch, Typed())


@office.post(f"{ONE}/prepare")
def prepare_batch_now(body_id: str, call_id: str, batch_id: str) -> AnyResponse:
    """Prepare it: the checks are made again, the money is due."""
    visit, batch = _open(body_id, call_id, batch_id, "manage")
    return _do(visit, batch, "manage", lambda work: prepare_payments(work, batch_id))


@office.post(f"{ONE}/approve")
def approve_batch_now(body_id: str, call_id: str, batch_id: str) -> AnyResponse:
    """Approve it by a second person."""
    visit, batch = _open(body_id, call_id, batch_id, "sign")
    return _do(visit, batch, "sign", lambda work: approve_batch(work, batch_id))


@office.post(f"{ONE}/send")
def send_batch_now(body_id: str, call_id: str, batch_id: str) -> AnyResponse:
    """Pay it by a third person, who gave the password just now: the files for the bank are made."""
    visit, batch = _open(body_id, call_id, batch_id, "move")
    need_fresh()
    return _do(visit, batch, "move", lambda work: send_batch(work, batch_id, _number_of))


@office.post(f"{ONE}/cancel")
def cancel_batch_now(body_id: str, call_id: str, batch_id: str) -> AnyResponse:
    """Cancel it while it is not at the bank."""
    visit, batch = _open(body_id, call_id, batch_id, "manage")
    why = sent().line("why", 200)
    return _do(visit, batch, "manage", lambda work: cancel_batch(work, batch_id, why))


@office.get(f"{ONE}/file.xml")
def payment_batch_xml(body_id: str, call_id: str, batch_id: str) -> AnyResponse:
    """The SEPA file, for who paid it: the same bytes each time."""
    batch, files = _files(body_id, call_id, batch_id)
    if files.xml is None or files.xml_sha256 != batch.file_sha256:
        return _other_file()
    return attached(files.xml, "application/xml", f"{batch.name}.xml")


@office.get(f"{ONE}/file.csv")
def payment_batch_csv(body_id: str, call_id: str, batch_id: str) -> AnyResponse:
    """The same as a table."""
    batch, files = _files(body_id, call_id, batch_id)
    if files.table_sha256 != batch.table_sha256:
        return _other_file()
    return attached(files.table.encode(), "text/csv", f"{batch.name}.csv")


def _open(body_id: str, call_id: str, batch_id: str, action: Action) -> tuple[CallVisit, PaymentBatch]:
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        batch = load_for(session, actor(), PAYMENT_BATCH, batch_id, action=action, parent=call_id)
    return visit, batch


def _number_of(account: BankAccount) -> str:
    return number_of(secret_key(), account)


def _files(body_id: str, call_id: str, batch_id: str) -> tuple[PaymentBatch, BankFiles]:
    open_call(body_id, call_id, "read")
    with reading() as session:
        batch = load_for(session, actor(), BANK_FILE, batch_id, action="read", parent=call_id)
    need_fresh()
    with reading() as session:
        return batch, files_of_batch(session, batch, _number_of)


def _other_file() -> AnyResponse:
    why = _("Il file di oggi non è uguale a quello che fu fatto per la banca. Chiedete a chi gestisce il sito.")
    return not_now(409, _("Questo file non c'è"), why)


def _do(visit: CallVisit, batch: PaymentBatch, action: Action, step: Callable[[Work], None]) -> AnyResponse:
    try:
        with working() as work:
            load_for(work.session, actor(), PAYMENT_BATCH, batch.id, action=action, parent=visit.id)
            step(work)
    except TOLD as error:
        return _page(visit, batch, Typed(errors={"batch": why_not_paid(error)}, sent=True))
    return back("office.payment_batch", "saved", body_id=visit.body_id, call_id=visit.id, batch_id=batch.id)


def _page(visit: CallVisit, batch: PaymentBatch, form: Typed) -> Response:
    with reading() as session:
        payments = payments_of_batch(session, batch.id)
        accounts = {one.account_id: find_account(session, one.account_id) for one in payments}
        firms = firm_names(session, [one.firm_id for one in payments])
        people = names_of(session, [one for one in (batch.prepared_by, batch.approved_by, batch.sent_by) if one])
        steps = steps_of_payments(session, [one.id for one in payments])
        decided = has_decided(session, visit.person_id, [one.award_id for one in payments])
    tranches = visit.pack.call.tranches
    return form.page(
        "office/payment_batch.html",
        visit=visit,
        batch=batch,
        payments=payments,
        stands=batch_stands(batch, payments),
        totals=batch_total(payments),
        accounts=accounts,
        firms=firms,
        people=people,
        steps=steps,
        labels={} if isinstance(tranches, str) else {one.id: one.label for one in tranches},
        mine=visit.person_id,
        may_pay=batch.may_be_sent_by(visit.person_id) and not decided,
        done=done_words(),
        **SHOWN,
    )
