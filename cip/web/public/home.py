"""The door: what you get, how long it takes, what happens to your answers, and the button."""

from flask import redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from cip.assessment.reads import CHECK_UP
from cip.parties.access import NotYoursError, load_for
from cip.rulebook.packs import Pack
from cip.web.firm.start import LAST_STARTED
from cip.web.language import guessed
from cip.web.public import entrance, public
from cip.web.public.sample import sample_exists
from cip.web.state import actor, reading, state, today


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
    return render_template(
        "public/home.html",
        pack=pack,
        minutes=round(walk_minutes(pack)),
        sample=sample_exists(),
        started=started_here(),
    )


def walk_minutes(pack: Pack) -> float:
    """Minutes for the profile and all areas, as the model says."""
    return pack.content.minutes + sum(area.minutes for area in pack.areas.values())


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
