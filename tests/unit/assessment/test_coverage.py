"""How many of the questions that are asked were looked at."""

from datetime import date

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.coverage import Coverage, asked_now, coverage_of, read_coverage
from cip.assessment.path import Walk
from cip.assessment.reviewing import Review, key_of
from cip.assessment.stored import StoredAnswers
from tests.unit.assessment.test_probes import PACK

BOUND = bind(PACK, date(2026, 11, 21))
FACTS = {"workers": 7, "sector": "shop"}


def walk() -> Walk:
    return Walk(BOUND, read_answers(BOUND, {"facts": FACTS}))


def stored(**reviews: Review) -> StoredAnswers:
    file = {"facts": FACTS, "indicators": {}, "duties": {}, "needs": {}, "in_use": {}}
    kept = {key_of(("facts", name)): one.as_value() for name, one in reviews.items()}
    return StoredAnswers(file=file, notes={}, last_seq=3, reviews=kept)  # type: ignore[arg-type]


def test_only_a_review_of_the_answer_as_it_is_counts() -> None:
    asked = len(asked_now(walk()))
    assert coverage_of(walk(), stored()) == Coverage(0, asked)
    assert coverage_of(walk(), stored(workers=Review(7, 7))) == Coverage(1, asked)
    assert coverage_of(walk(), stored(workers=Review(7, 6))) == Coverage(0, asked)
    # What is not asked is not looked at either.
    assert coverage_of(walk(), stored(ateco=Review("47.1"))).looked == 0


def test_a_whole_one_and_what_an_older_event_says() -> None:
    assert Coverage(3, 3).whole
    assert not Coverage(2, 3).whole
    assert read_coverage(Coverage(2, 3).as_value()) == Coverage(2, 3)
    assert read_coverage({"number": 1}) is None
