"""Two rankings side by side: who moved, and never without a reason."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cip.incentives.comparing import RankingDiff, Side, compare
from cip.incentives.making import labels_of, make
from tests.unit.incentives.ranked import call_pack, entries, made, stored

Entries = dict[str, dict[str, Any]]


def difference(before: Entries, after: Entries) -> RankingDiff:
    return compare(side(before), side(after), labels_of(call_pack()))


def side(given: Entries) -> Side:
    return stored(made(given)).side


def ranked(given: Entries) -> list[str]:
    return [row["id"] for row in made(given).told["ranking"]]


def owner_of(given: Entries, entry: str) -> str:
    return next(name for name, one in given.items() if one["id"] == entry)


def test_the_same_ranking_moves_nobody() -> None:
    found = difference(entries(), entries())
    assert found.moves == ()
    assert found.awarded_before == found.awarded_after > 0


def test_a_waiver_moves_those_below_up_and_frees_its_money() -> None:
    before = entries()
    order = ranked(before)
    first = order[0]
    after = {name: one for name, one in before.items() if one["id"] != first}
    found = difference(before, after)
    by_id = {move.id: move for move in found.moves}
    assert by_id[first].how == "left"
    assert by_id[first].cents < 0
    assert "Non è più in graduatoria" in by_id[first].because[0].it
    assert [by_id[one].how for one in order[1:]] == ["up"] * (len(order) - 1)
    assert any(first in reason.it for reason in by_id[order[1]].because)


def test_a_correction_says_what_changed_and_who_went_past() -> None:
    before = entries()
    last = ranked(before)[-1]
    after = {name: {**one, "facts": dict(one["facts"])} for name, one in before.items()}
    who = owner_of(before, last)
    after[who]["facts"] |= {"commitment_months": 120, "new_structural_measures": 9, "step_R3": 4}
    move = next(one for one in difference(before, after).moves if one.id == last)
    assert move.how == "up"
    told = " ".join(reason.it for reason in move.because)
    assert "È cambiato un dato." in told
    assert "ora 120" in told
    assert "Ha superato altre domande" in told
    passed = [one for one in difference(before, after).moves if one.how == "down"]
    assert passed
    assert all(any(last in reason.it for reason in one.because) for one in passed)


def test_who_is_excluded_now_reads_why() -> None:
    before = entries()
    first = ranked(before)[0]
    after = {name: {**one, "facts": dict(one["facts"])} for name, one in before.items()}
    after[owner_of(before, first)]["facts"]["durc_regular"] = False
    move = next(one for one in difference(before, after).moves if one.id == first)
    assert move.after is None
    assert move.because[0].it.startswith("Ora è esclusa: ")


def test_another_sum_of_money_is_named() -> None:
    poor = make(call_pack(1_000_000), entries(), "sorteggio inventato", None)
    before, after = stored(made()).side, Side(poor.told, entries_by_entry(), call_pack(1_000_000).sha256)
    found = compare(before, after, {})
    assert found.awarded_after < found.awarded_before
    assert any(
        "La somma" in reason.it or "somma del bando" in reason.it for move in found.moves for reason in move.because
    )


def entries_by_entry() -> Entries:
    return {one["id"]: one for one in entries().values()}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_nobody_moves_without_a_reason_and_ranks_add_up(data: st.DataObject) -> None:
    before = entries(seed=data.draw(st.sampled_from(["x", "y"])), size=7)
    after = {name: {**one, "facts": dict(one["facts"])} for name, one in before.items()}
    for name in data.draw(st.lists(st.sampled_from(sorted(after)), max_size=3, unique=True), label="gone"):
        del after[name]
    for name in data.draw(st.lists(st.sampled_from(sorted(after)), max_size=3, unique=True), label="changed"):
        months = data.draw(st.integers(0, 48))
        after[name]["facts"]["commitment_months"] = months
        after[name]["facts"]["durc_regular"] = data.draw(st.booleans())
    found = difference(before, after)
    old, new = side(before), side(after)
    moved = {move.id for move in found.moves}
    for one in {*old.places, *new.places}:
        assert (one in moved) == (old.places.get(one) != new.places.get(one))
    assert sum(move.cents for move in found.moves) == found.awarded_after - found.awarded_before
    # Building a Move without a reason is an error: that it was built is half of the proof, this is the other half.
    assert all(reason.it and reason.en for move in found.moves for reason in move.because)
    json.dumps(found.as_json())
