"""One request about one committee: loaded through the one door, by who gave a second factor, with its agreement."""

from dataclasses import dataclass

from cip.agreement.committee import Committee
from cip.agreement.duties import number_on
from cip.agreement.reads import COMMITTEE
from cip.parties.access import NotYoursError, load_for, roles_on_body
from cip.parties.permissions import Action, Role, allowed
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from cip.web.account.guards import need_strong
from cip.web.state import actor, agreement_book, reading, today


@dataclass(frozen=True, slots=True)
class CommitteeVisit:
    """A committee as somebody sees it in this request."""

    committee: Committee
    agreement: Agreement
    book: AgreementBook
    roles: frozenset[Role]

    @property
    def id(self) -> str:
        """The body's id."""
        return self.committee.body_id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the committee: what they may not is not drawn."""
        return allowed("committee", action, self.roles)

    def number(self, param: str) -> int | None:
        """A number of the agreement today; None where it says none, or nobody has read it."""
        return number_on(self.agreement, param, today())


def agreement_named(agreement_id: str) -> Agreement:
    """The agreement with this id. Raises NotYoursError if today's rules know none."""
    found = agreement_book().by_id.get(agreement_id)
    if found is None:
        raise NotYoursError
    return found


def open_committee(body_id: str, action: Action) -> CommitteeVisit:
    """Load a committee for whoever is signed in with a second factor. Raises NotYoursError, or the detour to what is
    missing.
    """
    need_strong()
    asks = actor()
    with reading() as session:
        found = load_for(session, asks, COMMITTEE, body_id, action=action)
    return CommitteeVisit(found, agreement_named(found.agreement_id), agreement_book(), roles_on_body(asks, body_id))
