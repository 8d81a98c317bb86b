"""From a document to a shape, with pydantic's findings turned into diagnostics at the key, the value or the row to
mend.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cip.rulebook.diagnostics import Diagnostic, did_you_mean, listed
from cip.rulebook.reading import Document, Path
from cip.rulebook.shapes.base import VALUE, WORD

M = TypeVar("M", bound=BaseModel)
_TAG = "kind"
"""The key that tells which of several shapes a map has."""


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """A sound item together with the place where it stands, for the checks that follow."""

    item: M
    document: Document
    path: Path

    def diagnostic(self, code: str, *within: str | int, of_key: bool = False, **values: object) -> Diagnostic:
        """A diagnostic at a place inside the item."""
        return self.document.diagnostic(code, (*self.path, *within), of_key=of_key, **values)


def check_shape(document: Document, path: Path, shape: type[M]) -> tuple[Entry[M] | None, list[Diagnostic]]:
    """Validate what stands at `path` against a shape. Returns the entry, or None and every mistake found in it."""
    value = value_at(document.value, path)
    try:
        return Entry(shape.model_validate(value), document, path), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        found = [
            _diagnostic(document, path, shape, detail) for detail in details if not _only_looks_short(detail, details)
        ]
        return None, [item for item in found if (item.line, item.column) not in document.refused]


def _only_looks_short(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Whether a list was found too short only because pydantic does not count its unsound items."""
    loc = detail["loc"]
    return detail["type"] == "too_short" and any(
        len(o["loc"]) > len(loc) and o["loc"][: len(loc)] == loc for o in details
    )


def value_at(value: object, path: Path) -> object:
    """The value at a path of a document; None where the path does not exist."""
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def described(value: object) -> str:
    """A value as a message calls it."""
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else f'"{value}"' if isinstance(value, str) else str(value).lower()


def _expected(detail: ErrorDetails) -> str:
    words = {
        "string_type": "write a text",
        "int_type": "write a whole number",
        "int_from_float": "write a whole number",
        "float_type": "write a number",
        "bool_type": "write true or false",
        "date_type": "write a day as YYYY-MM-DD",
        "tuple_type": "write a list",
        "list_type": "write a list",
        "dict_type": "write a map",
        "model_type": "write a map with keys",
    }
    return words.get(detail["type"], detail["msg"])


_RANGE = {"greater_than", "greater_than_equal", "less_than", "less_than_equal"}
_SIZE = {"too_long", "too_short"}
_WORDS = {"literal_error", "enum", "union_tag_invalid"}
_FORM = {"string_pattern_mismatch", "string_too_long", "string_too_short"}


def _diagnostic(document: Document, base: Path, shape: type[BaseModel], detail: ErrorDetails) -> Diagnostic:
    path: Path = (*base, *_real_path(value_at(document.value, base), detail["loc"]))
    of_key = detail["loc"][-1:] == ("[key]",)
    kind = detail["type"]
    found = described(detail["input"])
    if kind == "extra_forbidden":
        key, allowed = str(path[-1]), _allowed_keys(shape, detail["loc"][:-1])
        return document.diagnostic(
            "E201", path, of_key=True, key=key, suggestion=did_you_mean(key, allowed), allowed=listed(allowed)
        )
    if kind in ("missing", "union_tag_not_found"):
        whole = path if kind == "missing" else (*path, _TAG)
        return document.diagnostic("E202", whole[:-1], key=whole[-1])
    if kind in _WORDS:
        return _not_a_word(document, path, detail, of_key)
    if kind in _RANGE:
        return document.diagnostic("E205", path, found=found, expected=detail["msg"].removeprefix("Input should be "))
    if kind in _SIZE:
        ctx = detail["ctx"]
        wanted = f"at least {ctx['min_length']}" if kind == "too_short" else f"at most {ctx['max_length']}"
        return document.diagnostic("E206", path, found=ctx["actual_length"], expected=f"{wanted} are needed")
    if kind in _FORM:
        return document.diagnostic("E207", path, of_key=of_key, found=str(detail["input"])[:60], expected=_form(detail))
    if kind == "value_error":
        return document.diagnostic("E208", path, problem=str(detail["ctx"]["error"]))
    return document.diagnostic("E203", path, expected=_expected(detail), found=found)


def _not_a_word(document: Document, path: Path, detail: ErrorDetails, of_key: bool) -> Diagnostic:
    """A word that is none of the accepted ones."""
    if detail["type"] == "union_tag_invalid":
        word, path = str(detail["ctx"]["tag"]), (*path, _TAG)
        allowed = re.findall(r"'(\w+)'", str(detail["ctx"]["expected_tags"]))
    else:
        word = str(detail["input"])
        allowed = [each.strip("'") for each in str(detail["ctx"]["expected"]).replace(" or ", ", ").split(", ")]
    suggestion, known = did_you_mean(word, allowed), listed(allowed, len(allowed))
    return document.diagnostic("E204", path, of_key=of_key, found=word, suggestion=suggestion, allowed=known)


