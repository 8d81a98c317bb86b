"""Files to and from the bank: the same bytes each time, valid, hostile files refused, a line never counts twice."""

from datetime import UTC, date, datetime

import pytest
from defusedxml.ElementTree import fromstring
from sepaxml.validation import ValidationError

from cip.incentives.reconciling import BankLine, SentPayment, Settlement, outcome_of, proposals, settle
from cip.incentives.sepa import SCHEMA, Payer, Transfer, as_pain, as_table, plain_letters
from cip.incentives.statements import MOST_BYTES, MOST_LINES, StatementError, read_statement
from tests.unit.incentives.bank_statements import camt, entry

ON, AT = date(2027, 1, 20), datetime(2027, 1, 15, 12, tzinfo=UTC)
PAYER = Payer("Provincia di prova", "IT40S0542811101000000123456")
IBAN = "IT60X0542811101000000123456"


def transfer(n: int = 1, **more: object) -> Transfer:
    plain = {
        "end_to_end": f"CIP{n:032}", "firm": "=Caffè & figli <srl>", "tax_code": "12345678903", "iban": IBAN,
        "part": "Prima parte", "cup": "J11B", "cents": 70_000, "withheld": 2_800, "offset": 0, "purpose": "CUP J11B",
    }  # fmt: skip
    return Transfer(**{**plain, **more})  # type: ignore[arg-type]


def test_the_same_payments_give_the_same_valid_bytes() -> None:
    transfers = [transfer(1), transfer(2, offset=1_000), transfer(3, offset=67_200)]
    one, two = (as_pain("CIP-1", AT, ON, PAYER, transfers) for _ in range(2))
    assert one == two
    root = fromstring(one)
    space = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}
    assert [one.text for one in root.findall(".//p:CtrlSum", space)] == ["1334.00", "1334.00"]
    assert [one.text for one in root.findall(".//p:InstdAmt", space)] == ["672.00", "662.00"]
    assert [one.text for one in root.findall(".//p:EndToEndId", space)] == [f"CIP{n:032}" for n in (1, 2)]
    assert root.findtext(".//p:MsgId", namespaces=space) == "CIP-1"
    assert root.findtext(".//p:Cdtr/p:Nm", namespaces=space) == "Caffe figli srl"


def test_nothing_to_transfer_and_a_wrong_account_are_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        as_pain("CIP-1", AT, ON, PAYER, [transfer(withheld=0, offset=70_000)])
    with pytest.raises(ValidationError):
        as_pain("CIP-1", AT, ON, PAYER, [transfer(iban="no iban")])


def test_the_table_has_every_payment_and_no_formula() -> None:
    lines = as_table(ON, [transfer(1), transfer(2, withheld=0, offset=70_000)]).splitlines()
    assert len(lines) == 3
    assert "'=Caffè & figli <srl>" in lines[1]
    assert ",700.00,28.00,0.00,672.00," in lines[1]
    assert ",700.00,0.00,700.00,0.00," in lines[2]
    assert plain_letters("\N{SNOWMAN}", 10) == "-"


def test_a_statement_is_read_line_by_line() -> None:
    back = entry(side="CRDT", ref="2", more="<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>")
    kind, lines = read_statement(camt(entry(), back, entry(status="PDNG"), entry("NOTPROVIDED", ref="3")))
    assert kind == "camt053"
    assert [(one.cents, one.end_to_end, one.returned) for one in lines] == [
        (-67_200, "CIP1", False), (67_200, "CIP1", True), (-67_200, "", False),
    ]  # fmt: skip
    newer = entry().replace("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>")
    assert read_statement(camt(newer, version="08"))[1][0].cents == -67_200


def test_payments_that_the_bank_booked_together_are_told_apart() -> None:
    amount = '<AmtDtls><TxAmt><Amt Ccy="EUR">{}</Amt></TxAmt></AmtDtls>'
    both = "".join(
        f"<TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs>{amount.format(cents)}</TxDtls>"
        for name, cents in (("CIP1", "100.00"), ("CIP2", "572.00"))
    )
    _kind, lines = read_statement(camt(entry(details=f"<NtryDtls>{both}</NtryDtls>")))
    assert [(one.end_to_end, one.cents) for one in lines] == [("CIP1", -10_000), ("CIP2", -57_200)]
    with pytest.raises(StatementError):
        read_statement(camt(entry(details=f"<NtryDtls>{both}</NtryDtls>", amount="672.01")))


