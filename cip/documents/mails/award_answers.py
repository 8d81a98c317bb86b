"""The letters about answers: an award that a firm has still to accept, an appeal that was decided. Never sums."""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _due(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "call": words.text("call")}
    return words.letter(
        _("Il vostro contributo aspetta una risposta"),
        (
            _("%(firm)s non ha ancora risposto. Bando: %(call)s.") % said,
            _("Rispondete entro il %(day)s.") % {"day": words.day("until")},
        ),
        _("Accettate o rinunciate"),
        (_("Dopo quel giorno il contributo può andare a un'altra impresa."),),
    )


def _decided(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "call": words.text("call")}
    return words.letter(
        _("L'ufficio ha deciso sulla vostra richiesta"),
        (_("Riguarda la graduatoria del bando %(call)s e %(firm)s.") % said,),
        _("Leggete la risposta e i motivi"),
    )


ANSWER_LETTERS: Mapping[str, Callable[[Words], Letter]] = {"award_due": _due, "appeal_decided": _decided}
