"""The life of a committee: seats, meetings, disputes, reviews, questions, notes, parties, yearly numbers."""

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from cip.agreement.actions.adherence_work import NotThatMoveError, WrongStateError
from cip.agreement.actions.ask_committee import AnsweredAlreadyError, answer_question, ask_committee
from cip.agreement.actions.leave_adherence import end_for_merger, leave_adherence
from cip.agreement.actions.note_agreement import PartyKnownError, end_party, join_party, note_agreement
from cip.agreement.actions.note_meeting import (
    HeldMeeting,
    NoMinutesError,
    NotThatMeetingError,
    note_meeting,
    review_clauses,
)
from cip.agreement.actions.open_dispute import (
    DisputeOpenError,
    Opening,
    hear_dispute,
    open_dispute,
    settle_dispute,
    withdraw_dispute,
)
from cip.agreement.actions.remind_committees import remind_committees
from cip.agreement.actions.seat_committee import (
    CommitteeKnownError,
    SeatTakenError,
    appoint_committee,
    end_seat,
    give_seat,
)
from cip.agreement.actions.send_yearly import ImpossibleNumbersError, send_yearly
from cip.agreement.calendar import due_things
from cip.agreement.disputes import Dispute
from cip.agreement.reads import COMMITTEE_MATTER
from cip.agreement.reads.committee_calendar import calendar_of
from cip.agreement.reads.committee_facts import committee_facts, firm_facts, register_facts
from cip.agreement.reads.committees import (
    committee_of,
    disputes_of,
    find_dispute,
    notes_of,
    parties_joined,
    questions_of,
    reviews_of,
    yearly_of_agreement,
)
from cip.agreement.reads.registers import registers_of
from cip.agreement.reviews import Verdict
from cip.database.work import Work, open_reading
from cip.parties.actions.add_member import add_member
from cip.parties.actions.open_body import close_body, open_body
from cip.rulebook.shapes.agreement import Agreement
from tests.integration.agreement.joiners import DAY, Joiners
from tests.integration.parties.cast import NOW
from tests.unit.agreement.books import book, rows

YEARLY = {"yearly_months": rows(6)}


@pytest.fixture
def committee(joiners: Joiners) -> str:
    """A committee of the agreement `now`, with Elsa as its manager."""
    elsa = joiners.cast.person("elsa")
    with joiners.cast.work() as work:
        body = open_body(work, "committee", "Comitato Prova")
        add_member(work, elsa, party_kind="body", party_id=body, role="manager")
        appoint_committee(work, body, "now")
    return body


def opening(adherence_id: str | None, by: str = "firm", clause: str | None = "B-02") -> Opening:
    return Opening("now", adherence_id, clause, "clause_not_kept", by)  # type: ignore[arg-type]


def found(joiners: Joiners, dispute_id: str) -> Dispute:
    with open_reading(joiners.cast.database) as session:
        one = find_dispute(session, dispute_id)
    assert one is not None
    return one


def facts(joiners: Joiners, now: datetime = NOW) -> dict[str, object]:
    with open_reading(joiners.cast.database) as session:
        return dict(committee_facts(session, joiners.book, "now", DAY, now))


def test_an_agreement_has_one_committee_and_a_committee_one_agreement(joiners: Joiners, committee: str) -> None:
    with joiners.cast.work() as work:
        other = open_body(work, "committee", "Altro comitato")
    for body, agreement in ((other, "now"), (committee, "over"), (joiners.cast.body, "over")):
        with pytest.raises(CommitteeKnownError), joiners.cast.work() as work:
            appoint_committee(work, body, agreement)
    with joiners.cast.work() as work:
        close_body(work, committee)
        appoint_committee(work, other, "now")
    with open_reading(joiners.cast.database) as session:
        now = committee_of(session, "now")
    assert now is not None
    assert now.body_id == other


