"""After a backup is put back, what its owners had erased goes again."""

from collections.abc import Mapping

from cip.assessment.actions.erase_check_up import erase_check_up
from cip.assessment.reads.check_ups import each_erased, find_check_up
from cip.assessment.stored import ErasedCheckUp
from cip.database.work import Work


def reapply_erasures(work: Work, listed: Mapping[str, ErasedCheckUp]) -> list[str]:
    """Erase every check-up of the list that is there, leaving the day and digest of the list; the ids of those."""
    again = [each for each in listed.values() if find_check_up(work.session, each.check_up_id) is not None]
    for each in again:
        erase_check_up(work, each.check_up_id, each.on_day, each.digest)
    return [each.check_up_id for each in again]


def not_listed(work: Work, listed: Mapping[str, ErasedCheckUp]) -> list[ErasedCheckUp]:
    """What the database knows as erased and the list does not: a crash came between the commit and the list."""
    return [each for each in each_erased(work.session) if each.check_up_id not in listed]
