"""The door: what you get, how long it takes, what happens to your answers, and the button."""

from math import ceil

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.minutes import minutes_of, minutes_of_question
from cip.assessment.quick import quick_start
from cip.assessment.reads import CHECK_UP
from cip.parties.access import NotYoursError, load_for
from cip.web.language import guessed
from cip.web.public import entrance, public
from cip.web.public.sample import sample_exists
from cip.web.state import LAST_STARTED, actor, reading, state, today


@entrance.get("/")
def root() -> Response:
    """To the home page in the language that the browser prefers."""
    response = redirect(url_for("public.home", language=guessed()))
    response.vary.add("Accept-Language")
    return response


@public.get("/")
def home() -> str:
    """The home page."""
    pack = state().packs.newest_on(today())
    minutes, first = minutes_of(pack), quick_start(bind(pack, today()), Answers())
    return render_template(
        "public/home.html",
        pack=pack,
        minutes=minutes,
        quick=ceil(sum(minutes_of_question(pack, item) for item in first.ids)),
        quick_questions=len(first.ids),
        days=state().settings.retention_days,
        sample=sample_exists(),
        started=started_here(),
    )


def started_here() -> str | None:
    """The check-up that this browser started last, if it is still there."""
    check_up_id = session.get(LAST_STARTED)
    if not isinstance(check_up_id, str):
        return None
    try:
        with reading() as database:
            return load_for(database, actor(), CHECK_UP, check_up_id, action="read").id
    except NotYoursError:
        return None


@public.context_processor
def _way_back() -> dict[str, object]:
    """Pages to read lead back to the check-up that this browser has open; asked only by pages that say so."""
    return {"started_here": started_here}
