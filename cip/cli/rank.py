"""`cip rank CALL FILE` and `cip replay BUNDLE`: who gets what under a call, as JSON or words."""

from datetime import date
from pathlib import Path

import click

from cip.cli.answer_documents import read_large_document
from cip.cli.calls import load_call
from cip.cli.options import day_option, find_rules, json_option, print_json, rules_option
from cip.cli.rank_words import ranking_in_words
from cip.incentives.bundle import rank_applications, replay
from cip.incentives.rank_file import read_file
from cip.incentives.rank_results import RankResult
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language

LARGEST_FILE = 20 * 1024**2
LARGEST_BUNDLE = 40 * 1024**2

_language = click.option("--lang", "language", type=click.Choice(["it", "en"]), default="it", help="Language of words.")


@click.command("rank")
@click.argument("call")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--bundle", "bundle", type=click.Path(path_type=Path, dir_okay=False), help="Write here what replays it.")
@day_option("Day on which the call reads the law; left out: when it closes, else opens, else the newest arrival")
@json_option
@_language
@rules_option
def rank(
    call: str,
    file: Path,
    bundle: Path | None,
    on: date | None,
    as_json: bool,
    language: Language,
    rules_dir: Path | None,
) -> None:
    """Rank the applications of FILE (yaml or json) under CALL and share out its money."""
    pack = load_call(find_rules(rules_dir), call)
    raw = read_large_document(file, LARGEST_FILE)
    try:
        applications, seed = read_file(raw)
        result, text = rank_applications(pack, applications, seed, on)
    except RefusalError as error:
        raise RefusalError(f"{file}: {error}") from None
    if bundle is not None:
        bundle.write_text(text, encoding="utf-8")
    _print(result, language, as_json=as_json)


@click.command("replay")
@click.argument("bundle", type=click.Path(path_type=Path))
@json_option
@_language
def replay_bundle(bundle: Path, as_json: bool, language: Language) -> None:
    """Make the ranking of BUNDLE again, from nothing else: the same bytes as `cip rank` gave."""
    if bundle.exists() and not (bundle.is_file() and bundle.stat().st_size <= LARGEST_BUNDLE):
        raise RefusalError(f"{bundle}: this is no file of at most {LARGEST_BUNDLE // 1024**2} MB")
    try:
        result = replay(bundle.read_text(encoding="utf-8"))
    except (RefusalError, UnicodeDecodeError) as error:
        problem = error if isinstance(error, RefusalError) else "this is no bundle of a ranking: it is not text"
        raise RefusalError(f"{bundle}: {problem}") from None
    _print(result, language, as_json=as_json)


def _print(result: RankResult, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(result.as_json())
    else:
        click.echo(ranking_in_words(result, language))
