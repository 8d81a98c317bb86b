"""One request about what a firm recorded for State aid: its aid and ties, its size, its checks."""

import re
from dataclasses import dataclass

from cip.incentives.aid_law import Law
from cip.incentives.declared import AidEntry
from cip.incentives.reads import APPLYING_FIRM
from cip.incentives.reads.state_aid_kinds import AID_ENTRY
from cip.kernel.texts import Reason
from cip.parties.access import Actor, load_for, roles_on_firm
from cip.parties.firm_codes import read_tax_code
from cip.parties.firms import Firm
from cip.parties.permissions import Action, Role, allowed
from cip.web.account.guards import need_person
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import act_for, actor, reading, state
from cip.web.typed import Typed

_AMOUNT = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d+)(?:[,.](\d{1,2}))?", re.ASCII)
_UNITS = re.compile(r"(\d{1,6})(?:[,.](\d{1,2}))?", re.ASCII)
_SHARE = re.compile(r"(\d{1,3})(?:[,.](\d{1,2}))?", re.ASCII)
MOST_EUROS = 10**10


@dataclass(frozen=True, slots=True)
class AidVisit:
    """A firm as somebody sees it who may prepare its applications."""

    firm: Firm
    actor: Actor
    roles: frozenset[Role]

    @property
    def id(self) -> str:
        """The firm's id."""
        return self.firm.id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this: what they may not is not drawn."""
        return allowed("applying_firm", action, self.roles)


def open_aid(firm_id: str, action: Action) -> AidVisit:
    """Load a firm for whoever is signed in and belongs to it, or has its mandate for applications. Raises
    NotYoursError.
    """
    need_person()
    asks = actor()
    with reading() as session:
        firm = load_for(session, asks, APPLYING_FIRM, firm_id, action=action)
    act_for(firm_id, "application")
    return AidVisit(firm, asks, roles_on_firm(asks, firm_id, "application"))


def open_entry(firm_id: str, entry_id: str) -> AidEntry:
    """Load an entry that is to be withdrawn. Raises NotYoursError."""
    visit = open_aid(firm_id, "read")
    with reading() as session:
        return load_for(session, visit.actor, AID_ENTRY, entry_id, action="withdraw", parent=firm_id)


def law() -> Law:
    """The law of today's rules."""
    return state().law.parameters


def said(because: tuple[Reason, ...]) -> list[str]:
    """Reasons in the language of the page."""
    return [reason.in_language(current()) for reason in because]


def euros_typed(form: Typed, name: str, missing: str = "") -> int | None:
    """An amount in euros as Italians write it, in cents; wrong if it is none, or left out where `missing` asks."""
    return _typed(form, name, missing, _AMOUNT, _("Scrivete una somma in euro, per esempio 1.250,50."), MOST_EUROS)


def units_typed(form: Typed, name: str) -> int | None:
    """Work units in hundredths."""
    return _typed(form, name, "", _UNITS, _("Scrivete un numero, per esempio 6,5."), 10**6)


def share_typed(form: Typed, name: str, missing: str = "") -> int | None:
    """A percentage in hundredths of a percent: ten-thousandths."""
    return _typed(form, name, missing, _SHARE, _("Scrivete una percentuale da 0 a 100, per esempio 30."), 100)


def cents_of(text: str) -> int | None:
    """An amount in euros as Italians write it, in cents; None if it is none."""
    return _hundredths(text, _AMOUNT, MOST_EUROS)


def _typed(form: Typed, name: str, missing: str, shape: re.Pattern[str], wrong: str, most: int) -> int | None:
    text = form.raw(name)
    if not text:
        if missing:
            form.errors[name] = missing
        return None
    found = _hundredths(text, shape, most)
    if found is None:
        form.errors[name] = wrong
    return found


def _hundredths(text: str, shape: re.Pattern[str], most: int) -> int | None:
    plain = text.replace("\N{NO-BREAK SPACE}", " ").strip("€% ")
    found = shape.fullmatch(plain)
    if found is None:
        return None
    hundredths = int(re.sub("[. ]", "", found[1])) * 100 + int((found[2] or "0").ljust(2, "0"))
    return hundredths if hundredths <= most * 100 else None


def code_typed(form: Typed, name: str, missing: str) -> str | None:
    """The tax code of a firm."""
    wrong = _("Questo codice fiscale non torna: 11 cifre, oppure 16 lettere e cifre.")
    return form.code(name, read_tax_code, wrong, missing=missing)
