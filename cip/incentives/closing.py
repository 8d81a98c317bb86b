"""When an award can be closed: nothing is to be paid, proved, kept or given back any more. Pure.

Who closes sees what still stands in the way, each with its reason; nothing in the way means that it can be closed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cip.incentives.award_states import AwardState
from cip.incentives.kept_time import KeptMeasure
from cip.incentives.payments import PartOfAward
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value

_NOT_ACCEPTED = Text(it="Si chiude solo un contributo accettato.", en="Only an accepted award is closed.")
_PART = Text(it="La parte {part} non è ancora pagata.", en="The part {part} is not paid yet.")
_UNPAID = Text(
    it="Restano {left} da pagare: il bando non dice come si paga.",
    en="{left} are still to be paid: the call does not say how it pays.",
)
_REPORT = Text(it="La relazione sulle spese non è chiusa.", en="The report on expenses is not settled.")
_BREACH = Text(it="C'è una violazione aperta.", en="A breach is open.")
_DEBT = Text(it="L'impresa deve ancora restituire {owed}.", en="The firm still has to give back {owed}.")
_KEPT = Text(it="La misura {measure} va tenuta fino al {until}.", en="The measure {measure} is kept until {until}.")
_UNKNOWN = Text(
    it="Della misura {measure} non sappiamo fino a quando va tenuta.",
    en="Until when the measure {measure} is kept is not known.",
)
_ENDED = Text(
    it="La misura {measure} è finita prima: decidete se è una violazione.",
    en="The measure {measure} ended early: decide whether that is a breach.",
)


@dataclass(frozen=True, kw_only=True)
class Closing:
    """Everything that says whether an award can be closed, on a day. `parts` is None where the call does not say how it
    pays; `left` is what is still to be paid, `owed` what has to come back with its interest; cents. `asks_report`: a
    part of the award waits for a report; `breaches`: how many were found, `open_breach`: one is not decided yet.
    """

    state: AwardState
    on: date
    parts: Sequence[PartOfAward] | None
    left: int
    owed: int
    asks_report: bool
    report_settled: bool
    open_breach: bool
    breaches: int
    measures: Sequence[KeptMeasure]


def in_the_way_of_closing(found: Closing) -> tuple[Reason, ...]:
    """What still stands in the way of closing an award, each with its reason; nothing where it can be closed."""
    if found.state != "accepted":
        return (_say("state", _NOT_ACCEPTED),)
    return (*_unpaid(found), *_unproved(found), *_not_kept(found))


def _unpaid(found: Closing) -> Iterator[Reason]:
    if found.parts is None and found.left:
        yield _say("unpaid", _UNPAID, left=euros(found.left))
    for part in found.parts or ():
        if part.state not in ("paid", "nothing"):
            yield _say("part", _PART, part=part.part.label)
    if found.owed:
        yield _say("debt", _DEBT, owed=euros(found.owed))


def _unproved(found: Closing) -> Iterator[Reason]:
    if found.asks_report and not found.report_settled:
        yield _say("report", _REPORT)
    if found.open_breach:
        yield _say("breach", _BREACH)


def _not_kept(found: Closing) -> Iterator[Reason]:
    for one in found.measures:
        if one.broken and not found.breaches:
            yield _say("ended", _ENDED, measure=one.measure)
        if one.keep_until is None:
            if one.months is not None or one.seasonal:
                yield _say("unknown", _UNKNOWN, measure=one.measure)
        elif found.on < one.keep_until and not one.broken:
            yield _say("kept", _KEPT, measure=one.measure, until=one.keep_until)


def _say(rule: str, sentence: Text, **values: Value) -> Reason:
    return Reason(f"close.{rule}", sentence, values)
