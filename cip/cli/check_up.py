"""`cip check-up FILE`: one firm's answers against the model, as JSON, words or PDF."""

from datetime import date
from pathlib import Path

import click

from cip.assessment.answer_file import read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack
from cip.assessment.engine import check_up_bound
from cip.assessment.results import CheckUp
from cip.cli.answer_documents import read_answer_document
from cip.cli.options import day_option, day_or_today, find_rules, json_option, print_json, rules_option
from cip.cli.packs import load_bound
from cip.cli.words import check_up_in_words
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language


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
