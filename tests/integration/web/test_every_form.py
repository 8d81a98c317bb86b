"""What holds for every page of answers: two windows, a mistake while somebody else saves, too many saves at once."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from flask import Flask

from cip.assessment.actions import ChangedMeanwhileError, save_answers
from cip.assessment.merging import Question, held
from cip.assessment.reads import current_answers, latest_snapshot
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.web.firm import following, result, saving
from cip.web.firm.result import Conclusion, conclusion_of
from cip.web.state import EXTENSION, State
from tests.integration.web.conftest import NOW
from tests.integration.web.owner import Owner
from tests.integration.web.test_together import hidden, post_json, seq
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

Form = Mapping[str, str]
PLANNED = {"M01-state": "proposed", "M01-start": "2026-03-01", "M01-end": "", "M01-note": ""}
SITE = {"s1.workers": "4", "s1.single_cover": "no"}


@dataclass(frozen=True)
class Case:
    """One question of a page: what stood there, what two windows say, what is wrong, and the field that is named."""

    path: str
    question: Question
    first: Form
    theirs: Form
    mine: Form
    wrong: Form
    named: str


CASES = [
    Case("/area/T", ("indicators", "T1"), {}, {"T1": "1"}, {"T1": "2"}, {"T1": "9"}, "T1"),
    Case("/profile", ("facts", "workers"), {}, {"workers": "7"}, {"workers": "9"}, {"workers": "x"}, "workers"),
    Case(
        "/plan",
        ("plan", "M01"),
        {"add": "M01"},
        {**PLANNED, "M01-owner": "chi apre"},
        {**PLANNED, "M01-owner": "chi chiude"},
        {**PLANNED, "M01-owner": "chi chiude", "M01-end": "2026-01-01"},
        "M01-end",
    ),
    Case(
        "/sites",
        ("sites", "s1"),
        {},
        {**SITE, "s1.name": "Via Nord"},
        {**SITE, "s1.name": "Via Sud"},
        {**SITE, "s1.name": "Via Sud", "s1.workers": "x"},
        "s1.workers",
    ),
]
every_page = pytest.mark.parametrize("case", CASES, ids=lambda case: case.path)


def stored(owner: Owner, question: Question) -> object:
    state: State = owner.site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        return held(current_answers(session, owner.check_up_id), question)


def raced(owner: Owner, case: Case) -> tuple[str, object]:
    """What this window was drawn with, and what the other one saved since."""
    if case.first:
        assert owner.post(case.path, case.first).status_code == 303
    drawn = seq(owner, case.path)
    assert owner.post(case.path, {**case.theirs, "seq": drawn}).status_code == 303
    return drawn, stored(owner, case.question)


@every_page
def test_two_windows_show_both_answers_and_nothing_is_chosen(owner: Owner, case: Case) -> None:
    drawn, theirs = raced(owner, case)
    answer = owner.post(case.path, {**case.mine, "seq": drawn})
    assert answer.status_code == 409
    assert "Due risposte diverse" in answer.text
    assert " checked" not in answer.text
    assert stored(owner, case.question) == theirs
    form = hidden(answer.text)
    key = ".".join(case.question)
    assert form["choosing"] == [key]
    assert owner.post(case.path, form).status_code == 409, "not chosen yet"
    assert owner.post(case.path, {**form, f"choice.{key}": "theirs"}).status_code == 303
    assert stored(owner, case.question) == theirs
    assert owner.post(case.path, {**form, f"choice.{key}": "mine"}).status_code == 303
    assert stored(owner, case.question) != theirs


@every_page
def test_who_mends_a_mistake_does_not_overwrite_what_came_meanwhile(owner: Owner, case: Case) -> None:
    drawn, theirs = raced(owner, case)
    answer = owner.post(case.path, {**case.wrong, "seq": drawn})
    assert answer.status_code == 422
    assert f'name="seq" value="{drawn}"' in answer.text
    assert owner.post(case.path, {**case.mine, "seq": drawn}).status_code == 409
    assert stored(owner, case.question) == theirs


@every_page
def test_a_script_with_a_mistake_is_not_told_that_it_saw_the_other_answer(owner: Owner, case: Case) -> None:
    drawn, theirs = raced(owner, case)
    told = post_json(owner, case.path, {**case.wrong, "seq": drawn}).json
    assert told is not None
    assert case.named in told["mistakes"]
    assert str(told["seq"]) == drawn
    assert post_json(owner, case.path, {**case.mine, "seq": drawn}).status_code == 409
    assert stored(owner, case.question) == theirs


@every_page
@pytest.mark.parametrize("odd", ["", "x", "-1", "9999"])
def test_an_odd_origin_has_seen_nothing(owner: Owner, case: Case, odd: str) -> None:
    _drawn, theirs = raced(owner, case)
    assert owner.post(case.path, {**case.mine, "seq": odd}).status_code == 409
    assert stored(owner, case.question) == theirs


@every_page
def test_who_leaves_a_question_alone_keeps_the_others_answer(owner: Owner, case: Case) -> None:
    drawn, _theirs = raced(owner, case)
    newer = seq(owner, case.path)
    assert owner.post(case.path, {**case.mine, "seq": newer}).status_code == 303
    last = stored(owner, case.question)
    assert owner.post(case.path, {**case.theirs, "seq": newer}).status_code == 303
    assert stored(owner, case.question) == last
    assert drawn != newer


@every_page
def test_every_page_saves_by_itself_and_guards_what_is_not_saved(owner: Owner, case: Case) -> None:
    page = owner.get(case.path).text
    assert "data-autosave" in page
    assert "js/leaving.js" in page
    told = post_json(owner, case.path, {**case.theirs, "seq": seq(owner, case.path)})
    assert told.status_code == 200
    assert told.mimetype == "application/json"
    assert stored(owner, case.question) is not None


def test_an_answer_that_a_form_says_nothing_of_comes_with_the_fields(owner: Owner) -> None:
    drawn, _theirs = raced(owner, CASES[0])
    told = post_json(owner, "/area/T", {"T2": "3", "seq": drawn}).json
    assert told is not None
    assert told["fields"]["T1"] == "1", "no button of T1 was pressed in this window: it must not look unanswered"
    assert str(told["seq"]) == seq(owner)


def test_a_page_with_a_mistake_that_leaves_out_a_question_counts_as_drawn_before(owner: Owner) -> None:
    drawn, theirs = raced(owner, CASES[0])
    wrong = owner.post("/area/T", {"T4": "3", "T4.proof": "31/2/2026", "seq": drawn})
    assert f'name="seq" value="{drawn}"' in wrong.text
    assert owner.post("/area/T", {"T1": "4", "T4": "3", "T4.proof": "31/1/2026", "seq": drawn}).status_code == 409
    assert stored(owner, ("indicators", "T1")) == theirs


ALWAYS_FASTER = ["/area/T", "/plan", "/sites", "/sites/use"]


@pytest.mark.parametrize("path", ALWAYS_FASTER)
def test_too_many_saves_at_once_have_a_page_of_their_own(
    owner: Owner, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner.profile()
    owner.post("/sites", {**SITE, "s1.name": "Via Nord", "s2.name": "Via Sud", "s2.workers": "9"})

    def beaten(*_args: object, **_named: object) -> int:
        raise ChangedMeanwhileError

    monkeypatch.setattr(saving, "save_answers", beaten)
    answer = owner.post(path, {"T1": "1", "add": "M01", "s1.name": "Via Est"})
    assert answer.status_code == 503
    assert "Troppe modifiche insieme" in answer.text


@pytest.fixture
def late_answer(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Somebody answers K1 after the result was computed and before it is stored, the first time it is; how often it
    was computed.
    """
    state: State = owner.site.extensions[EXTENSION]
    computed: list[int] = []

    def and_then_somebody_answers(check_up_id: str) -> Conclusion:
        found = conclusion_of(check_up_id)
        if not computed:
            with open_work(state.database, actor=SYSTEM, now=NOW) as work:
                save_answers(work, check_up_id, {("indicators", "K1"): 2}, "test")
        computed.append(1)
        return found

    monkeypatch.setattr(following, "conclusion_of", and_then_somebody_answers)
    return computed


