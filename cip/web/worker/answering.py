"""A worker's way: the shared link, the code from the printed sheet, the questions on one page, thanks."""

from collections.abc import Mapping, Sequence

from flask import Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from cip.database.emptying import empty_log
from cip.kernel.characters import plain_text
from cip.kernel.codes import cleaned
from cip.rulebook.surveys import SurveyBook
from cip.voice.actions import CodeUnknownError, NotOpenError, answer, code_is_open
from cip.voice.reads import find_survey
from cip.voice.rules import LINE, ONE
from cip.voice.surveys import Survey
from cip.web.language import ngettext
from cip.web.state import reading, state, today
from cip.web.tries import VOICE, nobodys_work, too_many
from cip.web.worker import worker
from cip.web.worker.book import Question, questions_of, survey_book, vault, words_in

LONGEST_TYPED = 60


@worker.get("/thanks")
def thanks() -> str:
    """The answers are in; says what happens now. It knows nothing of who answered."""
    book = survey_book()
    return render_template("worker/thanks.html", days=book.structure.answer_within_days if book else 0)


@worker.get("/<survey_id>")
def start(survey_id: str) -> Response:
    """What this is, how answers stay anonymous, and the field for the code. Opening the page uses up nothing."""
    survey, book = _open(survey_id)
    return _start(survey, book)


@worker.post("/<survey_id>")
def begin(survey_id: str) -> Response:
    """With a right code the questions; the code is used up only when the answers are sent."""
    survey, book = _open(survey_id)
    wait = VOICE.minutes_to_wait()
    if wait is not None:
        return too_many(wait)
    with reading() as session:
        known = code_is_open(session, survey_id, _code())
    if not known:
        return _start(survey, book, wrong=True)
    # The try stays counted: looking is free, and would tell whether a code was used.
    return _questions(survey, book, {}, {})


@worker.post("/<survey_id>/answers")
def send(survey_id: str) -> AnyResponse:
    """Burn the code, keep the answers."""
    survey, book = _open(survey_id)
    wait = VOICE.minutes_to_wait()
    if wait is not None:
        return too_many(wait)
    asked = questions_of(survey, book, words_in(book, request.form.get("in")))
    given = {question.id: _given(question) for question in asked if question.kind != LINE}
    mistakes = {question.id: text for question in asked if (text := _mistake(question, given.get(question.id, ())))}
    if mistakes:
        with reading() as session:
            known = code_is_open(session, survey_id, _code())
        if known:
            return _questions(survey, book, given, mistakes)
        return _start(survey, book, wrong=True)
    try:
        with nobodys_work() as work:
            answer(work, vault(), survey_id, _code(), given, _line(asked), on=today())
    except CodeUnknownError:
        return _start(survey, book, wrong=True)
    except NotOpenError:
        return _start(survey, book)
    _was_right()
    # The log of SQLite lists commit by commit which code went as which answer came: it goes, if nobody reads just now.
    empty_log(state().database, 0)
    return redirect(url_for("worker.thanks"), 303)


def _open(survey_id: str) -> tuple[Survey, SurveyBook]:
    book = survey_book()
    with reading() as session:
        survey = find_survey(session, survey_id[:32])
    if survey is None or book is None or survey.id != survey_id:
        raise NotFound
    return survey, book


def _code() -> str:
    return request.form.get("code", "")[:LONGEST_TYPED]


def _was_right() -> None:
    """A right code leaves no trace of who used it; taken back in a Work of nobody, like the count."""
    with nobodys_work() as work:
        VOICE.was_right(work)


def _given(question: Question) -> Sequence[str]:
    sent = request.form.getlist(question.id)
    return [option for option, _words in question.options if option in sent]


def _mistake(question: Question, given: Sequence[str]) -> str:
    most = 1 if question.kind == ONE else question.limit
    if question.kind == LINE or most is None or len(given) <= most:
        return ""
    said = ngettext("Sceglietene al massimo %(num)s.", "Sceglietene al massimo %(num)s.", most) % {"num": most}
    many = ngettext("Ne avete scelta %(num)s.", "Ne avete scelte %(num)s.", len(given)) % {"num": len(given)}
    return f"{many} {said}"


def _line(asked: Sequence[Question]) -> str | None:
    for question in asked:
        if question.kind == LINE:
            return " ".join(plain_text(request.form.get(question.id, ""))[: question.longest].split()) or None
    return None


def _start(survey: Survey, book: SurveyBook, *, wrong: bool = False) -> Response:
    page = render_template(
        "worker/start.html",
        survey=survey,
        book=book,
        takes=survey.takes_answers(today()),
        wrong=wrong,
        typed=_code() if wrong else "",
    )
    return Response(page, 422 if wrong else 200, mimetype="text/html")


def _questions(
    survey: Survey, book: SurveyBook, given: Mapping[str, Sequence[str]], mistakes: Mapping[str, str]
) -> Response:
    words = words_in(book, request.form.get("in"))
    page = render_template(
        "worker/questions.html",
        survey=survey,
        asked=questions_of(survey, book, words),
        words=words,
        code=cleaned(_code()),
        given=given,
        mistakes=mistakes,
        line=request.form.get("line", ""),
    )
    return Response(page, 422 if mistakes else 200, mimetype="text/html")
