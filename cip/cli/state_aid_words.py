"""The size of a firm and its room for aid, as plain text for a terminal."""

from collections.abc import Iterator
from datetime import date

from cip.incentives.de_minimis import DeMinimisResult
from cip.incentives.size import SizeResult
from cip.kernel.money import euros
from cip.kernel.texts import Language, Reason, shown

_WORDS: dict[str, tuple[str, str]] = {
    "limit": ("Limite", "Limit"),
    "window": ("Periodo che conta", "Period that counts"),
    "used": ("Già usato", "Used already"),
    "headroom": ("Resta", "Left"),
    "to": ("al", "to"),
    "known": ("Leggi conosciute fino al", "Law known up to"),
}


def size_in_words(result: SizeResult, known_to: date, language: Language) -> str:
    """The class with its reasons."""
    return "\n".join([*_reasons(result.because, language), _known(known_to, language)])


def room_in_words(result: DeMinimisResult, known_to: date, language: Language) -> str:
    """The room with its reasons."""
    first, last = shown(result.window.first, language), shown(result.window.last, language)
    lines = [
        f"{_word('limit', language)}: {euros(result.limit).in_language(language)}",
        f"{_word('window', language)}: {first} {_word('to', language)} {last}",
        f"{_word('used', language)}: {euros(result.used).in_language(language)}",
        f"{_word('headroom', language)}: {euros(result.headroom).in_language(language)}",
    ]
    return "\n".join([*lines, *_reasons(result.because, language), _known(known_to, language)])


def _reasons(because: tuple[Reason, ...], language: Language) -> Iterator[str]:
    yield from (f"- {reason.in_language(language)}" for reason in because)


def _known(day: date, language: Language) -> str:
    return f"\n{_word('known', language)} {shown(day, language)}."


def _word(key: str, language: Language) -> str:
    return _WORDS[key][0 if language == "it" else 1]
