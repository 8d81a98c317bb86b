"""What is installed is whole: pages, scripts, styles, papers, texts and rules go into the wheel with the code."""

import tomllib
from functools import lru_cache
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[3]
MADE = {"__pycache__"}


@lru_cache(maxsize=1)
def in_the_wheel() -> dict[str, Path]:
    """Every file that the wheel would hold, by its place there; nothing is built."""
    return {file.distribution_path: Path(file.path) for file in WheelBuilder(str(ROOT)).recurse_included_files()}


def files_of(folder: str) -> set[str]:
    """Every file of the checkout under a folder, but what Python makes by itself."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if not MADE.intersection(path.parts)}


def test_every_file_of_the_package_is_there() -> None:
    assert files_of("cip") - in_the_wheel().keys() == set()


def test_every_rule_is_there_where_an_installed_cip_looks_for_it() -> None:
    assert {f"cip/{path}" for path in files_of("rules")} - in_the_wheel().keys() == set()


def test_nothing_else_is_there_and_every_file_is_its_own() -> None:
    assert in_the_wheel().keys() == files_of("cip") | {f"cip/{path}" for path in files_of("rules")}
    for place, path in in_the_wheel().items():
        own = place.removeprefix("cip/") if place.startswith("cip/rules/") else place
        assert (ROOT / path).resolve() == ROOT / own


@pytest.mark.parametrize(
    "part",
    [
        "cip/web/templates/",
        "cip/web/static/js/",
        "cip/web/static/vendor/",
        "cip/web/locale/",
        "cip/documents/templates/",
        "cip/documents/fonts/",
        "cip/documents/locale/",
        "cip/migrations/",
        "cip/rules/law/",
        "cip/rules/models/cip-2026/guides/",
    ],
)
def test_what_a_page_or_a_paper_needs_is_there(part: str) -> None:
    assert any(place.startswith(part) for place in in_the_wheel())


def test_what_is_fetched_at_set_up_is_kept_out_of_git_and_still_let_in() -> None:
    ignored = {f"{line}**" for line in (ROOT / ".gitignore").read_text().splitlines() if line.startswith("cip/")}
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert ignored
    assert set(wheel["artifacts"]) == ignored
