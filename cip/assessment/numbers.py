"""The numbers of a check-up: what whoever prepares the payslips can fill in, and nothing else. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from cip.assessment.answers import PROOF_FROM_STEP
from cip.assessment.stored import StoredAnswers
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model

DAYS_OF_A_LINK = 14
NUMERIC = ("whole", "percent", "hours")
# How an event says who filled in a number: this and the id of the link.
ADVISER = "adviser:"
SOURCE = "numbers"


@dataclass(frozen=True, slots=True)
class NumbersLink:
    """A link as stored, without its secret; `expires_on` is the last day on which it opens."""

    id: str
    check_up_id: str
    digest: str
    made_by: str
    made_at: datetime
    expires_on: date
    revoked_at: datetime | None = None

    def opens(self, on: date) -> bool:
        """Whether it opens on a day."""
        return self.revoked_at is None and on <= self.expires_on


@dataclass(frozen=True, slots=True)
class Adviser:
    """Who comes by a link: nobody with a name."""

    link_id: str

    @property
    def label(self) -> str:
        """What events record."""
        return ADVISER + self.link_id


def numeric_facts(pack: Pack) -> tuple[model.Fact, ...]:
    """The questions of the profile that are answered by a number and put to whoever prepares the payslips. A pack that
    does not say which they can answer is older than that: then all of them.
    """
    numbers = tuple(fact for fact in pack.facts.values() if fact.asked and fact.type in NUMERIC)
    return tuple(fact for fact in numbers if fact.payroll is not None) or numbers


def counted(pack: Pack, stored: StoredAnswers) -> Iterable[model.Indicator]:
    """The practices that stand at a step 3 or 4 behind which the model asks a count that payslips tell."""
    said = any(indicator.proof.payroll for indicator in pack.indicators.values())
    for indicator in pack.indicators.values():
        step = _step(stored.file["indicators"].get(indicator.id))
        asked = indicator.proof.kind == "count" and (indicator.proof.payroll is not None or not said)
        if asked and step is not None and step >= PROOF_FROM_STEP:
            yield indicator


def with_count(answer: object, count: int | None) -> object:
    """A step with another count behind it (None: without one); what else it holds stays."""
    held: dict[str, object] = dict(answer) if isinstance(answer, dict) else {"step": answer}
    held.pop("count", None)
    if count is not None:
        held["count"] = count
    return held["step"] if set(held) == {"step"} else held


def _step(answer: object) -> int | None:
    step = answer.get("step") if isinstance(answer, dict) else answer
    return step if isinstance(step, int) else None
