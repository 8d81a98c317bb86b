"""The cache of compiled packs is only a shortcut: trusted only when it is ours, whole and of these very rules."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cip.cli import packs
from tests.unit.cli.conftest import MODEL, ON, Cip, Ran


def checked(cip: Cip, firm: Path, *more: str | Path) -> Ran:
    ran = cip("check-up", firm, "--on", ON, "--json", *more)
    assert (ran.code, ran.err) == (0, "")
    return ran


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.pack"))


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The models that were loaded from their files, in order."""
    found: list[str] = []
    real = packs.load_pack

    def spy(root: Path, name: str) -> object:
        found.append(name)
        return real(root, name)

    monkeypatch.setattr(packs, "load_pack", spy)
    return found


def test_the_second_call_reads_the_cache_and_prints_the_same(
    cip: Cip, firm: Path, cache: Path, loads: list[str]
) -> None:
    first = checked(cip, firm)
    assert len(kept(cache)) == 1
    assert checked(cip, firm) == first
    assert loads == [MODEL]


def test_another_process_reads_it_too(cip_process: Cip, firm: Path, cache: Path) -> None:
    first = checked(cip_process, firm)
    before = [(file.name, file.stat().st_mtime_ns) for file in kept(cache)]
    assert checked(cip_process, firm) == first
    assert [(file.name, file.stat().st_mtime_ns) for file in kept(cache)] == before
    assert len(before) == 1


def test_another_day_has_an_entry_of_its_own(cip: Cip, firm: Path, cache: Path, loads: list[str]) -> None:
    checked(cip, firm)
    assert cip("check-up", firm, "--on", "2026-03-03", "--json").json["on"] == "2026-03-03"
    assert len(kept(cache)) == 2
    assert len(loads) == 2


@pytest.mark.parametrize(
    "file", [f"models/{MODEL}/needs.yaml", f"models/{MODEL}/indicators/time.yaml", "law/safety.yaml"]
)
def test_a_changed_file_of_the_rules_is_noticed(cip: Cip, firm: Path, rules: Path, loads: list[str], file: str) -> None:
    checked(cip, firm, "--rules", rules)
    changed = rules / file
    changed.write_text(changed.read_text(encoding="utf-8") + "# a comment\n", encoding="utf-8")
    checked(cip, firm, "--rules", rules)
    assert loads == [MODEL, MODEL]


def test_a_file_that_breaks_the_rules_is_noticed(cip: Cip, firm: Path, rules: Path) -> None:
    checked(cip, firm, "--rules", rules)
    (rules / "models" / MODEL / "areas.yaml").write_text("- [\n", encoding="utf-8")
    ran = cip("check-up", firm, "--on", ON, "--rules", rules)
    assert ran.code == 1
    assert "areas.yaml" in ran.err


def test_a_new_a_removed_and_a_renamed_file_are_noticed(cip: Cip, firm: Path, rules: Path, loads: list[str]) -> None:
    folder = rules / "models" / MODEL / "measures"
    checked(cip, firm, "--rules", rules)
    (folder / "time.yaml").rename(folder / "zeit.yaml")
    checked(cip, firm, "--rules", rules)
    assert len(loads) == 2
    (folder / "more.yaml").write_text("[]\n", encoding="utf-8")
    checked(cip, firm, "--rules", rules)
    assert len(loads) == 3


def test_the_same_rules_in_another_folder_share_the_entry(
    cip: Cip, firm: Path, rules: Path, cache: Path, loads: list[str]
) -> None:
    checked(cip, firm)
    checked(cip, firm, "--rules", rules)
    assert len(kept(cache)) == 1
    assert loads == [MODEL]


def test_cases_do_not_count(cip: Cip, firm: Path, rules: Path, loads: list[str]) -> None:
    checked(cip, firm, "--rules", rules)
    shutil.rmtree(rules / "models" / MODEL / "cases", ignore_errors=True)
    checked(cip, firm, "--rules", rules)
    assert loads == [MODEL]


def test_other_code_or_another_python_does_not_trust_it(
    cip: Cip, firm: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked(cip, firm)
    monkeypatch.setattr("cip.rulebook.cache.code_version", lambda: "another")
    checked(cip, firm)
    assert loads == [MODEL, MODEL]


def _shorten(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-10])


def _turn_a_bit(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))


def _swap_digest_and_body(file: Path) -> None:
    file.write_bytes(b"CIP1" + b"0" * 64 + file.read_bytes()[68:])


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "cut short": _shorten,
    "one bit turned": _turn_a_bit,
    "another digest": _swap_digest_and_body,
    "another kind of file": lambda file: file.write_bytes(b"PK\x03\x04" * 100),
    "writable by the group": lambda file: file.chmod(0o660),
    "writable by everybody": lambda file: file.chmod(0o606),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_or_foreign_entry_is_ignored_and_made_again(
    cip: Cip, firm: Path, cache: Path, loads: list[str], name: str
) -> None:
    first = checked(cip, firm)
    DAMAGE[name](kept(cache)[0])
    assert checked(cip, firm) == first
    assert loads == [MODEL, MODEL]
    assert checked(cip, firm) == first
    assert loads == [MODEL, MODEL]


def test_an_entry_of_another_user_is_ignored(
    cip: Cip, firm: Path, loads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = checked(cip, firm)
    own = firm.stat().st_uid
    monkeypatch.setattr("cip.rulebook.cache.os.getuid", lambda: own + 1)
    assert checked(cip, firm) == first
    assert loads == [MODEL, MODEL]


def test_a_folder_that_others_can_write_is_not_trusted(cip: Cip, firm: Path, cache: Path, loads: list[str]) -> None:
    checked(cip, firm)
    cache.chmod(0o777)
    checked(cip, firm)
    assert loads == [MODEL, MODEL]


def test_a_cache_that_cannot_be_written_is_no_error(cip: Cip, firm: Path, cache: Path) -> None:
    cache.write_text("a file stands here")
    checked(cip, firm)


def test_an_entry_that_is_a_folder_is_no_error(cip: Cip, firm: Path, cache: Path) -> None:
    first = checked(cip, firm)
    entry = kept(cache)[0]
    entry.unlink()
    entry.mkdir()
    assert checked(cip, firm) == first


def test_the_folder_is_made_for_its_owner_alone(cip: Cip, firm: Path, cache: Path) -> None:
    checked(cip, firm)
    assert cache.stat().st_mode & 0o077 == 0


def test_no_half_written_file_is_left(cip: Cip, firm: Path, cache: Path) -> None:
    checked(cip, firm)
    assert list(cache.iterdir()) == kept(cache)


def test_old_entries_are_forgotten(cip: Cip, firm: Path, cache: Path) -> None:
    import os

    cache.mkdir(mode=0o700)
    for index in range(80):
        (cache / f"{index:02}.pack").write_bytes(b"")
        os.utime(cache / f"{index:02}.pack", (index, index))
    checked(cip, firm)
    assert len(kept(cache)) == 64
    assert not (cache / "00.pack").exists()


def test_rules_check_never_reads_the_cache(cip: Cip, cache: Path, rules: Path) -> None:
    assert cip("rules", "check", rules).code == 0
    assert not cache.exists()
