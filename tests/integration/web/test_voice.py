"""The workers' survey page by page: a firm opens it, workers answer without an account, results come after closing."""

import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from cip.assessment.actions import save_answers
from cip.assessment.reads import check_ups_of_firm, current_answers
from cip.assessment.stored import Section
from cip.database.base import Base
from cip.database.work import open_reading, open_work
from cip.parties.access import SYSTEM
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body, set_territories
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.voice.reads import surveys_of
from cip.voice.surveys import Survey
from cip.web.state import state_of
from tests.integration.web.conftest import NOW, Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone, make_person

RULES = Path(__file__).parents[3] / "rules"
CODE = re.compile(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4})</code>")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
OPENING = {"headcount": "6", "sector": "shop", "area": "Bollate", "closes_on": "2026-12-10"}


class Cast:
    """A firm with its owner, a collaborator and the consultant who runs the survey; a stranger."""

    def __init__(self, site: Flask) -> None:
        state = state_of(site)
        self.site = site
        self.ada = make_person(site, "Ada Rossi")
        with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
            self.firm = register_firm(work, FirmDetails("Forno Ada"), tax_code="00000089995", owner_id=self.ada.id)
            self.body = open_body(work, "consultancy", "Ente Prova")
            set_territories(work, self.body, [("Bollate", "*"), ("Monza", "*")])
            give_mandate(
                work, self.firm, self.body, scopes=["survey", "check_up"], from_day=NOW.date(), given_by=self.ada.id
            )
        self.carla = make_person(site, "Carla Bianchi", [("body", self.body, "staff")])
        self.bruno = make_person(site, "Bruno Verdi", [("firm", self.firm, "collaborator")])
        self.eve = make_person(site, "Eva Neri")

    def survey(self) -> Survey:
        """The firm's newest survey."""
        with open_reading(state_of(self.site).database) as session:
            return surveys_of(session, self.firm)[0]

    def post(self, who: Someone, path: str, **data: str) -> TestResponse:
        """Send a form as somebody, below the firm's voice."""
        browser = who.browser()
        return browser.client.post(f"/it/firm/{self.firm}/voice{path}", data={**data, "csrf_token": browser.token()})

    def get(self, who: Someone, path: str) -> TestResponse:
        """Open a page as somebody."""
        return who.browser().client.get(f"/it/firm/{self.firm}/voice{path}")

    def count(self, table: str) -> int:
        """How many rows a table has."""
        with open_reading(state_of(self.site).database) as session:
            return session.scalar(select(func.count()).select_from(Base.metadata.tables[table])) or 0


@pytest.fixture
def cast(site: Flask) -> Cast:
    return Cast(site)


def opened(cast: Cast) -> tuple[Survey, list[str]]:
    """An open survey with its codes."""
    assert cast.post(cast.carla, "", **OPENING).status_code == 303
    survey = cast.survey()
    page = cast.post(cast.carla, f"/{survey.id}/codes")
    return survey, CODE.findall(page.text)


def send(site: Flask, survey: Survey, code: str, language: str = "it", **answers: str | list[str]) -> TestResponse:
    """A worker without any account answers."""
    browser = Owner(site, language)
    data = {"csrf_token": browser.token(), "code": code, "in": language, **answers}
    return browser.client.post(f"/{language}/voice/{survey.id}/answers", data=data)


