"""README, CONTRIBUTING, CHANGELOG, publiccode.yml and the index of decisions say what is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from cip.cli.main import COMMANDS, cip
from cip.documents.papers.registry import KINDS, titles
from cip.kernel.texts import LANGUAGES

ROOT = Path(__file__).resolve().parents[3]
README, CONTRIBUTING, CHANGELOG = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
)
DECISIONS = ROOT / "docs/decisions"
# Said once for all commands, or by every command.
EVERYWHERE = {"--help"}
IN_BACKTICKS = re.compile(r"`((?:\.\./)*(?:benchmarks|cip|docs|rules|scripts|tests|stubs)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


def test_every_command_stands_in_the_readme_with_its_options() -> None:
    found = dict(commands(cip, "cip"))
    assert len(found) >= len(COMMANDS)
    for name, command in found.items():
        assert f"`{name}" in README, name
        options = {option for item in command.params for option in item.opts if option.startswith("--")}
        missing = {option for option in options - EVERYWHERE if not re.search(rf"{option}\b", README)}
        assert missing == set(), name


def test_every_setting_stands_in_the_readme_and_every_one_there_exists() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cip").rglob("*.py"))
    read = set(re.findall(r"\bCIP_[A-Z_]*[A-Z]\b", code))
    table = {
        name
        for line in README.splitlines()
        if line.startswith("| `CIP_")
        for name in re.findall(r"`(CIP_\w+)`", line.split(" | ")[0])
    }
    assert len(read) > 10
    assert table == read


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)`", CONTRIBUTING))
    assert {"run", "test", "check", "long"} <= targets
    assert named == targets - {"help", "set-up"}


def test_every_step_of_the_check_is_explained() -> None:
    steps = (ROOT / "scripts/check.sh").read_text(encoding="utf-8")
    for script in re.findall(r"scripts/[a-z_]+\.py", steps):
        assert script in CONTRIBUTING, script


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/rules.md", "docs/decisions/README.md"]
)
def test_every_file_that_is_named_exists(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    folder = (ROOT / page).parent
    gone = [place for place in LINK.findall(text) if not (folder / place).exists()]
    gone += [place for place in IN_BACKTICKS.findall(text) if not (ROOT / place).exists()]
    assert gone == []


def test_every_decision_stands_in_the_index_by_its_number() -> None:
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \| .+ \|$", index, re.MULTILINE)
    pages = sorted(path.name for path in DECISIONS.glob("0*.md"))
    assert [file for _number, file in rows] == pages
    for place, (number, file) in enumerate(rows, start=1):
        assert int(number) == place
        assert file.startswith(f"{number}-")
        text = (DECISIONS / file).read_text(encoding="utf-8")
        assert text.startswith(f"# {place}. ")
        assert "**What would make us change it.**" in text, file


def test_what_is_published_about_the_program_names_both_languages_alike() -> None:
    published = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    features = {language: published["description"][language]["features"] for language in LANGUAGES}
    assert len(features["it"]) == len(features["en"]) > 5
    assert published["localisation"]["availableLanguages"] == list(LANGUAGES)
    for language in LANGUAGES:
        assert len(published["description"][language]["shortDescription"]) <= 150
        assert 150 <= len(published["description"][language]["longDescription"]) <= 10_000


def test_the_changelog_names_every_paper_and_format_of_the_firm() -> None:
    text = " ".join(CHANGELOG.lower().split())
    names = {"one_page": "one page", "notice_board": "notice board"}
    for kind in KINDS:
        assert names.get(kind.id, kind.id.replace("_", " ")) in text, titles("en")[kind.id]
        assert all(form in text for form in kind.formats)
