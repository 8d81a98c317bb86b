"""`cip rules check | test | show`: what experts run after a change."""

import sys
from datetime import date
from pathlib import Path

import click

from cip.assessment.cases import check_agreement_cases, check_cases, run_agreement_cases, run_cases
from cip.assessment.explaining import NEEDED
from cip.cli.options import day_option, day_or_today, find_rules, json_option, print_json, rules_option
from cip.cli.packs import RulesBrokenError, choose_model, load_pack
from cip.cli.shown import SHOWN, Row, programme_row, rows_of, with_guides
from cip.cli.shown_calls import call_of, calls_of
from cip.incentives.cases import check_call_cases, run_call_cases
from cip.kernel.errors import RefusalError
from cip.rulebook.calls import check_calls
from cip.rulebook.checking import check_rules
from cip.rulebook.diagnostics import did_you_mean, listed
from cip.rulebook.guides import check_guides, read_guides
from cip.rulebook.parameters import value_on
from cip.rulebook.programmes import check_programmes, read_programmes
from cip.rulebook.surveys import check_survey


@click.group("rules")
def rules() -> None:
    """Check, test and show the rules."""


@rules.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@rules_option
def check(folder: Path | None, rules_dir: Path | None) -> None:
    """Print every mistake of a folder of rules as file:line:col CODE text; silent if there is none."""
    root = find_rules(folder or rules_dir)
    checked = check_rules(root, NEEDED)
    outside = [*check_guides(root, checked.folder), *check_survey(root, checked.folder)]
    calls = check_calls(root, checked.folder.law, checked.agreements, measures=checked.folder.measures)
    outside += [*calls.diagnostics, *check_call_cases(calls)]
    outside += check_programmes(root, frozenset(calls.folder.declared), checked.folder.measures)
    found = sorted([*checked.diagnostics, *check_cases(checked), *check_agreement_cases(checked), *outside])
    for item in found:
        click.echo(str(item))
    if found:
        sys.exit(1)


@rules.command("test")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@rules_option
def test(folder: Path | None, rules_dir: Path | None) -> None:
    """Run the cases of every model, of the agreements and of the calls; the last line counts them."""
    root = find_rules(folder or rules_dir)
    checked = check_rules(root, NEEDED)
    calls = check_calls(root, checked.folder.law, checked.agreements, measures=checked.folder.measures)
    found = sorted([*checked.diagnostics, *check_cases(checked), *check_agreement_cases(checked)])
    found = sorted([*found, *calls.diagnostics, *check_call_cases(calls)])
    if found:
        raise RulesBrokenError(f"the rules have {len(found)} mistakes; the first: {found[0]}")
    outcomes = [*run_cases(checked), *run_agreement_cases(checked), *run_call_cases(calls)]
    for outcome in outcomes:
        for line in outcome.differences:
            click.echo(f"{outcome.place} {outcome.id}: {line}")
    failed = sum(bool(outcome.differences) for outcome in outcomes)
    click.echo(f"{len(outcomes) - failed} passed, {failed} failed")
    if failed:
        sys.exit(1)


@rules.command("show")
@click.argument("what")
@click.argument("key", required=False)
@day_option("Day that selects the value of a parameter")
@click.option("--model", "model", help="Identifier of the model (the newest in force when left out).")
@json_option
@rules_option
def show(what: str, key: str | None, on: date | None, model: str | None, as_json: bool, rules_dir: Path | None) -> None:
    """Show facts, areas, indicators, duties, measures, needs, levels, clauses, agreements, calls, programmes,
    `call CALL` or `parameter KEY`.
    """
    root, day = find_rules(rules_dir), day_or_today(on)
    if what == "parameter":
        _show_parameter(root, key, day, as_json)
        return
    if what == "call":
        _show_call(root, key, as_json)
        return
    if key is not None:
        raise RefusalError(f'"{key}" is too much: {what} are shown whole')
    if what == "calls":
        _print_rows(calls_of(root), as_json)
        return
    if what == "programmes":
        _print_rows([programme_row(one) for one in read_programmes(root).values()], as_json)
        return
    if what not in SHOWN:
        known = [*SHOWN, "calls", "programmes", "call", "parameter"]
        raise RefusalError(
            f'there is nothing called "{what}" to show{did_you_mean(what, known)}; known: {listed(known)}'
        )
    name = choose_model(root, model, day)
    rows = rows_of(what, load_pack(root, name))
    if what == "measures":
        rows = with_guides(rows, read_guides(root, name))
    _print_rows(rows, as_json)


def _print_rows(rows: list[Row], as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']}\t{_title(row)}")


def _show_call(root: Path, key: str | None, as_json: bool) -> None:
    if key is None:
        raise RefusalError("name the call: cip rules show call CALL")
    row = call_of(root, key)
    if as_json:
        print_json(row)
        return
    click.echo(f"{row['id']}\t{_title(row)}\t{row['sha256']}")
    for part in ("facts", "eligibility", "criteria", "documents"):
        items = row[part]
        click.echo(
            f"{part}: {', '.join(str(item['id']) for item in items if isinstance(item, dict))}"
            if isinstance(items, list)
            else f"{part}: -"
        )
    for part in ("answer", "most_share"):
        told = row.get(part)
        if isinstance(told, dict):
            value, unit = (told["days"], "days") if "days" in told else (told["percent"], "%")
            click.echo(f"{part}: {value} {unit}; {told['source']}; {told['confidence']}")
        elif told is not None:
            click.echo(f"{part}: {told}")


def _title(row: dict[str, object]) -> str:
    for name in ("title", "name", "label", "ask"):
        text = row.get(name)
        if isinstance(text, dict):
            return str(text["it"])
    return ""


def _show_parameter(root: Path, key: str | None, on: date, as_json: bool) -> None:
    if key is None:
        raise RefusalError("name the parameter: cip rules show parameter KEY")
    checked = check_rules(root, NEEDED, only_model="", with_cases=False)
    broken = [item for item in checked.diagnostics if item.file.startswith("law/")]
    if broken:
        raise RulesBrokenError(f"the rules have {len(broken)} mistakes; the first: {broken[0]}")
    found = value_on(checked.parameters, key, on)
    if as_json:
        print_json(found.as_json())
        return
    row = found.as_json()
    unit = f" {found.unit}" if found.unit else ""
    click.echo(f"{found.key}: {row['value']}{unit}")
    click.echo(f"{row['from'] or 'open'} - {row['to'] or 'open'}; {found.source}; {found.confidence}")
