"""«Posso usare il congedo parentale a ore?»: a form without an account, its answer, and two papers to print.

Birthdays do not belong in addresses, so the form is sent as a body; nothing that it holds is kept.
"""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.agreement.leave.judging import Answer, LeaveHours, judge
from cip.agreement.leave.requests import LeaveFile
from cip.agreement.leave.summary import Summary, summary_of
from cip.documents.citing import Citer
from cip.documents.formats import short_day
from cip.documents.papers.basis import Basis
from cip.documents.papers.hourly_request import HoursAsked, hourly_request
from cip.documents.papers.leave_plan import HourlyTerms, leave_plan
from cip.documents.parts import Citation
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.printed import pdf_or_sorry
from cip.web.public import public
from cip.web.public.leave_form import FIELDS, Choice, choices, read, same_day_options
from cip.web.state import agreement_book, guide_book, state, today
from cip.web.typed import Typed, sent

# What an owner should know of the law, in the order of the page.
FOR_THE_FIRM = (
    "hourly_leave_default_reference",
    "hourly_leave_counts_weekend",
    "hourly_leave_changes_total",
    "hourly_leave_mix_modes",
    "hourly_leave_inps_application",
    "hourly_leave_excluded_personnel",
    "parental_leave_13th_and_holidays",
    "parental_leave_refusal_sanction",
    "parental_leave_refusal_sanction_max",
)


@dataclass(frozen=True)
class Asked:
    """A sound form with its answer."""

    file: LeaveFile
    found: LeaveHours
    summary: Summary

    @property
    def answer(self) -> Answer:
        """The answer to the one request of the form."""
        return self.found.answers[0]


@public.get("/leave-by-the-hour")
def leave_hours() -> Response:
    """The form, empty but for the day of the request."""
    known = {"agreement": "none", "requested_on": today().isoformat()}
    return _page(Typed(known=known), None)


@public.post("/leave-by-the-hour")
def leave_hours_answer() -> Response:
    """The answer, above the form as it was sent."""
    typed = sent()
    return _page(typed, _asked(typed))


@public.route("/leave-by-the-hour/request", methods=["GET", "POST"])
def leave_request() -> Response:
    """The request to print; whoever opens its address, as the other language does, is led to the form."""
    return _paper("request", printed=False) if request.method == "POST" else redirect(url_for("public.leave_hours"))


@public.post("/leave-by-the-hour/request.pdf")
def leave_request_pdf() -> Response:
    """The same as PDF."""
    return _paper("request", printed=True)


@public.route("/leave-by-the-hour/plan", methods=["GET", "POST"])
def leave_hours_plan() -> Response:
    """The leave plan, with the rules of leave by the hour filled in; its address alone leads to the form."""
    return _paper("plan", printed=False) if request.method == "POST" else redirect(url_for("public.leave_hours"))


@public.post("/leave-by-the-hour/plan.pdf")
def leave_hours_plan_pdf() -> Response:
    """The same as PDF."""
    return _paper("plan", printed=True)


def _known() -> list[Choice]:
    return choices(agreement_book(), demonstration=state().settings.demo)


def _asked(typed: Typed) -> Asked | None:
    """The answer to a form; None while something in it is wrong."""
    file = read(typed, _known())
    if typed.errors or not file.requests:
        return None
    one, book = file.requests[0], agreement_book()
    found = judge(book, file, today())
    return Asked(file, found, summary_of(book, file.agreement, file.worker, one.day, one.asked_on))


def _page(typed: Typed, asked: Asked | None) -> Response:
    return typed.page(
        "public/leave_hours.html",
        asked=asked,
        choices=[(one.value, one.words) for one in _known()],
        same_day=same_day_options(),
        carried=_carried(),
        laws=_laws(),
        kept_to=agreement_book().law.about.law_known_to,
    )


def _carried() -> list[tuple[str, str]]:
    """What was sent, to be sent on with a paper's button."""
    return [(name, value[:200]) for name in FIELDS for value in request.form.getlist(name)]


def _laws() -> tuple[Citation, ...]:
    book = agreement_book()
    return Citer(book.law, today(), current()).parameters(key for key in FOR_THE_FIRM if key in book.law.parameters)


def _paper(which: str, *, printed: bool) -> Response:
    """A paper made of the form; a form with something wrong comes back instead."""
    typed = sent()
    asked = _asked(typed)
    if asked is None:
        return _page(typed, None)
    sheet = _request_sheet(asked) if which == "request" else _plan_sheet(asked)
    if printed:
        name = _("richiesta-congedo-a-ore") if which == "request" else _("piano-di-congedo")
        return pdf_or_sorry(sheet, f"{name}.pdf", url_for("public.leave_hours"))
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    pdf = url_for("public.leave_request_pdf" if which == "request" else "public.leave_hours_plan_pdf")
    page = render_template("public/leave_paper.html", title=sheet.title, body=body, pdf=pdf, carried=_carried())
    return Response(page, mimetype="text/html")


def _request_sheet(asked: Asked) -> Sheet:
    one = asked.file.requests[0]
    return hourly_request(HoursAsked(asked.summary, current(), today(), one.day, one.minutes, one.requested_on))


def _plan_sheet(asked: Asked) -> Sheet:
    pack, summary = state().packs.newest_on(today()), asked.summary
    least = summary.unit or ""
    notice = f"{summary.notice.days} {summary.notice.unit.in_language(current())}" if summary.notice else ""
    mark = f" ({summary.named.mark.in_language(current())})" if summary.named.mark else ""
    text = summary.holds.name.in_language(current()) + (mark if summary.holds is summary.named else "")
    basis = Basis(pack, current(), today(), guides=guide_book(pack.id))
    day = asked.file.requests[0].day if asked.file.requests else None
    return leave_plan(basis, HourlyTerms(least, notice, text, short_day(day, current()) if day else ""))
