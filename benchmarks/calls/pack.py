"""The pilot call with more questions: as many as a measurement wants; the rules read only its own."""

from datetime import datetime
from functools import cache

from benchmarks.paths import RULES
from cip.incentives.prefill import answerable
from cip.kernel.texts import Text
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.shapes.call import CallFact

CALL = "pilot-2026"


@cache
def pilot() -> CallPack:
    """The pilot call as it is shipped."""
    return load_call_packs(RULES, only=CALL).packs[CALL]


def opened(opens: datetime, closes: datetime, answers: int = 0) -> CallPack:
    """The pilot call, open between two moments, with further facts until the form asks for so many. Documents may come
    later: what is measured are rows and pages, not files.
    """
    call = pilot().call
    more = answers - sum(answerable(fact) for fact in call.facts)
    facts = (*call.facts, *(_extra(number) for number in range(1, more + 1)))
    later = tuple(one.model_copy(update={"later": True}) for one in call.documents)
    content = pilot().content.model_copy(update={"call": call.model_copy(update={"facts": facts, "documents": later})})
    return CallPack.of(content).with_settings(opens=opens, closes=closes, cents_by_line={})


def _extra(number: int) -> CallFact:
    label = Text(it=f"Domanda in più numero {number}", en=f"Further question number {number}")
    name = f"extra_{number:03d}"
    if number % 2:
        return CallFact(id=name, type="yes_no", label=label)
    return CallFact(id=name, type="whole", unit="workers", min=0, max=4999, label=label)
