"""What the consultant tells beside the generated report: four texts, kept version by version. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from cip.kernel.canonical import canonical_json
from cip.kernel.characters import plain_text

Part = Literal["context", "seen", "strengths", "next_steps"]
PARTS: tuple[Part, ...] = get_args(Part)
LONGEST_PART = 5_000


@dataclass(frozen=True, slots=True)
class Narrative:
    """One version: `content` is canonical JSON, a text by part; `made_by` the label of who wrote it."""

    check_up_id: str
    number: int
    body_id: str
    made_by: str
    at: datetime
    content: str

    @property
    def parts(self) -> dict[Part, str]:
        """The texts in the order of the parts; an empty one where nothing was written."""
        held: Mapping[str, object] = json.loads(self.content)
        return {part: str(held.get(part) or "") for part in PARTS}


def content_text(parts: Mapping[Part, str]) -> str:
    """Texts as one column keeps them, tidied. Raises ValueError for a part that there is not or a text too long."""
    found: dict[Part, str] = {}
    for part, text in parts.items():
        if part not in PARTS:
            raise ValueError(f"there is no part {part!r}")
        tidy = plain_text(text).strip()
        if len(tidy) > LONGEST_PART:
            raise ValueError(f"the part {part} is too long: at most {LONGEST_PART} characters")
        if tidy:
            found[part] = tidy
    return canonical_json(found)
