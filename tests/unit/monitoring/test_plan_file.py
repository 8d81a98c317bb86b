"""A financial plan as an office brings it: every sum is kept as it stands, what disagrees is told, nothing guessed."""

import io
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cip.incentives.plan_finance import PlanTable, report_of, table_of
from cip.kernel.texts import Text
from cip.monitoring.plan_file import MOST_CENTS, plan_csv, read_plan
from cip.monitoring.plan_rows import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED, PlanFileError
from cip.monitoring.plan_versions import plan_content, plan_from
from cip.rulebook.shapes.finance import Finance
from tests.unit.incentives.plans import plan_of_milan

AS_PRINTED = """Voce;Ex DGR 1576;Ex DGR 1081;Cofinanziamento di Alleanze e Rete;Totale
Piano formazione;;20.000,00;;20.000,00
Alleanza Concilia Milano;-;216.000,00;144.000,00;360.000,00
Alleanza Conciliazione In Pratica;78.308,00;218.422,00;75.870,00;372.600,00
"Agenzia della conciliazione, altre azioni pianificate";136.729,10;;14.000,00;150.729,10
Totale;215.037,10;454.422,00;233.870,00;903.329,10
"""
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda name: name.casefold() not in ("totale", "total") and not name.startswith("'")
)
CENTS = st.integers(0, MOST_CENTS)


def read(text: str, known: Finance | None = None) -> PlanTable:
    return read_plan(text.encode(), known)[1]


