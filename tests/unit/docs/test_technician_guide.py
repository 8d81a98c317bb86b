"""The guide of the server names settings, commands and options that exist, and all settings."""

import re
from pathlib import Path

import click

from cip.cli.main import cip
from cip.kernel.settings import read_settings

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs/tecnica.md").read_text(encoding="utf-8")
# The service and the folder of the server, not commands of ours.
CALL = re.compile(r"(?:^|[`$#/ ])cip ((?!=)[a-z-]+)((?: [^`\n]*)?)", re.MULTILINE)
OPTION = re.compile(r"(?<!\S)--[a-z][a-z-]*")
SETTING = re.compile(r"\bCIP_[A-Z_]*[A-Z]\b")


def commands(group: click.Group, name: str = "") -> dict[str, click.Command]:
    """Every command by its words."""
    context, found = click.Context(group), {}
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        found[f"{name}{word}"] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{name}{word} ")
    return found


def calls() -> list[tuple[str, str]]:
    """What the guide calls: the words of the command, and what follows."""
    known = commands(cip)
    found = []
    for word, rest in CALL.findall(TEXT):
        two = f"{word} {rest.split()[0]}" if rest.split() else word
        found.append((two, rest) if two in known else (word, rest))
    return found


def test_every_command_that_is_named_exists_with_its_options() -> None:
    known = commands(cip)
    named = {name for name, _rest in calls() if name in known}
    assert {"run", "work", "backup", "restore", "verify", "user add", "user close", "rules check"} <= named
    in_backticks = re.findall(r"`cip ([a-z][a-z-]*)", TEXT)
    assert [word for word in in_backticks if word not in known] == []
    for name, rest in calls():
        if name not in known:
            continue
        options = {option for item in known[name].params for option in item.opts}
        assert set(OPTION.findall(rest.split("`")[0])) <= options, (name, rest)


def test_every_setting_is_named_and_every_one_named_is_read() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "cip").rglob("*.py"))
    read = set(SETTING.findall(code))
    assert set(SETTING.findall(TEXT)) == read
    assert set(re.findall(r"^\| `(CIP_\w+)` \|", TEXT, re.MULTILINE)) == read


def test_the_settings_of_the_example_are_taken() -> None:
    block = next(block for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) if block.startswith("CIP_ENV="))
    given = dict(line.partition("=")[::2] for line in block.strip().splitlines())
    settings = read_settings(given | {"CIP_SECRET_KEY": "k" * 40})
    assert settings.production
    assert settings.mail is not None
    assert settings.database_url.startswith("postgresql://")


def test_sentences_are_short_and_neutral() -> None:
    prose = re.sub(r"```.*?```|^\|.*$|^#.*$|`[^`]*`", "", TEXT, flags=re.DOTALL | re.MULTILINE)
    pieces = re.split(r"(?<=[.:?!])\s+|\n\n|^- |^\d\. ", prose, flags=re.MULTILINE)
    sentences = [" ".join(one.split()) for one in pieces]
    assert [one for one in sentences if len(one.split()) > 25] == []
    assert re.findall(r"\b(?:i dipendenti|tutti gli utenti|l'utente|gli utenti)\b", prose) == []
