"""Everything that a small firm can answer, published and attacked: no case is left out."""

import pytest

from cip.voice.rules import ONE, SEVERAL
from tests.unit.voice.attacker import alone, found_by_anybody, groups, question

SMALL = [(ONE, answers, options, 1) for answers in range(5, 13) for options in range(2, 6)]
SMALL += [(ONE, answers, 6, 1) for answers in range(5, 10)] + [(ONE, 18, 4, 1), (ONE, 24, 3, 1)]
SEVERALS = [
    (SEVERAL, answers, options, limit)
    for answers in (5, 6, 7)
    for options in (2, 3, 4)
    for limit in range(2, options + 1)
]
SEVERALS += [(SEVERAL, 6, 5, 2), (SEVERAL, 9, 3, 2)]


@pytest.mark.parametrize(("kind", "answers", "options", "limit"), [*SMALL, *SEVERALS])
def test_no_possible_answers_tell_a_value_of_others(kind: str, answers: int, options: int, limit: int) -> None:
    asked = question(kind, options, limit)
    found = groups(asked, answers, alone)
    leaks = [(cells, fits) for cells, fits in found.items() if found_by_anybody(asked, fits, answers)]
    assert leaks == []
