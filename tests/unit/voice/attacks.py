"""The attacks of the model (5.3) on invented firms: how many workers each one finds.

What fits a publication is computed exactly. Counts that add up are enumerated: every set of counts that would have been
published in the same words. Questions with several choices are independent but for the choices that people have left,
so what fits is a box of ranges with a bound on the sum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, pairwise
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
    """People come, go or are replaced, as many as the attacker knows; the others say the same again. Does the pair of
    publications tell what those said? Up to `RULES.waves` are replaced: no number of the two waves shows them.
    """
    change = random.choice((-2, -1, 0, 0, 1, 2))
    replaced = random.choice((1, 1, 2, 3, 4) if change == 0 else (0, 0, 1, 4))
    came, went = replaced + max(0, change), replaced + max(0, -change)
    stayed = firm.sheets[: max(0, len(firm.sheets) - went)]
    sheets = (*stayed, *(sheet(random) for _ in range(came)))
    then, now = closed(firm), closed(InventedFirm(firm.headcount + change, sheets))
    first = publish(then, SURVEY, protection, over=True)
    second = publish(now, SURVEY, protection, over=True, earlier=[Earlier(then.headcount, first, SURVEY)])
    if first.state != "published" or second.state != "published" or len(firm.sheets) < went:
        return 0
    return (came + went) * any(
        _moved_is_known(before, after, came, went)
        for question in SURVEY
        for before, after in zip(first.cells[question.id], second.cells[question.id], strict=True)
    )


def _moved_is_known(before: Cell, after: Cell, came: int, went: int) -> bool:
    """Whether in all counts that fit both cells all who came chose it and none of those who went, or the reverse."""
    fitting = set(range(after.low - before.high, after.high - before.low + 1)) & set(range(-went, came + 1))
    return fitting in ({came}, {-went})


def attack_pool(random: Random, protection: Protection) -> tuple[Found, bool]:
    """Firms too small for results of their own, pooled. Some workers attack, and some who know all answers of two
    groups of firms. Also whether the pool was released.
    """
    firms = [small_firm(random) for _ in range(random.randint(1, 14))]
    groups = [str(random.randrange(len(firms))) if random.random() < 0.2 else str(i) for i in range(len(firms))]
    workers = [[one] for firm in firms for one in firm.sheets]
    pairs = [
        [one for firm, name in zip(firms, groups, strict=True) if name in pair for one in firm.sheets]
        for pair in combinations(sorted(set(groups)), pools.COLLUDING)
    ]
    attackers = random.sample(workers, min(5, len(workers))) + random.sample(pairs, min(15, len(pairs)))
    return found_in_pool(firms, groups, attackers, protection)


def small_firm(random: Random) -> InventedFirm:
    """A firm of one to four workers, whose shape is that of any invented firm."""
    size = random.randint(1, 4)
    return InventedFirm(size, invented_firm(random).sheets[:size])


def found_in_pool(
    firms: Sequence[InventedFirm], groups: Sequence[str], attackers: Sequence[Sequence[Chosen]], protection: Protection
) -> tuple[Found, bool]:
    """How many workers those find who know some sheets, each of `attackers` for itself; whether there was a pool."""
    members = [
        pools.Contribution(str(i), len(firm.sheets), closed(firm).counts, group)
        for i, (firm, group) in enumerate(zip(firms, groups, strict=True))
    ]
    released = pools.release(members, SURVEY, protection)
    if released is None:
        return 0, False
    truth = tally(SURVEY, [one for firm in firms for one in firm.sheets])
    found = 0
    for known in attackers:
        mine, others = tally(SURVEY, known), released.answers - len(known)
        for question in SURVEY:
            own, cells = mine[question.id], released.cells[question.id]
            if question.kind == ONE:
                seen = found_in_sum(question, cells, truth[question.id], own, others, protection, members)
            else:
                seen = found_in_box(question, cells, own, others)
            if seen:
                found += others
                break
    return found, True


def found_in_sum(
    asked: Asked,
    cells: Cells,
    truth: Counts,
    own: Counts,
    others: int,
    protection: Protection,
    members: Sequence[pools.Contribution],
) -> bool:
    """The same as `known_of_others` for a pool whose counts add up, where all sets of counts are too many: it looks for
    two that fit, one where somebody of the others chose an option and one where somebody did not, near the truth first.
    """
    answers, known = sum(truth), pools.known_people(members)
    open_ends = {(place, side) for place in range(len(own)) for side in ("some", "not all")}
    for counts in chain([truth], _near(truth), parts(answers, len(truth))):
        rest = [count - mine for count, mine in zip(counts, own, strict=True)]
        if min(rest) < 0 or max(rest) > others:
            continue
        shown = {(place, "some") for place, one in enumerate(rest) if one > 0}
        shown |= {(place, "not all") for place, one in enumerate(rest) if one < others}
        if shown & open_ends and pools.pooled_cells(asked, counts, answers, protection, known) == cells:
            open_ends -= shown
            if not open_ends:
                return False
    return True


def _near(truth: Counts) -> Iterator[Counts]:
    for many in range(1, max(truth) + 1):
        for source in range(len(truth)):
            for target in range(len(truth)):
                if target != source and truth[source] >= many:
                    moved = list(truth)
                    moved[source], moved[target] = truth[source] - many, truth[target] + many
                    yield tuple(moved)


def attack_two_known_firms(random: Random, protection: Protection) -> tuple[Found, bool]:
    """One owner has two firms in a pool and made up their answers: three workers say yes to one half of the options,
    three to the other. What follows for the rest, which may be a single firm of four?
    """
    first = {q.id: q.options[: q.limit] for q in SURVEY}
    second = {q.id: q.options[q.limit : 2 * q.limit] for q in SURVEY}
    made_up = [InventedFirm(3, (first,) * 3), InventedFirm(3, (second,) * 3)]
    real = [InventedFirm(4, tuple(sheet(random) for _ in range(4))) for _ in range(random.randint(1, 7))]
    groups = [str(place) for place in range(2 + len(real))]
    return found_in_pool([*made_up, *real], groups, [[*made_up[0].sheets, *made_up[1].sheets]], protection)


def attack_live(firm: InventedFirm, protection: Protection, *, over: bool) -> Found:
    """Looking before and after each answer: what the last one said, if results were shown while it is open."""
    seen = [
        publish(closed(replace(firm, sheets=firm.sheets[:many])), SURVEY, protection, over=over)
        for many in range(len(firm.sheets) + 1)
    ]
    return sum(
        any(
            _moved_is_known(one, two, 1, 0)
            for q in SURVEY
            for one, two in zip(a.cells[q.id], b.cells[q.id], strict=True)
        )
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
