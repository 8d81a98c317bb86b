"""One measure for this firm: what it is, why for you, what changes, how to do it."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.what_if import WhatIf, what_if
from cip.documents.catalogue import catalogue_for
from cip.documents.citing import Citer
from cip.documents.parts import MeasurePart, OtherMeasure, Report, UsedMeasure
from cip.web.firm import firm
from cip.web.firm.result import Outcome, stored_outcome
from cip.web.firm.visit import answers_of, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.state import guide_book


@dataclass(frozen=True)
class Standing:
    """Where a measure stands in a firm's result: exactly one of the four."""

    proposed: MeasurePart | None = None
    could_fit: OtherMeasure | None = None
    not_proposed: OtherMeasure | None = None
    used: UsedMeasure | None = None


@firm.get("/<check_up_id>/measure/<code>")
def measure(check_up_id: str, code: str) -> str | Response:
    """The page of a measure; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None or visit.snapshot is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    pack, check_up = outcome.bound.pack, outcome.check_up
    if code not in pack.measures:
        abort(404)
    cite = Citer(pack.content.law, check_up.on, current())
    standing = standing_of(outcome.report, code)
    answers = answers_of(bind(visit.pack, check_up.on), visit.snapshot)
    return render_template(
        "firm/measure.html",
        visit=visit,
        outcome=outcome,
        sheet=catalogue_for(pack, guide_book(pack.id), cite, current(), check_up.band).sheet(code),
        standing=standing,
        tell_us=next((item.tell_us for item in check_up.could_fit if item.id == code), ()),
        change=_change(outcome, answers, code, standing),
        **page_words(visit),
    )


def standing_of(report: Report, code: str) -> Standing:
    """Where a measure stands; what is in use already is not proposed, and says since when."""
    return Standing(
        next((item for item in report.measures if item.code == code), None),
        next((item for item in report.could_fit if item.code == code), None),
        next((item for item in report.not_proposed if item.code == code), None),
        next((item for item in report.in_use if item.code == code), None),
    )


def _change(outcome: Outcome, answers: Answers, code: str, standing: Standing) -> WhatIf | None:
    """What the measure alone would change; None where it is there already or cannot count."""
    if standing.used is not None:
        return None
    found = what_if(outcome.bound, answers, [code])
    return found if code in found.codes else None
