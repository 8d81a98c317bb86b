"""Evidence of an answer or of a measure: what it may hang on, until when it holds, what a list of it looks like. Pure.

The engine does not read it: a score never depends on a file.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from cip.assessment.stored import Section
from cip.rulebook.packs import Pack

PROVABLE_SECTIONS: tuple[Section, ...] = ("facts", "indicators", "duties", "in_use", "plan")
LONGEST_EVIDENCE_NOTE = 1_000
SOON = timedelta(days=60)
"""So long before its last day an evidence is shown as about to expire: time enough to renew a paper."""

Validity = Literal["withdrawn", "expired", "expiring", "later", "valid"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One evidence as stored: what it proves, a file or the day on which a consultant saw it, from when to when it
    holds (None: not said), who added it (a label) and when, and who took it back, when and why.
    """

    id: str
    check_up_id: str
    section: Section
    question_id: str
    file_id: str | None
    seen_on: date | None
    note: str | None
    true_from: date | None
    valid_until: date | None
    added_by: str
    added_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    withdrawn_because: str | None = None

    @property
    def added_by_person(self) -> str | None:
        """The id of the person who added it; None for a guest."""
        sort, _, rest = self.added_by.partition(":")
        return rest.partition("/")[0] if sort == "person" else None

    def validity(self, on: date) -> Validity:
        """How it stands on a day; its last day is still a valid one."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.valid_until is not None and self.valid_until < on:
            return "expired"
        if self.true_from is not None and self.true_from > on:
            return "later"
        if self.valid_until is not None and self.valid_until - on <= SOON:
            return "expiring"
        return "valid"


def is_provable(pack: Pack, section: str, question_id: str) -> bool:
    """Whether a model has this question (or measure), and evidence may hang on it."""
    asked = {
        "facts": pack.facts,
        "indicators": pack.indicators,
        "duties": pack.duties,
        "in_use": pack.measures,
        "plan": pack.measures,
    }
    return question_id in asked.get(section, ())


def owner_key(check_up_id: str) -> str:
    """Whose room the files of a check-up take up: its own, so that they go with it."""
    return f"check_up:{check_up_id}"


def stands_behind_answer(section: str) -> bool:
    """Whether an evidence of this section may be why an answer was confirmed: it stays while the check-up is validated.
    One of the plan is not, as the plan goes on after that.
    """
    return section != "plan"
