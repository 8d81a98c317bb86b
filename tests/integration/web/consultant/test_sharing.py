"""Numbers by a link without an account; who answers which section; the trail of everything."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from cip.assessment.reads import current_answers, events_after
from cip.database.work import open_reading
from cip.web.state import state_of
from tests.integration.web.conftest import Clock
from tests.integration.web.consultant.desk import Desk, make_desk
from tests.integration.web.owner import Owner


@pytest.fixture
def desk(site: Flask) -> Desk:
    found = make_desk(site)
    found.owner.profile()
    found.owner.post("/area/T", {"T1": "3", "T1.note": "Marchio segreto", "T2": "1", "T3": "3"})
    return found


def make_link(desk: Desk, email: str = "", by: Owner | None = None) -> str:
    status, text = desk.post(f"/it/check-up/{desk.check_up_id}/numbers", {"email": email}, by=by or desk.owner)
    assert status == 200
    return text.split('rel="noreferrer">http://localhost')[1].split("<")[0]


def fill(site: Flask, path: str, data: dict[str, object]) -> tuple[int, str]:
    who = Owner(site)
    answer = who.client.post(path, data={**data, "csrf_token": who.token()})
    return answer.status_code, answer.text


def test_the_link_shows_numbers_and_nothing_else(site: Flask, desk: Desk) -> None:
    path = make_link(desk)
    page = Owner(site).client.get(path)
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    for name in ('name="workers"', 'name="leave_cases_24m"', 'name="T3.count"', "con l&#39;impresa?"):
        assert name in page.text
    fields = [f'name="{name}' for name in ("sector", "opening_hours", "T1", "T2", "carers_told")]
    for hidden in ("Marchio segreto", *fields, "con voi", "gradino", desk.check_up_id):
        assert hidden not in page.text


def test_numbers_are_saved_as_the_advisers(site: Flask, desk: Desk) -> None:
    path = make_link(desk)
    status, _text = fill(site, path, {"workers": "9", "T3.count": "5", "sector": "office", "T2": "4"})
    assert status == 303
    assert Owner(site).client.get(path + "/thanks").status_code == 200
    with open_reading(state_of(site).database) as session:
        stored = current_answers(session, desk.check_up_id)
        last = events_after(session, desk.check_up_id)[-2:]
    assert stored.file["facts"]["workers"] == 9
    assert stored.file["facts"]["sector"] == "shop"
    assert stored.file["indicators"]["T3"] == {"step": 3, "count": 5}
    assert stored.file["indicators"]["T2"] == 1
    assert {event.source for event in last} == {"numbers"}
    assert all(event.actor.startswith("adviser:") for event in last)
    trail = desk.owner.get("/trail").text
    assert "Chi prepara le buste paga" in trail
    assert "dal collegamento per i numeri" in trail


def test_a_wrong_number_is_named_and_the_rest_is_kept(site: Flask, desk: Desk) -> None:
    status, text = fill(site, make_link(desk), {"workers": "0", "resignations_24m": "4", "T3.count": "x"})
    assert status == 422
    assert text.count("Da correggere") >= 2
    with open_reading(state_of(site).database) as session:
        stored = current_answers(session, desk.check_up_id)
    assert stored.file["facts"]["workers"] == 7
    assert stored.file["facts"]["resignations_24m"] == 4


def test_the_owner_hears_of_a_number_that_took_the_place_of_another(site: Flask, desk: Desk) -> None:
    path = make_link(desk)
    assert fill(site, path, {"resignations_24m": "1"})[0] == 303
    assert not mails(desk, "numbers_changed")
    assert fill(site, path, {"resignations_24m": "2"})[0] == 303
    assert fill(site, path, {"resignations_24m": "2"})[0] == 303
    (told,) = mails(desk, "numbers_changed")
    assert desk.boss.email in told
    assert f"/check-up/{desk.check_up_id}/trail" in told


def mails(desk: Desk, template: str) -> list[str]:
    with open_reading(state_of(desk.site).database) as session:
        found = session.execute(sa.text("SELECT payload FROM outbox WHERE template = :one"), {"one": template})
        return [row.payload for row in found]


def test_old_revoked_and_unknown_links_are_the_same(site: Flask, desk: Desk, clock: Clock) -> None:
    path = make_link(desk)
    unknown = Owner(site).client.get("/it/numbers/" + "x" * 43)
    assert unknown.status_code == 404
    links = desk.owner.get("/numbers").text
    action = links.split('/revoke"')[0].rsplit('action="', 1)[1] + "/revoke"
    assert desk.post(action, by=desk.owner)[0] == 303
    assert Owner(site).client.get(path).text == unknown.text.replace("x" * 43, path.split("/")[-1])
    assert fill(site, path, {"workers": "9"})[0] == 404
    second = make_link(desk)
    clock.now += timedelta(days=14)
    assert Owner(site).client.get(second).status_code == 200
    clock.now += timedelta(days=1)
    assert Owner(site).client.get(second).status_code == 404
    assert fill(site, second, {"workers": "9"})[0] == 404


def test_a_link_ends_with_the_mandate_of_who_made_it(site: Flask, desk: Desk) -> None:
    theirs, owners = make_link(desk, by=desk.consultant), make_link(desk)
    assert Owner(site).client.get(theirs).status_code == 200
    desk.revoke()
    assert Owner(site).client.get(theirs).status_code == 404
    assert fill(site, theirs, {"workers": "9"})[0] == 404
    assert Owner(site).client.get(owners).status_code == 200


def test_the_mail_goes_into_the_outbox(desk: Desk) -> None:
    make_link(desk, "paghe@example.org")
    with open_reading(state_of(desk.site).database) as session:
        found = session.execute(sa.text("SELECT template, payload FROM outbox WHERE template = 'numbers_link'")).all()
    assert len(found) == 1
    assert "paghe@example.org" in found[0].payload
    status, _text = desk.post(f"/it/check-up/{desk.check_up_id}/numbers", {"email": "no"}, by=desk.owner)
    assert status == 422


def test_a_link_of_another_check_up_is_not_mine_to_revoke(site: Flask, desk: Desk) -> None:
    other = make_desk(site, "Bottega", "Secondo ente")
    make_link(desk)
    links = desk.owner.get("/numbers").text
    link = links.split('/revoke"')[0].rsplit("/", 1)[1]
    for base, who in ((desk, other.owner), (other, other.owner), (other, desk.owner)):
        path = f"/it/check-up/{base.check_up_id}/numbers/{link}/revoke"
        assert desk.post(path, by=who)[0] == 404


def test_locked_numbers_do_not_change(site: Flask, desk: Desk) -> None:
    path = make_link(desk)
    desk.post(f"{desk.base}/review/T", {"T1.verdict": "same"})
    desk.post(f"{desk.base}/validate", {"partly": "yes"})
    assert fill(site, path, {"workers": "9"})[0] == 422
    assert "è verificato" in Owner(site).client.get(path).text


def test_the_owner_says_who_answers_what(desk: Desk) -> None:
    page = f"/it/check-up/{desk.check_up_id}/sections"
    assert desk.owner.client.get(page).status_code == 200
    assert desk.post(page, {"T": "adviser", "profile": "owner", "R": "nobody"}, by=desk.owner)[0] == 303
    text = desk.owner.get().text
    assert "risponde: chi prepara le buste paga" in text
    assert "risponde: chi guida l&#39;impresa" in text
    assert desk.post(page, {"T": ""}, by=desk.owner)[0] == 303
    assert "risponde: chi prepara le buste paga" not in desk.owner.get().text
    assert desk.consultant.client.get(page).status_code == 404


def test_the_trail_tells_who_did_what(desk: Desk) -> None:
    desk.post(f"{desk.base}/key-in", {"L2": "1"})
    desk.post(f"{desk.base}/review/T", {"T1.verdict": "same"})
    desk.post(f"{desk.base}/validate", {"partly": "yes"})
    text = desk.owner.get("/trail").text
    for words in ("IRENE di prova", "dal modulo di carta", "Convalidato", "Verifica: T1", "L&#39;impresa"):
        assert words in text
    assert desk.get(f"/it/check-up/{desk.check_up_id}/trail").count("<li id=") == text.count("<li id=")
    assert desk.owner.client.get(f"/it/check-up/{desk.check_up_id}/trail?before=3").text.count("<li id=") == 2
    assert desk.owner.client.get(f"/it/check-up/{desk.check_up_id}/trail?before=x").status_code == 200
    stranger = Owner(desk.site)
    stranger.start()
    assert stranger.client.get(f"/it/check-up/{desk.check_up_id}/trail").status_code == 404
