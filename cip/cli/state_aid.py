"""`cip size FILE` and `cip de-minimis FILE`: the size of a firm and its room for aid, as JSON or words."""

from datetime import date
from pathlib import Path

import click

from cip.cli.answer_documents import read_answer_document
from cip.cli.options import day_option, day_or_today, find_rules, json_option, print_json, rules_option
from cip.cli.state_aid_words import room_in_words, size_in_words
from cip.incentives.aid_file import read_aid_file
from cip.incentives.de_minimis import room
from cip.incentives.size import size_of
from cip.incentives.size_file import read_size_file
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language
from cip.rulebook.law import load_law

_language = click.option(
    "--lang", "language", type=click.Choice(["it", "en"]), default="it", help="Language of the words."
)
_file = click.argument("file", type=click.Path(path_type=Path))


@click.command("size")
@_file
@day_option("Day of the grant, which selects the limits of the law")
@json_option
@_language
@rules_option
def size(file: Path, on: date | None, as_json: bool, language: Language, rules_dir: Path | None) -> None:
    """Say whether a firm (FILE: yaml or json) is micro, small, medium or large, and why.

    FILE has `years [{year, awu, turnover, balance}]` (money in cents, newest last), `partners [{share, awu, turnover,
    balance}]`, `linked [{awu, turnover, balance}]` and `public_share`; shares go from 0 to 1.
    """
    stated = read_size_file(read_answer_document(file))
    law = load_law(find_rules(rules_dir))
    result = size_of(stated, law.parameters, day_or_today(on))
    if result.size is None:
        unknown = [item.en for item in result.because if item.rule in ("size.no_years", "size.unknown")]
        raise RefusalError(f"{file}: {' '.join(unknown)}")
    if as_json:
        print_json(result.as_json())
    else:
        click.echo(size_in_words(result, law.about.law_known_to, language))


@click.command("de-minimis")
@_file
@day_option("Day of the grant")
@json_option
@_language
@rules_option
def de_minimis(file: Path, on: date | None, as_json: bool, language: Language, rules_dir: Path | None) -> None:
    """Say how much room for de minimis aid a firm (FILE: yaml or json) has on the day of a grant, and why.

    FILE has `firm`, `aids [{firm, date, cents, regime}]`, `links [{a, b, kind, from, to}]` (null: open) and
    `new_cents`; money in cents. Regimes: general (when left out), sgei, agri, fish, other; kinds: majority, control,
    agreement, natural_person.
    """
    stated = read_aid_file(read_answer_document(file))
    law = load_law(find_rules(rules_dir))
    result = room(stated, law.parameters, day_or_today(on))
    if as_json:
        print_json(result.as_json())
    else:
        click.echo(room_in_words(result, law.about.law_known_to, language))
