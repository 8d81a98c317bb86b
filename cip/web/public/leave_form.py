"""The form «Posso usare il congedo parentale a ore?»: what is asked, read into what the arithmetic takes. Nothing is
kept: the form comes back in the answer, and the papers are made of what it holds.
"""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from cip.agreement.leave.judging import NONE
from cip.agreement.leave.requests import SAME_DAY, Child, History, LeaveEnd, LeaveFile, LeaveRequest, SameDay, Worker
from cip.agreement.leave.sentences import OTHER_NAMES
from cip.rulebook.agreements import AgreementBook
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.typed import Typed

FIELDS = (
    "agreement",
    "hours",
    "days",
    "share",
    "born",
    "disabled",
    "day",
    "length",
    "requested_on",
    "same_day",
    "maternity",
    "maternity_none",
    "paternity",
    "paternity_none",
    "used",
)
"""Every field, in the order of the page: what the answer carries on to the papers."""
NOTHING = "nothing"
UNKNOWN = "unknown"
_LONGEST_WEEK = 7 * 24 * 60
_LONGEST_DAY = 24 * 60
_MOST_DAYS = 2_000
_CLOCK = re.compile(r"(\d{1,3})\s*(?::|h)\s*(\d{1,2})?", re.ASCII)
_DECIMAL = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """An agreement that can be chosen, with its mark."""

    value: str
    words: str


def choices(book: AgreementBook, *, demonstration: bool) -> list[Choice]:
    """None, each agreement of the book (invented ones in a demonstration only), and that one does not know."""
    found = [Choice(NONE, _("nessun accordo: solo la legge"))]
    for text in book.agreements:
        if text.level == "statute" or (text.nature == "invented" and not demonstration):
            continue
        mark = f" ({text.mark.in_language(current())})" if text.mark else ""
        found.append(Choice(text.id, f"{text.name.in_language(current())}{mark}"))
    return [*found, Choice(UNKNOWN, _("non lo so"))]


def same_day_options() -> list[tuple[str, str]]:
    """What else the day may hold, and that there is nothing else."""
    named = [(key, OTHER_NAMES[key].in_language(current())) for key in SAME_DAY]
    return [*named, (NOTHING, _("niente di questo"))]


def read(typed: Typed, known: list[Choice]) -> LeaveFile:
    """What was typed; what is wrong stands in `typed.errors`."""
    agreement = typed.choice("agreement", [one.value for one in known], _("Scegliete una delle risposte."))
    weekly = _minutes(typed, "hours", _LONGEST_WEEK, missing=_("Scrivete quante ore alla settimana, per esempio 38."))
    days = _number(typed, "days", 7, missing=_("Scrivete quanti giorni alla settimana, per esempio 5."))
    if days is not None and days < 1:
        typed.errors["days"] = _("Scrivete quanti giorni alla settimana, per esempio 5.")
    elif weekly and days and weekly > days * _LONGEST_DAY:
        typed.errors["hours"] = _("Sono più di 24 ore al giorno: controllate le ore e i giorni della settimana.")
    share = _number(typed, "share", 100)
    child = Child(
        typed.day("born", missing=_("Scrivete quando è nato il bambino, per esempio 31/1/2024.")),
        {"yes": True, "no": False}.get(typed.raw("disabled")),
    )
    history = History(_end(typed, "maternity"), _end(typed, "paternity"), _number(typed, "used", _MOST_DAYS))
    request = _request(typed)
    worker = Worker(weekly, days or None, share / 100 if share else None)
    return LeaveFile(None if agreement == UNKNOWN else agreement, worker, child, history, request)


def _request(typed: Typed) -> tuple[LeaveRequest, ...]:
    day = typed.day("day", missing=_("Scrivete il giorno in cui vi serve, per esempio 31/1/2026."))
    length = _minutes(typed, "length", _LONGEST_DAY, missing=_("Scrivete quante ore vi servono, per esempio 4 o 3:48."))
    requested_on: date | None = typed.day("requested_on")
    ticked = typed.several("same_day", [*SAME_DAY, NOTHING])
    if NOTHING in ticked and len(ticked) > 1:
        typed.errors["same_day"] = _("Scegliete che cosa c'è nel giorno, oppure niente di questo.")
    others: tuple[SameDay, ...] | None = tuple(key for key in SAME_DAY if key in ticked) if ticked else None
    return (LeaveRequest(day, length, requested_on, others),) if day is not None and length else ()


def _end(typed: Typed, name: str) -> LeaveEnd:
    """The last day of a leave; a tick says that there was none."""
    day = typed.day(name)
    if typed.raw(f"{name}_none"):
        if day is not None:
            typed.errors[name] = _("C'è un giorno, ma avete segnato che il congedo non c'è stato.")
        return LeaveEnd(taken=False)
    return LeaveEnd(taken=None if day is None else True, day=day)


def _minutes(typed: Typed, name: str, most: int, *, missing: str) -> int | None:
    """A length as people write it: 38, 37,5, 3:48 or 3 h 48."""
    text = typed.raw(name).lower()
    if not text:
        typed.errors[name] = missing
        return None
    clock = _CLOCK.fullmatch(text)
    if clock is not None and int(clock.group(2) or 0) < 60:
        minutes = Fraction(int(clock.group(1)) * 60 + int(clock.group(2) or 0))
    elif _DECIMAL.fullmatch(text):
        minutes = Fraction(text.replace(",", ".")) * 60
    else:
        minutes = Fraction(0)
    if not 0 < minutes <= most:
        typed.errors[name] = missing
        return None
    return int(minutes + Fraction(1, 2))


def _number(typed: Typed, name: str, most: int, *, missing: str = "") -> Fraction | None:
    """A number that is not below nothing, with a comma or a point."""
    text = typed.raw(name)
    if not text:
        if missing:
            typed.errors[name] = missing
        return None
    if not _DECIMAL.fullmatch(text) or Fraction(text.replace(",", ".")) > most:
        typed.errors[name] = missing or _("Scrivete un numero tra 0 e %(most)s.") % {"most": most}
        return None
    return Fraction(text.replace(",", "."))
