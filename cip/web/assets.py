"""Files of the pages: served by ourselves, compressed once, kept by browsers for as long as they do not change."""

import gzip
import mimetypes
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from flask import Flask, Response, abort, request, url_for

from cip.kernel.canonical import sha256_of

STATIC = Path(__file__).parent / "static"
SPRITES = "vendor/bootstrap-italia/sprites.svg"
ICONS_FILE = "icons.svg"
# The sprite sheet has 200 icons in 94 KB; these are the ones that pages use.
ICONS = (
    "arrow-left",
    "check",
    "check-circle",
    "clock",
    "download",
    "error",
    "info-circle",
    "list",
    "lock",
    "minus-circle",
    "refresh",
    "warning-circle",
)
COMPRESSED = frozenset({"text/css", "text/javascript", "image/svg+xml", "text/plain", "application/json"})
# Browsers run a module only under this type, and not every machine's table of types knows it.
TYPES = {".js": "text/javascript"}
_SYMBOL = r'<symbol id="it-{name}".*?</symbol>'


@dataclass(frozen=True)
class Asset:
    """One file with its type and digest."""

    content: bytes
    mimetype: str

    @cached_property
    def version(self) -> str:
        """Changes with the content: part of the address, so that a browser may keep the file for ever."""
        return sha256_of(self.content)[:12]

    @cached_property
    def compressed(self) -> bytes | None:
        """The file gzipped (the same bytes each time), None for what is compressed already."""
        return gzip.compress(self.content, 9, mtime=0) if self.mimetype in COMPRESSED else None


def asset(name: str) -> Asset | None:
    """The file `name` of the static folder, None if there is none."""
    try:
        path = (STATIC / name).resolve()
        fits = path.is_relative_to(STATIC) and path.is_file() and not name.endswith("/")
    except (OSError, ValueError):  # a name too long for the disk, or with a NUL in it
        return None
    if name == ICONS_FILE:
        path, fits = STATIC / SPRITES, (STATIC / SPRITES).is_file()
    if not fits:
        return None
    return _read(name, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(name: str, path: Path, _changed: int) -> Asset:
    if name == ICONS_FILE:
        return Asset(_icons(path.read_text(encoding="utf-8")).encode(), "image/svg+xml")
    mimetype = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0]
    return Asset(path.read_bytes(), mimetype or "application/octet-stream")


def _icons(sprites: str) -> str:
    found = [re.search(_SYMBOL.format(name=re.escape(name)), sprites, re.DOTALL) for name in ICONS]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(match[0] for match in found if match)}</svg>'


def asset_url(name: str) -> str:
    """The address of a static file, with its version."""
    found = asset(name)
    return url_for("static", filename=name, v=found.version if found else None)


def serve(filename: str) -> Response:
    """A static file, compressed where the browser takes it and it helps."""
    found = asset(filename)
    if found is None:
        abort(404)
    packed = found.compressed if takes_gzip() else None
    response = Response(found.content if packed is None else packed, mimetype=found.mimetype)
    if packed is not None:
        response.content_encoding = "gzip"
    if found.compressed is not None:
        response.vary.add("Accept-Encoding")
    response.set_etag(found.version + ("-gz" if packed is not None else ""))
    response.cache_control.public = True
    if request.args.get("v") == found.version:
        response.cache_control.max_age, response.cache_control.immutable = 31_536_000, True
    else:
        response.cache_control.max_age = 86_400
    response.make_conditional(request)
    return response


def takes_gzip() -> bool:
    """Whether the browser reads gzip."""
    return request.accept_encodings.quality("gzip") > 0


def install(app: Flask) -> None:
    """Serve the static folder under /static/, and let templates ask for addresses."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=serve)
    app.jinja_env.globals["asset"] = asset_url
