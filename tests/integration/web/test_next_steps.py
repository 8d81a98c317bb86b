"""What a firm's home says to do now follows from where its check-up, plan and survey stand."""

from datetime import timedelta

import pytest
from flask import Flask

from cip.parties.actions.give_mandate import give_mandate
from tests.integration.web.conftest import Clock
from tests.integration.web.consultant.desk import Desk, make_desk, work_of
from tests.integration.web.owner import Owner
from tests.integration.web.planning import agree, ready
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

STEPS = {
    "start": "Iniziate il check-up: da lì",
    "finish": "Completate il check-up iniziato",
    "plan": "Scegliete le misure e preparate il piano",
    "sign": "Il piano è concordato: firmatelo",
    "look": "Guardate come vanno le misure del piano",
    "again": "È passato un anno",
    "survey": "Chiedete a chi lavora da voi",
}


@pytest.fixture
def desk(site: Flask) -> Desk:
    return make_desk(site)


def steps(desk: Desk, who: Owner | None = None) -> list[str]:
    """What the home proposes, by the words of STEPS."""
    page = (who or desk.boss.browser()).client.get(f"/it/firm/{desk.firm_id}")
    assert page.status_code == 200
    box = page.text.partition('aria-labelledby="next"')[2].partition("</section>")[0]
    return [what for what, words in STEPS.items() if words in box]


def test_from_the_first_answer_to_the_look_after_half_a_year(desk: Desk, clock: Clock) -> None:
    assert steps(desk) == ["finish"]
    desk.owner.profile()
    desk.owner.conclude()
    assert steps(desk) == ["plan"]
    ready(desk.owner)
    version = agree(desk.owner)
    assert steps(desk) == ["sign"]
    assert desk.owner.post(f"{version}/sign", {"agree": "yes"}).status_code == 303
    assert steps(desk) == []
    clock.now += timedelta(days=200)
    assert steps(desk) == ["look"]
    clock.now += timedelta(days=200)
    assert steps(desk) == ["look", "again"]


def test_a_firm_without_a_check_up_begins_one(site: Flask, desk: Desk) -> None:
    browser = desk.adviser.browser(strong=False)
    registered = browser.client.post(
        "/it/firm/new",
        data={"name": "Nuova", "tax_code": "00000089995", "declared": "yes", "csrf_token": browser.token()},
    )
    home = registered.headers["Location"].partition("?")[0]
    page = browser.client.get(home).text
    assert STEPS["start"] in page
    assert STEPS["finish"] not in page


def test_a_survey_is_proposed_where_somebody_may_run_it(site: Flask, desk: Desk) -> None:
    assert "survey" not in steps(desk)
    with work_of(site) as work:
        give_mandate(
            work,
            desk.firm_id,
            desk.body_id,
            scopes=["survey"],
            from_day=work.now.date(),
            given_by=desk.boss.id,
        )
    assert "survey" in steps(desk)


def test_the_last_who_runs_a_firm_reads_how_to_leave(desk: Desk) -> None:
    page = desk.boss.browser().client.get(f"/it/firm/{desk.firm_id}/people").text
    assert "da soli non potete uscire" in page
    assert "Sì, esco" not in page


def test_what_is_not_there_is_said_alike_to_who_is_signed_in(desk: Desk) -> None:
    desk.revoke()
    texts = set()
    for path in (f"/it/consultant/firm/{desk.firm_id}", f"/it/check-up/{desk.check_up_id}", "/it/check-up/" + "0" * 32):
        answer = desk.consultant.client.get(path)
        assert answer.status_code == 404
        texts.add(answer.text.partition("<main")[2])
        assert "non è (più) tra le cose che potete vedere" in answer.text
        assert "browser" not in answer.text.partition("<main")[2]
    assert len(texts) == 1
    assert "un altro browser" in Owner(desk.site).client.get("/it/check-up/" + "0" * 32).text


def test_people_of_a_firm_are_led_from_the_consultants_list_to_their_firm(desk: Desk) -> None:
    answer = desk.boss.browser().client.get("/it/consultant")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/it/firm")
    assert Owner(desk.site).client.get("/it/consultant").headers["Location"].startswith("/it/account/sign-in")


def test_the_home_page_leads_who_is_signed_in_to_their_place(desk: Desk) -> None:
    page = desk.boss.browser().client.get("/it/").text.partition("<main")[2]
    assert 'href="/it/firm">La vostra impresa' in page
    assert "fuori da ogni impresa" in page
    stranger = Owner(desk.site).client.get("/it/").text.partition("<main")[2]
    assert "La vostra impresa" not in stranger
    assert "Iniziate il check-up" in stranger
    gone = desk.boss.browser().client.get("/it/check-up/" + "0" * 32).text.partition("<main")[2]
    assert 'href="/it/firm">La vostra impresa' in gone
