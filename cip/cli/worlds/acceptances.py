"""What firms of a world's past call answer: some accept their award, one gives it up, one asks for a review."""

from collections.abc import Sequence

from cip.cli.worlds.calls import Office
from cip.database.work import open_reading
from cip.incentives.acceptance import promises_of, promises_text
from cip.incentives.actions.accept_award import accept_award
from cip.incentives.actions.appeal import admit_appeal, file_appeal
from cip.incentives.actions.waive_award import waive_award
from cip.incentives.reads.applications import find_application
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.reads.rankings import entrants_of, published_ranking
from cip.kernel.canonical import sha256_of
from cip.parties.belonging import Member
from cip.parties.reads import members_of

# How many days before the day of the demonstration; firms were told 29 days before.
_ACCEPTED, _WAIVED, _APPEALED = 25, 20, 22


def seed_acceptances(office: Office, told: Sequence[str], *, accepted: int = 2, waived: int = 1) -> list[str]:
    """So many of the awards that were told are accepted, the next so many are given up; the others still wait. The last
    firm of the ranking asks for a review. `office` stands at its past call. The ids of those that were accepted.
    """
    taken = list(told[:accepted])
    for award_id in taken:
        accept_as_told(office, award_id)
    for award_id in told[accepted : accepted + waived]:
        firm_id, owner = _owner(office, award_id)
        with office.ago(_WAIVED).by(owner, firm_id) as work:
            waive_award(work, award_id, reason="I lavori sono rimandati all'anno prossimo.")
    _appeal(office)
    return taken


def accept_as_told(office: Office, award_id: str) -> None:
    """The owner of a firm accepts its award with every obligation. `office` stands at the call."""
    firm_id, owner = _owner(office, award_id)
    with office.ago(_ACCEPTED).by(owner, firm_id) as work:
        promises = promises_of(pack_of_call(work.session, call_of(work.session, office.call_id)).call)
        seen = sha256_of(promises_text(promises))
        accept_award(work, award_id, agreed=[one.id for one in promises], seen_sha256=seen)


def _owner(office: Office, award_id: str) -> tuple[str, str]:
    """The firm of an award, and who answers for it."""
    with open_reading(office.applying.stage.database) as session:
        firm_id = award_of(session, award_id).firm_id
        return firm_id, _who(members_of(session, firm_id))


def _who(members: Sequence[Member]) -> str:
    return next(one.person_id for one in members if one.role == "owner")


def _appeal(office: Office) -> None:
    """The last firm of the ranking; the officer takes its request up."""
    with open_reading(office.applying.stage.database) as session:
        ranking = published_ranking(session, office.call_id)
        if ranking is None:
            return
        last = entrants_of(session, ranking.id)[ranking.told["ranking"][-1]["id"]]
        application = find_application(session, last.application_id)
        owner = _who(members_of(session, last.firm_id))
    if application is None:
        return
    with office.ago(_APPEALED).by(owner, last.firm_id) as work:
        appeal_id = file_appeal(
            work, application.id, way="review", said="Abbiamo promesso 24 mesi, ma i punti sembrano contati su 12."
        )
    with office.ago(_APPEALED - 1).of(office.cast.people["officer"]) as work:
        admit_appeal(work, appeal_id)
