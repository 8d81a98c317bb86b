"""Two tabs, two people, one page: nobody's answer is overwritten unseen."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cip.assessment.reads import chain_faults_of_one, current_answers, events_after
from cip.database.work import open_reading
from cip.web.state import EXTENSION, State
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.worlds import ON_BOTH

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

SEQ = re.compile(r'name="seq" value="(\d+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
JSON = {"Accept": "application/json"}


def seq(owner: Owner, path: str = "/area/T") -> str:
    found = SEQ.search(owner.get(path).text)
    assert found, "every form says what it was drawn with"
    return found[1]


def indicators(owner: Owner) -> Mapping[str, object]:
    state: State = owner.site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        return current_answers(session, owner.check_up_id).file["indicators"]


def post_json(owner: Owner, path: str, data: Mapping[str, object]) -> TestResponse:
    form = {"seq": str(owner.last_seq()), **data, "csrf_token": owner.token()}
    return owner.client.post(owner.base + path, data=form, headers=JSON)


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of the conflict page's form."""
    form: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page):
        form.setdefault(name, []).append(unescape(value))
    form.pop("csrf_token", None)
    return form


@pytest.mark.parametrize("path", ["/profile", "/area/T", "/duties", "/already"])
def test_every_form_says_what_it_was_drawn_with(owner: Owner, path: str) -> None:
    before = int(seq(owner, path))
    owner.post("/area/K", {"K1": "2"})
    assert int(seq(owner, path)) == before + 1


def test_both_answers_are_shown_and_a_person_chooses(owner: Owner) -> None:
    drawn = seq(owner)
    owner.post("/area/T", {"T1": "1", "T2": "1", "seq": drawn})
    answer = owner.post("/area/T", {"T1": "2", "T1.note": "ours", "T3": "3", "seq": drawn, "go": "next"})
    assert answer.status_code == 409
    assert "Due risposte diverse" in answer.text
    assert "Gradino 1:" in answer.text
    assert "Gradino 2:" in answer.text
    assert "Già salvata alle 10:30" in answer.text
    assert indicators(owner) == {"T1": 1, "T2": 1, "T3": 3}, "the rest of the page is saved, the contested one waits"
    form = hidden(answer.text)
    assert form["choosing"] == ["indicators.T1"]
    undecided = owner.post("/area/T", form)
    assert undecided.status_code == 409
    assert "Scegliete una risposta per ogni domanda" in undecided.text
    assert indicators(owner)["T1"] == 1
    chosen = owner.post("/area/T", {**hidden(undecided.text), "choice.indicators.T1": "mine"})
    assert chosen.status_code == 303
    assert chosen.headers["Location"] == owner.base + "/area/L"
    assert indicators(owner) == {"T1": 2, "T2": 1, "T3": 3}


def test_theirs_may_be_chosen_too(owner: Owner) -> None:
    drawn = seq(owner)
    owner.post("/area/T", {"T1": "1", "seq": drawn})
    page = owner.post("/area/T", {"T1": "2", "seq": drawn}).text
    assert owner.post("/area/T", {**hidden(page), "choice.indicators.T1": "theirs"}).status_code == 303
    assert indicators(owner)["T1"] == 1


def test_a_choice_on_the_quick_page_still_knows_which_questions_that_page_asked(owner: Owner) -> None:
    drawn = seq(owner)
    owner.post("/area/T", {"T1": "1", "seq": drawn})
    answer = owner.post("/quick", {"T1": "2", "asked": "T1 K1", "go": "hub", "seq": drawn})
    assert answer.status_code == 409
    form = hidden(answer.text)
    assert (form["asked"], form["go"]) == (["T1 K1"], ["hub"])
    undecided = owner.post("/quick", form)
    assert undecided.status_code == 409
    assert hidden(undecided.text)["asked"] == ["T1 K1"]
    done = owner.post("/quick", {**hidden(undecided.text), "choice.indicators.T1": "mine"})
    assert done.location == f"{owner.base}"
    assert indicators(owner)["T1"] == 2


def test_a_third_answer_while_choosing_asks_again(owner: Owner) -> None:
    drawn = seq(owner)
    owner.post("/area/T", {"T1": "1", "seq": drawn})
    page = owner.post("/area/T", {"T1": "2", "seq": drawn}).text
    owner.post("/area/T", {"T1": "4"})
    again = owner.post("/area/T", {**hidden(page), "choice.indicators.T1": "mine"})
    assert again.status_code == 409
    assert "Gradino 4:" in again.text
    assert indicators(owner)["T1"] == 4


