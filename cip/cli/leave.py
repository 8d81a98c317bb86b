"""`cip leave hours FILE`: parental leave by the hour, as JSON or words."""

from datetime import date
from pathlib import Path

import click

from cip.agreement.leave.judging import judge
from cip.agreement.leave.reading import read_leave_file
from cip.cli.answer_documents import read_answer_document
from cip.cli.books import load_book
from cip.cli.leave_words import leave_in_words
from cip.cli.options import day_option, day_or_today, find_rules, json_option, print_json, rules_option
from cip.kernel.texts import Language


@click.group("leave")
def leave() -> None:
    """Parental leave."""


@leave.command("hours")
@click.argument("file", type=click.Path(path_type=Path))
@day_option("Day that says what the agreement is, where no request has one")
@json_option
@click.option("--lang", "language", type=click.Choice(["it", "en"]), default="it", help="Language of the words.")
@rules_option
def hours(file: Path, on: date | None, as_json: bool, language: Language, rules_dir: Path | None) -> None:
    """Say which requests for parental leave by the hour (FILE: yaml or json) are allowed, and why.

    FILE has at most 256 KB, some thousand requests; its days lie between 1970-01-01 and 2100-12-31.
    """
    asked = read_leave_file(read_answer_document(file))
    book = load_book(find_rules(rules_dir))
    result = judge(book, asked, day_or_today(on))
    if as_json:
        print_json(result.as_json())
    else:
        click.echo(leave_in_words(book, result, language))
