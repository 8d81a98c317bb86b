"""A survey from its opening to its results, and all that must not be found in the database on the way."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa

from cip.database.base import Base
from cip.database.work import open_reading
from cip.parties.actions.add_member import add_member
from cip.parties.actions.leave_party import leave_party
from cip.parties.actions.revoke_mandate import revoke_mandate
from cip.parties.reads import mandates_given
from cip.voice.actions import (
    CodeUnknownError,
    DrawnAlreadyError,
    NoConsultancyError,
    NotOpenError,
    OpenAlreadyError,
    answer,
    code_is_open,
    draw_codes,
    purge_lines,
)
from cip.voice.reads import all_pools, find_pool, lines_for_consultant
from tests.integration.voice.voices import DAY, FIRMS, Voices

SECRET = ("survey_tokens", "survey_answers", "survey_lines")


def rows(voices: Voices, table: str) -> list[tuple[object, ...]]:
    with open_reading(voices.cast.database) as session:
        return [tuple(row) for row in session.execute(sa.select(Base.metadata.tables[table]))]


def test_results_come_after_closing_and_the_answers_go(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    for code in voices.codes(survey):
        voices.answer(survey, code, "N01", "N02", line=f"riga {code}")
    assert voices.survey(survey).published is None
    voices.close(survey)
    found = voices.survey(survey)
    assert found.published is not None
    assert (found.published.state, found.published.answers) == ("published", 6)
    assert [cell.said for cell in found.published.cells["needs"]] == ["most", "most", "few"]
    assert rows(voices, "survey_answers") == rows(voices, "survey_tokens") == []
    with open_reading(voices.cast.database) as session:
        lines = lines_for_consultant(session, voices.vault, found)
    assert len(lines) == 6
    assert lines == sorted(lines)
    with voices.cast.work() as work:
        assert purge_lines(work, DAY + timedelta(days=366), 365) == 1
    assert rows(voices, "survey_lines") == []


def test_a_firm_of_four_gets_nothing_and_goes_into_a_pool_of_six(voices: Voices) -> None:
    others = [voices.firm(code) for code in FIRMS]
    first = voices.run(voices.cast.firm, 4, *[("N01",)] * 4)
    assert first.published is not None
    assert (first.published.state, first.published.because) == ("pooled", "few_workers")
    assert (first.published.answers, dict(first.published.cells)) == (None, {})
    for firm in others[:4]:
        voices.run(firm, 4, *[("N01",)] * 2, *[("N01", "N02")] * 2)
    with open_reading(voices.cast.database) as session:
        assert all_pools(session) == [], "twenty answers, but with two firms taken out twelve"
    last = voices.run(others[4], 4, *[("N02",)] * 4)
    assert last.release_id is not None
    with open_reading(voices.cast.database) as session:
        pool = find_pool(session, last.release_id)
    assert pool is not None
    assert pool.answers == 24
    assert [(cell.low, cell.high) for cell in pool.cells["needs"]] == [(14, 24), (12, 12), (0, 10)]
    assert voices.survey(first.id).release_id == last.release_id


@pytest.mark.parametrize("later", [False, True])
def test_firms_of_one_owner_are_one_firm_in_a_pool_also_after_the_owner_left(voices: Voices, later: bool) -> None:
    """Two firms whose answers an employer made up, beside four of others: taken out, sixteen are left."""
    mine = [voices.firm(code, voices.cast.ada) for code in FIRMS[:2]]
    if later:
        other = voices.cast.person("straw")
        with voices.cast.work() as work:
            for firm in mine:
                add_member(work, other, party_kind="firm", party_id=firm, role="owner")
        with voices.cast.work() as work:
            for firm in mine:
                leave_party(work, voices.cast.membership(voices.cast.ada, firm))
    for firm in (voices.cast.firm, *mine, *(voices.firm(code) for code in FIRMS[2:])):
        voices.run(firm, 4, *[("N01",)] * 4)
    with open_reading(voices.cast.database) as session:
        assert all_pools(session) == [], "twelve of twenty-four are of one owner"


def test_a_released_pool_never_grows(voices: Voices) -> None:
    for firm in (voices.cast.firm, *(voices.firm(code) for code in FIRMS)):
        voices.run(firm, 4, *[("N01",)] * 4)
    voices.run(voices.firm("01234560033"), 2, ("N02",), ("N02",))
    with open_reading(voices.cast.database) as session:
        assert [pool.answers for pool in all_pools(session)] == [24]


def test_a_code_works_once_and_a_wrong_one_never(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    codes = voices.codes(survey)
    assert len(set(codes)) == 6
    with open_reading(voices.cast.database) as session:
        assert code_is_open(session, survey, f" {codes[0][:4]}-{codes[0][4:].lower()} ")
        assert not code_is_open(session, survey, "WRONG")
    voices.answer(survey, codes[0], "N01")
    for typed in (codes[0], "", "X" * 300, codes[1] + "A"):
        with pytest.raises(CodeUnknownError):
            voices.answer(survey, typed, "N01")
    assert len(rows(voices, "survey_answers")) == 1


def test_of_two_who_send_one_code_at_once_one_answers(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    code = voices.codes(survey)[0]
    start = Barrier(2)

    def send(need: str) -> bool:
        start.wait()
        try:
            voices.answer(survey, code, need)
        except CodeUnknownError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, ("N01", "N02"))) == [False, True]
    assert len(rows(voices, "survey_answers")) == 1


def test_drawing_again_begins_anew_so_that_no_count_shows(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    old = voices.codes(survey)
    voices.answer(survey, old[0], "N01", line="una riga")
    entries = len(rows(voices, "audit_entries"))
    with pytest.raises(DrawnAlreadyError):
        voices.codes(survey)
    assert len(rows(voices, "survey_answers")) == 1, "nothing was lost"
    assert len(rows(voices, "audit_entries")) == entries
    new = voices.codes(survey, again=True)
    assert len(new) == 6
    assert voices.survey(survey).codes_drawn == 2
    assert len(rows(voices, "audit_entries")) > entries, "who wiped the answers out is on record"
    assert rows(voices, "survey_answers") == rows(voices, "survey_lines") == []
    with pytest.raises(CodeUnknownError):
        voices.answer(survey, old[1], "N01")


def test_nothing_is_taken_after_the_last_day_or_after_closing(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    codes = voices.codes(survey)
    with voices.cast.work() as work, pytest.raises(NotOpenError):
        answer(work, voices.vault, survey, codes[0], {}, None, on=DAY + timedelta(days=11))
    voices.close(survey)
    voices.close(survey)
    with pytest.raises(NotOpenError):
        voices.answer(survey, codes[0])
    with voices.cast.work() as work, pytest.raises(NotOpenError):
        draw_codes(work, survey, lambda alphabet, length: "A" * length, on=DAY)


def test_after_the_last_day_no_codes_are_drawn_and_no_answer_goes(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    for code in voices.codes(survey):
        voices.answer(survey, code, "N04")
    with voices.cast.work() as work, pytest.raises(NotOpenError):
        draw_codes(work, survey, lambda alphabet, length: "A" * length, on=DAY + timedelta(days=11))
    voices.close(survey)
    found = voices.survey(survey).published
    assert found is not None
    assert found.answers == 6


def test_no_survey_without_a_consultancy_and_one_at_a_time(voices: Voices) -> None:
    voices.open(voices.cast.firm, 6)
    with pytest.raises(OpenAlreadyError):
        voices.open(voices.cast.firm, 6)
    firm = voices.firm(FIRMS[0])
    with voices.cast.work() as work:
        for one in mandates_given(work.session, firm):
            revoke_mandate(work, one.mandate.id)
    with pytest.raises(NoConsultancyError):
        voices.open(firm, 6)


def test_protection_and_questions_stay_as_they_were_at_the_opening(voices: Voices) -> None:
    survey = voices.survey(voices.open(voices.cast.firm, 6))
    assert survey.protection.sha256 == survey.protection_sha256
    assert survey.protection.minimum == 5


def test_between_codes_and_answers_there_is_nothing_in_common(voices: Voices) -> None:
    """No column in common but the survey, no moment, no number, no reference between them; nothing in clear."""
    inspector = sa.inspect(voices.cast.database.engine)
    columns = {table: {column["name"]: column for column in inspector.get_columns(table)} for table in SECRET}
    assert {table: set(found) for table, found in columns.items()} == {
        "survey_tokens": {"survey_id", "digest"},
        "survey_answers": {"survey_id", "id", "sealed"},
        "survey_lines": {"survey_id", "id", "sealed"},
    }
    for table in SECRET:
        kinds = {type(column["type"]) for column in columns[table].values()}
        assert all(issubclass(kind, sa.String) for kind in kinds), kinds
        assert {key["referred_table"] for key in inspector.get_foreign_keys(table)} == {"surveys"}
    survey = voices.open(voices.cast.firm, 6)
    codes = voices.codes(survey)
    for place, code in enumerate(codes):
        voices.answer(survey, code, f"N0{place % 3 + 1}", line="mia figlia Anna" if place else "corta")
    digests = {value for row in rows(voices, "survey_tokens") for value in row} - {survey}
    others = {value for table in SECRET[1:] for row in rows(voices, table) for value in row} - {survey}
    assert not digests & others
    assert not {row[1] for row in rows(voices, "survey_answers")} & {row[1] for row in rows(voices, "survey_lines")}
    assert len({len(str(row[2])) for table in SECRET[1:] for row in rows(voices, table)}) == 1
    assert "Anna" not in str(others)


def test_the_place_in_the_file_does_not_tell_who_came_last(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    for code in voices.codes(survey):
        voices.answer(survey, code, "N01")
    engine = voices.cast.database.engine
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with pytest.raises(sa.exc.OperationalError, match="no such column"):
                connection.execute(sa.text("SELECT rowid FROM survey_answers"))
            return
        order = connection.execute(sa.text("SELECT id, xmin::text FROM survey_answers ORDER BY ctid")).all()
    assert [row[0] for row in order] == sorted(row[0] for row in order)
    assert len({row[1] for row in order}) == 1, "all were written by the last of them"


def test_the_audit_says_nothing_of_answers(voices: Voices) -> None:
    survey = voices.open(voices.cast.firm, 6)
    codes = voices.codes(survey)
    before = len(rows(voices, "audit_entries"))
    voices.answer(survey, codes[0], "N01", line="una riga")
    assert len(rows(voices, "audit_entries")) == before
