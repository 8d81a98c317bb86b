"""A firm joins, proves, signs, lodges, leaves and renews; what may not be is refused, on both databases."""

import threading
from datetime import date, timedelta

import pytest

from cip.agreement.actions.adherence_work import (
    FormChangedError,
    NotJoinableError,
    NotReadyError,
    OddDayError,
    ProtocolTakenError,
    WrongStateError,
)
from cip.agreement.actions.leave_adherence import (
    answer_objection,
    end_for_merger,
    end_what_is_over,
    leave_adherence,
    leave_without_ground,
    note_ground_gone,
    object_to_list,
    renew_adherence,
    stay_in_adherence,
)
from cip.agreement.actions.prove import OddFactError, Says, ShownBy, note_proof, prove_route, withdraw_proof
from cip.agreement.actions.sign_adherence import (
    fix_form,
    lodge_adherence,
    note_duty,
    sign_adherence_in_system,
    sign_adherence_on_paper,
)
from cip.agreement.actions.start_adherence import (
    choose_seat,
    count_size,
    declare_other_text,
    give_up_adherence,
    start_adherence,
)
from cip.agreement.facts import adherence_facts
from cip.agreement.joining import read_form
from cip.agreement.reads import (
    ADHERENCE,
    adherence_to,
    adherences_of,
    binding,
    binding_on,
    count_joined,
    joined_firms,
    joining_of_digest,
    proofs_of,
)
from cip.database.work import open_reading
from cip.files.reads import find_file
from cip.parties.access import ANONYMOUS, SYSTEM, NotYoursError, load_for
from cip.parties.actions.register_firm import NewSeat, add_seat, close_seat
from tests.integration.agreement.joiners import DAY, Joiners
from tests.unit.agreement.books import OUTSIDE, book

LATER = DAY + timedelta(days=20)


def test_a_firm_joins_in_the_system(joiners: Joiners) -> None:
    draft = joiners.draft()
    assert joiners.now(draft).state == "draft"
    with joiners.on(DAY) as work:
        sha256 = fix_form(work, joiners.book, draft, on=DAY)
        assert fix_form(work, joiners.book, draft, on=DAY) == sha256
        sign_adherence_in_system(work, joiners.book, draft, sha256, "Ada Prova", on=DAY)
    found = joiners.now(draft)
    assert (found.state, found.joined_on, found.signed_kind, found.form_version) == ("signed", DAY, "in_system", 1)
    assert found.form is not None
    form = read_form(found.form)
    assert (form.firm, form.reference, form.seat, form.sha256) == ("Forno Ada", "socio 42", "Valfinta", sha256)
    with open_reading(joiners.cast.database) as session:
        checked = joining_of_digest(session, sha256)
        assert checked is not None
        assert checked.id == draft
        assert [one.id for one in binding_on(session, DAY, agreement_id="now")] == [draft]
        assert binding_on(session, DAY - timedelta(days=1)) == []
        assert [firm.name for firm in joined_firms(session, "now", DAY)] == ["Forno Ada"]
        assert count_joined(session, DAY) == {"now": 1}


def test_starting_twice_is_one_draft(joiners: Joiners) -> None:
    first = joiners.draft()
    with joiners.on(DAY) as work:
        assert start_adherence(work, joiners.book, joiners.firm, "now", on=DAY) == first


@pytest.mark.parametrize("agreement", ["over", "proposal", "statute", "no_such"])
def test_what_nobody_joins_is_refused_with_a_reason(joiners: Joiners, agreement: str) -> None:
    with pytest.raises(NotJoinableError) as refusal, joiners.on(DAY) as work:
        start_adherence(work, joiners.book, joiners.firm, agreement, on=DAY)
    assert bool(refusal.value.because) == (agreement != "no_such")


def test_a_firm_of_elsewhere_does_not_join(joiners: Joiners) -> None:
    with joiners.on(DAY) as work:
        close_seat(work, joiners.firm, joiners.seat, DAY)
        add_seat(work, joiners.firm, NewSeat("Magazzino", "Milano", OUTSIDE))
    with pytest.raises(NotJoinableError), joiners.on(DAY) as work:
        start_adherence(work, joiners.book, joiners.firm, "now", on=DAY)


def test_nothing_is_signed_before_it_is_whole(joiners: Joiners) -> None:
    with joiners.on(DAY) as work:
        draft = start_adherence(work, joiners.book, joiners.firm, "now", on=DAY)
    with pytest.raises(NotReadyError) as refusal, joiners.on(DAY) as work:
        fix_form(work, joiners.book, draft, on=DAY)
    assert [one.step for one in refusal.value.missing] == ["size", "route", "other_text"]
    whole = joiners.draft()
    with pytest.raises(FormChangedError), joiners.on(DAY) as work:
        sign_adherence_in_system(work, joiners.book, whole, "0" * 64, "Ada", on=DAY)


