"""Surveys and pools as they may be read: only what was published. Single answers have no read at all."""

import json
from collections.abc import Sequence
from datetime import date
from typing import cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from cip.voice.records import LineRow, ReleaseRow, SurveyRow
from cip.voice.rules import Protection
from cip.voice.surveys import Pool, Survey, read_asked, read_cells, read_published
from cip.voice.vault import Vault

_S = cast("Table", SurveyRow.__table__).c
_R = cast("Table", ReleaseRow.__table__).c
_L = cast("Table", LineRow.__table__).c


def as_survey(row: SurveyRow) -> Survey:
    """A row as a noun, without the sealed counts."""
    return Survey(
        id=row.id,
        firm_id=row.firm_id,
        body_id=row.body_id,
        wave=row.wave,
        book=row.book,
        opened_on=row.opened_on,
        closes_on=row.closes_on,
        closed_on=row.closed_on,
        headcount=row.headcount,
        sector=row.sector,
        area=row.area,
        asked=read_asked(row.asked),
        protection=Protection.from_json(json.loads(row.protection)),
        protection_sha256=row.protection_sha256,
        published=None if row.published is None else read_published(row.published),
        release_id=row.release_id,
        codes_drawn=row.codes_drawn,
    )


def find_survey(session: Session, survey_id: str) -> Survey | None:
    """The survey with this id, None if there is none."""
    row = session.get(SurveyRow, survey_id)
    return None if row is None else as_survey(row)


def surveys_of(session: Session, firm_id: str) -> Sequence[Survey]:
    """The surveys of a firm, newest first."""
    query = select(SurveyRow).where(_S.firm_id == firm_id).order_by(_S.wave.desc())
    return [as_survey(row) for row in session.scalars(query)]


def last_closed_on(session: Session, firm_id: str) -> date | None:
    """The day on which the last closed survey of a firm was closed, None if it has none."""
    last: date | None = session.scalar(select(func.max(_S.closed_on)).where(_S.firm_id == firm_id))
    return last


def surveys_due(session: Session, on: date, most: int) -> Sequence[str]:
    """The ids of at most `most` surveys that are not closed though their last day is past."""
    query = select(_S.id).where(_S.closed_on.is_(None), _S.closes_on < on)
    return session.scalars(query.order_by(_S.closes_on, _S.id).limit(most)).all()


def find_pool(session: Session, release_id: str) -> Pool | None:
    """The published pool with this id."""
    row = session.get(ReleaseRow, release_id)
    return None if row is None else as_pool(row)


def pool_for(session: Session, survey: Survey) -> Pool | None:
    """The pool that stands in where a survey has no results of its own: the one that it came into, else, while it
    waits, the newest of its sector and area.
    """
    if survey.published is None or survey.published.state != "pooled":
        return None
    if survey.release_id is not None:
        return find_pool(session, survey.release_id)
    query = select(ReleaseRow).where(_R.sector == survey.sector, _R.area == survey.area)
    row = session.scalars(query.order_by(_R.released_on.desc(), _R.id).limit(1)).first()
    return None if row is None else as_pool(row)


def as_pool(row: ReleaseRow) -> Pool:
    """A row as a noun, without its firms."""
    return Pool(
        row.id,
        row.sector,
        row.area,
        row.released_on,
        row.answers,
        read_asked(row.asked),
        read_cells(json.loads(row.published)),
    )


def all_pools(session: Session) -> Sequence[Pool]:
    """The published pools, newest first, then by area and sector."""
    query = select(ReleaseRow).order_by(_R.released_on.desc(), _R.area, _R.sector, _R.id)
    return [as_pool(row) for row in session.scalars(query)]


def lines_for_consultant(session: Session, vault: Vault, survey: Survey) -> Sequence[str]:
    """The free lines of a firm's survey, or of the pool that its answers went into; by alphabet, so without any order
    of arrival. Nothing while the survey is open, or while its pool waits.
    """
    if survey.published is None:
        return []
    if survey.published.state == "published":
        surveys = [survey.id]
    elif survey.release_id is not None:
        surveys = list(session.scalars(select(_S.id).where(_S.release_id == survey.release_id)))
    else:
        return []
    sealed = session.scalars(select(_L.sealed).where(_L.survey_id.in_(surveys)))
    return sorted(str(vault.open(text)) for text in sealed)
