"""Which text rules leave by the hour in a firm, and what is said where a text that may come first was not read."""

from datetime import date

from cip.agreement.firm_regime import FirmRegime, regime_of_firm
from tests.unit.agreement.covered import the_book

ON = date(2026, 11, 21)
INVENTED, MILAN = ("999001",), ("015146",)


def found(ccnl: str | None, places: tuple[str, ...] | None = INVENTED, *joined: str, **more: bool) -> FirmRegime:
    return regime_of_firm(the_book(), ON, ccnl, places, joined, **more)


def beside(one: FirmRegime) -> list[str]:
    return [shown.text.id for shown in one.regime.shown]


def unread(one: FirmRegime) -> list[str]:
    return [reason.rule for reason in one.unread]


def test_the_contract_that_the_firm_applies_binds_before_the_law() -> None:
    banks = found("J241", MILAN)
    assert (banks.regime.binding.id, banks.unread) == ("abi-2016", ())
    assert [one.id for one in banks.regime.doubts] == ["precedence"]


def test_a_joined_agreement_binds_and_the_contract_stands_beside() -> None:
    both = found("J241", INVENTED, "demo-2026")
    assert (both.regime.binding.id, beside(both)) == ("demo-2026", ["abi-2016"])
    assert "precedence" in [one.id for one in both.regime.doubts]


def test_the_law_alone_is_never_sure_while_a_text_was_not_read() -> None:
    for ccnl, rule in ((None, "regime.contract_unknown"), ("H011", "regime.contract_unread")):
        one = found(ccnl)
        assert (one.regime.binding.id, beside(one), unread(one)) == ("statute", ["demo-2026"], [rule])


def test_another_declared_text_is_said_with_its_doubt() -> None:
    one = found("J241", MILAN, other_text=True)
    assert unread(one) == ["regime.other_text"]
    alone = found("H011", MILAN, other_text=True)
    assert [doubt.id for doubt in alone.regime.doubts] == ["precedence"]


def test_a_contract_that_was_not_read_leaves_open_which_text_comes_first() -> None:
    assert "precedence" in [doubt.id for doubt in found("H011", INVENTED, "demo-2026").regime.doubts]


def test_joinings_that_nobody_told_are_unknown_not_no() -> None:
    said, silent = found(None), found(None, joins_known=False)
    assert "non ha aderito" in said.regime.shown[0].because.it
    assert "Non sappiamo se" in silent.regime.shown[0].because.it


def test_a_proposal_and_texts_of_other_places_are_left_out() -> None:
    assert beside(found("H011", MILAN)) == []
