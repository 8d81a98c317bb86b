"""Awards from the reserve to the letter: last checks, two people, money and room, protocol numbers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading
from cip.incentives.actions.check_award import hold_award
from cip.incentives.actions.decide_award import (
    NoActError,
    OddGrantDayError,
    PreparerApprovesError,
    approve_award,
    give_back_aid,
    prepare_award,
    release_award,
    send_back_award,
)
from cip.incentives.actions.notify_awards import (
    NoProtocolError,
    NumberTakenError,
    OddProtocolDayError,
    notify_award,
    number_letters,
)
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.read_register import read_register
from cip.incentives.actions.record_code import CodeOfOtherAwardError, OtherCodeError, record_code
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.award_checks import NotInOrderError
from cip.incentives.award_states import AWARD_STATES, AwardMove, award_transition
from cip.incentives.money import total
from cip.incentives.reads.award_checks import approval_of, checks_made, codes_of, cups_of, preparations_of
from cip.incentives.reads.award_letters import letters_for, letters_kept
from cip.incentives.reads.awards import steps_of_award
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.money import shares_of
from cip.incentives.reads.register import aids_to_register, imports_of_call
from cip.incentives.register_files import FileRegister
from tests.integration.incentives.awarding import ACT, Awarding, rules
from tests.integration.incentives.ranks import fill_room, room_now

DAY = timedelta(days=1)


def test_two_people_decide_and_money_and_room_move_with_it(made: Awarding) -> None:
    first, other = made.awards[:2]
    limit, before = room_now(made.ranks, first.firm_id, made.today)
    assert before == limit - first.cents  # kept since the ranking
    made.prepare(first.id)
    with pytest.raises(PreparerApprovesError):
        made.approve(first.id, who="olga")
    made.approve(first.id)
    award = made.award(first.id)
    assert (award.state, award.granted_on) == ("approved", made.today)
    # The room was kept, now it is aid: the same cents, never both.
    assert room_now(made.ranks, first.firm_id, made.today) == (limit, before)
    with open_reading(made.database) as session:
        approval, prepared = approval_of(session, first.id), preparations_of(session, first.id)[-1]
        shares = shares_of(session, [first.id, other.id])
        steps = [step.action for step in steps_of_award(session, first.id)]
        checks = checks_made(session, first.id)
    assert approval is not None
    assert (approval.act_number, approval.act_on, approval.preparer) == (ACT, made.today, prepared.prepared_by)
    assert approval.aid_id is not None
    assert (total(shares[first.id], "committed"), total(shares[first.id], "reserved")) == (first.cents, 0)
    assert (total(shares[other.id], "committed"), total(shares[other.id], "reserved")) == (0, other.cents)
    assert steps == ["prepare", "approve"]
    assert [check.in_order for check in checks] == [True, True]


def test_the_database_too_refuses_one_person_for_both(made: Awarding) -> None:
    award_id = made.awards[0].id
    made.prepare(award_id)
    table = Base.metadata.tables["award_approvals"]
    with open_reading(made.database) as session:
        prepared = preparations_of(session, award_id)[-1]
    row = {
        "award_id": award_id, "preparation_id": prepared.id, "preparer": prepared.prepared_by,
        "check_id": prepared.check_id, "approved_by": prepared.prepared_by, "approved_label": "x",
        "approved_at": made.ranks.calling.now, "act_number": "1", "act_on": made.today,
    }  # fmt: skip
    piero = made.ranks.calling.people["piero"]
    for broken in ({}, {"preparer": piero, "approved_by": prepared.prepared_by}):
        with pytest.raises(IntegrityError), made.database.engine.begin() as connection:
            connection.execute(sa.insert(table), {**row, **broken})


def test_what_is_not_in_order_is_refused_with_its_reasons_and_changes_nothing(made: Awarding) -> None:
    bare = made.awards[2]
    with pytest.raises(NotInOrderError) as refused:
        made.prepare(bare.id)
    said = {reason.rule for reason in refused.value.because}
    assert {"award.durc", "award.cor", "award.cup", "award.vercor"} <= said
    assert made.award(bare.id).state == "reserved"


def test_room_that_went_elsewhere_meanwhile_stops_the_approval(made: Awarding) -> None:
    award = made.awards[0]
    made.prepare(award.id)
    fill_room(made.ranks, award.firm_id, made.today, but=award.cents - 1)
    with pytest.raises(NotInOrderError) as refused:
        made.approve(award.id)
    assert [reason.rule for reason in refused.value.because] == ["award.de_minimis"]
    assert made.award(award.id).state == "prepared"


def test_the_last_cent_of_room_still_fits(made: Awarding) -> None:
    award = made.awards[0]
    made.prepare(award.id)
    fill_room(made.ranks, award.firm_id, made.today, but=award.cents)
    made.approve(award.id)
    assert room_now(made.ranks, award.firm_id, made.today)[1] == 0


def test_the_act_has_a_number_and_a_day_that_can_be(made: Awarding) -> None:
    award_id = made.awards[0].id
    made.prepare(award_id)
    for day in (made.today - DAY, made.today + DAY):
        with pytest.raises(OddGrantDayError):
            made.approve(award_id, on=day)
    with pytest.raises(NoActError), made.ranks.calling.work("piero") as work:
        approve_award(work, award_id, act_number=" ", act_on=made.today, rules=rules())


def test_who_sends_back_or_lets_go_says_why_and_what_was_kept_is_free(made: Awarding) -> None:
    award = made.awards[0]
    made.prepare(award.id)
    with pytest.raises(NoReasonError), made.ranks.calling.work("piero") as work:
        send_back_award(work, award.id, " ")
    with made.ranks.calling.work("piero") as work:
        send_back_award(work, award.id, "Manca il verbale.")
    limit, _left = room_now(made.ranks, award.firm_id, made.today)
    with made.ranks.calling.work("olga") as work:
        release_award(work, award.id, "L'impresa è cessata.")
    assert made.award(award.id).state == "released"
    assert room_now(made.ranks, award.firm_id, made.today) == (limit, limit)
    with open_reading(made.database) as session:
        assert total(shares_of(session, [award.id])[award.id], "reserved", "committed") == 0


def test_only_the_rows_of_the_table_pass(made: Awarding) -> None:
    """Every action in every state: refused unless the table has it."""
    award_id = made.awards[0].id
    awards = Base.metadata.tables["awards"]
    tried = 0
    for state in AWARD_STATES:
        with made.database.engine.begin() as connection:
            connection.execute(sa.update(awards).where(awards.c.id == award_id).values(state=state))
        for action, do in _ACTIONS.items():
            if award_transition(state, action) is not None:
                continue
            with pytest.raises(WrongAwardStateError), made.ranks.calling.work("piero") as work:
                do(work, award_id, made)  # type: ignore[operator]
            tried += 1
    assert tried == len(AWARD_STATES) * len(_ACTIONS) - 5


_ACTIONS: dict[AwardMove, object] = {
    "prepare": lambda work, id, _made: prepare_award(work, id, rules()),
    "send_back": lambda work, id, _made: send_back_award(work, id, "perché"),
    "approve": lambda work, id, made: approve_award(work, id, act_number="1", act_on=made.today, rules=rules()),
    "release": lambda work, id, _made: release_award(work, id, "perché"),
    "notify": lambda work, id, _made: notify_award(work, id),
}


def test_a_letter_has_one_number_for_good_and_says_what_was_decided(made: Awarding) -> None:
    one, two = (award.id for award in made.awards[:2])
    for award_id in (one, two):
        made.prepare(award_id)
        made.approve(award_id)
    with pytest.raises(NoProtocolError):
        made.notify(one)
    with open_reading(made.database) as session:
        drafts = letters_for(session, made.awards)
    assert set(drafts) == {one, two}
    assert made.number(one, first=100) == made.number(one, first=200) == f"100/{made.today.year}"
    with pytest.raises(NumberTakenError):
        made.number(two, first=100)
    with pytest.raises(OddProtocolDayError), made.ranks.calling.work() as work:
        number_letters(work, made.call_id, [two], first=300, on=made.today + DAY)
    with made.ranks.calling.work() as work:
        kept = number_letters(work, made.call_id, [one, two], first=101, on=made.today)
    assert [kept[award_id].protocol.number for award_id in (one, two)] == [100, 101]
    assert kept[one].letter == drafts[one]
    letter = kept[one].letter
    assert sum(cents for _text, cents in letter.lines) == letter.cents == sum(part.cents for part in letter.parts)
    assert {code.kind for code in letter.codes} == {"car", "cor", "vercor", "cup"}
    assert (letter.court.days, letter.head.days) == (60, 120)
    assert letter.duties


def test_the_firm_is_told_that_a_letter_waits_and_nothing_else(made: Awarding) -> None:
    award = made.awards[0]
    made.prepare(award.id)
    made.approve(award.id)
    made.number(award.id)
    made.notify(award.id)
    assert made.award(award.id).state == "notified"
    with open_reading(made.database) as session:
        payloads = list(session.scalars(sa.select(OutboxRow.payload).where(OutboxRow.template == "award_letter")))
    assert len(payloads) == 1
    assert f"/awards/{award.id}" in (payloads[0] or "")
    for word in (str(award.cents), ACT, "100/", "conces"):
        assert word not in (payloads[0] or "")


def test_two_who_number_at_once_give_one_number(made: Awarding) -> None:
    ids = [award.id for award in made.awards[:2]]
    for award_id in ids:
        made.prepare(award_id)
        made.approve(award_id)
    barrier = Barrier(2)

    def number(first: int) -> dict[str, int]:
        barrier.wait(10)
        with made.ranks.calling.work() as work:
            kept = number_letters(work, made.call_id, ids, first=first, on=made.today)
        return {award_id: letter.protocol.number for award_id, letter in kept.items()}

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(number, (500, 700))
    assert one == two
    assert sorted(one.values()) in ([500, 501], [700, 701])
    with open_reading(made.database) as session:
        assert {id: kept.protocol.number for id, kept in letters_kept(session, ids).items()} == one


def test_a_code_is_never_overwritten_without_a_reason_nor_given_twice(made: Awarding) -> None:
    one, two, bare = made.awards[:3]
    with made.ranks.calling.work() as work:
        cor = codes_of(work.session, made.call_id, one.id)["cor"]
        assert not record_code(work, made.call_id, one.id, "cor", cor.code, cor.on)
    with pytest.raises(OtherCodeError), made.ranks.calling.work() as work:
        record_code(work, made.call_id, one.id, "cor", "777", made.today)
    with pytest.raises(CodeOfOtherAwardError), made.ranks.calling.work() as work:
        record_code(work, made.call_id, bare.id, "cor", cor.code, made.today)
    with made.ranks.calling.work() as work:
        assert record_code(work, made.call_id, one.id, "cor", "777", made.today, reason="rifatto")
        record_code(work, made.call_id, None, "cup", "G1", made.today)
    with open_reading(made.database) as session:
        assert codes_of(session, made.call_id, one.id)["cor"].code == "777"
        cups = cups_of(session, made.call_id, [one.id, two.id, bare.id])
    assert (cups[bare.id], cups[one.id]) == ("G1", "G17H27000000001")


def test_an_answer_of_the_register_is_read_line_by_line(made: Awarding) -> None:
    one, _two, bare = made.awards[:3]
    register, day = FileRegister(), made.today.isoformat()
    with open_reading(made.database) as session:
        aids = aids_to_register(session, call_of(session, made.call_id), made.awards)
    assert one.id in register.export(aids).decode("utf-8-sig")
    lines = ("pratica;tipo;codice;data", f"{bare.id};COR;55;{day}", f"{one.id};COR;66;{day}", f"zzz;COR;77;{day}")
    with made.ranks.calling.work() as work:
        read_register(work, made.call_id, "\n".join(lines).encode(), register)
    with open_reading(made.database) as session:
        (read,) = imports_of_call(session, made.call_id)
        found = codes_of(session, made.call_id, bare.id)["cor"]
        kept = codes_of(session, made.call_id, one.id)["cor"]
    assert [line.outcome for line in read.lines] == ["taken", "other_code", "unmatched"]
    assert (found.code, found.source) == ("55", "file")
    assert kept.code == "9000001"


def test_aid_of_an_award_that_ended_is_given_back_but_for_what_was_paid(made: Awarding) -> None:
    award = made.awards[0]
    made.prepare(award.id)
    made.approve(award.id)
    limit, _left = room_now(made.ranks, award.firm_id, made.today)
    with made.ranks.calling.work() as work:
        give_back_aid(work, hold_award(work, award.id), keeps=100)
    assert room_now(made.ranks, award.firm_id, made.today) == (limit, limit - 100)
