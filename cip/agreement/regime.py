"""Which text binds a worker on a day: a company deal, then a territorial agreement that was joined, then the national
contract, then the law alone. Texts that call themselves subsidiary step back behind another that regulates the matter;
those that improve are shown beside it. What only the social partners or a lawyer can settle is shown as a doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cip.agreement.lives import in_force
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, Text, require_reasons
from cip.rulebook.agreements import AgreementBook, row_of
from cip.rulebook.shapes.agreement import STATUTE, Agreement, Doubt

_ORDER = ("company", "plan", "territorial", "national")
"""The levels before the law, the nearest to the worker first."""
_DOUBTS = ("precedence", "sector_or_cross_sector", "partial_regulation", "unilateral_plan")

_BINDS: dict[str, Text] = {
    "company": Text(
        it="L'accordo aziendale «{name}» regola il congedo a ore: viene prima degli altri.",
        en="The company agreement “{name}” regulates leave by the hour: it comes before the others.",
    ),
    "plan": Text(
        it="Il piano «{name}» regola il congedo a ore: viene prima dei testi più lontani.",
        en="The plan “{name}” regulates leave by the hour: it comes before texts further away.",
    ),
    "territorial": Text(
        it="L'impresa ha aderito a «{name}», che regola il congedo a ore.",
        en="The firm joined “{name}”, which regulates leave by the hour.",
    ),
    "national": Text(
        it="Il contratto nazionale «{name}» regola il congedo a ore.",
        en="The national contract “{name}” regulates leave by the hour.",
    ),
    "statute": Text(
        it="Tra i testi che conosciamo nessuno regola il congedo a ore in quel giorno: vale la sola legge.",
        en="Of the texts that we know none regulates leave by the hour on that day: the law alone holds.",
    ),
}
_NOT_JOINED = Text(
    it="L'impresa non ha aderito a «{name}»: qui non vale.",
    en="The firm has not joined “{name}”: it does not hold here.",
)
_JOINED_UNKNOWN = Text(
    it="Non sappiamo se l'impresa ha aderito a «{name}».", en="We do not know whether the firm joined “{name}”."
)
_NOT_IN_FORCE = Text(it="«{name}» non è in vigore in quel giorno.", en="“{name}” is not in force on that day.")
_FORCE_UNKNOWN = Text(
    it="Non sappiamo se «{name}» è in vigore in quel giorno.",
    en="We do not know whether “{name}” is in force on that day.",
)
_PROPOSAL = Text(
    it="«{name}» è una proposta da contrattare e non obbliga nessuno.",
    en="“{name}” is a proposal to be bargained and binds nobody.",
)
_SILENT = Text(it="«{name}» non regola il congedo a ore.", en="“{name}” does not regulate leave by the hour.")
_HOURS_UNKNOWN = Text(
    it="Non sappiamo se «{name}» regola il congedo a ore.",
    en="We do not know whether “{name}” regulates leave by the hour.",
)
_SUBSIDIARY = Text(
    it="«{name}» dice di valere solo dove altri testi non dicono nulla.",
    en="“{name}” says that it holds only where other texts say nothing.",
)
_IMPROVES = Text(
    it="«{name}» migliora gli altri testi: le condizioni migliori restano, e si leggono insieme.",
    en="“{name}” improves the other texts: better conditions stay, and they are read together.",
)
_BEHIND = Text(
    it="«{name}» resta come informazione: un testo più vicino viene prima.",
    en="“{name}” stays as information: a nearer text comes first.",
)
_PRECEDENCE_UNKNOWN = Text(
    it="«{name}» non dice come sta accanto agli altri testi.",
    en="“{name}” does not say how it stands beside other texts.",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may bind. `joined`: whether the firm joined it (True for company deals and applied contracts; None:
    unknown, which never binds by itself).
    """

    id: str
    joined: bool | None = True


@dataclass(frozen=True, slots=True)
class Shown:
    """A text that does not bind, shown as information, and why."""

    text: Agreement
    because: Reason


@dataclass(frozen=True, slots=True)
class Regime:
    """What binds, why, what is shown beside it, and the doubts that stay open."""

    binding: Agreement
    because: tuple[Reason, ...]
    shown: tuple[Shown, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def __post_init__(self) -> None:
        require_reasons(self.because, "a regime")


def regime_on(book: AgreementBook, candidates: Sequence[Candidate], on: date) -> Regime:
    """The text that binds on a day among those that may. Raises RefusalError for an id that is not in the book."""
    able: list[Agreement] = []
    shown: list[Shown] = []
    for candidate in candidates:
        text = _text(book, candidate.id)
        if text.level == STATUTE:
            continue
        obstacle = _obstacle(book, text, candidate, on)
        if obstacle is None:
            able.append(text)
        else:
            shown.append(Shown(text, obstacle))
    able.sort(key=lambda text: _ORDER.index(text.level))
    firm = [text for text in able if text.precedence != "subsidiary"]
    if not able:
        return Regime(_text(book, STATUTE), (_reason("statute", _BINDS["statute"], None),), tuple(shown))
    # A subsidiary text steps back behind any other that regulates the matter, even one further away.
    binding = (firm or able)[0]
    beside = [text for text in able if text is not binding]
    shown = [*(Shown(text, _beside(text)) for text in beside), *shown]
    return Regime(binding, _because(binding), tuple(shown), _doubts(book, binding, beside))


def _text(book: AgreementBook, identifier: str) -> Agreement:
    found = book.by_id.get(identifier)
    if found is None:
        raise RefusalError(f'there is no agreement "{identifier}"')
    return found


def _obstacle(book: AgreementBook, text: Agreement, candidate: Candidate, on: date) -> Reason | None:
    """Why a text cannot bind on a day; None where it can."""
    if text.nature == "design":
        return _reason("proposal", _PROPOSAL, text)
    if not candidate.joined:
        known = candidate.joined is not None
        return _reason("not_joined", _NOT_JOINED if known else _JOINED_UNKNOWN, text)
    held = in_force(book, text, on)
    if held is not True:
        return _reason("force", _NOT_IN_FORCE if held is False else _FORCE_UNKNOWN, text)
    row = row_of(text.hourly_parental_leave.available, on)
    if row is not None and row.kind == "unknown":
        return _reason("hours", _HOURS_UNKNOWN, text)
    return None if row is not None and row.value is True else _reason("hours", _SILENT, text)


def _beside(text: Agreement) -> Reason:
    sentences = {"subsidiary": _SUBSIDIARY, "improves": _IMPROVES}
    return _reason("beside", sentences.get(text.precedence, _BEHIND), text)


def _because(binding: Agreement) -> tuple[Reason, ...]:
    first = _reason("binds", _BINDS[binding.level], binding)
    if binding.precedence == "unknown":
        return (first, _reason("precedence", _PRECEDENCE_UNKNOWN, binding))
    return (first,)


def _doubts(book: AgreementBook, binding: Agreement, beside: Sequence[Agreement]) -> tuple[Doubt, ...]:
    """The open questions that touch this choice: those of the text, and that on precedence where two meet."""
    wanted = set(binding.doubts) & set(_DOUBTS)
    if beside or binding.precedence == "unknown":
        wanted.add("precedence")
    return tuple(item for item in book.doubts if item.id in wanted)


def _reason(rule: str, sentence: Text, text: Agreement | None) -> Reason:
    return Reason(f"regime.{rule}", sentence, {"name": text.name} if text is not None else {})
