"""The letter about an application that arrived: the receipt, which whoever has the digest can check."""

from collections.abc import Callable, Mapping

from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations


def _application_received(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {name: words.text(name) for name in ("firm", "call", "number", "at", "digest")} | {"day": words.day("on")}
    return words.letter(
        _("La domanda è arrivata: ricevuta"),
        (
            _("La domanda di %(firm)s per il bando «%(call)s» è arrivata. È la numero %(number)s.") % said,
            _("Conta il momento del nostro server: %(day)s, ore %(at)s (ora italiana).") % said,
            _("L'impronta di ciò che avete inviato è %(digest)s") % said,
        ),
        _("Controllate la ricevuta"),
        (
            _("Chiunque può aprire questa pagina: dice solo che questa impronta è arrivata in quel momento."),
            _("La ricevuta in PDF è nelle pagine della vostra impresa."),
        ),
    )


APPLICATION_LETTERS: Mapping[str, Callable[[Words], Letter]] = {"application_received": _application_received}
