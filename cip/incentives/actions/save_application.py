"""The answers of an application are saved, from a form that may be stale."""

import json
from dataclasses import dataclass

from pydantic import JsonValue

from cip.assessment.merging import Merged
from cip.database.work import Work
from cip.incentives.actions.application_work import hold_application, note_changes
from cip.incentives.application import REQUESTED, Values, answers_at, changed, merge_form
from cip.incentives.reads.applications import edits_of
from cip.incentives.records import ApplicationRow
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError


class StaleFormError(RefusalError):
    """The form was drawn before somebody else changed the same fields to something else: a person has to choose."""

    def __init__(self, merged: Merged, version: int) -> None:
        super().__init__("Somebody else changed the same fields meanwhile: look at both and choose.")
        self.merged, self.version = merged, version


@dataclass(frozen=True, slots=True)
class SavedApplication:
    """The version that stands now, and whether this save made it; `kept` are fields that others had changed."""

    version: int
    new: bool
    kept: tuple[str, ...] = ()


def save_application(work: Work, application_id: str, mine: Values, *, drawn: int) -> SavedApplication:
    """Save what a form says of some fields (facts, texts, `requested`; None takes an answer back). `drawn` is the
    version that the form showed.

    What others changed meanwhile stays where the form did not touch it; where both changed a field to different
    values, nothing of the form is saved (StaleFormError). That values fit their facts is the caller's to check. Raises
    RowGoneError, NotTakenError, WrongApplicationStateError.
    """
    row = hold_application(work, application_id, "answer")
    now = _fields(row)
    shown = now if drawn >= row.version else answers_at(edits_of(work.session, row.id), drawn)
    merged = merge_form(shown, now, mine)
    if merged.conflicts:
        raise StaleFormError(merged, row.version)
    wanted: dict[str, JsonValue] = {name: mine[name] for _section, name in merged.changes}
    kept = tuple(name for _section, name in merged.kept)
    changes = list(changed(now, wanted))
    if not changes:
        return SavedApplication(row.version, new=False, kept=kept)
    _write(row, {**now, **wanted})
    return SavedApplication(note_changes(work, row, changes), new=True, kept=kept)


def _fields(row: ApplicationRow) -> dict[str, JsonValue]:
    asked: dict[str, JsonValue] = {} if row.requested is None else {REQUESTED: row.requested}
    return {**json.loads(row.answers), **asked}


def _write(row: ApplicationRow, fields: Values) -> None:
    asked = fields.get(REQUESTED)
    row.requested = asked if isinstance(asked, int) else None
    row.answers = canonical_json(
        {name: value for name, value in fields.items() if name != REQUESTED and value is not None}
    )
