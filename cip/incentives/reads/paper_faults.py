"""What does not verify of the papers of the incentive: each text that is kept beside its digest, and the files that
went to the bank.

Of a bank's statement, an answer of the register and a financial plan that came as a file the digest is that of bytes
nobody keeps: of them only the audit tells a change.
"""

import json
from collections.abc import Iterator
from typing import cast

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from cip.database.base import Base
from cip.database.chain import Fault
from cip.incentives.reads.bank_files import BankFiles, NumberOf, files_of_batch
from cip.incentives.reads.payments import batch_of
from cip.incentives.records import (
    AdmissibilityDecisionRow,
    AwardAcceptanceRow,
    AwardLetterRow,
    ClarificationAnswerRow,
    ClarificationRow,
    ExpenseSettlementRow,
    PaymentBatchRow,
    SignedContentRow,
    SignOffRow,
    SubmissionRow,
)
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.sealing import SealBrokenError

_CHANGED = "its text was changed after it was written"
_AT_ONCE = 100


def _columns(row: type[Base]) -> Table:
    return cast("Table", row.__table__)


_B = _columns(PaymentBatchRow).c
_K = _columns(SubmissionRow).c
_A = _columns(ClarificationAnswerRow).c
_C = _columns(ClarificationRow).c
_KEPT: tuple[tuple[str, type[Base], str, str], ...] = (
    ("application sent {id}", SubmissionRow, "content", "digest"),
    ("decision {seq} on application {application_id}", AdmissibilityDecisionRow, "content", "digest"),
    ("letter of award {award_id}", AwardLetterRow, "content", "sha256"),
    ("acceptance of award {award_id}", AwardAcceptanceRow, "promises", "promises_sha256"),
    ("settlement {seq} of report {report_id}", ExpenseSettlementRow, "content", "digest"),
)
"""What a paper is called by the columns of its key; its table, its text, its digest."""


def paper_faults(session: Session) -> Iterator[Fault]:
    """Every paper whose text is no longer that of its digest: applications, decisions, letters, acceptances,
    settlements, answers to requests.
    """
    for name, kind, text, digest in _KEPT:
        table = _columns(kind)
        keys = {column.name: column for column in table.primary_key}
        query = select(table.c[text].label("told"), table.c[digest].label("kept"), *keys.values())
        yield from _texts(session, name, query.order_by(*keys.values()))
    signed, off = _columns(SignedContentRow).c, _columns(SignOffRow).c
    query = select(signed.content.label("told"), off.digest.label("kept"), off.id)
    yield from _texts(session, "signed application {id}", query.where(off.id == signed.sign_off_id).order_by(off.id))
    yield from _answers(session)


def bank_file_faults(session: Session, number_of: NumberOf) -> Iterator[Fault]:
    """Every batch that was paid of which the files for the bank would come out otherwise now. `number_of` opens an
    account; one that another key has closed is passed over: a restored copy says that the key is another one.
    """
    for batch_id in session.scalars(select(_B.id).where(_B.sent_at.is_not(None)).order_by(_B.id)).all():
        name = f"payment batch {batch_id}"
        batch = batch_of(session, batch_id)
        try:
            files = files_of_batch(session, batch, number_of)
        except SealBrokenError:
            continue
        except (LookupError, ValueError, TypeError) as error:
            yield Fault(name, f"its files cannot be made again: {error}")
            continue
        yield from _of_batch(name, files, (batch.file_sha256, batch.table_sha256))


def _of_batch(name: str, files: BankFiles, kept: tuple[str | None, str | None]) -> Iterator[Fault]:
    made = (files.xml_sha256, files.table_sha256)
    for what, now, then in zip(("XML", "table"), made, kept, strict=True):
        if now != then:
            yield Fault(name, f"its {what} would not be what was paid")


def _texts(session: Session, name: str, query: Select[tuple[str, ...]]) -> Iterator[Fault]:
    for row in session.execute(query.execution_options(yield_per=_AT_ONCE)):
        if not isinstance(row.told, str) or sha256_of(row.told) != row.kept:
            yield Fault(name.format(**row._mapping), _CHANGED)


def _answers(session: Session) -> Iterator[Fault]:
    """An answer stands under a digest that names the request and what the firm had sent."""
    query = select(_A.clarification_id, _A.facts, _A.files, _A.note, _A.digest, _C.application_id)
    found = session.execute(query.where(_C.id == _A.clarification_id).order_by(_A.clarification_id)).all()
    for row in found:
        sent = session.scalars(select(_K.digest).where(_K.application_id == row.application_id)).all()
        try:
            told = {"request": row.clarification_id, "facts": json.loads(row.facts), "files": json.loads(row.files)}
        except (ValueError, TypeError):
            told = {}
        known = {sha256_of(canonical_json({**told, "submission": one, "note": row.note})) for one in sent}
        if row.digest not in known:
            yield Fault(f"answer to request {row.clarification_id}", _CHANGED)
