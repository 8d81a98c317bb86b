"""The financial plan that an office keeps: versions that stay, and cells that no budget passes; on both databases."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from cip.cli.verify import all_faults
from cip.database.base import Base
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.move_call import annul_call
from cip.incentives.plan_finance import PlanTable, report_of
from cip.kernel.texts import Text
from cip.monitoring.actions.attach_source import CellFullError, OddAttachmentError, attach_source
from cip.monitoring.actions.follow_programme import follow_programme
from cip.monitoring.actions.keep_plan import (
    PlanBrokenError,
    PlanMovedError,
    PlanTooLongError,
    PlanTooSmallError,
    SamePlanError,
    keep_plan,
    of_cell,
)
from cip.monitoring.finance import PlanMoney
from cip.monitoring.plan_file import plan_csv, read_plan
from cip.monitoring.plan_versions import LONGEST_CONTENT, LONGEST_FILE_NAME, CellKey, FoundPlan
from cip.monitoring.programme import FollowedProgramme
from cip.monitoring.reads import find_followed
from cip.monitoring.reads.overviews import overview_of
from cip.monitoring.reads.plans import newest_plan, plan_versions_of, rooms_of
from tests.integration.incentives.calling import SETTINGS, Calling, make_calling
from tests.integration.refusing import refused
from tests.unit.monitoring.programmes import NOW, plan

CELL = ("cip", "dgr_1081")
OTHER = ("cip", "dgr_1576")
BUDGET = 5_000_000
NOBODY = "0" * 32


@dataclass
class Planning:
    """An office that follows the plan of 2014-2016."""

    calling: Calling
    programme_id: str

    @property
    def followed(self) -> FollowedProgramme:
        """The programme as followed."""
        with open_reading(self.calling.database) as session:
            found = find_followed(session, self.programme_id)
        assert found is not None
        return found

    def call(self, cents: int = BUDGET) -> str:
        """A published call of one source with this budget."""
        call_id = self.calling.start(replace(SETTINGS, cents_by_line={"pilot": cents}))
        self.calling.rehearse(call_id)
        self.calling.publish(call_id)
        return call_id

    def attach(self, call_id: str, cell: CellKey | None, source: str = "pilot") -> None:
        """Hang the source of a call on a cell."""
        with self.calling.work("olga") as work:
            attach_source(work, self.followed, plan(), (call_id, source), cell)

    def keep(self, table: PlanTable) -> None:
        """Keep a version of the plan as a file brings it."""
        content = plan_csv(table).encode()
        kind, found = read_plan(content, plan().finance)
        with self.calling.work("olga") as work:
            newest = newest_plan(work.session, self.programme_id)
            after = newest.seq if newest is not None else 0
            keep_plan(work, self.programme_id, FoundPlan(kind, "piano.csv", "a" * 64, found), after)

    def money(self) -> PlanMoney:
        """The money by cell."""
        with open_reading(self.calling.database) as session:
            seen = overview_of(session, plan(), self.followed, date(2027, 1, 1))
        assert seen.plan is not None
        return seen.plan.money

    def attached(self) -> dict[CellKey, int]:
        """What hangs on each cell that holds something."""
        with open_reading(self.calling.database) as session:
            return {one.cell: one.attached for one in rooms_of(session, self.programme_id) if one.attached}

    def faults(self) -> list[str]:
        """What `cip verify` says."""
        with open_reading(self.calling.database) as session:
            return [str(one) for one in all_faults(session)]


@pytest.fixture
def planning(database: Database) -> Planning:
    """See Planning."""
    calling = make_calling(database)
    with calling.work("olga") as work:
        return Planning(calling, follow_programme(work, calling.body, plan().id, date(2026, 9, 1)))


def of_cells(**cents: int) -> PlanTable:
    """A plan of the line of CIP with these sources."""
    finance = plan().finance
    assert finance is not None
    sources = {one.id: one.label for one in finance.sources if one.id in cents}
    return PlanTable(
        lines={"cip": Text(it="Alleanza Conciliazione In Pratica", en="Alliance Conciliazione In Pratica")},
        sources=sources,
        cells={("cip", source): sum_ for source, sum_ in cents.items()},
    )


def test_budgets_fill_a_cell_to_its_last_cent_and_never_pass_it(planning: Planning) -> None:
    first, second = planning.call(), planning.call()
    for over in (-1, 0, 1):
        planning.keep(of_cells(dgr_1081=2 * BUDGET + over, dgr_1576=BUDGET))
        planning.attach(first, CELL)
        if over < 0:
            with pytest.raises(CellFullError) as full:
                planning.attach(second, CELL)
            assert (full.value.room.cell, full.value.room.left, full.value.cents) == (CELL, BUDGET - 1, BUDGET)
            assert planning.attached() == {CELL: BUDGET}
        else:
            planning.attach(second, CELL)
            assert planning.attached() == {CELL: 2 * BUDGET}
            assert planning.money().along(line_id="cip").left == over + BUDGET
    # Moving frees the one and fills the other; off frees it; twice changes nothing.
    for _again in range(2):
        planning.attach(second, OTHER)
        assert planning.attached() == {CELL: BUDGET, OTHER: BUDGET}
    with pytest.raises(CellFullError):
        planning.attach(first, OTHER)
    planning.attach(second, None)
    assert planning.attached() == {CELL: BUDGET}
    assert [(one.call_id, one.budget) for one in planning.money().loose] == [(second, BUDGET)]
    found = planning.money().of(*CELL)
    assert found is not None
    assert [(one.call_id, one.budget, one.awarded) for one in found.money] == [(first, BUDGET, 0)]
    assert planning.faults() == []


def test_a_version_keeps_room_for_what_hangs_and_none_is_lost(planning: Planning) -> None:
    call_id = planning.call()
    planning.attach(call_id, CELL)
    for cents in (BUDGET - 1, None):
        with pytest.raises(PlanTooSmallError) as small:
            planning.keep(of_cells(dgr_1576=1) if cents is None else of_cells(dgr_1081=cents))
        assert [(one.cell, one.cents, one.attached) for one in small.value.rooms] == [(CELL, cents or 0, BUDGET)]
    planning.keep(of_cells(dgr_1081=BUDGET))
    with pytest.raises(SamePlanError):
        planning.keep(of_cells(dgr_1081=BUDGET))
    with open_reading(planning.calling.database) as session:
        versions = plan_versions_of(session, planning.programme_id)
    assert [(one.seq, one.kind, one.file_name) for one in versions] == [
        (2, "csv", "piano.csv"),
        (1, "rules", "milano-2014-2016.yaml"),
    ]
    first = report_of(versions[1].table)
    assert (first.total, first.lines["cip"]) == (90_332_910, 37_260_000)
    assert planning.faults() == []


def test_an_annulled_call_holds_its_cell_until_it_is_taken_off(planning: Planning) -> None:
    call_id = planning.call()
    planning.attach(call_id, CELL)
    with planning.calling.work("piero") as work:
        annul_call(work, call_id, "prova")
    found = planning.money().of(*CELL)
    assert found is not None
    assert [(one.annulled, one.budget) for one in found.money] == [(True, BUDGET)]
    with pytest.raises(OddAttachmentError):
        planning.attach(call_id, OTHER)
    planning.attach(call_id, None)
    assert (planning.attached(), planning.money().loose, planning.faults()) == ({}, [], [])


def test_odd_attachments_are_refused(planning: Planning) -> None:
    call_id, draft = planning.call(), planning.calling.start()
    odd = [(call_id, "nothing", CELL), (draft, "pilot", CELL), (NOBODY, "pilot", CELL), (call_id, "pilot", None)]
    for call, source, cell in (*odd[:3], (call_id, "pilot", ("training", "dgr_1576"))):
        with pytest.raises(OddAttachmentError):
            planning.attach(call, cell, source)
    planning.attach(*odd[3][::2])
    assert planning.attached() == {}
    huge = replace(of_cells(dgr_1081=1), lines={"cip": Text(it="x" * LONGEST_CONTENT, en="x")})
    for error, table, after in ((PlanTooLongError, huge, 1), (PlanMovedError, of_cells(dgr_1081=1), 0)):
        with pytest.raises(error), planning.calling.work() as work:
            keep_plan(work, planning.programme_id, FoundPlan("csv", "x", "a" * 64, table), after)


def test_the_database_holds_the_limit_and_verify_tells_what_was_changed_past_it(planning: Planning) -> None:
    call_id = planning.call()
    planning.attach(call_id, CELL)
    cells = Base.metadata.tables["financial_cells"]
    engine = planning.calling.database.engine
    of_it = of_cell(planning.programme_id, CELL)
    for constraint, attached in (("attached_within", cells.c.cents + 1), ("attached_never_below", -1)):
        with engine.connect() as connection:
            refused(
                f"ck_financial_cells_{constraint}",
                partial(connection.execute, sa.update(cells).where(*of_it).values(attached=attached)),
            )
    with engine.begin() as connection:
        connection.execute(sa.update(cells).where(*of_it).values(attached=1))
    told = [one for one in planning.faults() if "financial plan" in one]
    assert told == [
        f"cell cip/dgr_1081 of the financial plan of programme {planning.programme_id}: "
        f"attached is 1 cents, it should be {BUDGET}"
    ]
    # What the action does not know of, its conditional change does: nothing of the Work stays.
    with pytest.raises(PlanBrokenError):
        planning.attach(call_id, None)


ROWS: Mapping[str, Mapping[str, object]] = {
    "financial_plans": {
        "id": "v" * 32, "seq": 9, "kind": "csv", "file_name": "x", "sha256": "a" * 64, "content": "{}", "kept_at": NOW,
        "kept_by": "x",
    },
    "financial_cells": {"line_id": "l", "source_id": "s", "cents": 1, "attached": 0},
    "financial_attachments": {
        "id": "t" * 32, "seq": 9, "call_source": "pilot", "line_id": None, "source_id": None, "cents": 1,
        "attached_at": NOW, "attached_by": "x",
    },
}  # fmt: skip
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("financial_plans", "ck_financial_plans_id_length", {"id": "v"}),
    ("financial_plans", "ck_financial_plans_seq_from_one", {"seq": 0}),
    ("financial_plans", "ck_financial_plans_kind_known", {"kind": "ods"}),
    ("financial_plans", "ck_financial_plans_file_name_length", {"file_name": ""}),
    ("financial_plans", "ck_financial_plans_file_name_length", {"file_name": "x" * (LONGEST_FILE_NAME + 1)}),
    ("financial_plans", "ck_financial_plans_sha256_length", {"sha256": "a"}),
    ("financial_plans", "ck_financial_plans_content_length", {"content": "x"}),
    ("financial_plans", "ck_financial_plans_content_length", {"content": "x" * (LONGEST_CONTENT + 1)}),
    ("financial_plans", "ck_financial_plans_kept_by_length", {"kept_by": ""}),
    ("financial_plans", "uq_financial_plans_programme_id_seq", {"seq": 1}),
    ("financial_plans", "fk_financial_plans_programme_id_followed_programmes", {"programme_id": NOBODY}),
    ("financial_cells", "ck_financial_cells_line_id_length", {"line_id": ""}),
    ("financial_cells", "ck_financial_cells_source_id_length", {"source_id": ""}),
    ("financial_cells", "ck_financial_cells_attached_within", {"attached": 2}),
    ("financial_cells", "ck_financial_cells_attached_never_below", {"attached": -1}),
    ("financial_cells", "fk_financial_cells_programme_id_followed_programmes", {"programme_id": NOBODY}),
    ("financial_attachments", "ck_financial_attachments_id_length", {"id": "t"}),
    ("financial_attachments", "ck_financial_attachments_seq_from_one", {"seq": 0}),
    ("financial_attachments", "ck_financial_attachments_call_source_length", {"call_source": ""}),
    ("financial_attachments", "ck_financial_attachments_cell_is_whole", {"line_id": "cip"}),
    ("financial_attachments", "ck_financial_attachments_cents_from_one", {"cents": 0}),
    ("financial_attachments", "ck_financial_attachments_attached_by_length", {"attached_by": ""}),
    ("financial_attachments", "uq_financial_attachments_programme_id_seq", {"seq": 1}),
    ("financial_attachments", "fk_financial_attachments_programme_id_followed_programmes", {"programme_id": NOBODY}),
    ("financial_attachments", "fk_financial_attachments_call_id_calls", {"call_id": NOBODY}),
    ("financial_attachments", "fk_financial_attachments_cell", {"line_id": "cip", "source_id": "nothing"}),
]


def test_odd_rows_are_refused_and_what_is_written_stays(planning: Planning, subtests: pytest.Subtests) -> None:
    call_id = planning.call()
    planning.attach(call_id, CELL)
    engine = planning.calling.database.engine
    for table, constraint, changes in BREAKS:
        own = {"programme_id": planning.programme_id}
        own |= {"call_id": call_id} if table == "financial_attachments" else {}
        row = sa.insert(Base.metadata.tables[table]).values(**{**own, **ROWS[table], **changes})
        with subtests.test(constraint, changes=str(changes)[:60]), engine.connect() as connection:
            refused(constraint, partial(connection.execute, row))
    for table in ("financial_plans", "financial_attachments"):
        for how in ("UPDATE {} SET seq = seq", "DELETE FROM {}"):
            refusal = pytest.raises(DBAPIError, match=re.compile("append-only", re.I))
            with subtests.test(how.format(table)), refusal, engine.begin() as connection:
                connection.exec_driver_sql(how.format(table))


def test_every_constraint_is_tried() -> None:
    named = {str(rule.name) for table in ROWS for rule in Base.metadata.tables[table].constraints if rule.name}
    assert {name for name in named if not name.startswith("pk_")} == {name for _table, name, _changes in BREAKS}
