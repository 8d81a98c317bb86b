"""A plan is agreed: what it says now is frozen as its next version."""

from datetime import date
from typing import cast

from pydantic import JsonValue

from cip.assessment.actions.appending import Change, append_events, append_life, refuse_changed, refuse_closed
from cip.assessment.plan import read_plan
from cip.assessment.plan_checks import Lack, lacks
from cip.assessment.plan_heard import read_heard
from cip.assessment.plan_versions import PlanVersion, changes_since, version_content
from cip.assessment.reads.answers import current_answers
from cip.assessment.reads.plan_versions import VERSIONS, plan_versions_of
from cip.assessment.records import CheckUpRow, PlanVersionRow
from cip.assessment.stored import StoredAnswers, chain_start
from cip.database import outbox
from cip.database.locks import lock
from cip.database.work import Work
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_firm, find_person
from cip.parties.reads.belonging import heads_of
from cip.rulebook.packs import Pack

SOURCE = "plan:agree"


class PlanNotReadyError(RefusalError):
    """The plan lacks something that a plan needs before it can be agreed."""

    def __init__(self, found: tuple[Lack, ...]) -> None:
        super().__init__("The plan cannot be agreed yet: " + " ".join(lack.because.en for lack in found))
        self.lacks = found


def agree_plan(work: Work, check_up_id: str, *, pack: Pack, on: date, seen: StoredAnswers) -> str:
    """Freeze the plan of `seen`, the answers that somebody read before saying yes, as the next version; its id. What
    was proposed in it is agreed from now on, and the owners of the firm who did not agree it themselves are told. A
    plan that says what the last version says gives that one's id.

    Raises RowGoneError if the check-up is gone, CheckUpClosedError if it was closed, ChangedMeanwhileError if `seen` is
    no longer all, PlanNotReadyError with what is missing, ValueError for another pack than the check-up's.
    """
    row = lock(work.session, CheckUpRow, check_up_id)
    if row.pack_sha256 != pack.sha256:
        raise ValueError(f"the check-up is pinned to the pack {row.pack_sha256}, not {pack.sha256}")
    refuse_closed(row)
    refuse_changed(row, seen)
    stored, in_use = seen.extra["plan"], seen.file["in_use"]
    missing = lacks(read_plan(stored), read_heard(stored), pack, in_use)
    if missing:
        raise PlanNotReadyError(missing)
    versions = plan_versions_of(work.session, check_up_id)
    last = versions[-1] if versions else None
    if last is not None and not changes_since(last, stored, pack):
        return last.id
    append_events(work, row, _agreed(stored), SOURCE)
    version = _version(work, row, pack, on, last)
    work.session.add(PlanVersionRow(**version.columns()))
    append_life(work, row, {VERSIONS: {"number": version.number, "digest": version.digest}}, SOURCE)
    work.session.flush()
    _tell_owners(work, row, version)
    return version.id


def _tell_owners(work: Work, row: CheckUpRow, version: PlanVersion) -> None:
    """A mail for each owner of the firm but the one who agreed: there is something to read and to sign."""
    firm = find_firm(work.session, row.firm_id) if row.firm_id else None
    if firm is None or firm.closed_at is not None:
        return
    agreed_by, _slash, _mandate = work.actor.label.partition("/")
    for member in heads_of(work.session, "firm", firm.id):
        person = find_person(work.session, member.person_id)
        if person is None or person.closed_at is not None or agreed_by == f"person:{person.id}":
            continue
        link = f"/{person.language}/check-up/{row.id}/plan/versions/{version.id}"
        values = {"firm": firm.name, "link": link}
        mail = {"template": "plan_to_sign", "to": person.email, "language": person.language, "values": values}
        outbox.put(work, "mail", mail, id=sha256_of(f"plan_to_sign/{version.id}/{person.id}")[:32])


def _agreed(stored: dict[str, JsonValue]) -> list[Change]:
    """The events that make what was proposed agreed."""
    proposed = (item for item in read_plan(stored).measures if item.state == "proposed")
    return [
        (("plan", item.code), canonical_json({**cast("dict[str, JsonValue]", stored[item.code]), "state": "agreed"}))
        for item in proposed
    ]


def _version(work: Work, row: CheckUpRow, pack: Pack, on: date, last: PlanVersion | None) -> PlanVersion:
    number = last.number + 1 if last else 1
    months = pack.weights_on(on).follow_up_months
    plan = current_answers(work.session, row.id).extra["plan"]
    content = version_content(row.id, number, on, pack, tuple(months), plan)
    start = chain_start(row.id, row.pack_sha256, row.stage, row.created_at, row.previous_id)
    return PlanVersion(
        id=work.new_id(),
        check_up_id=row.id,
        number=number,
        on_day=on,
        last_seq=row.last_seq,
        pack_sha256=pack.sha256,
        content=content,
        sha256=sha256_of(content),
        made_at=work.now,
        made_by=work.actor.label,
        prev_digest=last.digest if last else start,
        digest="",
    ).sealed()
