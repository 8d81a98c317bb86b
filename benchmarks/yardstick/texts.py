"""The yardstick pack as an author would write it, read by CIP's own parser into a program."""

from benchmarks.yardstick.pack import Tree, YardstickPack
from cip.rulebook.expressions.parsing import parse_condition, parse_number
from cip.rulebook.expressions.program import Program, Rule
from cip.rulebook.expressions.scope import Name, Scope, Type

_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def author_text(tree: Tree) -> str:
    """One line in CIP's language."""
    kind = tree[0]
    if kind == "num":
        return f"{tree[1]:g}"
    if kind == "var":
        return str(tree[1])
    if kind == "not":
        return f"(not {author_text(tree[1])})"
    if kind == "if":
        return f"({author_text(tree[2])} if {author_text(tree[1])} else {author_text(tree[3])})"
    if kind == "wmean":
        return "weighted_mean(" + ", ".join(f"{weight:g}, {name}" for weight, name in tree[1]) + ")"
    left, right = author_text(tree[-2]), author_text(tree[-1])
    if kind in ("min", "max"):
        return f"{kind}({left}, {right})"
    return f"({left} {tree[1] if kind == 'cmp' else _SIGNS.get(kind, kind)} {right})"


def yardstick_program(pack: YardstickPack) -> Program:
    """The 199 rules through `cip.rulebook`."""
    known = {question: Name(question, Type.NUMBER) for question in pack.questions}
    scope = Scope(known)
    rules = [
        Rule(f"v_{question}", parse_condition(author_text(tree), scope), hides=question)
        for question, tree in pack.visible.items()
    ]
    for name, tree in pack.numbers.items():
        rules.append(Rule(name, parse_number(author_text(tree), scope)))
        known[name] = Name(name, Type.NUMBER)
    for (measure, condition), (priority, tree) in zip(pack.eligible.items(), pack.priority.items(), strict=True):
        rules.append(Rule(measure, parse_condition(author_text(condition), scope)))
        rules.append(Rule(priority, parse_number(author_text(tree), scope), only_if=measure))
    return Program(tuple(rules), {})
