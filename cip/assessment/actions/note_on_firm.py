"""A consultancy writes a note on a firm that it accompanies, and when it sees it next."""

from datetime import date

from cip.assessment.portfolio import LONGEST_CONSULTANCY_NOTE
from cip.assessment.records import ConsultancyNoteRow
from cip.database.work import Work
from cip.kernel.characters import plain_text


def note_on_firm(work: Work, firm_id: str, *, body_id: str, text: str, next_on: date | None) -> str:
    """Keep a note; its id. Raises ValueError if it says nothing, or too much."""
    tidy = plain_text(text).strip()
    if not tidy and next_on is None:
        raise ValueError("a note says something, or a day")
    if len(tidy) > LONGEST_CONSULTANCY_NOTE:
        raise ValueError("the note is too long")
    row = ConsultancyNoteRow(
        id=work.new_id(),
        firm_id=firm_id,
        body_id=body_id,
        made_by=work.actor.label,
        at=work.now,
        text=tidy,
        next_on=next_on,
    )
    work.session.add(row)
    work.session.flush()
    return row.id
