"""A verified result as pages show it: computed again from what was stored, beside the self-declared one."""

import json
from dataclasses import dataclass

from cip.assessment.bound import bind
from cip.assessment.coverage import Coverage
from cip.assessment.reads import coverages_of
from cip.assessment.results import CheckUp
from cip.assessment.verified import VerifiedResult, verified_check_up
from cip.parties.reads import find_body
from cip.rulebook.shapes import model
from cip.web.firm.visit import Visit
from cip.web.state import reading


@dataclass(frozen=True)
class VerifiedShown:
    """The stored verified result with its numbers and reasons, the name of the body that stands behind it, and how many
    answers somebody looked at (None: not written down then).
    """

    stored: VerifiedResult
    result: CheckUp
    level: model.Level
    body: str
    coverage: Coverage | None = None


def shown_verified(visit: Visit, stored: VerifiedResult | None) -> VerifiedShown | None:
    """The latest verified result; None while there is none."""
    if stored is None:
        return None
    bound = bind(visit.pack, stored.on_day)
    result = verified_check_up(bound, json.loads(stored.answers))
    level = next(level for level in visit.pack.content.levels if level.id == result.level)
    with reading() as session:
        body = find_body(session, stored.body_id)
        coverage = coverages_of(session, [visit.id]).get(visit.id)
    return VerifiedShown(stored, result, level, body.name if body else "", coverage)
