"""An ordered list of rules over columns, and what of it is needed for the results somebody asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from cip.rulebook.expressions import nodes as n


@dataclass(frozen=True)
class Rule:
    """One result. A condition's result is whether it is *known true*.

    `hides`: unless the condition is known true, that input is unknown from here on (a question that is not asked).
    `only_if`: the number is unknown unless that earlier condition was known true.
    """

    name: str
    body: n.Node
    hides: str | None = None
    only_if: str | None = None

    @property
    def is_condition(self) -> bool:
        """Whether the result is true or false rather than a number."""
        return n.is_condition(self.body)

    def reads(self) -> tuple[str, ...]:
        """The columns and earlier results that the rule reads."""
        return self._reads

    @cached_property
    def _reads(self) -> tuple[str, ...]:
        own = n.columns_read(self.body)
        return (*own, self.only_if) if self.only_if else tuple(own)


class RuleOrderError(ValueError):
    """A rule reads a result that comes later, or two rules have one name."""


@dataclass(frozen=True)
class Program:
    """Rules in the order in which they are evaluated; `constants` are parameters bound to a date."""

    rules: tuple[Rule, ...]
    constants: Mapping[str, float]

    def __post_init__(self) -> None:
        later = {rule.name for rule in self.rules}
        if len(later) != len(self.rules):
            raise RuleOrderError("two rules have the same name")
        for rule in self.rules:
            late = later.intersection(rule.reads())
            if late:
                raise RuleOrderError(f"{rule.name} reads {sorted(late)}, which comes later")
            later.discard(rule.name)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The input columns, in order of first use."""
        made = {rule.name for rule in self.rules} | set(self.constants)
        seen: dict[str, None] = {}
        for rule in self.rules:
            for name in [*rule.reads(), *([rule.hides] if rule.hides else [])]:
                if name not in made:
                    seen[name] = None
        return tuple(seen)

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """The names of all results, in order."""
        return tuple(rule.name for rule in self.rules)

    @cached_property
    def conditions(self) -> frozenset[str]:
        """The names of the results that are true or false rather than a number."""
        return frozenset(rule.name for rule in self.rules if rule.is_condition)

    def for_outputs(self, wanted: Iterable[str]) -> "Program":
        """The same program without the rules that none of the wanted results needs."""
        needed = set(wanted)
        kept: list[Rule] = []
        for rule in reversed(self.rules):
            if rule.name in needed or (rule.hides and rule.hides in needed):
                kept.append(rule)
                needed.update(rule.reads())
        return Program(tuple(reversed(kept)), self.constants)

    def after(self, columns: Iterable[str]) -> "Program":
        """Only the rules whose result may change when these input columns change; what else they read is an input."""
        touched = set(columns)
        kept: list[Rule] = []
        for rule in self.rules:
            if touched.intersection(rule.reads()) or (rule.hides and rule.hides in touched):
                kept.append(rule)
                touched.update((rule.name, rule.hides) if rule.hides else (rule.name,))
        return Program(tuple(kept), self.constants)
