"""Answers that want a second look: said at the question, kept with a reason; marks taken back; odd forms."""

import pytest
from flask import Flask

from cip.assessment.reads import current_answers
from cip.assessment.stored import StoredAnswers
from cip.database.work import open_reading
from cip.web.state import EXTENSION, State
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

LOOK = "Guardate ancora:"


def stored(owner: Owner) -> StoredAnswers:
    state: State = owner.site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        return current_answers(session, owner.check_up_id)


def shown(page: str, question: str) -> bool:
    """Whether the soft warning of a question is to be seen."""
    start = page.index(f'id="{question}-doubt"')
    return " hidden>" not in page[start : page.index(">", start) + 1]


@pytest.fixture
def doubtful(owner: Owner) -> Owner:
    """A firm without cases that says it does more for them than can have happened."""
    owner.profile(leave_cases_24m="0")
    return owner


def test_a_step_above_the_reachable_one_is_shown_once_with_its_reason(doubtful: Owner) -> None:
    first = doubtful.post("/area/C", {"C1": "4", "go": "next"})
    assert first.headers["Location"] == doubtful.base + "/area/C#q-C1", "the page comes again, at the question"
    page = doubtful.get("/area/C").text
    assert shown(page, "C1")
    assert not shown(page, "C2")
    assert "C'è stato un caso?" in page.replace("&#39;", "'")
    second = doubtful.post("/area/C", {"C1": "4", "C1.reason": " Il caso è di ieri. ", "go": "next"})
    assert second.headers["Location"] == doubtful.base + "/area/S"
    assert stored(doubtful).extra["reasons"] == {"C1": "Il caso è di ieri."}
    assert stored(doubtful).file["indicators"] == {"C1": 4}, "the answer itself stays as it was given"
    assert ">Il caso è di ieri.</textarea>" in doubtful.get("/area/C").text
    assert doubtful.post("/area/C", {"C1": "4", "go": "next"}).headers["Location"].endswith("/area/S")


def test_without_a_reason_one_may_go_on_too(doubtful: Owner) -> None:
    doubtful.post("/area/C", {"C1": "4"})
    assert doubtful.post("/area/C", {"C1": "4"}).headers["Location"].endswith("/area/S")
    assert stored(doubtful).extra["reasons"] == {}


def test_an_answer_that_is_hidden_keeps_nobody_on_its_page(owner: Owner) -> None:
    state: State = owner.site.extensions[EXTENSION]
    pack = state.packs.current[0]
    owner.profile()
    hidden = [fact for fact in pack.facts.values() if fact.applies and fact.asked]
    assert hidden
    owner.post("/profile", {fact.id: "1" if fact.type == "whole" else "yes" for fact in hidden})
    owner.profile(workers="1", leave_cases_24m="0", single_cover="yes", shifts="no")
    for group in pack.groups:
        path = "/profile" if group == next(iter(pack.groups)) else f"/profile/{group}"
        assert not owner.post(path, {"go": "next"}).headers["Location"].startswith(owner.base + path + "#"), group


def test_a_reason_can_be_taken_back_and_goes_with_the_doubt(doubtful: Owner) -> None:
    doubtful.post("/area/C", {"C1": "4", "C1.reason": "So."})
    doubtful.post("/area/C", {"C1.reason": ""})
    assert stored(doubtful).extra["reasons"] == {}
    doubtful.post("/area/C", {"C1": "1"})
    assert not shown(doubtful.get("/area/C").text, "C1")


def test_a_step_put_aside_by_the_profile_asks_why_at_its_place(owner: Owner) -> None:
    owner.profile()
    owner.post("/area/T", {"T1": "3"})
    owner.profile(single_cover="yes")
    page = owner.get("/area/T").text
    assert shown(page, "T1")
    assert "messa da parte" in page
    owner.post("/area/T", {"T1.reason": "Il sabato siamo in due."})
    assert stored(owner).extra["reasons"] == {"T1": "Il sabato siamo in due."}


def test_answers_of_the_profile_that_hardly_go_together_are_shown_there(owner: Owner) -> None:
    owner.post("/profile", {"children_6_14_told": "yes", "children_3_14_told": "no"})
    state: State = owner.site.extensions[EXTENSION]
    group = state.packs.current[0].group_of["children_6_14_told"]
    assert shown(owner.get(f"/profile/{group}").text, "children_6_14_told")


