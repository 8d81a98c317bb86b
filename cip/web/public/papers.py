"""Papers to fill in: a list, each as a page to print and as a document to edit."""

from flask import Response, abort, render_template
from markupsafe import Markup

from cip.documents.blank_paper import blank_paper
from cip.documents.sheet_html import render_sheet
from cip.rulebook.shapes.guides import Paper
from cip.web.glossing import newest_book
from cip.web.language import current
from cip.web.public import public
from cip.web.public.glossary import citations
from cip.web.state import state, today

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@public.get("/papers")
def papers() -> str:
    """All papers."""
    return render_template("public/papers.html", papers=newest_book().papers.values())


@public.get("/papers/<paper_id>")
def paper(paper_id: str) -> str:
    """One paper, to print and fill in by hand."""
    found = _found(paper_id)
    pack = state().packs.newest_on(today())
    body = render_sheet(blank_paper(found, current(), today().isoformat()), first_heading=2)
    return render_template(
        "public/paper.html",
        paper=found,
        body=Markup(body),  # noqa: S704 rendered with escaping, by ourselves
        laws=citations(found.law),
        measures=[pack.measures[code] for code in found.measures],
    )


@public.get("/papers/<paper_id>.docx")
def paper_docx(paper_id: str) -> Response:
    """The same paper for an editor of texts."""
    # Only who asks for a document waits for the library that makes it.
    from cip.documents.sheet_docx import sheet_docx

    sheet = blank_paper(_found(paper_id), current(), today().isoformat())
    response = Response(sheet_docx(sheet), mimetype=DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=f"{paper_id.replace('_', '-')}.docx")
    return response


def _found(paper_id: str) -> Paper:
    found = newest_book().papers.get(paper_id)
    if found is None:
        abort(404)
    return found
