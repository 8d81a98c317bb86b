"""One respondent at a time: CIP's scalar function, and the same pack in other people's expression engines."""

import json
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

from benchmarks.worker import Subject
from benchmarks.yardstick.answers import respondents
from benchmarks.yardstick.lowering import Dialect, PythonDialect, Words, json_logic, lowered
from benchmarks.yardstick.pack import Tree, YardstickPack, make_pack, names
from benchmarks.yardstick.reference import Answers, Engine, Results, evaluate, mismatches

CHECKED = 2_000
ROUND_SECONDS = 0.06

Values: TypeAlias = dict[str, Any]
Evaluate: TypeAlias = Callable[[Any, Values], Any]


class Step(NamedTuple):
    """A rule in an engine's own form, and the names it reads."""

    name: str
    kind: str
    compiled: Any
    reads: tuple[str, ...]


def subject(name: str) -> Subject:
    """An engine by name, checked before it is timed."""
    pack = make_pack()
    data = respondents(pack, CHECKED)
    module, builder = BUILDERS[name]
    import_module(module)
    start = time.perf_counter()
    engine = builder(pack)
    prepared_ms = (time.perf_counter() - start) * 1e3
    wrong = mismatches(pack, engine, data)
    start = time.perf_counter()
    for answers in data[:50]:
        engine(answers)
    each = (time.perf_counter() - start) / 50
    chosen = data[: max(5, min(CHECKED, int(ROUND_SECONDS / each)))]

    def work() -> None:
        for answers in chosen:
            engine(answers)

    return Subject(work, len(chosen), wrong, prepared_ms)


def _in_order(steps: list[Step], evaluate_step: Evaluate, *, narrow: bool) -> Engine:
    """Rule by rule, each result feeding the next. `narrow`: a rule gets only what it reads, the kindest use of an
    engine behind a language border.
    """

    def run(answers: Answers) -> Results:
        known: Values = dict(answers)
        out: Results = {}
        for name, kind, compiled, reads in steps:
            if kind.startswith("only:") and not out[kind[5:]]:
                out[name] = None
                continue
            found = evaluate_step(compiled, {read: known[read] for read in reads} if narrow else known)
            if kind in ("visible", "condition"):
                out[name] = bool(found)
                if kind == "visible" and not found:
                    known[name[2:]] = None
            else:
                known[name] = out[name] = found
        return out

    return run


def _steps(pack: YardstickPack, compile_rule: Callable[[Tree], Any]) -> Iterator[Step]:
    for name, kind, tree in lowered(pack):
        yield Step(name, kind, compile_rule(tree), tuple(names(tree)))


def own(pack: YardstickPack) -> Engine:
    """CIP: author texts through the parser into one generated function."""
    texts = import_module("benchmarks.yardstick.texts")
    engine: Engine = import_module("cip.rulebook.expressions.scalar").compile_scalar(texts.yardstick_program(pack))
    return engine


def walk(pack: YardstickPack) -> Engine:
    """The interpreter that says what the pack means."""
    return lambda answers: evaluate(pack, answers)


def python_eval(pack: YardstickPack) -> Engine:
    """Python's own `compile` and `eval`, rule by rule."""
    text = PythonDialect()
    steps = list(_steps(pack, lambda tree: compile(text(tree), "<rule>", "eval")))
    no_names: Values = {"__builtins__": {}}
    return _in_order(steps, lambda code, known: eval(code, no_names, known), narrow=False)  # noqa: S307 - our own texts


def datalogic(pack: YardstickPack) -> Engine:
    """JsonLogic in Rust."""
    library = import_module("datalogic_py").Engine()
    steps = list(_steps(pack, lambda tree: library.compile(json.dumps(json_logic(tree)))))
    return _in_order(steps, lambda rule, known: rule.evaluate(known), narrow=True)


def cel(pack: YardstickPack) -> Engine:
    """Google's Common Expression Language in Rust."""
    library, text = import_module("cel"), Dialect()
    steps = list(_steps(pack, lambda tree: library.compile(text(tree))))
    return _in_order(steps, lambda rule, known: rule.execute(known), narrow=True)


def zen(pack: YardstickPack) -> Engine:
    """GoRules' expressions in Rust."""
    library, text = import_module("zen"), Words()
    steps = list(_steps(pack, lambda tree: library.compile_expression(text(tree))))
    return _in_order(steps, lambda rule, known: rule.evaluate(known), narrow=True)


def simpleeval(pack: YardstickPack) -> Engine:
    """A walk over Python's syntax trees, parsed beforehand."""
    text = PythonDialect()
    library = import_module("simpleeval").SimpleEval(functions={})

    def evaluate_rule(rule: tuple[str, Any], known: Values) -> Any:
        library.names = known
        return library.eval(rule[0], previously_parsed=rule[1])

    steps = list(_steps(pack, lambda tree: (text(tree), library.parse(text(tree)))))
    return _in_order(steps, evaluate_rule, narrow=False)


def rule_engine(pack: YardstickPack) -> Engine:
    """A rule language with a parser of its own, in Python."""
    library, text = import_module("rule_engine"), Words()
    steps = list(_steps(pack, lambda tree: library.Rule(text(tree))))
    return _in_order(steps, lambda rule, known: rule.evaluate(known), narrow=False)


BUILDERS: dict[str, tuple[str, Callable[[YardstickPack], Engine]]] = {
    "own": ("benchmarks.yardstick.texts", own),
    "walk": ("benchmarks.yardstick.reference", walk),
    "eval": ("benchmarks.yardstick.reference", python_eval),
    "datalogic": ("datalogic_py", datalogic),
    "cel": ("cel", cel),
    "zen": ("zen", zen),
    "simpleeval": ("simpleeval", simpleeval),
    "rule-engine": ("rule_engine", rule_engine),
}
