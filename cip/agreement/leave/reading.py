"""Reads the FILE of `cip leave hours` into what is asked; a mistake names its line, its key and what is accepted."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from cip.agreement.leave.judging import NONE
from cip.agreement.leave.minutes import daily_average
from cip.agreement.leave.requests import Child, History, LeaveEnd, LeaveFile, LeaveRequest, SameDay, Worker
from cip.kernel.days import parse_day
from cip.kernel.errors import RefusalError
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.reading import Document
from cip.rulebook.shape_check import check_shape
from cip.rulebook.shapes.base import Many, Shape

_WHOLE = 100
_DAY = 24 * 60
_WEEK = 7 * _DAY
_MOST_DAYS = 20_000
_FIRST, _LAST = date(1970, 1, 1), date(2100, 12, 31)


class LeaveFileError(RefusalError):
    """A FILE that cannot be accepted; the text is one sentence with file, line and key of the first mistake."""


def _day(value: object) -> object:
    found = value
    if isinstance(value, str):
        try:
            found = parse_day(value)
        except ValueError:
            raise ValueError(f'write a day of the calendar as YYYY-MM-DD, not "{value[:40]}"') from None
    # Further away no rule is known, and counting days would take long.
    if type(found) is date and not _FIRST <= found <= _LAST:
        raise ValueError(f"write a day from {_FIRST} to {_LAST}, not {found}")
    return found


def _end(value: object) -> object:
    """`none`: there was no such leave; nothing at all: we do not know."""
    if value == NONE or value is None:
        return LeaveEnd(taken=None if value is None else False)
    found = _day(value)
    if type(found) is not date:
        raise ValueError(f"write a day as YYYY-MM-DD, or `{NONE}`")
    return LeaveEnd(taken=True, day=found)


def _number(value: object) -> object:
    """A number that is not a truth value, exactly: 0.5 is one half."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("write a number")
    try:
        return Fraction(str(value))
    except ValueError:
        raise ValueError("write a number") from None


def _days_of_week(value: object) -> object:
    found = _number(value)
    if isinstance(found, Fraction) and not 1 <= found <= 7:
        raise ValueError("write the working days of a week, from 1 to 7: 5, or 4.5 for an average")
    return found


def _used(value: object) -> object:
    found = _number(value)
    if isinstance(found, Fraction) and not 0 <= found <= _MOST_DAYS:
        raise ValueError(f"write a number of days from 0 to {_MOST_DAYS}")
    return found


def _share(value: object) -> object:
    """Above 1 it is a percentage: 50 and 0.5 are the same."""
    found = _number(value)
    if isinstance(found, Fraction) and found > 1:
        found /= _WHOLE
    if isinstance(found, Fraction) and not 0 < found <= 1:
        raise ValueError("write a share of full time: 0.5, or 50 for 50 %")
    return found


def _yes_or_no(value: object) -> object:
    words = {"yes": True, "no": False, "unknown": None}
    return words.get(value, value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]
End = Annotated[LeaveEnd, BeforeValidator(_end)]
Number = Annotated[Fraction, BeforeValidator(_number)]
Share = Annotated[Fraction | None, BeforeValidator(_share)]


class WorkerShape(Shape):
    """`worker`."""

    model_config = Shape.model_config | {"arbitrary_types_allowed": True}

    weekly_minutes: Annotated[int, Field(gt=0, le=_WEEK)] | None = None
    days_per_week: Annotated[Fraction | None, BeforeValidator(_days_of_week)] = None
    part_time_share: Share = None

    @model_validator(mode="after")
    def _a_day_has_24_hours(self) -> "WorkerShape":
        if self.weekly_minutes and self.days_per_week and daily_average(self.weekly_minutes, self.days_per_week) > _DAY:
            raise ValueError("weekly_minutes over days_per_week is more than the 1440 minutes of a day")
        return self


class ChildShape(Shape):
    """`child`."""

    born: Day | None = None
    disabled: Annotated[bool | None, BeforeValidator(_yes_or_no)] = None


class HistoryShape(Shape):
    """`history`."""

    model_config = Shape.model_config | {"arbitrary_types_allowed": True}

    maternity_ended: End = LeaveEnd()
    paternity_ended: End = LeaveEnd()
    used_days: Annotated[Fraction | None, BeforeValidator(_used)] = None


class RequestShape(Shape):
    """One of `requests`."""

    day: Day
    minutes: Annotated[int, Field(gt=0, le=_DAY)]
    requested_on: Day | None = None
    same_day: Many[SameDay] | None = None


class FileShape(Shape):
    """The whole FILE."""

    agreement: str | None = None
    worker: WorkerShape | None = None
    child: ChildShape | None = None
    history: HistoryShape | None = None
    requests: Many[RequestShape] | None = None


def read_leave_file(document: Document | None) -> LeaveFile:
    """What a FILE asks. Raises LeaveFileError with the first mistake, and how many follow."""
    if document is None or document.value is None:
        return LeaveFile()
    entry, found = check_shape(document, (), FileShape)
    if entry is None:
        raise LeaveFileError(_sentence(sorted(found), document))
    return leave_file(entry.item)


def leave_file(shape: FileShape) -> LeaveFile:
    """What a sound FILE asks."""
    worker, child, history = shape.worker or WorkerShape(), shape.child or ChildShape(), shape.history or HistoryShape()
    requests = shape.requests or ()
    return LeaveFile(
        agreement=shape.agreement,
        worker=Worker(worker.weekly_minutes, worker.days_per_week, worker.part_time_share),
        child=Child(child.born, child.disabled),
        history=History(history.maternity_ended, history.paternity_ended, history.used_days),
        requests=tuple(LeaveRequest(one.day, one.minutes, one.requested_on, one.same_day) for one in requests),
    )


def _sentence(found: list[Diagnostic], document: Document) -> str:
    if not found:  # pragma: no cover - a mistake that the reader named already
        return f"{document.file}: this is no FILE of requests"
    first = found[0]
    path = document.path_at(first.line, first.column)
    key = ".".join(str(step) for step in path)
    others = "1 more mistake follows" if len(found) == 2 else f"{len(found) - 1} more mistakes follow"
    more = f" ({others})" if len(found) > 1 else ""
    return f"{first.file}:{first.line}: {key + ': ' if key else ''}{first.text}{more}"


def as_document_value(value: Mapping[str, object]) -> FileShape:
    """The shape of a FILE that stands inside a case. Raises pydantic's ValidationError."""
    return FileShape.model_validate(dict(value))
