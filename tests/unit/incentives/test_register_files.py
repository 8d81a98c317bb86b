"""The national register by files: what leaves, what is read, and what becomes of each line of an answer."""

from datetime import date, timedelta

import pytest

from cip.incentives.award_states import AwardState
from cip.incentives.register_answers import Outcome, Standing, as_text, from_text, judge, taken
from cip.incentives.register_codes import CodeKind
from cip.incentives.register_files import ANSWER_COLUMNS, EXPORT_COLUMNS, MOST_BYTES, MOST_LINES, FileRegister
from cip.incentives.register_port import AidRegister, AidToRegister, UnreadableAnswerError

REGISTER: AidRegister = FileRegister()
ON, ONE, TWO = date(2027, 1, 15), "1" * 32, "2" * 32
HEAD = ";".join(ANSWER_COLUMNS)


def answer(*lines: str) -> bytes:
    return "\n".join((HEAD, *lines)).encode()


def outcomes(*lines: str, states: dict[str, AwardState] | None = None, codes: object = None) -> list[Outcome]:
    held: dict[tuple[str, CodeKind], tuple[str, date]] = codes or {}  # type: ignore[assignment]
    elsewhere = {"TAKEN": "9" * 32}
    standing = Standing(states or {ONE: "reserved", TWO: "prepared"}, held, elsewhere)
    return [line.outcome for line in judge(REGISTER.read(answer(*lines)), standing, ON)]


def test_what_leaves_has_its_columns_and_no_formula() -> None:
    aid = AidToRegister(
        award_id=ONE, application=7, firm="=SOMMA(A1)", tax_code="01234567897", cents=500_000, ranked_on=ON,
        car="CAR1", cor="", cup="", act_number="-3", act_on=None,
    )  # fmt: skip
    head, row, end = REGISTER.export([aid]).decode("utf-8-sig").split("\r\n")
    assert head == ";".join(EXPORT_COLUMNS)
    assert row.split(";")[:5] == [ONE, "7", "01234567897", "'=SOMMA(A1)", "500000"]
    assert "'-3" in row.split(";")
    assert end == ""


def test_codes_are_read_with_semicolons_or_commas() -> None:
    assert outcomes(f"{ONE};COR;123;2027-01-14", ";CAR;C-1;2027-01-01") == ["taken", "taken"]
    with_commas = f"pratica,tipo,codice,data\n{ONE},cup,g17h 1,2027-01-14".encode()
    (line,) = REGISTER.read(with_commas).lines
    assert (line.kind, line.code) == ("cup", "G17H1")


def test_each_line_says_what_became_of_it() -> None:
    there = {(ONE, "cor"): ("123", ON), (TWO, "cor"): ("555", ON)}
    assert outcomes(f"{ONE};COR;123;2027-01-15", f"{TWO};COR;777;2027-01-15", codes=there) == ["same", "other_code"]
    assert outcomes("abc;COR;1;2027-01-14", ";COR;1;2027-01-14", f"{ONE};CAR;1;2027-01-14") == ["unmatched"] * 3
    assert outcomes(f"{ONE};COR;1;2027-01-14", f"{ONE};COR;2;2027-01-14") == ["doubled"] * 2
    assert outcomes(f"{ONE};COR;1;2027-01-14", f"{TWO};COR;1;2027-01-14") == ["doubled"] * 2
    assert outcomes(f"{ONE};COR;1;2027-01-16") == ["later"]
    assert outcomes(f"{ONE};COR;TAKEN;2027-01-14") == ["other_award"]
    assert outcomes(f"{ONE};COR;1;2027-01-14", states={ONE: "approved"}) == ["decided"]
    assert outcomes("x;RNA;1;2027-01-14", f"{ONE};COR;;2027-01-14", f"{ONE};COR;1;ieri") == ["unreadable"] * 3


def test_only_lines_that_are_taken_are_recorded_and_the_report_is_kept() -> None:
    read = REGISTER.read(answer(f"{ONE};COR;1;2027-01-14", "abc;COR;2;2027-01-14"))
    judged = judge(read, Standing({ONE: "reserved"}, {}), ON)
    assert [line.award_id for line in taken(read, judged)] == [ONE]
    assert from_text(as_text(judged)) == judged


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"a;b\n1;2",
        b"x" * (MOST_BYTES + 1),
        answer(*[f"{ONE};COR;1;2027-01-14"] * (MOST_LINES + 1)),
    ],
)
def test_what_is_no_answer_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        REGISTER.read(content)


def test_a_day_after_today_is_never_taken() -> None:
    assert outcomes(f"{ONE};COR;1;{(ON + timedelta(days=1)).isoformat()}") == ["later"]
