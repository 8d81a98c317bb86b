"""Files to keep: how they are sent, how many an hour, and the page that says why there is none right now."""

import logging

from flask import Response, request

from cip.documents.pool import BusyError
from cip.documents.printing import Printable
from cip.kernel.errors import RefusalError
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.limits import may_get_document
from cip.web.state import state

PDF = "application/pdf"
SECONDS_TO_WAIT = 10

_LOG = logging.getLogger(__name__)


def too_many(page: str) -> Response | None:
    """Count one more file of this hour; if it is too many, a page that leads to `page`, which says the same."""
    if may_get_document():
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
    except RefusalError as refusal:
        return not_made(page, refusal)


def not_made(page: str, refusal: RefusalError) -> Response:
    """What a person reads when the maker of PDF fails, or makes one for somebody else."""
    # That it is busy is no mistake. The sentences are ours and hold nothing of the paper.
    level = logging.INFO if isinstance(refusal, BusyError) else logging.WARNING
    _LOG.log(level, "%s gave no PDF: %s: %s", request.endpoint, type(refusal).__name__, refusal)
    response = not_now(
        503,
        _("Il PDF ora non si può fare"),
        _("Riprovate tra un minuto. La pagina dice le stesse cose e si può stampare."),
        page,
    )
    response.headers["Retry-After"] = str(SECONDS_TO_WAIT)
    return response


def attached(content: bytes, mimetype: str, filename: str) -> Response:
    """A file that the browser keeps."""
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