def sheet(*rows: tuple[object, ...], second: tuple[object, ...] = ()) -> bytes:
    """A spreadsheet with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    if second:
        book.create_sheet("altro").append(list(second))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(content: bytes | str) -> PlanFileError:
    with pytest.raises(PlanFileError) as found:
        read_plan(content.encode() if isinstance(content, str) else content, None)
    return found.value


def test_the_table_of_2014_reproduces_its_totals() -> None:
    report = report_of(read(AS_PRINTED, plan_of_milan()))
    assert report.total == 90_332_910
    assert report.lines["cip"] == 37_260_000
    assert report.sources == {"dgr_1576": 21_503_710, "dgr_1081": 45_442_200, "cofinancing": 23_387_000}
    assert report.table.cells == table_of(plan_of_milan()).cells
    assert report.findings == []


def test_the_whole_plan_of_2014_comes_back_with_every_contradiction() -> None:
    before = table_of(plan_of_milan())
    after = read(plan_csv(before), plan_of_milan())
    assert plan_content(after) == plan_content(before)
    told = {finding.reason.rule: [one.cents for one in finding.said] for finding in report_of(after).findings}
    assert told["plan.premium_differs"] == [10_800_000, 10_860_500]
    assert told["plan.text_sources_differ"] == [82_502_132, 90_332_910]
    sources = [finding for finding in report_of(after).findings if finding.reason.rule == "plan.source_differs"]
    assert [sorted({one.cents for one in finding.said}) for finding in sources] == [
        [13_672_910, 21_503_710],
        [45_442_200, 45_442_222],
    ]


def test_what_is_kept_is_what_was_read() -> None:
    table = table_of(plan_of_milan())
    assert plan_content(plan_from(plan_content(table))) == plan_content(table)


@given(st.dictionaries(st.tuples(NAMES, NAMES), CENTS, min_size=1, max_size=12), st.none() | CENTS)
def test_any_table_of_cents_comes_back_with_the_same_sums(cells: dict[tuple[str, str], int], total: int | None) -> None:
    lines = {line.casefold(): line for line, _source in cells}
    sources = {source.casefold(): source for _line, source in cells}
    table = PlanTable(
        lines={key: Text(it=name, en=name) for key, name in lines.items()},
        sources={key: Text(it=name, en=name) for key, name in sources.items()},
        cells={(line.casefold(), source.casefold()): cents for (line, source), cents in cells.items()},
        total=total,
    )
    found, wanted = report_of(read(plan_csv(table))), report_of(table)
    assert (found.total, found.table.total) == (wanted.total, total)
    for kind in ("lines", "sources"):
        told, asked = getattr(found, kind), getattr(wanted, kind)
        names, known = getattr(found.table, kind), getattr(table, kind)
        assert {names[one].it: cents for one, cents in told.items()} == {
            known[one].it: cents for one, cents in asked.items()
        }
    assert len(found.findings) == len(wanted.findings)


def test_a_spreadsheet_gives_the_same_sums_in_euros_and_in_cents() -> None:
    cents = [0, 1, 5, 29, 57, 115, 1_001, 4_168_225_318, 45_442_222, 10_860_500, 99_999_999_999_99, MOST_CENTS]
    rows = [("Voce", "Fonte", "Euro"), *(("A", f"f{n}", one / 100) for n, one in enumerate(cents))]
    whole = [("Voce", "Fonte", "Centesimi"), *(("A", f"f{n}", one) for n, one in enumerate(cents))]
    for content in (sheet(*rows), sheet(*whole)):
        assert list(read_plan(content, None)[1].cells.values()) == cents


@pytest.mark.parametrize(
    ("written", "cents"),
    [
        ("0", 0), ("7", 700), ("7,5", 750), ("7.05", 705), ("1.234,56", 123_456), ("1,234.56", 123_456),
        ("1.234.567", 123_456_700), ("€ 20 000,00", 2_000_000), ("100000000000", MOST_CENTS),
    ],
)  # fmt: skip
def test_amounts_are_read_as_italians_and_english_write_them(written: str, cents: int) -> None:
    assert read(f"voce;fonte;euro\nA;B;{written}\n").cells == {("a", "b"): cents}


@pytest.mark.parametrize("written", ["108.605", "1,234", "-5", "1.23.45", "5,555", "dieci", "1e5", "100000000000,01"])
def test_an_amount_that_could_be_another_is_refused(written: str) -> None:
    error = refused(f"voce;fonte;euro\nA;B;{written}\n")
    assert (error.why, error.row) == ("amount", 2)


def test_a_number_of_a_spreadsheet_with_parts_of_a_cent_is_refused() -> None:
    assert refused(sheet(("voce", "fonte", "euro"), ("A", "B", 1.005))).why == "amount"
    assert read_plan(sheet(("voce", "fonte", "euro"), ("A", "B", 0.1 + 0.2)), None)[1].cells == {("a", "b"): 30}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no_cells"),
        ("voce;fonte;euro\n", "no_cells"),
        ("nome;fonte;euro\nA;B;1\n", "not_read"),
        ("voce;fonte;euro;centesimi\nA;B;1;1\n", "not_read"),
        ("voce;fonte\nA;B\n", "not_read"),
        ("voce;fonte;euro;nota\nA;B;1;x\n", "column"),
        ("voce;fonte;euro\nA;B;1;2\n", "column"),
        ("voce;fonte;euro\nA;;1\n", "name"),
        (f"voce;fonte;euro\n{'x' * 161};B;1\n", "name"),
        ("voce;fonte;euro\nA;B;\n", "amount"),
        ("voce;fonte;euro\nA;B;1\na;b;1\n", "twice"),
        ("voce;fonte;euro\nTotale;Totale;1\nTotale;Totale;2\n", "twice"),
        ("voce;fonte;euro;dove\nA;B;1;altrove\n", "where"),
        ("voce;fonte;euro;dove\nA;B;1;\nA;B;2;testo\n", "where"),
        ("voce;fonte;euro;dove\nA;B;1;\nTotale;C;2;testo\n", "unknown"),
        ("voce;fonte;euro;percento\nA;B;1;5\n", "where"),
        ("voce;fonte;euro;dove;percento\nA;B;1;;\nTotale;B;;testo;101\n", "amount"),
        ("voce;fonte;euro\n\"A;B;1\n", "not_read"),
        ("voce;B;B\nA;1;1\n", "twice"),
    ],
)  # fmt: skip
def test_what_is_no_whole_plan_is_refused(text: str, why: str) -> None:
    assert refused(text).why == why


def test_files_that_are_too_large_or_no_table_are_refused() -> None:
    assert refused(b"x" * (MOST_BYTES + 1)).why == "too_large"
    assert refused(b"voce;fonte;euro\n\xff").why == "not_read"
    assert refused(b"PK\x03\x04nothing").why == "not_read"
    rows = "".join(f"L{n};B;1\n" for n in range(MOST_ROWS))
    assert refused(f"voce;fonte;euro\n{rows}").why == "too_many"
    assert refused(f"voce;{';'.join(f'f{n}' for n in range(MOST_COLUMNS))}\n").why == "too_many"


def test_a_spreadsheet_that_unpacks_too_large_is_refused() -> None:
    import zipfile

    out = io.BytesIO(sheet(("voce", "fonte", "euro"), ("A", "B", 1)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", b"0" * (MOST_UNPACKED + 1))
    assert refused(out.getvalue()).why == "too_large"


def test_formulas_and_a_second_sheet_are_refused() -> None:
    error = refused(sheet(("voce", "fonte", "euro"), ("A", "B", 1), ("Totale", "B", "=SUM(C2:C2)")))
    assert (error.why, error.row) == ("formula", 3)
    assert refused(sheet(("voce", "fonte", "euro"), ("A", "B", 1), second=("x",))).why == "sheets"


def test_a_name_that_looks_like_a_formula_stays_a_name() -> None:
    table = read("voce;fonte;euro\n=SUM(A1);'@fonte;1\n")
    assert [one.it for one in (*table.lines.values(), *table.sources.values())] == ["=SUM(A1)", "@fonte"]
    assert "\r\n'=SUM(A1);'@fonte;1,00" in plan_csv(table)


def test_names_that_the_rules_know_keep_their_ids_in_either_language() -> None:
    table = read("line;source;amount\nAlliance work-life;former regional act 1576;10\n", plan_of_milan())
    assert list(table.cells) == [("alliance_work_life", "dgr_1576")]
    assert table.sources["dgr_1576"].it == "Ex DGR 1576"


def test_two_names_never_share_an_id() -> None:
    table = read("voce;fonte;euro\nA b;X;1\nA-b;X;2\n日本;X;3\n")
    assert list(table.lines) == ["a_b", "a_b_2", "x"]
    assert sum(table.cells.values()) == 600


def test_a_share_that_the_text_gives_is_held_against_the_cells() -> None:
    table = read("voce;fonte;euro;dove;percento\nA;B;1;;\nA;C;3;;\nTotale;B;;testo;25,00\nTotale;C;;testo;25\n")
    assert [(one.of, one.percent) for one in table.shares] == [("b", Decimal("25.00")), ("c", Decimal(25))]
    assert [finding.what.it for finding in report_of(table).findings] == ["C"]
