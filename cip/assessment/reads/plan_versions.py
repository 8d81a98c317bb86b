"""The versions of plans and the signatures under them, and whether both are still what was written."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from cip.assessment.plan_versions import PlanSignature, PlanVersion, has_sha256
from cip.assessment.records import PlanSignatureRow, PlanVersionRow
from cip.assessment.stored import LIFE, AnswerEvent, StoredCheckUp, fold
from cip.database.chain import Fault, chain_faults

VERSIONS, SIGNATURES = "plan_versions", "plan_signatures"
"""Under these ids the life of a check-up tells where its two chains end: `{number, digest}`."""
_VERSION_COLUMNS = PlanVersionRow.__table__.columns
_SIGNATURE_COLUMNS = PlanSignatureRow.__table__.columns


def find_plan_version(session: Session, version_id: str) -> PlanVersion | None:
    """The version with this id, None if there is none. Tells nothing about who may see it: that is `load_for`."""
    row = session.execute(select(*_VERSION_COLUMNS).where(PlanVersionRow.id == version_id)).one_or_none()
    return None if row is None else PlanVersion(**row._mapping)


def plan_versions_by_id(session: Session, ids: Collection[str]) -> dict[str, PlanVersion]:
    """Those of these versions that there are, by id."""
    query = select(*_VERSION_COLUMNS).where(PlanVersionRow.id.in_(ids))
    return {row.id: PlanVersion(**row._mapping) for row in session.execute(query)}


def plan_version_of_digest(session: Session, sha256: str) -> PlanVersion | None:
    """The version whose content has this sha256: what the code on the printed sheet asks for."""
    row = session.execute(select(*_VERSION_COLUMNS).where(PlanVersionRow.sha256 == sha256)).one_or_none()
    return None if row is None else PlanVersion(**row._mapping)


def plan_versions_of(session: Session, check_up_id: str) -> list[PlanVersion]:
    """The versions of one check-up's plan, oldest first."""
    return versions_by_check_up(session, [check_up_id])[check_up_id]


def plan_signatures_of(session: Session, check_up_id: str) -> list[PlanSignature]:
    """The signatures under all versions of one check-up's plan, in the order in which they were given."""
    return signatures_by_check_up(session, [check_up_id])[check_up_id]


def versions_by_check_up(session: Session, ids: Sequence[str]) -> Mapping[str, list[PlanVersion]]:
    """The versions of several check-ups, by id, oldest first."""
    found: defaultdict[str, list[PlanVersion]] = defaultdict(list)
    query = select(*_VERSION_COLUMNS).where(PlanVersionRow.check_up_id.in_(ids))
    for row in session.execute(query.order_by(PlanVersionRow.check_up_id, PlanVersionRow.number)):
        found[row.check_up_id].append(PlanVersion(**row._mapping))
    return found


def signatures_by_check_up(session: Session, ids: Sequence[str]) -> Mapping[str, list[PlanSignature]]:
    """The signatures of several check-ups, by id, oldest first."""
    found: defaultdict[str, list[PlanSignature]] = defaultdict(list)
    query = select(*_SIGNATURE_COLUMNS).where(PlanSignatureRow.check_up_id.in_(ids))
    for row in session.execute(query.order_by(PlanSignatureRow.check_up_id, PlanSignatureRow.number)):
        found[row.check_up_id].append(PlanSignature(**row._mapping))
    return found


def plan_faults(
    check_up: StoredCheckUp,
    events: Sequence[AnswerEvent],
    versions: Sequence[PlanVersion],
    signatures: Sequence[PlanSignature],
) -> Iterator[Fault]:
    """What the versions and signatures of a check-up are that nobody wrote: changed, missing or added rows, and
    versions whose plan is not that of the events they name.
    """
    told = {event.question_id: json.loads(event.value or "null") for event in events if event.section == LIFE}
    chains = (
        (VERSIONS, [version.link for version in versions], "plan versions"),
        (SIGNATURES, [signature.link for signature in signatures], "plan signatures"),
    )
    for name, links, words in chains:
        end = told.get(name) or {"number": 0, "digest": check_up.chain_start}
        yield from chain_faults(check_up.chain_start, links, end["digest"], f"{check_up.name}, {words}")
        if end["number"] != len(links):
            yield Fault(check_up.name, f"the number of its {words} is not the number it remembers")
    for version in versions:
        yield from _version_faults(version, events)


def _version_faults(version: PlanVersion, events: Sequence[AnswerEvent]) -> Iterator[Fault]:
    if not has_sha256(version):
        yield Fault(version.name, "its content does not have the sha256 it was agreed with")
    seen = takewhile(lambda event: event.seq <= version.last_seq, events)
    answers = fold((event.seq, event.section, event.question_id, event.value, event.source) for event in seen)
    if answers.last_seq != version.last_seq or answers.extra["plan"] != version.stored_plan:
        yield Fault(version.name, "its plan is not that of the events it names")