def test_a_seat_is_taken_once_and_ends(joiners: Joiners, committee: str) -> None:
    with joiners.cast.work() as work:
        seat = give_seat(work, committee, "union", "Sindacato Uno", from_day=DAY)
    with pytest.raises(SeatTakenError), joiners.cast.work() as work:
        give_seat(work, committee, "union", "Sindacato Uno", from_day=DAY + timedelta(days=9))
    with pytest.raises(SeatTakenError), joiners.cast.work() as work:
        end_seat(work, joiners.cast.body, seat, to_day=DAY)
    with joiners.cast.work() as work:
        end_seat(work, committee, seat, to_day=DAY)
        give_seat(work, committee, "union", "Sindacato Uno", from_day=DAY + timedelta(days=1))
    with pytest.raises(SeatTakenError), joiners.cast.work() as work:
        end_seat(work, committee, seat, to_day=DAY)


def test_a_meeting_needs_minutes(joiners: Joiners, committee: str) -> None:
    with pytest.raises(NoMinutesError), joiners.cast.work() as work:
        note_meeting(work, committee, HeldMeeting("committee", DAY))
    with joiners.cast.work() as work:
        note_meeting(work, committee, HeldMeeting("committee", DAY, minutes_ref="verbale 1"))
    assert facts(joiners)["committee_met_on"] == DAY


