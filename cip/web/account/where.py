"""Where somebody goes after signing in: back to a page of ours, never anywhere else."""

import re

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

# An address that begins with one of our languages and holds nothing that a browser might read otherwise than we do.
_OURS = re.compile(r"/(it|en)/[A-Za-z0-9._~/-]*(\?[A-Za-z0-9._~=&%+-]*)?", re.ASCII)
LONGEST = 500


def checked(given: str | None) -> str | None:
    """`given` if it is the address of a page of this site, relative and plain; else None."""
    if given is None or len(given) > LONGEST or not _OURS.fullmatch(given) or "//" in given or "/." in given:
        return None
    return given if opens(given.partition("?")[0]) else None


def opens(path: str) -> bool:
    """Whether a page of ours answers GET at this path."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:  # pragma: no cover - only without a request
        return False
    try:
        endpoint: str = adapter.match(path, method="GET")[0]
    except (HTTPException, RequestRedirect):
        return False
    return endpoint != "static"


def this_page() -> str | None:
    """The page of this request, to come back to; where it was a form, the page that shows it, if there is one."""
    asked = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return checked(asked)
