"""A survey opens: from here on its questions and its protection are fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.parties.reads import mandates_given
from cip.voice.records import SurveyRow
from cip.voice.rules import Asked, Protection
from cip.voice.surveys import asked_text


class NoConsultancyError(RefusalError):
    """A survey is run by the network, not by the employer: without a consultancy there is none."""

    def __init__(self) -> None:
        super().__init__("A survey needs a consultancy with a mandate of the firm.")


class OpenAlreadyError(RefusalError):
    """The firm has a survey that is not closed yet."""

    def __init__(self) -> None:
        super().__init__("Another survey of this firm is still open.")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a survey opens: headcount on the day, sector and area of its pool, last day, questions and protection."""

    headcount: int
    sector: str
    area: str
    closes_on: date
    book: str
    asked: Sequence[Asked]
    protection: Protection


def open_survey(work: Work, firm_id: str, opening: Opening, *, on: date) -> str:
    """Open a survey of a firm; its id. Raises NoConsultancyError, OpenAlreadyError, ValueError for odd values."""
    if opening.closes_on < on or not 1 <= opening.headcount <= 4999:
        raise ValueError("a survey has a headcount and a last day that is not past")
    lock_words(work.session, f"surveys of {firm_id}")
    running = [
        one.mandate
        for one in mandates_given(work.session, firm_id)
        if one.mandate.in_force(on) and "survey" in one.mandate.scopes
    ]
    if not running:
        raise NoConsultancyError
    s = SurveyRow.__table__.columns
    if work.session.scalar(select(s.id).where(s.firm_id == firm_id, s.closed_on.is_(None))) is not None:
        raise OpenAlreadyError
    last = work.session.scalar(select(func.max(s.wave)).where(s.firm_id == firm_id)) or 0
    row = SurveyRow(
        id=work.new_id(),
        firm_id=firm_id,
        body_id=running[0].body_id,
        wave=last + 1,
        book=opening.book,
        opened_on=on,
        closes_on=opening.closes_on,
        headcount=opening.headcount,
        codes_drawn=0,
        sector=opening.sector,
        area=opening.area,
        asked=asked_text(opening.asked),
        protection=canonical_json(opening.protection.as_json()),
        protection_sha256=opening.protection.sha256,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
