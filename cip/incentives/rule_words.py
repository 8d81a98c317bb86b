"""The rules of a call in plain words: what a condition or a sum asks, read back from its expression. Pure.

So nobody of the office has to trust that the sentence beside a rule says what the rule does: this is the rule itself.
Facts stand in quotes under the names that the firm reads; sums of money are in euros.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.kernel.money import euros
from cip.kernel.texts import Language, Text
from cip.rulebook.call_packs import ON, REQUESTED, CallPack
from cip.rulebook.expressions import nodes as n
from cip.rulebook.expressions.parsing import parse_condition, parse_number
from cip.rulebook.expressions.scope import KNOWN_MARK, name_of_column

_OTHER: Mapping[str, Text] = {
    REQUESTED: Text(it="somma chiesta", en="sum asked for"),
    ON: Text(it="giorno della domanda", en="day of the application"),
}
_COMPARE: Mapping[str, Text] = {
    "<": Text(it="{left} meno di {right}", en="{left} less than {right}"),
    "<=": Text(it="{left} al massimo {right}", en="{left} at most {right}"),
    ">": Text(it="{left} più di {right}", en="{left} more than {right}"),
    ">=": Text(it="{left} almeno {right}", en="{left} at least {right}"),
    "==": Text(it="{left} pari a {right}", en="{left} equal to {right}"),
    "!=": Text(it="{left} diverso da {right}", en="{left} other than {right}"),
}
_ARITH: Mapping[str, str] = {"+": "+", "-": "-", "*": "×", "/": ":"}
LEAST_CENTS = 1_000
"""From this on a bare number in a product of money is taken for cents."""
_WORDS: Mapping[str, Text] = {
    "yes": Text(it="{name}: sì", en="{name}: yes"),
    "no": Text(it="{name}: no", en="{name}: no"),
    "is": Text(it="{name}: {option}", en="{name}: {option}"),
    "known": Text(it="si conosce: {item}", en="known: {item}"),
    "not": Text(it="non vale che {item}", en="it does not hold that {item}"),
    "and": Text(it=" e ", en=" and "),
    "or": Text(it=" oppure ", en=" or "),
    "least": Text(it="il più piccolo tra {left} e {right}", en="the smaller of {left} and {right}"),
    "most": Text(it="il più grande tra {left} e {right}", en="the larger of {left} and {right}"),
    "choose": Text(it="{yes} se {when}, altrimenti {no}", en="{yes} if {when}, otherwise {no}"),
    "always": Text(it="sempre", en="always"),
    "never": Text(it="mai", en="never"),
    "count": Text(it="quante di queste valgono: {items}", en="how many of these hold: {items}"),
    "mean": Text(it="la media di {items}", en="the mean of {items}"),
    "years": Text(it="anni compiuti da {left} a {right}", en="full years from {left} to {right}"),
    "rounded": Text(it="{item}, arrotondato", en="{item}, rounded"),
}


def condition_words(pack: CallPack, expression: str) -> Text:
    """A condition of a call in words. Raises ExpressionError where it is none."""
    node = parse_condition(expression, pack.scope)
    return Text(it=_Teller(pack, "it").say(node), en=_Teller(pack, "en").say(node))


def number_words(pack: CallPack, expression: str, *, money: bool = False) -> Text:
    """A number of a call in words; `money`: the whole is cents. Raises ExpressionError where it is none."""
    node = parse_number(expression, pack.scope)
    return Text(it=_Teller(pack, "it").say(node, money=money), en=_Teller(pack, "en").say(node, money=money))


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says nodes in one language, with the names of one call."""

    pack: CallPack
    language: Language

    def say(self, node: n.Node, *, money: bool = False) -> str:
        """A node; `money` where what it gives is cents."""
        match node:
            case n.Const(value):
                return euros(round(value)).in_language(self.language) if money else self._number(value)
            case n.Var(name) | n.Truth(name):
                return self._name(node, name)
            case n.Compare(operator, left, right):
                cents = self._is_money(left) or self._is_money(right)
                return self._fill(
                    _COMPARE[operator], left=self.say(left, money=cents), right=self.say(right, money=cents)
                )
            case n.Logic(every, items):
                word = _WORDS["and" if every else "or"].in_language(self.language)
                return word.join(self._inner(item) for item in items)
            case n.Fixed(value):
                return self._fill(_WORDS["always" if value else "never"])
            case n.Not(n.Truth(name)) if "=" not in name:
                return self._fill(_WORDS["no"], name=self._label(name))
            case n.Not(item):
                return self._fill(_WORDS["not"], item=self._inner(item))
            case _:
                return self._sum(node, money) if not n.is_condition(node) else self._settled(node)

    def _number(self, value: float) -> str:
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.language == "it" else text

    def _sum(self, node: n.Node, money: bool) -> str:
        match node:
            case n.Arith(operator, left, right):
                first, second = self._sides(operator, left, right, money)
                return f"{self._inner(left, money=first)} {_ARITH[operator]} {self._inner(right, money=second)}"
            case n.Extreme(least, left, right):
                word = _WORDS["least" if least else "most"]
                return self._fill(word, left=self._inner(left, money=money), right=self._inner(right, money=money))
            case n.Choose(condition, yes, no):
                said = {"yes": self.say(yes, money=money), "no": self.say(no, money=money)}
                return self._fill(_WORDS["choose"], when=self.say(condition), **said)
            case n.Count(conditions):
                return self._fill(_WORDS["count"], items="; ".join(self.say(one) for one in conditions))
            case n.Mean(_weights, values):
                return self._fill(_WORDS["mean"], items="; ".join(self.say(one, money=money) for one in values))
            case n.Years(start, end):
                return self._fill(_WORDS["years"], left=self.say(start), right=self.say(end))
            case _:
                inner = next(iter(n.children(node)))
                return self._fill(_WORDS["rounded"], item=self.say(inner, money=money))

    def _settled(self, node: n.Node) -> str:
        if isinstance(node, n.ChooseCondition):
            said = {"yes": self._inner(node.yes), "no": self._inner(node.no)}
            return self._fill(_WORDS["choose"], when=self.say(node.condition), **said)
        inner = self.say(next(iter(n.children(node))))
        return inner if isinstance(node, n.Surely) else self._fill(_WORDS["known"], item=inner)

    def _inner(self, node: n.Node, *, money: bool = False) -> str:
        """A node inside another: in brackets where it has parts of its own."""
        said = self.say(node, money=money)
        return f"({said})" if isinstance(node, n.Logic | n.Arith | n.Extreme | n.Choose | n.ChooseCondition) else said

    def _sides(self, operator: str, left: n.Number, right: n.Number, money: bool) -> tuple[bool, bool]:
        """Of the two sides of a sum which is cents: of a product the one that is, else the number that is written."""
        if not money or operator in ("+", "-"):
            return money, money
        if operator == "/":
            return True, False
        first, second = self._moneyed(left), self._moneyed(right)
        return (True, False) if first > second or (first == second and isinstance(left, n.Const)) else (False, True)

    def _moneyed(self, node: n.Number) -> int:
        """How surely a factor is the one in cents: it reads cents, or it holds a number that no count would be."""
        return 2 if self._is_money(node) else int(_largest(node) >= LEAST_CENTS)

    def _is_money(self, node: n.Node) -> bool:
        columns = (name_of_column(column) for column in n.columns_read(node))
        return any(name == REQUESTED or self._unit(name) == "cents" for name in columns)

    def _unit(self, name: str) -> str:
        fact = self.pack.facts.get(name)
        return "cents" if fact is not None and fact.type == "cents" else ""

    def _name(self, node: n.Var | n.Truth, column: str) -> str:
        name = name_of_column(column)
        label = self._label(name)
        if column.endswith(KNOWN_MARK):
            return self._fill(_WORDS["known"], item=label)
        if "=" in column:
            option = column.split("=", 1)[1]
            return self._fill(_WORDS["is"], name=label, option=self._option(name, option))
        return self._fill(_WORDS["yes"], name=label) if isinstance(node, n.Truth) else label

    def _label(self, name: str) -> str:
        fact, parameter = self.pack.facts.get(name), self.pack.content.law.parameters.get(name)
        found = fact.label if fact else parameter.label if parameter else _OTHER.get(name)
        text = found.in_language(self.language) if found else name
        return f"«{text}»" if self.language == "it" else f"“{text}”"

    def _option(self, name: str, option: str) -> str:
        fact = self.pack.facts.get(name)
        found = next((one for one in fact.options if one.id == option), None) if fact else None
        return option if found is None else (found.it if self.language == "it" else found.en)

    def _fill(self, text: Text, **values: str) -> str:
        return text.in_language(self.language).format_map(values)


def _largest(node: n.Node) -> float:
    """The largest number that is written in a node."""
    own = abs(node.value) if isinstance(node, n.Const) else 0.0
    return max([own, *(_largest(child) for child in n.children(node))])
