"""Which agreements concern a firm: those that bind it, those that it may join; a design only when it is named."""

from datetime import UTC, date, datetime

import pytest

from cip.agreement.concerning import concerning
from cip.agreement.force import in_sector, in_territory, renewed_by, territory_version
from cip.agreement.leave.standing import governing, status_on
from cip.agreement.lives import in_force, life_of
from cip.agreement.reach import concerned
from cip.parties.firms import Firm, Seat
from cip.rulebook.agreements import AgreementBook
from tests.unit.agreement.small import ON, TEXT, book_of

VALLEY = ("999001",)
CHECK = {"kind": "true", "fact": "proved"}


def with_others(*others: dict[str, object], **head: object) -> AgreementBook:
    """A book with `small` (its keys changed by `head`) and copies of it with keys of their own."""
    first = book_of(CHECK, **head)
    more = tuple(book_of(CHECK, **keys).agreements[0] for keys in others)
    return first.model_copy(update={"agreements": (*first.agreements, *more)})


def how(book: AgreementBook, ccnl: str | None, places: tuple[str, ...] | None, on: date = ON, **more: object) -> object:
    return {item.agreement.id: item.how for item in concerning(book, on, ccnl, places, **more)}  # type: ignore[arg-type]


def test_an_agreement_of_the_territory_is_open_until_the_firm_joins() -> None:
    book = with_others()
    assert how(book, None, VALLEY) == {"small": "open"}
    assert how(book, None, VALLEY, joined=("small",)) == {"small": "joined"}
    assert [item.binds for item in concerning(book, ON, None, VALLEY, ("small",))] == [True]


@pytest.mark.parametrize("places", [None, (), ("015146",)])
def test_what_is_not_known_to_fit_is_left_out(places: tuple[str, ...] | None) -> None:
    assert how(with_others(), None, places) == {}


@pytest.mark.parametrize(("ccnl", "found"), [("H011", {"small": "open"}), ("C011", {}), (None, {})])
def test_an_agreement_of_a_sector_asks_for_the_contract(ccnl: str | None, found: object) -> None:
    assert how(with_others(sectors=["H011"]), ccnl, VALLEY) == found


def test_a_national_contract_binds_who_applies_it() -> None:
    national: dict[str, object] = {
        "id": "banks",
        "level": "national",
        "sectors": ["J241"],
        "territory": None,
        "joining": None,
    }
    book = with_others(national)
    assert how(book, "J241", None) == {"banks": "contract"}
    assert how(book, "J241", VALLEY) == {"small": "open", "banks": "contract"}
    assert how(book, "C011", None) == {}
    assert how(book, "J241", None, date(2027, 1, 1)) == {}


def test_a_design_binds_nobody_and_is_there_when_named() -> None:
    book = with_others(nature="design", mark=TEXT)
    assert how(book, None, VALLEY) == {}
    assert how(book, None, VALLEY, named=("small",)) == {"small": "named"}
    assert in_force(book, book.agreements[0], ON) is False


@pytest.mark.parametrize(
    ("on", "after_expiry", "holds"),
    [
        (date(2025, 12, 31), "stop", False),
        (date(2026, 1, 1), "stop", True),
        (date(2026, 12, 31), "stop", True),
        (date(2027, 1, 1), "stop", False),
        (date(2027, 1, 1), "keep_until_renewal", True),
        (date(2027, 1, 1), "unknown", None),
    ],
)
def test_an_agreement_is_in_force_as_its_text_says(on: date, after_expiry: str, holds: bool | None) -> None:
    book = with_others(after_expiry=after_expiry)
    assert in_force(book, book.agreements[0], on) is holds


def test_nobody_joins_what_is_past_its_end() -> None:
    book = with_others(after_expiry="keep_until_renewal")
    assert how(book, None, VALLEY, date(2027, 1, 1)) == {}


def test_a_renewal_ends_what_runs_on() -> None:
    later: dict[str, object] = {
        "id": "later",
        "renews": "small",
        "effective_from": date(2027, 3, 1),
        "expires_on": "open",
    }
    book = with_others(later, after_expiry="keep_until_renewal")
    old = book.agreements[0]
    assert in_force(book, old, date(2027, 2, 28)) is True
    assert renewed_by(book, old, date(2027, 2, 28)) is None
    assert in_force(book, old, date(2027, 3, 1)) is False
    assert renewed_by(book, old, date(2027, 3, 1)) is book.agreements[1]


