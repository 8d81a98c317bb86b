"""What the consultant tells beside the generated report, version by version."""

from flask import redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.actions import NewerNarrativeError, write_narrative
from cip.assessment.narrative import LONGEST_PART, PARTS, Narrative
from cip.assessment.reads import CHECK_UP, narratives_of
from cip.documents.narrative import part_titles
from cip.parties.access import permit
from cip.web.consultant import consultant
from cip.web.consultant.desk import body_for, open_here
from cip.web.doers import Doers
from cip.web.fields import NoteField
from cip.web.firm.mistakes import too_long
from cip.web.firm.sheet import Sheet, answer, form_class, read_form
from cip.web.firm.visit import Visit
from cip.web.form_names import render_form
from cip.web.language import current
from cip.web.state import actor, reading, working

NUMBER = "number"


class _PartField(NoteField):
    """A long text of several paragraphs."""

    def parse(self, text: str) -> object:
        if len(text) > LONGEST_PART:
            raise ValueError(too_long(LONGEST_PART))
        return text


FORM: type[FlaskForm] = form_class({part: _PartField() for part in PARTS})


@consultant.get("/check-up/<check_up_id>/narrative")
def narrative(check_up_id: str) -> str:
    """The newest version, to be written on; the earlier ones below."""
    visit = open_here(check_up_id)
    versions = _versions(visit)
    return _draw(visit, versions, Sheet(_texts(versions)), _newest(versions))


@consultant.post("/check-up/<check_up_id>/narrative")
def save_narrative(check_up_id: str) -> str | Response:
    """Keep the text as the next version; where somebody else was faster, both are shown and nothing is lost."""
    visit = open_here(check_up_id)
    form, sheet = read_form(FORM, lambda name: name)
    drawn = _drawn_version()
    if not sheet.mistakes:
        try:
            with working() as work:
                permit(work.session, actor(), CHECK_UP, visit.check_up, action="review")
                parts = {part: str(answer(form, part).data or "") for part in PARTS}
                write_narrative(work, check_up_id, parts, body_id=body_for(visit.check_up.firm_id), drawn=drawn)
        except NewerNarrativeError:
            versions = _versions(visit)
            page = _draw(visit, versions, sheet, _newest(versions), theirs=versions[0] if versions else None)
            return Response(page, 409, mimetype="text/html")
        return redirect(url_for("consultant.narrative", check_up_id=check_up_id), 303)
    return Response(_draw(visit, _versions(visit), sheet, drawn), 422, mimetype="text/html")


def _drawn_version() -> int:
    text = request.form.get(NUMBER, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def _newest(versions: list[Narrative]) -> int:
    return versions[0].number if versions else 0


def _versions(visit: Visit) -> list[Narrative]:
    with reading() as session:
        return narratives_of(session, visit.id)


def _draw(visit: Visit, versions: list[Narrative], sheet: Sheet, number: int, theirs: Narrative | None = None) -> str:
    with reading() as session:
        doers = Doers(session, (version.made_by for version in versions))
    return render_form(
        "consultant/narrative.html",
        visit=visit,
        versions=versions,
        titles=part_titles(current()),
        sheet=sheet,
        number=number,
        theirs=theirs,
        most=LONGEST_PART,
        doers=doers,
    )


def _texts(versions: list[Narrative]) -> dict[str, object]:
    """The texts of the newest version, by field."""
    return {str(part): text for part, text in versions[0].parts.items()} if versions else {}
