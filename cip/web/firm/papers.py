"""Every document of a check-up: an index, and each one as a page, a PDF and, where it makes sense, an editable file."""

from collections.abc import Callable

from flask import Response, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.plan import months_of
from cip.documents.papers.basis import Basis, numbers_in_words
from cip.documents.papers.registry import KINDS, PaperKind, titles
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.web.firm import firm
from cip.web.firm.plan_status import plan_of
from cip.web.firm.result import stored_outcome
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.printed import attached, pdf_or_sorry, too_many
from cip.web.state import guide_book, today

View = Callable[[str], str | AnyResponse]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@firm.get("/<check_up_id>/papers")
def papers(check_up_id: str) -> str:
    """All documents with a line on what each is for."""
    visit = open_visit(check_up_id, "read", with_result=True)
    plan = plan_of(visit)
    return render_template(
        "firm/papers.html",
        visit=visit,
        kinds=KINDS,
        titles=titles(current()),
        chosen=len(plan.measures),
        months=numbers_in_words(months_of(plan.measures, visit.bound.weights.follow_up_months), current()),
        **page_words(visit),
    )


@firm.get("/<check_up_id>/timeline.xlsx")
def timeline(check_up_id: str) -> AnyResponse:
    """The plan as a spreadsheet."""
    visit = open_visit(check_up_id, "read", with_result=True)
    sorry = too_many(url_for("firm.plan", check_up_id=check_up_id))
    if sorry is not None:
        return sorry
    # Only who asks for a spreadsheet waits for the library that makes it.
    from cip.documents.timeline import timeline as made

    return attached(made(basis_of(visit)), XLSX, f"timeline-{today().isoformat()}.xlsx")


def basis_of(visit: Visit) -> Basis:
    """What the papers of a check-up are made from, today and in the language of this page."""
    outcome = stored_outcome(visit)
    return Basis(
        visit.pack,
        current(),
        today(),
        plan_of(visit),
        outcome.report if outcome else None,
        guide_book(visit.pack.id),
    )


def sheet_of(kind: PaperKind, check_up_id: str) -> tuple[Visit, Sheet | None]:
    """The check-up and one of its papers; None where that needs a result and there is none."""
    visit = open_visit(check_up_id, "read", with_result=True)
    basis = basis_of(visit)
    return visit, None if kind.needs_result and basis.report is None else kind.build(basis)


def _page(kind: PaperKind, check_up_id: str) -> str | AnyResponse:
    visit, sheet = sheet_of(kind, check_up_id)
    if sheet is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    return render_template(
        "firm/paper.html", visit=visit, kind=kind, sheet_title=sheet.title, body=body, **page_words(visit)
    )


def _pdf(kind: PaperKind, check_up_id: str) -> AnyResponse:
    _visit, sheet = sheet_of(kind, check_up_id)
    if sheet is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    page = url_for(f"firm.{kind.id}", check_up_id=check_up_id)
    return pdf_or_sorry(sheet, f"{kind.slug}-{sheet.on}.pdf", page)


def _docx(kind: PaperKind, check_up_id: str) -> AnyResponse:
    _visit, sheet = sheet_of(kind, check_up_id)
    if sheet is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    return docx_or_sorry(sheet, f"{kind.slug}-{sheet.on}.docx", url_for(f"firm.{kind.id}", check_up_id=check_up_id))


def docx_or_sorry(sheet: Sheet, filename: str, page: str) -> Response:
    """A sheet as an editable document to keep, or why not now."""
    sorry = too_many(page)
    if sorry is not None:
        return sorry
    # Only who asks for a document waits for the library that makes it.
    from cip.documents.sheet_docx import sheet_docx

    return attached(sheet_docx(sheet), DOCX, filename)


def _register(kind: PaperKind) -> None:
    views: dict[str, Callable[[PaperKind, str], str | AnyResponse]] = {"": _page, "pdf": _pdf, "docx": _docx}
    for ending in ("", *kind.formats):
        rule = f"/<check_up_id>/{kind.slug}" + (f".{ending}" if ending else "")
        name = f"{kind.id}_{ending}" if ending else kind.id
        firm.add_url_rule(rule, name, _view(views[ending], kind, name), methods=["GET"])


def _view(answer: Callable[[PaperKind, str], str | AnyResponse], kind: PaperKind, name: str) -> View:
    def view(check_up_id: str) -> str | AnyResponse:
        return answer(kind, check_up_id)

    view.__name__ = name
    return view


for _kind in KINDS:
    _register(_kind)
