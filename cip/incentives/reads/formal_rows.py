"""The checklist of one application: what was sent and handed in, mandates, other applications and grants."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cip.incentives.admissibility import Checklist, Filed, checklist
from cip.incentives.aid_law import AID_LAW_KEYS, Law
from cip.incentives.application import Submission
from cip.incentives.calls import OfficeCall
from cip.incentives.dossier import Dossier
from cip.incentives.formal_rows import formal_rows
from cip.incentives.reads.state_aid import room_of, undertaking_codes
from cip.incentives.records import SignOffRow, SubmissionRow, SubmissionWithdrawalRow
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.kernel.money import euros
from cip.parties.reads import find_mandate
from cip.rulebook.call_packs import CallPack

_S = SubmissionRow.__table__.columns
_G = SignOffRow.__table__.columns
_W = SubmissionWithdrawalRow.__table__.columns


def checklist_of(session: Session, call: OfficeCall, pack: CallPack, dossier: Dossier) -> Checklist:
    """The checklist of an application as it stands now, with what officers said of it."""
    sent = dossier.sent
    filed = filed_of(session, call, dossier, pack.content.law.parameters)
    return checklist(formal_rows(pack, sent.submitted_at, dossier.facts, sent.requested, filed), dossier.judged)


def filed_of(session: Session, call: OfficeCall, dossier: Dossier, law: Law) -> Filed:
    """What is known of a submission beside its facts. `law` is what the call cites: without the perimeter of a single
    undertaking in it nobody asks for one.
    """
    sent = dossier.sent
    return Filed(
        documents=frozenset(documents_sent(sent)) | _completed(dossier),
        signed_off=_signed_off(session, sent),
        mandate=_mandate_held(session, sent),
        same_code=_others(session, call.id, sent, _codes(sent)),
        same_undertaking=_others(session, call.id, sent, _tied(session, sent, law) - _codes(sent)),
        grants=_aids(session, sent, law),
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


def _codes(sent: Submission) -> frozenset[str]:
    """The tax code with which it was sent."""
    firm = sent.told.get("firm")
    code = firm.get("tax_code") if isinstance(firm, dict) else None
    return frozenset({code}) if isinstance(code, str) else frozenset()


def _tied(session: Session, sent: Submission, law: Law) -> frozenset[str]:
    """The tax codes of the firms that count as one with the applicant, on the day on which it applied."""
    if not set(AID_LAW_KEYS) <= set(law):
        return frozenset()
    return undertaking_codes(session, sent.firm_id, today(sent.submitted_at), law)


def _aids(session: Session, sent: Submission, law: Law) -> tuple[str, ...]:
    """The aid of the last years that is on record of the applicant and of those tied to it, newest first."""
    if not set(AID_LAW_KEYS) <= set(law):
        return ()
    day = today(sent.submitted_at)
    found = room_of(session, sent.firm_id, day, None, law).counted
    return tuple(f"{one.day:%d/%m/%Y} {euros(one.cents).it}" for one in reversed(found))


def _others(session: Session, call_id: str, sent: Submission, codes: frozenset[str]) -> tuple[str, ...]:
    """Other applications to the call that count and bear one of these tax codes, as they are shown."""
    if not codes:
        return ()
    # The content is canonical JSON: the field reads the same in every submission.
    written = [_S.content.contains(f'"tax_code":{canonical_json(code)}', autoescape=True) for code in sorted(codes)]
    query = (
        select(_S.number)
        .join(SubmissionWithdrawalRow, _W.submission_id == _S.id, isouter=True)
        .where(_S.call_id == call_id, _W.at.is_(None), _S.application_id != sent.application_id, or_(*written))
    )
    return tuple(f"n. {number}" for number in session.scalars(query.order_by(_S.number)))
