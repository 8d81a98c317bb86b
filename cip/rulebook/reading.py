"""YAML read with our own strictness, keeping for every value the line and column where it stands.

Only `true` and `false` are booleans (YAML 1.1 would turn `no` into one), days are days, everything else that is not a number is a word.
Duplicate keys, aliases and tags are refused. Positions are looked up in the node tree only when something must be reported, so they cost nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cip.rulebook.diagnostics import Diagnostic, message

Path = tuple[str | int, ...]
Value = object

DEPTH_LIMIT = 24
_STR = "tag:yaml.org,2002:str"
_PLAIN_TAGS = {_STR, "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+]?[0-9]+)?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z")


class _Loader(yaml.CSafeLoader):
    """The C parser without YAML 1.1's guesses: every plain scalar stays a string until `_plain` reads it."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - the library's own attribute


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: its name as reported, its value, and its nodes for positions."""

    file: str
    value: Value
    root: Node

    def position(self, path: Sequence[str | int], *, of_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at `path`, or of its key; the nearest existing parent where the path ends early."""
        node: Node = self.root
        mark = node.start_mark
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            key, node = found
            mark = (key if of_key and key is not None else node).start_mark
        return mark.line + 1, mark.column + 1

    def text_offset(self, path: Sequence[str | int], offset: int) -> int:
        """How many columns after a scalar's start the character at `offset` of its text stands (a quote takes one)."""
        node: Node | None = self.root
        for step in path:
            found = _step(node, step) if node is not None else None
            node = found[1] if found else None
        return offset + (1 if isinstance(node, ScalarNode) and node.style in ("'", '"') else 0)

    def diagnostic(self, code: str, path: Sequence[str | int], *, of_key: bool = False, **values: object) -> Diagnostic:
        """A diagnostic at the place of `path`."""
        line, column = self.position(path, of_key=of_key)
        return Diagnostic(self.file, line, column, code, message(code, **values))


def _step(node: Node, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def read_yaml(content: bytes, file: str) -> tuple[Document | None, list[Diagnostic]]:
    """Read one file. Returns the document (None where it cannot be read at all) and every mistake of the text stage."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = before.count(b"\n") + 1
        return None, [Diagnostic(file, line, error.start - (before.rfind(b"\n") + 1) + 1, "E104", message("E104"))]
    try:
        node = _compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if "anchor" in str(error.problem) or "alias" in str(error.problem):
            return None, [Diagnostic(file, line, column, "E103", message("E103"))]
        problem = str(error.problem or error.context or "it cannot be read")
        return None, [Diagnostic(file, line, column, "E101", message("E101", problem=problem))]
    except yaml.YAMLError as error:
        return None, [Diagnostic(file, 1, 1, "E101", message("E101", problem=str(error).splitlines()[0]))]
    if node is None:
        return None, [Diagnostic(file, 1, 1, "E108", message("E108"))]
    builder = _Builder(file)
    value = builder.build(node, 0)
    if builder.aliased:
        builder.found += _aliases(text, file)
    return Document(file, value, node), builder.found


def _aliases(text: str, file: str) -> list[Diagnostic]:
    """Where aliases stand: the node tree only knows the anchored original, so the events are read again."""
    marks = [event.start_mark for event in yaml.parse(text, Loader=_Loader) if isinstance(event, yaml.AliasEvent)]
    return [Diagnostic(file, mark.line + 1, mark.column + 1, "E103", message("E103")) for mark in marks]


def _compose(text: str) -> Node | None:
    loader = _Loader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _Builder:
    """Turns nodes into plain values and collects what is refused on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self.aliased = False
        self._seen: set[int] = set()

    def _refuse(self, code: str, node: Node, **values: object) -> None:
        mark = node.start_mark
        self.found.append(Diagnostic(self.file, mark.line + 1, mark.column + 1, code, message(code, **values)))

    def build(self, node: Node, depth: int) -> Value:
        if id(node) in self._seen:
            self.aliased = True
            return None
        self._seen.add(id(node))
        if depth > DEPTH_LIMIT:
            self._refuse("E109", node, limit=DEPTH_LIMIT)
            return None
        if node.tag not in _PLAIN_TAGS and node.tag != "!":
            self._refuse("E107", node, tag=node.tag)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, SequenceNode):
            return [self.build(child, depth + 1) for child in node.value]
        return str(node.value) if node.style else self._plain(node)

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Value]:
        out: dict[str, Value] = {}
        lines: dict[str, int] = {}
        for key, child in node.value:
            if not isinstance(key, ScalarNode):
                self._refuse("E106", key)
                continue
            name = str(key.value)
            if name in lines:
                self._refuse("E102", key, key=name, line=lines[name])
                continue
            lines[name] = key.start_mark.line + 1
            out[name] = self.build(child, depth + 1)
        return out

    def _plain(self, node: ScalarNode) -> Value:
        text = str(node.value)
        if text in ("true", "false"):
            return text == "true"
        if text in ("", "null", "~"):
            return None
        if _INT.match(text):
            return int(text) if len(text) < 40 else text
        if _FLOAT.match(text):
            return float(text)
        if _DAY.match(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._refuse("E105", node, value=text)
                return None
        return text
