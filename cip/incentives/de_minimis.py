"""De minimis: how much room for aid an undertaking has on the day of a grant, with the new aid. Pure.

Money is whole cents. `on` is the day of the grant: it selects the limit, the window and which firms count as one.

Until 2023 the window is the calendar year and those before it; later it is the years that end on the day, day by day,
so aid of the same day that many years earlier is out (of 29 February, where that year has none, what was granted to
28 February is out). Aid after the day of the grant does not count. Exactly at the limit fits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from cip.incentives import aid_sentences as sentences
from cip.incentives.aid_law import (
    CALENDAR_YEARS,
    CUMULATION,
    EXCEED,
    LIMIT,
    ROLLING_YEARS,
    UNDERTAKING,
    Law,
    cents_on,
    has_value_on,
    source_on,
    whole_on,
)
from cip.incentives.undertaking import Tie, Undertaking, undertaking_of
from cip.kernel.days import add_months
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value, require_reasons

Regime = Literal["general", "sgei", "agri", "fish", "other"]
REGIMES: tuple[Regime, ...] = get_args(Regime)
GENERAL: Regime = "general"
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Aid:
    """Aid granted to a firm: the day of the grant and whole cents."""

    firm: str
    day: date
    cents: int
    regime: Regime = GENERAL


@dataclass(frozen=True, slots=True)
class Reserved:
    """Room that a running call keeps for a firm; `day` is that of the grant it is kept for."""

    firm: str
    cents: int
    day: date


@dataclass(frozen=True, slots=True)
class AidFile:
    """What is stated: the firm, the aid received and the ties (None: nothing is said), the new aid (None: not said)."""

    firm: str
    aids: tuple[Aid, ...] | None = None
    links: tuple[Tie, ...] | None = None
    new_cents: int | None = None
    reserved: tuple[Reserved, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which aid counts, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether aid of a day counts."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class DeMinimisResult:
    """The room of the undertaking on the day of the grant; all amounts in cents. `fits` is None where no new aid is
    named.
    """

    on: date
    limit: int
    window: Window
    undertaking: Undertaking
    counted: tuple[Aid, ...]
    reserved: int
    new_cents: int | None
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "the room for aid")

    @property
    def used(self) -> int:
        """Aid that counts, without the new one and without what is reserved."""
        return sum(aid.cents for aid in self.counted)

    @property
    def headroom(self) -> int:
        """What is left under the limit; never below nothing."""
        return max(0, self.limit - self.used - self.reserved)

    @property
    def fits(self) -> bool | None:
        """Whether the new aid stays within the limit; exactly at the limit it does."""
        return None if self.new_cents is None else self.used + self.reserved + self.new_cents <= self.limit

    def as_json(self) -> dict[str, object]:
        """The shape printed by `cip de-minimis --json`."""
        return {
            "limit": self.limit,
            "window": {"from": self.window.first.isoformat(), "to": self.window.last.isoformat()},
            "used": self.used,
            "headroom": self.headroom,
            "fits": self.fits,
            "counted": [{"date": aid.day.isoformat(), "cents": aid.cents, "firm": aid.firm} for aid in self.counted],
            "because": [reason.as_json() for reason in self.because],
        }


def window_of(law: Law, on: date) -> Window:
    """The window of a grant. Raises ParameterError on a day of which the law says nothing."""
    if has_value_on(law, CALENDAR_YEARS, on):
        return Window(date(on.year - whole_on(law, CALENDAR_YEARS, on) + 1, 1, 1), on)
    earlier = add_months(on, -_MONTHS * whole_on(law, ROLLING_YEARS, on))
    return Window(earlier + timedelta(days=1), on)


def room(file: AidFile, law: Law, on: date) -> DeMinimisResult:
    """The room on the day of a grant. Raises ParameterError on a day without a limit."""
    limit, window = cents_on(law, LIMIT, on), window_of(law, on)
    undertaking = undertaking_of(file.firm, file.links or (), law, on)
    ours = sorted((aid for aid in file.aids or () if aid.firm in undertaking.firms), key=_order)
    counted = tuple(aid for aid in ours if aid.regime == GENERAL and window.holds(aid.day))
    reserved = [item for item in file.reserved if item.firm in undertaking.firms]
    because = (
        _limit_reason(law, on, limit),
        _window_reason(law, on, window),
        *_undertaking_reasons(undertaking, law, on),
        *_aid_reasons(ours, window, law, on),
        *_reserved_reasons(reserved),
        *_not_said(file),
    )
    found = DeMinimisResult(
        on, limit, window, undertaking, counted, sum(item.cents for item in reserved), file.new_cents, because
    )
    return _with_verdict(found, law, on)


def _with_verdict(found: DeMinimisResult, law: Law, on: date) -> DeMinimisResult:
    """The same with the sentence to be read first."""
    cents = {"used": found.used, "limit": found.limit, "headroom": found.headroom}
    if found.new_cents is None:
        first = _say("de_minimis.room", sentences.ROOM, cents)
    else:
        sentence = sentences.FITS if found.fits else sentences.DOES_NOT_FIT
        first = _say("de_minimis.fits", sentence, {"new": found.new_cents, **cents}, source=source_on(law, EXCEED, on))
    return DeMinimisResult(
        found.on,
        found.limit,
        found.window,
        found.undertaking,
        found.counted,
        found.reserved,
        found.new_cents,
        (first, *found.because),
    )


def _limit_reason(law: Law, on: date, limit: int) -> Reason:
    return _say("de_minimis.limit", sentences.LIMIT, {"limit": limit}, on=on, source=source_on(law, LIMIT, on))


def _window_reason(law: Law, on: date, window: Window) -> Reason:
    by_calendar = has_value_on(law, CALENDAR_YEARS, on)
    key, sentence = (CALENDAR_YEARS, sentences.CALENDAR) if by_calendar else (ROLLING_YEARS, sentences.ROLLING)
    years, source = whole_on(law, key, on), source_on(law, key, on)
    return _say("de_minimis.window", sentence, first=window.first, last=window.last, years=years, source=source)


def _undertaking_reasons(found: Undertaking, law: Law, on: date) -> list[Reason]:
    source = source_on(law, UNDERTAKING, on)
    if len(found.firms) == 1:
        because = [_say("de_minimis.undertaking", sentences.ALONE, firm=found.firm, on=on, source=source)]
    else:
        firms = ", ".join(sorted(found.firms))
        because = [_say("de_minimis.undertaking", sentences.TOGETHER, firms=firms, on=on, source=source)]
    for other in sorted(found.through):
        tie = found.through[other]
        kind = sentences.KINDS[tie.kind]
        because.append(_say("de_minimis.tie", sentences.TIE, firm=other, a=tie.a, b=tie.b, kind=kind))
    for tie in found.left_out:
        because.append(_say("de_minimis.tie_left_out", sentences.PERSON_LEFT_OUT, a=tie.a, b=tie.b, source=source))
    return because


def _aid_reasons(ours: list[Aid], window: Window, law: Law, on: date) -> list[Reason]:
    """What was looked at and why it counts or not."""
    because = []
    for aid in ours:
        if aid.regime != GENERAL:
            because.append(_regime_reason(aid, law, on))
        elif window.holds(aid.day):
            because.append(_aid_reason("de_minimis.counted", sentences.COUNTED, aid))
        else:
            sentence = sentences.TOO_EARLY if aid.day < window.first else sentences.AFTER
            because.append(_aid_reason("de_minimis.not_counted", sentence, aid))
    return because


def _aid_reason(rule: str, sentence: Text, aid: Aid, **values: Value) -> Reason:
    return _say(rule, sentence, {"amount": aid.cents}, firm=aid.firm, day=aid.day, **values)


def _regime_reason(aid: Aid, law: Law, on: date) -> Reason:
    """Aid under other rules is not counted; what cumulation says of it was written from memory, and is told so."""
    regime = sentences.REGIMES[aid.regime]
    if not has_value_on(law, CUMULATION, on):
        return _aid_reason("de_minimis.other_regime", sentences.OTHER_REGIME_UNKNOWN, aid, regime=regime)
    source = source_on(law, CUMULATION, on)
    return _aid_reason("de_minimis.other_regime", sentences.OTHER_REGIME, aid, regime=regime, source=source)


def _reserved_reasons(reserved: Iterable[Reserved]) -> list[Reason]:
    ordered = sorted(reserved, key=lambda item: (item.firm, item.day, item.cents))
    return [
        _say("de_minimis.reserved", sentences.RESERVED, {"amount": item.cents}, firm=item.firm, day=item.day)
        for item in ordered
    ]


def _not_said(file: AidFile) -> list[Reason]:
    because = [_say("de_minimis.aids_not_said", sentences.AIDS_NOT_SAID)] if file.aids is None else []
    return because + ([_say("de_minimis.links_not_said", sentences.LINKS_NOT_SAID)] if file.links is None else [])


def _order(aid: Aid) -> tuple[date, str, int, str]:
    return aid.day, aid.firm, aid.cents, aid.regime


def _say(rule: str, sentence: Text, cents: Mapping[str, int] | None = None, **values: Value) -> Reason:
    """A reason whose sums are shown in euros and kept as cents among its inputs."""
    plain = Reason(rule, sentence, values).inputs
    sums = {key: euros(amount) for key, amount in (cents or {}).items()}
    return Reason(rule, sentence, {**values, **sums}, {**plain, **(cents or {})})
