"""The letters about the formal check of an application: what is asked, a refusal that is announced, the decision."""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _said(words: Words) -> dict[str, str]:
    return {"firm": words.text("firm"), "call": words.text("call")}


def _until(words: Words) -> str:
    _ = translations(words.language).gettext
    return _("C'è tempo fino al %(day)s, compreso.") % {"day": words.day("until")}


def _asked(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("La vostra domanda va completata"),
        (
            _("L'ufficio chiede a %(firm)s di completare la domanda. Bando: %(call)s.") % _said(words),
            _until(words),
        ),
        _("Guardate che cosa manca"),
        (_("Si completa solo ciò che è chiesto. La domanda inviata resta com'è."),),
    )


def _due(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Il termine per completare la domanda è vicino"),
        (_("La domanda di %(firm)s è ancora da completare. Bando: %(call)s.") % _said(words), _until(words)),
        _("Completate la domanda"),
        (_("Dopo quel giorno la risposta non si può più inviare."),),
    )


def _announced(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("La domanda non può essere accolta: potete rispondere"),
        (
            _("L'ufficio annuncia che la domanda di %(firm)s non è accolta. Bando: %(call)s.") % _said(words),
            _("Prima di decidere aspetta le vostre osservazioni."),
            _until(words),
        ),
        _("Leggete i motivi e rispondete"),
    )


def _announced_due(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Il termine per le vostre osservazioni è vicino"),
        (
            _("Sulla domanda di %(firm)s potete ancora scrivere osservazioni. Bando: %(call)s.") % _said(words),
            _until(words),
        ),
        _("Leggete i motivi e rispondete"),
    )


def _decided(words: Words) -> str:
    _ = translations(words.language).gettext
    return _("L'ufficio ha deciso il %(day)s.") % {"day": words.day("on")}


def _admitted(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("La vostra domanda è ammessa"),
        (_("La domanda di %(firm)s è ammessa. Bando: %(call)s.") % _said(words), _decided(words)),
        _("Guardate la domanda"),
        (_("Ammessa vuol dire che sarà valutata. Non vuol dire ancora che avrà il contributo."),),
    )


def _refused(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("La vostra domanda non è ammessa"),
        (_("La domanda di %(firm)s non è ammessa. Bando: %(call)s.") % _said(words), _decided(words)),
        _("Leggete i motivi"),
        (_("Nella pagina trovate anche come e entro quando si può fare ricorso."),),
    )


CHECK_LETTERS: Mapping[str, Callable[[Words], Letter]] = {
    "clarification_asked": _asked,
    "clarification_due": _due,
    "refusal_announced": _announced,
    "refusal_announced_due": _announced_due,
    "application_admitted": _admitted,
    "application_refused": _refused,
}
