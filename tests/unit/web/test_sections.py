"""How far each section is, how long the rest takes, and where a question, a save and a section lead."""

from collections.abc import Mapping

import pytest

from cip.assessment.engine import check_up_bound
from cip.assessment.minutes import minutes_of
from cip.web.firm.sections import (
    ALREADY,
    DUTIES,
    PROFILE,
    Part,
    open_answers,
    order,
    parts,
    question_section,
    question_url,
    section_name,
    target,
)
from cip.web.firm.visit import Visit
from tests.unit.documents.papers import PART, the_pack
from tests.unit.web.visits import BASE, page, visit_of

EMPTY: Visit = visit_of({})
AREAS = tuple(the_pack().areas)


def part(visit: Visit, section: str) -> Part:
    return next(found for found in parts(visit) if found.id == section)


def everywhere(answer: object) -> dict[str, dict[str, object]]:
    """The same answer to every indicator."""
    return {"facts": {"workers": 7}, "indicators": dict.fromkeys(the_pack().indicators, answer)}


class TestParts:
    """What the hub counts."""

    def test_nothing_answered_is_all_to_do_and_takes_the_minutes_of_the_pack(self) -> None:
        found = parts(EMPTY)
        assert [item.id for item in found] == [PROFILE, *AREAS, DUTIES]
        assert {item.progress for item in found} == {"todo"}
        assert part(EMPTY, DUTIES).minutes_left == pytest.approx(minutes_of(the_pack()).duties)
        for area in AREAS:
            assert part(EMPTY, area).minutes_left == pytest.approx(float(the_pack().areas[area].minutes))

    def test_as_many_answers_lack_as_the_result_lists(self) -> None:
        for file in ({}, PART, everywhere("unknown"), everywhere(2)):
            visit = visit_of(file)  # type: ignore[arg-type]
            assert open_answers(parts(visit)) == len(check_up_bound(visit.bound, visit.answers).unknown)

    def test_one_answer_starts_an_area_and_all_of_them_end_it(self) -> None:
        codes = [item.id for item in the_pack().of_area["T"]]
        some = part(visit_of({"facts": {"workers": 7}, "indicators": {codes[0]: 2}}), "T")
        assert (some.progress, some.settled, some.open) == ("started", 1, some.asked - 1)
        assert 0 < some.minutes_left < float(the_pack().areas["T"].minutes)
        whole = part(visit_of(everywhere(2)), "T")
        assert (whole.progress, whole.open, whole.minutes_left) == ("done", 0, 0)

    def test_not_knowing_settles_a_question_and_still_leaves_it_open(self) -> None:
        found = part(visit_of(everywhere("unknown")), "T")
        assert found.progress == "done"
        assert found.open == found.unknown == found.asked
        assert found.minutes_left == 0

    def test_what_was_copied_waits_for_a_yes_and_is_not_done(self) -> None:
        codes = [item.id for item in the_pack().of_area["T"]]
        copied = frozenset({("indicators", codes[0]), ("indicators", "gone"), ("notes", codes[1])})
        found = part(visit_of(everywhere(2), carried=copied), "T")
        assert (found.to_confirm, found.progress) == (1, "started")

    def test_a_duty_that_the_facts_settle_is_settled_and_no_start(self) -> None:
        file = {"facts": {"workers": 7, "leave_cases_24m": 0, "father_cases_24m": 0}}
        settled = part(visit_of(file), DUTIES)
        assert settled.settled >= part(EMPTY, DUTIES).settled
        assert settled.progress == "todo"
        unknown = part(visit_of({"duties": {"risk_assessment": "unknown"}}), DUTIES)
        assert (unknown.unknown, unknown.progress) == (1, "started")


class TestWhere:
    """Every question has one place, and every save leads on."""

    def test_every_question_stands_in_its_section(self) -> None:
        pack = the_pack()
        places: dict[str, Mapping[str, object]] = {PROFILE: pack.facts, DUTIES: pack.duties}
        for section, identifiers in places.items():
            assert {question_section(EMPTY, item) for item in identifiers} == {section}
        assert {question_section(EMPTY, item) for item in (*pack.needs, *pack.measures)} == {ALREADY}
        for code, indicator in pack.indicators.items():
            assert question_section(EMPTY, code) == indicator.area

    @pytest.mark.parametrize(
        ("identifier", "place"),
        [
            ("T1", "/area/T#q-T1"),
            ("risk_assessment", "/duties#q-risk_assessment"),
            ("workers", "/profile#q-workers"),
            ("shifts", "/profile/hours#q-shifts"),
            ("M05", "/already#M05"),
            ("N04", "/already#N04"),
        ],
    )
    def test_a_question_has_an_address(self, identifier: str, place: str) -> None:
        with page():
            assert question_url(EMPTY, identifier) == BASE + place

    def test_next_and_previous_go_through_all_sections_and_end_at_the_hub(self) -> None:
        sections = order(EMPTY)
        assert sections == (PROFILE, *AREAS, DUTIES, ALREADY)
        with page():
            on = [target(EMPTY, section, "next") for section in sections]
            back = [target(EMPTY, section, "previous") for section in sections]
            assert {target(EMPTY, section, "hub") for section in sections} == {BASE}
            assert [target(EMPTY, section, None) for section in sections] == on
        areas = [f"{BASE}/area/{area}" for area in AREAS]
        assert on == [*areas, f"{BASE}/duties", f"{BASE}/already", BASE]
        last_group = list(the_pack().groups)[-1]
        assert back == [BASE, f"{BASE}/profile/{last_group}", *areas, f"{BASE}/duties"]

    def test_a_section_has_a_name_in_the_language_of_the_page(self) -> None:
        with page():
            italian = [section_name(EMPTY, section) for section in order(EMPTY)]
        with page("en"):
            english = [section_name(EMPTY, section) for section in order(EMPTY)]
        assert italian[0] == "Profilo dell'impresa"
        assert italian[1] == the_pack().areas[AREAS[0]].name.it
        assert english[1] == the_pack().areas[AREAS[0]].name.en
        assert all(one != other for one, other in zip(italian, english, strict=True))
