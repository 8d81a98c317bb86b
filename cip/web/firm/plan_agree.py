"""The plan is agreed: what it still lacks, what changed since the last version, and the button that freezes it."""

from itertools import groupby

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import PlanNotReadyError, agree_plan
from cip.assessment.plan_checks import Lack, measure_text
from cip.assessment.plan_wording import PARTS
from cip.assessment.reads import CHECK_UP
from cip.documents.plan_words import heard_in_words
from cip.kernel.money import euros
from cip.parties.access import load_for
from cip.web.firm import firm
from cip.web.firm.plan_status import PlanStatus, plan_status
from cip.web.firm.saving import again_if_changed
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.shown import in_words
from cip.web.state import actor, today, working

_FIELDS = ("owner", "start", "cost")


@firm.get("/<check_up_id>/plan/agree", endpoint="plan_agree")
def agree_page(check_up_id: str) -> str:
    """What is missing, what changed, and the button where the plan can be agreed."""
    return _drawn(open_visit(check_up_id, "read"))


@firm.post("/<check_up_id>/plan/agree")
def agree_now(check_up_id: str) -> Response:
    """Freeze the plan as it stands as its next version; the page again where something is missing."""
    try:
        version_id = again_if_changed(lambda: _agree(check_up_id))
    except PlanNotReadyError:
        return Response(_drawn(open_visit(check_up_id, "agree_plan")), 409, mimetype="text/html")
    return redirect(url_for("firm.plan_version", check_up_id=check_up_id, version_id=version_id), 303)


def _agree(check_up_id: str) -> str:
    visit = open_visit(check_up_id, "agree_plan")
    with working() as work:
        load_for(work.session, actor(), CHECK_UP, check_up_id, action="agree_plan")
        return agree_plan(work, check_up_id, pack=visit.pack, on=today(), seen=visit.stored)


def _drawn(visit: Visit) -> str:
    status = plan_status(visit)
    return render_template(
        "firm/plan_agree.html",
        visit=visit,
        status=status,
        euros=euros,
        heard=heard_in_words(status.heard, current()),
        missing=_missing(status),
        closed=status.closed,
        **page_words(visit),
    )


def _missing(status: PlanStatus) -> list[tuple[str, str]]:
    """What is missing, each with where it is put right: what several fields of one measure lack is one line."""
    found = []
    for code, group in groupby(status.lacks, key=lambda lack: lack.code):
        lacking = list(group)
        fields = [lack for lack in lacking if lack.what in _FIELDS]
        if len(fields) > 1:
            parts = ", ".join(in_words(PARTS[lack.what]) for lack in fields)
            words = _("%(measure)s: mancano %(parts)s.") % {
                "measure": in_words(measure_text(status.visit.pack, code)),
                "parts": parts,
            }
            found.append((_place(status, fields[0]), words))
            lacking = [lack for lack in lacking if lack not in fields]
        found += [(_place(status, lack), in_words(lack.because)) for lack in lacking]
    return found


def _place(status: PlanStatus, lack: Lack) -> str:
    """Where something that is missing is put right."""
    visit_id = status.visit.id
    if lack.what == "heard":
        return url_for("firm.plan_heard", check_up_id=visit_id)
    field = f"{lack.code}-{lack.what}" if lack.what in _FIELDS else lack.code or None
    return url_for("firm.plan", check_up_id=visit_id, measure=lack.code or None, _anchor=field)
