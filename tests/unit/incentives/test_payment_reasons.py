"""What office and firm read of a payment that waits: each sentence in both languages, with its sums and days."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from cip.incentives import payment_sentences as sentences
from cip.incentives.de_minimis import Aid, DeMinimisResult, Window
from cip.incentives.payment_checks import (
    PaymentFact,
    in_the_way,
    lowered_by_report,
    newest,
    offset_of,
    over_the_limit,
    recipient_of,
)
from cip.incentives.progress import Progress
from cip.incentives.tranches import parts_of
from cip.incentives.undertaking import Undertaking
from cip.incentives.withholding import Recipient, withholding_of
from cip.kernel.texts import Reason
from tests.unit.incentives.laws import shipped_law as law
from tests.unit.incentives.laws import with_value
from tests.unit.incentives.test_payment_checks import GOOD, NOW, ON, fact
from tests.unit.incentives.test_tranches import tranche

LATER = ON + timedelta(days=300)


def told(reasons: Iterable[Reason]) -> list[tuple[str, str, str]]:
    """Rule and sentence in both languages, with plain spaces."""
    return [(one.rule.removeprefix("payment."), one.it.replace("\N{NO-BREAK SPACE}", " "), one.en) for one in reasons]


def reasons(facts: Iterable[PaymentFact], on: date = ON, cup: str | None = "J1") -> list[tuple[str, str, str]]:
    """What is told to stand in the way of paying 7,000 euro."""
    return told(in_the_way(facts, "first", 700_000, cup, law(), on))


def test_what_nobody_recorded() -> None:
    assert reasons((), cup=None) == [
        (
            "cup", "Manca il CUP, che deve stare su ogni pagamento.",
            "The CUP is missing, which every payment has to carry.",
        ),
        ("durc", "Il DURC del giorno di pagamento manca.", "The DURC of the day of payment is missing."),
        (
            "insurance", "L'assicurazione contro le catastrofi non risulta il giorno di pagamento.",
            "Catastrophe insurance is not on record for the day of payment.",
        ),
        (
            "tax_debt", "Sopra 5.000 € serve prima la verifica dei debiti fiscali.",
            "Above €5,000 the check of tax debts comes first.",
        ),
    ]  # fmt: skip


def test_what_was_seen_and_is_bad() -> None:
    assert reasons((fact("durc", "no"), fact("insurance", "no"), fact("tax_debt", "no"))) == [
        (
            "durc", "Il DURC non è regolare: l'ufficio può pagare il debito a INPS o INAIL.",
            "The DURC is not regular: the office may pay the debt to INPS or INAIL.",
        ),
        ("insurance", "L'assicurazione contro le catastrofi manca.", "There is no catastrophe insurance."),
        ("tax_debt", "La verifica dei debiti fiscali ha trovato un debito.", "The check of tax debts found a debt."),
    ]  # fmt: skip


def test_what_holds_no_more() -> None:
    assert reasons((GOOD[0], fact("insurance", "yes", valid_to=ON), GOOD[2]), LATER) == [
        ("durc", "Il DURC valeva fino al 15/05/2027.", "The DURC held until 15 May 2027."),
        ("insurance", "L'assicurazione valeva fino al 15/01/2027.", "The insurance held until 15 Jan 2027."),
    ]


def test_a_paper_that_says_its_own_last_day_counts_until_then() -> None:
    until = fact("durc", "yes", valid_to=LATER)
    assert reasons((until, *GOOD[1:]), LATER) == []
    assert [rule for rule, *_ in reasons((until, *GOOD[1:]), LATER + timedelta(days=1))] == ["durc"]
    assert reasons((fact("durc", "not_due"), *GOOD[1:]), LATER) == []


def test_what_the_law_does_not_say_is_told_in_words() -> None:
    found = told(in_the_way((GOOD[0], GOOD[1]), "first", 700_000, None, {}, LATER))
    assert found == [
        (
            "cup", "La legge del bando non dice se serve il CUP.",
            "The law of the call does not say whether a CUP is asked for.",
        ),
        (
            "durc", "Per il giorno 15/01/2027 la legge del bando non dice per quanti giorni vale un DURC.",
            "For 15 Jan 2027 the law of the call does not say for how many days a DURC holds.",
        ),
        (
            "tax_debt",
            "Per il giorno 11/11/2027 la legge del bando non dice sopra quale somma si verificano i debiti fiscali.",
            "For 11 Nov 2027 the law of the call does not say above which sum tax debts are checked.",
        ),
    ]  # fmt: skip
    assert told(withholding_of(100, Recipient(True, False), {}, ON).because) == [
        (
            "withholding", "Per il giorno 15/01/2027 la legge del bando non dice quanta imposta si trattiene.",
            "For 15 Jan 2027 the law of the call does not say how much tax is kept back.",
        )
    ]  # fmt: skip


def test_a_later_irregular_durc_wants_an_offset_of_its_own() -> None:
    before = fact("durc_offset", "yes", cents=900)
    after = fact("durc", "no", at=NOW + timedelta(seconds=1))
    assert [rule for rule, *_ in reasons((before, after, *GOOD[1:]))] == ["durc"]
    assert [rule for rule, *_ in reasons((after, fact("durc_offset", "no"), *GOOD[1:]))] == ["durc"]
    assert offset_of((after, fact("durc_offset", "no", cents=900)), "first", 1_000, ON) == 0
    assert offset_of((before,), "first", 1_000, ON) == 0
    assert offset_of((after, fact("durc_offset", "yes")), "first", 1_000, ON) == 0


def test_the_newest_fact_of_its_part_and_day_counts() -> None:
    first, second = fact("durc", "yes", ON - timedelta(days=2)), fact("durc", "no", ON - timedelta(days=1))
    assert newest((second, first), "durc", "first", ON) is second
    assert newest((second, first), "durc", "first", ON - timedelta(days=2)) is first
    assert newest((second, first), "insurance", "first", ON) is None
    other = fact("tax_debt", "no", tranche_id="balance")
    assert newest((*GOOD, other), "tax_debt", "first", ON) is GOOD[2]
    assert newest((*GOOD, other), "tax_debt", "balance", ON) is other
    assert recipient_of(iter((fact("capital_goods", "yes"), fact("business", "no"))), "first", ON) == Recipient(
        False, True
    )


def test_a_call_whose_law_asks_for_no_cup_pays_without() -> None:
    asked = with_value("cup_required", False)
    assert told(in_the_way(GOOD, "first", 700_000, None, asked, ON)) == []
    assert [rule for rule, *_ in reasons(GOOD, cup="")] == ["cup"]


def room(counted: int, reserved: int) -> DeMinimisResult:
    """The room of a firm, of 3,000 euro, of which so much counts and so much is kept free."""
    return DeMinimisResult(
        on=ON, limit=300_000, window=Window(ON, ON), undertaking=Undertaking("1", frozenset("1"), {}, ()),
        counted=(Aid("1", ON, counted),), reserved=reserved, new_cents=None, because=(Reason("x", sentences.NO_CUP),),
    )  # fmt: skip


@pytest.mark.parametrize(("counted", "reserved"), [(300_000, 0), (200_000, 100_000), (0, 0)])
def test_aid_up_to_its_limit_is_paid(counted: int, reserved: int) -> None:
    assert over_the_limit(room(counted, reserved)) == ()


def test_aid_one_cent_above_its_limit_is_not_paid_and_the_sums_are_told() -> None:
    assert told(over_the_limit(room(200_000, 100_001))) == [
        (
            "de_minimis", "Gli aiuti de minimis superano il limite: 3.000,01 € su 3.000 €.",
            "De minimis aid is above the limit: €3,000.01 of €3,000.",
        )
    ]  # fmt: skip


def test_a_report_that_proves_less_tells_how_far_a_part_goes_down() -> None:
    _first, balance = parts_of((tranche("first", 70.0), tranche("balance", 30.0)), 100_000)
    assert told(lowered_by_report(balance, 20_050, 100_000, Progress("accepted", 90_050))) == [
        (
            "lowered", "Le spese accolte sono 900,50 €: questa parte scende da 300 € a 200,50 €.",
            "The expenses accepted are €900.50: this part goes down from €300 to €200.50.",
        )
    ]  # fmt: skip
    assert not lowered_by_report(balance, 30_000, 100_000, Progress("accepted", 90_050))
    assert not lowered_by_report(balance, 20_050, 100_000, Progress("accepted", 100_000))
    assert not lowered_by_report(balance, 20_050, 100_000, Progress())
