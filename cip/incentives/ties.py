"""The chain that ends ties: step by step as the call declares it, at last by a public draw from a seed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import inf

from cip.incentives.bound_call import BoundCall, Given
from cip.incentives.bounds import End, hull, number
from cip.incentives.grid import GridScore
from cip.incentives.wording import TIE, as_number, in_words
from cip.incentives.worlds import worlds
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import ROME
from cip.kernel.errors import RefusalError
from cip.kernel.money import euros
from cip.kernel.texts import Text
from cip.rulebook.shapes.grid import Tie

_SHOWN_OF_DRAW = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class TieError(RefusalError):
    """A tie that the call's chain does not end, and no seed for a draw."""


@dataclass(frozen=True, slots=True)
class TieStep:
    """One application at one step of a chain: `key` is lower for who comes first; `value` is printed, `words` shown."""

    by: str
    key: End | str
    label: Text
    value: str | int | float | None
    words: Text
    of: tuple[str, ...] = ()
    number: str | None = None

    def as_json(self) -> dict[str, object]:
        """The shape that `cip rank` prints: what decided, its value here, and both sentences."""
        sentence = TIE["draw" if self.by == "draw" else "id" if self.by == "id" else "step"]
        return {
            "by": self.by,
            **({"of": list(self.of)} if self.of else {}),
            **({"number": self.number} if self.number is not None else {}),
            "value": self.value,
            "it": sentence.it.format(label=self.label.it, value=self.words.it),
            "en": sentence.en.format(label=self.label.en, value=self.words.en),
        }


def total_of(score: GridScore) -> TieStep:
    """An application by its total: what comes before every tie."""
    return TieStep("total", -score.total, TIE["total"], as_number(score.total), in_words(score.total))


def step_of(
    bound: BoundCall, tie: Tie, identifier: str, score: GridScore, given: Given, cents: int, moment: datetime | None
) -> TieStep:
    """An application at a declared step (all but a draw). Raises TieError if the time is asked for and not there."""
    if tie.by == "points":
        points = score.own_points(tie.of, groups_of(bound))
        key = points if tie.first == "low" else -points
        return TieStep("points", key, tie.label, as_number(points), in_words(points), of=tie.of)
    if tie.by == "number" and tie.number is not None:
        return _number(bound, tie, tie.number, given)
    if tie.by == "amount":
        key = Fraction(cents if tie.first == "low" else -cents)
        return TieStep("amount", key, tie.label, cents, euros(cents))
    return arrival_of(identifier, moment, tie.label)


def groups_of(bound: BoundCall) -> Mapping[str, tuple[str, ...]]:
    """The criteria of each group of a grid."""
    groups: dict[str, tuple[str, ...]] = {}
    for criterion in bound.grid.criteria if bound.grid is not None else ():
        if criterion.group is not None:
            groups[criterion.group] = (*groups.get(criterion.group, ()), criterion.id)
    return groups


def _number(bound: BoundCall, tie: Tie, text: str, given: Given) -> TieStep:
    """Who has not stated what a step reads comes last there: the worst that it can be counts."""
    node = bound.numbers[text]
    found = hull(number(node, case) for case in worlds(given.view, bound.pack.facts, (node,)))
    worst = found.high if tie.first == "low" else found.low
    if not found.total:
        worst = inf if tie.first == "low" else -inf
    if found.settled and isinstance(worst, Fraction):
        value, words = as_number(worst), in_words(worst)
    else:
        value, words = None, TIE["unknown"]
    return TieStep("number", worst if tie.first == "low" else -worst, tie.label, value, words, number=text)


def arrival_of(identifier: str, moment: datetime | None, label: Text | None = None) -> TieStep:
    """An application by its time of arrival, the earlier first. Raises TieError if that is not there."""
    if moment is None:
        raise TieError(f'application "{identifier}": submitted_at is missing, and this call needs the time of arrival')
    key = Fraction((moment - _EPOCH) // timedelta(microseconds=1))
    return TieStep("time", key, label or TIE["time"], moment.isoformat(), moment_in_words(moment))


def moment_in_words(moment: datetime) -> Text:
    """A moment as clocks in Italy show it."""
    local = moment.astimezone(ROME)
    clock = local.strftime("%H:%M:%S") + (f".{local.microsecond:06d}" if local.microsecond else "")
    return Text(it=f"{local:%d/%m/%Y}, {clock}", en=f"{local:%d %b %Y}, {clock}")


def drawn(identifier: str, seed: str) -> TieStep:
    """An application in the public draw: anybody can repeat it with `sha256(seed + newline + id)`, the lower first."""
    ticket = sha256_of(f"{seed}\n{identifier}")
    short = ticket[:_SHOWN_OF_DRAW]
    return TieStep("draw", ticket, TIE["draw_label"], ticket, Text(it=short, en=short))


def by_id(identifier: str) -> TieStep:
    """An application by its own code: of calls of the past alone, where nothing else is declared."""
    return TieStep("id", identifier, TIE["id"], identifier, Text(it=identifier, en=identifier))
