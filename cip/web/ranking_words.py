"""The words of rankings: what became of an application, why a name is hidden, what was noted, how far a version is."""

from flask import Flask

from cip.incentives.publication import Hidden, Status
from cip.incentives.rankings import ChangeKind, RankingState
from cip.web.language import gettext as _
from cip.web.shown import decimal


def award_words() -> dict[Status, str]:
    """What became of an application."""
    return {
        "funded": _("contributo intero"),
        "partial": _("contributo in parte"),
        "reserve": _("lista di riserva"),
        "unfunded": _("senza contributo"),
    }


def hidden_words() -> dict[Hidden, str]:
    """Why a beneficiary is not named."""
    return {
        "natural_person": _("nome non pubblicato: è una persona fisica"),
        "below_threshold": _("nome non pubblicato: la somma non supera la soglia"),
        "not_awarded": _("nome non pubblicato: nessun contributo"),
    }


def change_words() -> dict[ChangeKind, str]:
    """What was noted after a ranking."""
    return {
        "waiver": _("Rinuncia"),
        "appeal": _("Ricorso accolto"),
        "correction": _("Correzione"),
        "undo": _("Annotazione annullata"),
    }


def ranking_states() -> dict[RankingState, str]:
    """How far a version has come."""
    return {
        "made": _("da approvare"),
        "approved": _("approvata, non ancora pubblicata"),
        "published": _("pubblicata"),
    }


def points(value: float) -> str:
    """Points with two decimals at most: `61,5`, `40`."""
    return decimal(f"{value:.2f}".rstrip("0").rstrip("."))


def install(app: Flask) -> None:
    """Filters and globals of the templates about rankings."""
    app.jinja_env.filters.update(points=points)
    app.jinja_env.globals.update(
        award_words=lambda status: award_words()[status],
        hidden_words=lambda hidden: hidden_words()[hidden],
        change_words=lambda kind: change_words()[kind],
        ranking_state_words=lambda state: ranking_states()[state],
    )
