"""What `cip rules show calls` and `cip rules show call CALL` print."""

from pathlib import Path

from cip.cli.calls import load_call
from cip.cli.packs import RulesBrokenError
from cip.cli.shown import Row, dump
from cip.incentives.bound_call import BoundCall, day_of_call
from cip.incentives.weights import Weight, weights_of
from cip.incentives.wording import as_number
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import load_call_packs
from cip.rulebook.shapes.call import Amounts
from cip.rulebook.shapes.grid import Grid

_NOT_IN_LIST = ("facts", "grid", "eligibility", "documents", "groups")


def calls_of(root: Path) -> list[Row]:
    """Every call of a folder: what it is, its dates, funding, amounts and policies. Raises RulesBrokenError."""
    checked = load_call_packs(root)
    if checked.diagnostics:
        count = len(checked.diagnostics)
        raise RulesBrokenError(f"the rules have {count} mistakes; the first: {checked.diagnostics[0]}")
    return [_row(pack) for _id, pack in sorted(checked.packs.items())]


def _row(pack: CallPack) -> Row:
    about = dump(pack.call.about)
    rest = {key: value for key, value in dump(pack.call).items() if key not in (*_NOT_IN_LIST, "about")}
    return about | rest | {"sha256": pack.sha256}


def call_of(root: Path, identifier: str) -> Row:
    """One call whole, with its criteria as a list of their own. Raises RefusalError."""
    pack = load_call(root, identifier)
    call, grid, amounts = pack.call, pack.call.grid, pack.call.amounts
    frame: object = grid
    criteria: list[Row] = []
    if isinstance(grid, Grid):
        weights = {weight.id: weight for weight in weights_of(BoundCall(pack, day_of_call(pack, ())))}
        criteria = [dump(criterion) | _weights(weights[criterion.id]) for criterion in grid.criteria]
        frame = {key: value for key, value in dump(grid).items() if key != "criteria"}
    return _row(pack) | {
        "facts": [dump(fact) for fact in call.facts],
        "eligibility": [dump(rule) for rule in call.eligibility],
        "documents": [dump(document) for document in call.documents],
        "grid": frame,
        "criteria": criteria,
        "amounts": dump(amounts) if isinstance(amounts, Amounts) else amounts,
        "policy": dump(call.policy),
    }


def _weights(weight: Weight) -> Row:
    return {"declared_weight": as_number(weight.declared), "effective_weight": as_number(weight.effective)}
