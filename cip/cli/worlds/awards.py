"""The awards of a world's past call: the officer checks and prepares, the head approves, letters leave; some wait."""

from datetime import timedelta

from cip.cli.worlds.calls import Office
from cip.database.work import open_reading
from cip.incentives.actions.check_award import check_award
from cip.incentives.actions.decide_award import approve_award, prepare_award
from cip.incentives.actions.notify_awards import notify_award, number_letters
from cip.incentives.actions.record_aid import record_standing
from cip.incentives.actions.record_code import record_code
from cip.incentives.award_checks import NotInOrderError, standing_asked
from cip.incentives.awards import StoredAward
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.calls import call_of, pack_of_call
from cip.incentives.register_codes import CodeKind

# How many days before the day of the demonstration each thing happened; the ranking was approved 35 days before.
_REGISTERED, _PREPARED, _APPROVED, _TOLD = 34, 33, 30, 29
# The same for a firm that joined the agreement later than the others.
_LATE_PREPARED, _LATE_APPROVED, _LATE_TOLD = 5, 4, 3
ACT = "PROVA/{number}"
_FIRST_PROTOCOL, _LATE_PROTOCOL, _LATE_ACT = 1001, 1101, 41
_CODES: tuple[tuple[CodeKind, str], ...] = (
    ("cor", "INV{:03}{:04}"),
    ("vercor", "INV8{:03}{:03}"),
    ("cup", "X00X0000{:03}{:04}"),
)


def seed_awards(
    office: Office, firm_id: str = "", *, notified: int = 4, approved: int = 1, prepared: int = 1, skip: int = 0
) -> list[str]:
    """Bring awards of the past call on: so many told, so many approved with a numbered letter, so many prepared, the
    rest reserved and checked. That of the world's firm goes first; a firm that is not in order stays where it is.
    `skip`: how many protocol numbers and codes other calls of the office have taken. `office` stands at its past call.
    The ids of those that were told, in order.
    """
    with open_reading(office.applying.stage.database) as session:
        found = list(awards_of_call(session, office.call_id))
    found.sort(key=lambda award: award.firm_id != firm_id)
    _register(office, found, skip)
    wanted = notified + approved + prepared
    ready: list[StoredAward] = []
    for award in found:
        if len(ready) < wanted and _prepare(office, award, _PREPARED):
            ready.append(award)
    decided = ready[: notified + approved]
    for number, award in enumerate(decided, 2):
        _approve(office, award, number, _APPROVED)
    told = [award.id for award in decided[:notified]]
    with office.ago(_TOLD).of(office.cast.people["officer"]) as work:
        ids = [award.id for award in decided]
        number_letters(work, office.call_id, ids, first=_FIRST_PROTOCOL + skip, on=office.day(_TOLD))
        for award_id in sorted(told):
            notify_award(work, award_id)
    return told


def seed_late_award(office: Office, firm_id: str) -> None:
    """The award of a firm that joined the agreement after the others were told: now its checks are in order, it is
    decided and told, and the firm has not answered yet. Nothing where the firm has none that waits, or still may not
    have it. `office` stands at its past call.
    """
    with open_reading(office.applying.stage.database) as session:
        found = awards_of_call(session, office.call_id)
    award = next((one for one in found if one.firm_id == firm_id and one.state == "reserved"), None)
    if award is None or not _prepare(office, award, _LATE_PREPARED):
        return
    _approve(office, award, _LATE_ACT, _LATE_APPROVED)
    with office.ago(_LATE_TOLD).of(office.cast.people["officer"]) as work:
        number_letters(work, office.call_id, [award.id], first=_LATE_PROTOCOL, on=office.day(_LATE_TOLD))
        notify_award(work, award.id)


def _register(office: Office, found: list[StoredAward], skip: int) -> None:
    """What the office was told of the firms, and invented codes of the register."""
    day = office.day(_REGISTERED)
    world = sum(office.applying.world.key.encode()) % 1000
    with office.ago(_REGISTERED).of(office.cast.people["officer"]) as work:
        pack = pack_of_call(work.session, call_of(work.session, office.call_id))
        law = pack.content.law.parameters
        record_code(work, office.call_id, None, "car", "INV-CAR-1", day - timedelta(days=1))
        for number, award in enumerate(found, 1 + skip):
            for kind in standing_asked(pack.call):
                record_standing(
                    work, award.firm_id, kind, "yes", start=day, end=None, source="esito inventato", law=law
                )
            for code, shape in _CODES:
                record_code(work, office.call_id, award.id, code, shape.format(world, number), day)


def _prepare(office: Office, award: StoredAward, days: int) -> bool:
    """Whether the officer could prepare it so many days before; else the checks say what is missing."""
    rules = office.applying.rules()
    with office.ago(days).of(office.cast.people["officer"]) as work:
        try:
            prepare_award(work, award.id, rules)
        except NotInOrderError:
            check_award(work, award.id, office.day(days), rules)
            return False
    return True


def _approve(office: Office, award: StoredAward, number: int, days: int) -> None:
    with office.ago(days).of(office.cast.people["head"]) as work:
        rules = office.applying.rules()
        approve_award(work, award.id, act_number=ACT.format(number=number), act_on=office.day(days), rules=rules)
