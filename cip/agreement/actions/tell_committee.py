"""Those whom a dispute concerns are told by mail: the committee, the firm, the union that opened it. A mail names the
agreement and the clause, never what was said.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from cip.agreement.disputes import Dispute
from cip.agreement.reads.committees import committee_of
from cip.database.work import Work
from cip.parties.actions.tell_person import tell_person
from cip.parties.belonging import Member
from cip.parties.reads import heads_of, members_of

Template = Literal["dispute_opened", "dispute_settled", "committee_due"]


def tell_of_dispute(work: Work, dispute: Dispute, template: Template, *, on: date) -> int:
    """One mail to each person concerned, in their language, with the page of their side; how many."""
    committee = committee_of(work.session, dispute.agreement_id)
    told = 0
    if committee is not None:
        people = members_of(work.session, committee.body_id)
        path = f"committee/{committee.body_id}/disputes/{dispute.id}"
        told += tell(work, people, template, _key(dispute, template, on), path, _values(dispute, on))
    if dispute.firm_id is not None and dispute.adherence_id is not None:
        people = heads_of(work.session, "firm", dispute.firm_id)
        if dispute.body_id is not None:
            people = [*people, *heads_of(work.session, "body", dispute.body_id)]
        path = f"adherences/{dispute.firm_id}/{dispute.adherence_id}/committee"
        told += tell(work, people, template, _key(dispute, template, on), path, _values(dispute, on))
    return told


def tell(
    work: Work, people: Sequence[Member], template: Template, key: str, path: str, values: Mapping[str, str | int]
) -> int:
    """Put a mail for each of these people once under `key`, with the page at `path` behind their language; how many."""
    return sum(tell_person(work, one.person_id, template, values, path, key=key) for one in people)


def _values(dispute: Dispute, on: date) -> dict[str, str]:
    return {"clause": dispute.clause_id or "", "on": on.isoformat()}


def _key(dispute: Dispute, template: Template, on: date) -> str:
    return f"{template}/{dispute.id}/{on.isoformat()}"
