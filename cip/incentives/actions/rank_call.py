"""A ranking is made, approved by somebody else, published; what changes afterwards makes the next version.

The call is held first, then its rankings: of two who make one at once, the second sees what the first made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from cip.database import outbox
from cip.database.work import Work
from cip.incentives.actions.keep_awards import keep_awards, keeps_room
from cip.incentives.actions.move_call import (
    NotYetError,
    WrongCallStateError,
    hold_call,
    reveal_seed,
)
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.reserve_awards import reserve_awards
from cip.incentives.calls import OfficeCall
from cip.incentives.making import MadeRanking, make
from cip.incentives.rankings import Change, ChangeKind, StoredRanking
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.rankable import rankable_of
from cip.incentives.reads.rankings import changes_of_call, entrants_of, find_ranking, latest_ranking
from cip.incentives.records import (
    RankingApprovalRow,
    RankingChangeRow,
    RankingEntryRow,
    RankingPublicationRow,
    RankingRow,
)
from cip.kernel.canonical import canonical_json
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_body
from cip.parties.reads.belonging import heads_of
from cip.parties.reads.people import language_of


class NothingNewError(RefusalError):
    """A version that would rank the same applications with the same content as the one before."""

    def __init__(self) -> None:
        super().__init__("Nothing has changed since the last ranking.")


class NoReasonError(RefusalError):
    """Who makes another version, or notes a change, says why."""

    def __init__(self) -> None:
        super().__init__("Say why.")


class OtherPersonError(RefusalError):
    """A ranking is approved by somebody else than who made it."""

    def __init__(self) -> None:
        super().__init__("Somebody else than who made the ranking must approve it.")


class OddActDayError(RefusalError, ValueError):
    """The act of an approval is of a day before the ranking was made, or still to come."""

    def __init__(self) -> None:
        super().__init__("The act is of a day from the making of the ranking to today.")


class NotNewestError(RefusalError):
    """The version was approved or published already, or there is a newer one."""

    def __init__(self) -> None:
        super().__init__("This can be done only with the newest ranking, once.")


class NoSuchApplicationError(RefusalError):
    """The application is not of this call, or the change that is to be undone does not count."""

    def __init__(self) -> None:
        super().__init__("There is nothing to change here.")


def ready_to_rank(work: Work, call_id: str, key: str) -> tuple[OfficeCall, MadeRanking, StoredRanking | None]:
    """What the next version would be, and the one before it. Raises as `make_ranking`."""
    call = hold_call(work, call_id)
    if call.stored_state not in ("ranking", "allocated"):
        raise WrongCallStateError
    seed = reveal_seed(work, call_id, key)
    ready = rankable_of(work.session, call)
    if ready.missing:
        raise NotYetError(ready.missing)
    before = latest_ranking(work.session, call_id)
    return call, make(pack_of_call(work.session, call), ready.entries, seed, before), before


def make_ranking(work: Work, call_id: str, *, key: str, reason: str = "", seen_digest: str | None = None) -> str:
    """Make the next version of a call's ranking from what stands now; its id. The seed of the draw is opened by it.

    `seen_digest` is that of the preview that somebody confirms: another one now refuses. Raises WrongCallStateError,
    NotYetError, NoReasonError, NothingNewError, and RefusalError where the ranking cannot be made.
    """
    call, made, before = ready_to_rank(work, call_id, key)
    if before is not None and not reason.strip():
        raise NoReasonError
    if (before is not None and before.bundle == made.bundle) or seen_digest not in (None, made.digest):
        raise NothingNewError
    row = RankingRow(
        id=work.new_id(),
        call_id=call.id,
        version=1 if before is None else before.version + 1,
        pack_sha256=call.pack_sha256 or "",
        engine_version=made.engine_version,
        bundle=made.bundle,
        bundle_sha256=made.bundle_sha256,
        result=made.result,
        digest=made.digest,
        reason=reason.strip(),
        difference=made.difference,
        made_at=work.now,
        made_by=person_of(work),
        made_label=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    for application_id, entry_id in made.entry_ids.items():
        work.session.add(RankingEntryRow(ranking_id=row.id, entry_id=entry_id, application_id=application_id))
    work.session.flush()
    return row.id


def approve_ranking(work: Work, ranking_id: str, *, act_number: str, act_on: date) -> None:
    """Approve the newest version, with the act that says so: its day is that of the grants. Raises OtherPersonError,
    NotNewestError, NoReasonError without its number, OddActDayError.
    """
    ranking = _newest(work, ranking_id)
    if not act_number.strip():
        raise NoReasonError
    if not today(ranking.made_at) <= act_on <= today(work.now):
        raise OddActDayError
    if ranking.state != "made":
        raise NotNewestError
    if ranking.made_by == person_of(work):
        raise OtherPersonError
    work.session.add(
        RankingApprovalRow(
            ranking_id=ranking.id,
            maker=ranking.made_by,
            approved_by=person_of(work),
            approved_label=work.actor.label,
            approved_at=work.now,
            act_number=act_number.strip(),
            act_on=act_on,
        )
    )
    work.session.flush()


def publish_ranking(work: Work, ranking_id: str) -> None:
    """Publish the newest version once it is approved, keep the money of its awards and the room for them as aid of the
    day of its act, and tell every firm that is in it.

    Raises NotNewestError, NotYetError where an award does not fit into the room.
    """
    ranking = _newest(work, ranking_id)
    if ranking.state != "approved":
        raise NotNewestError
    _keep_awards(work, ranking)
    work.session.add(
        RankingPublicationRow(
            ranking_id=ranking.id,
            published_by=person_of(work),
            published_label=work.actor.label,
            published_at=work.now,
        )
    )
    work.session.flush()
    _tell_firms(work, ranking)


def _keep_awards(work: Work, ranking: StoredRanking) -> None:
    call = call_of(work.session, ranking.call_id)
    pack, who = pack_of_call(work.session, call), entrants_of(work.session, ranking.id)
    awards = {who[award["id"]]: int(award["cents"]) for award in ranking.told["awards"]}
    if ranking.approval is not None and keeps_room(pack):
        keep_awards(work, call.id, awards, ranking.approval.act_on, pack.content.law.parameters)
    reserve_awards(work, call, pack, ranking, awards)


def _newest(work: Work, ranking_id: str) -> StoredRanking:
    found = find_ranking(work.session, ranking_id)
    if found is None:
        raise NotNewestError
    hold_call(work, found.call_id)
    newest = latest_ranking(work.session, found.call_id)
    if newest is None or newest.id != ranking_id:
        raise NotNewestError
    return newest


def _tell_firms(work: Work, ranking: StoredRanking) -> None:
    """One mail to each person who answers for a firm in the ranking; none of them says what became of it."""
    call = hold_call(work, ranking.call_id)
    body = find_body(work.session, call.body_id)
    for entrant in entrants_of(work.session, ranking.id).values():
        for head in heads_of(work.session, "firm", entrant.firm_id):
            language = language_of(work.session, head.person_id)
            link = f"/{language}/firm/{entrant.firm_id}/applications/{entrant.application_id}/outcome"
            values = {"firm": entrant.firm_name, "body": body.name if body else "", "call": call.title, "link": link}
            order = {"template": "ranking_published", "to": head.email, "language": language, "values": values}
            outbox.put(work, "mail", order)


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change that is to be noted: what it is, for which application, why, by which act, and what it sets."""

    kind: ChangeKind
    application_id: str
    reason: str
    reference: str = ""
    facts: Mapping[str, object] | None = None
    scores: Mapping[str, Mapping[str, float]] | None = None
    requested: int | None = None
    readmitted: bool = False


