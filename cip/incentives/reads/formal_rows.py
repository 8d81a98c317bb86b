"""The checklist of one application: what was sent and handed in, mandates, other applications and grants."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.incentives.admissibility import Checklist, Filed, checklist
from cip.incentives.application import Submission
from cip.incentives.calls import OfficeCall
from cip.incentives.dossier import Dossier
from cip.incentives.formal_rows import formal_rows
from cip.incentives.records import SignOffRow, SubmissionRow, SubmissionWithdrawalRow
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.parties.reads import find_mandate
from cip.rulebook.call_packs import CallPack

_S = SubmissionRow.__table__.columns
_G = SignOffRow.__table__.columns
_W = SubmissionWithdrawalRow.__table__.columns


def checklist_of(session: Session, call: OfficeCall, pack: CallPack, dossier: Dossier) -> Checklist:
    """The checklist of an application as it stands now, with what officers said of it."""
    sent = dossier.sent
    filed = filed_of(session, call, dossier)
    return checklist(formal_rows(pack, sent.submitted_at, dossier.facts, sent.requested, filed), dossier.judged)


def filed_of(session: Session, call: OfficeCall, dossier: Dossier) -> Filed:
    """What is known of a submission beside its facts."""
    sent = dossier.sent
    return Filed(
        documents=frozenset(documents_sent(sent)) | _completed(dossier),
        signed_off=_signed_off(session, sent),
        mandate=_mandate_held(session, sent),
        same_code=tuple(f"n. {number}" for number in _same_code(session, call.id, sent)),
    )


def documents_sent(sent: Submission) -> dict[str, tuple[str, ...]]:
    """The documents of a submission, each with the ids of its files (none where the system attached it)."""
    told = sent.told.get("documents")
    found: dict[str, tuple[str, ...]] = {}
    for one in told if isinstance(told, list) else []:
        if isinstance(one, dict):
            files = one.get("files")
            held = [file["id"] for file in files if isinstance(file, dict)] if isinstance(files, list) else []
            found[str(one["id"])] = tuple(str(id) for id in held)
    return found


def _completed(dossier: Dossier) -> frozenset[str]:
    asked = dossier.clarification
    return frozenset() if asked is None or asked.answer is None else frozenset(asked.answer.files)


def _signed_off(session: Session, sent: Submission) -> bool:
    row = session.execute(select(_G.verdict, _G.version).where(_G.id == sent.sign_off_id)).one_or_none()
    return row is not None and row.verdict == "signed_off" and row.version == sent.version


def _mandate_held(session: Session, sent: Submission) -> bool | None:
    if sent.mandate_id is None:
        return None
    found = find_mandate(session, sent.mandate_id)
    if found is None or (found.revoked_at is not None and found.revoked_at <= sent.submitted_at):
        return False
    day, mandate = today(sent.submitted_at), found.mandate
    return mandate.from_day <= day and (mandate.to_day is None or day <= mandate.to_day)


def _same_code(session: Session, call_id: str, sent: Submission) -> Sequence[int]:
    """The numbers of other applications to the call that count and bear the same tax code."""
    firm = sent.told.get("firm")
    code = firm.get("tax_code") if isinstance(firm, dict) else None
    if not isinstance(code, str):
        return ()
    # The content is canonical JSON: the field reads the same in every submission.
    written = f'"tax_code":{canonical_json(code)}'
    query = (
        select(_S.number)
        .join(SubmissionWithdrawalRow, _W.submission_id == _S.id, isouter=True)
        .where(_S.call_id == call_id, _W.at.is_(None), _S.application_id != sent.application_id)
        .where(_S.content.contains(written, autoescape=True))
    )
    return session.scalars(query.order_by(_S.number)).all()