def test_a_dispute_is_opened_heard_and_settled_and_everybody_is_told(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined()
    with joiners.on(DAY) as work:
        dispute = open_dispute(work, opening(adherence), on=DAY)
    assert joiners.cast.mails("dispute_opened") == ["ada@example.org", "elsa@example.org"]
    with pytest.raises(NotThatMoveError), joiners.on(DAY) as work:
        settle_dispute(work, dispute, "agreed", on=DAY)
    with joiners.on(DAY + timedelta(days=3)) as work:
        hear_dispute(work, dispute, on=DAY + timedelta(days=3), note="Sentite le due parti.")
    with joiners.on(DAY + timedelta(days=5)) as work:
        settle_dispute(work, dispute, "advice", on=DAY + timedelta(days=5), note="Il minimo è un'ora.")
    one = found(joiners, dispute)
    assert (one.state, one.outcome, one.firm_id) == ("settled", "advice", joiners.firm)
    assert [step.kind for step in one.steps] == ["heard", "settled"]
    assert joiners.cast.mails("dispute_settled") == ["ada@example.org", "elsa@example.org"]
    with pytest.raises(NotThatMoveError), joiners.on(DAY + timedelta(days=9)) as work:
        hear_dispute(work, dispute, on=DAY + timedelta(days=9))


def test_the_same_dispute_is_opened_once(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined()
    with joiners.on(DAY) as work:
        first = open_dispute(work, opening(adherence), on=DAY)
        open_dispute(work, opening(adherence, clause="A-05"), on=DAY)
        open_dispute(work, opening(adherence, "committee"), on=DAY)
    with pytest.raises(DisputeOpenError), joiners.on(DAY) as work:
        open_dispute(work, opening(adherence), on=DAY)
    with joiners.on(DAY) as work:
        withdraw_dispute(work, first, "firm", on=DAY)
        open_dispute(work, opening(adherence), on=DAY)


def test_a_party_disputes_about_a_joining_and_the_committee_also_about_the_text(
    joiners: Joiners, committee: str
) -> None:
    with pytest.raises(ValueError, match="adherence"), joiners.on(DAY) as work:
        open_dispute(work, opening(None), on=DAY)
    with joiners.on(DAY) as work:
        dispute = open_dispute(work, opening(None, "committee", clause=None), on=DAY)
    assert found(joiners, dispute).firm_id is None


def test_only_the_side_that_opened_it_takes_it_back(joiners: Joiners, committee: str) -> None:
    with joiners.on(DAY) as work:
        dispute = open_dispute(work, opening(None, "committee"), on=DAY)
    with pytest.raises(NotThatMoveError), joiners.on(DAY) as work:
        withdraw_dispute(work, dispute, "firm", on=DAY)
    with joiners.on(DAY) as work:
        withdraw_dispute(work, dispute, "committee", on=DAY)
    assert found(joiners, dispute).state == "withdrawn"


def test_a_step_is_never_earlier_than_the_one_before(joiners: Joiners, committee: str) -> None:
    with joiners.on(DAY) as work:
        dispute = open_dispute(work, opening(None, "committee"), on=DAY)
    with pytest.raises(NotThatMoveError), joiners.on(DAY) as work:
        hear_dispute(work, dispute, on=DAY - timedelta(days=1))


def test_of_two_who_settle_at_once_one_does(joiners: Joiners, committee: str) -> None:
    with joiners.on(DAY) as work:
        dispute = open_dispute(work, opening(None, "committee"), on=DAY)
        hear_dispute(work, dispute, on=DAY)
    ready, outcomes = threading.Barrier(2, timeout=10), []

    def settle(outcome: str) -> None:
        ready.wait()
        try:
            with joiners.on(DAY) as work:
                settle_dispute(work, dispute, outcome, on=DAY)  # type: ignore[arg-type]
            outcomes.append(outcome)
        except NotThatMoveError:
            outcomes.append("refused")

    threads = [threading.Thread(target=settle, args=(one,)) for one in ("agreed", "advice")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes)[-1] == "refused"
    assert len(found(joiners, dispute).steps) == 2


def test_facts_of_disputes(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined(DAY - timedelta(days=30))

    def known() -> dict[str, object]:
        with open_reading(joiners.cast.database) as session:
            return dict(firm_facts(session, joiners.now(adherence), joiners.book.by_id["now"], DAY))

    assert known() == {"dispute_opened": False}
    with joiners.on(DAY - timedelta(days=20)) as work:
        dispute = open_dispute(work, opening(adherence), on=DAY - timedelta(days=20))
    assert (known(), facts(joiners)["committee_answer_days"]) == ({"dispute_opened": True, "dispute_days": 20}, 20)
    with joiners.on(DAY - timedelta(days=15)) as work:
        hear_dispute(work, dispute, on=DAY - timedelta(days=15))
        settle_dispute(work, dispute, "no_agreement", on=DAY - timedelta(days=12))
    assert (known()["dispute_days"], facts(joiners)["committee_answer_days"]) == (8, 5)


def test_an_old_dispute_stands_against_nobody_for_ever(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined(DAY - timedelta(days=300))
    then = DAY - timedelta(days=250)
    with joiners.on(then) as work:
        dispute = open_dispute(work, opening(adherence), on=then)
        hear_dispute(work, dispute, on=then + timedelta(days=60))
    now = joiners.book.by_id["now"]
    yearly = now.model_copy(update={"params": {**now.params, **book(now={"params": YEARLY}).by_id["now"].params}})

    def known(agreement: Agreement) -> tuple[object, object]:
        with open_reading(joiners.cast.database) as session:
            own = registers_of(session, ["now"])["now"]
            firm = firm_facts(session, joiners.now(adherence), agreement, DAY)
            return firm.get("dispute_days"), register_facts(own, agreement, DAY, NOW).get("committee_answer_days")

    assert known(yearly) == (250, 60)
    with joiners.on(then) as work:
        settle_dispute(work, dispute, "no_agreement", on=then + timedelta(days=90))
    assert known(yearly) == (None, None)
    assert known(now) == (90, 60)


def test_a_review_belongs_to_a_meeting_and_leaves_no_clause_out(joiners: Joiners, committee: str) -> None:
    with joiners.cast.work() as work:
        meeting = note_meeting(work, committee, HeldMeeting("committee", DAY, minutes_ref="verbale 1"))
    wrong: list[dict[str, Verdict]] = [{}, {"A-05": "kept"}]
    for verdicts in wrong:
        with pytest.raises(NotThatMeetingError), joiners.cast.work() as work:
            review_clauses(work, committee, meeting, verdicts, asked=["B-02"], law_known_to=DAY)
    with joiners.cast.work() as work:
        review_clauses(work, committee, meeting, {"B-02": "to_bargain"}, asked=["B-02"], law_known_to=DAY)
    with open_reading(joiners.cast.database) as session:
        (kept,) = reviews_of(session, "now")
    assert (dict(kept.verdicts), kept.reviewed_on) == ({"B-02": "to_bargain"}, DAY)
    assert facts(joiners)["law_reviewed_on"] == DAY


def test_a_review_answers_only_the_law_that_was_known(joiners: Joiners, committee: str) -> None:
    with joiners.cast.work() as work:
        meeting = note_meeting(work, committee, HeldMeeting("committee", DAY, minutes_ref="verbale 1"))
        known = DAY - timedelta(days=30)
        review_clauses(work, committee, meeting, {"B-02": "kept"}, asked=["B-02"], law_known_to=known)
    assert facts(joiners)["law_reviewed_on"] == known


def test_a_question_is_answered_once_and_a_worker_is_never_named(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined()
    with joiners.cast.work() as work:
        first = ask_committee(work, "now", "firm", "Quante ore?", adherence_id=adherence)
        ask_committee(work, "now", "worker", "E da me?", adherence_id=adherence, asked_at=NOW - timedelta(hours=50))
    with pytest.raises(ValueError, match="yet"), joiners.cast.work() as work:
        ask_committee(work, "now", "union", "Domani?", asked_at=NOW + timedelta(hours=1))
    with joiners.cast.work() as work:
        answer_question(work, first, "Una al giorno.")
    with pytest.raises(AnsweredAlreadyError), joiners.cast.work() as work:
        answer_question(work, first, "Due.")
    with open_reading(joiners.cast.database) as session:
        asked = {one.asker: one for one in questions_of(session, "now")}
    assert (asked["firm"].answer, asked["firm"].firm_id) == ("Una al giorno.", joiners.firm)
    assert (asked["worker"].adherence_id, asked["worker"].firm_id) == (None, None)
    assert facts(joiners)["questions_answered_hours"] == 50


def test_notes_and_later_parties(joiners: Joiners, committee: str) -> None:
    with joiners.cast.work() as work:
        note_agreement(work, "now", "list_published", DAY)
        note_agreement(work, "now", "deposit_wanted", said=True)
        note_agreement(work, "now", "deposited", said=False)
        party = join_party(work, "now", "Comune Nuovo", "public", from_day=DAY)
    for kind, said in (("list_published", True), ("deposit_wanted", DAY), ("monitoring_attended", DAY)):
        with pytest.raises(ValueError, match=r"day|yes|attends"), joiners.cast.work() as work:
            note_agreement(work, "now", kind, said)  # type: ignore[arg-type]
    with pytest.raises(PartyKnownError), joiners.cast.work() as work:
        join_party(work, "now", "Comune Nuovo", "public", from_day=DAY)
    with joiners.cast.work() as work:
        end_party(work, "now", party, to_day=DAY)
    with pytest.raises(PartyKnownError), joiners.cast.work() as work:
        end_party(work, "now", party, to_day=DAY)
    with open_reading(joiners.cast.database) as session:
        assert [(one.name, one.to_day) for one in parties_joined(session, "now")] == [("Comune Nuovo", DAY)]
        assert len(notes_of(session, "now")) == 3
    known = facts(joiners)
    assert (known["list_published_on"], known["deposit_wanted"], known["deposited_on"]) == (DAY, True, False)
    assert known["new_party_listed_on"] == DAY
    assert known["agreement_signed_on"] == joiners.book.by_id["now"].signed_on


def test_numbers_under_the_limit_are_written_down_nowhere(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined(date(2026, 1, 10))
    with joiners.cast.work() as work:
        send_yearly(work, adherence, 2026, {"women": 13, "men": 3, "welfare": 7}, limit=5)
        send_yearly(work, adherence, 2026, {"women": 14, "men": 3}, limit=5)
    with open_reading(joiners.cast.database) as session:
        sent = yearly_of_agreement(session, "now")
        agreement = joiners.book.by_id["now"]
        known = firm_facts(session, joiners.now(adherence), agreement, DAY)
        assert known == {"dispute_opened": False, "yearly_data_on": DAY, "yearly_data_numbers_only": True}
        assert "yearly_data_on" not in firm_facts(
            session, joiners.now(adherence), joiners.book.by_id["now"], DAY - timedelta(days=1)
        )
    assert [one.number for one in sent] == [2, 1]
    assert (sent[0].cells["women"].low, sent[0].cells["men"].said, sent[0].cells["men"].high) == (14, "few", 4)
    for numbers, year in (({"women": 3, "men": 1, "part_time": 9}, 2026), ({"women": 9}, 2027), ({"women": 9}, 2025)):
        with pytest.raises(ImpossibleNumbersError), joiners.cast.work() as work:
            send_yearly(work, adherence, year, numbers, limit=5)  # type: ignore[arg-type]


def test_a_joining_that_nobody_signed_brings_nothing_before_the_committee(joiners: Joiners, committee: str) -> None:
    draft = joiners.draft()
    with open_reading(joiners.cast.database) as session:
        assert COMMITTEE_MATTER.load(session, draft) is None
    acts: tuple[Callable[[Work], object], ...] = (
        lambda work: open_dispute(work, opening(draft), on=DAY),
        lambda work: open_dispute(work, opening(draft, "committee"), on=DAY),
        lambda work: ask_committee(work, "now", "firm", "Quante ore?", adherence_id=draft),
        lambda work: send_yearly(work, draft, 2026, {"women": 9}, limit=5),
    )
    for act in acts:
        with pytest.raises(WrongStateError), joiners.cast.work() as work:
            act(work)


def test_a_joining_that_ended_brings_nothing_new_and_what_runs_goes_on(joiners: Joiners, committee: str) -> None:
    joined, over = joiners.joined(), DAY + timedelta(days=1)
    with joiners.on(DAY) as work:
        dispute = open_dispute(work, opening(joined), on=DAY)
        end_for_merger(work, joiners.firm, on=DAY)
    acts: tuple[Callable[[Work], object], ...] = (
        lambda work: open_dispute(work, opening(joined, clause="A-05"), on=over),
        lambda work: open_dispute(work, opening(joined, "committee"), on=over),
        lambda work: send_yearly(work, joined, 2026, {"women": 9}, limit=5),
    )
    for act in acts:
        with pytest.raises(WrongStateError), joiners.on(over) as work:
            act(work)
    with joiners.on(over) as work:
        ask_committee(work, "now", "firm", "E il piano che dura?", adherence_id=joined)
        hear_dispute(work, dispute, on=over)
        settle_dispute(work, dispute, "agreed", on=over)
    assert found(joiners, dispute).state == "settled"


def test_a_notice_that_ran_out_ends_it_even_before_anybody_noted_so(joiners: Joiners, committee: str) -> None:
    joined, last = joiners.joined(), DAY + timedelta(days=120)
    with joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, joined, last, on=DAY)
    with joiners.on(last) as work:
        open_dispute(work, opening(joined), on=last)
    with pytest.raises(WrongStateError), joiners.on(last + timedelta(days=1)) as work:
        open_dispute(work, opening(joined, clause="A-05"), on=last + timedelta(days=1))


def test_the_calendar_names_what_waits_the_late_first(joiners: Joiners, committee: str) -> None:
    adherence = joiners.joined()
    with joiners.cast.work() as work:
        dispute = open_dispute(work, opening(adherence), on=DAY)
        ask_committee(work, "now", "firm", "Quante ore?", adherence_id=adherence)
        note_agreement(work, "now", "list_published", DAY - timedelta(days=40))
    with open_reading(joiners.cast.database) as session:
        held = committee_of(session, "now")
        assert held is not None
        calendar = calendar_of(
            session, book(now={"obligations": [], "params": {"list_months": rows(1)}}), held, DAY, NOW
        )
        assert [one.id for one in disputes_of(session, "now")] == [dispute]
    things = due_things(calendar, DAY)
    assert (things[0].kind, things[0].late) == ("list", True)
    assert {one.kind for one in things} == {"list", "dispute", "question", "lodge", "seats"}
    assert {one.because for one in things} == {"A-09", "H-02", "F-09", "A-04", "F-07"}
    assert [name for _one, name in calendar.to_lodge] == ["Forno Ada"]


def test_a_committee_is_reminded_once_a_week_of_what_is_near(joiners: Joiners, committee: str) -> None:
    rules = book(now={"obligations": [], "params": {"dispute_days": rows(30)}})
    with joiners.on(DAY) as work:
        open_dispute(work, opening(None, "committee"), on=DAY)
    for days, told in ((0, 0), (22, 0), (24, 1), (25, 1), (31, 2), (60, 3), (61, 3), (68, 3)):
        on = DAY + timedelta(days=days)
        with joiners.on(on) as work:
            remind_committees(work, rules, on=on, now=NOW + timedelta(days=days))
        assert len(joiners.cast.mails("committee_due")) == told, days
