"""What the database knows of a check-up, as plain values: the check-up, its answers, its results. Pure."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Literal

from pydantic import JsonValue

from cip.database.chain import START, Link, digest_of
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.characters import plain_values
from cip.kernel.moments import moment_text
from cip.kernel.texts import Language

Section = Literal[
    "facts", "indicators", "duties", "needs", "in_use", "notes", "reasons", "practices", "plan", "sites", "reviews",
    "life",
]  # fmt: skip
Stage = Literal["T0", "T1", "T2"]
# The sections of a check-up's file.
ANSWER_SECTIONS: tuple[Section, ...] = ("facts", "indicators", "duties", "needs", "in_use")
# What stands beside them and no rule reads: notes, reasons for unusual answers, own practices, the plan, the seats.
EXTRA_SECTIONS: tuple[Section, ...] = ("reasons", "practices", "plan", "sites")
ALL_SECTIONS: tuple[Section, ...] = (*ANSWER_SECTIONS, "notes", *EXTRA_SECTIONS)
# What a consultant answers beside the firm's answer, under "section.question" (`cip.assessment.reviewing`).
REVIEWS: Section = "reviews"
# What happened to the check-up itself (kept, resumed, closed, validated) is told in the same chain as its answers.
LIFE: Section = "life"
STORED_SECTIONS: tuple[Section, ...] = (*ALL_SECTIONS, REVIEWS, LIFE)
# How an event says that it was copied from another check-up: this and that one's id.
CARRIED = "carried:"


@dataclass(frozen=True, slots=True)
class StoredCheckUp:
    """A check-up as stored, without its answers.

    `guest_digest` is that of the browser it was begun in, `expires_on` the last day it is kept while unclaimed,
    `kept_on` the day the owner last asked to keep it, `previous_id` the check-up it follows, `closed_at` when it was
    locked, `firm_id` the firm that took it over, `validated_at` when a consultant validated it (None again once it was
    reopened).
    """

    id: str
    pack_sha256: str
    guest_digest: str | None
    stage: Stage
    language: Language
    created_at: datetime
    expires_on: date | None
    last_seq: int
    events_head: str
    last_number: int
    snapshots_head: str
    previous_id: str | None = None
    kept_on: date | None = None
    closed_at: datetime | None = None
    firm_id: str | None = None
    validated_at: datetime | None = None

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"check-up {self.id}"

    @property
    def chain_start(self) -> str:
        """The digest that both its chains hang on."""
        return chain_start(self.id, self.pack_sha256, self.stage, self.created_at, self.previous_id)


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """One answer given, changed or withdrawn (`value` None); `value` is canonical JSON, `source` the page or import."""

    check_up_id: str
    seq: int
    section: Section
    question_id: str
    value: str | None
    at: datetime
    actor: str
    source: str
    prev_digest: str
    digest: str

    @property
    def link(self) -> Link:
        """The event as a link of its check-up's chain."""
        return Link(f"check-up {self.check_up_id}, answer {self.seq}", self.prev_digest, self.digest, self._content())

    def sealed(self) -> "AnswerEvent":
        """The same event with the digest that its content and the one before it give."""
        return replace(self, digest=digest_of(self.prev_digest, self._content()))

    def columns(self) -> dict[str, object]:
        """The row that stores it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _content(self) -> dict[str, object]:
        return {
            "check_up": self.check_up_id,
            "seq": self.seq,
            "section": self.section,
            "question": self.question_id,
            "value": self.value,
            "at": moment_text(self.at),
            "actor": self.actor,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """One stored result: `answers` and `result` are canonical JSON, `number` counts the results of one check-up from 1,
    `last_seq` is the last answer event it saw.
    """

    id: str
    check_up_id: str
    number: int
    on_day: date
    last_seq: int
    pack_sha256: str
    engine_version: str
    answers: str
    result: str
    result_sha256: str
    at: datetime
    prev_digest: str
    digest: str

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"check-up {self.check_up_id}, snapshot {self.number}"

    @property
    def link(self) -> Link:
        """The snapshot as a link of its check-up's chain."""
        return Link(self.name, self.prev_digest, self.digest, self._content())

    def sealed(self) -> "StoredSnapshot":
        """The same snapshot with the digest that its content and the one before it give."""
        return replace(self, digest=digest_of(self.prev_digest, self._content()))

    def columns(self) -> dict[str, object]:
        """The row that stores it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _content(self) -> dict[str, object]:
        return {
            "id": self.id,
            "check_up": self.check_up_id,
            "number": self.number,
            "on": self.on_day.isoformat(),
            "last_seq": self.last_seq,
            "pack": self.pack_sha256,
            "engine": self.engine_version,
            "answers": self.answers,
            "result": self.result,
            "result_sha256": self.result_sha256,
            "at": moment_text(self.at),
        }


@dataclass(frozen=True, slots=True)
class ErasedCheckUp:
    """What remains of an erased check-up."""

    check_up_id: str
    on_day: date
    digest: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows of each sort the database holds."""

    packs: int
    check_ups: int
    answer_events: int
    snapshots: int
    erased: int


