"""Focus groups and meetings: what was asked, what was said, which rule changed because of it. Pure."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from cip.kernel.canonical import canonical_json

MeetingKind = Literal["focus_group", "meeting"]
MEETING_KINDS: tuple[MeetingKind, ...] = get_args(MeetingKind)
MOST_CHANGES = 20


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule (an id of the model: `T1`, `M18`, `K2`...) that changed because of a meeting: what, why, and the sha256 of
    the first pack that has the change (empty while no pack has it).
    """

    rule: str
    what: str
    why: str
    pack_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One version of a meeting's record; `made_by` is the label of who wrote this version."""

    id: str
    version: int
    body_id: str
    on_day: date
    kind: MeetingKind
    place: str
    people: int
    asked: str
    said: str
    changes: tuple[RuleChange, ...]
    made_by: str
    at: datetime


def changes_text(changes: Sequence[RuleChange]) -> str:
    """Changes as one column keeps them."""
    return canonical_json([{"rule": c.rule, "what": c.what, "why": c.why, "pack": c.pack_sha256} for c in changes])


def read_changes(text: str) -> tuple[RuleChange, ...]:
    """The changes of a column."""
    return tuple(RuleChange(c["rule"], c["what"], c["why"], c["pack"]) for c in json.loads(text))
