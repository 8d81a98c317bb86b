"""The button that validates: the verified result is stored and the answers are locked."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.assessment.actions import NothingReviewedError, validate_check_up
from cip.assessment.answer_file import AnswerFileError
from cip.assessment.coverage import coverage_of
from cip.assessment.engine import ENGINE_VERSION
from cip.assessment.reads import CHECK_UP
from cip.assessment.verified import verified_check_up, verified_file
from cip.kernel.canonical import canonical_json
from cip.parties.access import permit
from cip.web.consultant import consultant
from cip.web.consultant.desk import body_for, open_here
from cip.web.consultant.review import draw_overview
from cip.web.firm.saving import again_if_changed
from cip.web.firm.words import question_text
from cip.web.language import gettext as _
from cip.web.shown import quoted
from cip.web.state import actor, today, working


@consultant.post("/check-up/<check_up_id>/validate")
def validate(check_up_id: str) -> str | Response:
    """Validate the answers as they are now."""
    return again_if_changed(lambda: _validate(check_up_id))


def _validate(check_up_id: str) -> str | Response:
    visit = open_here(check_up_id, "validate")
    here = url_for("consultant.review", check_up_id=check_up_id)
    if visit.check_up.validated_at is not None:
        return redirect(here, 303)
    coverage = coverage_of(visit.walk, visit.stored)
    if coverage.looked and not coverage.whole and request.form.get("partly") != "yes":
        text = _("Non avete guardato tutte le risposte: mettete la spunta per convalidare così, o guardate le altre.")
        return _refused(check_up_id, text)
    try:
        result = canonical_json(verified_check_up(visit.bound, verified_file(visit.stored)).as_json())
        with working() as work:
            permit(work.session, actor(), CHECK_UP, visit.check_up, action="validate")
            validate_check_up(
                work,
                check_up_id,
                answers=visit.stored,
                body_id=body_for(visit.check_up.firm_id),
                on_day=today(),
                pack_sha256=visit.pack.sha256,
                engine_version=ENGINE_VERSION,
                result=result,
                coverage=coverage,
            )
    except NothingReviewedError:
        text = _("Prima guardate almeno una risposta: ora non c'è nulla da convalidare.")
        return _refused(check_up_id, text)
    except AnswerFileError as error:
        names = ", ".join(dict.fromkeys(quoted(question_text(visit, str(p.path[1]))) for p in error.problems))
        text = _("Queste risposte non stanno insieme: %(names)s. Correggetele.") % {"names": names}
        return _refused(check_up_id, text)
    return redirect(here, 303)


def _refused(check_up_id: str, problem: str) -> Response:
    return Response(draw_overview(check_up_id, problem), 422, mimetype="text/html")
