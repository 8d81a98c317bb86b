"""The hub: every section with its state, the score so far, the button to the result, and what else can be done."""

from flask import render_template

from cip.assessment.minutes import minutes_of_question
from cip.web.firm import firm
from cip.web.firm.assigned import assigned_to, assignee_names, may_assign
from cip.web.firm.quick import quick_ids
from cip.web.firm.sections import DUTIES, PROFILE, Part, open_answers, parts
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words


@firm.get("/<check_up_id>")
def hub(check_up_id: str) -> str:
    """Where the owner stands, and what comes next."""
    visit = open_visit(check_up_id, "read", with_result=True)
    states = parts(visit)
    low, high, _level = visit.walk.score
    quick = quick_ids(visit) if visit.check_up.closed_at is None else ()
    return render_template(
        "firm/hub.html",
        visit=visit,
        areas=[part for part in states if part.id not in (PROFILE, DUTIES)],
        profile=states[0],
        duties=states[-1],
        next_part=what_next(states),
        complete=all(part.progress == "done" for part in states),
        open=open_answers(states),
        unknown=sum(part.unknown for part in states if part.id != DUTIES),
        to_confirm=sum(part.to_confirm for part in states),
        low=low,
        high=high,
        minutes_left=sum(part.minutes_left for part in states),
        quick=quick,
        quick_minutes=sum(minutes_of_question(visit.pack, identifier) for identifier in quick),
        aside=visit.walk.put_aside(),
        assigned=assigned_to(visit),
        assignees=assignee_names(),
        may_assign=may_assign(visit),
        **page_words(visit),
    )


def what_next(states: tuple[Part, ...]) -> Part | None:
    """The first section that was never opened, else the first that is not complete."""
    untouched = (part for part in states if part.progress == "todo")
    return next(untouched, next((part for part in states if part.progress != "done"), None))
