"""Home, profile pages, quick start, hub, duties and what the firm does already."""

import json
import re

import pytest
from flask import Flask

from cip.assessment.minutes import minutes_of
from cip.assessment.practices import OwnPractice, own_practices
from cip.assessment.reads import current_answers, events_after, snapshots_of
from cip.assessment.stored import StoredAnswers
from cip.database.work import open_reading
from cip.web.packs import Packs
from cip.web.state import EXTENSION
from tests.integration.web.owner import Owner
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

ASKED = re.compile(r'name="asked" value="([^"]*)"')
QUESTION = re.compile(r'id="q-(\w+)"')
PAGES = ("/profile", "/profile/hours", "/profile/cases", "/profile/told", "/profile/network", "/profile/codes")


def stored(owner: Owner) -> StoredAnswers:
    with open_reading(owner.site.extensions[EXTENSION].database) as session:
        return current_answers(session, owner.check_up_id)


def results(owner: Owner) -> list[dict[str, object]]:
    with open_reading(owner.site.extensions[EXTENSION].database) as session:
        return [json.loads(snapshot.result) for snapshot in snapshots_of(session, owner.check_up_id)]


def text(page: str) -> str:
    return " ".join(page.split())


class TestHome:
    """What it promises is what the pack and the settings say."""

    def test_minutes_and_days_are_those_of_the_pack_and_the_settings(self, site: Flask, packs: Packs) -> None:
        minutes = minutes_of(packs.current[0])
        page = text(site.test_client().get("/it/").text)
        assert f"Circa {minutes.score:.0f} minuti, {minutes.whole:.0f} con gli obblighi di legge." in page
        assert "si cancellano dopo 90 giorni" in page

    def test_the_second_button_starts_the_quick_walk(self, site: Flask) -> None:
        owner = Owner(site)
        page = owner.client.get("/it/").text
        assert "Solo 10 domande, 3 minuti" in text(page)
        answer = owner.client.post("/it/check-up", data={"csrf_token": owner.token(), "go": "quick"})
        assert answer.headers["Location"].endswith("/quick")

    @pytest.mark.parametrize("path", ["privacy", "score", "sources", "contacts", "accessibility"])
    def test_pages_to_read_lead_back_to_the_open_check_up(self, owner: Owner, path: str) -> None:
        assert f'href="{owner.base}"' in owner.client.get(f"/it/{path}").text
        assert "Tornate al vostro check-up" not in owner.site.test_client().get(f"/it/{path}").text


class TestProfilePages:
    """A short page for each group of facts."""

    def test_every_question_stands_on_one_page_in_the_order_of_the_pack(self, owner: Owner, packs: Packs) -> None:
        shown = [name for path in PAGES for name in QUESTION.findall(owner.get(path).text)]
        assert shown == [fact.id for fact in packs.current[0].facts.values() if fact.asked]
        assert "pagina 4 di 6" in owner.get("/profile/told").text
        assert owner.get("/profile/nowhere").status_code == 404
        assert owner.post("/profile/nowhere", {"workers": "3"}).status_code == 404

    def test_each_save_leads_to_the_next_page_and_the_last_to_the_hub(self, owner: Owner) -> None:
        places = [owner.post(path).headers["Location"] for path in PAGES]
        assert places == [*(owner.base + path for path in PAGES[1:]), owner.base]
        back = owner.post("/profile/cases", {"go": "previous"}).headers["Location"]
        assert back == owner.base + "/profile/hours"
        assert owner.post("/profile", {"go": "hub"}).headers["Location"] == owner.base

    def test_a_page_leaves_the_answers_of_the_others_alone(self, owner: Owner) -> None:
        owner.profile()
        owner.post("/profile/told", {"carers_told": "no"})
        facts = stored(owner).file["facts"]
        assert (facts["workers"], facts["carers_told"]) == (7, "no")

    def test_answers_that_cannot_all_be_true_are_shown_again_and_want_a_reason(self, owner: Owner) -> None:
        form = {"children_3_14_told": "no", "children_6_14_told": "yes"}
        answer = owner.post("/profile/told", form)
        assert answer.headers["Location"] == owner.base + "/profile/told#q-children_6_14_told"
        page = text(owner.get("/profile/told").text)
        assert "la domanda prima dovrebbe essere sì" in page
        reason = {"children_6_14_told.reason": "Uno solo, e vive altrove"}
        assert owner.post("/profile/told", {**form, **reason}).headers["Location"] == owner.base + "/profile/network"
        assert stored(owner).extra["reasons"] == {"children_6_14_told": "Uno solo, e vive altrove"}

    @pytest.mark.parametrize(
        ("young", "school", "older", "doubtful"),
        [
            ("no", "yes", "yes", False),
            ("yes", "no", "no", False),
            ("yes", "yes", "no", False),
            ("no", "yes", "no", True),
        ],
    )
    def test_only_the_impossible_is_doubted(
        self, owner: Owner, young: str, school: str, older: str, doubtful: bool
    ) -> None:
        form = {"children_0_6_told": young, "children_3_14_told": school, "children_6_14_told": older}
        place = owner.post("/profile/told", form).headers["Location"]
        assert ("#q-" in place) is doubtful

    def test_the_result_counts_as_many_open_answers_as_the_hub(self, owner: Owner) -> None:
        owner.profile(ccnl="", opening_hours="0")
        owner.post("/area/W", {"W1": "unknown", "W2": "2"})
        owner.conclude()
        page = text(owner.get().text)
        unknown = results(owner)[-1]["unknown"]
        assert isinstance(unknown, list)
        assert f"Mancano {len(unknown)} risposte (" in page


