"""Where a person stands: what counts without a second factor, which mandate may be used, what that makes of them."""

from dataclasses import replace
from datetime import date

import pytest

from cip.parties.access import Actor, guest, person, roles_on_body, roles_on_firm
from cip.parties.standing import PLATFORM_ID, Mandate, Membership, Scope, Standing, read_scopes, scopes_text

DAY = date(2026, 11, 22)
FIRM, OTHER_FIRM, IRENE, UNION, ANNA, BRUNO = (letter * 32 for letter in "fgiuab")
MANDATE = Mandate("m" * 32, FIRM, IRENE, None, frozenset({"check_up"}), DAY, DAY)


def standing(*memberships: Membership, strong: bool = True, mandates: tuple[Mandate, ...] = (MANDATE,)) -> Standing:
    return Standing(ANNA, "s" * 32, strong, True, memberships, mandates)


ADVISES = Membership("1" * 32, "body", IRENE, "staff", "consultancy")
OWNS = Membership("2" * 32, "firm", FIRM, "owner")


def test_member_of_a_firm_is_what_the_membership_says() -> None:
    actor = person(standing(OWNS, strong=False), DAY)
    assert roles_on_firm(actor, FIRM) == {"owner"}
    assert roles_on_firm(actor, OTHER_FIRM) == frozenset()
    assert actor.for_firm(FIRM, "check_up").label == f"person:{ANNA}"


def test_consultant_acts_under_a_mandate_and_says_so() -> None:
    actor = person(standing(ADVISES), DAY)
    assert roles_on_firm(actor, FIRM) == {"consultant"}
    label = actor.for_firm(FIRM, "check_up").label
    assert label == f"person:{ANNA}/mandate:{MANDATE.id}"
    assert len(label) <= 80


@pytest.mark.parametrize(
    "other",
    [
        replace(MANDATE, person_id=BRUNO),
        replace(MANDATE, firm_id=OTHER_FIRM),
        replace(MANDATE, body_id=UNION),
        replace(MANDATE, scopes=frozenset({"survey"})),
    ],
)
def test_mandate_of_another_kind_gives_nothing(other: Mandate) -> None:
    actor = person(standing(ADVISES, mandates=(other,)), DAY)
    assert roles_on_firm(actor, FIRM) == frozenset()
    assert actor.for_firm(FIRM, "check_up") is actor


@pytest.mark.parametrize("scope", ["check_up", "survey"])
def test_who_belongs_to_the_firm_is_never_its_consultant(scope: Scope) -> None:
    mandate = replace(MANDATE, scopes=frozenset({"check_up", "survey"}))
    actor = person(standing(OWNS, ADVISES, mandates=(mandate,)), DAY)
    assert roles_on_firm(actor, FIRM, scope) == {"owner"}


def test_without_the_second_factor_only_firms_count() -> None:
    weak = standing(ADVISES, Membership("3" * 32, "platform", PLATFORM_ID, "admin"), OWNS, strong=False)
    assert weak.counted == (OWNS,)
    assert weak.needs_second_factor
    assert not weak.is_admin
    assert weak.bodies("consultancy") == ()
    assert weak.mandate_for(FIRM, "check_up") is None
    assert roles_on_body(person(weak, DAY), IRENE) == frozenset()
    assert not standing(ADVISES, OWNS).needs_second_factor


def test_staff_of_a_union_uses_no_mandate_of_a_consultancy() -> None:
    wrong = replace(MANDATE, body_id=UNION)
    actor = person(standing(Membership("4" * 32, "body", UNION, "staff", "union"), mandates=(wrong,)), DAY)
    assert roles_on_firm(actor, FIRM) == frozenset()
    assert roles_on_body(actor, UNION) == {"staff"}


def test_mandate_is_in_force_on_its_days_only() -> None:
    mandate = replace(MANDATE, from_day=date(2026, 11, 1), to_day=date(2026, 11, 30))
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [mandate.in_force(day) for day in days] == [False, True, True, False]
    assert replace(mandate, to_day=None).in_force(date(2030, 1, 1))
    assert not replace(mandate, revoked=True).in_force(date(2026, 11, 15))


def test_scopes_are_kept_in_one_order() -> None:
    assert scopes_text({"survey", "check_up"}) == "check_up,survey"
    assert read_scopes("check_up,survey,unheard_of") == {"check_up", "survey"}


def test_nobody_but_a_person_has_a_standing() -> None:
    with pytest.raises(ValueError, match="a person"):
        Actor("person", None, DAY)
    with pytest.raises(ValueError, match="a person"):
        Actor("guest", "d" * 64, DAY, standing())
    with pytest.raises(ValueError, match="a person"):
        Actor("system", mandate_id="m" * 32)
    with pytest.raises(ValueError, match="a person"):
        Actor("person", None, None, standing())
    assert roles_on_firm(guest("a secret", DAY), FIRM) == frozenset()
    assert roles_on_body(guest("a secret", DAY), IRENE) == frozenset()
