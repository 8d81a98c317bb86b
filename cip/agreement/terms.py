"""The numbers that checks read on a day, with their source: of the agreement's text, of the law, or another fact; and
where a term ends.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cip.agreement.days import Holidays, national_holidays, working_days_after
from cip.agreement.wording import CONFIDENCE, clause_reason
from cip.kernel.days import add_months
from cip.kernel.texts import Input, Reason, Text
from cip.rulebook.agreements import AgreementBook, row_of
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes import agreement as shapes

Standing = Literal["known", "unknown", "none", "missing"]
_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Value:
    """A number on a day. `none`: the text or the law has no such rule; `unknown`: it may have, and nobody of us read
    it; `missing`: it has no value on that day, or is no number.
    """

    name: str
    standing: Standing
    number: int | float | None = None
    source: str = ""
    confidence: str = ""
    law: Text | None = None

    @property
    def inputs(self) -> dict[str, Input]:
        """The number as data."""
        return {self.name: self.number if self.standing == "known" else self.standing}

    def reason(self, rule: str, *, of: Literal["term", "number"] = "term") -> Reason:
        """Where the number stands written, or why there is none; `of` says whether it is a length of time."""
        if self.standing == "known":
            sentence = f"{of}_source_law" if self.law else f"{of}_source_agreement"
            words = CONFIDENCE[self.confidence]
            return clause_reason(f"{rule}.source", sentence, self.inputs, source=self.source, confidence=words)
        if self.law is not None:
            return clause_reason(rule, "law_none", self.inputs, name=self.law)
        sentence = f"value_{self.standing}"
        return clause_reason(rule, sentence, self.inputs, source=self.source)


def agreement_value(agreement: shapes.Agreement, name: str, on: date, *, hourly: bool = False) -> Value:
    """A parameter of an agreement on a day, or a value of its hourly leave."""
    rows = getattr(agreement.hourly_parental_leave, name, None) if hourly else agreement.params.get(name)
    row = row_of(rows, on)
    if row is None:
        return Value(name, "missing")
    number = _number(row.value)
    if row.kind == "known":
        return Value(name, "missing" if number is None else "known", number, row.source, row.confidence)
    return Value(name, row.kind, None, row.source, row.confidence)


def law_value(book: AgreementBook, key: str, on: date) -> Value:
    """A parameter of the law on a day."""
    parameter = book.law.parameters.get(key)
    if parameter is None:
        return Value(key, "missing")
    row = row_on(parameter, on)
    number = _number(row.value) if row is not None else None
    if row is None or number is None:
        standing: Standing = "none" if row is not None and row.value is None else "missing"
        return Value(key, standing, law=parameter.label)
    return Value(key, "known", number, row.source, row.confidence, parameter.label)


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def end_of_term(start: date, length: int, unit: str, free: Holidays | None = None) -> date:
    """The last day of a term; the day it starts from is not counted. Hours are counted in whole days.

    `free` are the holidays of terms in working days (those of the whole country where left out).
    """
    if unit == "month":
        return add_months(start, length)
    if unit == "working_day":
        return working_days_after(start, length, national_holidays() if free is None else free)
    days = -(-length // _HOURS_A_DAY) if unit == "hour" else length
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return date.max
