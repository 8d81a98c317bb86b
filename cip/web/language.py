"""Two languages: the first part of every address says which.

Interface texts are Italian in the code, English in the catalogue.
"""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, g, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.routing import BuildError

from cip.kernel.elision import Italian, elided
from cip.kernel.texts import LANGUAGES, Language

DEFAULT: Language = "it"
NAMES: dict[Language, str] = {"it": "Italiano", "en": "English"}
_LOCALES = Path(__file__).parent / "locale"


@cache
def translations(language: Language) -> NullTranslations:
    """The catalogue of a language, compiled in memory; Italian needs none."""
    if language == DEFAULT:
        return Italian()
    with (_LOCALES / language / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        catalogue = read_po(stream, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def current() -> Language:
    """The language of this page."""
    return cast("Language", g.get("language") or guessed())


def guessed() -> Language:
    """The language of an address that no route knows, else what the browser prefers, else Italian."""
    first = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    if first in LANGUAGES:
        return first
    return cast("Language", request.accept_languages.best_match(LANGUAGES, DEFAULT) or DEFAULT)


def gettext(text: str) -> str:
    """An interface text in the language of this page."""
    return translations(current()).gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """An interface text that depends on a number."""
    return translations(current()).ngettext(one, many, count)


def other_language() -> Language:
    """The other language."""
    return "en" if current() == "it" else "it"


def same_page_in(language: Language) -> str:
    """This page in another language, with what its address asks; the home page where there is no such page."""
    arguments: dict[str, Any] = {**(request.view_args or {}), "language": language}
    try:
        address = url_for(request.endpoint or "public.home", **arguments)
    except BuildError:
        return url_for("public.home", language=language)
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{address}?{asked}" if asked else address


def install(app: Flask) -> None:
    """Take the language out of every address, and put it into every address that is made."""

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values:
            g.language = values.pop("language")

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", current())

    @app.after_request
    def say(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers["Content-Language"] = current()
        return response

    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    cast("Any", app.jinja_env).install_gettext_callables(gettext, ngettext, newstyle=True)
    for name in ("gettext", "ngettext"):
        app.jinja_env.globals[name] = _eliding(cast("Callable[..., str]", app.jinja_env.globals[name]))


def _eliding(say: Callable[..., str]) -> Callable[..., str]:
    """A text function of templates whose filled sentences elide: Jinja fills them itself, marked as safe or not."""

    @pass_context
    def said(context: Context, /, *args: Any, **values: Any) -> str:
        text = say(context, *args, **values)
        return type(text)(elided(text)) if values and current() == "it" else text

    return said
