"""The premium rests on a first award that was paid, counts only what somebody proved, and is had once."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.cli.worlds.premium import decided_premium
from cip.database import migrate
from cip.database.work import open_reading
from cip.incentives.actions.claim_premium import claim_premium
from cip.incentives.actions.prove_indicator import NoProofSaidError, prove_indicator
from cip.incentives.actions.publish_call import publish_call
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.awards import StoredAward
from cip.incentives.calls import CallSettings
from cip.incentives.money_events import Due, Pay
from cip.incentives.premium import PremiumTooHighError, PremiumTwiceError, ProofMissingError
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.premium import (
    first_award_of,
    premium_faults,
    premium_proofs,
    premium_stated,
    proved_facts,
    standing_premium,
)
from cip.incentives.records import AwardRow, PremiumNoteRow, PremiumProofRow, PremiumRow
from cip.kernel.canonical import canonical_json
from cip.rulebook.call_packs import CallPack
from tests.integration.incentives.awarding import nothing_pinned, rules
from tests.integration.incentives.calling import CLOSES, KEY, OPENS, templates
from tests.integration.incentives.filed import Filed, file_application
from tests.integration.incentives.monies import Monies

FIRST = 40_000
PREMIUM = CallSettings("Premio di prova", OPENS, CLOSES, {"premium": 1_000_000}, "Ufficio di prova")
PACK: CallPack = decided_premium(templates()["premium-2026"], templates()["pilot-2026"])


@dataclass
class Round:
    """A pilot call with one accepted award of 400 euro, and a premium call."""

    monies: Monies
    first: StoredAward
    call_id: str

    @property
    def day(self) -> date:
        return self.monies.day

    def pay(self, cents: int = FIRST) -> None:
        """Pay so much of the first award."""
        share = self.monies.share(1).id
        self.monies.happen(Due(share, cents), Pay(share, cents))

    def note(self, indicator: str = "award.workers_reached", value: int = 3, document: str = "Verbale 4/2027") -> None:
        with self.monies.ranks.calling.work("olga") as work:
            prove_indicator(work, self.first.id, indicator, value, document=document, seen_on=self.day)  # type: ignore[arg-type]

    def proved(self) -> dict[str, object]:
        with open_reading(self.monies.database) as session:
            found = proved_facts(session, PACK, self.first.firm_id, self.day, nothing_pinned)
        return {str(word): one.value for word, one in found.items()}

    def award(self, cents: int, facts: dict[str, object] | None = None, call_id: str | None = None) -> StoredAward:
        """An award of the premium call, written past the ranking."""
        with self.monies.ranks.calling.work("system") as work:
            application_id, award_id = work.new_id(), work.new_id()
            told = {name: {"value": value, "source": "award", "on": None} for name, value in (facts or {}).items()}
            content = canonical_json({"facts": told, "documents": [], "texts": {}})
            number = 500 + int(award_id[:3], 16)
            person = self.monies.ranks.owner[1]
            filed = Filed(call_id or self.call_id, self.first.firm_id, number, person, work.now, content)
            file_application(work, application_id, filed)
            row = AwardRow(
                id=award_id,
                call_id=call_id or self.call_id,
                application_id=application_id,
                firm_id=self.first.firm_id,
                ranking_id=self.first.ranking_id,
                state="prepared",
                cents=cents,
                begun_at=work.now,
                granted_on=None,
            )
            work.session.add(row)
            work.session.flush()
            return award_of(work.session, award_id)

    def claim(self, award: StoredAward) -> None:
        """Grant it, as an approval does."""
        with self.monies.ranks.calling.work("piero") as work:
            claim_premium(work, award, rules())
            record_award_move(work, award.id, "approve", reference="40/2027")

    def call(self) -> str:
        """Another premium call."""
        return _premium_call(self.monies)


@pytest.fixture
def round_(monies: Monies) -> Round:
    monies.settle(a1=FIRST)
    monies.grant(1)
    first = monies.award_of(1)
    with monies.ranks.calling.work("system") as work:
        for move in ("prepare", "approve", "notify", "accept"):
            row = record_award_move(work, first.id, move, reference="31/2027")
            row.granted_on = monies.day
    return Round(monies, monies.award_of(1), _premium_call(monies))


def _premium_call(monies: Monies) -> str:
    calling = replace(monies.ranks.calling, template=PACK)
    opens = calling.now + timedelta(days=10)
    settings = replace(PREMIUM, opens_at=opens, closes_at=opens + timedelta(days=40))
    call_id = calling.start(settings, "premium-2026")
    calling.rehearse(call_id)
    with calling.work("piero") as work:
        publish_call(work, call_id, PACK, KEY)
    return call_id


def test_only_what_is_proved_is_known(round_: Round) -> None:
    before = round_.proved()
    assert before == {"award.first": FIRST, "award.balance_paid": False, "award.premium_had": False}
    round_.pay(FIRST - 1)
    assert round_.proved()["award.balance_paid"] is False
    round_.pay(1)
    round_.note()
    round_.note(value=4)
    round_.note("award.shared_service", 1)
    after = round_.proved()
    assert after["award.balance_paid"] is True
    assert after["award.workers_reached"] == 4
    assert after["award.shared_service"] is True
    # Nobody verified a check-up T2: what it would prove stays unknown, whatever the firm says.
    assert not {"award.measures_in_use", "award.months_added", "award.second_level_agreement"} & set(after)
    with open_reading(round_.monies.database) as session:
        stated = premium_stated(session, PACK, round_.first.firm_id, round_.day, nothing_pinned)
        assert {one.source for one in stated.values()} == {"award"}
        # A firm without a first award, and a call that is no premium, have nothing.
        other = round_.monies.ranks.firm[2]
        assert proved_facts(session, PACK, other, round_.day, nothing_pinned) == {}
        pilot = templates()["pilot-2026"]
        assert proved_facts(session, pilot, round_.first.firm_id, round_.day, nothing_pinned) == {}


def test_what_was_paid_is_what_the_share_is_of(round_: Round) -> None:
    round_.pay()
    with open_reading(round_.monies.database) as session:
        first = first_award_of(session, PACK, round_.first.firm_id)
        assert first is not None
        assert (first.cents, first.done) == (FIRST, True)
    with pytest.raises(PremiumTooHighError):
        round_.claim(round_.award(FIRST // 2 + 1))
    exact = round_.award(FIRST // 2, call_id=round_.call())
    round_.claim(exact)
    with open_reading(round_.monies.database) as session:
        assert standing_premium(session, round_.first.firm_id) == exact.id
        assert list(premium_faults(session)) == []


def test_never_twice_not_even_in_another_call(round_: Round) -> None:
    round_.pay()
    one = round_.award(1_000)
    round_.claim(one)
    assert round_.proved()["award.premium_had"] is True
    other = round_.award(1_000, call_id=round_.call())
    with pytest.raises(PremiumTwiceError):
        round_.claim(other)
    # Given up before it was paid: the firm has had none, and may have one.
    with round_.monies.ranks.calling.work("system") as work:
        record_award_move(work, one.id, "notify")
        record_award_move(work, one.id, "waive", reason="chiuso")
    assert round_.proved()["award.premium_had"] is False
    round_.claim(other)


def test_each_euro_names_its_proofs_and_what_lost_its_proof_is_refused(round_: Round) -> None:
    round_.pay()
    round_.note(value=3)
    with pytest.raises(ProofMissingError, match="workers_reached_proved"):
        round_.claim(round_.award(1_000, {"workers_reached_proved": 5}))
    with pytest.raises(ProofMissingError, match="measures_in_use"):
        round_.claim(round_.award(1_001, {"measures_in_use": 1}, round_.call()))
    good = round_.award(
        1_002, {"workers_reached_proved": 3, "first_award_cents": FIRST, "balance_paid": True}, round_.call()
    )
    round_.claim(good)
    with open_reading(round_.monies.database) as session:
        proofs = premium_proofs(session, good.id)
    behind = {fact: (line, proof.kind, proof.reference) for fact, line, proof in proofs}
    assert behind["first_award_cents"][:2] == ("half", "award")
    assert "31/2027" in behind["first_award_cents"][2]
    assert behind["workers_reached_proved"] == ("", "document", "Verbale 4/2027")


def test_a_note_names_its_document(round_: Round) -> None:
    for value, document in ((3, " "), (-1, "Verbale"), (100_001, "Verbale"), (3, "v" * 301)):
        with pytest.raises(NoProofSaidError):
            round_.note(value=value, document=document)
    with pytest.raises(NoProofSaidError):
        round_.note("award.shared_service", 2)
    tomorrow = round_.day + timedelta(days=1)
    with pytest.raises(NoProofSaidError), round_.monies.ranks.calling.work("olga") as work:
        prove_indicator(work, round_.first.id, "award.workers_reached", 1, document="Verbale", seen_on=tomorrow)
    released = round_.award(500)
    with pytest.raises(WrongAwardStateError), round_.monies.ranks.calling.work("olga") as work:
        prove_indicator(work, released.id, "award.workers_reached", 1, document="Verbale", seen_on=round_.day)


ABOVE: tuple[dict[str, object], ...] = (
    {"cents": 20_001}, {"cents": 0}, {"most_share": 101}, {"most_share": 49}, {"by_label": ""},
)  # fmt: skip
"""What no premium of 20,000 cents, half of its first award, can be."""


def test_the_database_holds_the_limits_too(round_: Round, subtests: pytest.Subtests) -> None:
    round_.pay()
    first, firm = round_.first.id, round_.first.firm_id
    one, two = round_.award(1_000), round_.award(1_000, call_id=round_.call())
    now = round_.monies.ranks.calling.now
    good = {
        "award_id": one.id,
        "first_award_id": first,
        "firm_id": firm,
        "cents": 20_000,
        "first_cents": FIRST,
        "most_share": 50,
    }
    good |= {"at": now, "by_label": "x", "ended_at": None}
    proof = {"award_id": one.id, "seq": 1, "fact": "f", "word": "w", "value": "1", "line": "half", "kind": "award"}
    proof |= {"reference": "r", "on_day": None}
    note = {"award_id": first, "seq": 1, "indicator": "award.shared_service", "value": 1, "document": "d"}
    note |= {"seen_on": round_.day, "at": now, "by_label": "x"}
    with round_.monies.ranks.calling.work("system") as work:
        for each in (PremiumRow(**good), PremiumProofRow(**proof), PremiumNoteRow(**note)):
            work.session.add(each)
            work.session.flush()
    broken: list[tuple[type, dict[str, object]]] = [
        (PremiumRow, {**good, "award_id": two.id}),
        (PremiumRow, {**good, "award_id": first, "ended_at": now}),
        *((PremiumRow, {**good, "award_id": two.id, "ended_at": now, **change}) for change in ABOVE),
        (PremiumProofRow, {**proof, "seq": 2, "kind": "word"}),
        (PremiumProofRow, {**proof, "seq": 0}),
        (PremiumProofRow, {**proof, "seq": 2, "reference": ""}),
        (PremiumNoteRow, {**note, "seq": 2, "value": 2}),
        (PremiumNoteRow, {**note, "seq": 2, "indicator": "award.first"}),
        (PremiumNoteRow, {**note, "seq": 2, "document": ""}),
    ]
    for model, row in broken:
        with subtests.test(model=model.__name__, row=str(row)), pytest.raises(IntegrityError):
            add(round_, model, row)
    for statement in ("DELETE FROM premiums", "DELETE FROM premium_proofs", "UPDATE premium_notes SET value = 0"):
        with subtests.test(statement=statement), pytest.raises(sa.exc.DatabaseError, match="append-only"):
            run(round_, statement)


def test_a_premium_from_before_keeps_its_half(round_: Round) -> None:
    round_.pay()
    one = round_.award(20_000)
    for indicator, value in (("award.workers_reached", 3), ("award.shared_service", 1)):
        round_.note(indicator, value)
    round_.claim(one)
    database = round_.monies.database
    address = database.engine.url.render_as_string(hide_password=False)
    database.engine.dispose()
    migrate.downgrade(address, "0032")
    migrate.upgrade(address)
    with open_reading(database) as session:
        kept = session.execute(sa.select(PremiumRow.award_id, PremiumRow.cents, PremiumRow.most_share)).one()
        assert tuple(kept) == (one.id, 20_000, 50)
        assert premium_proofs(session, one.id)
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        run(round_, "DELETE FROM premiums")


def add(round_: Round, model: type, row: dict[str, object]) -> None:
    with round_.monies.ranks.calling.work("system") as work:
        work.session.add(model(**row))


def run(round_: Round, statement: str) -> None:
    with round_.monies.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)
