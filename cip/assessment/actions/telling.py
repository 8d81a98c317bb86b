"""The owners of a firm are told by mail what others did to its check-up."""

from collections.abc import Mapping
from datetime import date

from cip.assessment.records import CheckUpRow
from cip.database import outbox
from cip.database.locks import lock
from cip.database.work import Work
from cip.parties.reads import find_body, find_firm
from cip.parties.reads.belonging import heads_of
from cip.parties.reads.people import language_of


def tell_validated(work: Work, check_up: CheckUpRow, body_id: str, on: date) -> int:
    """Tell them that a consultancy validated the check-up; how many were told."""
    body = find_body(work.session, body_id)
    values = {"body": body.name if body else "", "on": on.isoformat()}
    return _tell(work, check_up, "check_up_validated", "review", values)


def tell_numbers_changed(work: Work, check_up_id: str, on: date) -> int:
    """Tell them that whoever has the link for the numbers wrote others than those that stood there; how many were told.
    The numbers themselves are not said. Raises RowGoneError if the check-up is gone.
    """
    return _tell(work, lock(work.session, CheckUpRow, check_up_id), "numbers_changed", "trail", {"on": on.isoformat()})


def _tell(work: Work, check_up: CheckUpRow, template: str, page: str, values: Mapping[str, str]) -> int:
    firm = find_firm(work.session, check_up.firm_id) if check_up.firm_id is not None else None
    owners = heads_of(work.session, "firm", firm.id) if firm is not None and firm.closed_at is None else ()
    for one in owners:
        language = language_of(work.session, one.person_id)
        link = f"/{language}/check-up/{check_up.id}/{page}"
        said = {"firm": firm.name if firm else "", "link": link, **values}
        outbox.put(work, "mail", {"template": template, "to": one.email, "language": language, "values": said})
    return len(owners)
