"""`cip check-up FILE`: one firm's answers against the model, as JSON, words or PDF."""

import json
from datetime import date
from pathlib import Path

import click
from yaml import Mark
from yaml.nodes import ScalarNode

from cip.assessment.answer_file import read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack
from cip.assessment.engine import check_up_bound
from cip.assessment.results import CheckUp
from cip.cli.options import day_option, day_or_today, find_rules, json_option, print_json, rules_option
from cip.cli.packs import load_bound
from cip.cli.words import check_up_in_words
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.reading import Document, read_yaml

LARGEST_FILE = 256 * 1024


@click.command("check-up")
@click.argument("file", type=click.Path(path_type=Path))
@day_option("Day of the check-up")
@json_option
@click.option("--pdf", "pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file.")
@click.option("--tagged", is_flag=True, help="Make it a tagged PDF for screen readers (needs the extra cip[ua]).")
@click.option("--model", "model", help="Identifier of the model (the newest in force when left out).")
@click.option("--lang", "language", type=click.Choice(["it", "en"]), default="it", help="Language of words and PDF.")
@rules_option
def check_up(
    file: Path,
    on: date | None,
    as_json: bool,
    pdf: Path | None,
    tagged: bool,
    model: str | None,
    language: Language,
    rules_dir: Path | None,
) -> None:
    """Check one firm's answers (FILE: yaml or json) against the model."""
    if tagged and pdf is None:
        raise RefusalError("--tagged says how the PDF is made: name its file with --pdf")
    document = read_answer_document(file)
    bound = load_bound(find_rules(rules_dir), model, day_or_today(on))
    answers = read_answers(bound, document.value if document else None, document)
    result = check_up_bound(bound, answers)
    if pdf is not None:
        _write_pdf(pdf, bound, answers, result, language, tagged=tagged)
    if as_json:
        print_json(result.as_json())
    elif pdf is None:
        click.echo(check_up_in_words(bound.pack, result, language))
    else:
        click.echo(f"{pdf}")


def read_answer_document(file: Path) -> Document | None:
    """The document of a check-up's FILE; None where it holds nothing. Raises RefusalError naming file and line."""
    if file.exists() and not file.is_dir() and not (file.is_file() and file.stat().st_size <= LARGEST_FILE):
        raise RefusalError(f"{file}: this is no file of at most {LARGEST_FILE // 1024} KB")
    content = file.read_bytes()
    if file.suffix == ".json":
        return _read_json(content, file)
    document, found = read_yaml(content, str(file))
    _refuse_first([item for item in found if item.code != "E108"], document)
    return document


def _refuse_first(mistakes: list[Diagnostic], document: Document | None) -> None:
    if not mistakes:
        return
    first = min(mistakes)
    path = document.path_at(first.line, first.column) if document else ()
    key = ".".join(str(step) for step in path)
    raise RefusalError(f"{first.file}:{first.line}: {key + ': ' if key else ''}{first.text}")


def _read_json(content: bytes, file: Path) -> Document | None:
    """JSON by its own rules; places are looked up in the same text read as YAML, which it nearly always is."""
    # JSON may be indented with tabs, YAML may not; line and column stay the same.
    document, found = read_yaml(content.replace(b"\t", b" "), str(file))
    _refuse_first([item for item in found if item.code == "E102"], document)
    try:
        value = json.loads(content or b"null", object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise RefusalError(f"{file}:{line}: this is not JSON: {getattr(error, 'msg', error)}") from None
    except RecursionError:
        raise RefusalError(f"{file}:1: the JSON is nested too deeply") from None
    start = Mark(str(file), 0, 0, 0, None, 0)
    root = document.root if document else ScalarNode("", "", start, start)
    return Document(str(file), value, root) if value is not None else None


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" stands twice; keep one of them')
    return found


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is no number")


def _write_pdf(
    target: Path, bound: BoundPack, answers: Answers, result: CheckUp, language: Language, *, tagged: bool
) -> None:
    from cip.documents.report import build_report  # only this option pays for the makers of PDF, slow to import

    report = build_report(bound.pack, answers, result, language)
    if tagged:
        from cip.documents.printing import tagged_report
        from cip.documents.tagged import tagged_pdf

        target.write_bytes(tagged_pdf(tagged_report(report)))
    else:
        from cip.documents.pdf import render_pdf

        target.write_bytes(render_pdf(report))
