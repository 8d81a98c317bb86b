"""The choices of an indicator's question: what a button sends, and the answer of a check-up's FILE behind it."""

from collections.abc import Mapping

from cip.assessment.answers import UNKNOWN
from cip.rulebook.shapes import model

NOT_APPLICABLE = "na:"
"""Before the reason why an indicator does not apply."""
_PROOFS = ("date", "count")
_NO_PROOF: Mapping[str, object] = {}


def choices(indicator: model.Indicator) -> tuple[str, ...]:
    """Everything that a button of the question may send: its steps, «I don't know», its reasons."""
    steps = (str(step) for step in range(len(indicator.steps)))
    return (*steps, UNKNOWN, *(NOT_APPLICABLE + reason.id for reason in indicator.not_applicable))


def choice_of(answer: object) -> object:
    """What the button of a stored answer sends; None where there is none."""
    if not isinstance(answer, dict):
        return answer
    return NOT_APPLICABLE + str(answer["not_applicable"]) if "not_applicable" in answer else answer.get("step")


def proof_of(answer: object) -> dict[str, object]:
    """The date or count that a stored answer holds beside its step."""
    return {kind: answer[kind] for kind in _PROOFS if kind in answer} if isinstance(answer, dict) else {}


def answer_of(choice: str, proof: Mapping[str, object] = _NO_PROOF) -> object:
    """The answer behind a button, with its proof: a bare step where there is none."""
    if choice == UNKNOWN:
        return UNKNOWN
    if choice.startswith(NOT_APPLICABLE):
        return {"not_applicable": choice.removeprefix(NOT_APPLICABLE)}
    return {"step": int(choice), **proof} if proof else int(choice)
