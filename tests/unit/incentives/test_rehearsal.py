"""A grid tried out: weights, what decides, ties, groups; the same sample gives the same report."""

import pytest

from cip.incentives.rehearsal import Rehearsal, rehearse, sample_applications
from cip.kernel.canonical import canonical_json
from cip.rulebook.call_packs import CallPack
from tests.unit.incentives.test_sampling import ON, packs, pilot


def tried(pack: CallPack, size: int = 12, seed: str = "prova") -> Rehearsal:
    sample = sample_applications(pack, seed=seed, size=size, on=ON)
    return rehearse(pack, [one.as_json() for one in sample], seed=seed)


@pytest.fixture(scope="module")
def report() -> Rehearsal:
    return tried(pilot(), 16)


def test_every_call_that_ships_can_be_rehearsed() -> None:
    for pack in packs().values():
        found = tried(pack, 6)
        assert found.applications == 6
        assert found.ranked + found.excluded == 6
        assert found.findings


def test_the_weights_of_the_pilot_call_are_as_declared(report: Rehearsal) -> None:
    assert report.blocks == ()
    assert all(one.declared == one.effective for one in report.criteria)
    assert sum(one.declared for one in report.criteria) == 100


def test_the_shares_of_the_spread_sum_to_one_but_for_the_bonus(report: Rehearsal) -> None:
    shares = [one.share for one in report.criteria if one.share is not None]
    assert len(shares) == len(report.criteria)
    assert 0.8 < sum(shares) <= 1.001


def test_points_lie_between_none_and_all(report: Rehearsal) -> None:
    for one in report.criteria:
        assert 0 <= one.low <= one.mean <= one.high <= one.declared


def test_groups_count_every_application_that_fits_one(report: Rehearsal) -> None:
    zones = [group for group in report.groups if group.by == "zone"]
    assert sum(group.applications for group in zones) == report.applications
    assert sum(group.ranked for group in zones) == report.ranked
    assert sum(group.funded for group in zones) == report.funded


def test_equal_samples_give_equal_bytes() -> None:
    assert canonical_json(tried(pilot(), 8).as_json()) == canonical_json(tried(pilot(), 8).as_json())


def lighter(pack: CallPack, criterion: str, points: float) -> CallPack:
    """The same call with a criterion that says one weight and gives another."""
    grid = pack.call.grid
    assert not isinstance(grid, str)
    criteria = tuple(one.model_copy(update={"points": points}) if one.id == criterion else one for one in grid.criteria)
    call = pack.call.model_copy(update={"grid": grid.model_copy(update={"criteria": criteria})})
    return CallPack.of(pack.content.model_copy(update={"call": call}))


def test_a_weight_that_is_not_what_it_says_blocks() -> None:
    found = tried(lighter(pilot(), "A2", 25.0), 6)
    assert "A2" in [one.id for one in found.criteria if one.differs]
    assert found.blocks
    assert found.findings[0] == found.blocks[0]
    assert "Correggete la griglia" in found.blocks[0].it


def test_a_criterion_without_spread_is_named() -> None:
    sample = [one.as_json() for one in sample_applications(pilot(), seed="piatto", size=8, on=ON)]
    for entry in sample:
        entry["facts"] = {**entry["facts"], "commitment_months": 24}  # type: ignore[dict-item]
    found = rehearse(pilot(), sample, seed="piatto")
    flat = next(one for one in found.criteria if one.id == "A2")
    assert flat.low == flat.high == 7
    assert flat.share == 0
    assert flat.heavier == flat.lighter == 0


def test_equal_applications_are_ties_that_the_chain_ends() -> None:
    entry = sample_applications(pilot(), seed="prova", size=1, on=ON)[0].as_json()
    twins = [{**entry, "id": name} for name in ("a", "b", "c")]
    found = rehearse(pilot(), twins, seed="uguali")
    if found.ranked:
        assert found.ties == 3
        assert sum(times for _label, times in found.ended_by) == 2


def test_a_call_without_known_money_counts_places() -> None:
    found = tried(packs()["alliances-2014"], 8)
    assert found.way == "order"
    assert "La fonte non dice quanti soldi" in found.findings[-1].it


def test_nothing_to_rehearse_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="needs applications"):
        rehearse(pilot(), [], seed="x")