class TestQuick:
    """The questions that help most, one form, then the result."""

    def test_it_asks_ten_questions_and_ends_with_a_result_that_is_narrower(self, owner: Owner) -> None:
        page = owner.get("/quick").text
        asked = ASKED.search(page)
        assert asked is not None
        ids = asked[1].split()
        assert len(ids) == 10
        assert ids == QUESTION.findall(page)
        form = {identifier: "7" if identifier == "workers" else "2" for identifier in ids}
        form["carers_told"] = "yes"
        answer = owner.post("/quick", {**form, "asked": asked[1], "go": "result"})
        assert answer.headers["Location"] == owner.base + "/result"
        total = results(owner)[-1]["total"]
        assert isinstance(total, dict)
        assert total["high"] - total["low"] < 70
        assert "Questo è un risultato rapido" in owner.get("/result").text
        with open_reading(owner.site.extensions[EXTENSION].database) as session:
            assert {event.source for event in events_after(session, owner.check_up_id)} == {"quick"}

    def test_they_are_chosen_again_after_each_save(self, owner: Owner) -> None:
        first = ASKED.search(owner.get("/quick").text)
        assert first is not None
        answers = dict.fromkeys(first[1].split(), "unknown") | {"workers": "7"}
        answer = owner.post("/quick", {**answers, "leave_cases_24m": "", "asked": first[1], "go": "hub"})
        assert answer.headers["Location"] == owner.base
        assert results(owner) == []
        second = ASKED.search(owner.get("/quick").text)
        assert second is not None
        assert len(second[1].split()) == 10
        assert not set(first[1].split()) & set(second[1].split())

    def test_a_mistake_shows_the_same_questions_again(self, owner: Owner) -> None:
        asked = ASKED.search(owner.get("/quick").text)
        assert asked is not None
        answer = owner.post("/quick", {"workers": "0", "T1": "2", "asked": asked[1], "go": "result"})
        assert answer.status_code == 422
        assert QUESTION.findall(answer.text) == asked[1].split()
        assert 'href="#q-workers"' in answer.text
        assert results(owner) == []

    def test_when_all_is_answered_it_says_so(self, owner: Owner, packs: Packs) -> None:
        owner.profile()
        for area, indicators in packs.current[0].of_area.items():
            owner.post(f"/area/{area}", {indicator.id: "2" for indicator in indicators})
        assert "hanno già una risposta" in owner.get("/quick").text


