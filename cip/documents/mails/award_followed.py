"""The letter that says that something about an award waits: its report, a meeting, a warning. Never what."""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _followed(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "call": words.text("call")}
    return words.letter(
        _("C'è una novità sul vostro contributo"),
        (_("Riguarda il contributo di %(firm)s. Bando: %(call)s.") % said,),
        _("Guardate che cosa c'è da fare"),
        (_("Nella pagina trovate che cosa, perché ed entro quando."),),
    )


FOLLOWED_LETTERS: Mapping[str, Callable[[Words], Letter]] = {"award_followed": _followed}
