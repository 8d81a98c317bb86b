"""Files to keep: how they are sent, how many an hour, and the page that says why there is none right now."""

from flask import Response

from cip.documents.printing import Printable
from cip.kernel.errors import RefusalError
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.limits import PDFS, within
from cip.web.state import now, state

PDF = "application/pdf"


def too_many(page: str) -> Response | None:
    """Count one more file of this hour; if it is too many, a page that leads to `page`, which says the same."""
    if within(PDFS, f"{now():%Y-%m-%dT%H}"):
        return None
    return not_now(
        429,
        _("Avete chiesto molti documenti"),
        _("Riprovate tra un'ora. La pagina dice le stesse cose e si può stampare."),
        page,
    )


def pdf_or_sorry(printable: Printable, filename: str, page: str) -> Response:
    """A paper as PDF to keep, or why not now, with the way to the page that says the same."""
    sorry = too_many(page)
    if sorry is not None:
        return sorry
    try:
        return attached(state().pdf.render(printable), PDF, filename)
    except RefusalError:
        return not_made(page)


def not_made(page: str) -> Response:
    """What a person reads when the maker of PDF fails."""
    return not_now(
        503,
        _("Il PDF ora non si può fare"),
        _("Riprovate tra un minuto. La pagina dice le stesse cose e si può stampare."),
        page,
    )


def attached(content: bytes, mimetype: str, filename: str) -> Response:
    """A file that the browser keeps."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
