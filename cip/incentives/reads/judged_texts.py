"""What evaluators read of an application: the texts of what they judge and the plan, without what tells who the firm
is. Nothing else of it leaves here: no facts, no amounts, no other criterion.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.plan import PlannedMeasure
from cip.assessment.plan_heard import Way
from cip.assessment.reads.plan_versions import find_plan_version
from cip.incentives.application import Submission
from cip.incentives.evaluation import GONE_STATES
from cip.incentives.masking import masked
from cip.incentives.reads.applications import standing_submission
from cip.incentives.records import PanelPlaceRow, ReviewRow
from cip.parties.reads import find_firm, members_of, seats_of

_P = PanelPlaceRow.__table__.columns
_R = ReviewRow.__table__.columns


@dataclass(frozen=True, slots=True)
class PlannedShown:
    """A measure of the plan as evaluators read it: whether somebody is named for it, never who."""

    code: str
    somebody: bool
    start: date | None
    end: date | None
    cost: int | None
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class FileShown:
    """What an evaluator reads of a file. `plan` is None where no plan was attached, or its check-up was erased; `said`
    is what the workers asked and answered, `heard` the ways in which they were heard.
    """

    texts: Mapping[str, str]
    plan: tuple[PlannedShown, ...] | None = None
    heard: tuple[Way, ...] = ()
    said: str = ""


def file_for(session: Session, person_id: str, review_id: str, items: Collection[str]) -> FileShown | None:
    """What somebody reads for a review of theirs, once they declared that nothing ties them to the firm; else None.
    `items` are those that people judge.
    """
    query = select(_R.application_id).join(PanelPlaceRow, _P.id == _R.place_id)
    mine = (_R.id == review_id, _P.person_id == person_id, _P.ended_at.is_(None))
    opened = _R.state.not_in((*GONE_STATES, "assigned"))
    application_id = session.scalar(query.where(*mine, opened))
    sent = standing_submission(session, application_id) if application_id is not None else None
    return None if sent is None else _shown(session, sent, items)


def _shown(session: Session, sent: Submission, items: Collection[str]) -> FileShown:
    known = _known(session, sent.firm_id)
    texts = {id: masked(text, known) for id, text in sent.texts.items() if id in items}
    attached = sent.attached.get("plan", {}).get("id")
    version = find_plan_version(session, attached) if isinstance(attached, str) else None
    if version is None:
        return FileShown(texts)
    plan = tuple(_planned(measure, known) for measure in version.plan.promised)
    return FileShown(texts, plan, version.heard.ways, masked(version.heard.said, known))


def _planned(measure: PlannedMeasure, known: Collection[str]) -> PlannedShown:
    return PlannedShown(
        measure.code,
        bool(measure.owner.strip()),
        measure.start,
        measure.end,
        measure.cost,
        masked(measure.evidence, known),
        masked(measure.note, known),
    )


def _known(session: Session, firm_id: str) -> list[str]:
    """What the system itself knows that would name the firm: its name and codes, its places, its people."""
    firm = find_firm(session, firm_id)
    if firm is None:  # pragma: no cover - a foreign key keeps it
        return []
    seats = [word for seat in seats_of(session, firm_id) for word in (seat.name, seat.municipality)]
    people = [member.name for member in members_of(session, firm_id)]
    return [one for one in (firm.name, firm.tax_code, firm.vat or "", *seats, *people) if one.strip()]