def test_what_this_form_did_not_touch_stays_as_the_other_left_it(owner: Owner) -> None:
    owner.post("/area/T", {"T1": "1", "T2": "1"})
    drawn = seq(owner)
    owner.post("/area/T", {"T1": "3", "seq": drawn})
    assert owner.post("/area/T", {"T1": "1", "T2": "2", "seq": drawn}).status_code == 303
    assert indicators(owner) == {"T1": 3, "T2": 2}


def test_an_empty_box_of_the_profile_does_not_take_a_number_away(owner: Owner) -> None:
    drawn = seq(owner, "/profile")
    owner.post("/profile", {"workers": "7", "seq": drawn})
    assert owner.post("/profile", {"workers": "", "sector": "shop", "seq": drawn}).status_code == 303
    state: State = owner.site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        assert current_answers(session, owner.check_up_id).file["facts"] == {"workers": 7, "sector": "shop"}


def test_a_form_without_an_origin_has_seen_nothing(owner: Owner) -> None:
    form = {"T1": "2", "T2": "3", "csrf_token": owner.token()}
    owner.post("/area/T", {"T1": "1"})
    answer = owner.client.post(f"{owner.base}/area/T", data=form)
    assert answer.status_code == 409
    assert "Due risposte diverse" in answer.text
    assert indicators(owner) == {"T1": 1, "T2": 3}, "what nobody answered yet is saved"
    quick = owner.client.post(f"{owner.base}/quick", data={**form, "T2": "2", "asked": "T1 T2"}, headers=JSON)
    assert quick.status_code == 409
    assert indicators(owner) == {"T1": 1, "T2": 3}


@pytest.mark.parametrize("odd", ["", "-1", "x", "1e3", "99999999999", "9999", "١"])
def test_an_odd_origin_has_seen_nothing(owner: Owner, odd: str) -> None:
    owner.post("/area/T", {"T1": "1"})
    assert owner.post("/area/T", {"T1": "2", "seq": odd}).status_code == 409
    assert owner.post("/area/T", {"T1": "2", "seq": ["1", "1"]}).status_code == 409
    assert indicators(owner)["T1"] == 1


def test_a_mistake_beside_a_conflict_comes_first_and_overwrites_nothing(owner: Owner) -> None:
    drawn = seq(owner)
    owner.post("/area/T", {"T1": "1", "seq": drawn})
    wrong = owner.post("/area/T", {"T1": "2", "T4": "3", "T4.proof": "31/2/2026", "seq": drawn})
    assert wrong.status_code == 422
    assert f'name="seq" value="{drawn}"' in wrong.text, "it still counts as drawn before the other's save"
    assert indicators(owner)["T1"] == 1
    right = owner.post("/area/T", {"T1": "2", "T4": "3", "T4.proof": "31/1/2026", "seq": drawn})
    assert right.status_code == 409


def race(site: Flask, owner: Owner, steps: tuple[int, int]) -> list[int]:
    """Two browser windows of one owner answer T1 at the same moment; the status of each."""
    drawn, token, barrier = seq(owner), owner.token(), Barrier(2)
    cookie = owner.client.get_cookie("cip")
    assert cookie is not None
    value = cookie.value

    def save(step: int) -> int:
        client = site.test_client()
        client.set_cookie("cip", value)
        barrier.wait(10)
        form = {"T1": str(step), "seq": drawn, "csrf_token": token}
        return client.post(owner.base + "/area/T", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(save, steps))


def test_two_at_the_very_same_moment_cannot_both_win(site: Flask, owner: Owner) -> None:
    # Each round both say something new: who repeats what stood there has changed nothing.
    rounds = [(0, 1), (2, 3), (1, 0), (3, 2), (0, 1), (2, 3)]
    for steps in rounds:
        codes = race(site, owner, steps)
        assert sorted(codes) == [303, 409], steps
        assert indicators(owner)["T1"] == steps[codes.index(303)], "the one that was told so has won"
    state: State = site.extensions[EXTENSION]
    with open_reading(state.database) as session:
        assert chain_faults_of_one(session, owner.check_up_id) == []
        assert len(events_after(session, owner.check_up_id)) == len(rounds)