def test_a_closed_check_up_has_every_answer_in_its_last_result(
    site: Flask, owner: Owner, late_answer: list[int]
) -> None:
    owner.profile()
    assert owner.post("/close").status_code == 303
    assert len(late_answer) == 2, "decided anew"
    state: State = site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        last = latest_snapshot(session, owner.check_up_id)
        answers = current_answers(session, owner.check_up_id)
    assert last is not None
    assert last.number == 1, "the first try left nothing behind"
    assert '"K1":2' in last.answers
    assert last.answers == answers.canonical
    assert owner.get("/result").status_code == 200
    assert owner.post("/result").status_code == 303


def test_the_plan_takes_what_is_ticked_by_the_button_alone(owner: Owner) -> None:
    drawn = seq(owner, "/plan")
    told = post_json(owner, "/plan", {"add": "M01", "seq": drawn})
    assert told.status_code == 200
    assert stored(owner, ("plan", "M01")) is None
    assert owner.post("/plan", {"add": "M01", "seq": drawn}).status_code == 303
    assert stored(owner, ("plan", "M01")) == {"state": "proposed"}


def test_a_mistake_in_the_plan_keeps_what_was_ticked_beside_it(owner: Owner) -> None:
    owner.post("/already", {"in_use": ["", "M05"], "M05": "2025-09"})
    owner.post("/plan", {"add": "M01"})
    answer = owner.post("/plan", {**CASES[2].wrong, "add": "M05", "seq": seq(owner, "/plan")})
    assert answer.status_code == 422
    assert 'id="M05-start" name="M05-start" value="2025-09-01"' in answer.text


