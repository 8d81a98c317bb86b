"""The letters about what unions say of clauses: to the firm, and of its answer to the union."""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _said(words: Words) -> dict[str, str]:
    said = {"firm": words.text("firm"), "body": words.text("body"), "clause": words.text("clause")}
    return said | ({"day": words.day("on")} if "on" in words.values else {"day": words.day("until")})


def _clause_disputed(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un sindacato contesta una clausola dell'accordo"),
        (
            _("Il %(day)s %(body)s ha contestato la clausola %(clause)s per %(firm)s.") % _said(words),
            _("Nella pagina leggete il motivo e potete rispondere. Da sola la contestazione non cambia nulla."),
        ),
        _("Leggete e rispondete"),
    )


def _clause_asked(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un sindacato vi fa una domanda sull'accordo"),
        (
            _("%(body)s chiede qualcosa sulla clausola %(clause)s per %(firm)s.") % _said(words),
            _("Vi chiede di rispondere entro il %(day)s.") % _said(words),
        ),
        _("Leggete e rispondete"),
    )


def _statement_withdrawn(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un sindacato ha ritirato ciò che aveva detto"),
        (
            _("Il %(day)s %(body)s ha ritirato ciò che aveva detto di %(firm)s.") % _said(words),
            _("Riguarda la clausola %(clause)s.") % _said(words),
            _("Lo stato della clausola non cambia da solo. Nella pagina vedete se serve un nuovo controllo."),
        ),
        _("Aprite la pagina"),
    )


def _clause_answered(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "clause": words.text("clause"), "day": words.day("on")}
    return words.letter(
        _("L'impresa ha risposto su una clausola"),
        (_("Il %(day)s %(firm)s ha risposto sulla clausola %(clause)s.") % said,),
        _("Leggete la risposta"),
    )


def _visit_planned(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "body": words.text("body"), "day": words.day("on")}
    return words.letter(
        _("Un sindacato propone una visita"),
        (
            _("%(body)s vorrebbe visitare %(firm)s il %(day)s, per vedere come si applica l'accordo.") % said,
            _("Se il giorno non va bene, mettetevi d'accordo con chi vi visita."),
        ),
        _("Aprite la pagina"),
    )


UNION_LETTERS: Mapping[str, Callable[[Words], Letter]] = {
    "clause_disputed": _clause_disputed,
    "clause_asked": _clause_asked,
    "statement_withdrawn": _statement_withdrawn,
    "clause_answered": _clause_answered,
    "visit_planned": _visit_planned,
}
