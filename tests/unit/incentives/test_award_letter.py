"""The decision letter as data: its lines add up, and it reads the same once it is kept."""

from dataclasses import replace
from datetime import date

import pytest

from cip.incentives.award_letter import (
    AppealTerm,
    AwardLetter,
    LetterCode,
    LetterDuty,
    LetterPart,
    Protocol,
    letter_from,
    letter_text,
)
from cip.kernel.texts import Text

BOTH = Text(it="Una voce", en="A line")
LETTER = AwardLetter(
    office="Provincia di prova",
    call="Bando di prova",
    mark=Text(it="proposta", en="proposal"),
    firm="=Impresa",
    tax_code="01234567897",
    number=4,
    sent_on=date(2026, 12, 20),
    cents=450_000,
    act_number="31/2027",
    act_on=date(2027, 1, 15),
    lines=((BOTH, 500_000), (BOTH, -50_000)),
    parts=(LetterPart(BOTH, 70.0, 315_000, BOTH), LetterPart(BOTH, 30.0, 135_000, BOTH)),
    duties=(LetterDuty(BOTH, "F-04", 12), LetterDuty(BOTH, None, None)),
    codes=(LetterCode("cor", "9000001", date(2027, 1, 14)),),
    answer_days=30,
    answer_proposal=True,
    court=AppealTerm(60, "D.Lgs. 104/2010"),
    head=AppealTerm(None, ""),
    law=("L. 234/2012 art. 52",),
    contact="",
)


def test_a_letter_reads_the_same_once_it_is_kept() -> None:
    assert letter_from(letter_text(LETTER)) == LETTER
    assert letter_text(letter_from(letter_text(LETTER))) == letter_text(LETTER)


def test_lines_that_do_not_add_up_make_no_letter() -> None:
    with pytest.raises(ValueError, match="add up"):
        replace(LETTER, cents=450_001)


def test_a_protocol_number_counts_in_the_year_of_its_day() -> None:
    assert Protocol(120, date(2027, 1, 1)).shown == "120/2027"
