"""What an indicator was answered before it was marked as not applicable."""

import json
from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from cip.assessment.records import AnswerEventRow

COLUMNS = AnswerEventRow.__table__.columns
_STEPS_OF = (
    select(COLUMNS.question_id, COLUMNS.value)
    .where(
        COLUMNS.check_up_id == bindparam("check_up_id"),
        COLUMNS.section == "indicators",
        COLUMNS.question_id.in_(bindparam("codes", expanding=True)),
    )
    .order_by(COLUMNS.seq)
)


def steps_before_marks(session: Session, check_up_id: str, codes: Collection[str]) -> dict[str, object]:
    """For each of `codes` that is marked as not applicable, the step (with its date or count) that stood there just
    before the mark, in the shape of a FILE; indicators without such a step are left out.
    """
    if not codes:
        return {}
    before: dict[str, object] = {}
    current: dict[str, object] = {}
    for row in session.execute(_STEPS_OF, {"check_up_id": check_up_id, "codes": sorted(codes)}):
        value = None if row.value is None else json.loads(row.value)
        held = current.get(row.question_id)
        if is_mark(value) and not is_mark(held):
            before[row.question_id] = held
        current[row.question_id] = value
    return {code: step for code, step in before.items() if is_mark(current[code]) and _is_step(step)}


def is_mark(value: object) -> bool:
    """Whether an answer says that its indicator does not apply."""
    return isinstance(value, dict) and "not_applicable" in value


def _is_step(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, dict) and "step" in value)
