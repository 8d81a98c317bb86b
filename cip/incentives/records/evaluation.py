"""The tables of the evaluation: who judges, what was drawn, each review with its declarations, scores and moves, what
was agreed on, and the sample files. But for the state of a place on the panel and of a review, rows are written once.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cip.database.base import Base, Digest, Id, exact_length, length_between, one_of
from cip.incentives.evaluation import STATES
from cip.incentives.judging import LONGEST_ITEM, LONGEST_TEXT, LONGEST_TITLE, LONGEST_WHY, MOST_HUNDREDTHS
from cip.incentives.score_reasons import LONGEST_REASON

LABEL = 80
_SITS = text("ended_at IS NULL")
_HELD = text("state NOT IN ('recused', 'removed')")


def _points() -> CheckConstraint:
    return CheckConstraint(f"hundredths BETWEEN 0 AND {MOST_HUNDREDTHS}", name="hundredths_range")


class PanelPlaceRow(Base):
    """Somebody judges the applications of a call, as its evaluator number `number`, until their place ends."""

    __tablename__ = "panel_places"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("named_by", 1, LABEL),
        length_between("ended_by", 1, LABEL),
        length_between("ended_because", 1, LONGEST_WHY),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_because IS NULL)",
            name="ended_whole",
        ),
        CheckConstraint("ended_at IS NULL OR ended_at >= named_at", name="ends_after_start"),
        UniqueConstraint("call_id", "number"),
        Index(
            "uq_panel_places_sitting",
            "call_id",
            "person_id",
            unique=True,
            sqlite_where=_SITS,
            postgresql_where=_SITS,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("people.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    named_at: Mapped[datetime]
    named_by: Mapped[str] = mapped_column(String(LABEL))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(LABEL))
    ended_because: Mapped[str | None] = mapped_column(Text)


class EvaluatorDrawRow(Base):
    """A draw of evaluators: the seed, the digest of all that it rests on, and what came out, as canonical JSON."""

    __tablename__ = "evaluator_draws"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        exact_length("seed", 64),
        exact_length("asked_sha256", 64),
        CheckConstraint("needed BETWEEN 1 AND 9", name="needed_range"),
        length_between("result", 2, 5_000_000),
        length_between("made_by", 1, LABEL),
        UniqueConstraint("call_id", "number"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int] = mapped_column(Integer)
    seed: Mapped[str] = mapped_column(String(64))
    asked_sha256: Mapped[Digest]
    needed: Mapped[int] = mapped_column(Integer)
    result: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))


class JudgedFileRow(Base):
    """The number under which evaluators know an application: it says nothing of the firm."""

    __tablename__ = "judged_files"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_counts"),
        UniqueConstraint("call_id", "number"),
    )

    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int] = mapped_column(Integer)


class ReviewRow(Base):
    """An application as one evaluator judges it. `handed_in_at` is when they did so first, `handed_seq` the number of
    the last score that counts as handed in.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        exact_length("id", 32),
        one_of("state", STATES),
        CheckConstraint("handed_seq >= 1", name="handed_seq_counts"),
        CheckConstraint("(handed_in_at IS NULL) = (handed_seq IS NULL)", name="handed_in_whole"),
        CheckConstraint(
            "state NOT IN ('handed_in', 'closed', 'reopened') OR handed_in_at IS NOT NULL", name="in_after_handing_in"
        ),
        CheckConstraint(
            "state NOT IN ('assigned', 'declared', 'draft') OR handed_in_at IS NULL", name="open_before_handing_in"
        ),
        Index(
            "uq_reviews_held",
            "application_id",
            "place_id",
            unique=True,
            sqlite_where=_HELD,
            postgresql_where=_HELD,
        ),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"), index=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    place_id: Mapped[Id] = mapped_column(ForeignKey("panel_places.id"), index=True)
    draw_id: Mapped[Id] = mapped_column(ForeignKey("evaluator_draws.id"))
    state: Mapped[str] = mapped_column(String(10))
    given_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    handed_seq: Mapped[int | None] = mapped_column(Integer)


class ReviewMoveRow(Base):
    """A review went from one state to another: who, when, why where somebody said so. Append-only."""

    __tablename__ = "review_moves"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        one_of("from_state", STATES),
        one_of("to_state", STATES),
        length_between("made_by", 1, LABEL),
        length_between("why", 0, LONGEST_WHY),
    )

    review_id: Mapped[Id] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    from_state: Mapped[str | None] = mapped_column(String(10))
    to_state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))
    why: Mapped[str] = mapped_column(Text)


