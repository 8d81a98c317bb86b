"""One real check-up with its whole trace, for an invented firm of `benchmarks/firms/`."""

import time

from benchmarks.paths import DAY, FIRMS, MODEL, RULES
from benchmarks.worker import Subject
from cip.assessment.answer_file import read_answers
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack
from cip.assessment.engine import check_up_bound
from cip.cli.answer_documents import read_answer_document
from cip.cli.packs import load_bound

ROUND_SECONDS = 0.06


def bound_pack() -> BoundPack:
    """The model of the checkout, compiled for the day of the measurements."""
    bound = load_bound(RULES, MODEL, DAY)
    _ = bound.evaluate, bound.explainer
    return bound


def answers_of(bound: BoundPack, firm: str) -> Answers:
    """What an invented firm answered."""
    document = read_answer_document(FIRMS / f"{firm}.yaml")
    return read_answers(bound, document.value if document else None, document)


def subject(firm: str) -> Subject:
    """The check-up of a firm on a bound pack, as the web does it for each page that shows a result."""
    start = time.perf_counter()
    bound = bound_pack()
    prepared_ms = (time.perf_counter() - start) * 1e3
    answers = answers_of(bound, firm)
    check_up_bound(bound, answers).as_json()
    start = time.perf_counter()
    check_up_bound(bound, answers).as_json()
    count = max(1, int(ROUND_SECONDS / (time.perf_counter() - start)))

    def work() -> None:
        for _ in range(count):
            check_up_bound(bound, answers).as_json()

    return Subject(work, count, 0, prepared_ms)
