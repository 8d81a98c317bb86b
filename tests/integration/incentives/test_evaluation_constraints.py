"""What the database itself refuses of an evaluation, whatever the actions do: on both databases."""

from collections.abc import Callable
from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase

from cip.database.engine import Database
from cip.database.work import Work
from cip.incentives.records import (
    ConflictDeclarationRow,
    ConsensusRow,
    ConsensusScoreRow,
    DeclaredLinkRow,
    EvaluatorDrawRow,
    JudgedFileRow,
    PanelPlaceRow,
    ReviewMoveRow,
    ReviewRow,
    ReviewScoreRow,
    SampleFileRow,
    SampleItemRow,
    SampleScoreRow,
)
from cip.parties.actions.add_person import add_person
from tests.integration.incentives.judges import Judges, make_judges
from tests.integration.parties.cast import make_cast

Made = Callable[[Work, Judges], DeclarativeBase]


@pytest.fixture
def judges(database: Database) -> Judges:
    """One application with a score of Anna's."""
    found = make_judges(make_cast(database))
    found.name("anna", "bea")
    found.draw()
    found.declare("anna")
    found.save("anna", {"B3": 8, "E2": 3})
    return found


def place(work: Work, judges: Judges, **changes: object) -> PanelPlaceRow:
    somebody = add_person(work, email="nuova@example.org", name="Nuova", language="it")
    row = {"id": work.new_id(), "call_id": judges.call, "person_id": somebody, "number": 9}
    return PanelPlaceRow(**{**row, "named_at": work.now, "named_by": "x", **changes})


def review(work: Work, judges: Judges, **changes: object) -> ReviewRow:
    known = judges.review("bea")
    draw = work.session.scalar(sa.select(EvaluatorDrawRow.id))
    row: dict[str, object] = {"id": work.new_id(), "call_id": judges.call, "application_id": judges.application[1]}
    row |= {"place_id": known.place_id, "draw_id": draw, "state": "removed", "given_at": work.now}
    return ReviewRow(**{**row, **changes})


def score(work: Work, judges: Judges, **changes: object) -> ReviewScoreRow:
    row = {"review_id": judges.review("anna").id, "seq": 9, "item": "B3", "hundredths": 800, "reason": ""}
    return ReviewScoreRow(**{**row, "made_at": work.now, "made_by": "x", **changes})


def declaration(work: Work, judges: Judges, **changes: object) -> ConflictDeclarationRow:
    row = {"id": work.new_id(), "review_id": judges.review("anna").id, "conflict": True, "law": "L", "why": "Sì."}
    return ConflictDeclarationRow(**{**row, "made_at": work.now, "made_by": "x", **changes})


BAD: dict[str, Made] = {
    "a place twice": lambda w, j: place(w, j, person_id=j.person["anna"]),
    "a number twice": lambda w, j: place(w, j, number=1),
    "no number": lambda w, j: place(w, j, number=0),
    "an end without a reason": lambda w, j: place(w, j, ended_at=w.now, ended_by="x"),
    "an end before the start": lambda w, j: place(
        w, j, ended_at=datetime(2020, 1, 1, tzinfo=w.now.tzinfo), ended_by="x", ended_because="y"
    ),
    "a review twice": lambda w, j: review(w, j, state="assigned"),
    "a state that is none": lambda w, j: review(w, j, state="lost"),
    "handed in without a moment": lambda w, j: review(w, j, state="handed_in"),
    "a draft that is handed in": lambda w, j: review(w, j, state="draft", handed_in_at=w.now, handed_seq=1),
    "handed in without a score": lambda w, j: review(w, j, handed_in_at=w.now),
    "handed in with score zero": lambda w, j: review(w, j, handed_in_at=w.now, handed_seq=0),
    "a score below nothing": lambda w, j: score(w, j, hundredths=-1),
    "too many points": lambda w, j: score(w, j, hundredths=100_001),
    "no item": lambda w, j: score(w, j, item=""),
    "too long a reason": lambda w, j: score(w, j, reason="x" * 2_001),
    "a score twice": lambda w, j: score(w, j, seq=1),
    "a conflict without a why": lambda w, j: declaration(w, j, why=""),
    "a declaration without a law": lambda w, j: declaration(w, j, law=""),
    "a link without a why": lambda w, j: DeclaredLinkRow(
        place_id=j.place["anna"], application_id=j.application[1], law="L", why="", made_at=w.now, made_by="x"
    ),
    "a file twice": lambda w, j: JudgedFileRow(application_id=j.application[1], call_id=j.call, number=2),
    "a meeting without a number": lambda w, j: ConsensusRow(
        id=w.new_id(),
        application_id=j.application[1],
        number=0,
        met_on=w.now.date(),
        note="",
        made_at=w.now,
        made_by="x",
    ),
    "a sample without a title": lambda w, j: SampleFileRow(
        id=w.new_id(), call_id=j.call, number=1, title="", made_at=w.now, made_by="x"
    ),
}


def test_the_database_refuses(judges: Judges, subtests: pytest.Subtests) -> None:
    for case, make in BAD.items():
        with subtests.test(case), pytest.raises(IntegrityError), judges.work() as work:
            work.session.add(make(work, judges))


@pytest.mark.parametrize(
    "table",
    [
        ReviewScoreRow,
        ReviewMoveRow,
        ConflictDeclarationRow,
        DeclaredLinkRow,
        EvaluatorDrawRow,
        JudgedFileRow,
        ConsensusRow,
        ConsensusScoreRow,
        SampleFileRow,
        SampleItemRow,
        SampleScoreRow,
    ],
)
def test_what_is_written_once_never_changes(judges: Judges, table: type[DeclarativeBase]) -> None:
    _fill(judges)
    for change in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"):
        column = next(iter(table.__table__.columns)).name
        text = change.format(table.__tablename__, column)
        with pytest.raises(IntegrityError, match="append-only"), judges.work() as work:
            work.session.execute(sa.text(text))


@pytest.mark.parametrize("table", ["panel_places", "reviews"])
def test_no_place_and_no_review_goes(judges: Judges, table: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), judges.work() as work:
        work.session.execute(sa.text(f"DELETE FROM {table}"))  # noqa: S608 - our names


def _fill(judges: Judges) -> None:
    """A row in each table that the fixture leaves empty: a trigger tells of rows, not of tables."""
    with judges.work() as work:
        meeting, sample = work.new_id(), work.new_id()
        made = {"made_at": work.now, "made_by": "x"}
        work.session.add_all(
            [
                DeclaredLinkRow(
                    place_id=judges.place["bea"], application_id=judges.application[1], law="L", why="Sì.", **made
                ),
                ConsensusRow(
                    id=meeting, application_id=judges.application[1], number=1, met_on=work.now.date(), note="", **made
                ),
                SampleFileRow(id=sample, call_id=judges.call, number=1, title="Caso", **made),
            ]
        )
        work.session.flush()
        given = {"item": "B3", "hundredths": 100, "reason": "Perché sì."}
        work.session.add_all(
            [
                ConsensusScoreRow(consensus_id=meeting, **given),
                SampleItemRow(sample_id=sample, text="Testo", **given),
                SampleScoreRow(sample_id=sample, place_id=judges.place["bea"], made_at=work.now, **given),
            ]
        )
        work.session.flush()
