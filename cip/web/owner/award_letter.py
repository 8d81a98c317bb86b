"""The letter about an award as its firm reads it, once it was told: exactly what has the protocol number."""

from flask import Response, render_template
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from cip.documents.papers.award_letter import award_letter as letter_sheet
from cip.documents.sheet_html import render_sheet
from cip.incentives.award_letter import KeptLetter
from cip.incentives.award_states import AwardState
from cip.incentives.reads.award_letters import letter_kept
from cip.web.errors import not_now
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.awards import PAGE, AwardVisit, open_award
from cip.web.printed import pdf_or_sorry
from cip.web.state import reading

BEFORE: tuple[AwardState, ...] = ("reserved", "prepared", "approved", "released")
"""In these the letter is the office's: the firm was not told yet."""


@owner.get(f"{PAGE}/letter")
def award_letter(firm_id: str, award_id: str) -> AnyResponse:
    """The letter as a page."""
    visit = open_award(firm_id, award_id, "read")
    kept = letter_of(visit)
    if kept is None:
        return _none_yet(visit)
    body = Markup(render_sheet(letter_sheet(kept.letter, kept.protocol, current())))  # noqa: S704 escaped, by ourselves
    page = render_template("owner/award_letter.html", visit=visit, body=body, done="")
    return Response(page, mimetype="text/html")


@owner.get(f"{PAGE}/letter.pdf")
def award_letter_pdf(firm_id: str, award_id: str) -> AnyResponse:
    """The same to keep."""
    visit = open_award(firm_id, award_id, "read")
    kept = letter_of(visit)
    if kept is None:
        return _none_yet(visit)
    sheet = letter_sheet(kept.letter, kept.protocol, current())
    return pdf_or_sorry(sheet, f"{sheet.name}.pdf", visit.url("owner.award_letter"))


def letter_of(visit: AwardVisit) -> KeptLetter | None:
    """The letter of an award that its firm was told of; None before."""
    if visit.award.state in BEFORE:
        return None
    with reading() as session:
        return letter_kept(session, visit.award.id)


def _none_yet(visit: AwardVisit) -> AnyResponse:
    words = _("Quando l'ufficio la manda la trovate qui.")
    return not_now(409, _("La lettera non c'è ancora"), words, visit.url("owner.award"))