@pytest.mark.parametrize("odd", ["x" * 1001, ["a", "b"]])
def test_an_odd_reason_is_refused_at_its_field(doubtful: Owner, odd: object) -> None:
    answer = doubtful.post("/area/C", {"C1": "4", "C1.reason": odd})
    assert answer.status_code == 422
    assert 'href="#C1.reason"' in answer.text
    assert stored(doubtful).extra["reasons"] == {}


def test_a_reason_for_a_question_of_another_page_is_not_taken(owner: Owner) -> None:
    owner.post("/area/T", {"C1.reason": "x", "nothing.reason": "y", ".reason": "z"})
    assert stored(owner).extra["reasons"] == {}


class TestMarks:
    """«Does not apply», and back."""

    @pytest.fixture
    def marked(self, owner: Owner) -> Owner:
        """A step with its proof, then a mark over it."""
        code, reason = self.markable(owner.site)
        owner.post(f"/area/{code[0]}", {code: "3"})
        owner.post(f"/area/{code[0]}", {code: f"na:{reason}"})
        return owner

    @staticmethod
    def markable(site: Flask) -> tuple[str, str]:
        """An indicator with a reason that may be marked while nothing is known."""
        state: State = site.extensions[EXTENSION]
        for indicator in state.packs.current[0].indicators.values():
            for reason in indicator.not_applicable:
                return indicator.id, reason.id
        raise AssertionError("no indicator can be marked")

    def test_a_mark_that_is_taken_back_restores_the_step(self, marked: Owner) -> None:
        code, reason = self.markable(marked.site)
        assert stored(marked).file["indicators"][code] == {"not_applicable": reason}
        assert f'id="{code}-back"' in marked.get(f"/area/{code[0]}").text
        marked.post(f"/area/{code[0]}", {code: "back"})
        assert stored(marked).file["indicators"][code] == 3
        assert f'id="{code}-back"' not in marked.get(f"/area/{code[0]}").text

    def test_only_what_stood_right_before_the_mark_comes_back(self, marked: Owner) -> None:
        code, reason = self.markable(marked.site)
        marked.post(f"/area/{code[0]}", {code: "unknown"})
        assert f'id="{code}-back"' not in marked.get(f"/area/{code[0]}").text, "there is no mark to take back"
        marked.post(f"/area/{code[0]}", {code: f"na:{reason}"})
        assert f'id="{code}-back"' not in marked.get(f"/area/{code[0]}").text, "before it stood «I don't know»"

    def test_taking_back_what_is_not_there_changes_nothing(self, owner: Owner) -> None:
        owner.post("/area/T", {"T1": "2"})
        assert owner.post("/area/T", {"T1": "back"}).status_code == 303
        assert stored(owner).file["indicators"] == {"T1": 2}


def test_a_mark_that_the_profile_denies_gives_the_step_back(owner: Owner) -> None:
    owner.post("/area/C", {"C3": "2"})
    owner.post("/area/C", {"C3": "na:no_fathers_24_months"})
    owner.profile(leave_cases_24m="2", father_cases_24m="1")
    assert stored(owner).file["indicators"]["C3"] == 2


class TestOddForms:
    """What no browser sends."""

    @pytest.mark.parametrize(
        ("path", "form"),
        [
            ("/area/T", {"T1": ["1", "3"]}),
            ("/area/T", {"T1": ["1", "1"]}),
            ("/area/T", {"T4": "3", "T4.proof": ["2026-01-01", "2026-02-01"]}),
            ("/area/T", {"T1.note": ["a", "b"]}),
            ("/profile", {"workers": ["7", "8"]}),
            ("/duties", {"risk_assessment": ["yes", "no"]}),
            ("/already", {"N04": ["1", "2"]}),
        ],
    )
    def test_an_answer_that_comes_twice_is_refused(self, owner: Owner, path: str, form: dict[str, object]) -> None:
        answer = owner.post(path, form)
        assert answer.status_code == 422
        assert "arrivata due volte" in answer.text

    def test_an_empty_option_is_no_answer(self, owner: Owner) -> None:
        owner.post("/area/T", {"T1": "2"})
        owner.post("/area/T", {"T1": "", "T2": " "})
        owner.post("/duties", {"risk_assessment": ""})
        assert stored(owner).file["indicators"] == {"T1": 2}
        assert stored(owner).file["duties"] == {}

    def test_the_title_says_that_there_is_a_mistake(self, owner: Owner) -> None:
        assert "<title>Errore: " in owner.post("/area/T", {"T1": "9"}).text
