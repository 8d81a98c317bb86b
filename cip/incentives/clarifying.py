"""Asking a firm to complete its application: which fields and documents, until when, what changed. Pure.

Only what is named is unlocked. What was sent stays as it was: the answer stands beside it, and the two are compared.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from cip.incentives.admissibility import FactValue, Judged
from cip.rulebook.shapes.call import Call

ItemKind = Literal["fact", "document"]
ITEM_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
LONGEST_REASON, LONGEST_NOTE = 1_000, 500
LEAST_DAYS, MOST_DAYS = 1, 90
"""Of a request's own term, in calendar days: the law gives no number, so whoever asks sets it within these."""
REMIND_BEFORE = (7, 2)
"""So many days before its last day the firm is reminded."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is asked: a fact or a document of the call, and what is wrong with it."""

    kind: ItemKind
    id: str
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the firm answered: frozen under its digest. `files` are the ids of files by document."""

    facts: Mapping[str, FactValue]
    files: Mapping[str, tuple[str, ...]]
    note: str
    digest: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Clarification:
    """A request to complete an application, with its answer once it came."""

    id: str
    application_id: str
    firm_id: str
    call_id: str
    reason: str
    asked_on: date
    due_on: date
    asked_by: str
    items: tuple[Item, ...]
    answer: Answer | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are unlocked."""
        return tuple(item.id for item in self.items if item.kind == "fact")

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that are unlocked."""
        return tuple(item.id for item in self.items if item.kind == "document")

    def open(self, on: date) -> bool:
        """Whether it may still be answered on a day; its last day counts."""
        return self.answer is None and on <= self.due_on

    def days_left(self, on: date) -> int:
        """How many days are left after this one; negative once it is over."""
        return (self.due_on - on).days


@dataclass(frozen=True, slots=True)
class ClarificationFile:
    """A file that waits to be sent with an answer."""

    id: str
    clarification_id: str
    document_id: str
    file_id: str
    put_at: datetime
    put_by: str


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after an answer; None where there was none."""

    id: str
    before: FactValue
    after: FactValue


def askable_documents(call: Call) -> tuple[str, ...]:
    """The documents that the call lets be completed after the deadline: no other may be asked for."""
    return tuple(document.id for document in call.documents if document.later)


def not_askable(call: Call, items: Sequence[Item]) -> tuple[str, ...]:
    """The ids of what cannot be asked: no fact or document of the call, not to be completed, named twice."""
    facts, documents = {fact.id for fact in call.facts}, set(askable_documents(call))
    seen: set[tuple[str, str]] = set()
    wrong = []
    for item in items:
        known = facts if item.kind == "fact" else documents
        if item.id not in known or (item.kind, item.id) in seen:
            wrong.append(item.id)
        seen.add((item.kind, item.id))
    return tuple(wrong)


def locked_fields(asked: Clarification, facts: Collection[str], documents: Collection[str]) -> tuple[str, ...]:
    """What an answer names although it was not asked: it is refused as a whole, nothing else is unlocked."""
    return tuple(sorted((set(facts) - set(asked.facts)) | (set(documents) - set(asked.documents))))


def changes(sent: Mapping[str, FactValue], asked: Clarification) -> tuple[Change, ...]:
    """What the answer changed of the facts that were asked, in the order of asking; empty before it came."""
    if asked.answer is None:
        return ()
    told = asked.answer.facts
    return tuple(Change(id, sent.get(id), told[id]) for id in asked.facts if id in told and told[id] != sent.get(id))


def facts_after(
    sent: Mapping[str, FactValue], clarifications: Sequence[Clarification], judged: Sequence[Judged]
) -> dict[str, FactValue]:
    """The facts of an application as admissibility leaves them: what was sent, then what was answered, then what an
    officer found out, each over what was before it.
    """
    found = dict(sent)
    for asked in sorted(clarifications, key=lambda one: (one.asked_on, one.id)):
        if asked.answer is not None:
            found.update(asked.answer.facts)
    for one in sorted(judged, key=lambda one: one.seq):
        found.update(one.facts)
    return found


def reminder_days(due_on: date, on: date) -> bool:
    """Whether a firm is reminded of its term on a day."""
    return (due_on - on).days in REMIND_BEFORE