def test_a_survey_from_opening_to_the_check_up(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    assert len(codes) == 6
    assert len(survey.asked) == 11
    assert survey.question("would_help") is not None
    page = cast.get(cast.ada, "").text
    assert "Il questionario aperto" in page
    for place, code in enumerate(codes):
        needs = ["N04", "N10"] if place < 3 else ["N04"]
        answer = send(site, survey, code, needs=needs, how_often="weekly", line="Ciao")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/it/voice/thanks")
    later = cast.get(cast.ada, "").text
    assert TOKEN.sub("", later) == TOKEN.sub("", page), "nothing on the page counts while it is open"
    assert cast.post(cast.carla, f"/{survey.id}/close").status_code == 303
    result = cast.get(cast.ada, f"/{survey.id}").text
    assert "Risposte: 6" in result
    assert "quasi tutte" in result
    assert "Ciao" not in result, "the owner never reads a line"
    assert "Ciao" in cast.get(cast.carla, f"/{survey.id}").text
    assert "Ciao" not in cast.get(cast.bruno, f"/{survey.id}").text
    assert (cast.count("survey_answers"), cast.count("survey_tokens")) == (0, 0)
    assert "Le chiusure della scuola" in cast.get(cast.ada, f"/{survey.id}/notice").text
    browser = cast.ada.browser()
    browser.client.post(f"/it/firm/{cast.firm}/check-up", data={"csrf_token": browser.token()})
    assert cast.post(cast.ada, f"/{survey.id}/needs").status_code == 303
    with open_reading(state_of(site).database) as session:
        held = check_ups_of_firm(session, cast.firm)[0].check_up
        written = current_answers(session, held.id).file["needs"]
    assert written["respondents"] == 6
    assert (written["N04"], written["N10"], written["N01"]) == (4, 3, "unknown")


def test_the_employer_does_not_choose_when_it_closes(site: Flask, cast: Cast, clock: Clock) -> None:
    survey, codes = opened(cast)
    for day in ("2026-11-21", "2026-12-10"):
        clock.now = clock.now.replace(month=int(day[5:7]), day=int(day[8:]))
        refused = cast.post(cast.ada, f"/{survey.id}/close")
        assert refused.status_code == 409
        assert "Si chiude da solo" in refused.text
        assert "Si chiude da solo" in cast.get(cast.ada, "").text
        assert "Chiudete e contate" not in cast.get(cast.ada, "").text
        assert "Chiudete e contate" in cast.get(cast.carla, "").text
        # However many have answered: another sentence, or none, would count them.
        for code in codes[:3]:
            send(site, survey, code, needs="N04")
        codes = codes[3:]
        assert TOKEN.sub("", cast.post(cast.ada, f"/{survey.id}/close").text) == TOKEN.sub("", refused.text)
    assert cast.survey().published is None
    clock.now = clock.now.replace(day=11)
    assert cast.post(cast.ada, f"/{survey.id}/close").status_code == 303
    assert cast.survey().published is not None


def test_a_code_is_burnt_by_sending_and_not_by_looking(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    browser = Owner(site)
    start = browser.client.get(f"/it/voice/{survey.id}")
    assert start.status_code == 200
    assert start.headers["Cache-Control"] == "no-store"
    for _again in range(2):
        data = {"csrf_token": browser.token(), "code": codes[0].lower()}
        page = browser.client.post(f"/it/voice/{survey.id}", data=data)
        assert page.status_code == 200
        assert "Inviate le risposte" in page.text
    assert cast.count("survey_tokens") == 6
    assert send(site, survey, codes[0]).status_code == 303
    assert send(site, survey, codes[0]).status_code == 422
    assert cast.count("survey_tokens") == 5


def test_too_many_choices_are_said_and_burn_nothing(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    page = send(site, survey, codes[0], needs=[f"N0{place}" for place in range(1, 8)], how_often="daily")
    assert page.status_code == 422
    summary = page.text.split('id="errors"')[1].split("</div>")[0]
    assert "Domanda 1: Ne avete scelte 7. Sceglietene al massimo 5." in summary
    assert 'value="daily" checked' in page.text
    assert cast.count("survey_tokens") == 6


def test_a_code_that_does_not_work_says_what_to_do(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    send(site, survey, codes[0])
    for code in (codes[0], "AAAA-AAAA"):
        page = send(site, survey, code).text
        for said in ("riscrivetelo", "non serve altro", "chiedete a chi ha portato i biglietti"):
            assert said in page


def test_measures_on_the_cards_are_said_as_workers_say_them(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    cards = survey.question("would_help")
    assert cards is not None
    for language in ("it", "en"):
        browser = Owner(site, language)
        data = {"csrf_token": browser.token(), "code": codes[0], "in": language}
        page = browser.client.post(f"/{language}/voice/{survey.id}", data=data).text
        words = survey_words(language)
        for code in cards.options:
            assert words["cards"][code].replace("'", "&#39;") in page


def survey_words(language: str) -> dict[str, dict[str, str]]:
    found = yaml.safe_load((RULES / "survey" / f"{language}.yaml").read_text(encoding="utf-8"))
    assert len(found["cards"]) == 44
    return found  # type: ignore[no-any-return]


def test_the_page_of_codes_has_the_qr_of_the_survey(cast: Cast) -> None:
    assert cast.post(cast.carla, "", **OPENING).status_code == 303
    page = cast.post(cast.carla, f"/{cast.survey().id}/codes").text
    assert "Codice QR che apre il questionario" in page


def test_codes_cannot_be_guessed(site: Flask, cast: Cast) -> None:
    survey, _codes = opened(cast)
    answers = [send(site, survey, "AAAA-AAAA").status_code for _try in range(62)]
    assert answers[:60] == [422] * 60
    assert answers[60:] == [429] * 2


def test_looking_counts_as_a_try_also_with_a_right_code(site: Flask, cast: Cast) -> None:
    """Else whoever has the slips would ask all day which of them were used."""
    survey, codes = opened(cast)
    browser = Owner(site)
    data = {"csrf_token": browser.token(), "code": codes[0]}
    found = [browser.client.post(f"/it/voice/{survey.id}", data=data).status_code for _try in range(61)]
    assert (set(found[:60]), found[60]) == ({200}, 429)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_after_an_answer_no_log_lists_which_code_went_as_it_came(site: Flask, cast: Cast) -> None:
    """The log of SQLite keeps commit by commit what changed; a copy of it would join codes and answers."""
    url = state_of(site).database.engine.url
    survey, codes = opened(cast)
    log = Path(f"{url.database}-wal")
    assert log.stat().st_size > 0, "there is a log to empty"
    assert send(site, survey, codes[0], needs=["N01"]).status_code == 303
    assert log.stat().st_size == 0


def test_drawing_again_asks_first_and_is_on_record(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    assert send(site, survey, codes[0], needs=["N01"]).status_code == 303
    for data in ({}, {"as": "pdf"}, {"lost": "no"}):
        page = cast.post(cast.carla, f"/{survey.id}/codes", **data)
        assert page.status_code == 422
        assert "le risposte già date si cancellano" in page.text
        assert not CODE.findall(page.text)
    assert (cast.count("survey_answers"), cast.count("survey_tokens")) == (1, 5)
    assert send(site, survey, codes[1]).status_code == 303, "the slips still work"
    before = cast.count("audit_entries")
    assert "Rifate i codici" in cast.get(cast.carla, "").text
    page = cast.post(cast.carla, f"/{survey.id}/codes", lost="yes")
    assert len(CODE.findall(page.text)) == 6
    assert (cast.count("survey_answers"), cast.survey().codes_drawn) == (0, 2)
    assert cast.count("audit_entries") > before


def test_an_owner_says_at_most_the_people_of_the_check_up(cast: Cast) -> None:
    """Forty codes for six people would let the employer's own answers stand for all but one."""
    refused = cast.post(cast.ada, "", **OPENING)
    assert refused.status_code == 422
    assert "Scrivete prima nel check-up" in unescape(refused.text)
    begin_check_up(cast)
    refused = cast.post(cast.ada, "", **OPENING)
    assert refused.status_code == 422
    assert "Nel check-up le persone sono 4." in unescape(refused.text)
    assert cast.count("surveys") == 0
    assert cast.post(cast.carla, "", **OPENING).status_code == 303
    assert "Il questionario conta 6 persone, il check-up 4." in cast.get(cast.ada, "").text


def test_an_owner_opens_with_the_people_of_the_check_up(cast: Cast) -> None:
    begin_check_up(cast)
    assert cast.post(cast.ada, "", **{**OPENING, "headcount": "4"}).status_code == 303
    assert "il check-up" not in cast.get(cast.ada, "").text


def test_the_area_is_chosen_from_where_the_consultancy_works(cast: Cast) -> None:
    """Who types it makes up a pool of their own firms."""
    assert cast.post(cast.carla, "", **{**OPENING, "area": "solo noi"}).status_code == 422
    assert cast.count("surveys") == 0
    page = cast.get(cast.carla, "").text
    assert 'value="Bollate"' in page
    assert 'value="Monza"' in page
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        set_territories(work, cast.body, [])
    assert "Prima serve la zona" in cast.get(cast.carla, "").text
    assert cast.post(cast.carla, "", **OPENING).status_code == 422


def test_a_worker_leaves_no_trace_but_the_answers(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    tables = [name for name in Base.metadata.tables if name not in ("survey_answers", "survey_tokens", "survey_lines")]
    before = {name: cast.count(name) for name in tables}
    assert send(site, survey, codes[0], needs=["N01"], line="Una riga").status_code == 303
    assert {name: cast.count(name) for name in tables} == before


def test_questions_in_english(site: Flask, cast: Cast) -> None:
    survey, codes = opened(cast)
    browser = Owner(site, "en")
    page = browser.client.post(f"/en/voice/{survey.id}", data={"csrf_token": browser.token(), "code": codes[0]}).text
    assert "Which of these affect you today?" in page
    assert "School closures" in page


def test_who_may_what(cast: Cast) -> None:
    survey, _codes = opened(cast)
    assert cast.post(cast.bruno, "", **OPENING).status_code == 404
    assert cast.post(cast.ada, f"/{survey.id}/codes").status_code == 404, "codes are the network's"
    assert cast.post(cast.bruno, f"/{survey.id}/close").status_code == 404
    for path in ("", f"/{survey.id}", f"/{survey.id}/notice"):
        assert cast.get(cast.eve, path).status_code == 404
    assert cast.post(cast.eve, f"/{survey.id}/close").status_code == 404
    assert cast.survey().published is None


def test_a_firm_of_four_sees_only_why(site: Flask, cast: Cast) -> None:
    cast.post(cast.carla, "", **{**OPENING, "headcount": "4"})
    survey = cast.survey()
    for code in CODE.findall(cast.post(cast.carla, f"/{survey.id}/codes").text):
        send(site, survey, code, needs=["N01"])
    cast.post(cast.carla, f"/{survey.id}/close")
    page = cast.get(cast.ada, f"/{survey.id}").text
    assert "non si mostrano mai" in page
    assert "Tutte le domande" not in page
    assert "Portate le esigenze" not in page


def another(cast: Cast, tax_code: str) -> str:
    """One more firm, of an owner of its own, under the same mandate."""
    owner = make_person(cast.site, f"Titolare {tax_code}")
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        firm = register_firm(work, FirmDetails(f"Forno {tax_code}"), tax_code=tax_code, owner_id=owner.id)
        give_mandate(work, firm, cast.body, scopes=["survey"], from_day=NOW.date(), given_by=owner.id)
    return firm


def pooled(cast: Cast, *needs: str) -> Survey:
    """The survey of a firm of four where everybody named the same needs, closed."""
    cast.post(cast.carla, "", **{**OPENING, "headcount": "4"})
    survey = cast.survey()
    for code in CODE.findall(cast.post(cast.carla, f"/{survey.id}/codes").text):
        send(cast.site, survey, code, needs=list(needs))
    assert cast.post(cast.carla, f"/{survey.id}/close").status_code == 303
    return cast.survey()


def needs_of(cast: Cast) -> dict[str, object]:
    """What the firm's check-up holds of needs."""
    with open_reading(state_of(cast.site).database) as session:
        held = check_ups_of_firm(session, cast.firm)[0].check_up
        return dict(current_answers(session, held.id).file["needs"])


def begin_check_up(cast: Cast) -> str:
    """A check-up of the firm with a few answers that make its lists; its id."""
    browser = cast.ada.browser()
    browser.client.post(f"/it/firm/{cast.firm}/check-up", data={"csrf_token": browser.token()})
    state = state_of(cast.site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        check_up = check_ups_of_firm(work.session, cast.firm)[0].check_up.id
        answers: dict[tuple[Section, str], object] = {("facts", "workers"): 4}
        answers |= {("indicators", code): 0 for code in ("T2", "T3", "T4", "T5", "L3", "C5", "S4")}
        save_answers(work, check_up, answers, "test")
    return check_up


def test_the_needs_of_a_pool_go_into_the_check_up_of_a_small_firm(cast: Cast) -> None:
    first = cast.firm
    mine = pooled(cast, "N04")
    check_up = begin_check_up(cast)
    for code in ("00000069997", "00000079996", "01234567897", "01234560017", "01234560025"):
        cast.firm = another(cast, code)
        pooled(cast, "N04", "N09")
    cast.firm = first
    page = cast.get(cast.ada, f"/{mine.id}").text
    assert "Portate le esigenze del gruppo nel check-up" in page
    assert cast.post(cast.ada, f"/{mine.id}/needs").status_code == 303
    written = needs_of(cast)
    assert written.keys() == {"pooled"}
    found = written["pooled"]
    assert isinstance(found, dict)
    assert (found["respondents"], found["N04"], found["N09"]) == (24, 14, 14)
    browser = cast.ada.browser()
    browser.client.post(f"/it/check-up/{check_up}/result", data={"csrf_token": browser.token()})
    result = browser.client.get(f"/it/check-up/{check_up}/result").text
    assert "I bisogni sono quelli di un gruppo di imprese della zona: 24 risposte." in result
    assert "Da voi serve a" not in result
    assert "24 risposte" in browser.client.get(f"/it/check-up/{check_up}/already").text
    assert cast.post(cast.ada, f"/{mine.id}/needs", take="out").status_code == 303
    assert needs_of(cast) == {}


def test_the_needs_stand_against_the_measures_of_the_firms_own_lists(cast: Cast) -> None:
    survey, codes = opened(cast)
    for code in codes[:4]:
        send(cast.site, survey, code, needs=["N04"])
    for code in codes[4:]:
        send(cast.site, survey, code, needs=["N04", "N09"])
    begin_check_up(cast)
    cast.post(cast.carla, f"/{survey.id}/close")
    page = cast.get(cast.ada, f"/{survey.id}").text
    table = page.partition("<table")[2].partition("</table>")[0]
    assert '<th scope="row" role="rowheader">Le chiusure della scuola' in table
    heads = re.findall(r'<th scope="col"[^>]*><a[^>]*>([^<]+)</a>', table)
    rows = re.findall(r'<th scope="row"[^>]*>.*?</tr>', table)
    assert "Ferie programmate sul calendario scolastico" in heads
    assert {row.count("<td") for row in rows} == {len(heads)}
    row = next(row for row in rows if "Le chiusure della scuola" in row)
    cells = dict(zip(heads, row.split("<td")[1:], strict=True))
    assert ">aiuta<" in cells["Ferie programmate sul calendario scolastico"]
    assert any("non è per questo" in cell for cell in cells.values())


def test_no_survey_without_a_consultancy_or_with_odd_values(cast: Cast) -> None:
    page = cast.post(cast.ada, "", **{**OPENING, "headcount": "zero", "closes_on": "2027-12-10", "area": ""})
    assert page.status_code == 422
    for sentence in ("Scrivete un numero intero", "Scegliete un giorno da oggi a 60 giorni", "Scegliete la zona"):
        assert sentence in page.text
    assert cast.count("surveys") == 0


def test_the_codes_and_the_notice_as_pdf(site: Flask, cast: Cast) -> None:
    cast.post(cast.carla, "", **OPENING)
    survey = cast.survey()
    sheet = cast.post(cast.carla, f"/{survey.id}/codes", **{"as": "pdf"})
    assert sheet.mimetype == "application/pdf"
    cast.post(cast.carla, f"/{survey.id}/close")
    assert cast.get(cast.ada, f"/{survey.id}/notice.pdf").mimetype == "application/pdf"


def test_associations_see_pools_and_nobody_else_does(site: Flask, cast: Cast) -> None:
    state = state_of(site)
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        body = open_body(work, "association", "Artigiani Prova")
    staff = make_person(site, "Sara Gallo", [("body", body, "staff")])
    page = staff.browser().client.get("/it/association/needs")
    assert page.status_code == 200
    assert "Nessun gruppo ha ancora abbastanza risposte." in page.text
    assert cast.ada.browser().client.get("/it/association/needs").status_code in (303, 404)
    assert cast.carla.browser().client.get("/it/association/needs").status_code == 404
