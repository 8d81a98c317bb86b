"""The words of joining an agreement, which pages and papers say alike."""

from collections.abc import Mapping

from cip.agreement.adherence import AdherenceState, EndedBecause, HiddenBecause, Matter, Route
from cip.documents.translation import translations
from cip.kernel.texts import Language


def route_words(language: Language) -> Mapping[Route, str]:
    """The routes of joining."""
    _ = translations(language).gettext
    return {
        "membership": _("iscrizione a un'associazione che ha firmato"),
        "full_ccnl": _("contratto nazionale dei firmatari, applicato per intero"),
        "mandate": _("mandato scritto a un'associazione che ha firmato"),
    }


def matter_words(language: Language) -> Mapping[Matter, str]:
    """What another agreement may be about."""
    _ = translations(language).gettext
    return {
        "hourly_leave": _("congedo parentale a ore"),
        "working_time": _("orari"),
        "part_time": _("part-time"),
        "agile_work": _("lavoro agile"),
        "welfare": _("welfare"),
        "bonus": _("premio di risultato"),
        "care": _("cura di persone anziane o malate"),
    }


def state_words(language: Language) -> Mapping[AdherenceState, str]:
    """Where a joining stands."""
    _ = translations(language).gettext
    return {
        "draft": _("in preparazione"),
        "signed": _("firmata"),
        "lodged": _("firmata e protocollata"),
        "leaving": _("in uscita"),
        "ended": _("conclusa"),
    }


def ended_words(language: Language) -> Mapping[EndedBecause, str]:
    """Why a joining is over."""
    _ = translations(language).gettext
    return {
        "given_up": _("lasciata prima della firma"),
        "left": _("l'impresa è uscita"),
        "expired": _("l'accordo è finito"),
        "renewed": _("al suo posto c'è una nuova adesione"),
        "moved": _("nessuna sede è più nel territorio"),
        "ccnl_changed": _("il contratto nazionale è un altro"),
        "merged": _("l'impresa è confluita in un'altra"),
    }


def ground_words(language: Language) -> Mapping[HiddenBecause, str]:
    """On what ground a firm is not on the public list."""
    _ = translations(language).gettext
    return {
        "particular_situation": _("il nome dell'impresa è il nome di una persona"),
        "safety": _("c'è un rischio per la sicurezza di qualcuno"),
        "authority": _("lo ha deciso un'autorità"),
    }
