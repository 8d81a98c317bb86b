"""The term of a procedure on the Italian calendar: what runs, what is paused, which day is the last. Pure.

What the law says is a parameter: how long a term is, how many days a notice gives, whether a notice suspends the term
or makes it begin again (L. 241/1990 art. 2 and 10-bis). Two rules are ours, for the sources that we read are silent:
the first day is not counted, and a last day that falls on a Saturday, a Sunday or a holiday of the country moves to the
next working day. A pause lasts to the end of its last day; the day on which something is asked still runs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cip.agreement.days import Holidays, is_working_day
from cip.kernel.texts import Text
from cip.rulebook.parameters import row_on
from cip.rulebook.shapes.law import Parameter

PauseKind = Literal["clarification", "notice"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the law says of a procedure whose application came on a day, each None where a call cites no such parameter.

    `days`: to conclude; `by_rule` and `by_rule_complex`: the most that a regulation may set instead. `notice_days`: to
    answer a notice of refusal, and as many until the term runs again after remarks. `notice_suspends`: True, the term
    stands still; False, it begins again. `notice_in_ranking`: whether a ranking needs a notice at all. `appeal_days`
    and `extraordinary_days`: for an appeal to the court and to the head of state.
    """

    days: int | None = None
    by_rule: int | None = None
    by_rule_complex: int | None = None
    notice_days: int | None = None
    notice_suspends: bool | None = None
    notice_in_ranking: bool | None = None
    appeal_days: int | None = None
    extraordinary_days: int | None = None
    sources: tuple[tuple[str, str], ...] = ()

    def source(self, key: str) -> str:
        """Where a parameter is written, empty if the call does not cite it."""
        return dict(self.sources).get(key, "")


