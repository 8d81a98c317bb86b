"""Before and after: two stored results side by side, and the cause of every change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from cip.assessment.answers import UNKNOWN
from cip.assessment.bound import bind
from cip.assessment.comparing import Change, Comparison, Kind, Side, State, Step, compare
from cip.assessment.plan import read_plan
from cip.assessment.reads import CHECK_UP, latest_snapshot, snapshots_of
from cip.assessment.results import CheckUp
from cip.assessment.stored import StoredCheckUp, StoredSnapshot
from cip.database.work import Session
from cip.documents.answers_in_words import plain_words
from cip.documents.charts import Bar, BarLegend, Words, area_bars
from cip.documents.measure_words import list_titles
from cip.kernel.texts import Reason, Text
from cip.parties.access import NotYoursError, load_for
from cip.web.firm import firm
from cip.web.firm.visit import Visit, answers_of, as_stored, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import day, in_words, interval, number
from cip.web.state import actor, reading, state

EARLIER = 0
"""The number by which the page knows the last result of the check-up before; own results count from 1."""
SHOWN_AT_ONCE = 8
_KINDS: tuple[Kind, ...] = ("level", "total", "area", "gate", "duty", "measure")


@dataclass(frozen=True)
class Moment:
    """One result that can be compared: its number on this page, and what was stored."""

    number: int
    side: Side
    stored: StoredSnapshot

    @property
    def words(self) -> str:
        """Which result it is, with its day."""
        on = day(self.side.on)
        if self.number == EARLIER:
            return _("check-up precedente, %(day)s") % {"day": on}
        return _("risultato %(number)s, %(day)s") % {"number": self.number, "day": on}


@dataclass(frozen=True)
class Line:
    """One change in words."""

    what: str
    before: str
    after: str
    because: tuple[Reason, ...]


@dataclass(frozen=True)
class Pair:
    """Two results with everything the page draws."""

    before: Moment
    after: Moment
    found: Comparison

    @cached_property
    def chart(self) -> str:
        """The areas before and after, bar under bar."""
        return area_chart(self)

    @property
    def areas(self) -> Iterator[tuple[str, str, str]]:
        """Every area with its score before and after."""
        old = {area.id: area for area in self.found.before.areas}
        for area in self.found.after.areas:
            was = old.get(area.id)
            before = score(was.low, was.high) if was else _("non c'era")
            yield in_words(self.after.side.pack.areas[area.id].name), before, score(area.low, area.high)

    def level(self, result: CheckUp) -> str:
        """A level with its name."""
        pack = (self.before if result is self.found.before else self.after).side.pack
        level = next(level for level in pack.content.levels if level.id == result.level)
        return _("%(number)s, %(name)s") % {"number": level.id, "name": in_words(level.name)}

    def lines(self, step: Step) -> list[Line]:
        """What a step changed, in words."""
        return [self._line(change) for kind in _KINDS for change in step.of(kind)]

    def _line(self, change: Change) -> Line:
        before, after = _said(change.kind, change.before), _said(change.kind, change.after)
        if change.after == "not_proposed" and change.id in self.after.side.answers.in_use:
            after = _("già in uso")
        return Line(self._name(change), before, after, change.because)

    def _name(self, change: Change) -> str:
        fixed = {"level": _("Livello"), "total": _("Punteggio su 100")}
        if change.kind in fixed:
            return fixed[change.kind]
        for pack in (self.after.side.pack, self.before.side.pack):
            names: Mapping[str, Mapping[str, Text]] = {
                "area": {area.id: area.name for area in pack.areas.values()},
                "gate": {gate.id: gate.text for gate in pack.content.gates},
                "duty": {duty.id: duty.name for duty in pack.duties.values()},
                "measure": {measure.id: measure.name for measure in pack.measures.values()},
            }
            if change.id in names[change.kind]:
                name = in_words(names[change.kind][change.id])
                return f"{change.id} {name}" if change.kind == "measure" else name
        return change.id

    def measure(self, code: str) -> str:
        """The code and name of a measure of the later model."""
        return f"{code} {in_words(self.after.side.pack.measures[code].name)}"


def score(low: float | None, high: float | None) -> str:
    """An area's ends in words."""
    return _("non si valuta") if low is None else interval(low, high)


def points(value: float | None) -> str:
    """Points with their sign; a dash where there is no total."""
    if value is None:
        return "–"
    return ("+" if value > 0 else "") + number(value).replace("-", "−")


