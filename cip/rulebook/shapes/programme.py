"""Shapes of `programmes/`: one public programme a file, with alliances, result indicators, timetable of meetings.

Numbers stand as the plan prints them (`printed`) and as the system reads them (`target`); each names its place in the
source.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from cip.kernel.texts import Text
from cip.rulebook.shapes.base import Confidence, Id, Line, Many, OpenDay, Shape
from cip.rulebook.shapes.finance import Finance

IndicatorType = Literal["count", "percent", "yes_no"]
# How an actual is found. by_hand: somebody of the office writes it with its evidence. not_measured: nothing here tells.
Measured = Literal[
    "firms_applied", "firms_joined", "workers_reached", "measures_in_use", "firms_with_measures", "trials",
    "by_hand", "not_measured",
]  # fmt: skip
WITH_MEASURES: tuple[Measured, ...] = ("measures_in_use", "firms_with_measures")
"""Those that count measures of plans, and name which."""
DueKind = Literal["steering", "assembly", "committee", "other"]
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def _month(text: str) -> str:
    if not _MONTH.fullmatch(text):
        raise ValueError(f'write a month as "YYYY-MM" in quotes, not "{text}"')
    return text


Month = Annotated[str, AfterValidator(_month)]


class ProgrammeAbout(Shape):
    """What a programme is, whose it is, where and when it holds; `note` says how far the file follows the source."""

    id: Id
    label: Text
    network: Text
    territory: Text
    start: OpenDay = Field(alias="from")
    to: OpenDay
    source: Line
    confidence: Confidence
    note: Text


class Alliance(Shape):
    """A partnership that carries out a part of the programme. `calls` are the rules of the calls whose firms and money
    are its own; `adherences` says that firms that join the territorial agreement count for it.
    """

    id: Id
    label: Text
    lead: Text
    calls: Many[Id] = ()
    adherences: bool = False
    source: Line


class IndicatorGroup(Shape):
    """A heading of the table of results."""

    id: Id
    label: Text


class ResultIndicator(Shape):
    """One row of the table of results. `measured` says how the actual is found, `measures` (of a plan) which count."""

    id: Id
    group: Id
    label: Text
    printed: Line
    type: IndicatorType
    target: Annotated[float, Field(ge=0, le=1_000_000)]
    owner: Text
    evidence: Text
    measured: Measured
    measures: Many[Id] = ()
    source: Line
    confidence: Confidence


class Due(Shape):
    """Meetings or events that the timetable sets, each in a month. `meeting` is the kind that a body can hold here."""

    id: Id
    label: Text
    meeting: DueKind
    months: Annotated[Many[Month], Field(min_length=1)]
    source: Line
    confidence: Confidence


class Programme(Shape):
    """One public programme."""

    about: ProgrammeAbout
    alliances: Annotated[Many[Alliance], Field(min_length=1)]
    groups: Annotated[Many[IndicatorGroup], Field(min_length=1)]
    indicators: Annotated[Many[ResultIndicator], Field(min_length=1)]
    timetable: Many[Due] = ()
    finance: Finance | None = None

    @property
    def id(self) -> str:
        """The programme's identifier, which is also the name of its file."""
        return self.about.id
