"""Back to a check-up from another device, by its code."""

from flask import Response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from cip.assessment.actions import resume_check_up
from cip.assessment.codes import cleaned, code_digest, in_groups, is_code
from cip.assessment.reads import check_up_of_code
from cip.web.public import public
from cip.web.state import LAST_STARTED, become_guest, reading, today, working
from cip.web.tries import RESUME, too_many

LONGEST_TYPED = 60


@public.get("/resume")
def resume() -> str:
    """Type the code."""
    return render_template("public/resume.html", typed="", wrong=False)


@public.get("/resume/<code>")
def resume_code(code: str) -> Response:
    """Where the QR code leads: a page whose button resumes. It does not say whether the code is right."""
    clean = cleaned(code)
    if is_code(clean):
        page = render_template("public/resume_code.html", code=in_groups(clean))
    else:
        page = render_template("public/resume.html", typed=code[:LONGEST_TYPED], wrong=False)
    response = Response(page, mimetype="text/html")
    # The address holds the code. Only the origin goes along with what this page sends, never the address itself; with
    # no referrer at all our check against forged requests would refuse its button.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@public.post("/resume")
def resume_now() -> AnyResponse:
    """Resume the check-up with this code in this browser too; one sentence for every code that resumes nothing."""
    wait = RESUME.minutes_to_wait()
    if wait is not None:
        return too_many(wait)
    typed = request.form.get("code", "")[:LONGEST_TYPED]
    check_up_id = _resumed(code_digest(typed))
    if check_up_id is None:
        return Response(render_template("public/resume.html", typed=typed, wrong=True), 422, mimetype="text/html")
    session[LAST_STARTED] = check_up_id
    return redirect(url_for("firm.hub", check_up_id=check_up_id), 303)


def _resumed(digest: str) -> str | None:
    with reading() as database:
        if check_up_of_code(database, digest, today()) is None:
            return None
    # Only who has a right code becomes a guest: to mistype leaves no lasting cookie.
    guest_digest = become_guest()
    with working() as work:
        resumed = resume_check_up(work, code_digest=digest, guest_digest=guest_digest, today=today())
        if resumed is not None:
            RESUME.was_right(work)
        return resumed
