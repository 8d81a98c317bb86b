"""One request about one application that the office checks: through the one door, with its call and its dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import url_for

from cip.agreement.days import national_holidays
from cip.database.work import Session
from cip.incentives.actions.admissibility_work import terms_of, times_of_check
from cip.incentives.admissibility import Checklist
from cip.incentives.admissibility_states import CheckMove, moves
from cip.incentives.dossier import Dossier, clock_line, notice_due, started_on
from cip.incentives.legal_clock import LegalClock, Terms, length_of
from cip.incentives.reads import FILED_APPLICATION
from cip.incentives.reads.admissibility import dossier_of, term_of_call
from cip.incentives.reads.formal_rows import checklist_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.permissions import Action
from cip.rulebook.shapes.call import CallFact
from cip.web.office.visit import CallVisit, open_call
from cip.web.people_named import named_doers
from cip.web.state import actor, reading, today


@dataclass(frozen=True)
class CheckVisit:
    """An application as somebody of its office checks it in this request. `person_id` is who asks."""

    of_call: CallVisit
    dossier: Dossier
    checklist: Checklist
    clock: LegalClock | None
    by: Mapping[str, str]
    """Who did something, by the label that is kept of it; for colleagues only."""

    @property
    def ids(self) -> dict[str, str]:
        """The arguments of its addresses."""
        return {"body_id": self.of_call.body_id, "call_id": self.of_call.id, "application_id": self.dossier.id}

    @property
    def page(self) -> str:
        """The address of its page."""
        ids = self.ids
        return url_for(
            "office.check", body_id=ids["body_id"], call_id=ids["call_id"], application_id=ids["application_id"]
        )

    @property
    def officer(self) -> str:
        """Who works on it, empty while nobody does."""
        return self.by.get(f"person:{self.dossier.officer_id}", "")

    @property
    def waits(self) -> bool:
        """Whether the firm has the next word and time for it."""
        return self.dossier.waits_for_firm(today())

    @property
    def call(self) -> object:
        """The office's call, for the frame."""
        return self.of_call.call

    @property
    def body_id(self) -> str:
        """The office's id, for the frame."""
        return self.of_call.body_id

    @property
    def id(self) -> str:
        """The call's id, for the frame."""
        return self.of_call.id

    @property
    def terms(self) -> Terms:
        """What the law says of this procedure."""
        return terms_of(self.of_call.pack, self.dossier)

    @property
    def needs_notice(self) -> bool:
        """Whether a refusal is announced first."""
        return notice_due(self.of_call.pack.call, self.terms)

    @cached_property
    def moves(self) -> tuple[CheckMove, ...]:
        """What whoever asks may press now; nothing where the call is not in a state in which it is checked."""
        if self.of_call.state not in times_of_check(self.of_call.call, self.of_call.pack):
            return ()
        state = self.dossier.state
        if self.dossier.term_over(today()):
            # The next step writes down that the term passed; until then the page shows what it will lead to.
            state = "completed" if state == "asked" else "remarked"
        return moves(state, self.of_call.roles)

    @property
    def term_over(self) -> bool:
        """Whether the firm let its term pass."""
        return self.dossier.term_over(today())

    def fact(self, id: str) -> CallFact | None:
        """A fact of the call."""
        return self.of_call.pack.facts.get(id)


def open_check(body_id: str, call_id: str, application_id: str, action: Action) -> CheckVisit:
    """Load an application of a call for whoever belongs to its office. Raises NotYoursError."""
    of_call = open_call(body_id, call_id, "read")
    with reading() as session:
        load_for(session, actor(), FILED_APPLICATION, application_id, action=action, parent=call_id)
        dossier = dossier_of(session, application_id)
        if dossier is None:  # pragma: no cover - the door has just found it
            raise NotYoursError
        return _visit(session, of_call, dossier, today())


def _visit(session: Session, of_call: CallVisit, dossier: Dossier, on: date) -> CheckVisit:
    call, pack = of_call.call, of_call.pack
    terms, by_rule = terms_of(pack, dossier), term_of_call(session, call.id)
    length = length_of(terms, None) if by_rule is None else by_rule.days
    start = started_on(pack.call, dossier.sent.submitted_at, call.closes_at)
    clock = clock_line(dossier, start, length, terms, on, national_holidays())
    labels = {step.by for step in dossier.steps} | {one.by for one in dossier.judged}
    labels |= {f"person:{dossier.officer_id}"} if dossier.officer_id else set()
    by = named_doers(session, labels) if labels else {}
    return CheckVisit(of_call, dossier, checklist_of(session, call, pack, dossier), clock, by)
