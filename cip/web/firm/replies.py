"""What a script is told about a save; the words are put together here, so that it needs none of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import jsonify
from werkzeug.wrappers import Response

from cip.assessment.merging import Conflict, held
from cip.web.asking import script_asks
from cip.web.firm.conflict import both
from cip.web.firm.saving import Changes
from cip.web.firm.visit import Visit
from cip.web.firm.words import question_text
from cip.web.shown import hour, interval, quoted
from cip.web.state import now

wanted = script_asks


def really_new(visit: Visit, changes: Changes) -> Changes:
    """What differs from the store. A script sends the whole form for one change, which confirms none of the answers
    that were carried over from an earlier check-up; the button does.
    """
    return {question: value for question, value in changes.items() if held(visit.stored, question) != value}


def saved(
    before: Visit,
    visit: Visit,
    *,
    seq: int,
    mistakes: Mapping[str, str],
    fields: Mapping[str, object],
    warnings: Mapping[str, str],
) -> Response:
    """When it was saved (`saved_at`), the event that the form may count as drawn with (`seq`), the score so far, what
    was put aside or is asked now, `mistakes` by field, `fields` that somebody else changed, `warnings` by question.
    """
    low, high, level = visit.walk.score
    aside, asked = before.walk.put_aside(), {question.fact.id for question in before.walk.facts()}
    return jsonify(
        saved_at=hour(now()),
        seq=seq,
        low=low,
        high=high,
        level=level,
        score=interval(low, high),
        asides=[_name(visit, item) for item in visit.walk.put_aside() if item not in aside],
        asked=[_name(visit, item.fact.id) for item in visit.walk.facts() if item.fact.id not in asked],
        mistakes=dict(mistakes),
        fields={name: _plain(value) for name, value in fields.items()},
        warnings=dict(warnings),
    )


def conflict(visit: Visit, conflicts: Sequence[Conflict], drawn: int) -> Response:
    """409: both answers to each question that somebody else has answered differently meanwhile."""
    response = jsonify(conflicts=both(visit, conflicts, drawn))
    response.status_code = 409
    return response


def _name(visit: Visit, identifier: str) -> str:
    return quoted(question_text(visit, identifier))


def _plain(value: object) -> Any:
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return "" if value is None else str(value)
