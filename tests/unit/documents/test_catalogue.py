"""One measure as a page tells it: for anybody with both ends, for a firm with those of its size."""

from functools import lru_cache

import pytest

from cip.documents.catalogue import Catalogue, MeasureSheet, catalogue_for
from cip.documents.citing import Citer
from cip.kernel.texts import LANGUAGES, Language
from cip.rulebook.guides import NO_GUIDES, GuideBook, read_guides
from cip.rulebook.shapes import model
from tests.unit.documents.papers import ON, RULES, the_pack

CODES = list(the_pack().measures)


@lru_cache(maxsize=1)
def the_guides() -> GuideBook:
    return read_guides(RULES, "cip-2026")


def catalogue(band: str | None = None, language: Language = "it", guides: GuideBook | None = None) -> Catalogue:
    cite = Citer(the_pack().content.law, ON, language)
    return catalogue_for(the_pack(), guides or the_guides(), cite, language, band)


@lru_cache(maxsize=512)
def sheet(code: str, band: str | None = None, language: Language = "it") -> MeasureSheet:
    return catalogue(band, language).sheet(code)


def words(sentence: str) -> str:
    return the_pack().content.reasons[sentence].it


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("band", [None, *model.BANDS])
def test_every_measure_has_a_whole_sheet(band: str | None, language: Language) -> None:
    for code in CODES:
        found = sheet(code, band, language)
        assert found.code == code
        assert all((found.name, found.what, found.cost, found.lead, found.forms, found.prerequisites, found.proof))
        assert all((found.decides, found.how, found.example))
        assert all(item.name and item.text for item in (*found.raises, *found.papers))
        assert [item.key for item in found.law] == list(the_pack().measures[code].law)


@pytest.mark.parametrize("code", CODES)
def test_cost_and_time_are_both_ends_for_anybody_and_one_for_a_firm(code: str) -> None:
    measure = the_pack().measures[code]
    lower, upper = words(f"cost_{measure.cost[0]}"), words(f"cost_{measure.cost[1]}")
    assert sheet(code).cost == (lower if lower == upper else f"{lower} oppure {upper}")
    assert sheet(code, "a").cost == sheet(code, "b").cost == upper
    assert sheet(code, "c").cost == sheet(code, "d").cost == lower
    soon, late = words(f"lead_{measure.lead[0]}"), words(f"lead_{measure.lead[1]}")
    assert sheet(code).lead == (soon if soon == late else f"{soon} oppure {late}")
    assert (sheet(code, "a").lead, sheet(code, "d").lead) == (late, soon)


@pytest.mark.parametrize("code", CODES)
def test_the_sizes_are_those_of_the_bands(code: str) -> None:
    suited = [band for band in the_pack().content.bands if band.id in the_pack().measures[code].sizes]
    found = sheet(code).sizes
    if len(suited) == len(model.BANDS):
        assert found is None
        return
    assert found is not None
    first, last = suited[0], suited[-1]
    numbers = {int(word) for word in found.split() if word.isdigit()}
    ends = {first.start} if first.id != "a" else set()
    ends |= {last.end} if last.id != "d" and last.end is not None else set()
    assert numbers == ends


def test_what_comes_first_and_what_it_opens_are_two_sides_of_one_thing() -> None:
    first = {(code, item.id) for code in CODES for item in sheet(code).first}
    opened = {(item.id, code) for code in CODES for item in sheet(code).opens}
    assert first
    assert first == opened
    hard = {(code, item.id) for code, m in the_pack().measures.items() for item in m.after if item.hard}
    assert first == hard
    soft = {(code, item.id) for code in CODES for item in sheet(code).better_after}
    assert soft
    assert not soft & first


def test_it_leads_to_the_step_of_the_size_and_for_anybody_to_the_highest() -> None:
    for code, measure in the_pack().measures.items():
        for raised, general, small in zip(measure.raises, sheet(code).raises, sheet(code, "a").raises, strict=True):
            steps = the_pack().indicators[raised.indicator].steps
            assert general.text == steps[max(raised.target.values())].it
            assert small.text == steps[raised.target["a"]].it


def test_with_others_is_said_where_it_is_so_for_the_size() -> None:
    code = next(code for code, m in the_pack().measures.items() if m.together and "d" not in m.together)
    size = the_pack().measures[code].together[0]
    assert sheet(code).with_others
    assert sheet(code, size).with_others
    assert not sheet(code, "d").with_others


def test_a_measure_without_a_guide_has_the_rest_of_its_sheet() -> None:
    found = catalogue(guides=NO_GUIDES).sheet("M05")
    assert (found.decides, found.how, found.example, found.papers) == (None, (), None, ())
    assert (found.name, found.cost) == (sheet("M05").name, sheet("M05").cost)


def test_a_code_that_is_no_measure_is_refused_and_a_band_that_is_none_means_anybody() -> None:
    with pytest.raises(KeyError):
        catalogue().sheet("M99")
    assert catalogue("z").band is None
    assert catalogue("z").sheet("M05") == sheet("M05")