def test_a_draft_that_changes_has_another_form(joiners: Joiners) -> None:
    draft = joiners.draft()
    with joiners.on(DAY) as work:
        first = fix_form(work, joiners.book, draft, on=DAY)
        count_size(work, draft, 9)
    assert joiners.now(draft).form is None
    with joiners.on(DAY) as work:
        second = fix_form(work, joiners.book, draft, on=DAY)
    assert first != second
    assert joiners.now(draft).form_version == 2
    with pytest.raises(FormChangedError), joiners.on(DAY) as work:
        sign_adherence_in_system(work, joiners.book, draft, first, "Ada", on=DAY)


def test_a_form_comes_back_on_paper(joiners: Joiners) -> None:
    draft = joiners.draft()
    with joiners.on(DAY) as work:
        sha256 = fix_form(work, joiners.book, draft, on=DAY)
    with joiners.on(LATER) as work:
        file = joiners.file(work, draft)
    for odd in (DAY - timedelta(days=1), LATER + timedelta(days=1)):
        with pytest.raises(OddDayError), joiners.on(LATER) as work:
            sign_adherence_on_paper(work, joiners.book, draft, sha256, "Ada", odd, file, on=LATER)
    with joiners.on(LATER) as work:
        sign_adherence_on_paper(work, joiners.book, draft, sha256, "Ada", DAY, file, on=LATER)
    found = joiners.now(draft)
    assert (found.signed_kind, found.signed_file_id, found.joined_on) == ("paper", file.id, DAY)


def test_lodging_and_the_two_notices(joiners: Joiners) -> None:
    joined = joiners.joined()
    with joiners.on(LATER) as work:
        lodge_adherence(work, joined, "2026/17", DAY + timedelta(days=2), on=LATER)
        note_duty(work, joined, "committee", DAY + timedelta(days=3), on=LATER)
        note_duty(work, joined, "workers", LATER, on=LATER)
    found = joiners.now(joined)
    assert (found.state, found.protocol_number) == ("lodged", "2026/17")
    assert (found.committee_told_on, found.workers_told_on) == (DAY + timedelta(days=3), LATER)
    with joiners.on(LATER) as work:
        note_duty(work, joined, "workers", None, on=LATER)
    assert joiners.now(joined).workers_told_on is None
    for day in (DAY - timedelta(days=1), LATER + timedelta(days=1)):
        with pytest.raises(OddDayError), joiners.on(LATER) as work:
            note_duty(work, joined, "committee", day, on=LATER)
        with pytest.raises(OddDayError), joiners.on(LATER) as work:
            lodge_adherence(work, joined, "x", day, on=LATER)
    with pytest.raises(ValueError, match="empty"), joiners.on(LATER) as work:
        lodge_adherence(work, joined, "", DAY, on=LATER)


def test_proofs_stand_in_order_and_are_taken_back(joiners: Joiners) -> None:
    joined = joiners.joined()
    with joiners.on(LATER) as work:
        note_proof(work, joiners.book, joined, "hours", Says(number=3), ShownBy(seen=True), on=DAY)
        file = joiners.file(work, joined)
    with joiners.on(LATER + timedelta(days=1)) as work:
        last = note_proof(work, joiners.book, joined, "hours", Says(number=5), ShownBy(file.id), on=LATER)
        note_proof(work, joiners.book, joined, "board_on", Says(stated_no=True), ShownBy(), on=LATER)
    with open_reading(joiners.cast.database) as session:
        facts = adherence_facts(joiners.now(joined), proofs_of(session, joined))
    assert (facts["hours"], facts["board_on"]) == (5, False)
    with joiners.on(LATER) as work:
        assert withdraw_proof(work, joined, last, on=LATER)
        assert not withdraw_proof(work, joined, last, on=LATER)
    with open_reading(joiners.cast.database) as session:
        assert adherence_facts(joiners.now(joined), proofs_of(session, joined))["hours"] == 3
        gone = find_file(session, file.id)
    assert gone is not None
    assert gone.state == "erased"


