"""The premium call as an office could decide it: invented choices where the proposal leaves them open."""

from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import Partial, Tranche
from cip.rulebook.shapes.grid import Grid

TEMPLATE = "premium-2026"


def decided_premium(premium: CallPack, pilot: CallPack) -> CallPack:
    """The premium's rules with weights as written, the reserve list of the pilot call, nobody paid a part of an amount,
    and all of it paid at once. Whoever shows it must say that these choices are invented.
    """
    call, grid = premium.call, premium.call.grid
    if not isinstance(grid, Grid) or isinstance(pilot.call.tranches, str):
        raise TypeError(TEMPLATE)
    first: Tranche = pilot.call.tranches[0]
    policy = call.policy.model_copy(
        update={
            "partial": Partial(kind="none"),
            "beyond": pilot.call.policy.beyond,
            "reserve": pilot.call.policy.reserve,
        }
    )
    decided = call.model_copy(
        update={
            "grid": grid.model_copy(
                update={"criteria": tuple(one.model_copy(update={"weight_known": True}) for one in grid.criteria)}
            ),
            "policy": policy,
            "tranches": (first.model_copy(update={"share": 100}),),
        }
    )
    return CallPack.of(premium.content.model_copy(update={"call": decided}))