class ConflictDeclarationRow(Base):
    """What somebody declared before opening a file (or later): a conflict or none, under which law. Append-only."""

    __tablename__ = "conflict_declarations"
    __table_args__ = (
        exact_length("id", 32),
        length_between("law", 1, LONGEST_TITLE),
        length_between("why", 0, LONGEST_WHY),
        CheckConstraint("conflict = false OR length(why) > 0", name="conflict_says_why"),
        length_between("made_by", 1, LABEL),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    review_id: Mapped[Id] = mapped_column(ForeignKey("reviews.id"), index=True)
    conflict: Mapped[bool]
    law: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    why: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))


class DeclaredLinkRow(Base):
    """Somebody declared that something ties them to the firm of an application, before they had it to judge, or while
    they did: no draw gives it to them. Append-only.
    """

    __tablename__ = "declared_links"
    __table_args__ = (
        length_between("law", 1, LONGEST_TITLE),
        length_between("why", 1, LONGEST_WHY),
        length_between("made_by", 1, LABEL),
    )

    place_id: Mapped[Id] = mapped_column(ForeignKey("panel_places.id"), primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"), primary_key=True)
    law: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    why: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))


class ReviewScoreRow(Base):
    """A score as it was saved, draft or not: points in hundredths (None: not chosen yet) and the reason. Append-only:
    of each item the newest counts.
    """

    __tablename__ = "review_scores"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_from_one"),
        length_between("item", 1, LONGEST_ITEM),
        _points(),
        length_between("reason", 0, LONGEST_REASON),
        length_between("made_by", 1, LABEL),
    )

    review_id: Mapped[Id] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(LONGEST_ITEM))
    hundredths: Mapped[int | None] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))


class ConsensusRow(Base):
    """The evaluators of an application met about scores that lay far apart: on which day, what was said. Append-only;
    of one application the newest counts.
    """

    __tablename__ = "consensus_meetings"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("note", 0, LONGEST_TEXT),
        length_between("made_by", 1, LABEL),
        UniqueConstraint("application_id", "number"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    application_id: Mapped[Id] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int] = mapped_column(Integer)
    met_on: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))


class ConsensusScoreRow(Base):
    """The score of one item that a meeting proposes as everybody's, and why. Append-only."""

    __tablename__ = "consensus_scores"
    __table_args__ = (
        length_between("item", 1, LONGEST_ITEM),
        _points(),
        length_between("reason", 1, LONGEST_REASON),
    )

    consensus_id: Mapped[Id] = mapped_column(ForeignKey("consensus_meetings.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(LONGEST_ITEM), primary_key=True)
    hundredths: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)


class ConsensusAgreementRow(Base):
    """An evaluator agrees with what a meeting proposes. Append-only."""

    __tablename__ = "consensus_agreements"

    consensus_id: Mapped[Id] = mapped_column(ForeignKey("consensus_meetings.id"), primary_key=True)
    review_id: Mapped[Id] = mapped_column(ForeignKey("reviews.id"), primary_key=True)
    agreed_at: Mapped[datetime]


class SampleFileRow(Base):
    """A sample file on which evaluators try the grid before they judge. Append-only."""

    __tablename__ = "sample_files"
    __table_args__ = (
        exact_length("id", 32),
        CheckConstraint("number >= 1", name="number_counts"),
        length_between("title", 1, LONGEST_TITLE),
        length_between("made_by", 1, LABEL),
        UniqueConstraint("call_id", "number"),
    )

    id: Mapped[Id] = mapped_column(primary_key=True)
    call_id: Mapped[Id] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(LABEL))


class SampleItemRow(Base):
    """What a sample file says on one item, the score that is right for it, and why. Append-only."""

    __tablename__ = "sample_items"
    __table_args__ = (
        length_between("item", 1, LONGEST_ITEM),
        length_between("text", 1, LONGEST_TEXT),
        _points(),
        length_between("reason", 1, LONGEST_REASON),
    )

    sample_id: Mapped[Id] = mapped_column(ForeignKey("sample_files.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(LONGEST_ITEM), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    hundredths: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)


class SampleScoreRow(Base):
    """What an evaluator gave a sample file, handed in once, before the right score was shown. Append-only."""

    __tablename__ = "sample_scores"
    __table_args__ = (
        length_between("item", 1, LONGEST_ITEM),
        _points(),
        length_between("reason", 1, LONGEST_REASON),
    )

    sample_id: Mapped[Id] = mapped_column(ForeignKey("sample_files.id"), primary_key=True)
    place_id: Mapped[Id] = mapped_column(ForeignKey("panel_places.id"), primary_key=True)
    item: Mapped[str] = mapped_column(String(LONGEST_ITEM), primary_key=True)
    hundredths: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
