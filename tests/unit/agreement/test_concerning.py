"""Which agreements concern a firm: those that bind it, those that it may join; a design only when it is named."""

from datetime import date

import pytest

from cip.agreement.concerning import concerning
from cip.agreement.force import in_force, in_sector, in_territory, renewed_by, territory_version
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
