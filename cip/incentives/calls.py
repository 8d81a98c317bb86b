"""A call that an office has opened or prepares: what it sets itself, beside the rules that it follows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cip.incentives.call_states import CallMove, CallState, state_at
from cip.rulebook.call_packs import CallPack

LONGEST_TITLE, LONGEST_CONTACT, LONGEST_REASON, LONGEST_NOTE = 160, 300, 1_000, 1_000
ZONE = "Europe/Rome"
"""The zone in which a call's moments are written and read; kept in UTC."""


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What the office sets for one call: its title, when it opens and closes, cents by line of money, whom to ask."""

    title: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    cents_by_line: Mapping[str, int] | None = None
    contact: str = ""

    def applied_to(self, template: CallPack) -> CallPack:
        """A template with the moments and sums set so far; a line that the template no longer has is left out."""
        lines = {line.id for line in template.call.funding}
        cents = {line: cents for line, cents in (self.cents_by_line or {}).items() if line in lines}
        return template.with_settings(opens=self.opens_at, closes=self.closes_at, cents_by_line=cents)


@dataclass(frozen=True, slots=True)
class OfficeCall:
    """One call of an office as stored. `rule_id` names the template; once it is published `pack_sha256` names what was
    published, kept in the database. `closes_at` is the closing that holds, outages counted. `seed` is None until the
    ranking reveals it; `seed_sha256` is there once it is published.
    """

    id: str
    body_id: str
    rule_id: str
    stored_state: CallState
    settings: CallSettings
    created_at: datetime
    changed_at: datetime
    changed_by: str
    pack_sha256: str | None = None
    seed_sha256: str | None = None
    seed: str | None = None
    published_at: datetime | None = None

    @property
    def title(self) -> str:
        """What the office calls it."""
        return self.settings.title

    @property
    def opens_at(self) -> datetime | None:
        """The first moment at which applications are taken (UTC)."""
        return self.settings.opens_at

    @property
    def closes_at(self) -> datetime | None:
        """The last moment at which applications are taken (UTC), outages counted."""
        return self.settings.closes_at

    @property
    def cents(self) -> int:
        """The budget in cents, all lines together, as far as it is set."""
        return sum((self.settings.cents_by_line or {}).values())

    @property
    def public(self) -> bool:
        """Whether everybody may read it: it was published, whatever followed."""
        return self.published_at is not None

    def state_at(self, now: datetime) -> CallState:
        """Where it stands at a moment, whether or not a job has stored it yet."""
        return state_at(self.stored_state, self.opens_at, self.closes_at, now)

    def takes_applications(self, now: datetime) -> bool:
        """Whether an application may be sent at this moment."""
        return self.state_at(now) == "open"


@dataclass(frozen=True, slots=True)
class CallStep:
    """A move of a call: from which state to which, who did it (a label), when, and why where somebody said so."""

    id: str
    call_id: str
    seq: int
    action: CallMove
    from_state: CallState
    to_state: CallState
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoredRehearsal:
    """A rehearsal as kept: of which content (`pack_sha256`), on which firms, with which seed, and its report (JSON)."""

    id: str
    call_id: str
    seq: int
    pack_sha256: str
    sample: str
    firms: int
    seed: str
    report: str
    made_at: datetime
    made_by: str
