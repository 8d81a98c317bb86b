"""What the FILEs of `cip size` and `cip de-minimis` share: days, exact numbers, and a mistake told in one sentence."""

from datetime import date
from fractions import Fraction
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, Field

from cip.kernel.days import parse_day
from cip.kernel.errors import RefusalError
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import check_shape

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2100, 12, 31)
MOST_CENTS = 10**15
_MOST_UNITS = 10**7

S = TypeVar("S", bound=BaseModel)


class FileError(RefusalError):
    """A FILE that cannot be accepted; the text is one sentence with file, line and key of the first mistake."""


def _day(value: object) -> object:
    found = value
    if isinstance(value, str):
        try:
            found = parse_day(value)
        except ValueError:
            raise ValueError(f'write a day of the calendar as YYYY-MM-DD, not "{value[:40]}"') from None
    # Further away no rule is known.
    if type(found) is date and not FIRST_DAY <= found <= LAST_DAY:
        raise ValueError(f"write a day from {FIRST_DAY} to {LAST_DAY}, not {found}")
    return found


def exact(value: object) -> object:
    """A number that is not a truth value, exactly as it is written: 0.3 is three tenths."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("write a number")
    try:
        return Fraction(str(value))
    except ValueError:
        raise ValueError("write a number") from None


def _units(value: object) -> object:
    found = exact(value)
    if isinstance(found, Fraction) and not 0 <= found <= _MOST_UNITS:
        raise ValueError(f"write work units (AWU) from 0 to {_MOST_UNITS}")
    return found


def _share(value: object) -> object:
    found = exact(value)
    if isinstance(found, Fraction) and not 0 <= found <= 1:
        raise ValueError("write a share from 0 to 1: 0.25 for 25 %")
    return found


Day = Annotated[date, BeforeValidator(_day)]
Units = Annotated[Fraction | None, BeforeValidator(_units)]
Share = Annotated[Fraction, BeforeValidator(_share)]
MaybeShare = Annotated[Fraction | None, BeforeValidator(_share)]
Cents = Annotated[int, Field(ge=0, le=MOST_CENTS)]


def read_shape(document: Document | None, shape: type[S]) -> S:
    """What a FILE states. Raises FileError with the first mistake, and how many follow."""
    if document is None or document.value is None:
        raise FileError("the file is empty")
    entry, found = check_shape(document, (), shape)
    if entry is None:
        raise FileError(first_mistake(sorted(found), document))
    return entry.item


def first_mistake(found: list[Diagnostic], document: Document) -> str:
    """The first of some mistakes in one sentence, and how many follow."""
    if not found:  # pragma: no cover - a mistake that the reader named already
        return f"{document.file}: this file cannot be read"
    first = found[0]
    key = ".".join(str(step) for step in document.path_at(first.line, first.column))
    others = "1 more mistake follows" if len(found) == 2 else f"{len(found) - 1} more mistakes follow"
    more = f" ({others})" if len(found) > 1 else ""
    return f"{first.file}:{first.line}: {key + ': ' if key else ''}{first.text}{more}"
