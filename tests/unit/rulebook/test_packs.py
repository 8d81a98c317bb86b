"""A pack's sha256: what is written counts, how and where does not; its canonical content alone rebuilds it."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from cip.assessment.explaining import NEEDED as REAL_NEEDED
from cip.kernel.canonical import sha256_of
from cip.rulebook.checking import check_rules
from cip.rulebook.packs import Pack, PackError
from tests.unit.rulebook.folders import MODEL, REAL, TINY, change, copy_of_tiny, pack_of

TIME, LEAVE, MEASURES = f"{MODEL}/indicators/time.yaml", f"{MODEL}/indicators/leave.yaml", f"{MODEL}/measures/all.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_tiny(tmp_path)


@pytest.fixture(scope="module")
def original() -> Pack:
    return pack_of(TINY)


@pytest.fixture(scope="module")
def real() -> Pack:
    return check_rules(REAL, REAL_NEEDED, with_cases=False).packs["cip-2026"]


def rewrite(root: Path, file: str, pattern: str, by: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    new = re.sub(pattern, by, text)
    assert new != text
    (root / file).write_text(new, encoding="utf-8")


# What does not count


def test_names_and_order_of_files_do_not_count(root: Path, original: Pack) -> None:
    (root / TIME).rename(root / MODEL / "indicators" / "z.yaml")
    (root / LEAVE).rename(root / MODEL / "indicators" / "a.yaml")
    (root / "law" / "leave.yaml").rename(root / "law" / "other.yaml")
    assert pack_of(root).sha256 == original.sha256


def test_an_item_may_move_into_another_file(root: Path, original: Pack) -> None:
    moved = (root / LEAVE).read_text(encoding="utf-8")
    (root / LEAVE).unlink()
    (root / TIME).write_text(moved + (root / TIME).read_text(encoding="utf-8"), encoding="utf-8")
    assert pack_of(root).sha256 == original.sha256


def test_measures_may_be_split_and_written_in_another_order(root: Path, original: Pack) -> None:
    items = re.split(r"(?m)^(?=- id: )", (root / MEASURES).read_text(encoding="utf-8"))[1:]
    (root / MEASURES).unlink()
    for index, item in enumerate(reversed(items)):
        (root / MODEL / "measures" / f"{index}.yaml").write_text(item, encoding="utf-8")
    assert pack_of(root).sha256 == original.sha256


def test_keys_may_stand_in_another_order(root: Path, original: Pack) -> None:
    change(root, TIME, "- id: T1\n  area: T\n  weight: 60\n", "- weight: 60\n  area: T\n  id: T1\n")
    change(root, f"{MODEL}/weights.yaml", "a: {T: 60, C: 40}", "a: {C: 40, T: 60}")
    change(root, f"{MODEL}/needs.yaml", "{it: Orari, en: Hours}", "{en: Hours, it: Orari}")
    lines = (root / MODEL / "reasons.yaml").read_text(encoding="utf-8").splitlines(keepends=True)
    (root / MODEL / "reasons.yaml").write_text("".join(reversed(lines)), encoding="utf-8")
    assert pack_of(root).sha256 == original.sha256


def test_comments_quotes_line_ends_and_blocks_do_not_count(root: Path, original: Pack) -> None:
    change(root, TIME, "- id: T1\n", "# the first\n\n- id: 'T1'   # here\n")
    change(root, f"{MODEL}/areas.yaml", "{it: Tempo, en: Time}", '\n    it: "Tempo"\n    en: Time')
    change(root, f"{MODEL}/weights.yaml", "need_share: 0.2", "need_share: 0.20")
    change(root, f"{MODEL}/weights.yaml", "gain_points: 10", "gain_points: 10.0")
    change(root, f"{MODEL}/about.yaml", "from: 2026-01-01", 'from: "2026-01-01"')
    content = (root / MODEL / "needs.yaml").read_bytes()
    (root / MODEL / "needs.yaml").write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert pack_of(root).sha256 == original.sha256


def test_a_default_that_is_written_out_does_not_count(root: Path, original: Pack) -> None:
    change(root, TIME, "  law: []\n", "")
    change(root, f"{MODEL}/duties.yaml", '  help: {it: "Una settimana', '  law: []\n  help: {it: "Una settimana')
    assert pack_of(root).sha256 == original.sha256


def test_law_that_the_model_does_not_cite_does_not_count(root: Path, original: Pack) -> None:
    change(root, "law/leave.yaml", "value: true", "value: false")
    (root / "law" / "new.yaml").write_text(
        "new_bonus:\n  label: {it: Premio, en: Bonus}\n  selector: day_of_run\n"
        "  values: [{from: open, to: open, value: 1, source: L. 1/2026, confidence: published}]\n",
        encoding="utf-8",
    )
    assert pack_of(root).sha256 == original.sha256


def test_cases_do_not_count(root: Path, original: Pack) -> None:
    (root / MODEL / "cases" / "small.yaml").unlink()
    assert pack_of(root).sha256 == original.sha256


# What counts


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (f"{MODEL}/reasons.yaml", "Nessun totale.", "Nessun totale!"),
        (f"{MODEL}/reasons.yaml", "No total.", "No total!"),
        (f"{MODEL}/areas.yaml", "Costa poco.", "Costa poco"),
        (TIME, "Aiuta chi ha figli.", "Aiuta chi ha figlie."),
        (TIME, "Conta la regola.", "Conta la  regola."),
        (TIME, "kind: count", "kind: date"),
        (TIME, "applies: shifts", "applies: not shifts"),
        (TIME, "measures: [M01, M02]", "measures: [M02, M01]"),
        (LEAVE, "{step: 2, when", "{step: 3, when"),
        (LEAVE, "law: [leave_days, leave_form]", "law: [leave_days, leave_form, leave_by_the_hour]"),
        (MEASURES, "cost: [0, 0]", "cost: [0, 1]"),
        (MEASURES, "{id: M01, hard: false}", "{id: M01, hard: true}"),
        (f"{MODEL}/weights.yaml", "a: {T: 60, C: 40}", "a: {T: 59, C: 41}"),
        (f"{MODEL}/weights.yaml", "not_applicable_cap: 60", "not_applicable_cap: 61"),
        (f"{MODEL}/needs.yaml", "prior: 0.3", "prior: 0.31"),
        (f"{MODEL}/levels.yaml", "{id: 4, from: 60,", "{id: 4, from: 61,"),
        (f"{MODEL}/levels.yaml", "months: 6", "months: 7"),
        (f"{MODEL}/profile.yaml", "max: 49", "max: 50"),
        (f"{MODEL}/profile.yaml", "minutes: 1", "minutes: 2"),
        (f"{MODEL}/about.yaml", "to: open", "to: 2030-12-31"),
        (f"{MODEL}/duties.yaml", 'article: "5"', 'article: "6"'),
        ("law/about.yaml", "2026-04-30", "2026-05-31"),
        ("law/leave.yaml", "value: 10,", "value: 11,"),
        ("law/leave.yaml", "value: 5,", "value: 6,"),
        ("law/leave.yaml", "art. 1", "art. 10"),
        ("law/leave.yaml", "en: in writing", "en: by letter"),
        ("law/selectors.yaml", "en: day of the leave", "en: the day of the leave"),
    ],
)
def test_every_text_weight_condition_and_cited_value_counts(
    root: Path, original: Pack, file: str, old: str, new: str
) -> None:
    change(root, file, old, new)
    assert pack_of(root).sha256 != original.sha256


def test_law_cited_only_inside_an_expression_counts(root: Path) -> None:
    """M03 names `leave_days` in its condition; nothing else needs to cite it."""
    change(root, LEAVE, "law: [leave_days, leave_form]", "law: [leave_form]")
    change(root, f"{MODEL}/duties.yaml", "law: [leave_days]", "law: []")
    before = pack_of(root)
    assert set(before.content.law.parameters) == {"leave_days", "leave_form"}
    change(root, "law/leave.yaml", "value: 10,", "value: 11,")
    assert pack_of(root).sha256 != before.sha256


def test_the_order_of_asking_counts(root: Path, original: Pack) -> None:
    items = re.split(r"(?m)^(?=- id: )", (root / MODEL / "areas.yaml").read_text(encoding="utf-8"))[1:]
    (root / MODEL / "areas.yaml").write_text("".join(reversed(items)), encoding="utf-8")
    assert pack_of(root).sha256 != original.sha256


# The canonical content


@pytest.mark.parametrize("name", ["original", "real"])
def test_the_canonical_content_alone_rebuilds_the_pack(name: str, request: pytest.FixtureRequest) -> None:
    pack: Pack = request.getfixturevalue(name)
    again = Pack.from_canonical(pack.canonical)
    assert again.sha256 == pack.sha256 == sha256_of(pack.canonical)
    assert again.content == pack.content
    assert Pack.of(again.content).canonical == pack.canonical
    assert again.id == pack.id


def test_the_canonical_content_is_one_line_of_sorted_json(original: Pack) -> None:
    assert "\n" not in original.canonical
    value = json.loads(original.canonical)
    assert list(value) == sorted(value)
    assert json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False) == original.canonical


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: "null",
        lambda text: "{}",
        lambda text: "[" * 100_000,
        lambda text: text[:-1],
        lambda text: text[: len(text) // 2],
        lambda text: text + "x",
        lambda text: text.replace('"weight":60.0', '"weight":"60"'),
        lambda text: text.replace('"weight":60.0', '"weight":-60.0'),
        lambda text: text.replace('"weight":60.0', '"wieght":60.0'),
        lambda text: text.replace('"weight":60.0,', "", 1),
        lambda text: text.replace('"from":"2026-01-01"', '"from":"2026-13-01"'),
        lambda text: text.replace('"minutes":1.0', '"minutes":NaN'),
        lambda text: text.replace('"about"', '"format":2,"about"', 1),
        lambda text: text.replace("Tempo", "\ud800"),
    ],
)
def test_damaged_content_is_refused(original: Pack, damage: object) -> None:
    assert callable(damage)
    damaged = damage(original.canonical)
    assert damaged != original.canonical
    with pytest.raises(PackError):
        Pack.from_canonical(damaged)


# What a pack answers


def test_items_are_found_by_id_in_the_order_of_the_model(original: Pack) -> None:
    assert list(original.indicators) == ["T1", "T2", "C1"]
    assert list(original.measures) == ["M01", "M02", "M03"]
    assert list(original.areas) == ["T", "C"]
    assert list(original.needs) == ["N01", "N02"]
    assert list(original.duties) == ["leave_granted", "shifts_posted"]
    assert list(original.facts) == ["workers", "sector", "shifts", "unions", "ateco"]
    assert [item.id for item in original.of_area["T"]] == ["T1", "T2"]


def test_weights_and_force_have_their_days(root: Path) -> None:
    change(root, f"{MODEL}/about.yaml", "to: open", "to: 2026-12-31")
    change(root, f"{MODEL}/weights.yaml", "to: open", "to: 2026-12-31")
    pack = pack_of(root)
    assert pack.weights_on(date(2026, 12, 31)).gain_points == 10
    assert pack.in_force_on(date(2026, 1, 1))
    assert not pack.in_force_on(date(2025, 12, 31))
    assert not pack.in_force_on(date(2027, 1, 1))
    with pytest.raises(PackError, match="2027-01-01"):
        pack.weights_on(date(2027, 1, 1))
