"""People of a firm, and who acts for it under a mandate for applications, are told by mail; once each under a key."""

from collections.abc import Iterable, Mapping

from cip.database.work import Work
from cip.kernel.clock import today
from cip.parties.actions.tell_person import tell_person
from cip.parties.reads import find_firm, mandates_given, members_of


def tell_firm(work: Work, firm_id: str, template: str, values: Mapping[str, str | int], path: str, *, key: str) -> int:
    """One mail to each of them in their language, with the page at `path` below the firm; how many. A mail names the
    firm and the call, never what was said.
    """
    firm = find_firm(work.session, firm_id)
    if firm is None:
        return 0
    said, page = {"firm": firm.name, **values}, f"firm/{firm_id}/{path}"
    people = dict.fromkeys(_people(work, firm_id))
    return sum(tell_person(work, person_id, template, said, page, key=key) for person_id in people)


def _people(work: Work, firm_id: str) -> Iterable[str]:
    yield from (member.person_id for member in members_of(work.session, firm_id))
    for given in mandates_given(work.session, firm_id):
        mandate = given.mandate
        if "application" not in mandate.scopes or not mandate.in_force(today(work.now)):
            continue
        body = (member.person_id for member in members_of(work.session, mandate.body_id))
        yield from ((mandate.person_id,) if mandate.person_id is not None else body)
