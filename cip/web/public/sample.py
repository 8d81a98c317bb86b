"""What a result looks like: the stored result of the invented firm, where `cip demo` has put one."""

from flask import abort, render_template, url_for

from cip.assessment.demo import DEMO_CHECK_UP_ID
from cip.assessment.reads import CHECK_UP
from cip.parties.access import SYSTEM, NotYoursError, load_for
from cip.web.firm.result import stored_outcome
from cip.web.firm.visit import open_visit
from cip.web.firm.words import question_text
from cip.web.public import public
from cip.web.state import reading


def sample_exists() -> bool:
    """Whether the invented firm is there."""
    try:
        with reading() as session:
            load_for(session, SYSTEM, CHECK_UP, DEMO_CHECK_UP_ID, action="read")
    except NotYoursError:
        return False
    return True


@public.get("/sample")
def sample() -> str:
    """The result page of the invented firm; nobody can answer for it."""
    visit = open_visit(DEMO_CHECK_UP_ID, "read", with_result=True, who=SYSTEM)
    outcome = stored_outcome(visit)
    if outcome is None:
        abort(404)
    return render_template(
        "firm/result.html",
        outcome=outcome,
        taps=(),
        sample=True,
        measure_url=lambda code: url_for("public.measure", code=code),
        question_url=lambda _identifier: None,
        question_name=lambda identifier: question_text(visit, identifier),
    )
