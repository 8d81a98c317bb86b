"""Works of the people of a world: each act is theirs, under their mandate where they have one."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cip.database.engine import Database
from cip.database.work import Work, open_reading, open_work
from cip.kernel.clock import today
from cip.parties.access import SYSTEM, Actor, person
from cip.parties.reads import mandates_of, memberships_of
from cip.parties.standing import Standing

NO_SESSION = "0" * 32


@dataclass(frozen=True)
class Stage:
    """Where the people of a world act: the database, and the moment that it all happens at."""

    database: Database
    moment: datetime

    def on(self, day: date) -> "Stage":
        """The same stage on another day, at the same hour."""
        return Stage(self.database, self.moment - timedelta(days=(today(self.moment) - day).days))

    def system(self) -> AbstractContextManager[Work]:
        """A Work of the machine itself."""
        return open_work(self.database, actor=SYSTEM, now=self.moment, act="demo")

    def by(self, person_id: str, firm_id: str) -> AbstractContextManager[Work]:
        """A Work of a person who acts for a firm."""
        actor = self._actor(person_id).for_firm(firm_id, "check_up")
        return open_work(self.database, actor=actor, now=self.moment, act="demo")

    def of(self, person_id: str) -> AbstractContextManager[Work]:
        """A Work of a person who acts for a body of theirs."""
        return open_work(self.database, actor=self._actor(person_id), now=self.moment, act="demo")

    def _actor(self, person_id: str) -> Actor:
        on = today(self.moment)
        with open_reading(self.database) as session:
            memberships = tuple(memberships_of(session, person_id))
            bodies = [one.party_id for one in memberships if one.party_kind == "body"]
            mandates = tuple(mandates_of(session, bodies, person_id, on))
        standing = Standing(person_id, NO_SESSION, strong=True, fresh=True, memberships=memberships, mandates=mandates)
        return person(standing, on)
