"""The plan in the rules says what the document of 2014 says."""

from cip.monitoring.timetable import first_month
from tests.unit.monitoring.programmes import plan

TARGETS = {
    "partner_public": 9, "partner_firms": 35, "partner_representation": 9, "partner_nonprofit": 6, "other_public": 7,
    "other_firms": 90, "other_representation": 3, "other_nonprofit": 8, "smes": 116, "large_firms": 4,
    "firms_made_aware": 25, "firms_bargaining": 25, "workers": 600, "families": 400, "minors": 400, "services": 23,
    "experimental_services": 6, "flexibility_plans": 5, "leave_plans": 5, "trials": 32, "zone_plans": 3,
    "time_plans": 3, "zone_plan_integration": 1, "neighbours": 1, "in_kind_share": 20.18, "own_money_share": 9.83,
    "cofinancing_share": 30.01,
}  # fmt: skip


def test_every_result_of_the_table_is_there_with_its_number() -> None:
    assert {one.id: one.target for one in plan().indicators} == TARGETS


def test_what_is_printed_and_what_is_read_are_the_same_number() -> None:
    for one in plan().indicators:
        printed = one.printed
        if one.type == "yes_no":
            assert printed == "SI"
        elif one.type == "percent":
            assert float(printed.removesuffix("%").replace(",", ".")) == one.target
        else:
            assert str(int(one.target)) in printed


def test_the_shares_of_cofinancing_add_up_as_the_plan_says() -> None:
    shares = {one.id: one.target for one in plan().indicators if one.type == "percent"}
    assert round(shares["in_kind_share"] + shares["own_money_share"], 2) == shares["cofinancing_share"]


def test_the_bodies_of_governance_meet_as_often_as_the_table_marks() -> None:
    meetings = {due.id: len(due.months) for due in plan().timetable}
    assert (meetings["steering_group"], meetings["assembly"], meetings["evaluation_committee"]) == (9, 3, 5)
    assert first_month(plan()).isoformat() == "2014-09-01"
