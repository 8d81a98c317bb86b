"""Everything that a small firm can answer, published and attacked: no case is left out."""

import pytest

from cip.voice.rules import ONE, SEVERAL
from tests.unit.voice.attacker import alone, found_by_anybody, groups, question

SMALL = [(ONE, answers, options, 1) for answers in range(5, 11) for options in range(2, 5)]
SMALL += [(ONE, answers, 5, 1) for answers in (5, 6, 9)] + [(ONE, 18, 4, 1), (ONE, 24, 3, 1)]
SEVERALS = [
    (SEVERAL, answers, options, limit) for answers in (5, 6) for options in (2, 3, 4) for limit in range(2, options + 1)
]
SEVERALS += [(SEVERAL, 9, 3, 2)]
LARGE = [(ONE, 9, 6, 1), (ONE, 12, 5, 1), (SEVERAL, 7, 4, 2), (SEVERAL, 7, 4, 3), (SEVERAL, 6, 5, 2)]


@pytest.mark.parametrize(
    ("kind", "answers", "options", "limit"),
    [*SMALL, *SEVERALS, *(pytest.param(*one, marks=pytest.mark.long) for one in LARGE)],
)
def test_no_possible_answers_tell_a_value_of_others(kind: str, answers: int, options: int, limit: int) -> None:
    asked = question(kind, options, limit)
    found = groups(asked, answers, alone)
    leaks = [(cells, fits) for cells, fits in found.items() if found_by_anybody(asked, fits, answers)]
    assert leaks == []
