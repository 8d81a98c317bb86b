"""From the first check-up to the second: copied answers, confirming, before and after, closing."""

import re
from datetime import timedelta

import pytest

from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner

MARK = "Riportata dal check-up del 21 novembre 2026"


@pytest.fixture
def second(owner: Owner, clock: Clock) -> Owner:
    """The same browser in its second check-up, seven months later."""
    owner.profile()
    owner.post("/area/K", {"K1": "1", "K2": "1", "K3": "1", "K1.note": "una nota"})
    owner.post("/duties", {"l104_permits": "no"})
    owner.conclude()
    assert owner.post("/keep").status_code == 200, "else it would be over by then"
    clock.now += timedelta(days=7 * 30)
    answer = owner.post("/again")
    owner.check_up_id = answer.headers["Location"].rsplit("/", 1)[1]
    return owner


def test_the_page_of_the_next_check_up_explains_and_starts_it(owner: Owner) -> None:
    owner.profile()
    page = owner.get("/again").text
    assert "non ha ancora un risultato" in page
    owner.conclude()
    assert "non ha ancora un risultato" not in owner.get("/again").text
    address = owner.post("/again").headers["Location"]
    page = owner.get("/again").text
    assert "ne avete già iniziato un altro" in page
    assert address in page


def test_the_summary_leads_to_plan_and_documents_as_soon_as_there_is_a_result(owner: Owner) -> None:
    owner.profile()
    ways = [f'href="{owner.base}/{name}"' for name in ("plan", "papers")]
    assert not any(way in owner.get().text for way in ways)
    owner.conclude()
    assert all(way in owner.get().text for way in ways)


def test_the_summary_says_how_what_was_copied_is_confirmed(second: Owner) -> None:
    page = second.get().text
    assert "vengono dal check-up di prima" in page
    assert "un solo pulsante conferma" in page


def test_copied_answers_carry_their_mark_until_the_button_confirms_what_the_page_shows(second: Owner) -> None:
    page = second.get("/area/K").text
    assert page.count(MARK) == 3
    sent = re.findall(r'name="q" value="([^"]+)"', page)
    assert sorted(sent) == ["indicators.K1", "indicators.K2", "indicators.K3"]
    answer = second.post("/confirm", {"q": sent})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{second.base}/area/K"
    page = second.get("/area/K").text
    assert MARK not in page
    assert "una nota" in page
    assert second.get("/duties").text.count(MARK) == 1, "other pages still wait"


def test_confirming_takes_nothing_that_was_not_copied(second: Owner) -> None:
    answer = second.post("/confirm", {"q": ["indicators.T1", "facts.nothing", "strange", "plan.M01"]})
    assert answer.headers["Location"] == second.base
    assert second.get("/area/K").text.count(MARK) == 3


def test_confirming_is_for_the_holder_alone(second: Owner) -> None:
    stranger = Owner(second.site)
    stranger.check_up_id = second.check_up_id
    assert stranger.post("/confirm", {"q": "indicators.K1"}).status_code == 404


def test_before_and_after_names_the_answers_that_changed_and_the_months_that_passed(second: Owner) -> None:
    second.post("/confirm", {"q": ["indicators.K1", "indicators.K2", "indicators.K3"]})
    second.post("/area/K", {"K2": "3"})
    second.post("/duties", {"l104_permits": "yes"})
    assert "servono due risultati" in second.get("/compare").text
    second.conclude()
    page = second.get("/compare").text
    assert "Confronto tra il 21 novembre 2026 e il 19 giugno 2027." in page
    assert re.search(r"K2 [^<]*: da gradino 1 a gradino 3\.", page)
    assert re.search(r"Permessi[^<]*: da no a sì\.", page)
    assert "Il giorno passa dal 21/11/2026 al 19/06/2027." in page
    assert "Il modello è lo stesso." in page
    totals = re.search(r"Punteggio su 100</th><td>([^<]+)</td><td>([^<]+)<", page)
    assert totals is not None
    assert totals[1] != totals[2]


def test_two_results_of_one_check_up_are_compared_by_their_numbers(owner: Owner) -> None:
    owner.profile()
    assert "servono due risultati" in owner.get("/compare").text
    owner.conclude()
    assert "Per ora ce n'è uno" in owner.get("/compare").text.replace("&#39;", "'")
    for step in ("1", "3"):
        owner.post("/area/T", {"T1": step})
        owner.conclude()
    page = owner.get("/compare?from=2&to=3").text
    assert "da gradino 1 a gradino 3" in page
    assert '<option value="2" selected>' in page
    turned = owner.get("/compare?from=3&to=2").text
    assert turned.split("<main")[1] == page.split("<main")[1], "the earlier one always comes first"
    for odd in ("from=9&to=x", "from=2&to=2", ""):
        assert '<option value="1" selected>' in owner.get(f"/compare?{odd}").text


def test_another_browser_sees_neither(second: Owner) -> None:
    second.conclude()
    stranger = Owner(second.site)
    stranger.check_up_id = second.check_up_id
    for page in ("/compare", "/what-if", "/again", "/close"):
        assert stranger.get(page).status_code == 404


def test_closing_keeps_the_result_and_takes_the_buttons_away(owner: Owner) -> None:
    owner.profile()
    assert "Chiudete e archiviate" in owner.get("/close").text
    assert owner.post("/close").status_code == 303
    page = owner.get("/close").text
    assert "già chiuso" in page
    assert "Chiudete e archiviate" not in page
    assert owner.get("/result").status_code == 200
    assert owner.get("/what-if?m=M01").status_code == 200
