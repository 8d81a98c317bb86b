"""Files that come with a form: which pages take them, why one was refused, how one is handed out.

Forms are small everywhere else: only a view marked with `takes_file` reads a body as large as a file may be.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO, TypeVar, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, request, send_file
from flask.typing import ResponseReturnValue

from cip.files.accepted import LARGEST_FILE, TYPES, FileNotReadyError, FileRefusedError, Quota
from cip.files.reads import open_file
from cip.files.stored import StoredFile, shelf_for
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.state import state

# What a form holds beside its file.
BESIDE_FILE = 64 * 1024
QUOTA = Quota(most_files=200, most_bytes=200 * 1024 * 1024)
"""What the files of one firm may take up."""
_MARK = "takes_file"

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
            request.max_content_length = LARGEST_FILE + BESIDE_FILE


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
        "type": _("Questo tipo di file non si può caricare. Vanno bene PDF e fotografie."),
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
    with opened:
        content: Any = BytesIO(opened.read())
    answer = send_file(content, TYPES[file.kind].mime, as_attachment=True, download_name=file.name)
    # A name with letters beyond ASCII, for browsers that read the long form only.
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file.name)}"
    return answer
