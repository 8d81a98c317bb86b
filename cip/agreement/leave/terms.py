"""Values that decide on a day: those of the text that holds, and those of the law. A text may say, be silent, or not
have been read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from cip.agreement.leave.amounts import Amount
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Reason, Text, Value
from cip.rulebook.agreements import AgreementBook, row_of
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.agreement import STATUTE, Agreement, ValueRow
from cip.rulebook.shapes.law import ParameterRow

Kind = Literal["known", "unknown", "silent"]

LAW_KEYS = (
    "hourly_leave_via_collective_agreement",
    "hourly_leave_default_available",
    "hourly_leave_default_share",
    "hourly_leave_notice_days",
    "hourly_leave_default_cumulable_with_TU",
    "hourly_leave_default_cumulable_with_L104",
    "hourly_leave_counts_weekend",
    "parental_leave_notice_days",
    "parental_leave_age_limit",
    "parental_leave_couple_max",
    "parental_leave_couple_max_if_father_3m",
    "parental_leave_mother_max",
    "parental_leave_father_max",
    "parental_leave_father_max_extended",
    "parental_leave_single_parent_max",
    "parental_leave_paid_months_couple",
    "parental_leave_paid_months_own_each",
    "parental_leave_paid_months_shared",
    "parental_leave_base_rate",
    "parental_leave_paid_age_limit_30pct",
    "parental_leave_80pct_months",
    "parental_leave_80pct_by_birth",
    "parental_leave_80pct_child_age",
    "parental_leave_80pct_rate",
    "parental_leave_month_days",
    "disabled_child_extension",
    "disabled_child_extension_pay",
    "disabled_child_extension_age",
)
"""The legal parameters that the arithmetic reads: the file of the statute names them all."""


@dataclass(frozen=True, slots=True)
class Point:
    """What one rule says about one request: whether it refuses, the clause that decided, why, and by which acts.

    `warns`: it refuses nothing, but who reads the answer must see it first.
    """

    because: tuple[Reason, ...]
    clause: str | None = None
    refuses: bool = False
    law: tuple[str, ...] = ()
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a text on a day, with the place where it is written."""

    kind: Kind
    value: int | bool | str | None = None
    source: str = ""

    @property
    def number(self) -> int | None:
        """The value, where it is a number that we know."""
        return self.value if isinstance(self.value, int) and not isinstance(self.value, bool) else None

    @property
    def yes(self) -> bool:
        """Whether the text says yes."""
        return self.value is True

    @property
    def sources(self) -> tuple[str, ...]:
        """The place, where there is one."""
        return (self.source,) if self.source else ()


SILENT = Term("silent")


@dataclass(frozen=True)
class Terms:
    """The text that holds for one request and the law, both on the day of leave."""

    book: AgreementBook
    text: Agreement
    day: date

    @property
    def statutory(self) -> bool:
        """Whether the law alone holds."""
        return self.text.level == "statute"

    def term(self, name: str) -> Term:
        """A value of hourly leave in the text; silent where it has no such rule."""
        row: ValueRow | None = row_of(getattr(self.text.hourly_parental_leave, name), self.day)
        if row is None or row.kind == "none":
            return SILENT
        if row.kind == "unknown":
            return Term("unknown", source=row.source)
        return Term("known", row.value, row.source)

    def law(self, key: str, on: date | None = None) -> ParameterRow | None:
        """The row of a legal parameter on a day of its selector (the day of leave when left out), if there is one."""
        return row_on(self.book.law.parameters[key], on or self.day)

    def law_number(self, key: str, on: date | None = None) -> Fraction | None:
        """The number of a legal parameter, exactly."""
        row = self.law(key, on)
        return exact(row.value) if row is not None else None

    def sources(self, *keys: str) -> tuple[str, ...]:
        """Where legal parameters are written, on the day of leave."""
        rows = (self.law(key) for key in keys)
        return tuple(row.source for row in rows if row is not None)

    def first_day_of(self, key: str) -> date | None:
        """The first day on which a legal parameter has a value."""
        return self.book.law.parameters[key].values[0].start

    def doubt(self, identifier: str) -> tuple[Reason, ...]:
        """A legal doubt of the catalogue, as a reason to be shown; nothing where the catalogue lacks it."""
        return tuple(say(f"doubt.{item.id}", item.text) for item in self.book.doubts if item.id == identifier)


def exact(value: object) -> Fraction | None:
    """A number of a rule file as a fraction, without the noise of floats."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Fraction(str(value))


def say(rule: str, sentence: Text, **values: Value | Amount) -> Reason:
    """A reason with the values that fill its sentence; of an amount the words are shown and the number is its input."""
    plain = {key: value.words if isinstance(value, Amount) else value for key, value in values.items()}
    numbers = {key: value.number for key, value in values.items() if isinstance(value, Amount)}
    found = Reason(f"leave.{rule}", sentence, plain)
    return replace(found, given_inputs={**found.inputs, **numbers}) if numbers else found


def statute_of(book: AgreementBook) -> Agreement:
    """The file that stands for no agreement. Raises RefusalError where the rules lack it or a parameter it needs."""
    statute = book.by_id.get(STATUTE)
    if statute is None:
        raise RefusalError("the rules have no agreements/statute.yaml: hours of leave cannot be worked out")
    missing = [key for key in LAW_KEYS if key not in book.law.parameters]
    if missing:
        raise RefusalError(f'agreements/statute.yaml must name under "law" also {", ".join(missing)}')
    return statute


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts without repetitions, in order."""
    return tuple(dict.fromkeys(texts))
