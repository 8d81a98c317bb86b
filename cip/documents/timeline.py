"""The plan as a spreadsheet: a row for each measure, its days, and the months as columns. Import it only where one is
made: openpyxl costs time and memory.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from cip.assessment.plan import PlannedMeasure
from cip.documents.archives import with_fixed_days
from cip.documents.formats import short_day
from cip.documents.papers.basis import Basis, state_words
from cip.documents.translation import translations
from cip.kernel.characters import plain_text
from cip.kernel.days import add_months

LEAST_MONTHS, MOST_MONTHS = 12, 60
FIRST_DAY = date(1900, 3, 1)
"""From here on every spreadsheet counts days alike."""
_WIDTHS, _LOOK_WIDTHS, _NOTE_WIDTH, _MONTH_WIDTH = (8, 44, 26, 12, 12, 12), (14, 18), 40, 11
_BLUE, _BAR, _MARK = (PatternFill("solid", fgColor=code) for code in ("004080", "9CC3EB", "FFD27F"))


def timeline(basis: Basis) -> bytes:
    """The plan as .xlsx; equal plans on equal days give equal bytes. In the months a measure runs there is a «x»."""
    _ = translations(basis.language).gettext
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):  # pragma: no cover - a new book has one
        raise TypeError("a new workbook has no sheet")
    sheet.title = _("Piano")
    months = _months(basis)
    sheet.append([*_heads(basis), *(short_day(month, basis.language, "month") for month in months)])
    for measure in basis.plan.measures:
        sheet.append([*_cells(basis, measure), *(_mark(measure, month) for month in months)])
    _keep_words(sheet)
    _style(sheet, [*_WIDTHS, *_LOOK_WIDTHS * len(basis.follow_up_months), _NOTE_WIDTH], len(months))
    book.properties.creator, book.properties.title = "CIP", _("Piano delle misure")
    book.properties.created = book.properties.modified = datetime.combine(basis.on, time())
    out = BytesIO()
    book.save(out)
    return with_fixed_days(out.getvalue(), basis.on.isoformat())


def _heads(basis: Basis) -> list[str]:
    _ = translations(basis.language).gettext
    return [
        _("Codice"),
        _("Misura"),
        _("Chi la segue"),
        _("Dal"),
        _("Al"),
        _("Stato"),
        *(
            head % {"months": months}
            for months in basis.follow_up_months
            for head in (_("Controllo dopo %(months)s mesi"), _("Trovata dopo %(months)s mesi"))
        ),
        _("Nota"),
    ]


def _cells(basis: Basis, measure: PlannedMeasure) -> Iterator[str | date | None]:
    states = state_words(basis.language)
    yield measure.code
    yield basis.measure(measure.code)
    yield _as_text(measure.owner)
    yield _day(measure.start)
    yield _day(measure.end)
    yield states[measure.state]
    for months in basis.follow_up_months:
        look = measure.look(months)
        yield _day(look.on or look.due) if look else None
        yield states[look.state] if look and look.state else None
    yield _as_text(measure.note)


def _as_text(text: str) -> str | None:
    """Words of the firm; nothing where there are none."""
    return plain_text(text) or None


def _day(day: date | None) -> date | str | None:
    """A day; as text where a spreadsheet has no day so early."""
    return day.isoformat() if day and day < FIRST_DAY else day


def _months(basis: Basis) -> list[date]:
    """The first days of the months from the first start (or this month) to the last day of the plan."""
    days = [day for measure in basis.plan.measures for day in (measure.start, measure.end) if day]
    days += [look.due for measure in basis.plan.measures for look in measure.follow_ups if look.due]
    first = min([basis.on, *days]).replace(day=1)
    last = max([basis.on, *days])
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(first, index) for index in range(min(max(count, LEAST_MONTHS), MOST_MONTHS))]


def _mark(measure: PlannedMeasure, month: date) -> str | None:
    """The months (`6`, `12`) where one looks at it, `x` where it runs."""
    for look in measure.follow_ups:
        if look.due and look.due.replace(day=1) == month:
            return str(look.months)
    if measure.start is None or month < measure.start.replace(day=1):
        return None
    return None if measure.end and month > measure.end else "x"


def _keep_words(sheet: Worksheet) -> None:
    """Words of the firm that a spreadsheet would take for a formula or a mistake stay words."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type in ("f", "e"):
                cell.data_type = "s"


def _style(sheet: Worksheet, widths: Sequence[int], months: int) -> None:
    """`widths` are those of the columns before the months."""
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _BLUE
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, width in enumerate([*widths, *[_MONTH_WIDTH] * months], 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if (cell.column or 0) > len(widths):
                if cell.value:
                    cell.fill = _BAR if cell.value == "x" else _MARK
            elif isinstance(cell.value, date):
                cell.number_format = "DD/MM/YYYY"
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
