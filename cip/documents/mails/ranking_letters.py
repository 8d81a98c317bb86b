"""The letters about a ranking that was published and about a decision: they say where to read, not what became of the
application.
"""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _ranking_published(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"body": words.text("body"), "call": words.text("call"), "firm": words.text("firm")}
    return words.letter(
        _("È uscita la graduatoria di un bando"),
        (
            _("%(body)s ha pubblicato la graduatoria del bando «%(call)s».") % said,
            _("Nella pagina leggete l'esito di %(firm)s, i punti uno per uno e come fare ricorso.") % said,
        ),
        _("Leggete l'esito"),
    )


def _award_letter(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"body": words.text("body"), "call": words.text("call"), "firm": words.text("firm")}
    return words.letter(
        _("C'è una lettera per voi su un bando"),
        (
            _("%(body)s ha una lettera per %(firm)s sul bando «%(call)s».") % said,
            _("La lettera è nella vostra pagina. Dice anche entro quando rispondere."),
        ),
        _("Leggete la lettera"),
    )


RANKING_LETTERS: Mapping[str, Callable[[Words], Letter]] = {
    "ranking_published": _ranking_published,
    "award_letter": _award_letter,
}