@pytest.mark.parametrize(
    ("fact", "says", "error"),
    [
        ("hours", Says(yes_no=True), OddFactError),
        ("hours", Says(), OddFactError),
        ("hours", Says(number=3, yes_no=True), OddFactError),
        ("hours", Says(number=10**10), OddFactError),
        ("board_on", Says(day=DAY, stated_no=True), OddFactError),
        ("board_on", Says(day=LATER), OddDayError),
        ("no_such", Says(yes_no=True), OddFactError),
    ],
)
def test_odd_proofs_are_refused(joiners: Joiners, fact: str, says: Says, error: type[Exception]) -> None:
    joined = joiners.joined()
    with pytest.raises(error), joiners.on(DAY) as work:
        note_proof(work, joiners.book, joined, fact, says, ShownBy(), on=DAY)


def test_a_route_is_proved_and_a_proof_is_nobody_elses(joiners: Joiners) -> None:
    draft = joiners.draft()
    with pytest.raises(ValueError, match="proved"), joiners.on(DAY) as work:
        prove_route(work, draft, "membership", ShownBy(), on=DAY)
    with joiners.on(DAY) as work:
        other = start_adherence(work, book({"id": "other", "obligations": []}), joiners.firm, "other", on=DAY)
        (proof,) = proofs_of(work.session, draft)
    with pytest.raises(WrongStateError), joiners.on(DAY) as work:
        withdraw_proof(work, other, proof.id, on=DAY)


def test_two_agreements_at_once(joiners: Joiners) -> None:
    joined = joiners.joined()
    same = book({"id": "other"})
    with pytest.raises(NotJoinableError), joiners.on(DAY) as work:
        start_adherence(work, same, joiners.firm, "other", on=DAY)
    different = book({"id": "other", "obligations": ["A-03", "E-04"]})
    with joiners.on(DAY) as work:
        second = start_adherence(work, different, joiners.firm, "other", on=DAY)
    with open_reading(joiners.cast.database) as session:
        assert {one.id for one in adherences_of(session, joiners.firm)} == {joined, second}


def test_leaving_with_notice_and_staying(joiners: Joiners) -> None:
    joined = joiners.joined()
    last = date(2027, 2, 21)
    with pytest.raises(OddDayError) as early, joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, joined, last - timedelta(days=1), on=DAY)
    assert early.value.earliest == last
    with joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, joined, last, on=DAY)
    assert joiners.now(joined).state == "leaving"
    assert joiners.now(joined).binds(last)
    with joiners.on(LATER) as work:
        stay_in_adherence(work, joined, on=LATER)
    assert (joiners.now(joined).state, joiners.now(joined).leaves_on) == ("signed", None)
    with joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, joined, last, on=DAY)
        assert end_what_is_over(work, joiners.book, on=last) == []
    with joiners.on(last + timedelta(days=1)) as work:
        assert end_what_is_over(work, joiners.book, on=last + timedelta(days=1)) == [joined]
    found = joiners.now(joined)
    assert (found.state, found.ended_on, found.ended_because) == ("ended", last, "left")
    with open_reading(joiners.cast.database) as session:
        assert binding(session) == []
        assert len(binding_on(session, last)) == 1
        assert adherence_to(session, joiners.firm, "now") is None
    again = joiners.draft(LATER)
    assert again != joined


def test_an_expired_agreement_lapses_and_is_renewed_by_an_act(joiners: Joiners) -> None:
    old = joiners.joined(date(2025, 6, 1), "over")
    with joiners.on(date(2026, 1, 5)) as work:
        assert end_what_is_over(work, joiners.book, on=date(2026, 1, 5)) == [old]
    ended = joiners.now(old)
    assert (ended.ended_because, ended.ended_on) == ("expired", date(2025, 12, 31))
    with joiners.on(DAY) as work:
        new = renew_adherence(work, joiners.book, old, on=DAY)
    draft = joiners.now(new)
    assert (draft.agreement_id, draft.state, draft.succeeds_id, draft.size_counted) == ("now", "draft", old, 7)
    assert draft.declares_other_text is False
    assert draft.route is None


def test_a_renewal_that_is_signed_ends_the_old_joining(joiners: Joiners) -> None:
    joined = joiners.joined()
    following = book({"id": "next", "renews": "now", "effective_from": "2026-12-01", "expires_on": "open"})
    day = date(2026, 12, 5)
    with joiners.on(day) as work:
        new = renew_adherence(work, following, joined, on=day)
        prove_route(work, new, "full_ccnl", ShownBy(reference="H011"), on=day)
        sha256 = fix_form(work, following, new, on=day)
        assert joiners.now(joined).state == "signed"
        sign_adherence_in_system(work, following, new, sha256, "Ada", on=day)
    ended = joiners.now(joined)
    assert (ended.ended_because, ended.ended_on) == ("renewed", day - timedelta(days=1))
    assert [joiners.now(one).binds(day) for one in (joined, new)] == [False, True], "one of the two on each day"
    with pytest.raises(NotJoinableError), joiners.on(DAY) as work:
        renew_adherence(work, joiners.book, new, on=DAY)


