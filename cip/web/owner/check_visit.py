"""One request about what the office asks or announces of a firm's application: loaded through the one door."""

from dataclasses import dataclass
from datetime import date

from cip.agreement.days import national_holidays
from cip.database.work import Session
from cip.documents.papers.check_letters import CheckLetter
from cip.incentives.actions.admissibility_work import terms_of, times_of_check
from cip.incentives.calls import OfficeCall
from cip.incentives.dossier import Dossier, clock_line, notice_due, started_on
from cip.incentives.legal_clock import LegalClock, Terms, length_of
from cip.incentives.reads import APPLICATION, CLARIFICATION, REFUSAL_NOTICE
from cip.incentives.reads.admissibility import dossier_of, term_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.kernel.clock import today as day_of
from cip.parties.access import NotYoursError, load_for, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import find_body, find_firm
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import CallFact
from cip.web.account.guards import need_person
from cip.web.language import current
from cip.web.state import act_for, actor, now, reading, today


@dataclass(frozen=True)
class FirmCheck:
    """The check of a firm's application as whoever is of the firm, or acts for it, sees it in this request."""

    firm: Firm
    roles: frozenset[Role]
    call: OfficeCall
    pack: CallPack
    dossier: Dossier
    office: str
    clock: LegalClock | None

    @property
    def id(self) -> str:
        """The firm's id."""
        return self.firm.id

    @property
    def terms(self) -> Terms:
        """What the law says of this procedure."""
        return terms_of(self.pack, self.dossier)

    @property
    def needs_notice(self) -> bool:
        """Whether a refusal is announced first."""
        return notice_due(self.pack.call, self.terms)

    @property
    def answerable(self) -> bool:
        """Whether the call is still in a state in which its applications are checked."""
        return self.call.state_at(now()) in times_of_check(self.call, self.pack)

    @property
    def letter(self) -> CheckLetter:
        """What every letter of this check says."""
        sent, firm = self.dossier.sent, self.dossier.sent.told.get("firm")
        code = str(firm.get("tax_code", "")) if isinstance(firm, dict) else ""
        return CheckLetter(
            current(),
            self.office,
            self.call.title,
            self.pack.call,
            self.dossier.firm_name,
            code,
            sent.number,
            sent.digest,
            day_of(sent.submitted_at),
            self.terms,
            self.call.settings.contact,
        )

    def may(self, kind: str, action: Action) -> bool:
        """Whether whoever asks may do this: what they may not is not drawn."""
        return allowed(kind, action, self.roles)

    def fact(self, id: str) -> CallFact | None:
        """A fact of the call."""
        return self.pack.facts.get(id)

    def document(self, id: str) -> str:
        """What a document of the call is called."""
        found = (one.label.in_language(current()) for one in self.pack.call.documents if one.id == id)
        return next(found, id)


def open_asked(firm_id: str, clarification_id: str, action: Action) -> FirmCheck:
    """Load what a firm is asked. Raises NotYoursError, or the detour to the sign-in."""
    need_person()
    with reading() as session:
        asked = load_for(session, actor(), CLARIFICATION, clarification_id, action=action, parent=firm_id)
        found = _visit(session, firm_id, asked.application_id, today())
    if found.dossier.clarification is None or found.dossier.clarification.id != clarification_id:
        raise NotYoursError
    return found


def open_notice(firm_id: str, notice_id: str, action: Action) -> FirmCheck:
    """Load a refusal that was announced to a firm. Raises NotYoursError, or the detour to the sign-in."""
    need_person()
    with reading() as session:
        notice = load_for(session, actor(), REFUSAL_NOTICE, notice_id, action=action, parent=firm_id)
        found = _visit(session, firm_id, notice.application_id, today())
    if found.dossier.notice is None or found.dossier.notice.id != notice_id:
        raise NotYoursError
    return found


def open_own_check(firm_id: str, application_id: str) -> FirmCheck:
    """Load the check of a firm's own application. Raises NotYoursError, or the detour to the sign-in."""
    need_person()
    with reading() as session:
        load_for(session, actor(), APPLICATION, application_id, action="read", parent=firm_id)
        return _visit(session, firm_id, application_id, today())


def _visit(session: Session, firm_id: str, application_id: str, on: date) -> FirmCheck:
    firm, dossier = find_firm(session, firm_id), dossier_of(session, application_id)
    if firm is None or dossier is None:
        raise NotYoursError
    act_for(firm_id, "application")
    call = call_of(session, dossier.sent.call_id)
    pack = pack_of_call(session, call)
    body = find_body(session, call.body_id)
    terms, by_rule = terms_of(pack, dossier), term_of_call(session, call.id)
    length = length_of(terms, None) if by_rule is None else by_rule.days
    start = started_on(pack.call, dossier.sent.submitted_at, call.closes_at)
    clock = clock_line(dossier, start, length, terms, on, national_holidays())
    roles = roles_on_firm(actor(), firm_id, "application")
    return FirmCheck(firm, roles, call, pack, dossier, body.name if body is not None else "", clock)
