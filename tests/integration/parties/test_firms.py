"""A firm is registered once; its seats, counts and people of a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from cip.database.locks import RowGoneError
from cip.database.work import open_reading
from cip.parties.actions.register_firm import (
    MOST_SEATS,
    FirmDetails,
    FirmKnownError,
    NewSeat,
    TooManySeatsError,
    add_seat,
    change_firm,
    close_seat,
    register_firm,
    save_count,
    save_workforce,
)
from cip.parties.firms import Firm
from cip.parties.reads import counts_of, find_firm, members_of, seats_of, workforce_of
from cip.parties.workforce import Workforce
from tests.integration.parties.cast import BAKERY, GARAGE, Cast

DAY = date(2026, 11, 21)


def firm_of(cast: Cast) -> Firm:
    with open_reading(cast.database) as session:
        found = find_firm(session, cast.firm)
    assert found is not None
    return found


def test_whoever_registers_is_the_owner(cast: Cast) -> None:
    with open_reading(cast.database) as session:
        roles = {one.person_id: one.role for one in members_of(session, cast.firm)}
    assert roles == {cast.ada: "owner", cast.bruno: "collaborator"}
    assert firm_of(cast).pseudonym not in (cast.firm, "")


def test_a_known_tax_code_is_refused_and_tells_nobody(cast: Cast) -> None:
    with pytest.raises(FirmKnownError) as refused, cast.work() as work:
        register_firm(work, FirmDetails("Another name"), tax_code=BAKERY, owner_id=cast.carla)
    for told in ("Forno", "Ada", cast.firm, cast.ada, BAKERY):
        assert told not in str(refused.value)
    assert firm_of(cast).name == "Forno Ada"


def test_of_two_who_register_at_once_one_gets_the_firm(cast: Cast) -> None:
    def register(person_id: str) -> str:
        try:
            with cast.work() as work:
                return register_firm(work, FirmDetails("Officina"), tax_code=GARAGE, owner_id=person_id)
        except FirmKnownError:
            return "known"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(register, (cast.carla, cast.dario)), key=len)
    assert found[0] == "known"
    assert len(found[1]) == 32


def test_details_change_and_the_tax_code_stays(cast: Cast) -> None:
    with cast.work() as work:
        change_firm(work, cast.firm, FirmDetails("Forno di Ada", BAKERY, "10.71.10", "2025", "H011"))
    found = firm_of(cast)
    assert (found.name, found.vat, found.ateco_code, found.ateco_version) == (
        "Forno di Ada",
        BAKERY,
        "10.71.10",
        "2025",
    )
    assert (found.ccnl_code, found.tax_code) == ("H011", BAKERY)


def test_seats_open_and_close(cast: Cast) -> None:
    with cast.work() as work:
        first = add_seat(work, cast.firm, NewSeat("Via Roma", "Bollate", "015027"))
        add_seat(work, cast.firm, NewSeat("Laboratorio", "Rho"))
        close_seat(work, cast.firm, first, DAY)
    with open_reading(cast.database) as session:
        assert [seat.name for seat in seats_of(session, cast.firm)] == ["Laboratorio"]
    with pytest.raises(RowGoneError), cast.work() as work:
        close_seat(work, "f" * 32, first, DAY)


def test_seats_have_an_end(cast: Cast) -> None:
    with cast.work() as work:
        for number in range(MOST_SEATS):
            add_seat(work, cast.firm, NewSeat(f"Sede {number}", "Rho"))
    with pytest.raises(TooManySeatsError), cast.work() as work:
        add_seat(work, cast.firm, NewSeat("One too many", "Rho"))


def test_counters_stay_apart_and_a_day_is_corrected(cast: Cast) -> None:
    with cast.work() as work:
        save_count(work, cast.firm, "awu", on_day=DAY, hundredths=650, source="bilancio")
        save_count(work, cast.firm, "under_20", on_day=DAY, hundredths=700, source="busta paga")
        save_count(work, cast.firm, "awu", on_day=DAY, hundredths=625, source="bilancio")
    with open_reading(cast.database) as session:
        assert {one.counter: one.hundredths for one in counts_of(session, cast.firm)} == {"awu": 625, "under_20": 700}
    with cast.work() as work:
        save_count(work, cast.firm, "awu", on_day=DAY, hundredths=None, source="")
    with open_reading(cast.database) as session:
        assert [one.counter for one in counts_of(session, cast.firm)] == ["under_20"]


def test_a_table_of_people_replaces_the_one_of_its_day(cast: Cast) -> None:
    first = Workforce(DAY, 3, {("woman", "permanent", "from_30"): 2, ("man", "other", "from_55"): 1})
    second = Workforce(DAY, 3, {("woman", "permanent", "from_30"): 3, ("man", "other", "from_55"): 0})
    for table in (first, second):
        with cast.work() as work:
            save_workforce(work, cast.firm, table)
    with open_reading(cast.database) as session:
        found = workforce_of(session, cast.firm)
        assert workforce_of(session, cast.firm, date(2020, 1, 1)) is None
    assert found == Workforce(DAY, 3, {("woman", "permanent", "from_30"): 3})
