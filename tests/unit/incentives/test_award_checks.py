"""The last checks of an award: room, papers, codes; each with its law and reason, kept in the words of the day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cip.incentives.award_checks import (
    AwardCheck,
    check_room,
    check_rule,
    check_standing,
    from_stored,
    in_order,
    stored,
    what_is_missing,
)
from cip.incentives.award_states import (
    AWARD_MOVES,
    AWARD_STATES,
    AWARD_TRANSITIONS,
    award_diagram,
    award_moves,
    award_transition,
)
from cip.incentives.de_minimis import AidFile, Reserved, room
from cip.incentives.eligibility import Verdict
from cip.incentives.register_codes import (
    CODE_KINDS,
    CodeKind,
    OddCodeError,
    RegisterCode,
    check_codes,
    confirm_by,
    read_code,
)
from cip.incentives.standing import StandingFact, StandingValue, standing_on
from cip.incentives.wording import own_words
from cip.kernel.texts import MissingReasonError, Text
from cip.rulebook.shapes.call import EligibilityRule
from tests.unit.incentives.laws import shipped_law

ON, DAY = date(2026, 3, 2), timedelta(days=1)
LIMIT = 30_000_000
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROLES = ("manager", "staff", "owner", "collaborator", "consultant", "union", "evaluator", "admin", "system")


def room_check(cents: int, *, kept: int = 0, others: int = 0) -> AwardCheck:
    reserved = tuple(Reserved("Alfa", sum_, ON) for sum_ in (kept, others) if sum_)
    found = room(AidFile("Alfa", (), (), None, reserved), shipped_law(), ON)
    return check_room(found, kept, cents, shipped_law())


def code(kind: CodeKind, on: date = ON - DAY, text: str = "C1") -> RegisterCode:
    return RegisterCode(
        id="i", call_id="c", award_id=None if kind == "car" else "a", seq=1, kind=kind, code=text, on=on,
        source="typed", reason="", at=NOON, by_label="x",
    )  # fmt: skip


def codes(**days: date) -> dict[CodeKind, RegisterCode]:
    return {kind: code(kind, days.get(kind, ON - DAY)) for kind in CODE_KINDS}


def test_a_rule_that_is_not_met_is_told_to_the_office_not_to_the_firm() -> None:
    wording = Text(it="Non avete ancora aderito.", en="You have not joined.")
    rule = EligibilityRule.model_construct(id="agreement", label=Text(it="Adesione", en="Joined"), source="G-01")
    for status in ("met", "not_met", "unknown"):
        because = (own_words("agreement", wording, {"agreement_joined": False}),)
        found = check_rule(rule, Verdict("agreement", status, "grant", because), ON)
        assert ("Adesione" in found.because[0].it) is (found.because[0].it != wording.it) is (status != "met")
        assert found.because[0].inputs == {"agreement_joined": False}


def test_every_state_move_and_role_is_as_the_table_says() -> None:
    """Nothing passes that is no row, and every row passes for its roles alone."""
    rows = {(row.state, row.action): row for row in AWARD_TRANSITIONS}
    assert len(rows) == len(AWARD_TRANSITIONS)
    for state in AWARD_STATES:
        for action in AWARD_MOVES:
            assert award_transition(state, action) is rows.get((state, action))
            for role in ROLES:
                row = rows.get((state, action))
                assert (action in award_moves(state, (role,))) is (row is not None and role in row.roles)
    assert award_diagram().count("-->") == len(AWARD_TRANSITIONS) + 1


def test_two_people_of_the_office_decide_and_only_the_firm_answers() -> None:
    assert award_moves("reserved", ("owner", "collaborator", "consultant", "union")) == ()
    assert award_moves("notified", ("owner",)) == ("accept", "waive")
    assert award_moves("notified", ("collaborator",)) == ()
    row = award_transition("prepared", "approve")
    assert row is not None
    assert row.guard == "other_person"


@pytest.mark.parametrize(("cents", "status"), [(LIMIT - 1, "met"), (LIMIT, "met"), (LIMIT + 1, "not_met")])
def test_what_is_kept_for_an_award_does_not_stand_in_its_way(cents: int, status: str) -> None:
    assert room_check(cents).status == status
    assert room_check(cents, kept=min(cents, LIMIT)).status == status


def test_what_other_calls_keep_stands_in_the_way_to_the_cent() -> None:
    assert room_check(LIMIT - 500_000, kept=LIMIT - 500_000, others=500_000).status == "met"
    refused = room_check(LIMIT - 499_999, kept=LIMIT - 499_999, others=500_000)
    assert refused.status == "not_met"
    assert refused.because[0].inputs["reserved"] == 500_000
    assert "2023/2831" in refused.law


@pytest.mark.parametrize(
    ("value", "days", "status"), [("yes", 0, "met"), ("yes", 120, "met"), ("yes", 121, "unknown"), ("no", 5, "not_met")]
)
def test_a_durc_is_looked_at_again_on_the_day(value: StandingValue, days: int, status: str) -> None:
    fact = StandingFact("durc", value, ON - days * DAY, None, "INPS", NOON)
    check = check_standing("durc", standing_on([fact], "durc", shipped_law(), ON), shipped_law(), ON)
    assert (check.status, check.on) == (status, ON)
    assert "D.M. 30 gennaio 2015" in check.law


def test_every_code_is_asked_and_what_is_missing_says_so() -> None:
    missing = check_codes({}, shipped_law(), ON)
    assert [check.id for check in missing] == list(CODE_KINDS)
    assert {check.status for check in missing} == {"unknown"}
    assert all(check.law for check in missing)
    assert in_order(check_codes(codes(), shipped_law(), ON))
    assert len(what_is_missing(missing)) == len(CODE_KINDS)
    assert "CUP" in what_is_missing(missing)[-1].it


def test_codes_come_before_the_act_and_the_measure_before_the_aid() -> None:
    later = {check.id: check for check in check_codes(codes(cor=ON + DAY), shipped_law(), ON)}
    assert later["cor"].status == "not_met"
    late_measure = {check.id: check for check in check_codes(codes(car=ON, cor=ON - DAY), shipped_law(), ON)}
    assert (late_measure["car"].status, late_measure["cor"].status) == ("not_met", "met")
    same_day = check_codes(codes(car=ON - DAY, cor=ON - DAY), shipped_law(), ON)
    assert in_order(same_day)


def test_a_cor_whose_days_are_over_has_to_be_asked_again() -> None:
    old = code("cor", ON - 21 * DAY)
    assert confirm_by(old, shipped_law()) == ON - DAY
    held = {"car": code("car", ON - 30 * DAY), "cor": old, "vercor": code("vercor"), "cup": code("cup")}
    assert {check.id: check.status for check in check_codes(held, shipped_law(), ON)}["cor"] == "not_met"  # type: ignore[arg-type]
    assert {check.id: check.status for check in check_codes(held, shipped_law(), ON - DAY)}["cor"] == "met"  # type: ignore[arg-type]
    assert confirm_by(old, {}) is None


@pytest.mark.parametrize("text", ["", " ", "=1+1", "è", "a" * 31, "-A", "A;B"])
def test_an_odd_code_is_none(text: str) -> None:
    with pytest.raises(OddCodeError):
        read_code(text)


def test_checks_are_kept_in_the_words_of_the_day() -> None:
    made = (room_check(1), *check_codes({}, shipped_law(), ON))
    kept = from_stored(stored(made))
    assert [(one.id, one.label, one.status, one.on, one.law, one.source) for one in kept] == [
        (one.id, one.label, one.status, one.on, one.law, one.source) for one in made
    ]
    said = [[(reason.it, reason.en) for reason in one.because] for one in made]
    assert [[(reason.it, reason.en) for reason in one.because] for one in kept] == said
    assert stored(made) == stored(made)


def test_a_check_without_a_reason_cannot_be_made() -> None:
    both = Text(it="x", en="x")
    with pytest.raises(MissingReasonError):
        AwardCheck("x", both, "met", ON, "", both, ())
