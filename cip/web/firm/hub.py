"""The hub: every section with its state, the score so far, and the button to the result."""

from flask import render_template

from cip.assessment.facts import record_of
from cip.web.firm import firm
from cip.web.firm.sections import DUTIES, PROFILE, Part, parts
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words


@firm.get("/<check_up_id>")
def hub(check_up_id: str) -> str:
    """Where the owner stands, and what comes next."""
    visit = open_visit(check_up_id, "read", with_result=True)
    states = parts(visit)
    score = visit.bound.score(record_of(visit.bound, visit.answers))
    return render_template(
        "firm/hub.html",
        visit=visit,
        parts=states,
        areas=[part for part in states if part.id not in (PROFILE, DUTIES)],
        profile=states[0],
        duties=states[-1],
        next_part=what_next(states),
        low=score.get("low"),
        high=score.get("high"),
        minutes_left=sum(part.minutes_left for part in states),
        aside=visit.walk.put_aside(),
        **page_words(visit),
    )


def what_next(states: tuple[Part, ...]) -> Part | None:
    """The first section that was never opened, else the first that is not complete."""
    untouched = (part for part in states if part.progress == "todo")
    return next(untouched, next((part for part in states if part.progress != "done"), None))
