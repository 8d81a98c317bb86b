"""What pages, papers and the terminal call the lists of measures and the forms in which a measure is decided."""

from collections.abc import Iterable

from cip.assessment.results import ListName
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.shapes import model


def measure_lists(language: Language) -> tuple[tuple[ListName, str, str], ...]:
    """The four lists: id, title, and what is true of whatever stands in it."""
    _ = translations(language).gettext
    return (
        ("now", _("Da fare subito"), _("Cominciate da qui: non costano nulla e sono pronte entro due settimane.")),
        (
            "soon",
            _("Entro sei mesi"),
            _("Dopo le prime. Pronte entro sei mesi; qualcuna può non costare nulla ed essere pronta prima."),
        ),
        ("together", _("Con altre imprese"), _("Da soli pesano: in rete si dividono lavoro e spesa.")),
        ("later", _("Più avanti"), _("Fanno per voi anche queste: vengono dopo per priorità, o chiedono più tempo.")),
    )


def list_titles(language: Language) -> dict[str, str]:
    """The titles of the lists by id, in their order."""
    return {name: title for name, title, _lead in measure_lists(language)}


def form_words(forms: Iterable[model.Form], language: Language) -> tuple[str, ...]:
    """In which forms a measure may be decided: on the firm's own choice first, then by an agreement or the national
    contract.
    """
    _ = translations(language).gettext
    words: dict[model.Form, str] = {
        "own_rule": _("per scelta vostra, con una regola dell'impresa"),
        "individual": _("per scelta vostra, con un accordo scritto con la persona"),
        "company": _("con un accordo aziendale"),
        "territorial": _("con un accordo del territorio"),
        "bilateral": _("con il contratto nazionale o l'ente bilaterale"),
    }
    wanted = set(forms)
    return tuple(said for form, said in words.items() if form in wanted)
