"""The attacks of the model (5.3) on invented firms: how many workers each one finds.

What fits a publication is computed exactly. Counts that add up are enumerated: every set of counts that would have been
published in the same words. Questions with several choices are independent but for the choices that people have left,
so what fits is a box of ranges with a bound on the sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from random import Random

from cip.voice import pools
from cip.voice.cells import Cell
from cip.voice.labels import label
from cip.voice.protection import Closed, Earlier, publish
from cip.voice.rules import ONE, Asked, Protection
from cip.voice.tally import Chosen, tally
from tests.unit.voice.attacker import Cells, Counts, known_of_others, parts
from tests.unit.voice.firms import SURVEY, InventedFirm, invented_firm, sheet

Found = int


def closed(firm: InventedFirm, asked: Sequence[Asked] = SURVEY) -> Closed:
    """A firm's survey, counted."""
    return Closed(firm.headcount, len(firm.sheets), tally(asked, firm.sheets))


@cache
def one_fits(asked: Asked, answers: int, protection: Protection) -> Mapping[Cells, list[Counts]]:
    """All counts of a question with one answer, by what is published of them."""
    out: dict[Cells, list[Counts]] = {}
    for counts in parts(answers, len(asked.options) + 1):
        out.setdefault(label(asked, counts, answers, protection), []).append(counts)
    return out


def forget() -> None:
    """Forget what was worked out, where other rules hold from here on."""
    one_fits.cache_clear()
    _found_in_one.cache_clear()


def own_row(asked: Asked, answers: Chosen | None) -> Counts:
    """The attacker's own answer as a row of 0 and 1; all 0 for an attacker who did not take part."""
    if answers is None:
        return tuple(0 for _ in range(len(asked.options) + (asked.kind == ONE)))
    return tally([asked], [answers])[asked.id]


def found_in_box(asked: Asked, cells: Sequence[Cell], own: Counts, others: int) -> bool:
    """Whether ranges and the choices that the others have left leave one value for all of them."""
    if all(cell.said == "hidden" for cell in cells):
        return False
    low = [max(0, cell.low - mine) for cell, mine in zip(cells, own, strict=True)]
    high = [min(others, cell.high - mine) for cell, mine in zip(cells, own, strict=True)]
    room = asked.limit * others - sum(low)
    return any(
        least == others or most == 0 or (least == 0 and room <= 0) for least, most in zip(low, high, strict=True)
    )


@cache
def _found_in_one(asked: Asked, cells: Cells, answers: int, own: Counts, others: int, protection: Protection) -> bool:
    return bool(known_of_others(asked, one_fits(asked, answers, protection)[cells], own, others))


def attack(cells: Mapping[str, Cells], firm: InventedFirm, protection: Protection, asked: Sequence[Asked]) -> Found:
    """Every worker, whether they answered or not, tries every question. Returns how many of them find somebody."""
    answers = len(firm.sheets)
    attackers: list[Chosen | None] = [*firm.sheets]
    if firm.headcount > answers or answers > firm.headcount:
        attackers.append(None)
    found = 0
    for mine in attackers:
        others = answers - (mine is not None)
        for question in asked:
            own = own_row(question, mine)
            if question.kind == ONE:
                seen = _found_in_one(question, cells[question.id], answers, own, others, protection)
            else:
                seen = found_in_box(question, cells[question.id], own, others)
            if seen:
                found += others
                break
    return found


def attack_single(firm: InventedFirm, protection: Protection) -> Found:
    """Own answers, totals, complements, limits of choices: everything that one publication of a firm gives away."""
    published = publish(closed(firm), SURVEY, protection, over=True)
    if published.state != "published":
        return 0
    return attack(published.cells, firm, protection, SURVEY)


def attack_joining_or_leaving(random: Random, firm: InventedFirm, protection: Protection) -> Found:
    """Somebody comes or goes, the others say the same again: does the pair of publications tell what they said?"""
    change = random.choice((-2, -1, 1, 2))
    sheets = [*firm.sheets, *(sheet(random) for _ in range(change))] if change > 0 else list(firm.sheets[:change])
    then, now = closed(firm), closed(InventedFirm(firm.headcount + change, tuple(sheets)))
    first = publish(then, SURVEY, protection, over=True)
    second = publish(now, SURVEY, protection, over=True, earlier=[Earlier(then.headcount, first, SURVEY)])
    if first.state != "published" or second.state != "published":
        return 0
    return abs(change) * any(
        _moved_is_known(before, after, change)
        for question in SURVEY
        for before, after in zip(first.cells[question.id], second.cells[question.id], strict=True)
    )


def _moved_is_known(before: Cell, after: Cell, change: int) -> bool:
    """Whether all counts that fit both cells have the same number of choices by those who came or went."""
    people = abs(change)
    sign = 1 if change > 0 else -1
    differences = {
        sign * (now - then) for then in range(before.low, before.high + 1) for now in range(after.low, after.high + 1)
    }
    fitting = differences & set(range(people + 1))
    return fitting in ({0}, {people})


def attack_pool(random: Random, protection: Protection) -> tuple[Found, bool]:
    """Firms too small for results of their own, pooled; every worker attacks. Also whether the pool was released."""
    firms = []
    for _ in range(random.randint(1, 6)):
        firm = invented_firm(random)
        size = random.randint(1, 4)
        firms.append(InventedFirm(size, firm.sheets[:size]))
    members = [pools.Contribution(str(i), len(firm.sheets), closed(firm).counts) for i, firm in enumerate(firms)]
    released = pools.release(members, SURVEY, protection)
    if released is None:
        return 0, False
    together = InventedFirm(sum(firm.headcount for firm in firms), tuple(one for firm in firms for one in firm.sheets))
    return attack(released.cells, together, protection, SURVEY), True


def attack_live(firm: InventedFirm, protection: Protection, *, over: bool) -> Found:
    """Looking before and after each answer: what the last one said, if results were shown while it is open."""
    seen = [
        publish(closed(replace(firm, sheets=firm.sheets[:many])), SURVEY, protection, over=over)
        for many in range(len(firm.sheets) + 1)
    ]
    return sum(
        any(_moved_is_known(one, two, 1) for q in SURVEY for one, two in zip(a.cells[q.id], b.cells[q.id], strict=True))
        for a, b in pairwise(seen)
        if a.state == "published" and b.state == "published"
    )


def attack_subtraction(
    firm: InventedFirm, rest: Sequence[InventedFirm], protection: Protection, *, both: bool
) -> Found:
    """A pool less a published firm in it: `both` lets a firm with results of its own into the pool; nothing may."""
    published = publish(closed(firm), SURVEY, protection, over=True)
    everyone = [*([firm] if both else []), *rest]
    members = [pools.Contribution(str(i), len(one.sheets), closed(one).counts) for i, one in enumerate(everyone)]
    released = pools.release(members, SURVEY, protection)
    if published.state != "published" or released is None or not both:
        return 0
    people = sum(len(one.sheets) for one in rest)
    found = any(
        _left_is_known(own, pooled, people)
        for q in SURVEY
        for own, pooled in zip(published.cells[q.id], released.cells[q.id], strict=True)
    )
    return people * found


def _left_is_known(own: Cell, pooled: Cell, people: int) -> bool:
    left = {
        total - mine for total in range(pooled.low, pooled.high + 1) for mine in range(own.low, own.high + 1)
    } & set(range(people + 1))
    return left in ({0}, {people})
