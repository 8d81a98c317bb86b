"""Who answers which section: the owner says so, the summary shows it."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import assign_sections
from cip.assessment.reads import CHECK_UP, assignments_of
from cip.assessment.sections_of import ASSIGNEES, Assignee
from cip.parties.access import permit
from cip.web.firm import firm
from cip.web.firm.sections import order, section_name
from cip.web.firm.visit import Visit, open_visit
from cip.web.firm.words import page_words
from cip.web.language import gettext as _
from cip.web.state import actor, reading, working


@firm.get("/<check_up_id>/sections")
def sections(check_up_id: str) -> str:
    """Every section with who answers it."""
    visit = open_visit(check_up_id, "assign")
    return render_template(
        "firm/sections.html",
        visit=visit,
        sections=[(section, section_name(visit, section)) for section in order(visit)],
        assigned=assigned_to(visit),
        names=assignee_names(),
        **page_words(visit),
    )


@firm.post("/<check_up_id>/sections")
def save_sections(check_up_id: str) -> Response:
    """Keep who answers what."""
    visit = open_visit(check_up_id, "assign")
    wanted: dict[str, str | None] = {}
    for section in order(visit):
        said = request.form.get(section)
        if said is not None:
            wanted[section] = said if said in ASSIGNEES else None
    with working() as work:
        permit(work.session, actor(), CHECK_UP, visit.check_up, action="assign")
        assign_sections(work, check_up_id, wanted)
    return redirect(url_for("firm.hub", check_up_id=check_up_id), 303)


def assignee_names() -> dict[Assignee, str]:
    """What they are called."""
    return {
        "owner": _("chi guida l'impresa"),
        "adviser": _("chi prepara le buste paga"),
        "consultant": _("chi vi accompagna"),
    }


def assigned_to(visit: Visit) -> dict[str, str]:
    """Who answers each section; a check-up that no firm has taken over has nobody to share it with."""
    if visit.check_up.firm_id is None:
        return {}
    with reading() as session:
        return assignments_of(session, visit.id)


def may_assign(visit: Visit) -> bool:
    """Whether whoever asks may say who answers what."""
    found = actor().standing
    firm_id = visit.check_up.firm_id
    return found is not None and firm_id is not None and found.in_firm(firm_id) == "owner"