@dataclass(frozen=True, slots=True)
class StoredAnswers:
    """The answers of a check-up at one point of its history: `file` has the shape of a check-up's FILE (all five
    sections, maybe empty), `last_seq` is the last event seen (0: none yet). `extra` holds each of EXTRA_SECTIONS,
    maybe empty; `carried` names (section, id) what was copied from an earlier check-up and nobody has saved since;
    `reviews` is what a consultant answered, by "section.question".
    """

    file: dict[str, dict[str, JsonValue]]
    notes: dict[str, JsonValue]
    last_seq: int
    extra: dict[str, dict[str, JsonValue]] = field(default_factory=lambda: {name: {} for name in EXTRA_SECTIONS})
    carried: frozenset[tuple[str, str]] = frozenset()
    reviews: dict[str, JsonValue] = field(default_factory=dict)

    @property
    def canonical(self) -> str:
        """`file` as canonical JSON, the form in which snapshots keep it."""
        return canonical_json(self.file)

    def value(self, section: Section, question_id: str) -> JsonValue:
        """The answer to a question, None where there is none."""
        held = self.notes if section == "notes" else self.extra.get(section) or self.file.get(section) or {}
        return held.get(question_id)


def chain_start(
    check_up_id: str, pack_sha256: str, stage: str, created_at: datetime, previous_id: str | None = None
) -> str:
    """The digest that a check-up's chains hang on: it covers what never changes about the check-up, so that a row
    cannot be carried over to another one.
    """
    content = {"id": check_up_id, "pack": pack_sha256, "stage": stage, "created_at": moment_text(created_at)}
    if previous_id is not None:
        content["previous"] = previous_id
    return digest_of(START, content)


def erasure_digest(check_up_id: str, events_head: str, snapshots_head: str) -> str:
    """The digest that outlives an erased check-up: over the ends of both its chains, nothing of its content."""
    return digest_of(events_head, {"id": check_up_id, "snapshots_head": snapshots_head})


def fold(events: Iterable[tuple[int, str, str, str | None, str]]) -> StoredAnswers:
    """The answers after events (seq, section, question id, value, source) in order; the last one wins, None withdraws.

    Raises ValueError if a value that still stands is not JSON, or a section is unknown.
    """
    texts: dict[str, dict[str, str]] = {section: {} for section in STORED_SECTIONS}
    carried: set[tuple[str, str]] = set()
    last_seq = 0
    for seq, section, question_id, value, source in events:
        if section not in texts:
            raise ValueError(f"unknown section {section!r}")
        if value is None:
            texts[section].pop(question_id, None)
        else:
            texts[section][question_id] = value
        if source.startswith(CARRIED):
            carried.add((section, question_id))
        else:
            carried.discard((section, question_id))
        last_seq = seq
    # Read at the end: an answer that was changed fifty times on a form that saves by itself is read once.
    held: dict[str, dict[str, JsonValue]] = {
        section: {question_id: json.loads(text) for question_id, text in values.items()}
        for section, values in texts.items()
    }
    # Words of the firm that were saved before fields cleaned them; what rules read stays as results were computed from.
    for section in ("notes", REVIEWS, *EXTRA_SECTIONS):
        held[section] = {question_id: plain_values(value) for question_id, value in held[section].items()}
    return StoredAnswers(
        file={section: held[section] for section in ANSWER_SECTIONS},
        notes=held["notes"],
        last_seq=last_seq,
        extra={section: held[section] for section in EXTRA_SECTIONS},
        carried=frozenset(carried),
        reviews=held[REVIEWS],
    )


def is_canonical(text: str) -> bool:
    """True if `text` is JSON written the canonical way."""
    try:
        return canonical_json(json.loads(text)) == text
    except ValueError:
        return False


def has_digest(snapshot: StoredSnapshot) -> bool:
    """True if the result still has the sha256 it was stored with."""
    return sha256_of(snapshot.result) == snapshot.result_sha256
