"""A new version of the financial plan: a file comes, the page tells what is in it, somebody keeps it or not.

Between the two steps nothing is stored: what was read travels sealed in the form.
"""

import json
import zlib
from dataclasses import dataclass

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Session
from cip.incentives.plan_finance import PlanReport, report_of
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.characters import plain_text
from cip.kernel.sealing import SealBrokenError, seal, unseal
from cip.monitoring.actions.keep_plan import (
    PlanMovedError,
    PlanTooLongError,
    PlanTooSmallError,
    SamePlanError,
    keep_plan,
)
from cip.monitoring.overview import PlanSeen
from cip.monitoring.plan_file import read_plan
from cip.monitoring.plan_rows import MOST_BYTES, PlanFileError
from cip.monitoring.plan_versions import LONGEST_FILE_NAME, FoundPlan, moved_cells, plan_content, plan_from, too_small
from cip.monitoring.reads import PROGRAMME
from cip.monitoring.reads.overviews import money_seen
from cip.monitoring.reads.plans import rooms_of
from cip.parties.access import NotYoursError, load_for
from cip.web.account.keys import secret_key
from cip.web.done import back, done_words
from cip.web.handing_in import sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.finance import FINANCE
from cip.web.office.finance_words import cell_words, fault_words, small_words
from cip.web.office.monitoring_visit import ProgrammeVisit, open_programme
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

IMPORT = f"{FINANCE}/import"
_PURPOSE = "financial plan"
_LONGEST_SEALED = 60_000
"""A little less than a field of a form may hold."""


@dataclass(frozen=True, slots=True)
class _Brought:
    """A plan as it was looked at: beside which version."""

    found: FoundPlan
    after: int


@office.get(IMPORT)
def plan_import(body_id: str, programme_id: str) -> Response:
    """What a file must look like, and the field for it."""
    return _form_page(open_programme(body_id, programme_id, "manage"), Typed())


@office.post(IMPORT)
@takes_file
def preview_plan(body_id: str, programme_id: str) -> AnyResponse:
    """Read a file and tell what is in it; nothing is kept."""
    visit, form, file = open_programme(body_id, programme_id, "manage"), sent(), sent_file("file")
    if file is None:
        form.errors["file"] = _("Scegliete il file del piano.")
        return _form_page(visit, form)
    content, name = file[0].read(MOST_BYTES + 1), plain_text(file[1])[-LONGEST_FILE_NAME:]
    try:
        kind, table = read_plan(content, visit.programme.finance)
    except PlanFileError as error:
        form.errors["file"] = fault_words(error)
        return _form_page(visit, form)
    with reading() as session:
        seen = _seen(session, visit)
        after = seen.version.seq if seen is not None and seen.version is not None else 0
        brought = _Brought(FoundPlan(kind, name, sha256_of(content), table), after)
        sealed = _sealed(visit, brought)
        if len(sealed) > _LONGEST_SEALED:
            form.errors["file"] = _("Il piano ha troppe voci o parole.")
            return _form_page(visit, form)
        return _preview_page(session, visit, form, brought, sealed)


@office.post(f"{IMPORT}/keep")
def keep_plan_now(body_id: str, programme_id: str) -> AnyResponse:
    """Keep what was looked at as the version that counts."""
    visit, form = open_programme(body_id, programme_id, "manage"), sent()
    sealed = request.form.get("sealed", "")
    brought = _unsealed(visit, sealed)
    try:
        with working() as work:
            load_for(work.session, actor(), PROGRAMME, programme_id, action="manage", parent=body_id)
            keep_plan(work, programme_id, brought.found, brought.after)
    except PlanTooSmallError:
        form.errors["sealed"] = _("Il piano toglie soldi che sono già a bando.")
    except SamePlanError:
        form.errors["sealed"] = _("Questo piano è già quello che vale.")
    except PlanTooLongError:
        form.errors["sealed"] = _("Il piano ha troppe voci o parole.")
    except PlanMovedError:
        form.errors["sealed"] = _("Nel frattempo è stata salvata un'altra versione. Caricate di nuovo il file.")
    else:
        return back("office.finance", "saved", **visit.at)
    with reading() as session:
        return _preview_page(session, visit, form, brought, sealed)


def _form_page(visit: ProgrammeVisit, form: Typed) -> Response:
    return form.page("office/plan_import.html", visit=visit, done=done_words())


def _preview_page(session: Session, visit: ProgrammeVisit, form: Typed, brought: _Brought, sealed: str) -> Response:
    table = brought.found.table
    seen = _seen(session, visit)
    report: PlanReport = report_of(table)
    small = too_small(rooms_of(session, visit.followed.id), table.cells)
    names = PlanSeen(report, seen.money, seen.version) if seen is not None else None
    moved = moved_cells(seen.report.table, table) if seen is not None else []
    return form.page(
        "office/plan_preview.html",
        visit=visit,
        found=brought.found,
        report=report,
        total_before=seen.report.total if seen is not None else None,
        moved=[(_named(cell, names, seen), old, new) for cell, old, new in moved],
        small=[small_words(one, seen) for one in small] if seen is not None else [],
        sealed=sealed,
    )


def _named(cell: tuple[str, str], new: PlanSeen | None, old: PlanSeen | None) -> str:
    """The name of a cell in the plan that has it."""
    holds = new is not None and cell in new.report.table.cells
    seen = new if holds else old
    return cell_words(seen, cell) if seen is not None else "/".join(cell)


def _seen(session: Session, visit: ProgrammeVisit) -> PlanSeen | None:
    return money_seen(session, visit.programme, visit.followed)[1]


def _sealed(visit: ProgrammeVisit, brought: _Brought) -> str:
    found = brought.found
    told = {
        "programme": visit.followed.id,
        "kind": found.kind,
        "name": found.file_name,
        "sha256": found.sha256,
        "content": plan_content(found.table),
        "after": brought.after,
    }
    return seal(secret_key(), zlib.compress(canonical_json(told).encode()), purpose=_PURPOSE)


def _unsealed(visit: ProgrammeVisit, sealed: str) -> _Brought:
    """What was sealed for this programme. Raises NotYoursError for anything else."""
    try:
        told = json.loads(zlib.decompress(unseal(secret_key(), sealed, purpose=_PURPOSE)))
    except SealBrokenError:
        raise NotYoursError from None
    if told["programme"] != visit.followed.id:
        raise NotYoursError
    return _Brought(FoundPlan(told["kind"], told["name"], told["sha256"], plan_from(told["content"])), told["after"])
