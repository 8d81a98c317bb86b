"""The report of a programme as a spreadsheet, one sheet a part. Import it only where one is made: openpyxl costs time.

Numbers are numbers; small ones do not leave the office, neither here nor in the printed report.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from cip.documents.archives import with_fixed_days
from cip.documents.monitoring_words import actual_words, known_words, slot_words, target_words
from cip.documents.translation import translations
from cip.incentives.publication import harmless
from cip.kernel.characters import plain_text
from cip.kernel.texts import Language
from cip.monitoring.finance import MoneySum
from cip.monitoring.indicators import LEAST_FIRMS, Actual
from cip.monitoring.overview import Overview

Cell = str | int | float | date | None
_CENTS, _HUNDRED = 100, 100
_BLUE = PatternFill("solid", fgColor="004080")
_FIRST_DAY = date(1900, 3, 1)


def monitoring_book(seen: Overview, language: Language) -> bytes:
    """The overview as .xlsx; equal overviews give equal bytes."""
    _ = translations(language).gettext
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    _sheet(book, _("Risultati"), _result_heads(language), _results(seen, language), (46, 30, 12, 12, 22, 30, 44, 44))
    _sheet(book, _("Scritti a mano"), _entry_heads(language), _entries(seen, language), (46, 20, 12, 12, 50, 40))
    _sheet(book, _("Soldi"), _money_heads(language), _money(seen, language), (40, 30, 30, 30, *(16,) * 6))
    _sheet(book, _("Soldi per casella"), *_cells(seen, language), (44, 34, *(16,) * 7))
    _sheet(book, _("Piano finanziario"), *_plan(seen, language), (44, 20, 20, 20, 20, 20))
    _sheet(book, _("Incontri"), _meeting_heads(language), _meetings(seen, language), (50, 14, 14, 20, 14, 40))
    _sheet(book, _("Note"), (_("Voce"), _("Testo")), _notes(seen, language), (30, 100))
    book.properties.creator, book.properties.title = "CIP", seen.programme.about.label.in_language(language)
    book.properties.created = book.properties.modified = datetime.combine(seen.on, time())
    out = BytesIO()
    book.save(out)
    return with_fixed_days(out.getvalue(), seen.on.isoformat())


def _result_heads(language: Language) -> tuple[str, ...]:
    _ = translations(language).gettext
    return (
        _("Indicatore"),
        _("Gruppo"),
        _("Obiettivo"),
        _("Raggiunto"),
        _("Come si sa"),
        _("Chi lo cura"),
        _("Che cosa lo prova"),
        _("Fonte dell'obiettivo"),
    )


def _results(seen: Overview, language: Language) -> Iterator[Sequence[Cell]]:
    groups = {group.id: group.label.in_language(language) for group in seen.programme.groups}
    for one in seen.actuals:
        told = one.indicator
        yield (
            told.label.in_language(language),
            groups[told.group],
            _value(one, one.target, target_words(one, language), in_words=False),
            None
            if one.actual is None
            else _value(one, one.actual, actual_words(one, language, office=False), in_words=one.small),
            known_words(one.known, language),
            told.owner.in_language(language),
            told.evidence.in_language(language),
            told.source,
        )


def _value(one: Actual, hundredths: int, words: str, *, in_words: bool) -> Cell:
    """A number where it may be one: what is hidden, or a yes, is told in words."""
    if in_words or one.indicator.type == "yes_no":
        return words
    whole, rest = divmod(hundredths, _HUNDRED)
    return whole if not rest else hundredths / _HUNDRED


def _entry_heads(language: Language) -> tuple[str, ...]:
    _ = translations(language).gettext
    return (_("Indicatore"), _("Alleanza"), _("Valore"), _("Giorno"), _("Che cosa lo prova"), _("Fonte"))


def _entries(seen: Overview, language: Language) -> Iterator[Sequence[Cell]]:
    alliances = {one.id: one.label.in_language(language) for one in seen.programme.alliances}
    for one in seen.actuals:
        for entry in one.entries:
            yield (
                one.indicator.label.in_language(language),
                alliances.get(entry.alliance_id or "", ""),
                (entry.hundredths or 0) / _HUNDRED,
                entry.on_day,
                entry.evidence,
                entry.source,
            )


def _money_heads(language: Language) -> tuple[str, ...]:
    _ = translations(language).gettext
    return (
        _("Bando"),
        _("Fonte"),
        _("Alleanza"),
        _("Casella del piano"),
        *_sum_heads(language),
        _("Non concesso (euro)"),
    )


def _sum_heads(language: Language) -> tuple[str, ...]:
    _ = translations(language).gettext
    return (
        _("A bando (euro)"),
        _("Concesso (euro)"),
        _("Da pagare (euro)"),
        _("Pagato (euro)"),
        _("Recuperato (euro)"),
    )


def _sums(one: MoneySum) -> Iterator[float]:
    return (cents / _CENTS for cents in (one.budget, one.awarded, one.due, one.paid, one.recovered))


def _money(seen: Overview, language: Language) -> Iterator[Sequence[Cell]]:
    alliances = {one.id: one.label.in_language(language) for one in seen.programme.alliances}
    cells = _cell_names(seen, language)
    for one in seen.money:
        words = (one.call_title, one.label.in_language(language), alliances[one.alliance_id])
        yield (*words, cells.get((one.call_id, one.source_id)), *_sums(one), one.left / _CENTS)


def _cell_names(seen: Overview, language: Language) -> dict[tuple[str, str], str]:
    """By call and source the cell of the plan on which it hangs."""
    if seen.plan is None:
        return {}
    table = seen.plan.report.table
    return {
        (money.call_id, money.source_id): ", ".join(
            label.in_language(language) for label in (table.lines[cell.line_id], table.sources[cell.source_id])
        )
        for cell in seen.plan.money.cells
        for money in cell.money
    }


def _cells(seen: Overview, language: Language) -> tuple[Sequence[str], list[Sequence[Cell]]]:
    """Heads and rows of the money by cell of the plan, and last all of it."""
    _ = translations(language).gettext
    planned, free = _("Previsto nel piano (euro)"), _("Non ancora a bando (euro)")
    heads = (_("Voce"), _("Fonte"), planned, *_sum_heads(language), free)
    if seen.plan is None:
        return heads, []
    table, money = seen.plan.report.table, seen.plan.money
    rows: list[Sequence[Cell]] = []
    for one in (*money.cells, money.along()):
        line, source = table.lines.get(one.line_id), table.sources.get(one.source_id)
        names = [label.in_language(language) if label is not None else None for label in (line, source)]
        rows.append((names[0] or _("Totale"), names[1], one.planned / _CENTS, *_sums(one.sums), one.left / _CENTS))
    return heads, rows


def _plan(seen: Overview, language: Language) -> tuple[Sequence[str], list[Sequence[Cell]]]:
    """Heads and rows of the financial plan: its cells, and below where it contradicts itself."""
    _ = translations(language).gettext
    if seen.plan is None:
        return (_("Voce"),), []
    table, plan = seen.plan.report.table, seen.plan.report
    heads = (_("Voce (euro)"), *(label.in_language(language) for label in table.sources.values()), _("Totale"))
    rows: list[Sequence[Cell]] = []
    for line, label in table.lines.items():
        cells = (table.cells.get((line, source)) for source in table.sources)
        euro = (None if cents is None else cents / _CENTS for cents in cells)
        rows.append((label.in_language(language), *euro, plan.lines[line] / _CENTS))
    sums = (plan.sources[source] / _CENTS for source in table.sources)
    rows.append((_("Totale"), *sums, plan.total / _CENTS))
    rows += [(finding.reason.in_language(language),) for finding in plan.findings]
    return heads, rows


def _meeting_heads(language: Language) -> tuple[str, ...]:
    _ = translations(language).gettext
    return (_("Incontro"), _("Mese del piano"), _("Entro il"), _("Stato"), _("Tenuto il"), _("Verbale"))


def _meetings(seen: Overview, language: Language) -> Iterator[Sequence[Cell]]:
    for slot in seen.slots:
        yield (
            slot.due.label.in_language(language),
            slot.month,
            slot.by,
            slot_words(slot.state_on(seen.on), language),
            slot.note.held_on if slot.note is not None else None,
            slot.note.reference if slot.note is not None else None,
        )


def _notes(seen: Overview, language: Language) -> Iterator[Sequence[Cell]]:
    _ = translations(language).gettext
    about = seen.programme.about
    yield (_("Programma"), about.label.in_language(language))
    yield (_("Ufficio"), seen.office)
    yield (_("Dati al"), seen.on)
    yield (_("Territorio"), about.territory.in_language(language))
    yield (_("Fonte"), about.source)
    yield (_("Nota"), about.note.in_language(language))
    small = _("Dove le imprese sono meno di %(firms)s il numero non esce dall'ufficio.")
    if seen.plan is not None and seen.plan.version is not None:
        version = seen.plan.version
        yield (_("Piano finanziario"), f"{version.file_name}, SHA-256 {version.sha256}")
    yield (_("Numeri piccoli"), small % {"firms": LEAST_FIRMS})


def _sheet(
    book: Workbook, title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]
) -> None:
    sheet: Worksheet = book.create_sheet(title)
    sheet.append(list(heads))
    for row in rows:
        sheet.append([_safe(cell) for cell in row])
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _BLUE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, date):
                cell.number_format = "DD/MM/YYYY"
    sheet.freeze_panes = "B2"


def _safe(cell: Cell) -> Cell:
    """Words that a spreadsheet would take for a formula stay words, also when the table is saved as CSV."""
    if isinstance(cell, str):
        return harmless(plain_text(cell)) or None
    if isinstance(cell, date) and cell < _FIRST_DAY:
        return cell.isoformat()
    return cell
