"""The letters that say that something about an award waits, or that a day for it comes near: its report, a meeting, a
warning, a debt. Never what.
"""

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


def _term(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "call": words.text("call")}
    return words.letter(
        _("Si avvicina un giorno importante per il vostro contributo"),
        (
            _("Riguarda il contributo di %(firm)s. Bando: %(call)s.") % said,
            _("Segnatevi il giorno: %(day)s.") % {"day": words.day("until")},
        ),
        _("Guardate che cosa c'è da fare"),
        (_("Nella pagina trovate che cosa, perché ed entro quando."),),
    )


FOLLOWED_LETTERS: Mapping[str, Callable[[Words], Letter]] = {"award_followed": _followed, "award_term": _term}
