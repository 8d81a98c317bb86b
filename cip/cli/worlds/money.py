"""The money of a world's past call in every state: awards decided and told, accepted and given up, paid and held,
proved with a cut, revoked with a debt; what came back went down the reserve list.
"""

from cip.cli.worlds.acceptances import seed_acceptances
from cip.cli.worlds.awards import seed_awards
from cip.cli.worlds.calls import Office
from cip.cli.worlds.endings import seed_let_go, seed_roll_down
from cip.cli.worlds.expenses import seed_expenses
from cip.cli.worlds.payments import seed_payments

# Of those that were told one still waits, one gives up, and of those that accept the last one's payment is held.
_TOLD, _ACCEPTED = 5, 3


def seed_money(office: Office, firm_id: str) -> dict[str, str]:
    """What followed the published ranking; the ids that addresses name. That of the world's firm goes first. `office`
    stands at its past call.
    """
    told = seed_awards(office, firm_id, notified=_TOLD)
    accepted = seed_acceptances(office, told, accepted=_ACCEPTED)
    batch_id = seed_payments(office, accepted)
    seed_roll_down(office)
    seed_expenses(office, accepted[:-1])
    seed_let_go(office, firm_id)
    return {"batch_id": batch_id} if batch_id else {}
