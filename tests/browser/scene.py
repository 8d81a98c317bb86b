"""A site of its own on which one whole call is lived through: its people, a clock that a test moves, and what happens
beside the pages through the same actions that pages use.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any, cast

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from cip.cli.packs import load_bound
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.applicants import Applicant, Applying, apply_as, begin_application, settle_firm
from cip.cli.worlds.calls import RULE, Office, admit, invented_scores
from cip.cli.worlds.people import seed_cast
from cip.cli.worlds.seeding import ANSWERS
from cip.database import migrate
from cip.database.work import open_reading
from cip.files.stored import shelf_for
from cip.incentives.actions.judge import declare_no_conflict, hand_in, save_scores
from cip.incentives.judging import Review
from cip.incentives.reads.applications import applications_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.evaluation import items_of_call, reviews_of_call
from cip.incentives.rehearsal import sample_applications
from cip.incentives.sampling import Sample
from cip.kernel.settings import read_settings
from cip.parties.actions.add_member import add_member
from cip.rulebook.reading import read_yaml
from cip.web.app import create_app
from cip.web.demo.spec import read_worlds
from cip.web.packs import rules_folder
from cip.web.state import state_of
from tests.browser.conftest import PHONE
from tests.browser.looking import Eyes, act_for, faults, new_context
from tests.browser.steps import PATIENCE
from tests.integration.web.conftest import Clock
from tests.integration.web.people import Someone

LAW = "L. 241/1990 art. 6-bis"
KEY = "a key of the tests, long enough for all"
EYES = Eyes("it", PHONE["width"], focus=True)
_NO_PASSWORD = "nobody signs in by password here"


@dataclass
class Scene:
    """The site, the office with its people, the firms; `call_id` once the officer began the call."""

    site: Flask
    browser: Browser
    address: str
    clock: Clock
    office: Office
    eyes: BrowserContext
    contexts: list[BrowserContext] = field(default_factory=list)

    @property
    def people(self) -> dict[str, str]:
        """The ids of the people of the world by name."""
        return dict(self.office.cast.people)

    @property
    def stage(self) -> Stage:
        """Where actions happen now."""
        return Stage(state_of(self.site).database, self.clock.now)

    @property
    def desk(self) -> str:
        """The address of the office's pages about calls."""
        return f"/it/office/{self.office.body_id}"

    @property
    def call(self) -> str:
        """The address of the call's page at the office."""
        return f"{self.desk}/calls/{self.office.call_id}"

    @property
    def public(self) -> str:
        """The address of the call's page for everybody."""
        return f"/it/calls/{self.office.call_id}"

    def page(self, person_id: str = "", *, scripts: bool = False, viewport: dict[str, int] = PHONE) -> Page:
        """A browser of its own in which somebody is signed in now; nobody where no id is given."""
        context = self.browser.new_context(
            java_script_enabled=scripts,
            viewport=viewport,  # type: ignore[arg-type]
            base_url=self.address,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        if person_id:
            act_for(page, Someone(self.site, person_id, "").browser(), self.address)
        return page

    def sit(self, name: str, *, scripts: bool = False, viewport: dict[str, int] = PHONE) -> Page:
        """The same for somebody of the world, by name."""
        return self.page(self.people[name], scripts=scripts, viewport=viewport)

    def look(self, page: Page) -> None:
        """The page that is open, seen by the same person on a phone with scripts: axe and the looks find nothing."""
        self.eyes.clear_cookies()
        self.eyes.add_cookies(page.context.cookies())  # type: ignore[arg-type]  # what a browser gives, it takes
        seen = self.eyes.new_page()
        seen.goto(page.url)
        found = faults(seen, EYES)
        seen.close()
        assert found == [], page.url + "\n" + "\n".join(found)

    def come(self, moment: datetime) -> None:
        """Move the clock."""
        self.clock.now = moment

    def begun(self, call_id: str) -> None:
        """Remember which call it is."""
        self.office = self.office.with_call(call_id)

    def applying(self) -> Applying:
        """What all who apply share, now."""
        return replace(self.office.applying, stage=self.stage)

    def samples(self, count: int) -> list[Sample]:
        """Invented firms of a sort that may apply."""
        with open_reading(self.stage.database) as session:
            pack = pack_of_call(session, call_of(session, self.office.call_id))
        found = sample_applications(pack, seed="una prova intera", size=2 * count, on=self.clock.now.date())
        sizes = [(one, one.facts.get("workers")) for one in found]
        return [one for one, size in sizes if isinstance(size, int) and 1 <= size <= 49][:count]

    def settle(self, number: int, sample: Sample) -> tuple[str, str]:
        """A firm that could apply now and has not begun to; its id and that of its owner."""
        return settle_firm(self.applying(), number, sample, self.clock.now.date())

    def join_firm(self, name: str, firm_id: str) -> None:
        """Somebody of the world works in a firm."""
        with self.stage.system() as work:
            add_member(work, self.people[name], party_kind="firm", party_id=firm_id, role="collaborator")

    def apply(self, first: int, samples: Sequence[Sample]) -> list[Applicant]:
        """As many firms apply, each with its own number."""
        day = self.clock.now.date()
        return [apply_as(self.applying(), number, one, day) for number, one in enumerate(samples, first)]

    def prepare(self, firm_id: str, owner_id: str) -> str:
        """The owner of a firm has an application with all its documents, not signed off; its id."""
        return begin_application(self.applying(), firm_id, owner_id, None, self.clock.now.date())

    def sent(self) -> list[str]:
        """The applications that were sent, by number."""
        with open_reading(self.stage.database) as session:
            return [one.application_id for one in applications_of_call(session, self.office.call_id)]

    def admit(self, application_ids: Sequence[str]) -> None:
        """The officer checks and admits them."""
        for application_id in application_ids:
            admit(self.office, self.office.call_id, application_id, self.stage, self.clock.now.date())

    def reviews(self) -> list[Review]:
        """Who judges what."""
        with open_reading(self.stage.database) as session:
            return reviews_of_call(session, self.office.call_id)

    def judge(self, reviews: Sequence[Review], points: dict[str, int] | None = None) -> None:
        """People hand in their scores: invented ones, or these."""
        with open_reading(self.stage.database) as session:
            items = items_of_call(session, call_of(session, self.office.call_id))
        for review in reviews:
            given = invented_scores(review, items)
            if points is not None:
                given = {
                    item: (type(old)(points[item]), reason) for item, (old, reason) in given.items() if old is not None
                }
            with self.stage.of(review.person_id) as work:
                declare_no_conflict(work, review.id, LAW)
                save_scores(work, review.id, given)
                hand_in(work, review.id)


@contextmanager
def made_scene(browser: Browser, folder: Path, moment: datetime, axe_source: str) -> Iterator[Scene]:
    """A served site with the people of one invented world and nothing else."""
    clock = Clock(moment)
    settings = read_settings({"CIP_ENV": "development", "CIP_SECRET_KEY": KEY, "CIP_VAR": str(folder)})
    migrate.upgrade(settings.database_url)
    app = create_app(settings, now=clock)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.port}"
    eyes = new_context(browser, address, EYES, axe_source)
    scene = Scene(app, browser, address, clock, _office(app, clock), eyes, [eyes])
    yield scene
    for context in scene.contexts:
        context.close()
    server.shutdown()
    thread.join()
    server.server_close()
    state_of(app).close()


def _office(app: Flask, clock: Clock) -> Office:
    state, described = state_of(app), read_worlds()
    world, rules = described.worlds[0], rules_folder(state.settings)
    stage = Stage(state.database, clock.now)
    with stage.system() as work:
        cast_of = seed_cast(work, world, _NO_PASSWORD, KEY)
    bound, template = load_bound(rules, None, clock.now.date()), state.calls[RULE]
    answers = cast("dict[str, Any]", read_yaml(ANSWERS.read_bytes(), ANSWERS.name)[0].value)  # type: ignore[union-attr]
    applying = Applying(
        stage,
        world,
        bound,
        bound.pack.content.agreements,
        described.shared.agreement,
        template,
        answers,
        shelf_for(state.settings),
        _NO_PASSWORD,
    )
    return Office(applying, cast_of, template, KEY)