def test_a_mistake_in_a_measure_that_was_taken_out_meanwhile_still_has_its_field(owner: Owner) -> None:
    owner.post("/plan", {"add": "M01"})
    drawn = seq(owner, "/plan")
    owner.post("/plan", {**PLANNED, "M01-state": "out", "M01-owner": "", "seq": drawn})
    answer = owner.post("/plan", {**CASES[2].wrong, "seq": drawn})
    assert answer.status_code == 422
    assert 'href="#M01-end"' in answer.text
    assert 'id="M01-end"' in answer.text


def test_a_look_that_the_form_does_not_show_is_kept(owner: Owner) -> None:
    owner.post("/plan", {"add": "M01"})
    taken = {**PLANNED, "M01-owner": "", "M01-found6": "done", "M01-on6": "2026-10-01"}
    owner.post("/plan", {**taken, "seq": seq(owner, "/plan")})
    owner.post("/plan", {**PLANNED, "M01-owner": "chi apre", "M01-start": "", "seq": seq(owner, "/plan")})
    found = stored(owner, ("plan", "M01"))
    assert isinstance(found, dict)
    assert found["checked_6"] == {"on": "2026-10-01", "state": "done"}
    assert 'name="M01-found6"' in owner.get("/plan").text


def test_the_plan_says_what_will_be_printed_on_the_notice_board(owner: Owner) -> None:
    owner.post("/plan", {"add": "M01"})
    page = owner.get("/plan").text
    field = page[page.index('<label for="M01-note">') : page.index('id="M01-note"')]
    assert "La stampiamo così com'è nel foglio per la bacheca." in field.replace("&#39;", "'")


@pytest.mark.parametrize("path", ["/plan", "/timeline.xlsx", "/why-not", "/notice-board"])
def test_pages_without_charts_draw_none(owner: Owner, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner.profile()
    owner.conclude()

    def drawn(*_args: object, **_named: object) -> str:
        raise AssertionError("nobody shows it")

    for chart in ("area_chart", "radar_chart", "ladder_chart", *(["build_report"] if path == "/plan" else [])):
        monkeypatch.setattr(result, chart, drawn)
    assert owner.get(path).status_code == 200
