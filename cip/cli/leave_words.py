"""What `cip leave hours` found, as plain text for a terminal."""

from collections.abc import Iterator
from fractions import Fraction

from cip.agreement.leave.judging import Answer, LeaveHours
from cip.agreement.leave.minutes import in_words, shown_number
from cip.kernel.texts import Language, shown
from cip.rulebook.agreements import AgreementBook

_WORDS: dict[str, tuple[str, str]] = {
    "agreement": ("Accordo", "Agreement"),
    "in_force": ("in vigore", "in force"),
    "proposal": ("proposta, non in vigore", "proposal, not in force"),
    "not_yet": ("non ancora in vigore", "not yet in force"),
    "expired": ("scaduto", "expired"),
    "allowed": ("si può", "allowed"),
    "refused": ("non si può", "not allowed"),
    "unit": ("almeno", "at least"),
    "rate": ("paga stimata", "estimated pay"),
    "unknown": ("non si sa", "unknown"),
    "clauses": ("clausole", "clauses"),
    "law": ("fonti", "sources"),
    "counters": ("Giorni di congedo", "Days of leave"),
    "drawn": ("queste richieste", "these requests"),
    "used": ("usati in tutto", "used in all"),
    "left": ("restano", "left"),
    "of": ("su", "of"),
    "own": ("pagati propri", "own paid"),
    "shared": ("pagati da dividere", "shared paid"),
    "pool_80": ("con la paga più alta", "at the higher pay"),
    "unpaid": ("non pagati", "unpaid"),
    "couple_total": ("in tutto per la coppia", "in all for the couple"),
    "known": ("Leggi conosciute fino al", "Law known up to"),
}


def leave_in_words(book: AgreementBook, result: LeaveHours, language: Language) -> str:
    """The result with its reasons, request by request, and the counters."""
    return "\n".join(_lines(book, result, language))


def _word(key: str, language: Language) -> str:
    return _WORDS[key][0 if language == "it" else 1]


def _status(result: LeaveHours) -> str:
    """A text that was signed, and the law, are no proposal before their first day: they are not yet in force."""
    unsigned = result.agreement.nature == "design"
    return "not_yet" if result.status == "proposal" and not unsigned else result.status


def _lines(book: AgreementBook, result: LeaveHours, language: Language) -> Iterator[str]:
    name = result.agreement.name.in_language(language)
    mark = f" · {result.agreement.mark.in_language(language)}" if result.agreement.mark else ""
    yield f"{_word('agreement', language)}: {name} ({_word(_status(result), language)}){mark}"
    for answer in result.answers:
        yield ""
        yield from _answer(answer, language)
    yield f"\n{_word('counters', language)}"
    for counter in result.counters:
        left, drawn = _days(counter.left, language), _days(counter.drawn, language)
        yield (
            f"  {_word(counter.id, language)}: {_word('drawn', language)} {drawn}, {_word('left', language)} {left} "
            f"{_word('of', language)} {_days(counter.limit, language)}"
        )
        yield from (f"    {reason.in_language(language)}" for reason in counter.because)
    yield f"\n{_word('known', language)} {shown(book.law.about.law_known_to, language)}."


def _days(days: Fraction | None, language: Language) -> str:
    if days is None:
        return _word("unknown", language)
    text = str(shown_number(days))
    return text.replace(".", ",") if language == "it" else text


def _answer(answer: Answer, language: Language) -> Iterator[str]:
    verdict = _word("allowed" if answer.allowed else "refused", language)
    yield f"{shown(answer.request.day, language)} · {in_words(answer.request.minutes)}: {verdict}"
    if answer.unit_minutes is not None:
        yield f"  {_word('unit', language)} {in_words(answer.unit_minutes)}"
    if answer.allowed:
        rate = _word("unknown", language) if answer.rate is None else f"{answer.rate} %"
        yield f"  {_word('rate', language)}: {rate}"
    yield from (f"  - {reason.in_language(language)}" for reason in answer.because)
    if answer.clauses:
        yield f"  {_word('clauses', language)}: {', '.join(answer.clauses)}"
    if answer.law:
        yield f"  {_word('law', language)}: {'; '.join(answer.law)}"