def test_unknown_days_leave_it_open() -> None:
    book = with_others(expires_on="unknown")
    assert in_force(book, book.agreements[0], ON) is None
    assert in_force(book, with_others(effective_from="unknown").agreements[0], ON) is None
    assert how(book, None, VALLEY) == {}


def test_the_version_of_the_day_counts_where_the_named_one_does_not_hold() -> None:
    book = with_others()
    territory = book.territories[0]
    first = territory.versions[0].model_copy(update={"end": date(2026, 5, 31)})
    town = first.municipalities[0].model_copy(update={"code": "999002", "name": "Costafinta"})
    second = first.model_copy(
        update={"version": "2", "start": date(2026, 6, 1), "end": None, "municipalities": (town,)}
    )
    moved = book.model_copy(update={"territories": (territory.model_copy(update={"versions": (first, second)}),)})
    small = moved.agreements[0]
    assert territory_version(moved, small, date(2026, 5, 31)) == first
    assert territory_version(moved, small, ON) == second
    assert in_territory(moved, small, ON, ("Costafinta",)) is True
    assert in_territory(moved, small, ON, VALLEY) is False


def test_an_agreement_for_all_sectors_needs_no_contract() -> None:
    assert in_sector(with_others().agreements[0], None) is True


@pytest.mark.parametrize("expires", ["unknown", "open", date(2026, 1, 31)])
def test_one_decider_answers_for_the_result_and_for_the_page_of_agreements(expires: object) -> None:
    national: dict[str, object] = {
        "id": "banks",
        "level": "national",
        "sectors": ["J241"],
        "territory": None,
        "joining": None,
        "expires_on": expires,
        "after_expiry": "stop",
    }
    book = with_others(national)
    moment = datetime(2026, 11, 21, 9, tzinfo=UTC)
    words = {None: "unknown", "J241": "contract", "C011": "away"}
    for ccnl, word in words.items():
        firm = Firm("f" * 32, "Forno Ada", "00000039990", None, None, None, ccnl, moment, "p" * 32)
        for code in (VALLEY[0], "015146", None):
            seats = [Seat("s" * 32, "Negozio", code, code)] if code else []
            places = tuple(seat.municipality for seat in seats) or None
            said = {one.id: concerned(one, book, firm, seats, ON).concern for one in book.agreements}
            short = {name: found for name, found in said.items() if found in ("contract", "open")}
            assert how(book, ccnl, places) == short
        over = expires == date(2026, 1, 31)
        unread = expires == "unknown" and word == "contract"
        assert said["banks"] == ("closed" if over and word == "contract" else "unknown" if unread else word)


def test_whether_a_text_is_in_force_has_one_answer() -> None:
    for starts in (date(2026, 1, 1), "unknown"):
        for ends in (date(2026, 6, 30), date(2027, 6, 30), "open", "unknown"):
            for after in ("stop", "keep_until_renewal", "unknown"):
                book = with_others(effective_from=starts, expires_on=ends, after_expiry=after)
                text = book.agreements[0]
                for on in (date(2025, 12, 31), ON, date(2027, 7, 1)):
                    life = life_of(text, book, on)
                    assert in_force(book, text, on) is {"unknown": None}.get(life.status, life.holds)
                    word = status_on(book, text, on)
                    if life.status != "unknown":
                        by_life = {"ultra": "in_force", "not_yet": "proposal"}
                        assert word == by_life.get(life.status, life.status)
                    else:
                        assert word == ("expired" if life.last else "in_force")


def test_an_end_that_is_over_is_over_whenever_it_began() -> None:
    book = with_others(effective_from="unknown", expires_on=date(2026, 1, 31), after_expiry="stop")
    assert life_of(book.agreements[0], book, ON).status == "expired"


def test_days_that_nobody_read_are_said_with_the_request() -> None:
    book = with_others(expires_on="unknown")
    text = book.agreements[0]
    found = governing(book, text, text.model_copy(update={"level": "statute"}), ON, ON)
    assert any("da quando o fino a quando" in reason.it for point in found.points for reason in point.because)
