"""What of a bank's statement is read, element by element, and where a line that cannot be read stands."""

from datetime import date

import pytest

from cip.incentives.statements import (
    LONGEST_ID,
    LONGEST_TEXT,
    MOST_CENTS,
    StatementError,
    StatementLine,
    read_statement,
)
from tests.unit.incentives.bank_statements import camt, entry

GROUP = "<NtryDtls>{}</NtryDtls>"
DIRECT = '<TxDtls><Refs><EndToEndId>{}</EndToEndId></Refs><Amt Ccy="{}">{}</Amt>{}</TxDtls>'


def detail(name: str, sum_: str, currency: str = "EUR", more: str = "") -> str:
    """One of the transfers that an entry is made of, with a sum of its own."""
    return DIRECT.format(name, currency, sum_, more)


def together(*details: str) -> str:
    """An entry of 672.00 euro for transfers that the bank booked together."""
    return entry(details=GROUP.format("".join(details)))


def lines_of(*entries: str) -> tuple[StatementLine, ...]:
    """The lines of a statement with these entries."""
    return read_statement(camt(*entries))[1]


def refused(content: bytes) -> tuple[str, int]:
    """Why and on which line a statement is refused."""
    with pytest.raises(StatementError) as error:
        read_statement(content)
    return error.value.why, error.value.line


def test_an_entry_without_details_says_what_it_knows() -> None:
    [line] = lines_of(entry(details="<AddtlNtryInf>no</AddtlNtryInf>"))
    assert (line.day, line.cents, line.end_to_end, line.returned, line.text) == (
        date(2027, 1, 20), -67_200, "", False, "",
    )  # fmt: skip


def test_the_words_of_a_transfer_are_joined_cleaned_and_cut() -> None:
    words = "<RmtInf><Ustrd> CUP  J11B </Ustrd><Ustrd/><Ustrd>{}</Ustrd></RmtInf>"
    assert lines_of(entry(more=words.format("prima\nparte")))[0].text == "CUP J11B prima parte"
    assert lines_of(entry(more=words.format("x" * 300)))[0].text == ("CUP J11B " + "x" * 300)[:LONGEST_TEXT]


def test_the_day_may_be_given_with_its_hour() -> None:
    timed = entry().replace("<Dt>2027-01-20</Dt>", "<DtTm>2027-01-21T09:30:00+01:00</DtTm>")
    assert lines_of(timed)[0].day == date(2027, 1, 21)


def test_a_detail_with_a_sum_of_its_own_is_taken_at_its_word() -> None:
    both = together(detail("CIP1", "700.00"), detail("CIP2", "28.00", more="<CdtDbtInd>CRDT</CdtDbtInd>"))
    found = lines_of(both)
    assert [(one.end_to_end, one.cents) for one in found] == [("CIP1", -70_000), ("CIP2", 2_800)]
    apart = GROUP.format(detail("CIP1", "600.00")) + GROUP.format(detail("CIP2", "72.00"))
    assert [one.cents for one in lines_of(entry(details=apart))] == [-60_000, -7_200]


def test_one_detail_takes_the_sum_of_its_entry() -> None:
    assert [(line.end_to_end, line.cents) for line in lines_of(together(detail("CIP1", "1.00")))] == [("CIP1", -67_200)]


def test_the_bank_s_reference_tells_twins_apart_and_its_own_counts_first() -> None:
    plain, other = lines_of(entry(ref="1"), entry(ref="2"))
    assert plain.digest != other.digest
    own = entry(ref="9").replace("<BookgDt>", "<AcctSvcrRef>1</AcctSvcrRef><BookgDt>")
    assert lines_of(own)[0].digest == plain.digest


def test_each_thing_said_is_part_of_the_digest() -> None:
    changed = [
        entry(), entry("CIP2"), entry(amount="672.01"), entry(side="CRDT"), entry(day="2027-01-21"), entry(ref="2"),
        entry(more="<RmtInf><Ustrd>x</Ustrd></RmtInf>"),
    ]  # fmt: skip
    assert len({lines_of(one)[0].digest for one in changed}) == len(changed)


