"""The fixed words of the papers: Italian in the code, English in `locale/en/LC_MESSAGES/messages.po`, read as it is."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from cip.kernel.elision import Italian
from cip.kernel.texts import Language

LOCALES = Path(__file__).parent / "locale"


def catalogue_path(language: Language) -> Path:
    """Where the translations into a language stand."""
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: Language) -> NullTranslations:
    """The translations into a language; Italian needs none, as the Italian texts are the keys."""
    if language == "it":
        return Italian()
    with catalogue_path(language).open("rb") as stream:
        catalogue = read_po(stream, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
