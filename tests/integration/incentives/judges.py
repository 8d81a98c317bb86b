"""A call under evaluation with its applications, and people who judge them: written past what comes before, which has
tests of its own.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from cip.database.packs import keep_pack
from cip.database.work import Work, open_reading, open_work
from cip.incentives.actions.draw_evaluators import draw_evaluators, plan_draw
from cip.incentives.actions.judge import declare_no_conflict, hand_in, save_scores
from cip.incentives.actions.name_evaluators import name_evaluator
from cip.incentives.judging import Review
from cip.incentives.reads import call_of
from cip.incentives.reads.evaluation import reviews_of_call
from cip.incentives.records import CallRow
from cip.kernel.canonical import canonical_json, sha256_of
from cip.parties.access import Actor, person
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.standing import Standing
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from tests.integration.incentives.filed import Filed, file_application, let_in
from tests.integration.parties.cast import Cast

RULES = Path(__file__).parents[3] / "rules"
ITEMS = ("B3", "E2")
LAW = "L. 241/1990 art. 6-bis"
# Reasons of which none repeats another: each is about something of its own.
THINGS = (
    "gli orari di entrata e di uscita del laboratorio nei mesi di punta",
    "chi sostituisce le persone assenti quando manca preavviso sufficiente",
    "la prova che verrà raccolta alla fine del primo semestre intero",
    "il costo stimato delle tre misure e la sua copertura dichiarata",
    "come altre imprese vicine potrebbero copiare questa organizzazione domani",
    "le riunioni fatte insieme alle persone prima della firma definitiva",
    "il modo scelto per misurare se davvero qualcosa cambia nei reparti",
    "la scheda pratica promessa allo sportello entro la fine dell'anno",
)


@cache
def pilot() -> CallPack:
    """The pilot call of the shipped rules."""
    return load_call_packs(RULES, only="pilot-2026").packs["pilot-2026"]


def reason(number: int) -> str:
    """A reason that is no copy of the others; `number` below 8."""
    return f"Ho guardato {THINGS[number]} e lo trovo scritto così."


@dataclass
class Judges:
    """A call of an office; `firm` and `application` by number from 1, `place` and `person` of evaluators by name."""

    cast: Cast
    office: str = ""
    officer: str = ""
    call: str = ""
    firm: dict[int, str] = field(default_factory=dict)
    application: dict[int, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    person: dict[str, str] = field(default_factory=dict)

    def work(self, who: str = "") -> AbstractContextManager[Work]:
        """A Work of an evaluator, else of the officer."""
        actor = self.actor(self.person[who] if who else self.officer)
        return open_work(self.cast.database, actor=actor, now=self.cast.now)

    def actor(self, person_id: str, *, strong: bool = True) -> Actor:
        """Somebody who is signed in; of memberships nothing is known here."""
        standing = Standing(person_id, "0" * 32, strong=strong, fresh=True)
        return person(standing, self.cast.now.date())

    def later(self, minutes: int = 1) -> None:
        """Time goes by."""
        self.cast.now += timedelta(minutes=minutes)

    def name(self, *names: str) -> None:
        """Put people on the panel."""
        for one in names:
            self.person[one] = self.cast.person(one)
            with self.work() as work:
                self.place[one] = name_evaluator(work, self.call, self.person[one])

    def draw(self) -> int:
        """Draw as the preview says."""
        with open_reading(self.cast.database) as session:
            digest = plan_draw(session, call_of(session, self.call)).asked.digest
        with self.work() as work:
            return draw_evaluators(work, self.call, previewed=digest)

    @property
    def reviews(self) -> list[Review]:
        """Every review of the call."""
        with open_reading(self.cast.database) as session:
            return reviews_of_call(session, self.call)

    def review(self, who: str, application: int = 1) -> Review:
        """The standing review of somebody."""
        (found,) = (
            one
            for one in self.reviews
            if one.person_id == self.person[who] and one.application_id == self.application[application]
            if not one.gone
        )
        return found

    def who_judges(self, application: int = 1) -> list[str]:
        """The names of those who judge an application."""
        ids = {
            one.person_id for one in self.reviews if one.application_id == self.application[application] if not one.gone
        }
        return sorted(name for name, id in self.person.items() if id in ids)

    def declare(self, who: str, application: int = 1) -> str:
        """No conflict; the review's id."""
        review = self.review(who, application)
        with self.work(who) as work:
            declare_no_conflict(work, review.id, LAW)
        return review.id

    def save(self, who: str, scores: Mapping[str, int], application: int = 1, first: int = 0) -> str:
        """Save scores with reasons that count from `first`; the review's id."""
        review = self.review(who, application)
        given = {id: (Fraction(n), reason(first + at)) for at, (id, n) in enumerate(scores.items())}
        with self.work(who) as work:
            save_scores(work, review.id, given)
        return review.id

    def judge(self, who: str, scores: Mapping[str, int], application: int = 1, first: int = 0) -> str:
        """Declare, save and hand in; the review's id."""
        if self.review(who, application).state == "assigned":
            self.declare(who, application)
        review_id = self.save(who, scores, application, first)
        with self.work(who) as work:
            hand_in(work, review_id)
        return review_id


def make_judges(cast: Cast, applications: int = 1) -> Judges:
    """A call in evaluation, `applications` of them admitted; nobody on the panel yet."""
    judges = Judges(cast)
    with cast.work() as work:
        judges.office = open_body(work, "office", "Provincia di Prova")
        judges.officer = add_person(work, email="officer@example.org", name="Ufficio Prova", language="it")
        add_member(work, judges.officer, party_kind="body", party_id=judges.office, role="staff")
        judges.call = _call(work, judges)
        for number in range(1, applications + 1):
            _apply(work, judges, number)
    return judges


def _call(work: Work, judges: Judges) -> str:
    pack = pilot()
    keep_pack(work, pack.sha256, pack.id, pack.canonical)
    row = CallRow(
        id=work.new_id(),
        body_id=judges.office,
        rule_id=pack.id,
        title="Bando di prova",
        contact="",
        state="evaluation",
        zone="Europe/Rome",
        opens_at=work.now - timedelta(days=30),
        closes_at=work.now - timedelta(days=10),
        budget="{}",
        pack_sha256=pack.sha256,
        seed_sha256=sha256_of("seed"),
        seed_sealed="sealed",
        created_at=work.now,
        changed_at=work.now,
        changed_by=judges.officer,
        published_at=work.now - timedelta(days=40),
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def _apply(work: Work, judges: Judges, number: int) -> None:
    owner = add_person(work, email=f"owner{number}@example.org", name=f"Titolare {number}", language="it")
    code = f"{number:010}"
    firm = register_firm(work, FirmDetails(f"Impresa Segreta {number}"), tax_code=code + _check(code), owner_id=owner)
    judges.firm[number] = firm
    judges.application[number] = work.new_id()
    content = canonical_json(
        {"facts": {}, "documents": [], "texts": {item: f"Testo {number} sul criterio {item}." for item in ITEMS}}
    )
    filed = Filed(judges.call, firm, number, owner, work.now - timedelta(days=20), content)
    submission_id = file_application(work, judges.application[number], filed)
    let_in(work, judges.call, judges.application[number], submission_id)


def _check(code: str) -> str:
    """The last digit of an Italian tax code of a company."""
    odd = sum(int(digit) for digit in code[0::2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in code[1::2])
    return str(-(odd + even) % 10)
