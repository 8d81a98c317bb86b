"""Stage 7: texts are there in both languages, short, and finished."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from cip.kernel.texts import LANGUAGES, Text
from cip.rulebook.diagnostics import Diagnostic
from cip.rulebook.loading import LawFolder, ModelFolder
from cip.rulebook.shape_check import Entry

SENTENCE_WORDS = 20
HELP_WORDS = 60
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
_LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX|TBD|lorem ipsum)\b|\?\?\?", re.IGNORECASE)
_MAY_BE_LEFT_OVER = ("todo", "fixme", "xxx", "tbd", "lorem", "???")
"""Of thousands of texts none has one: the search for whole words is worth its time only where a piece of one stands."""
_SAME_ALLOWED_WORDS = 3


def check_texts(folder: ModelFolder) -> Iterator[Diagnostic]:
    """Mistakes in the texts of a model."""
    groups: list[list[Entry[Any]]] = [folder.bands, folder.groups, folder.facts, folder.areas, folder.indicators]
    groups += [folder.duties, folder.needs, folder.measures, folder.levels, folder.gates]
    groups.append([*folder.reasons.values()])
    if folder.about:
        groups.append([folder.about])
    for group in groups:
        for entry in group:
            yield from check_entry(entry)


def check_law_texts(folder: LawFolder) -> Iterator[Diagnostic]:
    """Mistakes in the texts of `law/`."""
    entries: list[Entry[Any]] = [*folder.selectors.values(), *folder.parameters.values()]
    if folder.about:
        entries.append(folder.about)
    for entry in entries:
        yield from check_entry(entry)


def check_entry(entry: Entry[Any]) -> Iterator[Diagnostic]:
    """Mistakes in the texts of one item."""
    for path, text in texts_in(entry.item):
        for language in LANGUAGES:
            yield from _sentence(entry, (*path, language), getattr(text, language), language)
        if text.it == text.en and len(text.it.split()) > _SAME_ALLOWED_WORDS:
            yield entry.diagnostic("E704", *path, "en")


def texts_in(item: BaseModel, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every pair of texts inside an item, with its path."""
    if isinstance(item, Text) or (hasattr(item, "it") and hasattr(item, "en")):
        yield path, item
        return
    for name, field in type(item).model_fields.items():
        value = getattr(item, name)
        key = field.alias or name
        if isinstance(value, BaseModel):
            yield from texts_in(value, (*path, key))
        elif isinstance(value, tuple):
            for index, child in enumerate(value):
                if isinstance(child, BaseModel):
                    yield from texts_in(child, (*path, key, index))


def sentences_in(text: str) -> list[str]:
    """The sentences of a text; a colon and a semicolon end one too."""
    return _SENTENCE_END.split(text)


def _sentence(entry: Entry[Any], path: tuple[str | int, ...], text: str, language: str) -> Iterator[Diagnostic]:
    if not text.strip():
        yield entry.diagnostic("E701", *path, language=language)
        return
    small = text.lower()
    left_over = _LEFT_OVER.search(text) if any(piece in small for piece in _MAY_BE_LEFT_OVER) else None
    if left_over:
        yield entry.diagnostic("E705", *path, found=left_over[0])
    for sentence in sentences_in(text):
        words = len(sentence.split())
        if words > SENTENCE_WORDS:
            start = " ".join(sentence.split()[:5])
            yield entry.diagnostic("E702", *path, found=words, limit=SENTENCE_WORDS, start=start)
    words = len(text.split())
    if "help" in path and words > HELP_WORDS:
        yield entry.diagnostic("E703", *path, found=words, limit=HELP_WORDS)