@pytest.mark.parametrize("status", ["<Sts><Cd>PDNG</Cd></Sts>", "<Sts>INFO</Sts>", "<Sts/>", ""])
def test_only_what_is_booked_counts(status: str) -> None:
    assert refused(camt(entry().replace("<Sts>BOOK</Sts>", status))) == ("no_lines", 0)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (entry(day="2027-13-01"), "line"),
        (entry(side=""), "line"),
        (entry(ccy="CHF"), "currency"),
        (entry(amount="-5.00"), "line"),
        (entry(amount="5.001"), "line"),
        (entry("x" * (LONGEST_ID + 1)), "line"),
        (entry().replace('<Amt Ccy="EUR">672.00</Amt>', ""), "line"),
        (together(detail("A", "600", "USD"), detail("B", "72")), "currency"),
        (together(detail("A", "600"), detail("B", "71")), "line"),
        (together(*2 * [detail("A", "336", more="<CdtDbtInd>X</CdtDbtInd>")]), "line"),
        (together(detail("A", "x"), detail("B", "72")), "line"),
    ],
)
def test_a_statement_tells_on_which_entry_it_stops(wrong: str, why: str) -> None:
    assert refused(camt(entry(), wrong, entry(ref="3"))) == (why, 2)


@pytest.mark.parametrize(
    "row",
    [
        "2027-02-30;1;;",
        "20/01;1;;",
        "2027-01-20;1,234;;",
        f"2027-01-20;1;{'x' * (LONGEST_ID + 1)};",
        "2027-01-20;;;",
        ";1;;",
    ],
)
def test_a_table_tells_on_which_row_it_stops(row: str) -> None:
    assert refused(f"day;amount;end_to_end;text\n2027-01-20;1;;\n\n{row}\n".encode()) == ("line", 3)


def test_the_largest_sum_is_read_and_one_cent_more_is_not() -> None:
    most = f"{MOST_CENTS // 100}.00"
    assert lines_of(entry(amount=most))[0].cents == -MOST_CENTS
    assert refused(camt(entry(amount=f"{MOST_CENTS // 100}.01"))) == ("line", 1)


def test_the_longest_id_is_read_and_what_is_not_provided_is_none() -> None:
    [longest] = lines_of(entry("x" * LONGEST_ID))
    assert longest.end_to_end == "x" * LONGEST_ID
    assert [one.returned for one in lines_of(entry("NOTPROVIDED", side="CRDT"))] == [False]


def test_a_file_that_is_no_statement_of_account_is_refused() -> None:
    told = camt(entry()).replace(b"BkToCstmrStmt", b"Other")
    assert read_statement(told)[1][0].cents == -67_200
    assert refused(camt(entry()).replace(b"Stmt>", b"Ntfctn>")) == ("not_read", 0)
    assert refused(camt(entry()).replace(b"Document", b"Envelope")) == ("not_read", 0)
    assert str(StatementError("line", 3)) == "This statement cannot be read (line, line 3)."
    assert str(StatementError("not_read")) == "This statement cannot be read (not_read)."


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("1.250,50", 125_050),
        ("1250,5", 125_050),
        ("1250.50", 125_050),
        ("+7", 700),
        ("- 7,00", -700),
        ("\N{MINUS SIGN}7", -700),
    ],
)
def test_sums_of_a_table_are_read_as_banks_write_them(amount: str, cents: int) -> None:
    [line] = read_statement(f"Data;Importo;Descrizione\n 20/1/2027 ;{amount};  Bonifico   a noi\n".encode())[1]
    assert (line.cents, line.day, line.returned, line.text) == (cents, date(2027, 1, 20), False, "Bonifico a noi")


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE Document>",
        '<!DOCTYPE Document [<!ENTITY sum "1.00">]>',
        '<!DOCTYPE Document [<!ENTITY sum SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE Document SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_a_statement_that_would_be_read_is_refused_with_a_document_type(head: str) -> None:
    whole = camt(entry())
    assert read_statement(b"\xef\xbb\xbf\n" + whole)[1][0].cents == -67_200
    assert refused(head.encode() + whole) == ("not_read", 0)
