"""What the states and moves of a call are called, and what its rules say, in the words of the pages about calls."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Flask

from cip.documents.agreement_values import sure_words
from cip.incentives.call_states import CallMove, CallState
from cip.incentives.local_times import in_italy
from cip.incentives.rule_words import condition_words, number_words
from cip.kernel.clock import today
from cip.kernel.money import euros
from cip.kernel.texts import Text
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.base import UNKNOWN
from cip.rulebook.shapes.call import Policy
from cip.rulebook.shapes.grid import Criterion, Grid, SubCriterion
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import day, in_words


def call_states() -> dict[CallState, str]:
    """Where a call stands."""
    return {
        "draft": _("bozza"),
        "rehearsed": _("provato"),
        "published": _("pubblicato, non ancora aperto"),
        "open": _("aperto"),
        "closed": _("chiuso"),
        "admissibility": _("controllo delle domande"),
        "evaluation": _("valutazione"),
        "ranking": _("graduatoria"),
        "allocated": _("contributi assegnati"),
        "annulled": _("annullato"),
    }


def call_moves() -> dict[CallMove, str]:
    """What was done with a call."""
    return {
        "change": _("Modificato"),
        "rehearse": _("Provato"),
        "publish": _("Pubblicato"),
        "annul": _("Annullato"),
        "open": _("Aperto"),
        "close": _("Chiuso"),
        "note_outage": _("Guasto del sito annotato"),
        "start_admissibility": _("Iniziato il controllo delle domande"),
        "start_evaluation": _("Iniziata la valutazione"),
        "start_ranking": _("Iniziata la graduatoria"),
        "allocate": _("Contributi assegnati"),
    }


def step_names() -> dict[CallMove, str]:
    """The buttons of the office."""
    return {
        "start_admissibility": _("Iniziate il controllo delle domande"),
        "start_evaluation": _("Iniziate la valutazione"),
        "start_ranking": _("Iniziate la graduatoria"),
        "allocate": _("Assegnate i contributi"),
    }


def moment(at: datetime) -> str:
    """Day, hour and minute as the clocks in Italy show them."""
    return _("%(day)s, ore %(hour)s") % {"day": day(today(at)), "hour": in_italy(at).strftime("%H:%M")}


def instant(at: datetime) -> str:
    """A moment with its seconds where there are any: that at which something arrived, which a term may hang on."""
    local = in_italy(at)
    hour = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return _("%(day)s, ore %(hour)s") % {"day": day(today(at)), "hour": hour}


def money(cents: int | str) -> str:
    """An amount of cents, or that nobody knows it."""
    return in_words(euros(cents)) if isinstance(cents, int) else _("dato non noto nella fonte")


def mark_words(nature: str) -> str:
    """What a call is, where it is not simply in force."""
    return {
        "proposal": _("proposta"),
        "historic": _("bando del passato"),
        "invented": _("inventato"),
    }.get(nature, "")


@dataclass(frozen=True, slots=True)
class CallTeller:
    """The rules of one call in the language of the page."""

    pack: CallPack

    def condition(self, expression: str) -> str:
        """A condition."""
        return in_words(condition_words(self.pack, expression))

    def number(self, expression: str) -> str:
        """A number."""
        return in_words(number_words(self.pack, expression))

    def sum(self, expression: str) -> str:
        """An amount of money."""
        return in_words(number_words(self.pack, expression, money=True))

    def sure(self, confidence: str) -> str:
        """How far something is known."""
        known = {"invented": _("inventato"), UNKNOWN: _("dato non noto nella fonte")}
        return known.get(confidence) or sure_words(confidence, current())

    @property
    def grid(self) -> Grid | None:
        """The grid, None where there is none."""
        return self.pack.call.grid if isinstance(self.pack.call.grid, Grid) else None

    @property
    def unanswered(self) -> str:
        """What happens with a criterion whose facts nobody stated."""
        return self.left_out(self.grid.not_answered) if self.grid else ""

    def left_out(self, policy: str) -> str:
        """What happens where nobody stated a fact."""
        return {
            "worst": _("Se un dato manca, il criterio prende i punti del caso peggiore."),
            "zero": _("Se un dato manca, il criterio vale zero."),
            "block": _("Se un dato manca, la graduatoria aspetta."),
            "exclude": _("Se un dato manca, la domanda resta fuori."),
        }[policy]

    def kind(self, criterion: Criterion | SubCriterion) -> str:
        """Who gives the points of a criterion."""
        return {
            "judged": _("lo valutano persone, ciascuna con un motivo scritto"),
            "parts": _("fatto di più parti"),
        }.get(criterion.rule.kind, _("si calcola dai dati"))

    def policy(self) -> list[str]:
        """How applications are ordered and money is given, sentence by sentence; the tie chain stands apart."""
        policy = self.pack.call.policy
        return [
            _order(policy),
            _partial(policy),
            _beyond(policy),
            _reserve(policy),
            *(self._quota(quota.label, quota.share, quota.when) for quota in policy.quotas),
        ]

    def _quota(self, label: Text, share: float, when: str) -> str:
        words = {"share": f"{share:g}".replace(".", ","), "label": in_words(label), "when": self.condition(when)}
        return _("Una parte dei soldi, il %(share)s%%, è tenuta per: %(label)s (%(when)s).") % words

    def ties(self) -> list[str]:
        """The steps that end a tie, in order."""
        return [in_words(tie.label) for tie in self.pack.call.policy.ties]


def _order(policy: Policy) -> str:
    return {
        "points": _("Le domande si ordinano per punti."),
        "first_come": _("Le domande si servono in ordine di arrivo."),
        UNKNOWN: _("In che ordine si servono le domande: dato non noto nella fonte."),
    }[policy.order]


def _partial(policy: Policy) -> str:
    if isinstance(policy.partial, str):
        return _("Se i soldi non bastano: dato non noto nella fonte.")
    least = {"share": f"{policy.partial.minimum_share:g}".replace(".", ",")}
    return {
        "none": _("Se i soldi rimasti non bastano per un contributo intero, non se ne dà una parte."),
        "if_left": _("Se i soldi rimasti non bastano, si dà il resto: almeno il %(share)s%% del contributo.") % least,
        "pro_rata": _("Se i soldi non bastano, tutti i contributi scendono nella stessa proporzione."),
    }[policy.partial.kind]


def _beyond(policy: Policy) -> str:
    return {
        "skip": _("Se un contributo non ci sta, si guarda la domanda dopo."),
        "stop": _("Se un contributo non ci sta, ci si ferma lì."),
        UNKNOWN: _("Se un contributo non ci sta: dato non noto nella fonte."),
    }[policy.beyond]


def _reserve(policy: Policy) -> str:
    if policy.reserve == "none":
        return _("Non c'è una lista di riserva.")
    if isinstance(policy.reserve, str):
        return _("Lista di riserva: dato non noto nella fonte.")
    return _("Chi resta fuori per i soldi è in una lista di riserva per %(months)s mesi.") % {
        "months": policy.reserve.months
    }


STATE_CHIPS: Mapping[CallState, str] = {
    "open": "cip-chip-done",
    "annulled": "cip-chip-no",
    "allocated": "cip-chip-done",
}


def next_words(state: CallState) -> str:
    """What there is to do next with a call, for its office."""
    return {
        "draft": _("Completate date e soldi, poi fate una prova."),
        "rehearsed": _("Guardate la prova. Poi un'altra persona dell'ufficio pubblica il bando."),
        "published": _("Niente: si apre da solo."),
        "open": _("Niente: si chiude da solo."),
        "closed": _("Iniziate il controllo delle domande."),
        "admissibility": _("Controllate le domande una per una."),
        "evaluation": _("Aspettate i punteggi di chi valuta."),
        "ranking": _("Fate la graduatoria e approvatela."),
        "allocated": _("Preparate, pagate e seguite i contributi."),
        "annulled": _("Niente: il bando è annullato."),
    }[state]


def install(app: Flask) -> None:
    """Filters and globals of the templates about calls."""
    app.jinja_env.filters.update(moment=moment, instant=instant, money=money)
    app.jinja_env.globals.update(
        call_chip_look=lambda state: STATE_CHIPS.get(state, ""),
        call_state_words=lambda state: call_states()[state],
        call_move_words=lambda action: call_moves()[action],
        call_mark_words=mark_words,
    )
