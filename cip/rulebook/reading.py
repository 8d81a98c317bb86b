"""YAML read with our own strictness, keeping for every value the line and column where it stands.

Only `true` and `false` are booleans (YAML 1.1 would turn `no` into one), days are days, everything else that is not a
number is a word.
Duplicate keys, aliases and tags are refused. Positions are looked up in the node tree only when something must be
reported, so they cost nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite

import yaml
from yaml._yaml import Mark as CMark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cip.rulebook.diagnostics import Diagnostic, message

Mark = yaml.Mark | CMark
Path = tuple[str | int, ...]
Value = object

DEPTH_LIMIT = 24
_STR = "tag:yaml.org,2002:str"
_TAGS = {ScalarNode: _STR, MappingNode: "tag:yaml.org,2002:map", SequenceNode: "tag:yaml.org,2002:seq"}
_PLAIN_TAGS = frozenset(_TAGS.values())
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\Z")
_OPENERS = re.compile(r"[\[{]|[-?](?=\s)")
_ANCHOR = re.compile(r"(?:^|[\s,\[{])&\S", re.MULTILINE)
# The C library calls itself once a level and dies far beyond this; so many openers are looked at one by one first.
_OPENERS_TRUSTED = 5000


class _Loader(yaml.CSafeLoader):
    """The C parser without YAML 1.1's guesses: every plain scalar stays a string until `_plain` reads it."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - the library's own attribute

    def resolve(self, kind: type[Node], _value: object, _implicit: object) -> str:
        """The tag of a node that names none: asked for each of many thousand nodes, so without the library's search."""
        return _TAGS[kind]

    def descend_resolver(self, _node: Node | None, _index: object) -> None:
        """Nothing: no tag depends on where a node stands."""

    def ascend_resolver(self) -> None:
        """Nothing either."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file that could be read: its name as reported, its value, and its nodes for positions."""

    file: str
    value: Value
    root: Node
    refused: frozenset[tuple[int, int]] = frozenset()
    """Places whose value the text stage refused already: what later stages find there is no second mistake."""

    def position(self, path: Sequence[str | int], *, of_key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at `path`, or of its key; the nearest existing parent where the path
        ends early.
        """
        node: Node = self.root
        mark = node.start_mark
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            key, node = found
            mark = (key if of_key and key is not None else node).start_mark
        return mark.line + 1, mark.column + 1

    def path_at(self, line: int, column: int) -> Path:
        """The path of the value that starts at a place, as far as one does: what `position` gives, backwards."""
        return _path_at(self.root, line - 1, column - 1, ())

    def text_at(self, path: Sequence[str | int]) -> str | None:
        """How the scalar at `path` is written, before it was read as a number or a day; None where there is none."""
        node: Node | None = self.root
        for step in path:
            found = _step(node, step) if node is not None else None
            node = found[1] if found else None
        return str(node.value) if isinstance(node, ScalarNode) else None

    def text_offset(self, path: Sequence[str | int], offset: int) -> int:
        """How many columns after a scalar's start the character at `offset` of its text stands (a quote takes one).

        0 where the text is not written as it reads: over several lines, or with escapes.
        """
        node: Node | None = self.root
        for step in path:
            found = _step(node, step) if node is not None else None
            node = found[1] if found else None
        if not isinstance(node, ScalarNode):
            return 0
        quote = 1 if node.style in ("'", '"') else 0
        start, end = node.start_mark, node.end_mark
        as_written = start.line == end.line and end.column - start.column == len(node.value) + 2 * quote
        return offset + quote if as_written else 0

    def diagnostic(self, code: str, path: Sequence[str | int], *, of_key: bool = False, **values: object) -> Diagnostic:
        """A diagnostic at the place of `path`."""
        line, column = self.position(path, of_key=of_key)
        return Diagnostic(self.file, line, column, code, message(code, **values))


def _path_at(node: Node, line: int, column: int, path: Path) -> Path:
    children: list[tuple[str | int, Node]] = []
    if isinstance(node, MappingNode):
        children = [(str(key.value), child) for key, child in node.value]
    elif isinstance(node, SequenceNode):
        children = list(enumerate(node.value))
    began = (node.start_mark.line, node.start_mark.column)
    for step, child in children:
        start, end = child.start_mark, child.end_mark
        # What does not begin after its parent is an alias of something that holds it: without end.
        if began < (start.line, start.column) <= (line, column) < (end.line, end.column):
            return _path_at(child, line, column, (*path, step))
    return path


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
        return None, [_at_offset(file, error.object[: error.start].decode(), "E104")]
    try:
        too_deep = _too_deep(text) if len(_OPENERS.findall(text)) > _OPENERS_TRUSTED else None
        if too_deep is not None:
            return None, [_at_mark(file, too_deep, "E109", limit=DEPTH_LIMIT)]
        node = _compose(text)
        if node is None:
            return None, [Diagnostic(file, 1, 1, "E108", message("E108"))]
        builder = _Builder(file)
        value = builder.build(node, 0)
        if builder.too_deep:
            return None, builder.found
        if builder.aliased or _ANCHOR.search(text):
            builder.found += _aliases(text, file)
    except yaml.YAMLError as error:
        return None, [_unreadable(error, text, file)]
    return Document(file, value, node, frozenset(builder.refused)), builder.found


def _unreadable(error: yaml.YAMLError, text: str, file: str) -> Diagnostic:
    """What the library says, at the line to mend rather than where the library gave up."""
    if isinstance(error, yaml.reader.ReaderError):
        before = text.encode()[: error.position].decode(errors="ignore")
        return _at_offset(file, before, "E101", problem=str(error).splitlines()[0])
    problem = str(getattr(error, "problem", None) or getattr(error, "context", None) or "it cannot be read")
    mark = _mark_to_mend(error) if isinstance(error, yaml.MarkedYAMLError) else None
    if problem.startswith("but "):
        problem = f"{getattr(error, 'context', '')}, {problem}"
    if "anchor" in problem or "alias" in problem:
        return _at_mark(file, mark, "E103")
    return _at_mark(file, mark, "E101", problem=problem)


_STARTED = ("while scanning a simple key", "while scanning a quoted scalar", "while parsing a flow")


def _mark_to_mend(error: yaml.MarkedYAMLError) -> Mark | None:
    """An unclosed quote or bracket and a key without its colon are noticed lines later: the line where they start
    counts.
    """
    context, problem = error.context_mark, error.problem_mark
    if context is None or problem is None:
        return problem or context
    started = str(error.context).startswith(_STARTED) and context.line != problem.line
    return context if started else problem


def _at_mark(file: str, mark: Mark | None, code: str, **values: object) -> Diagnostic:
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Diagnostic(file, line, column, code, message(code, **values))


def _at_offset(file: str, before: str, code: str, **values: object) -> Diagnostic:
    """A diagnostic right after the text `before`."""
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
    return Diagnostic(file, line, column, code, message(code, **values))


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
    return events


def _too_deep(text: str) -> Mark | None:
    """Where nesting goes beyond the limit, found without calling ourselves."""
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_LIMIT + 1:
                return event.start_mark
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _aliases(text: str, file: str) -> list[Diagnostic]:
    """Where aliases stand, or anchors that no alias uses: the node tree knows neither, so the events are read again."""
    events = list(_events(text))
    marks = [event.start_mark for event in events if isinstance(event, yaml.AliasEvent)]
    anchored = (event for event in events if isinstance(event, yaml.NodeEvent) and event.anchor is not None)
    return [_at_mark(file, mark, "E103") for mark in marks or [event.start_mark for event in anchored]]


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
        self.refused: set[tuple[int, int]] = set()
        self.aliased = self.too_deep = False
        self._seen: set[int] = set()

    def _refuse(self, code: str, node: Node, **values: object) -> None:
        mark = node.start_mark
        self.refused.add((mark.line + 1, mark.column + 1))
        self.found.append(_at_mark(self.file, mark, code, **values))

    def build(self, node: Node, depth: int) -> Value:
        if id(node) in self._seen:
            self.aliased = True
            self.refused.add((node.start_mark.line + 1, node.start_mark.column + 1))
            return None
        self._seen.add(id(node))
        if depth > DEPTH_LIMIT:
            self.too_deep = True
            self._refuse("E109", node, limit=DEPTH_LIMIT)
            return None
        if node.tag not in _PLAIN_TAGS and node.tag != "!":
            self._refuse("E107", node, tag=node.tag)
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, depth)
        if isinstance(node, SequenceNode):
            return [self.build(child, depth + 1) for child in node.value]
        if not isinstance(node, ScalarNode):  # pragma: no cover - there is no other kind
            return None
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
        if _FLOAT.match(text) and isfinite(float(text)):
            return float(text)
        if _DAY.match(text):
            try:
                return date.fromisoformat(text)
            except ValueError:
                self._refuse("E105", node, value=text)
                return None
        return text
