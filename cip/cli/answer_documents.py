"""Reads the FILE of a command, YAML or JSON, keeping the place of every value."""

import json
from pathlib import Path

from yaml import Mark
from yaml.nodes import ScalarNode

from cip.kernel.errors import RefusalError
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.reading import Document, read_yaml

LARGEST_FILE = 256 * 1024


def read_answer_document(file: Path, largest: int = LARGEST_FILE) -> Document | None:
    """The document of a FILE of at most `largest` bytes; None where it holds nothing. Raises RefusalError naming file
    and line.
    """
    if file.exists() and not file.is_dir() and not (file.is_file() and file.stat().st_size <= largest):
        raise RefusalError(f"{file}: this is no file of at most {largest // 1024} KB")
    content = file.read_bytes()
    if file.suffix == ".json":
        return _read_json(content, file)
    document, found = read_yaml(content, str(file))
    _refuse_first([item for item in found if item.code != "E108"], document)
    return document


def _refuse_first(mistakes: list[Diagnostic], document: Document | None) -> None:
    if not mistakes:
        return
    first = min(mistakes)
    path = document.path_at(first.line, first.column) if document else ()
    key = ".".join(str(step) for step in path)
    raise RefusalError(f"{first.file}:{first.line}: {key + ': ' if key else ''}{first.text}")


def _read_json(content: bytes, file: Path) -> Document | None:
    """JSON by its own rules; places are looked up in the same text read as YAML, which it nearly always is."""
    # JSON may be indented with tabs, YAML may not; line and column stay the same.
    document, found = read_yaml(content.replace(b"\t", b" "), str(file))
    _refuse_first([item for item in found if item.code == "E102"], document)
    value = _json_value(content, file)
    start = Mark(str(file), 0, 0, 0, None, 0)
    root = document.root if document else ScalarNode("", "", start, start)
    return Document(str(file), value, root) if value is not None else None


def _json_value(content: bytes, file: Path) -> object:
    try:
        return json.loads(content or b"null", object_pairs_hook=_without_duplicates, parse_constant=_refuse_constant)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise RefusalError(f"{file}:{line}: this is not JSON: {getattr(error, 'msg', error)}") from None
    except RecursionError:
        raise RefusalError(f"{file}:1: the JSON is nested too deeply") from None


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f'the key "{twice}" stands twice; keep one of them')
    return found


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is no number")


def read_large_document(file: Path, largest: int) -> object:
    """What a FILE of many entries holds, at most `largest` bytes: JSON is read as JSON alone, without places.

    Raises RefusalError naming the file, and the line where there is one.
    """
    if file.exists() and not (file.is_file() and file.stat().st_size <= largest):
        raise RefusalError(f"{file}: this is no file of at most {largest // 1024**2} MB")
    content = file.read_bytes()
    if file.suffix == ".json":
        return _json_value(content, file)
    document, found = read_yaml(content, str(file))
    _refuse_first([item for item in found if item.code != "E108"], document)
    return document.value if document else None
