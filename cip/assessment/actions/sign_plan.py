"""A version of a plan is signed: on paper, whose signed sheet comes back as a file, or in the system by a person."""

from collections.abc import Callable
from datetime import date

from cip.assessment.actions.appending import append_life, refuse_closed
from cip.assessment.actions.follow_ups import put_follow_ups
from cip.assessment.plan_versions import PlanSignature, PlanVersion, SignatureKind
from cip.assessment.reads.plan_versions import SIGNATURES, plan_signatures_of, plan_versions_of
from cip.assessment.records import CheckUpRow, PlanSignatureRow
from cip.assessment.stored import chain_start
from cip.database.locks import RowGoneError, lock
from cip.database.work import Work
from cip.files.actions import erase_file
from cip.files.stored import StoredFile
from cip.kernel.errors import RefusalError

SOURCE = "plan:sign"


class OlderVersionError(RefusalError):
    """There is a newer version: nobody signs an older one any more."""

    def __init__(self) -> None:
        super().__init__("There is a newer version of this plan: sign that one.")


def sign_plan_on_paper(work: Work, check_up_id: str, version_id: str, *, file: StoredFile, name: str, day: date) -> str:
    """Store that a signed sheet of a version came back as `file` (received before, in this Work): `name` as it signs,
    `day` as it is written on the sheet; the id of the signature. The same bytes under the same version count once: the
    file that came later is erased.

    Raises RowGoneError if the version is gone, CheckUpClosedError if the check-up was closed, OlderVersionError if
    there is a newer version.
    """
    row = lock(work.session, CheckUpRow, check_up_id)
    again = _signed_before(work, check_up_id, version_id, lambda one: one.file_sha256 == file.sha256)
    if again is None:
        return _sign(work, row, version_id, "paper", name, day, file=file)
    if again.file_id != file.id:
        erase_file(work, file.id)
    return again.id


def sign_plan_in_system(work: Work, check_up_id: str, version_id: str, *, person_id: str, name: str, day: date) -> str:
    """Store that the legal representative signed a version in the system; the id of the signature. That they gave
    their password a short time ago is the caller's to ask. Who signed a version before does not sign it twice.

    Raises RowGoneError if the version is gone, CheckUpClosedError if the check-up was closed, OlderVersionError if
    there is a newer version.
    """
    row = lock(work.session, CheckUpRow, check_up_id)
    again = _signed_before(work, check_up_id, version_id, lambda one: one.person_id == person_id)
    return again.id if again else _sign(work, row, version_id, "in_system", name, day, person_id=person_id)


def _signed_before(
    work: Work, check_up_id: str, version_id: str, same: Callable[[PlanSignature], bool]
) -> PlanSignature | None:
    """A signature that says the same; asked under the lock, for two requests may come at once."""
    before = plan_signatures_of(work.session, check_up_id)
    return next((one for one in before if one.version_id == version_id and same(one)), None)


def _sign(
    work: Work,
    row: CheckUpRow,
    version_id: str,
    kind: SignatureKind,
    name: str,
    day: date,
    *,
    person_id: str | None = None,
    file: StoredFile | None = None,
) -> str:
    """Write a signature under a version of the check-up `row`, which is locked."""
    refuse_closed(row)
    _latest(plan_versions_of(work.session, row.id), version_id)
    before = plan_signatures_of(work.session, row.id)
    start = chain_start(row.id, row.pack_sha256, row.stage, row.created_at, row.previous_id)
    signature = PlanSignature(
        id=work.new_id(),
        check_up_id=row.id,
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
    put_follow_ups(work, row.id)
    work.session.flush()
    return signature.id


def _latest(versions: list[PlanVersion], version_id: str) -> None:
    if version_id not in {version.id for version in versions}:
        raise RowGoneError("This no longer exists: it was removed a moment ago.")
    if versions[-1].id != version_id:
        raise OlderVersionError