def test_what_goes_on_until_renewal_ends_when_it_is_renewed(joiners: Joiners) -> None:
    joined = joiners.joined()
    after = date(2029, 3, 1)
    with joiners.on(after) as work:
        assert end_what_is_over(work, joiners.book, on=after) == []
        following = book({"id": "next", "renews": "now", "effective_from": "2029-03-01", "expires_on": "open"})
        assert end_what_is_over(work, following, on=after) == [joined]
    assert joiners.now(joined).ended_on == date(2029, 2, 28)


def moved(joiners: Joiners, day: date = DAY) -> str:
    """A joining whose firm closed its seat in the territory and opened one elsewhere."""
    joined = joiners.joined()
    with joiners.on(day) as work:
        add_seat(work, joiners.firm, NewSeat("Laboratorio", "Milano", OUTSIDE))
        close_seat(work, joiners.firm, joiners.seat, day)
    return joined


def test_what_is_renewed_early_binds_to_its_own_last_day(joiners: Joiners) -> None:
    joined = joiners.joined()
    after = date(2029, 1, 5)
    following = book({"id": "next", "renews": "now", "effective_from": "2028-10-01", "expires_on": "open"})
    with joiners.on(after) as work:
        assert end_what_is_over(work, following, on=after) == [joined]
    assert joiners.now(joined).ended_on == date(2028, 12, 31)


def test_a_firm_moves_and_chooses(joiners: Joiners) -> None:
    joined = joiners.joined()
    with joiners.on(DAY) as work:
        seat = add_seat(work, joiners.firm, NewSeat("Laboratorio", "Costafinta", "999002"))
        choose_seat(work, joined, seat)
    assert joiners.now(joined).seat_name == "Costafinta"
    assert joiners.now(joined).form is not None
    with pytest.raises(ValueError, match="no seat"), joiners.on(DAY) as work:
        choose_seat(work, joined, "0" * 32)
    for act in (leave_without_ground, note_ground_gone):
        with pytest.raises(WrongStateError), joiners.on(LATER) as work:
            act(work, joiners.book, joined, on=LATER)


def test_a_firm_that_moved_keeps_the_notice(joiners: Joiners) -> None:
    joined, last = moved(joiners), date(2027, 2, 21)
    with joiners.on(DAY) as work:
        leave_without_ground(work, joiners.book, joined, on=DAY)
    assert (joiners.now(joined).state, joiners.now(joined).leaves_on) == ("leaving", last)
    with pytest.raises(WrongStateError), joiners.on(LATER) as work:
        leave_without_ground(work, joiners.book, joined, on=LATER)
    with joiners.on(last + timedelta(days=1)) as work:
        assert end_what_is_over(work, joiners.book, on=last + timedelta(days=1)) == [joined]
    assert (joiners.now(joined).ended_on, joiners.now(joined).ended_because) == (last, "moved")


@pytest.mark.parametrize("leaving", [False, True])
def test_the_committee_notes_a_move_and_the_joining_ends_at_once(joiners: Joiners, *, leaving: bool) -> None:
    joined = moved(joiners)
    with joiners.on(LATER) as work:
        if leaving:
            leave_without_ground(work, joiners.book, joined, on=LATER)
        note_ground_gone(work, joiners.book, joined, on=LATER)
    assert (joiners.now(joined).ended_on, joiners.now(joined).ended_because) == (LATER, "moved")
    with pytest.raises(WrongStateError), joiners.on(LATER) as work:
        note_ground_gone(work, joiners.book, joined, on=LATER)


def test_nobody_leaves_after_the_agreements_own_end(joiners: Joiners) -> None:
    joined, end = joiners.joined(), date(2028, 12, 31)
    with pytest.raises(OddDayError) as late, joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, joined, end + timedelta(days=1), on=DAY)
    assert late.value.latest == end
    with joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, joined, end, on=DAY)
    old = joiners.joined(date(2025, 6, 1), "over")
    with pytest.raises(WrongStateError), joiners.on(DAY) as work:
        leave_adherence(work, joiners.book, old, DAY, on=DAY)


