"""How panels, reviews and judged applications are found and what an actor is to them; importing this makes `load_for`
know them. Who was removed, stood aside or no longer sits on the panel is nothing to what they had.
"""

from sqlalchemy.orm import Session

from cip.incentives.judging import JudgedFile, Panel, Review
from cip.incentives.reads.evaluation import find_judged_file
from cip.incentives.reads.kinds import office_roles
from cip.incentives.reads.panels import find_panel
from cip.incentives.reads.reviews import find_review
from cip.parties.access import Actor, Kind, register_kind
from cip.parties.permissions import Role

_EVALUATOR: frozenset[Role] = frozenset({"evaluator"})
_NOBODY: frozenset[Role] = frozenset()


def _panel_roles(_session: Session, actor: Actor, panel: Panel) -> frozenset[Role]:
    # A place on a panel is no membership, so the second factor that bodies ask for is asked for here.
    standing = actor.standing
    if standing is None or not standing.strong:
        return _NOBODY
    return _EVALUATOR if panel.place_of(standing.person_id) is not None else _NOBODY


def _review_roles(session: Session, actor: Actor, review: Review) -> frozenset[Role]:
    panel = find_panel(session, review.call_id)
    if panel is None or actor.standing is None or review.gone:
        return _NOBODY
    place = panel.place_of(actor.standing.person_id)
    mine = place is not None and place.id == review.place_id
    return _panel_roles(session, actor, panel) if mine else _NOBODY


def _file_roles(_session: Session, actor: Actor, file: JudgedFile) -> frozenset[Role]:
    return office_roles(actor, file.body_id)


PANEL: Kind[Panel] = register_kind(Kind("panel", find_panel, _panel_roles))
"""The desk of a call, from the side of those who judge; its id is the call's."""
REVIEW: Kind[Review] = register_kind(Kind("review", find_review, _review_roles, parent=lambda review: review.call_id))
"""One review, from the side of the very person whom it was given to."""
JUDGED_FILE: Kind[JudgedFile] = register_kind(
    Kind("judged_file", find_judged_file, _file_roles, parent=lambda file: file.call_id)
)
"""An application under evaluation, from the side of the office."""
