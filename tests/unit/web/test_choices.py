"""A button of an indicator's question and the stored answer behind it say the same, both ways."""

import pytest

from cip.web.firm.choices import answer_of, choice_of, choices, proof_of
from tests.unit.documents.papers import the_pack


@pytest.mark.parametrize(
    ("choice", "proof", "answer"),
    [
        ("2", {}, 2),
        ("3", {"count": 4}, {"step": 3, "count": 4}),
        ("3", {"date": "2026-01-10"}, {"step": 3, "date": "2026-01-10"}),
        ("unknown", {"count": 4}, "unknown"),
        ("na:single_cover", {"count": 4}, {"not_applicable": "single_cover"}),
    ],
)
def test_a_choice_and_its_answer(choice: str, proof: dict[str, object], answer: object) -> None:
    assert answer_of(choice, proof) == answer
    assert str(choice_of(answer)) == choice
    assert proof_of(answer) == (proof if isinstance(answer, dict) and "step" in answer else {})


def test_every_choice_of_the_model_comes_back() -> None:
    for indicator in the_pack().indicators.values():
        for choice in choices(indicator):
            assert str(choice_of(answer_of(choice))) == choice


def test_no_answer_ticks_no_button() -> None:
    assert choice_of(None) is None
    assert proof_of(None) == {}
