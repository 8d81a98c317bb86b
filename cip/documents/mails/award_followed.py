"""The letters that say that something about an award waits, or that a day for it comes near: to its firm (its report, a
meeting, a warning, a debt; never what), and to the office (a code of the register that lapses; never whose).
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


def _register(words: Words) -> Letter:
    _ = translations(words.language)
    count = words.number("count")
    waiting = _.ngettext("%(num)s contributo aspetta l'atto.", "%(num)s contributi aspettano l'atto.", count)
    return words.letter(
        _.gettext("Un codice del registro degli aiuti sta per scadere"),
        (
            _.gettext("Bando: %(call)s.") % {"call": words.text("call")},
            waiting % {"num": count},
            _.gettext("La data dell'atto va comunicata al registro entro il giorno %(day)s.")
            % {"day": words.day("until")},
        ),
        _.gettext("Guardate i contributi"),
        (_.gettext("Dopo quel giorno il codice può non valere più: verificatelo sul registro."),),
    )


FOLLOWED_LETTERS: Mapping[str, Callable[[Words], Letter]] = {
    "award_followed": _followed,
    "award_term": _term,
    "register_due": _register,
}
