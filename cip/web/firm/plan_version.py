"""One version of the plan: the sheet to read, print and sign, what was signed, and the file that came back."""

from flask import abort, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from cip.assessment.plan_versions import PlanVersion
from cip.assessment.reads import PLAN_VERSION
from cip.documents.papers.basis import Basis
from cip.documents.papers.conciliation_plan import SignedPlan, conciliation_plan
from cip.documents.plan_words import version_states
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.files.reads import find_file
from cip.kernel.money import euros
from cip.parties.access import load_for
from cip.parties.reads import find_firm
from cip.web.firm import firm
from cip.web.firm.papers import docx_or_sorry
from cip.web.firm.plan_status import PlanStatus, plan_status
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words
from cip.web.handing_in import handed_out
from cip.web.language import current
from cip.web.printed import pdf_or_sorry
from cip.web.state import actor, guide_book, reading, state


def open_version(check_up_id: str, version_id: str) -> tuple[PlanStatus, PlanVersion]:
    """A version through the one door, with the plan that it belongs to. Raises NotYoursError."""
    with reading() as session:
        version = load_for(session, actor(), PLAN_VERSION, version_id, action="read", parent=check_up_id)
    return plan_status(open_visit(check_up_id, "read")), version


def version_sheet(status: PlanStatus, version: PlanVersion) -> Sheet:
    """The sheet of a version, from the pack and the day on which it was agreed."""
    pack = status.visit.pack
    if version.pack_sha256 != pack.sha256:
        with reading() as session:
            pack = state().packs.pinned(session, version.pack_sha256)
    basis = Basis(pack, current(), version.on_day, version.plan, None, guide_book(pack.id))
    address = url_for("public.plan_check", digest=version.sha256, _external=True)
    with reading() as session:
        found = find_firm(session, status.visit.check_up.firm_id or "")
    signed = SignedPlan(
        version, address, status.signed(version), found.name if found else "", found.tax_code if found else ""
    )
    return conciliation_plan(basis, signed)


@firm.get("/<check_up_id>/plan/versions/<version_id>")
def plan_version(check_up_id: str, version_id: str) -> str:
    """The version as a page, with its signatures and what can be done with it."""
    status, version = open_version(check_up_id, version_id)
    body = Markup(render_sheet(version_sheet(status, version), first_heading=2))  # noqa: S704 escaped, by ourselves
    return render_template(
        "firm/plan_version.html",
        visit=status.visit,
        status=status,
        version=version,
        state=version_states(current())[status.state_of(version)],
        moves=status.moves(version),
        signatures=status.signed(version),
        euros=euros,
        body=body,
        **page_words(status.visit),
    )


@firm.get("/<check_up_id>/plan/versions/<version_id>.pdf")
def plan_version_pdf(check_up_id: str, version_id: str) -> Response:
    """The sheet to print and sign."""
    status, version = open_version(check_up_id, version_id)
    page = url_for("firm.plan_version", check_up_id=check_up_id, version_id=version_id)
    return pdf_or_sorry(version_sheet(status, version), _filename(version, "pdf"), page)


@firm.get("/<check_up_id>/plan/versions/<version_id>.docx")
def plan_version_docx(check_up_id: str, version_id: str) -> Response:
    """The sheet for an editor of texts."""
    status, version = open_version(check_up_id, version_id)
    page = url_for("firm.plan_version", check_up_id=check_up_id, version_id=version_id)
    return docx_or_sorry(version_sheet(status, version), _filename(version, "docx"), page)


@firm.get("/<check_up_id>/plan/versions/<version_id>/signed/<signature_id>")
def plan_signed_sheet(check_up_id: str, version_id: str, signature_id: str) -> Response:
    """The signed sheet that came back, to keep."""
    status, version = open_version(check_up_id, version_id)
    found = next((one for one in status.signed(version) if one.id == signature_id and one.file_id), None)
    if found is None or found.file_id is None:
        abort(404)
    with reading() as session:
        file = find_file(session, found.file_id)
    if file is None:
        abort(404)
    return handed_out(file, url_for("firm.plan_version", check_up_id=check_up_id, version_id=version_id))


def _filename(version: PlanVersion, ending: str) -> str:
    return f"piano-{version.number}-{version.on_day.isoformat()}.{ending}"
