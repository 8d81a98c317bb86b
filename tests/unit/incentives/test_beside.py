"""Other ways of giving the same money: the declared one is the ranking's, none gives more than there is."""

from cip.incentives.beside import WhatIf, beside, quota_uses
from cip.incentives.bound_call import BoundCall
from cip.incentives.bundle import read_applicants
from tests.unit.incentives.ranked import call_pack, entries, made
from tests.unit.incentives.test_sampling import ON, packs


def ways() -> dict[str, WhatIf]:
    bound = BoundCall(call_pack(), ON)
    applicants = read_applicants(bound, list(entries().values()))
    return {one.kind: one for one in beside(bound, applicants, made().told)}


def test_the_declared_way_is_that_of_the_ranking() -> None:
    awards = {award["id"]: (award["cents"], award["status"]) for award in made().told["awards"]}
    assert {one.id: (one.cents, one.status) for one in ways()["declared"].awards.values()} == awards


def test_no_way_gives_more_than_there_is() -> None:
    for one in ways().values():
        assert one.given + one.left == one.budget
        assert one.left >= 0
        assert all(award.cents >= 0 for award in one.awards.values())


def test_ways_that_are_no_other_are_left_out_and_words_name_the_money() -> None:
    found = ways()
    assert {"declared", "whole", "share", "no_quotas", "more", "less"} <= set(found)
    assert found["more"].budget == 4_400_000
    assert "10% di soldi in più: 44.000" in found["more"].label.it
    assert found["more"].given >= found["declared"].given >= found["less"].given


def test_the_same_share_for_everybody_leaves_nobody_out() -> None:
    shared = ways()["share"]
    assert shared.count("unfunded") == 0
    assert shared.count("funded") + shared.count("partial") == len(shared.awards)


def test_quotas_tell_what_was_kept_and_given() -> None:
    bound = BoundCall(call_pack(), ON)
    (small,) = quota_uses(bound, read_applicants(bound, list(entries().values())), made().told)
    assert small.kept == 1_200_000
    awards = {award["id"]: award["cents"] for award in made().told["awards"]}
    members = [one["id"] for one in entries().values() if one["facts"]["workers"] <= 4 and one["id"] in awards]
    assert (small.ranked, small.cents) == (len(members), sum(awards[one] for one in members))


def test_without_known_money_there_is_nothing_to_lay_side_by_side() -> None:
    pack = packs()["alliances-2014"]
    assert beside(BoundCall(pack, ON), (), {"budget": {"total": None}, "ranking": [], "awards": []}) == ()
