"""Two unions that work where the firm of the joiners is, and one that works elsewhere."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from cip.agreement.actions.attest_clause import attest_clause
from cip.agreement.attestations import Attestation, Reason, Saying, Verdict, last_day
from cip.agreement.reads.attestations import rechecks_on, statements_on
from cip.agreement.rechecks import Recheck
from cip.database.work import open_reading
from cip.parties.actions.add_member import add_member
from cip.parties.actions.open_body import open_body, set_territories
from tests.integration.agreement.joiners import DAY, Joiners

ENDS = date(2028, 12, 31)


@dataclass
class Unions:
    """Who says what of the one joining; `body` and `person` by name: uno, due (both of the place), lontano."""

    joiners: Joiners
    adherence: str
    body: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)

    def say(self, who: str = "uno", verdict: Verdict = "attests", clause: str = "B-02", on: date = DAY) -> str:
        """A statement; its id."""
        reasons: dict[Verdict, Reason | None] = {"attests": None, "disputes": "not_applied", "asks": "since_when"}
        until = on + timedelta(days=15) if verdict == "asks" else None
        saying = Saying(verdict, ("visit",), on, last_day(on, ENDS), reasons[verdict], until)
        with self.joiners.on(on) as work:
            return attest_clause(
                work,
                self.adherence,
                clause,
                saying,
                body_id=self.body[who],
                person_id=self.person[who],
                on=on,
                agreement_ends=ENDS,
            )

    @property
    def statements(self) -> list[Attestation]:
        """Everything that was said."""
        with open_reading(self.joiners.cast.database) as session:
            return list(statements_on(session, self.adherence))

    @property
    def rechecks(self) -> list[Recheck]:
        """Everything that had to be looked at again."""
        with open_reading(self.joiners.cast.database) as session:
            return list(rechecks_on(session, self.adherence))


def make_unions(joiners: Joiners) -> Unions:
    """The firm has joined; three unions have one person each."""
    unions = Unions(joiners, joiners.joined())
    for name, place, sector in (("uno", "Valfinta", "*"), ("due", "VALFINTA", "shop"), ("lontano", "Altrove", "*")):
        unions.person[name] = joiners.cast.person(f"union{name}")
        with joiners.cast.work() as work:
            unions.body[name] = open_body(work, "union", f"Sindacato {name}")
            set_territories(work, unions.body[name], [(place, sector)])
            add_member(work, unions.person[name], party_kind="body", party_id=unions.body[name], role="staff")
    return unions
