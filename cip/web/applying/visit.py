"""One request about what a firm applies for: loaded through the one door, with all that belongs to it."""

from dataclasses import dataclass

from flask import url_for

from cip.incentives.application import Application
from cip.incentives.deadline import is_over, taken_in_time
from cip.incentives.prepared import Prepared
from cip.incentives.reads import APPLICATION, APPLYING_FIRM
from cip.incentives.reads.prepared import Prepare, RulesOfDay, prepared, preparing
from cip.parties.access import Actor, load_for, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Action, Role, allowed
from cip.parties.reads import find_firm
from cip.web.account.guards import need_person
from cip.web.state import act_for, actor, now, reading, state, today


@dataclass(frozen=True, slots=True)
class ApplyingVisit:
    """A firm from the side of its applications, as somebody sees it in this request."""

    firm: Firm
    actor: Actor
    roles: frozenset[Role]
    person_id: str

    @property
    def id(self) -> str:
        """The firm's id: what frames of its pages link to."""
        return self.firm.id

    def may(self, action: Action, kind: str = "application") -> bool:
        """Whether whoever asks may do this: what they may not is not drawn."""
        return allowed(kind, action, self.roles)


@dataclass(frozen=True)
class ApplicationVisit(ApplyingVisit):
    """The same about one application."""

    prepared: Prepared

    @property
    def application(self) -> Application:
        """The application."""
        return self.prepared.application

    @property
    def path(self) -> dict[str, str]:
        """What its addresses are made of."""
        return {"firm_id": self.firm.id, "application_id": self.application.id}

    def url(self, endpoint: str) -> str:
        """The address of one of its pages."""
        return url_for(endpoint, firm_id=self.firm.id, application_id=self.application.id)

    @property
    def taking(self) -> bool:
        """Whether the call takes applications now."""
        return taken_in_time(self.prepared.call, now())

    @property
    def over(self) -> bool:
        """Whether it takes none any more."""
        return is_over(self.prepared.call, now())

    @property
    def editable(self) -> bool:
        """Whether whoever asks may change it now."""
        return self.taking and self.application.state in ("draft", "ready") and self.may("answer")


def rules_of_day() -> RulesOfDay:
    """The rules of this request."""
    packs = state().packs
    return RulesOfDay(packs.pinned, packs.newest_on(today()).content.agreements, state().law.parameters)


def anew() -> Prepare:
    """What an action asks to read an application anew while it holds it."""
    return preparing(now(), rules_of_day())


def open_applying(firm_id: str, action: Action) -> ApplyingVisit:
    """Load a firm for who belongs to it, or has its mandate for applications. Raises NotYoursError, or the detour to
    what is missing.
    """
    known, asks = need_person(), actor()
    with reading() as session:
        firm = load_for(session, asks, APPLYING_FIRM, firm_id, action=action)
    act_for(firm_id, "application")
    return ApplyingVisit(firm, asks, roles_on_firm(asks, firm_id, "application"), known.person.id)


def open_application(firm_id: str, application_id: str, action: Action) -> ApplicationVisit:
    """Load an application, with its call and all that is known of the firm. Raises NotYoursError, or the detour to
    what is missing.
    """
    known, asks = need_person(), actor()
    with reading() as session:
        found = load_for(session, asks, APPLICATION, application_id, action=action, parent=firm_id)
        firm = find_firm(session, firm_id)
        if firm is None:  # pragma: no cover - the application hangs on it
            raise LookupError(firm_id)
        whole = prepared(session, found, now(), rules_of_day())
    act_for(firm_id, "application")
    roles = roles_on_firm(asks, firm_id, "application")
    return ApplicationVisit(firm, asks, roles, known.person.id, prepared=whole)
