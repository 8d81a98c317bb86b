"""Answers that wait for a pool are released as soon as the pool may be published, all of them together."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import select

from cip.database.locks import lock_words
from cip.database.work import Work
from cip.kernel.canonical import canonical_json
from cip.parties.reads import find_firm, firms_taken_over
from cip.parties.reads.belonging import people_ever_of
from cip.voice.pools import Contribution, Release, groups_by_people, release
from cip.voice.reads.surveys import as_pool, as_survey
from cip.voice.records import ReleaseRow, SurveyRow
from cip.voice.surveys import Survey, asked_text, cells_json
from cip.voice.vault import Vault


def release_pools(work: Work, vault: Vault, sector: str, area: str, *, on: date) -> str | None:
    """Publish the pool of a sector in an area if the rules allow it; its id, None while it waits.

    Of a firm with several surveys waiting only the newest comes in, the older ones wait no more. Surveys under another
    protection, or of another book of questions, are another pool.
    """
    lock_words(work.session, f"pool {sector} {area}")
    waiting = _waiting(work, sector, area)
    if not waiting:
        return None
    newest = max(waiting, key=lambda pair: (pair[0].opened_on, pair[0].id))[0]
    alike = [pair for pair in waiting if (pair[0].book, pair[0].protection) == (newest.book, newest.protection)]
    firm_of = _firms(work)
    order = sorted(alike, key=lambda pair: (pair[0].opened_on, pair[0].wave))
    members = {firm_of(survey.firm_id): (survey, row) for survey, row in order}
    asked = tuple(question for question in newest.asked if all(question in one.asked for one, _row in members.values()))
    groups = _groups(work, members)
    pooled = release(
        [_contribution(vault, firm, groups[firm], row) for firm, (_survey, row) in members.items()],
        asked,
        newest.protection,
        _earlier(work, vault, sector, area, firm_of),
    )
    if pooled is None:
        return None
    kept = ReleaseRow(
        id=work.new_id(),
        sector=sector,
        area=area,
        released_on=on,
        answers=pooled.answers,
        asked=asked_text(asked),
        published=canonical_json(cells_json(pooled.cells)),
        sealed_firms=vault.close(dict(pooled.firms)),
    )
    work.session.add(kept)
    work.session.flush()
    for survey, row in alike:
        if firm_of(survey.firm_id) in members:
            row.release_id = kept.id
    work.session.flush()
    return kept.id


def _waiting(work: Work, sector: str, area: str) -> list[tuple[Survey, SurveyRow]]:
    s = SurveyRow.__table__.columns
    query = select(SurveyRow).where(
        s.sector == sector, s.area == area, s.closed_on.is_not(None), s.release_id.is_(None)
    )
    pairs = [(as_survey(row), row) for row in work.session.scalars(query.order_by(s.id))]
    return [pair for pair in pairs if pair[0].published is not None and pair[0].published.state == "pooled"]


def _contribution(vault: Vault, firm: str, group: str, row: SurveyRow) -> Contribution:
    counted = cast("Mapping[str, Any]", vault.open(row.sealed_counts or ""))
    counts = {key: tuple(counts) for key, counts in counted["counts"].items()}
    return Contribution(firm, counted["answers"], counts, group)


def _groups(work: Work, firms: Iterable[str]) -> Mapping[str, str]:
    """Firms that share anybody, today or once, also by way of a firm that they took over, are one group."""
    of = {firm: [firm, *(gone.id for gone in firms_taken_over(work.session, firm))] for firm in firms}
    people = people_ever_of(work.session, [one for some in of.values() for one in some])
    return groups_by_people({firm: {person for one in some for person in people[one]} for firm, some in of.items()})


def _firms(work: Work) -> Callable[[str], str]:
    """The firm that speaks for a firm: itself, or the one that took it over; the same people come in once."""

    @cache
    def firm_of(firm_id: str) -> str:
        firm = find_firm(work.session, firm_id)
        return firm.merged_into if firm is not None and firm.merged_into is not None else firm_id

    return firm_of


def _earlier(work: Work, vault: Vault, sector: str, area: str, firm_of: Callable[[str], str]) -> list[Release]:
    r = ReleaseRow.__table__.columns
    rows = work.session.scalars(select(ReleaseRow).where(r.sector == sector, r.area == area)).all()
    found = []
    for row in rows:
        pool, firms = as_pool(row), Counter[str]()
        for firm, answers in cast("Mapping[str, int]", vault.open(row.sealed_firms)).items():
            firms[firm_of(firm)] += answers
        found.append(Release(firms, pool.answers, pool.cells, pool.asked))
    return found