def test_a_table_is_read_in_both_ways_of_writing() -> None:
    italian = "Data;Importo;End_to_end;Descrizione\n20/01/2027;-1.672,00;CIP1;Bonifico\n20/01/2027;672;CIP1;\n"
    english = "day,amount,end_to_end,text\n2027-01-20,-1672.00,CIP1,Bonifico\n2027-01-20,672.00,CIP1,\n"
    one, two = (read_statement(text.encode())[1] for text in (italian, "\N{ZERO WIDTH NO-BREAK SPACE}" + english))
    assert one == two
    assert [(line.cents, line.returned) for line in one] == [(-167_200, False), (67_200, True)]


def test_the_same_line_has_the_same_digest_and_twins_have_two() -> None:
    twins = camt(entry(""), entry(""))
    first, second = read_statement(twins)[1]
    assert first.digest != second.digest
    assert read_statement(twins)[1] == (first, second)
    assert read_statement(camt(entry("")))[1][0].digest == first.digest


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not_read"),
        (b"<a>", "not_read"),
        (b"<a/>", "not_read"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><Document>&b;</Document>', "not_read"),
        (b'<!DOCTYPE a SYSTEM "http://example.org/x.dtd"><Document/>', "not_read"),
        (b"name;what\nx;y\n", "not_read"),
        (b"\xff\xfe", "not_read"),
        (b"day;amount\n", "no_lines"),
        (b"day;amount\n2027-02-30;1\n", "line"),
        (b"day;amount\n2027-01-20;1.234.5\n", "line"),
        (b"day;amount\n2027-01-20;0,001\n", "line"),
        (b"day;amount\n2027-01-20;NaN\n", "line"),
        # One or a thousand? Nobody guesses.
        (b"day;amount\n2027-01-20;1,000.00\n", "line"),
        (b"day;amount\n2027-01-20;1.000\n", "line"),
        (b"day;amount\n2027-01-20;1e3\n", "line"),
        (b"day;amount\n2027-01-20;--5\n", "line"),
        ("day;amount\n2027-01-20;\N{ARABIC-INDIC DIGIT THREE}\n".encode(), "line"),
        (camt(entry(amount="1e3")), "line"),
        (b"day;amount\n2027-01-20;0\n", "line"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
        (b"day;amount\n" + b"2027-01-20;1\n" * (MOST_LINES + 1), "too_many"),
        (camt(entry(ccy="USD")), "currency"),
        (camt(entry(side="BOTH")), "line"),
        (camt(entry(day="yesterday")), "line"),
        (camt(), "no_lines"),
    ],
    ids=lambda value: value[:20] if isinstance(value, bytes) else value,
)
def test_what_cannot_be_read_whole_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(StatementError) as refused:
        read_statement(content)
    assert refused.value.why == why


def line(id: str, cents: int, name: str = "CIP1", returned: bool = False) -> BankLine:
    return BankLine(id, ON, cents, name, returned)


SENT = (SentPayment("p1", "CIP1", 100), SentPayment("p2", "CIP2", 100))


def test_a_line_settles_under_its_id_with_exactly_its_sum() -> None:
    assert settle([line("a", -100)], SENT) == (Settlement("p1", "executed", ON, ("a",)),)
    assert settle([line("a", 100, returned=True)], SENT) == (Settlement("p1", "rejected", ON, ("a",)),)
    assert settle([line("a", -100), line("b", 100)], SENT) == (Settlement("p1", "rejected", ON, ("a", "b")),)
    for lines in ([line("a", -99)], [line("a", -101)], [line("a", -100, "")], [line("a", -100), line("b", -100)]):
        assert settle(lines, SENT) == ()


def test_people_are_offered_payments_of_the_same_sum() -> None:
    assert proposals(line("a", -100, "CIP2"), SENT) == ("p2", "p1")
    assert proposals(line("a", -99), SENT) == ()
    assert [outcome_of(line("a", cents)) for cents in (-1, 1)] == ["executed", "rejected"]
