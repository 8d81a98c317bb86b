"""What a text (or the law alone) asks for on a day, in short: for pages and papers."""

from dataclasses import dataclass
from datetime import date

from cip.agreement.leave.amounts import unit_of_days
from cip.agreement.leave.equivalents import day_length
from cip.agreement.leave.judging import agreement_of
from cip.agreement.leave.minutes import in_words
from cip.agreement.leave.requests import Worker
from cip.agreement.leave.standing import Status, governing, status_on
from cip.agreement.leave.terms import Terms, statute_of
from cip.agreement.leave.unit import unit_of
from cip.kernel.texts import Text
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement, Doubt

_CALENDAR = "calendar_day"


@dataclass(frozen=True, slots=True)
class Span:
    """A number of days in a unit."""

    days: int
    unit: Text


@dataclass(frozen=True, slots=True)
class Summary:
    """The text that was named and its status, the text that holds, and its rules; None is unknown or not there.

    `unit` and `step` are lengths in words; `only`: the unit is the only length; `no_least`: the text sets no minimum.
    Doubts are never decided.
    """

    named: Agreement
    status: Status
    holds: Agreement
    unit: str | None
    only: bool
    no_least: bool
    step: str | None
    day: str | None
    notice: Span | None
    urgent: Span | None
    reply: Span | None
    silence_is_yes: bool
    most_deferral: int | None
    whole_days: bool
    doubts: tuple[Doubt, ...]


def summary_of(book: AgreementBook, identifier: str | None, worker: Worker, day: date, asked_on: date) -> Summary:
    """The rules for leave on `day` asked for on `asked_on`. Raises RefusalError for an agreement that is not there."""
    named = agreement_of(book, identifier)
    holds = governing(book, named, statute_of(book), day, asked_on).text
    terms = Terms(book, holds, day)
    unit, length = unit_of(terms, worker), day_length(terms, worker)
    step = terms.term("step_minutes").number
    return Summary(
        named=named,
        status=status_on(book, named, asked_on),
        holds=holds,
        unit=None if unit.minutes is None or unit.no_least else in_words(unit.minutes),
        only=unit.only,
        no_least=unit.no_least,
        step=in_words(step) if step else None,
        day=None if length.minutes is None else in_words(length.minutes),
        notice=_span(terms, "notice_days", "notice_unit") or _by_law(terms),
        urgent=_span(terms, "notice_urgent_days", "notice_urgent_unit"),
        reply=_span(terms, "reply_days", "reply_unit"),
        silence_is_yes=terms.term("silence").value == "accepted",
        most_deferral=terms.term("max_defer_days").number,
        whole_days=terms.term("monthly_whole_days").yes,
        doubts=tuple(doubt for doubt in book.doubts if doubt.id in named.doubts),
    )


def _span(terms: Terms, days: str, unit: str) -> Span | None:
    number = terms.term(days).number
    said = terms.term(unit).value
    counted = "working_day" if said == "working_day" else _CALENDAR
    return None if number is None else Span(number, unit_of_days(number, counted))


def _by_law(terms: Terms) -> Span | None:
    """The law's notice, where the text is silent; nothing where it was not read."""
    days = terms.law_number("hourly_leave_notice_days")
    unread = terms.term("notice_days").kind == "unknown"
    return None if days is None or unread else Span(int(days), unit_of_days(int(days), _CALENDAR))
