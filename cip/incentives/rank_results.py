"""What a ranking is: places, exclusions, awards and the budget, in the shape that `cip rank` prints."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import cached_property

from cip.incentives.allocation import Award
from cip.incentives.amounts import Amount
from cip.incentives.bound_call import Given
from cip.incentives.call_facts import Facts
from cip.incentives.eligibility import Verdict
from cip.incentives.grid import CriterionScore, GridScore
from cip.incentives.points import Found, Scores
from cip.incentives.ties import TieStep
from cip.incentives.wording import as_number
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.texts import Reason, require_reasons


@dataclass(frozen=True)
class Applicant:
    """One application that admissibility let in. `requested`: cents, None asks for the computed amount; `scores` by
    criterion or part and evaluator.
    """

    id: str
    submitted_at: datetime | None
    facts: Facts
    requested: int | None
    scores: Scores


@dataclass(frozen=True)
class Judgement:
    """All that is found of one application alone, before any total: what a ranking with other weights can use again."""

    applicant: Applicant
    given: Given
    verdicts: tuple[Verdict, ...]
    found: Mapping[str, Found]
    amount: Amount


@dataclass(frozen=True)
class Judged:
    """One application with its score."""

    judgement: Judgement
    score: GridScore

    @property
    def applicant(self) -> Applicant:
        """The application itself."""
        return self.judgement.applicant

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What came of the eligibility rules."""
        return self.judgement.verdicts

    @property
    def amount(self) -> Amount:
        """What it would get if there is money."""
        return self.judgement.amount

    @property
    def id(self) -> str:
        """The application's id."""
        return self.applicant.id


@dataclass(frozen=True)
class Ranked:
    """A place: `tie_break` are the steps that separated it from neighbours with the same total."""

    rank: int
    judged: Judged
    tie_break: tuple[TieStep, ...]
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the place of {self.id}")

    @property
    def id(self) -> str:
        """The application's id."""
        return self.judged.id

    @property
    def total(self) -> Fraction:
        """Its points in all."""
        return self.judged.score.total

    @property
    def criteria(self) -> tuple[CriterionScore, ...]:
        """Its points by criterion, then by line of the bonus."""
        return self.judged.score.criteria

    def as_json(self) -> dict[str, object]:
        """The shape that `cip rank` prints."""
        return {
            "rank": self.rank,
            "id": self.id,
            "total": as_number(self.total),
            "criteria": [criterion.as_json() for criterion in self.criteria],
            "tie_break": [step.as_json() for step in self.tie_break],
            "because": [reason.as_json() for reason in self.because],
        }


@dataclass(frozen=True)
class Excluded:
    """An application without a place. `score` is there if it was scored and missed a minimum."""

    id: str
    reasons: tuple[Reason, ...]
    score: GridScore | None = None

    def __post_init__(self) -> None:
        require_reasons(self.reasons, f"the exclusion of {self.id}")

    def as_json(self) -> dict[str, object]:
        """The shape that `cip rank` prints."""
        out: dict[str, object] = {"id": self.id, "reasons": [reason.as_json() for reason in self.reasons]}
        if self.score is not None:
            out["total"] = as_number(self.score.total)
            out["criteria"] = [criterion.as_json() for criterion in self.score.criteria]
        return out


@dataclass(frozen=True)
class ExplainedAward:
    """What an application gets, and why."""

    award: Award
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the award of {self.award.id}")

    def as_json(self) -> dict[str, object]:
        """The shape that `cip rank` prints."""
        return {
            "id": self.award.id,
            "cents": self.award.cents,
            "status": self.award.status,
            "because": [reason.as_json() for reason in self.because],
        }


@dataclass(frozen=True)
class Budget:
    """The money of a call in cents; `total` is None where its source does not say it."""

    total: int | None
    awarded: int
    because: tuple[Reason, ...]

    def as_json(self) -> dict[str, object]:
        """The shape that `cip rank` prints."""
        return {
            "total": self.total,
            "awarded": self.awarded,
            "left": None if self.total is None else self.total - self.awarded,
            "because": [reason.as_json() for reason in self.because],
        }


@dataclass(frozen=True)
class RankResult:
    """A whole ranking."""

    ranking: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]
    awards: tuple[ExplainedAward, ...]
    budget: Budget

    @cached_property
    def told(self) -> Mapping[str, object]:
        """Everything but the digest, as data."""
        return {
            "ranking": [row.as_json() for row in self.ranking],
            "excluded": [row.as_json() for row in self.excluded],
            "awards": [row.as_json() for row in self.awards],
            "budget": self.budget.as_json(),
        }

    @cached_property
    def digest(self) -> str:
        """The sha256 of the canonical text of everything else."""
        return sha256_of(canonical_json(self.told))

    def as_json(self) -> dict[str, object]:
        """The output of `cip rank`."""
        return {**self.told, "digest": self.digest}