class TestHub:
    """Where the owner stands."""

    def test_once_complete_the_result_stands_before_the_sections(self, owner: Owner, packs: Packs) -> None:
        pack = packs.current[0]
        owner.profile()
        open_page = owner.get().text
        assert open_page.index("Vedi il risultato") > open_page.index("/area/R")
        facts = {fact.id: "unknown" if fact.type in ("yes_no", "choice") else "" for fact in pack.facts.values()}
        owner.profile(**{name: value for name, value in facts.items() if name not in stored(owner).file["facts"]})
        for area, indicators in pack.of_area.items():
            owner.post(f"/area/{area}", {indicator.id: "2" for indicator in indicators})
        owner.post("/duties", dict.fromkeys(pack.duties, "yes"))
        page = text(owner.get().text)
        assert "il risultato è pronto" in page
        assert page.index("Vedi il risultato") < page.index("/profile")
        assert page.count("Vedi il risultato") == 1
        assert "Tempo che manca" not in page

    def test_every_area_says_what_it_is_about(self, owner: Owner, packs: Packs) -> None:
        page = text(owner.get().text)
        for area in packs.current[0].areas.values():
            assert area.what.it in page


def test_no_case_is_offered_only_where_a_case_can_lack(owner: Owner) -> None:
    page = owner.get("/duties").text
    assert 'id="first_year_rests-no_case"' in page
    for duty in ("risk_assessment", "no_protected_dismissal"):
        assert f'id="{duty}-yes"' in page
        assert f'id="{duty}-no_case"' not in page
    assert "Un «no» tiene il livello a 1, Avvio" in page
    owner.post("/duties", {"risk_assessment": "no_case"})
    assert 'id="risk_assessment-no_case"' in owner.get("/duties").text, "an answer given before is shown"


class TestAlready:
    """Measures in use by tick and month, and own practices."""

    def test_a_tick_and_a_month_become_a_day(self, owner: Owner) -> None:
        form = {"in_use": ["", "M01", "M05", "M07"], "M01": "", "M05": "2025-09", "M07": "3/2026", "M02": ""}
        assert owner.post("/already", form).status_code == 303
        assert stored(owner).file["in_use"] == {"M01": "2026-11-21", "M05": "2025-09-01", "M07": "2026-03-01"}
        page = owner.get("/already").text
        assert 'value="M05" checked' in page
        assert 'value="2025-09"' in page

    def test_saving_again_keeps_the_day_and_taking_the_tick_away_removes_it(self, owner: Owner) -> None:
        owner.post("/already", {"M05": "2025-09-17"})
        owner.post("/already", {"in_use": ["", "M05"], "M05": "2025-09"})
        assert stored(owner).file["in_use"] == {"M05": "2025-09-17"}
        owner.post("/already", {"in_use": [""], "M05": "2025-09"})
        assert stored(owner).file["in_use"] == {}

    def test_a_month_that_is_none_is_refused_beside_its_measure(self, owner: Owner) -> None:
        answer = owner.post("/already", {"in_use": ["", "M05"], "M05": "2025-13"})
        assert answer.status_code == 422
        assert "Scrivete mese e anno" in answer.text
        assert 'id="M05-error"' in answer.text

    def test_own_practices_are_kept_and_more_rows_appear(self, owner: Owner) -> None:
        assert 'name="p2.name"' in owner.get("/already").text
        assert 'name="p3.name"' not in owner.get("/already").text
        owner.post("/already", {"p1.name": " Orto  comune ", "p1.what": "Un'ora al mese", "p2.name": "Libri"})
        assert own_practices(stored(owner)) == (
            OwnPractice("p1", "Orto comune", "Un'ora al mese"),
            OwnPractice("p2", "Libri", ""),
        )
        assert 'name="p4.name"' in owner.get("/already").text
        owner.post("/already", {"p1.name": "", "p1.what": ""})
        assert [practice.id for practice in own_practices(stored(owner))] == ["p2"]
        assert "Libri" in owner.conclude()

    def test_a_practice_wants_a_name_and_a_short_line(self, owner: Owner) -> None:
        answer = owner.post("/already", {"p1.name": "", "p1.what": "Un'ora al mese"})
        assert answer.status_code == 422
        assert "Date un nome alla pratica" in answer.text
        answer = owner.post("/already", {"p1.name": "x" * 81, "p1.what": ""})
        assert "al massimo 80 caratteri" in answer.text
        assert own_practices(stored(owner)) == ()
