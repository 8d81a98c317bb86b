"""The pages of those who judge and of the office that follows them, and the invariant that first scores are blind:
every page and every answer to a script that reaches somebody is read for what others gave, and a leak put in by hand is
found.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from cip.incentives.actions.judge import save_scores
from cip.incentives.reads import reviews as reviews_read
from cip.incentives.reads.evaluation import progress
from cip.incentives.records import ReviewScoreRow
from cip.parties.actions.add_member import add_member
from cip.web.state import state_of
from tests.integration.incentives.judges import Judges, make_judges, reason
from tests.integration.parties.cast import make_cast
from tests.integration.web.conftest import Clock
from tests.integration.web.owner import Owner
from tests.integration.web.people import Someone
from tests.integration.worlds import ON_BOTH

pytestmark = pytest.mark.parametrize("database_kind", ON_BOTH, indirect=True)

OURS = re.compile(r"^(evaluator|office\.(panel|samples|evaluation|draw|judged_file)$)")
MARK = "MARCATORE"
SCORES = {"B3": 6, "E2": 3}


@dataclass
class Browser:
    """Somebody who is signed in."""

    owner: Owner

    def page(self, address: str) -> TestResponse:
        return self.owner.client.get(address, follow_redirects=True)

    def post(
        self, address: str, data: Mapping[str, str], *, follow: bool = False, script: bool = False
    ) -> TestResponse:
        headers = {"Accept": "application/json"} if script else {}
        sent = {"csrf_token": self.owner.token(), **data}
        return self.owner.client.post(address, data=sent, headers=headers, follow_redirects=follow)


@dataclass
class Room:
    """Anna and Bea judge one application; the officer follows."""

    site: Flask
    judges: Judges
    clock: Clock

    def browser(self, person_id: str, *, strong: bool = True) -> Browser:
        return Browser(Someone(self.site, person_id, "").browser(strong=strong))

    def at(self, who: str) -> Browser:
        return self.browser(self.judges.person[who])

    @property
    def office(self) -> Browser:
        return self.browser(self.judges.officer)

    def address(self, who: str, tail: str = "") -> str:
        return f"/it/evaluator/{self.judges.call}/reviews/{self.judges.review(who).id}{tail}"

    def pages(self, arguments: Mapping[str, str]) -> Iterator[str]:
        """The address of every page about an evaluation."""
        for rule in self.site.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and OURS.match(rule.endpoint) and set(rule.arguments) <= set(arguments):
                with self.site.test_request_context():
                    mine = {name: arguments[name] for name in rule.arguments}
                    yield self.site.url_for(rule.endpoint, **dict[str, Any](mine))


@pytest.fixture
def room(site: Flask, clock: Clock) -> Room:
    cast = make_cast(state_of(site).database)
    cast.now = clock.now
    judges = make_judges(cast)
    judges.name("anna", "bea")
    judges.draw()
    return Room(site, judges, clock)


def form(scores: Mapping[str, str], reasons: Mapping[str, str], **more: str) -> dict[str, str]:
    return {
        **{f"points.{id}": value for id, value in scores.items()},
        **{f"reason.{id}": text for id, text in reasons.items()},
        **more,
    }


def test_somebody_judges_from_the_gate_to_the_handing_in(room: Room) -> None:
    anna = room.at("anna")
    desk = anna.page("/it/evaluator").text
    assert "Domanda 01" in desk
    gate = anna.page(room.address("anna")).text
    assert "Impresa Segreta 1" in gate, "the gate lists the firms, so that links can be declared"
    assert "L. 241/1990" in gate
    assert "Testo 1" not in gate
    wrong = anna.post(room.address("anna", "/declare"), {})
    assert wrong.status_code == 422
    opened = anna.post(room.address("anna", "/declare"), {"none": "yes"}, follow=True)
    assert "Testo 1 sul criterio B3." in opened.text
    assert "Impresa Segreta" not in opened.text
    saved = anna.post(room.address("anna"), form({"B3": "6"}, {"B3": "a metà"}, seq="0"), follow=True)
    assert "Salvato." in saved.text
    assert "a metà" in saved.text
    short = anna.post(room.address("anna"), form({"B3": "6"}, {"B3": "a metà"}, seq="2", hand_in="yes"))
    assert short.status_code == 422
    assert "troppo corto" in short.text
    assert "Scegliete un punteggio." in short.text
    whole = form({"B3": "6", "E2": "3"}, {"B3": reason(0), "E2": reason(1)}, seq="9", hand_in="yes")
    done = anna.post(room.address("anna"), whole, follow=True)
    assert "I punteggi sono consegnati." in done.text
    assert "Manca ancora qualcuno" in done.text


def test_who_judges_finds_the_applications_from_every_page(room: Room) -> None:
    entry = '<a href="/it/evaluator"'
    assert entry in room.at("anna").page("/it/glossary").text
    assert entry not in room.browser(room.judges.person["anna"], strong=False).page("/it/glossary").text
    assert entry not in room.office.page("/it/glossary").text


def test_a_script_saves_and_two_windows_never_overwrite_each_other(room: Room) -> None:
    room.judges.declare("anna")
    anna, address = room.at("anna"), room.address("anna")
    first = anna.post(address, form({"B3": "6"}, {"B3": "prima"}, seq="0"), script=True)
    assert (first.json or {})["seq"] == 1
    same = anna.post(address, form({"B3": "6", "E2": "3"}, {"B3": "prima", "E2": ""}, seq="1"), script=True)
    told = same.json or {}
    assert (told["seq"], told["fields"]) == (2, {})
    stale = anna.post(address, form({"B3": "8"}, {"B3": "seconda"}, seq="0"), script=True)
    assert stale.status_code == 409
    shown = anna.post(address, form({"B3": "8"}, {"B3": "seconda"}, seq="0"))
    assert shown.status_code == 409
    assert "prima" in shown.text
    assert "seconda" in shown.text
    kept = anna.post(address, form({"B3": "8"}, {"B3": "seconda"}, seq="0", anyway="yes"), follow=True)
    assert "seconda" in kept.text


def test_far_scores_meet_and_agree(room: Room) -> None:
    room.judges.judge("anna", {"B3": 2, "E2": 3})
    room.judges.judge("bea", {"B3": 10, "E2": 3}, first=4)
    anna, bea = room.at("anna"), room.at("bea")
    assert "punteggi lontani" in anna.page(room.address("anna")).text
    wrong = anna.post(room.address("anna", "/meeting"), form({"B3": "11"}, {"B3": reason(2)}, met_on="2026-11-20"))
    assert wrong.status_code == 422
    assert "da 0 a 10" in wrong.text
    met = anna.post(
        room.address("anna", "/meeting"), form({"B3": "5,5"}, {"B3": reason(2)}, met_on="2026-11-20"), follow=True
    )
    assert "La proposta è scritta." in met.text
    page = bea.page(room.address("bea")).text
    found = re.search(r'name="shown" value="(\w+)"', page)
    assert found is not None
    old = bea.post(room.address("bea", "/agree"), {"shown": "0" * 32})
    assert "più nuova" in old.text
    agreed = bea.post(room.address("bea", "/agree"), {"shown": found[1]}, follow=True)
    assert "Avete detto sì" in agreed.text
    assert room.judges.review("bea").state == "closed"
    office = room.office.page(_office(room, f"evaluation/{room.judges.application[1]}")).text
    assert "5,5" in office
    assert "accordo 2 su 2" in office


def test_the_office_names_draws_reopens_and_takes(room: Room) -> None:
    office, judges = room.office, room.judges
    outside = {"person_id": "", "name": "Fuori", "email": "fuori@example.org"}
    named = office.post(_office(room, "panel"), outside, follow=True)
    assert "Nominata." in named.text
    twice = office.post(_office(room, "panel"), outside)
    assert twice.status_code == 422
    page = office.page(_office(room, "draw")).text
    assert "Ogni domanda ha le sue persone." in page
    anna = judges.judge("anna", {"B3": 2, "E2": 3})
    counts = office.page(_office(room, "evaluation")).text
    assert "1 consegnate su 2" in counts
    file = f"evaluation/{judges.application[1]}"
    one = office.page(_office(room, file)).text
    assert reason(0) not in one, "no partial score"
    assert "In più: Certificato di parità di genere" in one
    assert "gender_certificate" not in one, "the id of a rule tells nobody anything"
    taken = office.post(_office(room, f"{file}/{judges.review('bea').id}/take"), {"why": "Ferie."}, follow=True)
    assert "La domanda è tolta." in taken.text
    preview = office.page(_office(room, "draw")).text
    digest = re.search(r'name="previewed" value="(\w+)"', preview)
    assert digest is not None
    drawn = office.post(_office(room, "draw"), {"previewed": digest[1]}, follow=True)
    assert "Il sorteggio è fatto." in drawn.text
    old = office.post(_office(room, "draw"), {"previewed": digest[1]})
    assert old.status_code == 422
    reminded = office.post(_office(room, "evaluation/remind"), {}, follow=True)
    assert "Il promemoria parte" in reminded.text
    assert judges.cast.mails("files_waiting") == ["fuori@example.org"]
    nothing = office.post(_office(room, f"{file}/{anna}/reopen"), {"why": ""})
    assert nothing.status_code == 422


def test_a_sample_is_written_and_tried_before_the_right_scores_show(room: Room) -> None:
    texts = {f"text.{id}": f"Testo del caso {id}." for id in ("B3", "E2")}
    sample = form({"B3": "4", "E2": "1"}, {"B3": f"{MARK} {reason(6)}", "E2": reason(7)}, title="Caso uno", **texts)
    assert room.office.post(_office(room, "samples"), {"title": "Caso"}).status_code == 422
    written = room.office.post(_office(room, "samples"), sample, follow=True)
    assert "Caso uno" in written.text
    anna = room.at("anna")
    refused = anna.post(room.address("anna", "/declare"), {"none": "yes"}, follow=True)
    assert "Prima valutate il caso di prova" in refused.text
    link = re.search(r'href="([^"]*/samples/\w+)"', refused.text)
    assert link is not None
    before = anna.page(link[1]).text
    assert "Testo del caso B3." in before
    assert MARK not in before
    assert anna.post(link[1], form({"B3": "4"}, {})).status_code == 422
    after = anna.post(link[1], form({"B3": "10", "E2": "1"}, {"B3": reason(0), "E2": reason(1)}), follow=True)
    assert MARK in after.text
    assert "Punteggi vicini: 1 su 2. Indice di accordo 50 su 100, distanza media 30 su 100." in after.text


def test_a_link_is_declared_on_a_page(room: Room) -> None:
    anna, judges = room.at("anna"), room.judges
    address = f"/it/evaluator/{judges.call}/links"
    assert "Impresa Segreta 1" in anna.page(address).text
    assert anna.post(address, {"firm_id": "", "why": ""}).status_code == 422
    gone = anna.post(address, {"firm_id": judges.firm[1], "why": "È di mia sorella."}, follow=True)
    assert "Domanda 01" not in gone.text
    assert judges.who_judges() == ["bea"]


def test_who_sees_a_link_after_opening_stands_aside(room: Room) -> None:
    room.judges.declare("anna")
    anna, address = room.at("anna"), room.address("anna")
    assert anna.post(f"{address}/stand-aside", {"why": ""}).status_code == 422
    gone = anna.post(f"{address}/stand-aside", {"why": "Li conosco."}, follow=True).text
    assert "passa a un&#39;altra persona" in gone
    assert anna.owner.client.get(address).status_code == 404


@pytest.mark.parametrize("strong", [True, False])
def test_only_the_panel_gets_in_and_with_both_factors(room: Room, strong: bool) -> None:
    address = room.address("anna")
    for person_id in (room.judges.officer, room.judges.cast.ada, room.judges.person["bea"]):
        assert room.browser(person_id, strong=strong).owner.client.get(address).status_code == (404 if strong else 303)
    assert room.browser(room.judges.person["anna"], strong=False).owner.client.get(address).status_code == 303


def test_first_scores_are_blind_on_every_page(room: Room) -> None:
    assert list(_leaks(room)) == []


def test_a_leak_put_in_by_hand_is_found(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def leaking(session: Any, person_id: str, review_id: str) -> list[Any]:
        row = ReviewScoreRow
        rows = session.scalars(select(row).order_by(row.review_id, row.seq))
        return [reviews_read._saved(one) for one in rows]

    monkeypatch.setattr("cip.web.evaluator.scoring.history_of", leaking)
    assert list(_leaks(room)) != []


def test_a_leak_of_who_is_done_is_found(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "cip.web.office.evaluating.progress",
        lambda session, call_id, _person: progress(session, call_id, ""),
    )
    assert any("consegnate su" in leak for leak in _leaks(room))


def _leaks(room: Room) -> Iterator[str]:
    """What reaches Bea, who judges and is of the office too, before she hands in: every page and every answer to a
    script, compared before and after Anna handed in, and read for Anna's words.
    """
    judges = room.judges
    _make_officer(judges)
    judges.declare("bea")
    judges.save("bea", {"B3": 2, "E2": 3}, first=4)
    bea = room.at("bea")
    arguments = {
        "language": "it",
        "body_id": judges.office,
        "call_id": judges.call,
        "review_id": judges.review("bea").id,
        "file_id": judges.application[1],
    }
    addresses = [*room.pages(arguments), _office(room, "").rstrip("/")]
    assert len(addresses) >= 9
    before = {address: _body(bea, address) for address in addresses}
    judges.declare("anna")
    anna = judges.save("anna", SCORES)
    with judges.work("anna") as work:
        save_scores(work, anna, {"B3": (None, f"{MARK} {reason(0)}")})
    judges.judge("anna", SCORES)
    after = {address: _body(bea, address) for address in addresses}
    script = bea.post(room.address("bea"), form({"B3": "2"}, {"B3": "mio"}, seq="2"), script=True)
    for address, text in {**after, "script": script.get_data(as_text=True)}.items():
        if MARK in text or any(reason(n) in text for n in (0, 1)):
            yield f"{address}: words of somebody else"
    for address in addresses:
        if before[address] != after[address]:
            yield f"{address}: changed when somebody else handed in: {_difference(before[address], after[address])}"


def _difference(before: str, after: str) -> str:
    return " ".join(sorted(set(after.splitlines()) - set(before.splitlines())))


def _body(browser: Browser, address: str) -> str:
    answer = browser.page(address)
    assert answer.status_code == 200, address
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text)


def _make_officer(judges: Judges) -> None:
    with judges.cast.work() as work:
        add_member(work, judges.person["bea"], party_kind="body", party_id=judges.office, role="staff")


def _office(room: Room, tail: str) -> str:
    return f"/it/office/{room.judges.office}/calls/{room.judges.call}/{tail}"
