"""What the fields of a page are called: so that the list of what is wrong names each question and links to it.

The list stands above the fields, so a page with mistakes is drawn twice: the first time tells the names of the fields.
"""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Protocol

from flask import render_template

LONGEST_NAME = 120
_FIELDS = ("input", "select", "textarea")
_ASIDE = frozenset({"cip-hint", "cip-source", "cip-quiet", "visually-hidden", "cip-chip", "cip-error"})
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "use", "wbr"})


class Listed(Protocol):
    """A form that may hold mistakes; `named` is, by name or id of a field, the id to go to and what it is called."""

    named: Mapping[str, tuple[str, str]]

    @property
    def mistakes(self) -> object:
        """What is wrong; empty if nothing is."""


def render_form(template: str, *, sheet: Listed, **shown: object) -> str:
    """A page with a form as `sheet`; where something is wrong the list of mistakes names their questions."""
    page = render_template(template, sheet=sheet, **shown)
    if not sheet.mistakes:
        return page
    sheet.named = names_in(page)
    return render_template(template, sheet=sheet, **shown)


def names_in(page: str) -> dict[str, tuple[str, str]]:
    """By the name and by the id of each field of a page: the id to go to, and what the field is called ("" where it has
    no words of its own). Several choices of one question go by the words of the question.
    """
    reader = _Reader()
    reader.feed(page)
    return reader.names()


class _Reader(HTMLParser):
    """Reads labels, groups and fields, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self._groups: list[dict[str, str]] = []
        self._said: list[str] | None = None
        self._whose = ""
        self._labels: dict[str, str] = {}
        self._of_groups: list[dict[str, str]] = []
        self._fields: list[tuple[str, str, dict[str, str] | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field, or the beginning of a label or group."""
        told = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append((tag, not _ASIDE.isdisjoint(told.get("class", "").split())))
        if tag == "fieldset":
            self._groups.append({"id": told.get("id", ""), "words": ""})
            self._of_groups.append(self._groups[-1])
        elif tag in ("label", "legend"):
            self._said, self._whose = [], told.get("for", "")
        elif tag in _FIELDS and told.get("type") not in ("hidden", "submit") and told.get("name"):
            several = told.get("type") in ("radio", "checkbox") and self._groups
            self._fields.append((told["name"], told.get("id", ""), self._groups[-1] if several else None))

    def handle_endtag(self, tag: str) -> None:
        """The end of a label or group; what was not closed before it is."""
        if tag in ("label", "legend") and self._said is not None:
            words = " ".join("".join(self._said).split()).rstrip(":?. ")[:LONGEST_NAME]
            if tag == "legend" and self._groups:
                self._groups[-1]["words"] = words
            elif self._whose:
                self._labels.setdefault(self._whose, words)
            self._said = None
        if tag == "fieldset" and self._groups:
            self._groups.pop()
        while self._open and tag in {name for name, _aside in self._open}:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        """Words of a label, without what stands aside in it."""
        if self._said is not None and not any(aside for _tag, aside in self._open):
            self._said.append(data)

    def names(self) -> dict[str, tuple[str, str]]:
        """See `names_in`."""
        found: dict[str, tuple[str, str]] = {}
        for name, id, group in self._fields:
            here = (id, self._labels.get(id, "")) if group is None else (group["id"] or id, group["words"])
            found.setdefault(name, here)
            if id:
                found.setdefault(id, here)
        for group in self._of_groups:
            if group["id"]:
                found[group["id"]] = (group["id"], group["words"])
        return found
