"""What one application might have stated otherwise: one fact or one mean of scores at a time, the nearest first."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from cip.incentives.bound_call import BoundCall
from cip.incentives.bounds import exact
from cip.incentives.call_facts import NUMBERS, WHOLE, Facts, FactValue, least_of, most_of
from cip.incentives.points import ByFacts, Item, rules_of
from cip.incentives.prefill import SIZE_FACTS
from cip.incentives.rank_results import Applicant
from cip.incentives.wording import CHANGED, in_words, list_of
from cip.kernel.money import euros
from cip.kernel.texts import Text
from cip.rulebook.expressions import nodes as n
from cip.rulebook.shapes import grid as g
from cip.rulebook.shapes.call import CallFact

_NEAR = 4
"""So many whole steps up and down are looked at, beside every number that the rule itself names."""


@dataclass(frozen=True)
class Variant:
    """An application with one thing changed: which, and its value before (None: unknown) and after, in words."""

    applicant: Applicant
    sentence: str
    label: Text
    before: Text | None
    after: Text


def variants(bound: BoundCall, item: Item, one: Applicant) -> Iterator[Variant]:
    """Changes of what a criterion reads, the nearest of each fact first."""
    if isinstance(item.rule, g.Parts):
        for part in item.rule.of:
            yield from variants(bound, part, one)
    elif isinstance(item.rule, g.Judged):
        yield from _of_scores(item, item.rule, one)
    else:
        for name in _facts(bound, item.rule):
            yield from _of_fact(bound, item.rule, bound.pack.facts[name], one)


def _facts(bound: BoundCall, rule: ByFacts) -> list[str]:
    """The facts with which points grow: of a share, those above the line. Not how large the firm is: nobody is told to
    send people away for points.
    """
    read = rules_of(bound, rule)
    names = bound.reads(*(read[:1] if isinstance(rule, g.Ratio) else read))
    return [name for name in names if name in bound.pack.facts and not tells_size(bound.pack.facts[name])]


def tells_size(fact: CallFact) -> bool:
    """Whether a fact says how large a firm is."""
    return fact.start in SIZE_FACTS


def _of_scores(item: Item, rule: g.Judged, one: Applicant) -> Iterator[Variant]:
    """The levels above the mean, as if everybody had given them."""
    given = one.scores.get(item.id, {})
    if not given:
        return
    mean = sum(given.values(), Fraction(0)) / len(given)
    for level in rule.levels:
        score = exact(level.score)
        if score > mean:
            scores = {**one.scores, item.id: dict.fromkeys(given, score)}
            yield Variant(replace(one, scores=scores), "score", item.label, in_words(mean), in_words(score))


def _of_fact(bound: BoundCall, rule: ByFacts, fact: CallFact, one: Applicant) -> Iterator[Variant]:
    value = one.facts.values.get(fact.id)
    before = None if value is None else words_of(fact, value)
    for other in _others(bound, rule, fact, value):
        facts = Facts({**one.facts.values, fact.id: other})
        sentence = "unknown_fact" if before is None else "fact"
        yield Variant(replace(one, facts=facts), sentence, fact.label, before, words_of(fact, other))


def _others(bound: BoundCall, rule: ByFacts, fact: CallFact, value: FactValue | None) -> Iterable[FactValue]:
    if fact.type in NUMBERS:
        return _numbers(bound, rule, fact, value if isinstance(value, Fraction) else None)
    if fact.type == "yes_no":
        return [answer for answer in (True, False) if answer is not value]
    options = [option.id for option in fact.options]
    if fact.type == "choice":
        return [option for option in options if option != value]
    if fact.type == "several":
        held = value if isinstance(value, tuple) else ()
        return [tuple(o for o in options if (o in held) != (o == flipped)) for flipped in options]
    return []  # of codes and days there is no nearest other one


def _numbers(bound: BoundCall, rule: ByFacts, fact: CallFact, value: Fraction | None) -> list[Fraction]:
    """Numbers near the one stated, and those that the rule names with their neighbours; the nearest first."""
    named = {exact(row.start) for row in rule.rows} if isinstance(rule, g.Steps) else set()
    named |= {constant for node in rules_of(bound, rule) for constant in _constants(node)}
    start = least_of(fact) if value is None else value
    wanted = {start + step for step in range(-_NEAR, _NEAR + 1)}
    wanted |= {number + step for number in named for step in (-1, 0, 1)}
    least, most = least_of(fact), most_of(fact)
    fitting = (
        number
        for number in wanted
        if number != value
        and number >= least
        and (most is None or number <= most)
        and (fact.type not in WHOLE or number.denominator == 1)
    )
    return sorted(fitting, key=lambda number: (abs(number - start), number))


def _constants(node: n.Node) -> Iterator[Fraction]:
    if isinstance(node, n.Const):
        yield exact(node.value)
    for child in n.children(node):
        yield from _constants(child)


def words_of(fact: CallFact, value: FactValue) -> Text:
    """A value of a fact as people read it."""
    if isinstance(value, bool):
        return CHANGED["yes" if value else "no"]
    if isinstance(value, Fraction):
        return euros(int(value)) if fact.type == "cents" else in_words(value)
    if isinstance(value, date):
        return Text(it=f"{value:%d/%m/%Y}", en=f"{value:%d %b %Y}")
    labels: Mapping[str, Text] = {option.id: Text(it=option.it, en=option.en) for option in fact.options}
    if isinstance(value, tuple):
        return list_of(labels[word] for word in value) if value else CHANGED["nothing"]
    return labels.get(value, Text(it=value, en=value))
