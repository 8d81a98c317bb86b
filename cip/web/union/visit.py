"""One request about one firm that joined: loaded through the one door, with nothing of it but what unions see."""

from dataclasses import dataclass
from datetime import date

from flask import request

from cip.agreement.lives import life_of
from cip.agreement.reads.unions import JOINED_FIRM, firms_of_unions, on_firms_side, unions_for
from cip.agreement.union_firms import JoinedFirm, spoken_of
from cip.database.work import Session
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.parties.standing import Standing
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement, Clause
from cip.web.state import actor, agreement_book, reading, today


@dataclass(frozen=True, slots=True)
class UnionVisit:
    """A firm as somebody of a union sees it in this request; `bodies` are their unions that see it."""

    firm: JoinedFirm
    bodies: tuple[str, ...]
    book: AgreementBook
    agreement: Agreement
    person_id: str

    @property
    def id(self) -> str:
        """The id of the joining, which is all that names the firm here."""
        return self.firm.id

    @property
    def body_id(self) -> str:
        """The union for which something is done: the one that the form names, where somebody works for two."""
        return self.bodies[0]

    @property
    def agreement_ends(self) -> date | None:
        """The last day of the agreement, None where it has none, nobody knows it, or it goes on until it is renewed."""
        life = life_of(self.agreement, self.book, today())
        return life.last if life.status == "in_force" else None

    def clause(self, clause_id: str) -> Clause:
        """A clause that the agreement obliges to. Raises NotYoursError for any other."""
        if clause_id not in self.agreement.obligations:
            raise NotYoursError
        return self.book.clause_of[clause_id]

    def speaks_of(self, clause_id: str) -> bool:
        """Whether a union can say of this firm that it keeps a clause."""
        return spoken_of(self.clause(clause_id))


def standing() -> Standing:
    """Where the signed-in person stands. Raises NotYoursError if nobody is signed in."""
    found = actor().standing
    if found is None:
        raise NotYoursError
    return found


def my_unions() -> tuple[str, ...]:
    """The unions of the person. Raises NotYoursError if there is none: these pages are theirs."""
    found = standing().bodies("union")
    if not found:
        raise NotYoursError
    return found


def firms_seen(session: Session, bodies: tuple[str, ...]) -> tuple[list[JoinedFirm], list[JoinedFirm]]:
    """The firms that the person sees for these unions, and those that they do not see because they are on the firm's
    side: one of its people, or with a mandate of it.
    """
    who, firms = actor(), firms_of_unions(session, bodies)
    own = [firm for firm in firms if on_firms_side(who, firm.firm_id)]
    return [firm for firm in firms if firm not in own], own


def _named_first(bodies: tuple[str, ...]) -> tuple[str, ...]:
    """The union that the form names stands first. Raises NotYoursError if it is none of these."""
    named = request.values.get("union")
    if not named:
        return bodies
    if named not in bodies:
        raise NotYoursError
    return (named, *(body for body in bodies if body != named))


def open_joined(adherence_id: str, action: Action = "read") -> UnionVisit:
    """Load a firm that joined for somebody of a union. Raises NotYoursError."""
    who = actor()
    with reading() as session:
        firm = load_for(session, who, JOINED_FIRM, adherence_id, action=action)
        bodies = _named_first(unions_for(session, who, firm))
    book = agreement_book()
    agreement = book.by_id.get(firm.agreement_id)
    if agreement is None:
        raise NotYoursError
    return UnionVisit(firm, bodies, book, agreement, standing().person_id)
