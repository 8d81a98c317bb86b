"""A reason is there, says something, and is no copy."""

import pytest

from cip.incentives.score_reasons import SHORTEST_REASON, ReasonFault, reason_fault, repeats

GOOD = "Il piano dice chi fa cosa e quando, con una prova per ogni misura prevista."


@pytest.mark.parametrize(
    ("reason", "others", "fault"),
    [
        ("", [], "missing"),
        ("  \n ", [], "missing"),
        ("Buono.", [], "short"),
        ("x" * (SHORTEST_REASON - 1), [], "short"),
        (GOOD, [], None),
        (GOOD, [GOOD], "copied"),
        (GOOD, [GOOD.upper() + " 12"], "copied"),
        (GOOD.replace("prova", "fattura"), [GOOD], None),
        (GOOD, ["Le persone sono state sentite due volte, e i costi sono scritti uno per uno."], None),
        (GOOD, ["chi e quando, con prova"], None),
        (GOOD, [GOOD + " Inoltre i costi sono scritti e coperti, misura per misura, fino alla fine."], "copied"),
    ],
)
def test_what_is_wrong_with_a_reason(reason: str, others: list[str], fault: ReasonFault | None) -> None:
    assert reason_fault(reason, others) == fault


def test_an_own_reason_may_quote() -> None:
    mine = GOOD + " Mancano però i costi di due misure su tre, e nessuno sostituisce chi esce prima il venerdì."
    assert not repeats(mine, GOOD)
    assert repeats(GOOD, mine)


def test_signs_alone_repeat_nothing() -> None:
    assert not repeats("1 2 3 ...", "1 2 3 ...")
