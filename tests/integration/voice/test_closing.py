"""Surveys close by themselves, people are told, and a merger of firms joins no two sheets."""

from datetime import timedelta

import sqlalchemy as sa

from cip.database.base import Base
from cip.database.work import open_reading
from cip.parties.reads import find_person
from cip.voice.actions import close_due
from cip.voice.reads import all_pools, pool_for, surveys_due
from tests.integration.voice.voices import DAY, FIRMS, Voices

LAST = DAY + timedelta(days=10)


def close_all(voices: Voices, days: int) -> int:
    with voices.cast.work() as work:
        return close_due(work, voices.vault, on=LAST + timedelta(days=days), most=25)


def lines_left(voices: Voices) -> int:
    with open_reading(voices.cast.database) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Base.metadata.tables["survey_lines"])) or 0


def test_a_survey_closes_the_day_after_its_last_and_its_people_are_told_once(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    for code in voices.codes(survey)[:5]:
        voices.answer(survey, code, "N01")
    assert close_all(voices, 0) == 0
    assert voices.survey(survey).published is None
    assert close_all(voices, 1) == 1
    found = voices.survey(survey)
    assert found.published is not None
    assert (found.published.answers, found.closed_on) == (5, LAST + timedelta(days=1))
    with open_reading(voices.cast.database) as session:
        people = [find_person(session, one) for one in (voices.cast.ada, voices.cast.bruno)]
        assert surveys_due(session, LAST + timedelta(days=99), 5) == []
    told = sorted((one.email, f"/{one.language}/firm/{voices.cast.firm}/voice/{survey}") for one in people if one)
    assert voices.mails() == told
    assert close_all(voices, 2) == 0
    voices.close(survey)
    assert voices.mails() == told


def test_closed_by_hand_people_are_told_too(voices: Voices) -> None:
    voices.run(voices.cast.firm, 6)
    assert len(voices.mails()) == 2


def test_a_merger_closes_the_open_survey_and_tells_nobody(voices: Voices) -> None:
    stays = voices.firm(FIRMS[0])
    survey = voices.open(voices.cast.firm, 6)
    for code in voices.codes(survey):
        voices.answer(survey, code, "N01", line="Una riga")
    voices.merge(voices.cast.firm, stays)
    found = voices.survey(survey)
    assert found.published is not None
    assert found.firm_id == voices.cast.firm, "it stays with the firm that is no more"
    assert (voices.mails(), lines_left(voices)) == ([], 0)


def test_after_a_merger_the_sheet_of_the_firm_that_went_is_an_earlier_one(voices: Voices) -> None:
    """Four people were never told on their own: the sheet of all ten less that of the other six would tell of them."""
    stays = voices.firm(FIRMS[0])
    six = voices.run(voices.cast.firm, 6, *[("N01",)] * 3, *[("N02",)] * 3)
    assert six.published is not None
    assert [cell.said for cell in six.published.cells["needs"]][:2] == ["count", "count"]
    voices.merge(voices.cast.firm, stays)
    ten = voices.run(stays, 10, *[("N01",)] * 4, *[("N02",)] * 6)
    assert ten.published is not None
    cells = ten.published.cells["needs"]
    assert [(cell.low, cell.high) for cell in cells[:2]] == [(0, 10), (0, 10)]


def test_the_same_people_come_into_a_pool_once_after_a_merger(voices: Voices) -> None:
    stays, *others = (voices.firm(code) for code in FIRMS)
    voices.run(voices.cast.firm, 4, *[("N01",)] * 4)
    voices.merge(voices.cast.firm, stays)
    voices.run(stays, 4, *[("N01",)] * 4)
    for firm in others:
        last = voices.run(firm, 4, *[("N01",)] * 4)
    assert last.release_id is None, "twenty-four answers, but of five firms"
    with open_reading(voices.cast.database) as session:
        assert all_pools(session) == []
        assert pool_for(session, last) is None


def test_a_survey_that_waits_borrows_the_newest_pool_of_its_area(voices: Voices) -> None:
    others = [voices.firm(code) for code in FIRMS]
    first = voices.run(voices.cast.firm, 4, *[("N01",)] * 4)
    for firm in others:
        voices.run(firm, 4, *[("N01",)] * 4)
    waiting = voices.run(others[0], 4, *[("N02",)] * 4)
    assert waiting.release_id is None
    with open_reading(voices.cast.database) as session:
        mine, borrowed = pool_for(session, voices.survey(first.id)), pool_for(session, waiting)
    assert mine is not None
    assert mine == borrowed
