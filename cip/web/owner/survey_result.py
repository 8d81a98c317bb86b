"""The results of a survey: numbers with the rule behind each, needs and measures, the sheet for the notice board, and
the way of the needs into the check-up.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.actions import CheckUpClosedError, CheckUpValidatedError, save_answers
from cip.assessment.answers import POOLED, RESPONDENTS, UNKNOWN
from cip.assessment.reads import CHECK_UP, check_ups_without_results, current_answers
from cip.assessment.stored import Section
from cip.documents.papers.voice import NoticePaper, notice_sheet
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.parties.access import load_for, roles_on_firm
from cip.parties.permissions import allowed
from cip.rulebook.shapes.model import ALL_NEEDS
from cip.voice.cells import Cell
from cip.voice.protection import Earlier as Wave
from cip.voice.protection import may_compare
from cip.voice.reads import lines_for_consultant, pool_for, surveys_of
from cip.voice.rules import ONE
from cip.voice.shares import estimates
from cip.voice.surveys import Pool, Survey
from cip.web.done import back, done_words
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.survey_matrix import matrix_of
from cip.web.owner.surveys import VoiceVisit, answer_by, newest_answers, open_survey_visit
from cip.web.printed import pdf_or_sorry
from cip.web.state import actor, reading, today, working
from cip.web.typed import sent
from cip.web.worker.book import newest_pack, option_words, protection_of, reason_in_words, survey_book, vault, words_in

NEEDS = "needs"
SOURCE = "survey"
_POOL: tuple[Section, str] = ("needs", POOLED)


@dataclass(frozen=True, slots=True)
class Number:
    """A published number in words, and why it is said so."""

    option: str
    words: str
    said: str
    why: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its published numbers."""

    id: str
    ask: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need, how many named it, and the measures of the model that answer it."""

    id: str
    words: str
    said: str
    measures: tuple[tuple[str, str], ...]


def said_in_words(cell: Cell) -> str:
    """A number as it may be said."""
    match cell.said:
        case "count":
            return str(cell.low)
        case "few":
            return _("poche o nessuna")
        case "most":
            return _("quasi tutte o tutte")
        case "between":
            return _("da %(low)s a %(high)s") % {"low": cell.low, "high": cell.high}
        case _:
            return _("non si dice")


def numbers_of(source: Survey | Pool) -> tuple[Asked, ...]:
    """The published questions of a survey or a pool in words."""
    book = survey_book()
    cells = source.cells if isinstance(source, Pool) else source.published.cells if source.published else {}
    if book is None:
        return ()
    words = words_in(book)
    out = []
    for asked in source.asked:
        options = [(one, option_words(asked.id, one, book, words)) for one in asked.options]
        if asked.kind == ONE:
            options.append(("", words.no_answer))
        rows = tuple(
            Number(option, said, said_in_words(cell), _why(source, cell), cell)
            for (option, said), cell in zip(options, cells.get(asked.id, ()), strict=False)
        )
        question = words.questions.get(asked.id)
        out.append(Asked(asked.id, question.ask if question else asked.id, rows))
    return tuple(out)


def _why(source: Survey | Pool, cell: Cell) -> str:
    book = survey_book()
    protection = source.protection if isinstance(source, Survey) else None
    if book is None:
        return ""
    return reason_in_words(cell.because, protection or protection_of(book), book)


def needs_and_measures(questions: Sequence[Asked]) -> tuple[NeedRow, ...]:
    """The needs that somebody named, the most frequent first, each with the measures that answer it."""
    pack = newest_pack()
    needs = next((question for question in questions if question.id == NEEDS), None)
    if needs is None:
        return ()
    named = [one for one in needs.numbers if one.cell.low > 0]
    named.sort(key=lambda one: (-one.cell.low, one.option))
    return tuple(
        NeedRow(
            number.option,
            number.words,
            number.said,
            tuple(
                (measure.id, measure.name.in_language(current()))
                for measure in pack.measures.values()
                if number.option in measure.needs and measure.needs != (ALL_NEEDS,)
            ),
        )
        for number in named
    )


@owner.get("/<firm_id>/voice/<survey_id>")
def survey_result(firm_id: str, survey_id: str) -> AnyResponse:
    """What may be seen of a survey that is closed; the page of surveys while it is open."""
    visit, survey = open_survey_visit(firm_id, survey_id, "read")
    book = survey_book()
    if survey.published is None or book is None:
        return redirect(url_for("owner.surveys", firm_id=firm_id))
    with reading() as session:
        pool = pool_for(session, survey)
        lines = lines_for_consultant(session, vault(), survey) if visit.may("read_lines") else []
        before = [one for one in surveys_of(session, firm_id) if one.wave < survey.wave]
        # A mandate for surveys alone opens no check-up, nor what it proposes.
        reads = allowed("check_up", "read", roles_on_firm(actor(), firm_id, "check_up"))
        check_ups = [one for one in check_ups_without_results(session, firm_id) if reads and one.closed_at is None]
        found = current_answers(session, check_ups[0].id).file["needs"] if check_ups else {}
    shown = survey if survey.published.state == "published" else pool
    questions = numbers_of(shown) if shown else ()
    rows = needs_and_measures(questions)
    page = render_template(
        "owner/survey_result.html",
        visit=visit,
        survey=survey,
        why=reason_in_words(survey.published.because, survey.protection, book),
        pool=pool,
        questions=questions,
        rows=rows,
        matrix=matrix_of(newest_pack(), newest_answers(firm_id), [row.id for row in rows]) if reads else None,
        lines=lines,
        earlier=_comparable(survey, before),
        answer_by=answer_by(survey, book.structure.answer_within_days),
        check_up=check_ups[0] if check_ups else None,
        pooled=POOLED in found,
        proposal=book.structure.status == "proposal",
        done=done_words(),
    )
    return Response(page, mimetype="text/html")


def _comparable(survey: Survey, before: Sequence[Survey]) -> tuple[Survey, tuple[Asked, ...]] | None:
    """The survey before, if the two may stand side by side."""
    if not before or survey.published is None or before[0].published is None:
        return None
    then = Wave(before[0].headcount, before[0].published, before[0].asked)
    now = Wave(survey.headcount, survey.published, survey.asked)
    return (before[0], numbers_of(before[0])) if may_compare(then, now, survey.protection) else None


@owner.get("/<firm_id>/voice/<survey_id>/notice")
def survey_notice(firm_id: str, survey_id: str) -> AnyResponse:
    """The sheet for the notice board: what people said, and what the firm answers within 60 days."""
    visit, survey, sheet = _notice(firm_id, survey_id)
    if sheet is None:
        return redirect(url_for("owner.surveys", firm_id=firm_id))
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    page = render_template("owner/survey_notice.html", visit=visit, survey=survey, sheet_title=sheet.title, body=body)
    return Response(page, mimetype="text/html")


@owner.get("/<firm_id>/voice/<survey_id>/notice.pdf")
def survey_notice_pdf(firm_id: str, survey_id: str) -> AnyResponse:
    """The same to print."""
    _visit, _survey, sheet = _notice(firm_id, survey_id)
    page = url_for("owner.survey_notice", firm_id=firm_id, survey_id=survey_id)
    if sheet is None:
        return redirect(url_for("owner.surveys", firm_id=firm_id))
    return pdf_or_sorry(sheet, f"bacheca-{sheet.on}.pdf", page)


def _notice(firm_id: str, survey_id: str) -> tuple[VoiceVisit, Survey, Sheet | None]:
    visit, survey = open_survey_visit(firm_id, survey_id, "read")
    book = survey_book()
    if survey.published is None or book is None:
        return visit, survey, None
    questions = numbers_of(survey) if survey.published.state == "published" else ()
    needs = tuple((row.words, row.said) for row in needs_and_measures(questions)[:5])
    paper = NoticePaper(
        current(), today(), survey.published.answers, needs, answer_by(survey, book.structure.answer_within_days)
    )
    return visit, survey, notice_sheet(paper)


@owner.post("/<firm_id>/voice/<survey_id>/needs")
def survey_needs(firm_id: str, survey_id: str) -> AnyResponse:
    """Write the needs that people named into the firm's newest check-up, as answers like any other: a result made with
    them replays. Only what is published goes there: of the firm, or of the pool that stands in. The form may also ask
    to take the pool out again.
    """
    _visit, survey = open_survey_visit(firm_id, survey_id, "read")
    with reading() as session:
        held = [one for one in check_ups_without_results(session, firm_id) if one.closed_at is None]
        pool = pool_for(session, survey)
    changes = needs_as_answers(survey) | pool_as_answers(pool)
    if sent().raw("take") == "out":
        changes = {_POOL: None}
    if not held or not changes:
        return redirect(url_for("owner.survey_result", firm_id=firm_id, survey_id=survey_id))
    try:
        with working() as work:
            load_for(work.session, actor(), CHECK_UP, held[0].id, action="answer")
            save_answers(work, held[0].id, changes, f"{SOURCE}:{survey_id}")
    except (CheckUpClosedError, CheckUpValidatedError):
        page = url_for("owner.survey_result", firm_id=firm_id, survey_id=survey_id)
        return not_now(409, _("Il check-up non cambia più"), _("Riapritelo, oppure iniziatene uno nuovo."), page)
    return back("owner.survey_result", "saved", firm_id=firm_id, survey_id=survey_id)


def needs_as_answers(survey: Survey) -> dict[tuple[Section, str], object]:
    """The answers that a published survey gives to the section on needs; none where nothing is published."""
    published, question = survey.published, survey.question(NEEDS)
    if published is None or published.answers is None or question is None:
        return {}
    found = _shares(question.options, published.cells[NEEDS])
    return {("needs", need): count for need, count in {RESPONDENTS: published.answers, **found}.items()}


def pool_as_answers(pool: Pool | None) -> dict[tuple[Section, str], object]:
    """The answer that a pool gives, one for all its needs; none where there is no pool."""
    question = next((one for one in pool.asked if one.id == NEEDS), None) if pool else None
    if pool is None or question is None:
        return {}
    # What a pool did not ask stays open.
    found = dict.fromkeys(newest_pack().needs, UNKNOWN) | _shares(question.options, pool.cells[NEEDS])
    return {_POOL: {RESPONDENTS: pool.answers, **found}}


def _shares(options: Sequence[str], cells: Sequence[Cell]) -> dict[str, object]:
    found = estimates(options, cells)
    known = newest_pack().needs
    return {need: UNKNOWN if count is None else count for need, count in found.items() if need in known}