def test_no_way_of_saving_asks_the_database_often(site: Flask, owner: Owner) -> None:
    owner.profile(leave_cases_24m="0")
    owner.post("/area/C", {"C3": "2"})
    owner.post("/area/C", {"C3": "na:no_fathers_24_months"})
    drawn, token = seq(owner), owner.token()
    owner.post("/area/T", {"T1": "1", "T2": "1", "T3": "1"})
    ways: dict[str, tuple[str, dict[str, str], dict[str, str]]] = {
        "nothing new": ("/area/T", {"T1": "1", "seq": drawn}, {}),
        "conflict": ("/area/T", {"T1": "2", "T2": "2", "T3": "2", "seq": drawn}, {}),
        "conflict for a script": ("/area/T", {"T1": "2", "T2": "2", "seq": drawn}, JSON),
        "script": ("/area/L", {"L1": "2", "L2": "2"}, JSON),
        "marks and doubts": ("/area/C", {"C1": "4", "C2": "4", "C3": "back"}, {}),
        "mistakes": ("/area/T", {"T1": "9", "T2": "9"}, {}),
        "a mark denied": ("/profile", {"leave_cases_24m": "2", "father_cases_24m": "1"}, {}),
    }
    for way, (path, form, headers) in ways.items():
        sent = {"seq": str(owner.last_seq()), **form, "csrf_token": token}
        with counted(site) as seen:
            owner.client.post(owner.base + path, data=sent, headers=headers)
        assert 0 < len(seen) <= MOST_QUERIES, (way, seen)


class TestScript:
    """What a script is told."""

    def test_a_save_says_when_and_how_the_score_stands(self, owner: Owner) -> None:
        before = post_json(owner, "/area/T", {}).json
        answer = post_json(owner, "/area/T", {"T1": "3", "T2": "2", "seq": seq(owner)})
        assert answer.status_code == 200
        assert answer.mimetype == "application/json"
        assert answer.headers["Cache-Control"] == "no-store"
        told = answer.json
        assert told is not None
        assert before is not None
        assert told["saved_at"] == "10:30"
        assert str(told["seq"]) == seq(owner)
        assert told["high"] - told["low"] < before["high"] - before["low"]
        assert told["level"] == 1
        assert told["mistakes"] == told["fields"] == {}
        assert indicators(owner) == {"T1": 3, "T2": 2}

    def test_mistakes_come_by_field_and_the_rest_is_saved(self, owner: Owner) -> None:
        told = post_json(owner, "/area/T", {"T4": "3", "T4.proof": "31/2/2026", "T1": "2"}).json
        assert told is not None
        assert list(told["mistakes"]) == ["T4.proof"]
        assert indicators(owner) == {"T1": 2, "T4": 3}

    def test_what_goes_aside_is_said_now_and_on_the_next_page(self, owner: Owner) -> None:
        owner.profile()
        owner.post("/area/T", {"T1": "3"})
        owner.get("/area/T")
        told = post_json(owner, "/profile", {"single_cover": "yes"}).json
        assert told is not None
        assert len(told["asides"]) == 1
        assert "T1" in told["asides"][0]
        owner.post("/profile", {"workers": "7"})
        assert "Una risposta messa da parte:" in owner.get().text

    def test_a_conflict_is_409_with_both_answers(self, owner: Owner) -> None:
        drawn = seq(owner)
        owner.post("/area/T", {"T1": "1", "seq": drawn})
        answer = post_json(owner, "/area/T", {"T1": "2", "T2": "2", "seq": drawn})
        assert answer.status_code == 409
        assert answer.json is not None
        (conflict,) = answer.json["conflicts"]
        assert conflict["mine"].startswith("Gradino 2:")
        assert conflict["theirs"].startswith("Gradino 1:")
        assert conflict["at"] == "10:30"
        assert indicators(owner) == {"T1": 1, "T2": 2}

    def test_two_answers_about_a_workplace_are_both_said_in_words(self, owner: Owner) -> None:
        drawn = seq(owner, "/sites")
        site = {"s1.name": "Via Roma", "s1.workers": "9", "s1.single_cover": "yes"}
        owner.post("/sites", {**site, "seq": drawn})
        page = owner.post("/sites", {**site, "s1.workers": "4", "s1.single_cover": "", "seq": drawn})
        assert page.status_code == 409
        assert "Una vostra sede" in page.text
        assert "Via Roma; 9 persone; una persona da sola in qualche ora di apertura: sì" in page.text
        assert "Via Roma; 4 persone<" in page.text
        assert "True" not in page.text

    def test_answers_of_others_come_with_the_fields_to_show(self, owner: Owner) -> None:
        drawn = seq(owner)
        owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T1.note": "theirs", "seq": drawn})
        told = post_json(owner, "/area/T", {"T1.note": "", "T1.proof": "", "T2": "2", "seq": drawn}).json
        assert told is not None
        assert told["fields"]["T1.note"] == "theirs"
        assert str(told["seq"]) == seq(owner)

    def test_a_forged_token_saves_nothing(self, owner: Owner) -> None:
        answer = owner.client.post(owner.base + "/area/T", data={"T1": "1", "csrf_token": "x"}, headers=JSON)
        assert answer.status_code == 400
        assert indicators(owner) == {}