def test_a_number_is_written_over_by_who_saw_it_and_the_committees_by_the_committee(joiners: Joiners) -> None:
    joined = joiners.joined()

    def lodge(number: str, *, by_committee: bool = False, instead_of: str | None = None) -> None:
        with joiners.on(LATER) as work:
            lodge_adherence(work, joined, number, LATER, on=LATER, by_committee=by_committee, instead_of=instead_of)

    lodge("1/26")
    lodge("1/26")
    for by_committee in (False, True):
        with pytest.raises(ProtocolTakenError):
            lodge("2/26", by_committee=by_committee)
    lodge("3/26", instead_of="1/26")
    lodge("4/26", by_committee=True, instead_of="3/26")
    assert joiners.now(joined).lodged_by_committee
    with pytest.raises(ProtocolTakenError):
        lodge("5/26", instead_of="4/26")
    lodge("4/26")
    assert joiners.now(joined).lodged_by_committee, "who repeats the number does not make it theirs"
    lodge("6/26", by_committee=True, instead_of="4/26")
    assert joiners.now(joined).protocol_number == "6/26"


def test_of_two_who_lodge_at_once_one_number_stays(joiners: Joiners) -> None:
    joined, ready, done = joiners.joined(), threading.Barrier(2, timeout=10), []

    def lodge(number: str, *, by_committee: bool) -> None:
        ready.wait()
        try:
            with joiners.on(LATER) as work:
                lodge_adherence(work, joined, number, LATER, on=LATER, by_committee=by_committee)
            done.append(number)
        except ProtocolTakenError:
            done.append("refused")

    threads = [
        threading.Thread(target=lodge, args=(number,), kwargs={"by_committee": by_committee})
        for number, by_committee in (("1/26", False), ("2/26", True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(done)[1] == "refused"
    assert joiners.now(joined).protocol_number == sorted(done)[0]


def test_objecting_to_the_public_list(joiners: Joiners) -> None:
    joined = joiners.joined()
    with pytest.raises(WrongStateError), joiners.on(DAY) as work:
        answer_objection(work, joined, accepted=True)
    with joiners.on(DAY) as work:
        object_to_list(work, joined, "safety", on=DAY)
        answer_objection(work, joined, accepted=True)
    with open_reading(joiners.cast.database) as session:
        assert joined_firms(session, "now", DAY) == []
        assert count_joined(session, DAY) == {}
    assert joiners.now(joined).objection_accepted is True
    with joiners.on(DAY) as work:
        answer_objection(work, joined, accepted=False)
    with open_reading(joiners.cast.database) as session:
        assert len(joined_firms(session, "now", DAY)) == 1


def test_what_ended_stays_ended(joiners: Joiners) -> None:
    draft = joiners.draft()
    with joiners.on(DAY) as work:
        give_up_adherence(work, draft, on=DAY)
    for act in (
        lambda work: count_size(work, draft, 3),
        lambda work: declare_other_text(work, draft, other=False),
        lambda work: lodge_adherence(work, draft, "1", DAY, on=DAY),
        lambda work: note_duty(work, draft, "workers", DAY, on=DAY),
        lambda work: prove_route(work, draft, "membership", ShownBy(reference="1"), on=DAY),
        lambda work: fix_form(work, joiners.book, draft, on=DAY),
        lambda work: renew_adherence(work, joiners.book, draft, on=DAY),
        lambda work: object_to_list(work, draft, "safety", on=DAY),
    ):
        with pytest.raises(WrongStateError), joiners.on(DAY) as work:
            act(work)


def test_a_merger_ends_what_the_firm_joined(joiners: Joiners) -> None:
    joined = joiners.joined()
    with joiners.on(LATER) as work:
        assert end_for_merger(work, joiners.firm, on=LATER) == 1
        assert end_for_merger(work, joiners.firm, on=LATER) == 0
    assert joiners.now(joined).ended_because == "merged"


def test_odd_declarations_are_refused(joiners: Joiners) -> None:
    draft = joiners.draft()
    with pytest.raises(ValueError, match="matters"), joiners.on(DAY) as work:
        declare_other_text(work, draft, other=True)
    with pytest.raises(ValueError, match="matters"), joiners.on(DAY) as work:
        declare_other_text(work, draft, other=False, matters=["welfare"])
    with pytest.raises(ValueError, match="hundred"), joiners.on(DAY) as work:
        count_size(work, draft, -1)


def test_who_is_nobody_sees_nothing(joiners: Joiners) -> None:
    draft = joiners.draft()
    with open_reading(joiners.cast.database) as session:
        for who in (ANONYMOUS, SYSTEM):
            with pytest.raises(NotYoursError):
                load_for(session, who, ADHERENCE, draft, action="read", parent=joiners.firm)