def _said(kind: Kind, value: State) -> str:
    if kind in ("total", "area"):
        return score(*value) if isinstance(value, tuple) else _("non c'era")
    words: dict[State, str] = {
        "not_met": _("tiene il livello"),
        "unknown": _("tiene il livello: manca una risposta") if kind == "gate" else plain_words(UNKNOWN, current()),
        None: _("non tiene il livello"),
        "could_fit": _("potrebbe servire"),
        "not_proposed": _("non proposta"),
        "absent": _("non c'era"),
    }
    if value in words:
        return words[value]
    title = list_titles(current()).get(str(value))
    return plain_words(value, current()) if title is None else title[:1].lower() + title[1:]


def area_chart(pair: Pair) -> str:
    """Two bars an area: before, and under it after. The description says the same in words."""
    bars: list[Bar] = []
    described = []
    old = {area.id: area for area in pair.found.before.areas}
    for area in pair.found.after.areas:
        name, was = in_words(pair.after.side.pack.areas[area.id].name), old.get(area.id)
        low, high = (was.low, was.high) if was else (None, None)
        first, last = score(low, high), score(area.low, area.high)
        bars.append(Bar(name, low, high, _("prima %(score)s") % {"score": first}))
        bars.append(Bar("", area.low, area.high, _("dopo %(score)s") % {"score": last}))
        described.append(_("%(area)s: prima %(first)s, dopo %(last)s") % {"area": name, "first": first, "last": last})
    words = Words("before-after", _("Punteggio di ogni area, prima e dopo"), "; ".join(described) + ".")
    return area_bars(bars, BarLegend(_("punti certi"), _("punti che dipendono da risposte mancanti")), words)


@firm.get("/<check_up_id>/compare", endpoint="compare")
def page(check_up_id: str) -> str:
    """Two results of the address (`from`, `to`), else the check-up before and this one, else the first and the last."""
    visit = open_visit(check_up_id, "read", with_result=True)
    with reading() as session:
        moments = _moments(session, visit.check_up)
    chosen = choose(moments, request.args)
    pair = _pair(*chosen) if chosen else None
    return render_template(
        "firm/compare.html",
        visit=visit,
        moments=moments,
        pair=pair,
        points=points,
        most=SHOWN_AT_ONCE,
        planned=planned(visit, pair),
        not_as_stored=chosen is not None and pair is not None and not _both_as_stored(pair),
        **page_words(visit),
    )


def choose(moments: Sequence[Moment], asked: MultiDict[str, str]) -> tuple[Moment, Moment] | None:
    """The two results to compare, the earlier one first; None while there are not two."""
    if len(moments) < 2:
        return None
    numbered = {str(moment.number): moment for moment in moments}
    first, last = numbered.get(asked.get("from", "")), numbered.get(asked.get("to", ""))
    if first is None or last is None or first is last:
        return moments[0], moments[-1]
    return (first, last) if first.number < last.number else (last, first)


def planned(visit: Visit, pair: Pair | None) -> tuple[str, ...]:
    """Measures that the plan says are in use or done, beyond those answered as in use since."""
    if pair is None:
        return ()
    done = {item.code for item in read_plan(visit.stored.extra["plan"]).measures if item.state in ("in_use", "done")}
    return tuple(code for code in pair.after.side.pack.measures if code in done - set(pair.found.done))


def _moments(session: Session, check_up: StoredCheckUp) -> list[Moment]:
    stored = list(_earlier(session, check_up))
    stored += [(snapshot.number, snapshot) for snapshot in snapshots_of(session, check_up.id)]
    return [Moment(place, _side(session, snapshot), snapshot) for place, snapshot in stored]


def _earlier(session: Session, check_up: StoredCheckUp) -> Iterable[tuple[int, StoredSnapshot]]:
    """The last result of the check-up before, if it is still there and theirs."""
    if check_up.previous_id is None:
        return ()
    try:
        load_for(session, actor(), CHECK_UP, check_up.previous_id, action="read")
    except NotYoursError:
        return ()
    found = latest_snapshot(session, check_up.previous_id)
    return () if found is None else ((EARLIER, found),)


def _side(session: Session, stored: StoredSnapshot) -> Side:
    """A stored result's model, day and answers."""
    pack = state().packs.pinned(session, stored.pack_sha256)
    return Side(pack, stored.on_day, answers_of(bind(pack, stored.on_day), stored))


def _pair(before: Moment, after: Moment) -> Pair:
    return Pair(before, after, compare(before.side, after.side))


def _both_as_stored(pair: Pair) -> bool:
    """Whether both results are still computed as they were stored."""
    ends = ((pair.before.stored, pair.found.before), (pair.after.stored, pair.found.after))
    found = [as_stored(stored, result) for stored, result in ends]
    return all(found)
