"""A call that has closed (or a counter that is open) with one application of a firm, for tests of the formal check."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from cip.agreement.days import national_holidays
from cip.database.engine import Database
from cip.database.packs import keep_pack
from cip.database.work import Work, open_reading, open_work
from cip.incentives.actions.check_application import Says, confirm_rows, judge_row, take_application
from cip.incentives.admissibility import Checklist
from cip.incentives.aid_law import AID_LAW_KEYS
from cip.incentives.call_states import CallState
from cip.incentives.dossier import Dossier
from cip.incentives.reads.admissibility import dossier_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.formal_rows import checklist_of
from cip.incentives.records import CallRow
from cip.kernel.canonical import canonical_json
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.open_body import open_body
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.cited import cited_law
from cip.rulebook.loading import read_law
from tests.integration.incentives.filed import Filed, file_application
from tests.integration.parties.cast import BAKERY, Cast, make_cast

RULES = Path(__file__).parents[3] / "rules"
FREE = national_holidays()
NOW = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)
ON = date(2026, 11, 21)
SENT = NOW - timedelta(days=20)
CLOSED = NOW - timedelta(days=10)
GOOD: Mapping[str, JsonValue] = {
    "workers": 7,
    "seat_in_territory": True,
    "durc_regular": True,
    "de_minimis_room_cents": 30_000_000,
    "catastrophe_insurance": "not_due",
    "check_up_age_months": 2,
    "plan_signed": True,
    "agreement_joined": True,
}
ATTACHED = ("check_up_report", "signed_plan", "joining_form", "aid_statement")
PROCEDURE = (
    "default_term", "default_term_by_rule", "default_term_by_rule_complex", "rejection_notice_days",
    "rejection_notice_suspends", "rejection_notice_scope", "appeal_terms", "appeal_terms_extraordinary",
)  # fmt: skip
Procedure = Literal["ranking", "counter"]


@cache
def pack_of(procedure: Procedure) -> CallPack:
    """The pilot call as a ranking or as a counter, with the law of procedures."""
    checked = load_call_packs(RULES, only="pilot-2026")
    pack = checked.packs["pilot-2026"]
    law, _mistakes = read_law(RULES)
    assert law.about is not None
    cited = cited_law(law, law.about.item, {*pack.content.law.parameters, *PROCEDURE, *AID_LAW_KEYS})
    policy = pack.call.policy.model_copy(update={"procedure": procedure})
    call = pack.call.model_copy(update={"policy": policy})
    whole = CallPack.of(pack.content.model_copy(update={"law": cited, "call": call}))
    cents = {line.id: 1_000_000 for line in pack.call.funding}
    return whole.with_settings(opens=NOW - timedelta(days=40), closes=CLOSED, cents_by_line=cents)


@dataclass
class Filing:
    """An office with an officer, its call, and applications that were sent."""

    cast: Cast
    office: str = ""
    officer: str = ""
    call_id: str = ""
    application_id: str = ""
    procedure: Procedure = "ranking"
    sent: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.cast.database

    def work(self, now: datetime = NOW) -> AbstractContextManager[Work]:
        """A Work at a moment."""
        return open_work(self.database, actor=SYSTEM, now=now)

    def dossier(self, application_id: str = "") -> Dossier:
        """The check as it stands."""
        with open_reading(self.database) as session:
            found = dossier_of(session, application_id or self.application_id)
        assert found is not None
        return found

    def checklist(self) -> Checklist:
        """The checklist as it stands."""
        with open_reading(self.database) as session:
            call = call_of(session, self.call_id)
            found = dossier_of(session, self.application_id)
            assert found is not None
            return checklist_of(session, call, pack_of_call(session, call), found)

    def take(self, on: date = ON) -> None:
        """The officer takes the application up."""
        with self.work() as work:
            take_application(work, self.application_id, self.officer, on=on)

    def confirm(self, now: datetime = NOW) -> None:
        """Everything that the system sees met is confirmed."""
        rows = self.checklist().confirmable
        with self.work(now) as work:
            confirm_rows(work, self.application_id, rows, on=now.date())

    def judge(self, row_id: str, says: Says, now: datetime = NOW) -> None:
        """The officer says something of a row."""
        with self.work(now) as work:
            judge_row(work, self.application_id, row_id, says, on=now.date())

    def open_rows(self) -> Iterator[str]:
        """The rows that decide and are open."""
        return (line.row.id for line in self.checklist().open)


def make_filing(
    database: Database,
    *,
    procedure: Procedure = "ranking",
    facts: Mapping[str, JsonValue] = GOOD,
    documents: tuple[str, ...] = ATTACHED,
    state: CallState = "admissibility",
) -> Filing:
    """An office, its call, one application of the cast's firm."""
    filing = Filing(make_cast(database), procedure=procedure)
    cast = filing.cast
    filing.officer = cast.person("olga")
    pack = pack_of(procedure)
    with filing.work(NOW - timedelta(days=60)) as work:
        filing.office = open_body(work, "office", "Provincia di Prova")
        add_member(work, filing.officer, party_kind="body", party_id=filing.office, role="staff")
        filing.call_id = _call(work, filing, pack, state)
    filing.application_id = send(filing, cast.firm, BAKERY, facts, documents)
    return filing


def _call(work: Work, filing: Filing, pack: CallPack, state: CallState) -> str:
    keep_pack(work, pack.sha256, pack.id, pack.canonical)
    row = CallRow(
        id=work.new_id(),
        body_id=filing.office,
        rule_id=pack.id,
        title="Bando di prova",
        contact="",
        state=state,
        zone="Europe/Rome",
        opens_at=NOW - timedelta(days=40),
        closes_at=CLOSED if state != "open" else NOW + timedelta(days=90),
        budget="{}",
        pack_sha256=pack.sha256,
        seed_sha256="0" * 64,
        seed_sealed="sealed",
        created_at=work.now,
        changed_at=work.now,
        changed_by=filing.officer,
        published_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def send(
    filing: Filing,
    firm_id: str,
    tax_code: str,
    facts: Mapping[str, JsonValue] = GOOD,
    documents: tuple[str, ...] = ATTACHED,
    sent_at: datetime = SENT,
) -> str:
    """An application of a firm, as it is once it was sent; its id."""
    pack = pack_of(filing.procedure)
    number = len(filing.sent) + 1
    with filing.work(sent_at) as work:
        application_id = work.new_id()
        told: dict[str, JsonValue] = {
            "format": "cip-application/1",
            "application": application_id,
            "call": {"id": filing.call_id, "rule": pack.id, "sha256": pack.sha256},
            "firm": {"id": firm_id, "name": "Forno Ada", "tax_code": tax_code},
            "facts": {id: {"value": value, "source": "firm", "on": None} for id, value in facts.items()},
            "requested": None,
            "computed": None,
            "documents": [{"id": id, "attached": None, "files": []} for id in documents],
        }
        by, content = filing.cast.ada, canonical_json(told)
        filed = Filed(filing.call_id, firm_id, number, by, sent_at, content, signed="second_person")
        file_application(work, application_id, filed)
    filing.sent.append(application_id)
    return application_id
