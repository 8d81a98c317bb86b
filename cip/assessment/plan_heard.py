"""How the workers were heard about the plan: in which way, when, what they said, who may sign for them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pydantic import JsonValue

from cip.assessment.plan import HEARD, day_of

Way = Literal["delegate", "bilateral", "assembly", "survey", "talk"]
"""A delegate of the firm's own (RSA, RSB, RSU), the representative at the bilateral body, a meeting with minutes, a
survey without names, a talk with each person.
"""
WAYS: tuple[Way, ...] = get_args(Way)


@dataclass(frozen=True, slots=True)
class Heard:
    """`said` is what the workers asked and answered, without names; `signers` are those who sign for them, as the firm
    writes them: they are printed under a line of the sheet and nowhere else.
    """

    ways: tuple[Way, ...] = ()
    on: date | None = None
    said: str = ""
    signers: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it says how, when and what."""
        return bool(self.ways and self.on and self.said)

    def as_stored(self) -> dict[str, JsonValue] | None:
        """What `read_heard` reads, without what is empty; None for nothing at all."""
        value: dict[str, JsonValue] = {
            "ways": list(self.ways),
            "on": self.on.isoformat() if self.on else None,
            "said": self.said,
            "signers": list(self.signers),
        }
        return {key: item for key, item in value.items() if item} or None


def read_heard(stored: Mapping[str, object]) -> Heard:
    """How the workers were heard, from a stored plan; what is odd counts as not there."""
    value = stored.get(HEARD)
    if not isinstance(value, dict):
        return Heard()
    ways, signers = _texts(value.get("ways")), _texts(value.get("signers"))
    return Heard(
        ways=tuple(way for way in WAYS if way in ways),
        on=day_of(value.get("on")),
        said=str(value.get("said") or ""),
        signers=tuple(filter(None, signers)),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else ()
