"""The financial plan of a programme beside its calls: what hangs on each cell, and what became of it."""

from collections.abc import Sequence

from flask import Response, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.actions.move_call import WrongCallStateError
from cip.kernel.money import euros
from cip.monitoring.actions.attach_source import (
    AttachedElsewhereError,
    CellFullError,
    OddAttachmentError,
    attach_source,
)
from cip.monitoring.actions.keep_plan import NoPlanError
from cip.monitoring.finance import CellMoney, MoneyLine, sum_of
from cip.monitoring.overview import PlanSeen
from cip.monitoring.plan_file import plan_csv
from cip.monitoring.plan_versions import CellKey
from cip.monitoring.reads import PROGRAMME
from cip.monitoring.reads.money import awards_behind
from cip.monitoring.reads.overviews import money_seen
from cip.monitoring.reads.plans import plan_versions_of
from cip.parties.access import NotYoursError, load_for
from cip.parties.reads.acting import firm_names
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award_words import award_state_looks, award_state_names
from cip.web.office.finance_words import full_words, kind_words
from cip.web.office.monitoring import PROGRAMME_PAGE
from cip.web.office.monitoring_visit import ProgrammeVisit, open_programme
from cip.web.people_named import named_doers
from cip.web.printed import attached
from cip.web.shown import in_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

FINANCE = f"{PROGRAMME_PAGE}/finance"
NONE = "none"
"""What the form sends for a source that hangs on no cell."""


@office.get(FINANCE)
def finance(body_id: str, programme_id: str) -> Response:
    """The money by cell of the plan, the sources of calls that hang on none, the versions of the plan."""
    return _page(open_programme(body_id, programme_id, "read"), Typed())


@office.post(f"{FINANCE}/attach")
def attach_now(body_id: str, programme_id: str) -> AnyResponse:
    """Hang a source of a call on a cell, or on none."""
    visit, form = open_programme(body_id, programme_id, "manage"), sent()
    call_id, source_id = form.line("call_id", 32), form.line("call_source", 40)
    field = f"cell-{call_id}-{source_id}"
    cell = form.raw(field)
    if cell != NONE and not all(_cell_of(cell)):
        form.errors[field] = _("Scegliete una casella del piano.")
        return _page(visit, form)
    try:
        with working() as work:
            followed = load_for(work.session, actor(), PROGRAMME, programme_id, action="manage", parent=body_id)
            wanted = None if cell == NONE else _cell_of(cell)
            attach_source(work, followed, visit.programme, (call_id, source_id), wanted)
    except CellFullError as error:
        form.errors[field] = full_words(error, _seen(visit)[0])
        return _page(visit, form)
    except AttachedElsewhereError:
        form.errors[field] = _("Questa fonte è già nel piano di un altro programma: prima va tolta da lì.")
        return _page(visit, form)
    except (OddAttachmentError, NoPlanError, WrongCallStateError):
        raise NotYoursError from None
    return back("office.finance", "saved", **visit.at)


@office.get(f"{FINANCE}/cells/<plan_line>/<plan_source>")
def finance_cell(body_id: str, programme_id: str, plan_line: str, plan_source: str) -> Response:
    """One cell of the plan: the calls that it pays for, and every award behind its sums."""
    visit = open_programme(body_id, programme_id, "read")
    seen, _loose = _seen(visit)
    cell = seen.money.of(plan_line, plan_source)
    if cell is None:
        raise NotYoursError
    with reading() as session:
        behind = [(money, awards_behind(session, money)) for money in cell.money]
        firms = firm_names(session, {one.award.firm_id for _money, awards in behind for one in awards})
    page = render_template(
        "office/finance_cell.html",
        visit=visit,
        cell=cell,
        line=seen.report.table.lines[plan_line],
        source=seen.report.table.sources[plan_source],
        behind=behind,
        firms=firms,
        states=award_state_names(),
        looks=award_state_looks(),
    )
    return Response(page, mimetype="text/html")


@office.get(f"{FINANCE}/plan.csv")
def plan_table_csv(body_id: str, programme_id: str) -> Response:
    """The plan that counts as a table that can be brought again."""
    visit = open_programme(body_id, programme_id, "read")
    seen, _loose = _seen(visit)
    number = seen.version.seq if seen.version is not None else 1
    content = plan_csv(seen.report.table).encode()
    return attached(content, "text/csv", f"piano-{visit.programme.id}-{number}.csv")


def _page(visit: ProgrammeVisit, form: Typed) -> Response:
    with reading() as session:
        seen, money = _read(session, visit)
        versions = plan_versions_of(session, visit.followed.id)
        who = named_doers(session, {one.kept_by for one in versions})
    by_cell = [(", ".join(_named(seen, one)), one, _page_of(visit, one)) for one in seen.money.cells]
    return form.page(
        "office/finance.html",
        visit=visit,
        seen=seen,
        money=money,
        whole=seen.money.along(),
        loose=sum_of(seen.money.loose),
        cells={key: "/".join(cell) for key, cell in _hanging(seen).items()},
        nowhere=NONE,
        choices=[(NONE, _("nessuna casella")), *_choices(seen)],
        used=[(name, one) for name, one, _address in by_cell if one.money],
        pages=[page for _name, one, page in by_cell if one.money],
        unused=[found for found in by_cell if not found[1].money],
        by_line=[(in_words(label), seen.money.along(line_id=one)) for one, label in seen.report.table.lines.items()],
        by_source=[
            (in_words(label), seen.money.along(source_id=one)) for one, label in seen.report.table.sources.items()
        ],
        versions=versions,
        who=who,
        kind_words=kind_words,
        done=done_words(),
    )


def _page_of(visit: ProgrammeVisit, cell: CellMoney) -> str:
    return url_for("office.finance_cell", plan_line=cell.line_id, plan_source=cell.source_id, **visit.at)


def _seen(visit: ProgrammeVisit) -> tuple[PlanSeen, Sequence[MoneyLine]]:
    with reading() as session:
        return _read(session, visit)


def _read(session: Session, visit: ProgrammeVisit) -> tuple[PlanSeen, Sequence[MoneyLine]]:
    """The plan with its money. Raises NotYoursError where the programme has no financial plan."""
    money, seen = money_seen(session, visit.programme, visit.followed)
    if seen is None:
        raise NotYoursError
    return seen, money


def _hanging(seen: PlanSeen) -> dict[tuple[str, str], CellKey]:
    """By call and source the cell on which it hangs."""
    return {
        (money.call_id, money.source_id): (cell.line_id, cell.source_id)
        for cell in seen.money.cells
        for money in cell.money
    }


def _choices(seen: PlanSeen) -> list[tuple[str, str]]:
    """The cells to choose from, each with what is left of it."""
    return [
        (
            f"{one.line_id}/{one.source_id}",
            _("%(cell)s: restano %(sum)s") % {"cell": ", ".join(_named(seen, one)), "sum": in_words(euros(one.left))},
        )
        for one in seen.money.cells
    ]


def _named(seen: PlanSeen, cell: CellMoney) -> tuple[str, str]:
    table = seen.report.table
    return in_words(table.lines[cell.line_id]), in_words(table.sources[cell.source_id])


def _cell_of(text: str) -> CellKey:
    line, _slash, source = text.partition("/")
    return line, source