def note_change(work: Work, call_id: str, new: NewChange) -> str:
    """Note what the next version is to be made with; its id. Raises WrongCallStateError before the first version,
    NoReasonError, NoSuchApplicationError.
    """
    call = hold_call(work, call_id)
    if latest_ranking(work.session, call_id) is None:
        raise WrongCallStateError
    if not new.reason.strip():
        raise NoReasonError
    if new.kind == "undo" or new.application_id not in rankable_of(work.session, call).known:
        raise NoSuchApplicationError
    change = Change(
        id=work.new_id(),
        application_id=new.application_id,
        kind=new.kind,
        reason=new.reason.strip(),
        reference=new.reference.strip(),
        noted_at=work.now,
        noted_label=work.actor.label,
        facts=new.facts or {},
        scores=new.scores or {},
        requested=new.requested,
        readmitted=new.readmitted,
    )
    return _keep(work, call_id, change)


def undo_change(work: Work, call_id: str, change_id: str, reason: str) -> None:
    """Let a change count no more. Raises NoReasonError, NoSuchApplicationError."""
    hold_call(work, call_id)
    changes = changes_of_call(work.session, call_id)
    undone = {change.undoes for change in changes}
    found = next((one for one in changes if one.id == change_id and one.kind != "undo" and one.id not in undone), None)
    if found is None:
        raise NoSuchApplicationError
    if not reason.strip():
        raise NoReasonError
    plain = Change(
        id=work.new_id(),
        application_id=found.application_id,
        kind="undo",
        reason=reason.strip(),
        reference="",
        noted_at=work.now,
        noted_label=work.actor.label,
    )
    _keep(work, call_id, replace(plain, undoes=found.id))


def _keep(work: Work, call_id: str, change: Change) -> str:
    last = work.session.scalar(select(func.max(RankingChangeRow.seq)).where(RankingChangeRow.call_id == call_id)) or 0
    work.session.add(
        RankingChangeRow(
            id=change.id,
            call_id=call_id,
            application_id=change.application_id,
            seq=last + 1,
            kind=change.kind,
            undoes=change.undoes,
            content=canonical_json(change.content()),
            reason=change.reason,
            reference=change.reference,
            noted_at=change.noted_at,
            noted_by=person_of(work),
            noted_label=change.noted_label,
        )
    )
    work.session.flush()
    return change.id
