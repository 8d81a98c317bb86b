"""`cip ledger try FILE`: events of money on an empty ledger, as JSON or words."""

from pathlib import Path

import click

from cip.cli.answer_documents import read_answer_document
from cip.cli.ledger_words import ledger_in_words
from cip.cli.options import json_option, print_json
from cip.incentives.ledger_file import read_ledger_file
from cip.incentives.ledger_trial import try_events
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language

LARGEST_FILE = 8 * 1024**2


@click.group("ledger")
def ledger() -> None:
    """The money of calls: try what may happen to it."""


@ledger.command("try")
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.option("--lang", "language", type=click.Choice(["it", "en"]), default="it", help="Language of the words.")
def try_file(file: Path, as_json: bool, language: Language) -> None:
    """Let the events of FILE (yaml or json) happen to an empty ledger, and say which a rule of money refuses.

    FILE has `events`, a list of `{do: budget, source, cents}`, `{do: award, id, source, cents, firm}`, `{do: pay,
    award, cents}`, `{do: expense, award, cents}`, `{do: waive, award}`, `{do: revoke, award, owed}`, `{do: net, from,
    against, cents}`, `{do: refund, award, cents}`; money in cents. `firm` may be left out.
    """
    document = read_answer_document(file, LARGEST_FILE)
    if document is None:
        raise RefusalError(f"{file}: the file is empty")
    trial = try_events(read_ledger_file(document))
    if as_json:
        print_json(trial.as_json())
    else:
        click.echo(ledger_in_words(trial, language))
