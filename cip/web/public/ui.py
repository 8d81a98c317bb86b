"""Every component of the pages in both of its states, on one page: for whoever builds pages, in development only."""

from dataclasses import dataclass, replace

from flask import abort, render_template, url_for

from cip.assessment.answer_file import read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import ENGINE_VERSION, check_up_bound
from cip.assessment.path import FactQuestion, IndicatorQuestion, Walk
from cip.documents.citing import Citer
from cip.documents.parts import Report
from cip.documents.report import area_chart, build_report, ladder_chart, radar_chart
from cip.web.firm.sheet import Mistake, Sheet
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.public import public
from cip.web.state import state, today

# Half an invented firm's answers, so that charts show what is certain and what is open.
ANSWERS = {
    "facts": {"workers": 9, "sector": "shop", "single_cover": "no", "representation": ["none"]},
    "indicators": {"T1": 3, "T2": 2, "L1": 1, "C1": 4, "E1": 2, "K1": 3},
    "duties": {"risk_assessment": "no"},
}
LOW, HIGH = 42.5, 61.0


@dataclass(frozen=True)
class Shown:
    """Questions in one state, with the values and mistakes that put them there."""

    facts: tuple[FactQuestion, ...]
    indicator: IndicatorQuestion
    sheet: Sheet


@public.get("/ui")
def ui() -> str:
    """The page; where strangers visit there is none."""
    if state().settings.production:
        abort(404)
    bound = bind(state().packs.newest_on(today()), today())
    answers = read_answers(bound, ANSWERS)
    report = _report(bound, answers)
    return render_template(
        "public/ui.html",
        answered=_answered(bound, answers),
        mistaken=_mistaken(bound, answers),
        report=report,
        charts=(ladder_chart(report), area_chart(report), radar_chart(report)),
        citations=Citer(bound.pack.content.law, bound.on, current()).parameters(bound.pack.indicators["C1"].law),
        on=bound.on,
        interval_ends=(LOW, HIGH),
        measure_url=lambda code: url_for("public.measure", code=code),
    )


def _report(bound: BoundPack, answers: Answers) -> Report:
    check_up = check_up_bound(bound, answers)
    return build_report(bound.pack, answers, check_up, current(), engine_version=ENGINE_VERSION)


def _answered(bound: BoundPack, answers: Answers) -> Shown:
    facts, indicators = _questions(bound, answers, 0), Walk(bound, answers).indicators("T")
    given = {fact.fact.id: fact.value for fact in facts if fact.value is not None}
    return Shown(facts, indicators[0], Sheet({**given, "T1": "3", "T1.proof": "4"}, score=(LOW, HIGH)))


def _mistaken(bound: BoundPack, answers: Answers) -> Shown:
    """Other questions than the answered ones: an id stands once on a page."""
    facts, indicators = _questions(bound, answers, 1), Walk(bound, answers).indicators("T")
    code = indicators[1].indicator.id
    asked = [fact.fact.id for fact in facts]
    text = _("Scrivete un numero, per esempio 7.")
    mistakes = {name: Mistake(name, f"q-{name}", text) for name in (*asked, code)}
    warnings = {code: _("Guardate di nuovo questa risposta.")}
    order = {name: index for index, name in enumerate((*asked, code))}
    return Shown(facts, indicators[1], Sheet({asked[0]: "x", code: "2"}, mistakes, order, warnings=warnings))


def _questions(bound: BoundPack, answers: Answers, position: int) -> tuple[FactQuestion, ...]:
    """The first, or the second, question of each type that the profile asks."""
    by_type: dict[str, list[FactQuestion]] = {}
    for question in Walk(bound, answers).facts():
        if question.derived is None:
            by_type.setdefault(f"{question.fact.type} {bool(question.fact.options)}", []).append(question)
    found = tuple(questions[position] for questions in by_type.values() if len(questions) > position)
    return found if position else tuple(_settled(question) for question in found)


def _settled(question: FactQuestion) -> FactQuestion:
    """A question that another answer can settle, as it looks then."""
    derived = question.fact.derived
    return replace(question, derived=derived[0].value, because=derived[0].because) if derived else question
