"""A version of a plan is signed: on paper, whose signed sheet comes back as a file, or in the system by a person."""

from datetime import date

from cip.assessment.actions.appending import append_life
from cip.assessment.actions.follow_ups import put_follow_ups
from cip.assessment.plan_versions import PlanSignature, PlanVersion, SignatureKind
from cip.assessment.reads.plan_versions import SIGNATURES, plan_signatures_of, plan_versions_of
from cip.assessment.records import CheckUpRow, PlanSignatureRow
from cip.assessment.stored import chain_start
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.files.stored import StoredFile
from cip.kernel.errors import RefusalError

SOURCE = "plan:sign"


class OlderVersionError(RefusalError):
    """There is a newer version: nobody signs an older one any more."""

    def __init__(self) -> None:
        super().__init__("There is a newer version of this plan: sign that one.")


def sign_plan_on_paper(work: Work, check_up_id: str, version_id: str, *, file: StoredFile, name: str, day: date) -> str:
    """Store that a signed sheet of a version came back as `file` (received before, in this Work): `name` as it signs,
    `day` as it is written on the sheet; the id of the signature. The same bytes under the same version count once.

    Raises RowGoneError if the version is gone, OlderVersionError if there is a newer one.
    """
    before = [one for one in plan_signatures_of(work.session, check_up_id) if one.version_id == version_id]
    again = next((one.id for one in before if one.file_sha256 == file.sha256), None)
    return again or _sign(work, check_up_id, version_id, "paper", name, day, file=file)


def sign_plan_in_system(work: Work, check_up_id: str, version_id: str, *, person_id: str, name: str, day: date) -> str:
    """Store that the legal representative signed a version in the system; the id of the signature. That they gave
    their password a short time ago is the caller's to ask. Who signed a version before does not sign it twice.

    Raises RowGoneError if the version is gone, OlderVersionError if there is a newer one.
    """
    before = [one for one in plan_signatures_of(work.session, check_up_id) if one.version_id == version_id]
    again = next((one.id for one in before if one.person_id == person_id), None)
    return again or _sign(work, check_up_id, version_id, "in_system", name, day, person_id=person_id)


def _sign(
    work: Work,
    check_up_id: str,
    version_id: str,
    kind: SignatureKind,
    name: str,
    day: date,
    *,
    person_id: str | None = None,
    file: StoredFile | None = None,
) -> str:
    row = lock(work.session, CheckUpRow, check_up_id)
    _latest(plan_versions_of(work.session, check_up_id), version_id)
    before = plan_signatures_of(work.session, check_up_id)
    start = chain_start(row.id, row.pack_sha256, row.stage, row.created_at, row.previous_id)
    signature = PlanSignature(
        id=work.new_id(),
        check_up_id=check_up_id,
        version_id=version_id,
        number=len(before) + 1,
        kind=kind,
        name=name,
        day=day,
        person_id=person_id,
        file_id=file.id if file else None,
        file_sha256=file.sha256 if file else None,
        made_at=work.now,
        made_by=work.actor.label,
        prev_digest=before[-1].digest if before else start,
        digest="",
    ).sealed()
    work.session.add(PlanSignatureRow(**signature.columns()))
    work.session.flush()
    append_life(work, row, {SIGNATURES: {"number": signature.number, "digest": signature.digest}}, SOURCE)
    put_follow_ups(work, check_up_id)
    work.session.flush()
    return signature.id


def _latest(versions: list[PlanVersion], version_id: str) -> None:
    if version_id not in {version.id for version in versions}:
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    if versions[-1].id != version_id:
        raise OlderVersionError
