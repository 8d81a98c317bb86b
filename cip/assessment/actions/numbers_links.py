"""A link by which whoever prepares the payslips fills in the numbers of a check-up, without an account."""

from datetime import date

from cip.assessment.records import NumbersLinkRow
from cip.database.locks import lock
from cip.database.outbox import put
from cip.database.work import Work
from cip.kernel.texts import Language


def make_numbers_link(work: Work, check_up_id: str, *, digest: str, until: date) -> str:
    """Keep the digest of a new link's secret; its id. `until` is the last day on which it opens; other links stay."""
    row = NumbersLinkRow(
        id=work.new_id(),
        check_up_id=check_up_id,
        digest=digest,
        made_by=work.actor.label,
        made_at=work.now,
        expires_on=until,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def mail_numbers_link(work: Work, *, to: str, language: Language, firm: str, link: str, until: date) -> None:
    """Order the mail that takes the link to the adviser. Raises BadMessageError for an address that is none."""
    values: dict[str, str | int] = {"firm": firm, "link": link, "until": until.isoformat()}
    put(work, "mail", {"template": "numbers_link", "to": to, "language": language, "values": values})


def revoke_numbers_link(work: Work, link_id: str) -> bool:
    """Take a link back; False if it was taken back before. Raises RowGoneError if there is none."""
    row = lock(work.session, NumbersLinkRow, link_id)
    if row.revoked_at is not None:
        return False
    row.revoked_at = work.now
    work.session.flush()
    return True
