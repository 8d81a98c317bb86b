"""What becomes of each line of an answer of the register: taken, there already, or why not. Pure.

Nothing is overwritten: a code that stands otherwise here stays, and the line is told.
"""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cip.incentives.award_states import UNDECIDED, AwardState
from cip.incentives.register_codes import OF_AWARD, CodeKind
from cip.incentives.register_port import Answer, AnswerLine
from cip.kernel.canonical import canonical_json

Outcome = Literal[
    "taken", "same", "unmatched", "doubled", "other_code", "other_award", "decided", "later", "unreadable"
]
# taken: recorded. same: it stood here already. unmatched: no such award in this call. doubled: the file names this code
# twice for one case, or one code for two cases. other_code: another code stands here. other_award: the code stands for
# another award. decided: the award was approved before it came. later: its day is still to come.


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands here before a file is read: states by award, codes by award (empty id: of the call), and the codes
    of single aids that other awards hold.
    """

    states: Mapping[str, AwardState]
    codes: Mapping[tuple[str, CodeKind], tuple[str, date]]
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """By COR the award that holds it, in every call."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of the file and what became of it."""

    n: int
    award_id: str
    kind: str
    code: str
    on: str
    outcome: Outcome


def judge(answer: Answer, standing: Standing, today: date) -> tuple[ReadLine, ...]:
    """Every line of an answer with its outcome, in the order of the file."""
    twice = _twice(answer.lines)
    read = [
        ReadLine(line.n, line.award_id, line.kind, line.code, line.on.isoformat(), _one(line, standing, twice, today))
        for line in answer.lines
    ]
    bad = [ReadLine(line.n, "", line.why, "", "", "unreadable") for line in answer.bad]
    return tuple(sorted((*read, *bad), key=lambda one: one.n))


def taken(answer: Answer, read: Collection[ReadLine]) -> tuple[AnswerLine, ...]:
    """The lines that are to be recorded."""
    numbers = {one.n for one in read if one.outcome == "taken"}
    return tuple(line for line in answer.lines if line.n in numbers)


def as_text(read: Collection[ReadLine]) -> str:
    """Lines as canonical JSON."""
    return canonical_json([[one.n, one.award_id, one.kind, one.code, one.on, one.outcome] for one in read])


def from_text(text: str) -> tuple[ReadLine, ...]:
    """Lines that were kept."""
    return tuple(ReadLine(*one) for one in json.loads(text))


def _twice(lines: Collection[AnswerLine]) -> set[int]:
    """The numbers of the lines of which none is taken: two for one case and kind, or one COR for two cases."""
    cases = Counter((line.award_id, line.kind) for line in lines)
    codes = Counter(line.code for line in lines if line.kind == "cor")
    return {
        line.n
        for line in lines
        if cases[(line.award_id, line.kind)] > 1 or (line.kind == "cor" and codes[line.code] > 1)
    }


def _one(line: AnswerLine, standing: Standing, twice: Collection[int], today: date) -> Outcome:
    if not _matched(line, standing):
        return "unmatched"
    if line.n in twice:
        return "doubled"
    there = standing.codes.get((line.award_id, line.kind))
    if there is not None:
        return "same" if there == (line.code, line.on) else "other_code"
    if line.on > today:
        return "later"
    if line.award_id and standing.states[line.award_id] not in UNDECIDED:
        return "decided"
    other = standing.elsewhere.get(line.code) if line.kind == "cor" else None
    return "taken" if other in (None, line.award_id) else "other_award"


def _matched(line: AnswerLine, standing: Standing) -> bool:
    """Whether a line names an award of the call, or the measure, with a kind of code that it has."""
    if not line.award_id:
        return line.kind in ("car", "cup")
    return line.award_id in standing.states and line.kind in OF_AWARD
