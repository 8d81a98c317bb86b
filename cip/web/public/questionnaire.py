"""The whole questionnaire of the newest model, to read first or to fill in by hand."""

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.documents.papers.questionnaire import questionnaire as build
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language
from cip.web.language import current
from cip.web.printed import PDF, attached, not_made, too_many
from cip.web.public import public
from cip.web.state import state, today

_MOST_KEPT = 8
_KEPT: dict[tuple[str, Language], bytes] = {}
"""PDFs by pack and language: they hold nothing of anybody and are the same for all."""


@public.get("/questionnaire")
def questionnaire() -> str:
    """All questions on one page."""
    sheet = _sheet()
    body = Markup(render_sheet(sheet))  # noqa: S704 rendered with escaping, by ourselves
    return render_template("public/questionnaire.html", body=body, title=sheet.title)


@public.get("/questionnaire.pdf")
def questionnaire_pdf() -> Response:
    """The same to print and fill in by hand."""
    key = (state().packs.newest_on(today()).sha256, current())
    if key not in _KEPT:
        page = url_for("public.questionnaire")
        sorry = too_many(page)
        if sorry is not None:
            return sorry
        try:
            made = state().pdf.render(_sheet())
        except RefusalError as refusal:
            return not_made(page, refusal)
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)), None)
        _KEPT[key] = made
    return attached(_KEPT[key], PDF, f"check-up-{current()}.pdf")


def _sheet() -> Sheet:
    on = today()
    return build(state().packs.newest_on(on), current(), on)
