"""What firms record for State aid, the room that follows, and room that two calls cannot both use."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cip.database.engine import Database
from cip.database.locks import RowGoneError
from cip.database.work import Work, open_reading, open_work
from cip.incentives.actions import record_aid as recording
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.record_aid import (
    LinkedFirmError,
    NewFigures,
    SameFirmError,
    TooManyEntriesError,
    record_aid,
    record_link,
    record_size_tie,
    record_standing,
    record_year,
)
from cip.incentives.actions.reserve_room import (
    AlreadyReservedError,
    NoRoomError,
    end_reservation,
    reservation_of,
    reserve_room,
)
from cip.incentives.actions.rule_on_aid import rule_on_aid
from cip.incentives.actions.withdraw_aid_entry import withdraw_entry
from cip.incentives.de_minimis import DeMinimisResult
from cip.incentives.declared import AidVerdict, Known
from cip.incentives.reads.aid_heard import heard_of_call
from cip.incentives.reads.state_aid import own_room_of, room_of, size_file_of, size_of, standing_of, undertaking_codes
from cip.incentives.reads.state_aid_entries import aids_of, find_entry, links_of, standing_entries_of
from cip.parties.access import SYSTEM, Actor, person
from cip.parties.actions.merge_parties import merge_parties
from cip.parties.actions.register_firm import FirmDetails, register_firm
from cip.parties.standing import Standing
from cip.rulebook.parameters import ParameterError
from tests.integration.incentives.applying import DURING, Applying, make_applying
from tests.integration.parties.cast import BAKERY, GARAGE
from tests.unit.incentives.laws import shipped_law

ON = date(2026, 11, 21)
LIMIT = 30_000_000
LAW = shipped_law()
HERE, OTHER = Known(BAKERY, "Forno Ada"), Known(GARAGE, "Officina Bruno")
FAR = Known("00000000000", "Lontana")


@pytest.fixture
def applying(database: Database) -> Applying:
    """See Applying."""
    return make_applying(database)


@pytest.fixture
def garage(applying: Applying) -> str:
    """Another firm in CIP."""
    with applying.cast.work() as work:
        return register_firm(work, FirmDetails("Officina Bruno"), tax_code=GARAGE, owner_id=applying.cast.bruno)


def aid(work: Work, firm_id: str, holder: Known = HERE, cents: int = 500, day: date = ON) -> str:
    return record_aid(work, firm_id, holder, granted_on=day, cents=cents, regime="general", source="declared")


def own(applying: Applying, firm_id: str | None = None, new: int | None = 0) -> DeMinimisResult:
    with open_reading(applying.database) as session:
        return own_room_of(session, firm_id or applying.cast.firm, ON, new, LAW)


def whole(applying: Applying, firm_id: str | None = None, new: int | None = 0) -> DeMinimisResult:
    with open_reading(applying.database) as session:
        return room_of(session, firm_id or applying.cast.firm, ON, new, LAW)


def test_aid_takes_room_until_it_is_withdrawn(applying: Applying) -> None:
    firm = applying.cast.firm
    assert own(applying).headroom == LIMIT
    with applying.work() as work:
        entry = aid(work, firm)
    assert (own(applying).used, own(applying).headroom) == (500, LIMIT - 500)
    with open_reading(applying.database) as session:
        (found,) = aids_of(session, firm)
        assert (found.holder, found.cents, found.entry.recorded_by) == (HERE, 500, f"person:{applying.cast.ada}")
    with applying.work() as work:
        assert withdraw_entry(work, firm, entry) is True
        assert withdraw_entry(work, firm, entry) is False
    assert own(applying).used == 0
    with open_reading(applying.database) as session:
        assert aids_of(session, firm) == []
        assert find_entry(session, entry) is None


def test_nobody_withdraws_what_is_of_another_firm(applying: Applying, garage: str) -> None:
    with applying.work() as work:
        entry = aid(work, applying.cast.firm)
        assert withdraw_entry(work, garage, entry) is False
        assert withdraw_entry(work, garage, "0" * 32) is False
    assert own(applying).used == 500


@pytest.mark.parametrize("table", ["aids", "firm_links", "standing_facts", "size_years", "size_ties"])
def test_no_row_changes_or_goes(applying: Applying, table: str) -> None:
    firm = applying.cast.firm
    with applying.work() as work:
        aid(work, firm)
        record_link(work, firm, HERE, OTHER, "control", None, None)
        record_standing(work, firm, "chamber_fee", "yes", start=ON, end=None, source="visura", law=LAW)
        record_year(work, firm, 2025, NewFigures(650, 1, 1), "bilancio")
        record_size_tie(work, firm, "linked", "Altra", None, NewFigures(1, 1, 1), law=LAW, on=ON)
    for statement in (f"UPDATE {table} SET recorded_by = 'x'", f"DELETE FROM {table}"):  # noqa: S608 - our names
        with pytest.raises(IntegrityError, match="append-only"), applying.work() as work:
            work.session.execute(text(statement))


def test_a_withdrawal_stays(applying: Applying) -> None:
    with applying.work() as work:
        withdraw_entry(work, applying.cast.firm, aid(work, applying.cast.firm))
    with pytest.raises(IntegrityError, match="append-only"), applying.work() as work:
        work.session.execute(text("DELETE FROM aid_withdrawals"))


def test_a_stranger_s_tax_code_opens_nothing_of_the_stranger(applying: Applying, garage: str) -> None:
    with applying.work() as work:
        aid(work, garage, OTHER, 700)
        record_link(work, applying.cast.firm, HERE, OTHER, "control", None, None)
        reserve_room(work, garage, applying.call_id, 9_000, ON, LAW)
    seen = own(applying)
    assert (seen.used, seen.reserved, seen.headroom) == (0, 0, LIMIT)
    assert "700" not in " ".join(reason.it for reason in seen.because)
    granted = whole(applying)
    assert (granted.used, granted.reserved, granted.headroom) == (700, 9_000, LIMIT - 9_700)


def test_a_tie_counts_for_who_grants_whoever_recorded_it_and_through_others(applying: Applying, garage: str) -> None:
    firm = applying.cast.firm
    with applying.work() as work:
        record_link(work, firm, HERE, FAR, "majority", None, None)
        record_link(work, garage, OTHER, FAR, "natural_person", date(2024, 1, 1), ON)
        aid(work, garage, OTHER, 700)
        aid(work, garage, FAR, 11)
    assert whole(applying).used == whole(applying, garage).used == 711
    assert own(applying).used == 0
    with open_reading(applying.database) as session:
        assert undertaking_codes(session, firm, ON, LAW) == {BAKERY, GARAGE, FAR.tax_code}
        assert undertaking_codes(session, firm, ON + timedelta(days=1), LAW) == {BAKERY, FAR.tax_code}
        assert len(links_of(session, firm)) == 1


def test_the_same_aid_recorded_by_two_firms_counts_once(applying: Applying, garage: str) -> None:
    firm = applying.cast.firm
    with applying.work() as work:
        record_link(work, firm, HERE, OTHER, "control", None, None)
        for _again in range(2):
            aid(work, firm, OTHER, 700)
        aid(work, garage, OTHER, 700)
        aid(work, garage, OTHER, 701)
    assert whole(applying).used == 700 + 700 + 701


def test_aid_of_a_firm_that_ended_in_this_one_is_its_own(applying: Applying, garage: str) -> None:
    firm = applying.cast.firm
    with applying.work() as work:
        aid(work, garage, OTHER, 700)
        record_link(work, garage, OTHER, FAR, "majority", None, None)
        reserve_room(work, garage, applying.call_id, 30, ON, LAW)
    assert (own(applying).used, whole(applying).used) == (0, 0)
    with open_work(applying.database, actor=SYSTEM, now=DURING) as work:
        merge_parties(work, garage, firm)
    for found in (own(applying), whole(applying)):
        assert (found.used, found.reserved) == (700, 30)
        assert {aid.firm for aid in found.counted} == {f"Forno Ada ({BAKERY})"}
        assert found.undertaking.firms == {f"Forno Ada ({BAKERY})", f"Lontana ({FAR.tax_code})"}
    with open_reading(applying.database) as session:
        assert undertaking_codes(session, firm, ON, LAW) == {BAKERY, GARAGE, FAR.tax_code}


def test_an_empty_list_means_none_only_where_the_firm_says_so(applying: Applying) -> None:
    said = {reason.rule for reason in own(applying).because}
    assert {"de_minimis.aids_not_said", "de_minimis.links_not_said"} <= said
    with applying.work() as work:
        start = ON - timedelta(days=1)
        record_standing(
            work, applying.cast.firm, "aid_list_complete", "yes", start=start, end=None, source="noi", law=LAW
        )
    said = {reason.rule for reason in own(applying).because}
    assert not {"de_minimis.aids_not_said", "de_minimis.links_not_said"} & said


def test_a_firm_that_is_not_there(applying: Applying) -> None:
    with open_reading(applying.database) as session, pytest.raises(LookupError):
        own_room_of(session, "0" * 32, ON, 0, LAW)


def test_the_size_rests_on_the_newest_entry_of_each_year_in_a_row(applying: Applying) -> None:
    firm = applying.cast.firm
    with applying.work() as work:
        record_year(work, firm, 2020, NewFigures(30_000, 1, 1), "vecchio")
        record_year(work, firm, 2024, NewFigures(650, 100, 200), "bilancio")
    with open_work(applying.database, actor=SYSTEM, now=DURING + timedelta(hours=1)) as work:
        record_year(work, firm, 2025, NewFigures(None, 1, 1), "bilancio")
    with open_work(applying.database, actor=SYSTEM, now=DURING + timedelta(hours=2)) as work:
        record_year(work, firm, 2025, NewFigures(700, 300, 400), "corretto")
        record_size_tie(work, firm, "partner", "Socia", 3_000, NewFigures(1_000, 1_000, 0), law=LAW, on=ON)
        record_size_tie(work, firm, "linked", "Altra", None, NewFigures(100, 5, 5), law=LAW, on=ON)
        record_size_tie(work, firm, "public", "Comune", 1_000, NewFigures(), law=LAW, on=ON)
    with open_reading(applying.database) as session:
        file = size_file_of(session, firm)
        assert [year.year for year in file.years] == [2024, 2025]
        assert file.public_share == pytest.approx(0.1)
        result = size_of(session, firm, LAW, ON)
    assert result.as_json()["aggregated"] == {"awu": 11, "turnover": 605, "balance": 405}
    assert result.size == "small"


def test_without_anything_the_size_is_not_known(applying: Applying) -> None:
    with open_reading(applying.database) as session:
        assert size_of(session, applying.cast.firm, LAW, ON).size is None
        file = size_file_of(session, applying.cast.firm)
    assert (file.partners, file.linked, file.public_share) == (None, None, None)


def test_a_partner_above_a_half_is_refused(applying: Applying) -> None:
    with applying.work() as work:
        record_size_tie(work, applying.cast.firm, "partner", "Socia", 5_000, NewFigures(1, 1, 1), law=LAW, on=ON)
        with pytest.raises(LinkedFirmError):
            record_size_tie(work, applying.cast.firm, "partner", "Socia", 5_001, NewFigures(1, 1, 1), law=LAW, on=ON)


def test_a_durc_gets_the_last_day_of_the_law(applying: Applying) -> None:
    firm = applying.cast.firm
    with applying.work() as work:
        record_standing(work, firm, "durc", "yes", start=date(2026, 8, 1), end=None, source="INPS", law=LAW)
        with pytest.raises(ParameterError):
            record_standing(work, firm, "durc", "yes", start=date(2015, 6, 30), end=None, source="INPS", law=LAW)
    with open_reading(applying.database) as session:
        (fact,) = standing_entries_of(session, firm)
        assert fact.end == date(2026, 11, 29)
        checks = standing_of(session, firm, ON, LAW)
        assert (checks["durc"].status, checks["durc"].until) == ("in_force", date(2026, 11, 29))
        assert standing_of(session, firm, date(2026, 11, 30), LAW)["durc"].status == "expired"
        assert checks["chamber_fee"].status == "unknown"


def test_a_firm_is_not_tied_to_itself(applying: Applying) -> None:
    with applying.work() as work, pytest.raises(SameFirmError):
        record_link(work, applying.cast.firm, HERE, Known(BAKERY, "Un altro nome"), "control", None, None)


def test_entries_have_an_end(applying: Applying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "MOST_ENTRIES", 2)
    with applying.work() as work:
        for _each in range(2):
            aid(work, applying.cast.firm)
        with pytest.raises(TooManyEntriesError):
            aid(work, applying.cast.firm)
        record_link(work, applying.cast.firm, HERE, OTHER, "control", None, None)


def test_room_is_kept_up_to_the_last_cent_and_given_back(applying: Applying) -> None:
    firm, call = applying.cast.firm, applying.call_id
    with applying.work() as work:
        with pytest.raises(NoRoomError) as refused:
            reserve_room(work, firm, call, LIMIT + 1, ON, LAW)
        assert refused.value.result.headroom == LIMIT
        kept = reserve_room(work, firm, call, LIMIT, ON, LAW)
        assert reservation_of(work, firm, call) == kept
        with pytest.raises(AlreadyReservedError):
            reserve_room(work, firm, call, 1, ON, LAW)
    assert (own(applying).headroom, whole(applying).reserved) == (0, LIMIT)
    with applying.work() as work:
        assert end_reservation(work, kept, "released") is True
        assert end_reservation(work, kept, "granted") is False
        assert reservation_of(work, firm, call) is None
    assert own(applying).headroom == LIMIT
    with applying.work() as work:
        reserve_room(work, firm, call, 1, ON, LAW)
        with pytest.raises(RowGoneError):
            end_reservation(work, "0" * 32, "released")
        with pytest.raises(ValueError, match="at least one cent"):
            reserve_room(work, firm, call, 0, ON, LAW)
    assert own(applying).headroom == LIMIT - 1


def run_together(*acts: Callable[[], object]) -> list[object]:
    """Each in a thread of its own, begun at once; what each gave, or the refusal it met."""
    start = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            found[place] = act()
        except NoRoomError as refused:
            found[place] = refused

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_two_who_want_the_same_room_at_once_one_gets_it(applying: Applying, garage: str) -> None:
    with applying.work() as work:
        record_link(work, applying.cast.firm, OTHER, HERE, "natural_person", None, None)

    def reserve(firm_id: str) -> Callable[[], object]:
        def act() -> str:
            with open_work(applying.database, actor=SYSTEM, now=DURING) as work:
                return reserve_room(work, firm_id, applying.call_id, LIMIT // 2 + 1, ON, LAW)

        return act

    for _round in range(5):
        outcomes = run_together(reserve(applying.cast.firm), reserve(garage))
        got = [one for one in outcomes if isinstance(one, str)]
        assert len(got) == 1
        assert sum(isinstance(one, NoRoomError) for one in outcomes) == 1
        assert whole(applying).reserved == LIMIT // 2 + 1
        with applying.work() as work:
            end_reservation(work, got[0], "released")


def test_what_a_stranger_says_counts_only_once_an_office_confirmed_it(applying: Applying, garage: str) -> None:
    firm, limit = applying.cast.firm, whole(applying).limit
    applying.send(applying.ready())
    with applying.work() as work:
        false = aid(work, garage, HERE, limit)
    assert (whole(applying).used, whole(applying).fits) == (0, True)
    assert heard(applying, false) == (False, False, None)
    rule(applying, false, "confirmed", "Il registro lo dice.")
    assert (whole(applying).used, heard(applying, false)) == (limit, (True, True, "confirmed"))
    rule(applying, false, "set_aside", "Era un errore di battitura.")
    assert (whole(applying).used, heard(applying, false)) == (0, (False, False, "set_aside"))
    # A tie counts whoever recorded it, and with it what is said by who is tied; set aside it takes nothing.
    with applying.work() as work:
        tie = record_link(work, garage, OTHER, HERE, "control", None, None)
        aid(work, garage, OTHER, 700)
        again = aid(work, garage, HERE, 11)
    assert whole(applying).used == 711
    assert heard(applying, tie) == (True, False, None)
    with applying.work() as work:
        record_link(work, firm, HERE, OTHER, "control", None, None)
    assert heard(applying, tie) == (True, True, None)
    with open_reading(applying.database) as session:
        (own_tie,) = links_of(session, firm)
    for one in (tie, own_tie.entry.id):
        rule(applying, one, "set_aside", "Il registro dice altro.")
    assert whole(applying).used == 0
    assert heard(applying, again) == (False, False, None)
    with open_work(applying.database, actor=officer(applying), now=DURING) as work:
        with pytest.raises(NoReasonError):
            rule_on_aid(work, applying.call_id, tie, "confirmed", " ")
        with pytest.raises(RowGoneError):
            rule_on_aid(work, applying.call_id, "0" * 32, "confirmed", "x")
    with pytest.raises(IntegrityError, match="append-only"), applying.work() as work:
        work.session.execute(text("DELETE FROM aid_rulings"))


def officer(applying: Applying) -> Actor:
    """A person who is signed in."""
    return person(Standing(applying.cast.ada, "s" * 32, True, True, ()), ON)


def rule(applying: Applying, entry_id: str, verdict: AidVerdict, reason: str) -> None:
    """Somebody says it. Who may is asked at the door of the page."""
    with open_work(applying.database, actor=officer(applying), now=DURING) as work:
        rule_on_aid(work, applying.call_id, entry_id, verdict, reason)


def heard(applying: Applying, entry_id: str) -> tuple[bool, bool, AidVerdict | None]:
    """Whether an entry counts, whether it is confirmed, what an office said."""
    with open_reading(applying.database) as session:
        (found,) = (one for one in heard_of_call(session, applying.call_id) if one.entry.entry.id == entry_id)
    return found.counts, found.confirmed, None if found.ruling is None else found.ruling.verdict
