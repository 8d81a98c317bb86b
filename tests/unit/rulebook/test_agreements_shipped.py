"""What the agreements of the checkout promise: nobody is bound by a proposal, what is invented stays invented."""

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cip.assessment.explaining import NEEDED
from cip.rulebook.agreements import AgreementBook, row_of
from cip.rulebook.checking import check_rules
from cip.rulebook.shapes.agreement import Agreement, ValueRow

ROOT = Path(__file__).resolve().parents[3]
PROPOSAL, INVENTED = "milano-proposal-2026", ("demo-2026", "demo-2023")
REAL = ("abi-2016", "professional-firms", "social-cooperatives-milano-2025")


@cache
def book() -> AgreementBook:
    pack = check_rules(ROOT / "rules", NEEDED, only_model="cip-2026", with_cases=False).packs["cip-2026"]
    found = pack.content.agreements
    assert found is not None
    return found


def rows(agreement: Agreement) -> list[ValueRow]:
    hourly = agreement.hourly_parental_leave
    groups = [getattr(hourly, name) or () for name in type(hourly).model_fields]
    return [row for group in (*groups, *agreement.params.values()) for row in group]


def value(agreement: str, key: str, on: date) -> object:
    item = book().by_id[agreement]
    found = row_of(getattr(item.hourly_parental_leave, key, None) or item.params.get(key), on)
    assert found is not None
    return found.value


def test_the_files_that_ship() -> None:
    assert set(book().by_id) == {"statute", PROPOSAL, *INVENTED, *REAL}


def test_the_proposal_has_all_clauses_and_not_one_published_number() -> None:
    proposal = book().by_id[PROPOSAL]
    assert proposal.nature == "design"
    assert proposal.mark is not None
    assert (proposal.mark.it, proposal.mark.en) == ("proposta, da contrattare", "design, to be bargained")
    assert (proposal.effective_from, proposal.expires_on, proposal.parties) == (None, "unknown", ())
    assert set(proposal.obligations) == set(book().clause_of)
    assert {row.confidence for row in rows(proposal)} == {"design"}
    assert all(row.source.startswith("Proposta di CIP, da contrattare") for row in rows(proposal))


@pytest.mark.parametrize("name", INVENTED)
def test_what_is_invented_holds_in_invented_towns_only(name: str) -> None:
    item = book().by_id[name]
    assert item.nature == "invented"
    assert item.mark is not None
    assert {row.confidence for row in rows(item)} == {"invented"}
    assert item.territory is not None
    territory = book().territory_of[item.territory.list]
    assert territory.nature == "invented"
    towns = [town for version in territory.versions for town in version.municipalities]
    assert all(town.code.startswith("999") and town.patron for town in towns)
    real = [
        town
        for other in book().territories
        if other.nature == "real"
        for version in other.versions
        for town in version.municipalities
    ]
    assert not {town.name for town in towns} & {town.name for town in real}


def test_the_invented_agreement_has_the_values_of_the_proposal() -> None:
    on = date(2026, 6, 1)
    proposal = book().by_id[PROPOSAL]
    keys = [
        name
        for name in type(proposal.hourly_parental_leave).model_fields
        if getattr(proposal.hourly_parental_leave, name)
    ]
    for key in (*keys, *proposal.params):
        assert value("demo-2026", key, on) == value(PROPOSAL, key, on), key
    assert book().by_id["demo-2026"].renews == "demo-2023"


@pytest.mark.parametrize("name", REAL)
def test_real_agreements_bear_no_mark_and_invent_nothing(name: str) -> None:
    item = book().by_id[name]
    assert (item.nature, item.mark) == ("real", None)
    assert {row.confidence for row in rows(item)} <= {"published", "from-memory"}


@pytest.mark.parametrize(
    ("agreement", "key", "on", "expected"),
    [
        ("abi-2016", "min_unit_minutes", date(2016, 2, 1), 60),
        ("abi-2016", "minutes_per_day", date(2026, 3, 1), 450),
        ("abi-2016", "monthly_whole_days", date(2026, 3, 1), True),
        ("abi-2016", "same_day_hours_bank", date(2026, 3, 1), "forbidden"),
        ("professional-firms", "notice_days", date(2015, 4, 1), 15),
        ("professional-firms", "notice_days", date(2026, 3, 1), 5),
        ("professional-firms", "min_work_left_minutes", date(2024, 2, 29), 240),
        ("professional-firms", "min_work_left_minutes", date(2024, 3, 1), None),
        ("professional-firms", "min_work_left_share", date(2024, 3, 1), 50),
        ("professional-firms", "minutes_per_month", date(2026, 3, 1), 174 * 60),
        ("social-cooperatives-milano-2025", "available", date(2025, 4, 24), True),
        ("social-cooperatives-milano-2025", "notice_days", date(2025, 4, 24), "unknown"),
        ("demo-2023", "notice_days", date(2024, 6, 30), 10),
        ("demo-2023", "notice_days", date(2024, 7, 1), 5),
    ],
)
def test_values_seen_in_the_texts(agreement: str, key: str, on: date, expected: object) -> None:
    found = value(agreement, key, on)
    assert (found, type(found)) == (expected, type(expected))


def test_the_law_alone_has_no_values_of_its_own() -> None:
    statute = book().by_id["statute"]
    assert (rows(statute), statute.obligations, statute.joining) == ([], (), None)
    assert set(statute.law) <= set(book().law.parameters)


def test_twelve_cards_of_which_each_code_says_where_it_was_seen() -> None:
    cards = book().cards
    assert len(cards) == 12
    assert len({card.code for card in cards}) == 12
    assert all(card.code_source for card in cards)
    assert all(len({fact.topic for fact in card.facts}) == len(card.facts) == 7 for card in cards)
    assert all(fact.source is None for card in cards for fact in card.facts if fact.status == "unknown")


def test_the_areas_have_their_towns() -> None:
    towns = {item.id: [town.code for town in item.versions[-1].municipalities] for item in book().territories}
    assert len(towns["milano-metropolitan"]) == 133
    assert "015146" in towns["milano-metropolitan"]
    assert set(towns["milano-metropolitan"]) < set(towns["milano-monza"])
    assert len(towns["milano-monza"]) == 188
