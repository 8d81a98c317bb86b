"""What becomes of the money of a world's past call that came back: it went down the reserve list; and of an award whose
firm is not in order: it is let go.
"""

from collections.abc import Sequence

from cip.cli.worlds.calls import Office
from cip.database.work import open_reading
from cip.incentives.actions.decide_award import release_award
from cip.incentives.actions.roll_down import award_from_reserve
from cip.incentives.reads.award_checks import last_checks
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.roll_down import reserve_list

# How many days before the day of the demonstration; a firm gave its award up 20 days before.
_ROLLED_DOWN, _LET_GO = 10, 3


def seed_roll_down(office: Office) -> Sequence[str]:
    """What is free goes to who is next on the reserve list; the ids of the awards that begin, none where nobody waits.
    `office` stands at its past call.
    """
    with office.ago(_ROLLED_DOWN).of(office.cast.people["officer"]) as work:
        found = reserve_list(work.session, call_of(work.session, office.call_id), office.day(_ROLLED_DOWN))
        if found is None or not found.proposal.open:
            return ()
        reason = "Un'impresa ha rinunciato: i soldi vanno a chi segue."
        return award_from_reserve(work, office.call_id, seen_digest=found.proposal.digest, reason=reason)


def seed_let_go(office: Office, but: str) -> None:
    """One that waits and whose checks are not in order is let go, never that of the firm `but`; nothing where there is
    none. `office` stands at its past call.
    """
    with open_reading(office.applying.stage.database) as session:
        found = awards_of_call(session, office.call_id)
        waiting = [one for one in found if one.state == "reserved" and one.firm_id != but]
        checked = last_checks(session, [one.id for one in waiting])
    late = next((one for one in reversed(waiting) if one.id in checked), None)
    if late is not None:
        with office.ago(_LET_GO).of(office.cast.people["officer"]) as work:
            release_award(work, late.id, "Entro il termine l'impresa non ha aderito all'accordo.")
