"""One request about one check-up: loaded through the one door, bound to its pack and the day, read once."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from cip.assessment.answer_file import AnswerFileError, Problem, read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import ENGINE_VERSION
from cip.assessment.merging import Question
from cip.assessment.path import Walk
from cip.assessment.reads import CHECK_UP, current_answers, is_mark, latest_snapshot, steps_before_marks
from cip.assessment.results import CheckUp
from cip.assessment.stored import StoredAnswers, StoredCheckUp, StoredSnapshot
from cip.kernel.canonical import canonical_json
from cip.parties.access import Actor, load_for
from cip.parties.permissions import Action
from cip.rulebook.packs import Pack
from cip.web.state import act_for, actor, reading, state, today

_LOG = logging.getLogger(__name__)
File = Mapping[str, Mapping[str, Any]]
NEEDS = "needs"


@dataclass(frozen=True)
class Readable:
    """Answers as the rules read them, and the mistakes of those that they cannot read."""

    answers: Answers
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SinceResult:
    """How many answers are others than those of a result, and whether the needs of those who work there are."""

    answers: int
    needs: bool


def _differ(then: Mapping[str, Any], now: Mapping[str, Any]) -> int:
    return sum(then.get(identifier) != now.get(identifier) for identifier in then.keys() | now.keys())


@dataclass(frozen=True)
class Visit:
    """A check-up as its holder sees it in this request."""

    check_up: StoredCheckUp
    stored: StoredAnswers
    bound: BoundPack
    snapshot: StoredSnapshot | None
    readable: Readable = field(repr=False)

    @property
    def id(self) -> str:
        """The check-up's id."""
        return self.check_up.id

    @property
    def pack(self) -> Pack:
        """The pack that the check-up is pinned to."""
        return self.bound.pack

    @property
    def answers(self) -> Answers:
        """The answers as the rules read them."""
        return self.readable.answers

    @property
    def file(self) -> File:
        """The answers as they were given, in the shape of a check-up's FILE."""
        return self.stored.file

    @cached_property
    def walk(self) -> Walk:
        """Which questions are asked now."""
        return Walk(self.bound, self.answers)

    @cached_property
    def before_marks(self) -> Mapping[str, object]:
        """The steps that stood where an indicator is marked as not applicable now; asked only where one is."""
        marked = [code for code, said in self.file["indicators"].items() if is_mark(said)]
        if not marked:
            return {}
        with reading() as session:
            return steps_before_marks(session, self.id, marked)

    @property
    def changed_since_result(self) -> bool:
        """Whether the answers are no longer those of the stored result."""
        return self.snapshot is not None and self.snapshot.answers != self.stored.canonical

    @property
    def since_result(self) -> "SinceResult":
        """What has changed since the stored result; nothing where there is none."""
        then = json.loads(self.snapshot.answers) if self.snapshot is not None else self.file
        changed = {name: _differ(then.get(name) or {}, held) for name, held in self.file.items()}
        return SinceResult(sum(many for name, many in changed.items() if name != NEEDS), bool(changed.get(NEEDS)))


def open_visit(check_up_id: str, action: Action, *, with_result: bool = False, who: Actor | None = None) -> Visit:
    """Load a check-up for whoever asks (or for `who`). Raises NotYoursError if it is not there or not theirs."""
    with reading() as session:
        check_up = load_for(session, who or actor(), CHECK_UP, check_up_id, action=action)
        stored = current_answers(session, check_up_id)
        pack = state().packs.pinned(session, check_up.pack_sha256)
        snapshot = latest_snapshot(session, check_up_id) if with_result else None
    return visit_of(pack, check_up, stored, snapshot)


def visit_of(
    pack: Pack, check_up: StoredCheckUp, stored: StoredAnswers, snapshot: StoredSnapshot | None = None
) -> Visit:
    """The visit of a check-up that was loaded for whoever asks, bound to the rules of today."""
    if check_up.firm_id is not None:
        act_for(check_up.firm_id, "check_up")
    bound = bind(pack, today())
    return Visit(check_up, stored, bound, snapshot, readable(bound, stored.file))


def visit_after(visit: Visit, changes: Mapping[Question, object], answers: Answers, written: int) -> Visit:
    """The check-up after a save that nobody came in between: `changes` (None withdraws) were taken, `written` of them
    were new, `answers` are what the rules read now.
    """
    stored = visit.stored
    file = {section: dict(held) for section, held in stored.file.items()}
    notes, extra = dict(stored.notes), {section: dict(held) for section, held in stored.extra.items()}
    for (section, identifier), value in changes.items():
        place: dict[str, Any] = notes if section == "notes" else (file | extra)[section]
        if value is None:
            place.pop(identifier, None)
        else:
            place[identifier] = value
    now = replace(
        stored,
        file=file,
        notes=notes,
        extra=extra,
        last_seq=stored.last_seq + written,
        carried=stored.carried - changes.keys(),
    )
    return Visit(visit.check_up, now, visit.bound, visit.snapshot, Readable(answers))


def readable(bound: BoundPack, file: File) -> Readable:
    """What the rules can read of a file. Saving keeps every stored file readable; only two pages saved at the same
    moment can leave something that another answer denies, and then that answer waits and the rest is read.
    """
    held: dict[str, dict[str, Any]] = {section: dict(answers) for section, answers in file.items()}
    problems: list[Problem] = []
    while True:
        try:
            return Readable(read_answers(bound, held), tuple(problems))
        except AnswerFileError as error:
            for problem in error.problems:
                section, identifier = str(problem.path[0]), str(problem.path[1])
                held[section].pop(identifier, None)
            problems += error.problems


def as_stored(snapshot: StoredSnapshot, result: CheckUp) -> bool:
    """Whether a result computed again has the bytes that were stored; the log says where it has not."""
    same = canonical_json(result.as_json()) == snapshot.result
    if not same:
        _LOG.error(
            "%s, of engine %s, no longer replays with engine %s", snapshot.name, snapshot.engine_version, ENGINE_VERSION
        )
    return same


def answers_of(bound: BoundPack, snapshot: StoredSnapshot) -> Answers:
    """The answers that a stored result was computed from."""
    return read_answers(bound, json.loads(snapshot.answers))
