"""Files that come with a form: which pages take them, why one was refused, how one is handed out.

Forms are small everywhere else: only a view marked with `takes_file` reads a body as large as a file may be.
"""

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue

from cip.files.accepted import LARGEST_FILE, TYPES, FileNotReadyError, FileRefusedError, Quota
from cip.files.reads import open_file
from cip.files.stored import StoredFile, shelf_for
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import state

LARGEST_BODY = 3 * LARGEST_FILE
"""Larger than a file may be, so that whoever sends a large one reads why on the form, which still holds the rest."""
QUOTA = Quota(most_files=200, most_bytes=200 * 1024 * 1024)
"""What the files of one check-up of a firm may take up: its evidence and its signed sheets together."""
_MARK = "takes_file"
_PIECE = 64 * 1024

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def takes_file(view: View) -> View:
    """Let this view read a body as large as a file may be. Put it below the route."""
    setattr(view, _MARK, True)
    return view


def install(app: Flask) -> None:
    """Allow a large body where a file may come; before anything reads the form."""

    @app.before_request
    def allow() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if getattr(view, _MARK, False):
            request.max_content_length = LARGEST_BODY


def sent_file(name: str) -> tuple[BinaryIO, str] | None:
    """The bytes and the name of the file in a field of the form, None where nobody chose one."""
    found = request.files.get(name)
    return (cast("BinaryIO", found.stream), found.filename) if found and found.filename else None


def refusal_words(error: FileRefusedError) -> str:
    """Why a file was not taken, and what to do."""
    most = LARGEST_FILE // (1024 * 1024)
    words = {
        "closed": _("Qui non si possono ancora caricare file. Chiedete a chi gestisce il sito."),
        "empty": _("Il file è vuoto: sceglietene un altro."),
        "too_large": _("Il file è troppo grande: al massimo %(most)s MB.") % {"most": most},
        "type": _(
            "Questo tipo di file non si può caricare. Vanno bene PDF, foto e documenti di Word, Excel o LibreOffice."
        ),
        "ending": _("Il nome del file non corrisponde al contenuto. Salvatelo di nuovo."),
        "damaged": _("Il file è rovinato o incompleto. Provate a crearlo di nuovo."),
        "macros": _("Il documento contiene macro: salvatelo senza."),
        "locked": _("Il documento è protetto da una password: salvatelo senza."),
        "unpacks_too_large": _("Il documento è troppo grande una volta aperto."),
        "too_many": _("Avete già caricato molti file: cancellatene qualcuno."),
        "no_quota": _("Lo spazio per i vostri file è finito: cancellatene qualcuno."),
        "no_room": _("In questo momento non c'è spazio per altri file. Riprovate più tardi."),
    }
    return words[error.why]


def handed_out(file: StoredFile, page: str) -> Response:
    """A file to keep, or a page that leads back to `page` while it cannot be had."""
    try:
        opened = open_file(shelf_for(state().settings), file)
    except FileNotReadyError:
        return not_now(
            409,
            _("Il file non è ancora pronto"),
            _("Lo stiamo controllando, oppure non è più quello caricato. Riprovate tra qualche minuto."),
            page,
        )
    answer = Response(_pieces(opened), mimetype=TYPES[file.kind].mime)
    if request.method == "HEAD":
        # Nobody will read it to its end.
        opened.close()
    answer.content_length = file.size
    # A name with letters beyond ASCII, for browsers that read the long form only.
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return answer


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    """The file piece by piece from the disk; closed at its end, and when the visitor goes away."""
    with opened:
        while piece := opened.read(_PIECE):
            yield piece
