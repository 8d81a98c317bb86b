"""A scene (see there) whose call has a published ranking: three firms of it get the whole money, one waits in reserve.

What came before the ranking happened through the actions that pages use; the pages of all this are lived through in
`test_whole_call.py`.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page

from cip.cli.worlds.applicants import Applicant, apply_as
from cip.cli.worlds.calls import Office, admit, open_past
from cip.database.work import Work, open_reading
from cip.incentives.actions.move_call import hold_call, move_call
from cip.incentives.actions.rank_call import approve_ranking, make_ranking, publish_ranking
from cip.incentives.awards import StoredAward
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.awards import award_of, awards_of_call
from cip.incentives.rehearsal import sample_applications
from cip.incentives.sampling import Sample
from cip.kernel.clock import today
from tests.browser.conftest import DESK
from tests.browser.scene import Scene, made_scene
from tests.integration.incentives.ranks import plain_call

# The day of the award, at nine by the clock of the office.
BEGINS = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
TITLE = "Bando pilota di prova"
GRANT, FUNDED, FIRMS = 300_000, 3, 4
_APPLIED, _ADMITTED, _JUDGED, _RANKED, _PUBLISHED = 90, 70, 60, 40, 35
# The same firm several times, by size: all of them may apply and ask for the same, the smallest comes first in a tie.
_SIZES = (5, 6, 7, 8)
_ID = re.compile("[0-9a-f]{32}")


@dataclass
class Firm:
    """A firm of the ranking."""

    id: str
    owner: str
    name: str
    award_id: str = ""

    @property
    def award(self) -> str:
        """The address of its award's page for itself."""
        return f"/it/firm/{self.id}/awards/{self.award_id}"


@dataclass
class Life:
    """The scene, its firms in the order of the ranking, and the browsers in which people sit."""

    scene: Scene
    firms: list[Firm]
    seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def day(self) -> date:
        """The day of the office now."""
        return today(self.scene.clock.now)

    def later(self, days: int) -> None:
        """Move the clock on by so many days."""
        self.scene.come(self.scene.clock.now + timedelta(days=days))

    def desk(self, name: str, page: str = "") -> Page:
        """Somebody of the office before a page of the call, signed in now."""
        found = self.scene.sit(name, viewport=DESK)
        found.goto(f"{self.scene.call}{page}")
        return found

    def phone(self, firm: Firm, page: str = "") -> Page:
        """The owner of a firm before a page of its award, signed in now."""
        found = self.scene.page(firm.owner)
        found.goto(f"{firm.award}{page}")
        return found

    def do(self, name: str) -> AbstractContextManager[Work]:
        """A Work of somebody of the office, now."""
        return self.scene.stage.of(self.scene.people[name])

    def look(self, page: Page, state: str = "") -> None:
        """The page that is open has no fault. One that was seen before is seen again only in another `state`."""
        seen = (_ID.sub("", page.url.partition("?")[0]), state)
        if seen not in self.seen:
            self.seen.add(seen)
            self.scene.look(page)

    def awards(self) -> list[StoredAward]:
        """The awards of the call as they stand."""
        with open_reading(self.scene.stage.database) as session:
            return list(awards_of_call(session, self.scene.office.call_id))

    def state_of(self, firm: Firm) -> str:
        """Where the award of a firm stands."""
        with open_reading(self.scene.stage.database) as session:
            return award_of(session, firm.award_id).state


@contextmanager
def made_life(browser: Browser, folder: Path, axe_source: str) -> Iterator[Life]:
    """A served site on the day of the award."""
    with made_scene(browser, folder, BEGINS, axe_source) as scene:
        pack = plain_call()
        scene.office = replace(scene.office, template=pack, applying=replace(scene.office.applying, template=pack))
        scene.begun(open_past(scene.office, TITLE, BEGINS, FUNDED * GRANT))
        applicants = [_applies(scene.office, number) for number in range(1, FIRMS + 1)]
        _published(scene.office)
        yield _life(scene, applicants)


def _applies(office: Office, number: int) -> tuple[Applicant, Sample]:
    """A firm of its own size applies; it asks for the same as the others."""
    found = sample_applications(plain_call(), seed="una vita", size=FIRMS, on=office.day(_APPLIED))
    facts = {**found[0].facts, "workers": _SIZES[number - 1], "new_structural_measures": 3}
    facts |= {"hourly_leave_by_rule": False, "pooled_measures": 0, "commitment_months": 12}
    sample = replace(found[0], name=found[number - 1].name, facts=facts)
    return apply_as(office.applying, number, sample, office.day(_APPLIED)), sample


def _published(office: Office) -> None:
    """Everything between the applications and the published ranking."""
    call_id, officer, head = office.call_id, office.cast.people["officer"], office.cast.people["head"]
    with office.ago(_ADMITTED).of(officer) as work:
        hold_call(work, call_id)
        move_call(work, call_id, "start_admissibility")
        sent = [one.application_id for one in applications_of_call(work.session, call_id)]
    for application_id in sent:
        admit(office, call_id, application_id, office.ago(_ADMITTED), office.day(_ADMITTED))
    with office.ago(_JUDGED).of(officer) as work:
        move_call(work, call_id, "start_evaluation")
    with office.ago(_RANKED).of(officer) as work:
        move_call(work, call_id, "start_ranking")
        ranking_id = make_ranking(work, call_id, key=office.secret_key)
    with office.ago(_PUBLISHED).of(head) as work:
        approve_ranking(work, ranking_id, act_number="PROVA/1", act_on=office.day(_PUBLISHED))
        publish_ranking(work, ranking_id)
        move_call(work, call_id, "allocate")


def _life(scene: Scene, applicants: list[tuple[Applicant, Sample]]) -> Life:
    life = Life(scene, [])
    awards = {one.firm_id: one.id for one in life.awards()}
    for number, (one, sample) in enumerate(applicants, 1):
        name = f"{sample.name} (inventata {number})"
        life.firms.append(Firm(one.firm_id, one.owner_id, name, awards.get(one.firm_id, "")))
    life.firms.sort(key=lambda firm: firm.award_id == "")
    return life
