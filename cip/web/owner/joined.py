"""One request about one joining of a firm: loaded through the one door, with its agreement and what was noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cip.agreement.adherence import Adherence, ClauseProof
from cip.agreement.duties import number_on
from cip.agreement.reads import ADHERENCE, adherences_of, proofs_of
from cip.documents.clauses import mark_of
from cip.parties.access import NotYoursError, load_for, roles_on_firm
from cip.parties.firms import Firm, Seat
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import find_firm, seats_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from cip.web.account.guards import need_person
from cip.web.language import current
from cip.web.state import act_for, actor, agreement_book, reading, today


@dataclass(frozen=True, slots=True)
class JoinedVisit:
    """A joining as somebody sees it in this request; `held` are all joinings of the firm."""

    firm: Firm
    seats: Sequence[Seat]
    adherence: Adherence
    agreement: Agreement
    book: AgreementBook
    proofs: Sequence[ClauseProof]
    held: Sequence[Adherence]
    roles: frozenset[Role]

    @property
    def id(self) -> str:
        """The firm's id: what frames of its pages link to."""
        return self.firm.id

    @property
    def mark(self) -> str:
        """That the agreement is a proposal or invented; empty for a real one."""
        return mark_of(self.agreement, current())

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to the joining: what they may not is not drawn."""
        return allowed("adherence", action, self.roles)

    def number(self, param: str, on: date | None = None) -> int | None:
        """A number of the agreement on a day; None where it says none, or nobody has read it."""
        return number_on(self.agreement, param, on or today())


def open_joined(firm_id: str, adherence_id: str, action: Action) -> JoinedVisit:
    """Load a joining for whoever is signed in. Raises NotYoursError, also if today's rules hold its agreement no more,
    or the detour to what is missing.
    """
    need_person()
    asks, book = actor(), agreement_book()
    with reading() as session:
        adherence = load_for(session, asks, ADHERENCE, adherence_id, action=action, parent=firm_id)
        firm, agreement = find_firm(session, firm_id), book.by_id.get(adherence.agreement_id)
        if firm is None or agreement is None:
            raise NotYoursError
        seats, proofs = seats_of(session, firm_id), proofs_of(session, adherence_id)
        held = adherences_of(session, firm_id)
    act_for(firm_id, "check_up")
    return JoinedVisit(firm, seats, adherence, agreement, book, proofs, held, roles_on_firm(asks, firm_id))
