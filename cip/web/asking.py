"""Who asks: a browser that opens a page or sends a form, or a script of ours on a page that is open already."""

from flask import request

JSON, HTML = "application/json", "text/html"


def script_asks() -> bool:
    """Whether a script asks: a browser that opens or sends a page takes HTML."""
    return request.accept_mimetypes.best_match((HTML, JSON), HTML) == JSON
