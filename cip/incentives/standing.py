"""Standing checks: DURC, catastrophe insurance and the others, as dated facts with a source and a validity. Pure.

A fact says what was true from a day to a day, both included. On a day it is in force, expired or not known; a later
fact wins over an earlier one. Nothing is ever assumed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from cip.incentives import standing_sentences as sentences
from cip.incentives.aid_law import DURC_DAYS, INSURANCE, Law, flag_on, source_on, whole_on
from cip.incentives.size import SizeClass
from cip.kernel.texts import Reason, Text, Value, require_reasons

StandingKind = Literal[
    "durc",
    "catastrophe_insurance",
    "chamber_fee",
    "business_register",
    "no_aid_to_return",
    "no_delocalisation",
    "gender_certificate",
    "aid_list_complete",
]
STANDING_KINDS: tuple[StandingKind, ...] = get_args(StandingKind)
StandingValue = Literal["yes", "no", "not_due"]
STANDING_VALUES: tuple[StandingValue, ...] = get_args(StandingValue)
Status = Literal["in_force", "not_met", "not_due", "expired", "unknown"]
Branch = Literal["food_and_tourism", "fisheries", "farm"]
_FARM: Branch = "farm"
_OWN_TERM: tuple[Branch, ...] = ("fisheries",)
_LATER_WHEN_SMALL: tuple[Branch, ...] = ("food_and_tourism",)
_SMALL: tuple[SizeClass, ...] = ("micro", "small")


@dataclass(frozen=True, slots=True)
class StandingFact:
    """What a source says of a firm: `yes` (regular, insured), `no`, or `not_due`. `end` None: the source gives none."""

    kind: StandingKind
    value: StandingValue
    start: date
    end: date | None
    source: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class StandingCheck:
    """One check on a day: its status, the last day of what is known (None: no end, or nothing known), and why."""

    kind: StandingKind
    status: Status
    until: date | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "a standing check")

    @property
    def holds(self) -> bool | None:
        """Yes, no, or not known: what expired has to be shown again."""
        if self.status in ("in_force", "not_due"):
            return True
        return False if self.status == "not_met" else None


def last_day(fact: StandingFact, law: Law) -> date | None:
    """The last day on which a fact holds: the one it gives, or for a DURC as many days as the law says after its own.

    Raises ParameterError for a DURC of a day before the law knows how long it holds.
    """
    if fact.end is not None or fact.kind != "durc":
        return fact.end
    return fact.start + timedelta(days=whole_on(law, DURC_DAYS, fact.start))


def standing_on(facts: Iterable[StandingFact], kind: StandingKind, law: Law, on: date) -> StandingCheck:
    """One check on a day. Of several facts the one that starts last counts, then the one recorded last."""
    begun = [fact for fact in facts if fact.kind == kind and fact.start <= on]
    if not begun:
        return StandingCheck(kind, "unknown", None, (_say(kind, sentences.NOTHING, on=on),))
    fact = max(begun, key=lambda item: (item.start, item.recorded_at))
    end = last_day(fact, law)
    values: dict[str, Value] = {"source": fact.source, "start": fact.start}
    if end is not None and end < on:
        return StandingCheck(kind, "expired", end, (_say(kind, sentences.EXPIRED, end=end, **values),))
    status, sentence, dated = _OUTCOMES[fact.value]
    if end is None:
        return StandingCheck(kind, status, None, (_say(kind, sentence, **values),))
    return StandingCheck(kind, status, end, (_say(kind, dated, end=end, **values),))


_OUTCOMES: Mapping[StandingValue, tuple[Status, Text, Text]] = {
    "yes": ("in_force", sentences.IN_FORCE, sentences.IN_FORCE_UNTIL),
    "no": ("not_met", sentences.NOT_MET, sentences.NOT_MET_UNTIL),
    "not_due": ("not_due", sentences.NOT_DUE, sentences.NOT_DUE_UNTIL),
}


def insurance_due(size: SizeClass | None, branch: Branch | None, law: Law, on: date) -> bool | None:
    """Whether the law asks a firm of this size and branch for catastrophe insurance on a day; None where the size is
    needed and not known. A firm without land, buildings or plant says so with a fact `not_due`.
    """
    if branch == _FARM:
        return False
    if branch in _OWN_TERM:
        return flag_on(law, f"{INSURANCE}_{branch}", on)
    if size is None:
        answers = {flag_on(law, _insurance_key(each, branch), on) for each in get_args(SizeClass)}
        return answers.pop() if len(answers) == 1 else None
    return flag_on(law, _insurance_key(size, branch), on)


def _insurance_key(size: SizeClass, branch: Branch | None) -> str:
    return f"{INSURANCE}_{branch if branch in _LATER_WHEN_SMALL and size in _SMALL else size}"


def insurance_on(
    facts: Iterable[StandingFact], size: SizeClass | None, branch: Branch | None, law: Law, on: date
) -> StandingCheck:
    """The check of the insurance: a fact in force counts; without one the law says whether any was due."""
    found = standing_on(facts, "catastrophe_insurance", law, on)
    if found.status in ("in_force", "not_due") or insurance_due(size, branch, law, on) is not False:
        return found
    if branch == _FARM:
        return StandingCheck(found.kind, "not_due", None, (_say(found.kind, sentences.FARM),))
    key = _insurance_key(size or "micro", branch) if branch not in _OWN_TERM else f"{INSURANCE}_{branch}"
    reason = _say(found.kind, sentences.NOT_YET_DUE, on=on, source=source_on(law, key, on))
    return StandingCheck(found.kind, "not_due", None, (reason,))


def all_standing(
    facts: Iterable[StandingFact], size: SizeClass | None, branch: Branch | None, law: Law, on: date
) -> dict[StandingKind, StandingCheck]:
    """Every check on a day, in their order."""
    known = tuple(facts)
    found = {kind: standing_on(known, kind, law, on) for kind in STANDING_KINDS}
    return found | {"catastrophe_insurance": insurance_on(known, size, branch, law, on)}


def _say(kind: StandingKind, sentence: Text, **values: Value) -> Reason:
    return Reason(f"standing.{kind}", sentence, {"what": sentences.NAMES[kind], **values})
