"""What became of the indicators that the plan's measures should move, at T0, T1 and T2."""

from collections.abc import Iterator

from flask import render_template

from cip.assessment.bound import bind
from cip.assessment.plan_effect import Taken, effects
from cip.assessment.reads import CHECK_UP, family_of, latest_snapshot
from cip.database.work import Session
from cip.documents.papers.basis import state_words
from cip.parties.access import NotYoursError, load_for
from cip.web.firm import firm
from cip.web.firm.plan_status import plan_of
from cip.web.firm.visit import answers_of, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.state import actor, reading, state


@firm.get("/<check_up_id>/plan/effect", endpoint="plan_effect")
def effect_page(check_up_id: str) -> str:
    """Measure by measure: the step of each indicator at every check-up of the series, and what that says."""
    visit = open_visit(check_up_id, "read")
    with reading() as session:
        taken = tuple(_taken(session, check_up_id))
    return render_template(
        "firm/plan_effect.html",
        visit=visit,
        taken=taken,
        effects=effects(plan_of(visit), taken, visit.pack),
        states=state_words(current()),
        planned={item.code: item for item in plan_of(visit).measures},
        **page_words(visit),
    )


def _taken(session: Session, check_up_id: str) -> Iterator[Taken]:
    """The check-ups of the series up to this one that have a result and are theirs, oldest first."""
    for each in family_of(session, check_up_id):
        try:
            check_up = load_for(session, actor(), CHECK_UP, each, action="read")
        except NotYoursError:
            continue
        snapshot = latest_snapshot(session, each)
        if snapshot is not None:
            bound = bind(state().packs.pinned(session, snapshot.pack_sha256), snapshot.on_day)
            answers = answers_of(bound, snapshot)
            steps = {code: given.step for code, given in answers.steps.items()}
            yield Taken(check_up.stage, snapshot.on_day, steps, answers.in_use)
        if each == check_up_id:
            return
