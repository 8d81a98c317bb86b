"""The versions of a plan: what was agreed, frozen under one sha256, who signed it, and what changed since. Pure.

A version keeps the stored plan as it was, with the sha256 of the pack that names its measures: so both together tell it
in words years later, and `cip verify` finds its content again among the answers that it names.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Literal, get_args

from pydantic import JsonValue

from cip.assessment.plan import Plan, PlannedMeasure, read_plan
from cip.assessment.plan_checks import measure_text
from cip.assessment.plan_heard import Heard, read_heard
from cip.assessment.plan_wording import NOTHING, PARTS, plan_reason
from cip.database.chain import Link, digest_of
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.moments import moment_text
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Value
from cip.rulebook.packs import Pack

SignatureKind = Literal["paper", "in_system"]
SIGNATURE_KINDS: tuple[SignatureKind, ...] = get_args(SignatureKind)
SHORT = 12
"""How many characters of a version's sha256 are printed to be compared by eye."""


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One agreed version; `content` is canonical JSON, `number` counts from 1, `last_seq` is the last answer event that
    it saw.
    """

    id: str
    check_up_id: str
    number: int
    on_day: date
    last_seq: int
    pack_sha256: str
    content: str
    sha256: str
    made_at: datetime
    made_by: str
    prev_digest: str
    digest: str

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"check-up {self.check_up_id}, plan {self.number}"

    @property
    def short(self) -> str:
        """The beginning of its sha256, as it is printed."""
        return self.sha256[:SHORT]

    @property
    def link(self) -> Link:
        """The version as a link of its check-up's chain."""
        return Link(self.name, self.prev_digest, self.digest, self._linked())

    def sealed(self) -> "PlanVersion":
        """The same version with the digest that its content and the one before it give."""
        return replace(self, digest=digest_of(self.prev_digest, self._linked()))

    def columns(self) -> dict[str, object]:
        """The row that stores it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def stored_plan(self) -> dict[str, JsonValue]:
        """The plan as it was stored when the version was agreed."""
        found: dict[str, JsonValue] = json.loads(self.content)["plan"]
        return found

    @property
    def follow_up_months(self) -> tuple[int, ...]:
        """The months after which the rules asked for a look on that day."""
        return tuple(json.loads(self.content)["follow_up_months"])

    @property
    def plan(self) -> Plan:
        """The measures as agreed."""
        return read_plan(self.stored_plan, self.follow_up_months)

    @property
    def heard(self) -> Heard:
        """How the workers were heard about it."""
        return read_heard(self.stored_plan)

    def _linked(self) -> dict[str, object]:
        return {
            "id": self.id,
            "check_up": self.check_up_id,
            "number": self.number,
            "on": self.on_day.isoformat(),
            "last_seq": self.last_seq,
            "pack": self.pack_sha256,
            "sha256": self.sha256,
            "content": self.content,
            "at": moment_text(self.made_at),
            "by": self.made_by,
        }


@dataclass(frozen=True, slots=True)
class PlanSignature:
    """One signature under a version: `paper` is a signed sheet that was uploaded (`file_id`, and `file_sha256` of its
    bytes), `in_system` a person (`person_id`) with a fresh password. `name` is written as it signs, `day` is the day of
    the signature.
    """

    id: str
    check_up_id: str
    version_id: str
    number: int
    kind: SignatureKind
    name: str
    day: date
    person_id: str | None
    file_id: str | None
    file_sha256: str | None
    made_at: datetime
    made_by: str
    prev_digest: str
    digest: str

    @property
    def link(self) -> Link:
        """The signature as a link of its check-up's chain of signatures."""
        name = f"check-up {self.check_up_id}, plan signature {self.number}"
        return Link(name, self.prev_digest, self.digest, self._linked())

    def sealed(self) -> "PlanSignature":
        """The same signature with the digest that its content and the one before it give."""
        return replace(self, digest=digest_of(self.prev_digest, self._linked()))

    def columns(self) -> dict[str, object]:
        """The row that stores it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _linked(self) -> dict[str, object]:
        found = self.columns()
        del found["prev_digest"], found["digest"]
        return {**found, "day": self.day.isoformat(), "made_at": moment_text(self.made_at)}


def version_content(
    check_up_id: str, number: int, on: date, pack: Pack, follow_up_months: tuple[int, ...], plan: Mapping[str, object]
) -> str:
    """The canonical content of a version; `plan` is the stored section. Equal content has an equal sha256."""
    return canonical_json(
        {
            "format": 1,
            "check_up": check_up_id,
            "number": number,
            "on": on.isoformat(),
            "pack": pack.sha256,
            "follow_up_months": list(follow_up_months),
            "plan": dict(plan),
        }
    )


def has_sha256(version: PlanVersion) -> bool:
    """Whether the content still has the sha256 it was agreed with."""
    return sha256_of(version.content) == version.sha256


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One thing that is not what the last version says: of a measure (`code`), or (empty) of how workers were heard."""

    code: str
    because: Reason


def changes_since(version: PlanVersion, stored: Mapping[str, object], pack: Pack) -> tuple[PlanChange, ...]:
    """What was changed since a version was agreed. That a measure is in use or done, and the looks at it, keep to the
    agreement and are no change; to drop one is.
    """
    now, before = read_plan(stored), version.plan
    codes = dict.fromkeys((*(item.code for item in before.measures), *(item.code for item in now.measures)))
    found = [change for code in codes for change in _changes(code, before.measure(code), now.measure(code), pack)]
    if version.heard != read_heard(stored):
        found.append(PlanChange("", plan_reason("plan.heard", "change", "heard")))
    return tuple(found)


def _changes(code: str, before: PlannedMeasure | None, now: PlannedMeasure | None, pack: Pack) -> Iterator[PlanChange]:
    was_there, is_there = _holds(before), _holds(now)
    if is_there and not was_there:
        yield _change(code, pack, "added" if before is None else "back")
    elif was_there and not is_there:
        if now is None:
            yield _change(code, pack, "removed")
        elif now.reason:
            yield _change(code, pack, "dropped", reason=now.reason)
        else:
            yield _change(code, pack, "dropped_only")
    elif before is not None and now is not None and is_there:
        for part, words in PARTS.items():
            was, new = _shown(before, part), _shown(now, part)
            if was != new:
                yield _change(code, pack, "changed", part=words, before=was or NOTHING, after=new or NOTHING)


def _holds(item: PlannedMeasure | None) -> bool:
    return item is not None and item.state != "dropped"


def _change(code: str, pack: Pack, sentence: str, **values: Value) -> PlanChange:
    reason = plan_reason(f"plan.{code}", "change", sentence, measure=measure_text(pack, code), **values)
    return PlanChange(code, reason)


def _shown(item: PlannedMeasure, part: str) -> Value | None:
    if part == "cost":
        return None if item.cost is None else euros(item.cost)
    value: str | date | None = getattr(item, part)
    return value or None