_FORMS = {
    r"^[A-H]-\d{2}$": "a letter from A to H, a hyphen and two digits, such as A-05",
    r"^\d{6}$": 'six digits in quotes, such as "015146"',
    r"^\d{2}-\d{2}$": 'month and day in quotes, such as "12-07"',
    r"^[A-Z][0-9A-Z]{3}$": "a letter and three letters or digits, such as H011",
}


def _form(detail: ErrorDetails) -> str:
    if detail["type"] != "string_pattern_mismatch":
        return detail["msg"].removeprefix("String should have ")
    pattern = str(detail["ctx"]["pattern"])
    if pattern in _FORMS:
        return _FORMS[pattern]
    first = "a small letter" if pattern.startswith("^[a-z]") else "a letter"
    return f"{first} first, then letters and digits (and _, or - in codes), no spaces"


def _real_path(value: object, loc: tuple[int | str, ...]) -> Path:
    """pydantic's location without the tags that are no keys of the document."""
    steps: list[int | str] = []
    for step in loc:
        if step in ("[key]", WORD, VALUE) or (
            isinstance(value, dict) and step not in value and value.get(_TAG) == step
        ):
            continue
        steps.append(step)
        value = value_at(value, (step,))
    return tuple(steps)


def _allowed_keys(shape: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the shape at `loc` knows, found by walking the annotations."""
    current: Any = shape
    for step in loc:
        current = _inside(current, step)
    model = _model_in(current)
    if model is None:
        return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _inside(annotation: Any, step: int | str) -> Any:
    for member in _models_in(annotation):
        tag = member.model_fields.get(_TAG)
        if tag is not None and get_args(tag.annotation) == (step,):
            return member
    model = _model_in(annotation)
    if model is not None and isinstance(step, str):
        for name, field in model.model_fields.items():
            if step == (field.alias or name):
                return field.annotation
    return annotation


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The last shape inside an annotation such as `tuple[Shape, ...]` or `dict[str, Shape]`."""
    return next(iter(_models_in(annotation)), None)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The shapes inside an annotation, the last first."""
    if get_origin(annotation) is None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        return
    for argument in reversed(get_args(annotation)):
        yield from _models_in(argument)


def check_list(document: Document, path: Path, shape: type[M]) -> tuple[list[Entry[M]], list[Diagnostic]]:
    """Validate each item of a list alone, so that one mistake does not hide the others.

    A list whose key is not there is no mistake here: `check_keys` says so.
    """
    parent = value_at(document.value, path[:-1])
    if path and not (isinstance(parent, dict) and path[-1] in parent):
        return [], []
    value = value_at(document.value, path)
    if not isinstance(value, list):
        return [], [document.diagnostic("E203", path, expected="write a list", found=described(value))]
    return _each(document, [(*path, index) for index in range(len(value))], shape)


def check_map(document: Document, shape: type[M]) -> tuple[dict[str, Entry[M]], list[Diagnostic]]:
    """Validate each value of a top-level map alone; the keys are identifiers of their own."""
    if not isinstance(document.value, dict):
        return {}, [document.diagnostic("E203", (), expected="write a map of keys", found=described(document.value))]
    entries, found = _each(document, [(key,) for key in document.value], shape)
    return {str(entry.path[0]): entry for entry in entries}, found


def _each(document: Document, paths: list[Path], shape: type[M]) -> tuple[list[Entry[M]], list[Diagnostic]]:
    entries: list[Entry[M]] = []
    found: list[Diagnostic] = []
    for path in paths:
        entry, mistakes = check_shape(document, path, shape)
        found += mistakes
        if entry is not None:
            entries.append(entry)
    return entries, found


def check_keys(document: Document, allowed: tuple[str, ...], *, optional: tuple[str, ...] = ()) -> list[Diagnostic]:
    """The top-level keys of a file: nothing unknown, nothing missing."""
    if not isinstance(document.value, dict):
        return [document.diagnostic("E203", (), expected="write a map of keys", found=described(document.value))]
    known = (*allowed, *optional)
    unknown = [
        document.diagnostic(
            "E201", (key,), of_key=True, key=key, suggestion=did_you_mean(key, known), allowed=listed(known)
        )
        for key in document.value
        if key not in known
    ]
    return unknown + [document.diagnostic("E202", (), key=key) for key in allowed if key not in document.value]
