"""Each CHECK, key and reference of the tables of the voice refuses what it is there to refuse."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from tests.integration.refusing import refuses_each
from tests.integration.voice.voices import DAY, Voices

SURVEY: Mapping[str, object] = {
    "id": "s" * 32,
    "wave": 1,
    "book": "voce-test",
    "opened_on": DAY,
    "closes_on": DAY,
    "closed_on": None,
    "headcount": 6,
    "codes_drawn": 0,
    "sector": "shop",
    "area": "Monza",
    "asked": "[]",
    "protection": "{}",
    "protection_sha256": "d" * 64,
    "sealed_counts": None,
    "published": None,
    "release_id": None,
}
RELEASE: Mapping[str, object] = {
    "id": "r" * 32,
    "sector": "shop",
    "area": "Monza",
    "released_on": DAY,
    "answers": 10,
    "asked": "[]",
    "published": "{}",
    "sealed_firms": "x",
}
CLOSED = {"closed_on": DAY, "sealed_counts": "x", "published": "{}"}
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("surveys", "ck_surveys_id_length", {"id": "s"}),
    ("surveys", "ck_surveys_wave_counts", {"wave": 0}),
    ("surveys", "ck_surveys_headcount_range", {"headcount": 0}),
    ("surveys", "ck_surveys_headcount_range", {"headcount": 5000}),
    ("surveys", "ck_surveys_codes_drawn_counts", {"codes_drawn": -1}),
    ("surveys", "ck_surveys_closes_after_opening", {"closes_on": DAY - timedelta(days=1)}),
    ("surveys", "ck_surveys_counted_when_closed", {**CLOSED, "sealed_counts": None}),
    ("surveys", "ck_surveys_published_when_closed", {**CLOSED, "published": None}),
    ("surveys", "ck_surveys_sector_length", {"sector": ""}),
    ("surveys", "ck_surveys_area_length", {"area": ""}),
    ("surveys", "ck_surveys_protection_sha256_length", {"protection_sha256": "d"}),
    ("surveys", "fk_surveys_firm_id_firms", {"firm_id": "0" * 32}),
    ("surveys", "fk_surveys_body_id_bodies", {"body_id": "0" * 32}),
    ("surveys", "fk_surveys_release_id_survey_releases", {"release_id": "0" * 32}),
    ("survey_releases", "ck_survey_releases_id_length", {"id": "r"}),
    ("survey_releases", "ck_survey_releases_answers_counts", {"answers": 0}),
    ("survey_tokens", "ck_survey_tokens_digest_length", {"digest": "d"}),
    ("survey_tokens", "fk_survey_tokens_survey_id_surveys", {"survey_id": "0" * 32}),
    ("survey_answers", "ck_survey_answers_id_length", {"id": "a"}),
    ("survey_answers", "fk_survey_answers_survey_id_surveys", {"survey_id": "0" * 32}),
    ("survey_lines", "ck_survey_lines_id_length", {"id": "l"}),
    ("survey_lines", "fk_survey_lines_survey_id_surveys", {"survey_id": "0" * 32}),
]


def good(voices: Voices, table: str) -> dict[str, object]:
    """A row that every rule allows."""
    if table == "surveys":
        return {**SURVEY, "firm_id": voices.cast.firm, "body_id": voices.cast.body}
    if table == "survey_releases":
        return dict(RELEASE)
    if table == "survey_tokens":
        return {"survey_id": "s" * 32, "digest": "d" * 64}
    return {"survey_id": "s" * 32, "id": "a" * 32, "sealed": "x"}


def insert(voices: Voices, table: str, changes: Mapping[str, object]) -> None:
    # Past the Work, which audits: here the database alone decides.
    with voices.cast.database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables[table]).values(**{**good(voices, table), **changes}))


@pytest.mark.parametrize("table", sorted({table for table, _constraint, _changes in BREAKS}))
def test_odd_rows_are_refused(voices: Voices, subtests: pytest.Subtests, table: str) -> None:
    if table.startswith("survey_") and table != "survey_releases":
        insert(voices, "surveys", {})
    breaks = [one for one in BREAKS if one[0] == table]
    refuses_each(subtests, breaks, lambda table, changes: insert(voices, table, changes))


def test_a_firm_has_one_open_survey_and_each_wave_once(voices: Voices) -> None:
    insert(voices, "surveys", {})
    with pytest.raises(IntegrityError):
        insert(voices, "surveys", {"id": "t" * 32, "wave": 2})
    with pytest.raises(IntegrityError):
        insert(voices, "surveys", {"id": "t" * 32, **CLOSED})
    insert(voices, "surveys", {"id": "t" * 32, "wave": 2, **CLOSED})


@pytest.mark.parametrize("table", ["survey_tokens", "survey_answers", "survey_lines"])
def test_a_key_is_there_once(voices: Voices, table: str) -> None:
    insert(voices, "surveys", {})
    insert(voices, table, {})
    with pytest.raises(IntegrityError):
        insert(voices, table, {})
