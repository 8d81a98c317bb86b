"""How many clauses are kept with the measures that a firm chose."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cip.agreement.clauses import ClauseResult, ClauseStatus, tally
from cip.agreement.promises import promise_of, serving
from cip.kernel.texts import Reason, Text
from cip.rulebook.shapes.agreement import Clause

WORD = Text(it="Prova", en="Trial")
TEXTS = ("title", "text", "deadline", "proof", "met_by")
ANY: dict[str, object] = {key: {"it": "Prova", "en": "Trial"} for key in TEXTS}
STATES: tuple[ClauseStatus, ...] = ("met", "not_met", "unknown", "not_due")


def clause(code: str, *measures: str) -> Clause:
    rest = {"who": ["firm"], "check": {"kind": "in_force"}, "basis": "prova", "confidence": "design"}
    return Clause.model_validate({"id": code, "measures": list(measures), **ANY, **rest})


def result(code: str, status: ClauseStatus) -> ClauseResult:
    return ClauseResult(code, "valley", status, (Reason("rule", WORD),), WORD, date(2026, 1, 1))


CATALOGUE = {
    "C-01": clause("C-01", "M01", "M02"),
    "B-01": clause("B-01", "M18"),
    "A-01": clause("A-01"),
    "D-01": clause("D-01", "M28"),
}


def test_measures_bring_the_clauses_that_name_them_and_are_not_kept_yet() -> None:
    found = [result("A-01", "met"), result("B-01", "not_met"), result("C-01", "unknown"), result("D-01", "not_due")]
    promise = promise_of("valley", found, CATALOGUE, {"M02", "M28"})
    assert (promise.due, promise.met, promise.kept) == (3, 1, 2)
    assert promise.gained == ("C-01",)
    assert promise.open == ("B-01",)
    assert serving(found, CATALOGUE) == {"M18": ("B-01",), "M01": ("C-01",), "M02": ("C-01",)}


@given(
    st.lists(st.sampled_from(STATES), min_size=4, max_size=4), st.sets(st.sampled_from(["M01", "M02", "M18", "M28"]))
)
def test_never_more_than_what_is_due_nor_less_than_what_is_kept(states: list[ClauseStatus], chosen: set[str]) -> None:
    found = [result(code, status) for code, status in zip(CATALOGUE, states, strict=True)]
    promise = promise_of("valley", found, CATALOGUE, chosen)
    assert promise.met <= promise.kept <= promise.due == tally(found).due
    assert promise.kept + len(promise.open) == promise.due
    everything = promise_of("valley", found, CATALOGUE, {"M01", "M02", "M18", "M28"})
    assert set(promise.gained) <= set(everything.gained)
