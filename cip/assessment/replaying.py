"""A stored result made again from its stored pack: the same bytes, or the first place where they differ."""

import json
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.rulebook.packs import Pack

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a replay leaves the stored bytes: the offset, and what stands there in each."""

    offset: int
    stored: str
    replayed: str

    def __str__(self) -> str:
        return f"byte {self.offset}: stored {self.stored!r}, replayed {self.replayed!r}"


def result_text(pack: Pack, answers: str, on: date) -> str:
    """The canonical JSON of the check-up of stored answers (canonical JSON of a FILE). Raises RefusalError or
    ValueError.
    """
    bound = bind(pack, on)
    return canonical_json(check_up_bound(bound, read_answers(bound, json.loads(answers))).as_json())


def replay(pack: Pack, answers: str, on: date, stored: str) -> Difference | None:
    """None if the replayed result is the stored one byte by byte, else the first difference."""
    try:
        replayed = result_text(pack, answers, on)
    except (RefusalError, ValueError, RecursionError) as error:
        return Difference(0, stored[:_SHOWN], f"cannot be replayed: {error}")
    return difference(stored, replayed)


def difference(stored: str, replayed: str) -> Difference | None:
    """None if both are equal, else the first place where they are not."""
    if replayed == stored:
        return None
    offset = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(stored, replayed, strict=False)))
    at = len(stored[:offset].encode())
    return Difference(at, stored[offset : offset + _SHOWN], replayed[offset : offset + _SHOWN])
