"""One request about the awards of a call: loaded through the one door, and why something was refused in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import abort

from cip.incentives.actions.decide_award import (
    NoActError,
    OddGrantDayError,
    PreparerApprovesError,
)
from cip.incentives.actions.move_money import MoneyRefusedError
from cip.incentives.actions.notify_awards import NoProtocolError, NumberTakenError, OddProtocolDayError
from cip.incentives.actions.prove_indicator import NoProofSaidError
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import WrongAwardStateError
from cip.incentives.actions.reserve_room import TiesChangedError
from cip.incentives.award_checks import NotInOrderError
from cip.incentives.awards import StoredAward
from cip.incentives.premium import PremiumTooHighError, PremiumTwiceError, ProofMissingError
from cip.incentives.reads.award_kinds import AWARD
from cip.kernel.errors import RefusalError
from cip.parties.access import load_for
from cip.parties.permissions import Action, allowed
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office.visit import CallVisit, open_call
from cip.web.shown import in_words
from cip.web.state import actor, reading

CALL_AWARDS = "/<body_id>/calls/<call_id>/awards"
ONE_AWARD = f"{CALL_AWARDS}/<award_id>"


@dataclass(frozen=True, slots=True)
class OfficeAward:
    """An award as somebody of its office sees it in this request."""

    visit: CallVisit
    award: StoredAward

    @property
    def id(self) -> str:
        """The award's id."""
        return self.award.id

    def may(self, action: Action) -> bool:
        """Whether whoever asks may do this to awards: what they may not is not drawn."""
        return may_award(self.visit, action)


def may_award(visit: CallVisit, action: Action) -> bool:
    """Whether whoever asks may do this to the awards of a call."""
    return allowed("award", action, visit.roles)


def open_award(body_id: str, call_id: str, award_id: str, action: Action = "read") -> OfficeAward:
    """Load an award for whoever belongs to its office. Raises NotYoursError."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        award = load_for(session, actor(), AWARD, award_id, action=action, parent=call_id)
    return OfficeAward(visit, award)


def why_refused(error: RefusalError) -> str:
    """Why something cannot be done with an award, in the words of the page."""
    if isinstance(error, NotInOrderError):
        return " ".join(in_words(reason) for reason in error.because)
    if isinstance(error, NumberTakenError):
        numbers = ", ".join(map(str, error.numbers))
        return _("Questi numeri di protocollo sono già dati: %(numbers)s.") % {"numbers": numbers}
    return _of_kinds().get(type(error), _("Nel frattempo è cambiato qualcosa. Guardate a che punto è."))


def _of_kinds() -> dict[type[RefusalError], str]:
    return {
        WrongAwardStateError: _("Il contributo è già andato avanti, o non è ancora a questo punto."),
        PreparerApprovesError: _("Chi ha preparato la decisione non la può approvare: serve un'altra persona."),
        NoReasonError: _("Scrivete perché."),
        NoActError: _("Scrivete il numero dell'atto."),
        OddGrantDayError: _("Il giorno dell'atto va dall'atto della graduatoria fino a oggi."),
        OddProtocolDayError: _("Il giorno del protocollo va dal giorno dell'atto fino a oggi."),
        NoProtocolError: _("La lettera non ha ancora un numero di protocollo."),
        TiesChangedError: _("I legami dell'impresa sono cambiati adesso: riprovate."),
        PremiumTwiceError: _("Questa impresa ha già avuto un premio: si può avere una volta sola."),
        PremiumTooHighError: _(
            "Il premio supera la sua parte massima del primo contributo, oppure il primo contributo non c'è."
        ),
        ProofMissingError: _(
            "Un fatto su cui si basa il premio non è più provato: guardate le prove del primo contributo."
        ),
        NoProofSaidError: _("Servono un numero possibile, il nome del documento e un giorno non futuro."),
        MoneyRefusedError: _("I soldi della linea non bastano: guardate i conti del bando."),
    }


@contextmanager
def refused_in_words() -> Iterator[None]:
    """What an action refuses is told as a page with the reason."""
    try:
        yield
    except (
        NotInOrderError, NumberTakenError, WrongAwardStateError, PreparerApprovesError, NoReasonError, NoActError,
        OddGrantDayError, OddProtocolDayError, NoProtocolError, TiesChangedError, MoneyRefusedError, PremiumTwiceError,
        PremiumTooHighError, ProofMissingError, NoProofSaidError,
    ) as error:  # fmt: skip
        abort(not_now(409, _("Ora non si può fare"), why_refused(error)))
