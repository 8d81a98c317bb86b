"""Money that came back goes down the reserve list, exactly as it was proposed and seen. What begins here is decided
like every other award: prepared by one person, approved by another.
"""

from collections.abc import Sequence

from cip.database.work import Work
from cip.incentives.actions.keep_awards import keeps_room
from cip.incentives.actions.move_call import NotYetError, WrongCallStateError, hold_call
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.reserve_awards import reserve_more
from cip.incentives.actions.reserve_room import NoRoomError, reservation_of, reserve_room
from cip.incentives.calls import OfficeCall
from cip.incentives.rankings import Entrant
from cip.incentives.reads.calls import pack_of_call
from cip.incentives.reads.roll_down import reserve_list
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value

_NO_ROOM = Text(
    it="{firm}: il contributo è {cents}, ma nello spazio de minimis restano {room}. Annotate una correzione.",
    en="{firm}: the award is {cents}, but the room for State aid is {room}. Note a correction.",
)


class ListChangedError(RefusalError):
    """Another one is next by now, or there is another sum: somebody was faster."""

    def __init__(self) -> None:
        super().__init__("The reserve list has changed: look at it again.")


def award_from_reserve(work: Work, call_id: str, *, seen_digest: str, reason: str) -> Sequence[str]:
    """Begin the awards of the proposal that somebody saw; their ids.

    Raises NoReasonError, ListChangedError, NotYetError where there is no room for the aid or nobody may act directly,
    WrongCallStateError before a ranking was published.
    """
    call = hold_call(work, call_id)
    if not reason.strip():
        raise NoReasonError
    on = today(work.now)
    found = reserve_list(work.session, call, on)
    if found is None:
        raise WrongCallStateError
    proposal = found.proposal
    if proposal.digest != seen_digest:
        raise ListChangedError
    if not proposal.open:
        raise NotYetError(proposal.because[1:])
    awards = {found.who[one.entry_id]: one.cents for one in proposal.next}
    _keep_room(work, call, awards)
    return reserve_more(work, call_id, awards, found.ranking.id, reason.strip())


def _keep_room(work: Work, call: OfficeCall, awards: dict[Entrant, int]) -> None:
    pack, on = pack_of_call(work.session, call), today(work.now)
    if not keeps_room(pack):
        return
    without = []
    for one, cents in sorted(awards.items(), key=lambda pair: pair[0].firm_id):
        if reservation_of(work, one.firm_id, call.id) is not None:
            continue
        try:
            reserve_room(work, one.firm_id, call.id, cents, on, pack.content.law.parameters)
        except NoRoomError as error:
            left = error.result.headroom
            said: dict[str, Value] = {"firm": one.firm_name, "cents": euros(cents), "room": euros(left)}
            without.append(Reason("reserve.no_room", _NO_ROOM, said, {"cents": cents, "headroom": left}))
    if without:
        raise NotYetError(without)