PARAMETERS: Mapping[str, str] = {
    "days": "default_term",
    "by_rule": "default_term_by_rule",
    "by_rule_complex": "default_term_by_rule_complex",
    "notice_days": "rejection_notice_days",
    "notice_suspends": "rejection_notice_suspends",
    "notice_in_ranking": "rejection_notice_scope",
    "appeal_days": "appeal_terms",
    "extraordinary_days": "appeal_terms_extraordinary",
}
"""The key of the law behind each of the terms."""
CITED = ("missing_documents", "reasons_duty")
"""What letters cite without a number in it."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a term does not run, both ends included. While `last` may still come earlier it is where the pause
    ends at the latest. `restarts`: the days that ran before are lost, the term begins again after it.
    """

    kind: PauseKind
    first: date
    last: date
    restarts: bool = False

    def holds(self, day: date) -> bool:
        """Whether the term stands still on a day because of this."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class LegalClock:
    """How a term stands on a day, in days after its first: `elapsed` = `running` + `paused` + `lost`.

    `due` is the last day if nothing else pauses it; `paused_by` what pauses it on that day; `left` the days that still
    may run.
    """

    start: date
    length: int
    on: date
    elapsed: int
    running: int
    paused: int
    lost: int
    due: date
    paused_by: PauseKind | None
    ended: bool

    @property
    def left(self) -> int:
        """How many days may still run before the term is over; never below none."""
        return max(0, self.length - self.running)

    @property
    def late(self) -> bool:
        """Whether the last day is past."""
        return self.on > self.due

    @property
    def line(self) -> Text:
        """All of it in one line, in both languages."""
        values = {
            "start_it": f"{self.start:%d/%m/%Y}",
            "start_en": f"{self.start:%d %b %Y}",
            "due_it": f"{self.due:%d/%m/%Y}",
            "due_en": f"{self.due:%d %b %Y}",
            "length": self.length,
            "running": self.running,
            "paused": self.paused,
            "lost": self.lost,
        }
        it = "Inizio {start_it}, termine di {length} giorni: {running} contati, {paused} sospesi"
        en = "Start {start_en}, term of {length} days: {running} counted, {paused} suspended"
        if self.lost:
            it, en = it + ", {lost} azzerati", en + ", {lost} set back"
        it, en = it + ". Ultimo giorno {due_it}{state_it}.", en + ". Last day {due_en}{state_en}."
        state = self._state()
        return Text(it=it.format(**values, state_it=state.it), en=en.format(**values, state_en=state.en))

    def _state(self) -> Text:
        if self.ended:
            return Text(it=", procedimento concluso", en=", procedure concluded")
        if self.paused_by is not None:
            return Text(it=", ora il termine è sospeso", en=", the term is now suspended")
        if self.late:
            return Text(it=", passato", en=", past")
        return Text(it="", en="")


class TermError(ValueError):
    """A length that no rule allows."""


def read_terms(law: Mapping[str, Parameter], on: date) -> Terms:
    """The terms that a call cites, for an application received on a day."""
    read: dict[str, int | bool | None] = {}
    sources = []
    for name, key in PARAMETERS.items():
        row = row_on(law[key], on) if key in law else None
        value = row.value if row is not None else None
        if row is None or not isinstance(value, int | float):
            read[name] = None
            continue
        read[name] = value if isinstance(value, bool) else int(value)
        sources.append((key, row.source))
    for key in CITED:
        cited = row_on(law[key], on) if key in law else None
        sources += [(key, cited.source)] if cited is not None else []
    return Terms(**read, sources=tuple(sources))  # type: ignore[arg-type]  # each is read under its own name


def length_of(terms: Terms, by_rule: int | None, *, complex_case: bool = False) -> int | None:
    """How many days a procedure may take: what a regulation set (`by_rule`), else the law's own number.

    None where neither is known. Raises TermError if a regulation sets more than the law lets it.
    """
    if by_rule is None:
        return terms.days
    most = terms.by_rule_complex if complex_case else terms.by_rule
    if by_rule < 1 or (most is not None and by_rule > most):
        raise TermError(f"a term by rule has from 1 to {most} days")
    return by_rule


def last_day(start: date, days: int, free: Holidays) -> date:
    """The last day of a term of `days` calendar days after `start`, moved to a working day."""
    return next_working_day(start + timedelta(days=days), free)


def next_working_day(day: date, free: Holidays) -> date:
    """The day itself if people work on it, else the first after it on which they do."""
    while not is_working_day(day, free):
        day += _DAY
    return day


def notice_pause(noticed_on: date, remarks_on: date | None, terms: Terms, free: Holidays) -> Pause:
    """The pause of a notice of refusal: to the end of its days, or as many days after the remarks.

    Where the notice makes the term begin again the sources say no more: that it does on the day after the remarks is
    ours. Raises TermError if the call cites no
    number of days for it.
    """
    if terms.notice_days is None:
        raise TermError("the call cites no days for a notice of refusal")
    restarts = terms.notice_suspends is False
    last = last_day(noticed_on, terms.notice_days, free)
    if remarks_on is not None:
        last = remarks_on if restarts else remarks_on + timedelta(days=terms.notice_days)
    return Pause("notice", noticed_on + _DAY, last, restarts)


def clarification_pause(asked_on: date, due_on: date, answered_on: date | None) -> Pause:
    """The pause of a request to complete an application: until the answer, or the end of its own term."""
    return Pause("clarification", asked_on + _DAY, due_on if answered_on is None else min(answered_on, due_on))


def clock_of(
    start: date, length: int, pauses: Sequence[Pause], on: date, free: Holidays, ended_on: date | None = None
) -> LegalClock:
    """How a term stands on a day (at its end, if it was concluded before)."""
    seen = min(on, ended_on) if ended_on is not None else on
    seen = max(seen, start)
    running = paused = lost = 0
    for day in _days(start, seen):
        if any(pause.restarts and pause.last + _DAY == day for pause in pauses):
            lost, running = lost + running, 0
        if any(pause.holds(day) for pause in pauses):
            paused += 1
        else:
            running += 1
    by = next((pause.kind for pause in pauses if pause.holds(seen)), None)
    return LegalClock(
        start=start,
        length=length,
        on=seen,
        elapsed=(seen - start).days,
        running=running,
        paused=paused,
        lost=lost,
        due=next_working_day(_due(start, length, pauses), free),
        paused_by=by if ended_on is None or on < ended_on else None,
        ended=ended_on is not None and on >= ended_on,
    )


def _due(start: date, length: int, pauses: Sequence[Pause]) -> date:
    """The last day, before it moves to a working day: the pauses may lie before or after the day that is looked at."""
    left, day = length, start
    while left > 0:
        day += _DAY
        if any(pause.restarts and pause.last + _DAY == day for pause in pauses):
            left = length
        left -= not any(pause.holds(day) for pause in pauses)
    return day


def _days(start: date, until: date) -> Iterator[date]:
    return (start + timedelta(days=step) for step in range(1, (until - start).days + 1))
