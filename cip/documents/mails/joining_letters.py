"""The letters about a firm's joining: a duty that is due or late, an agreement that ends."""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _what(words: Words) -> str:
    _ = translations(words.language).gettext
    if words.text("clause") == "A-05":
        return _("Mandate copia dell'adesione al comitato.")
    return _("Informate per iscritto chi lavora da voi.")


def _said(words: Words) -> dict[str, str]:
    return {"firm": words.text("firm"), "agreement": words.text("agreement"), "day": words.day("until")}


def _duty_due(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un termine dell'accordo è vicino"),
        (
            _("%(firm)s ha aderito a: %(agreement)s. C'è ancora una cosa da fare.") % _said(words),
            _what(words),
            _("C'è tempo fino al %(day)s.") % _said(words),
        ),
        _("Aprite la vostra adesione"),
        (_("Trovate lì il foglio già pronto. Se l'avete già fatto, annotate il giorno."),),
    )


def _duty_late(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un termine dell'accordo è passato"),
        (
            _("%(firm)s ha aderito a: %(agreement)s. Non risulta fatta una cosa.") % _said(words),
            _what(words),
            _("Il termine era il %(day)s.") % _said(words),
        ),
        _("Aprite la vostra adesione"),
        (_("Farlo adesso è meglio che non farlo. Se l'avete già fatto, annotate il giorno."),),
    )


def _agreement_ends(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un accordo a cui avete aderito finisce"),
        (
            _("%(firm)s ha aderito a: %(agreement)s.") % _said(words),
            _("L'accordo finisce il %(day)s.") % _said(words),
            _("I piani già iniziati si tengono fino alla loro fine."),
        ),
        _("Aprite la vostra adesione"),
        (_("Se c'è un accordo nuovo, aderire è una vostra scelta: non succede da solo."),),
    )


JOINING_LETTERS: Mapping[str, Callable[[Words], Letter]] = {
    "duty_due": _duty_due,
    "duty_late": _duty_late,
    "agreement_ends": _agreement_ends,
}
