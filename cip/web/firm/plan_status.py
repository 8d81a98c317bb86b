"""Where the plan of a check-up stands: what it lacks, its versions, what changed since, what may be pressed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cip.assessment.plan import Plan, PlannedMeasure, read_plan
from cip.assessment.plan_checks import Lack, lacks
from cip.assessment.plan_heard import Heard, read_heard
from cip.assessment.plan_states import Move, VersionState, in_force, moves, state_of_version
from cip.assessment.plan_versions import PlanChange, PlanSignature, PlanVersion, changes_since
from cip.assessment.reads import CHECK_UP, plan_signatures_of, plan_versions_of
from cip.documents.catalogue import catalogue_for
from cip.documents.citing import Citer
from cip.parties.permissions import Role
from cip.web.firm.result import stored_outcome
from cip.web.firm.visit import Visit
from cip.web.language import current
from cip.web.state import actor, guide_book, reading, today


@dataclass(frozen=True)
class PlanStatus:
    """The plan of a visit with its history; `roles` are those of whoever asks."""

    visit: Visit
    versions: Sequence[PlanVersion]
    signatures: Sequence[PlanSignature]
    roles: frozenset[Role]

    @cached_property
    def plan(self) -> Plan:
        """The plan as it stands now."""
        return plan_of(self.visit)

    @cached_property
    def heard(self) -> Heard:
        """How the workers were heard."""
        return read_heard(self.visit.stored.extra["plan"])

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """What keeps the plan from being agreed."""
        return lacks(self.plan, self.heard, self.visit.pack, self.visit.answers.in_use)

    @property
    def last(self) -> PlanVersion | None:
        """The newest version."""
        return self.versions[-1] if self.versions else None

    @property
    def holds(self) -> PlanVersion | None:
        """The version that was signed and holds."""
        return in_force(self.versions, self.signatures)

    @cached_property
    def changes(self) -> tuple[PlanChange, ...]:
        """What is not what the newest version says."""
        return changes_since(self.last, self.visit.stored.extra["plan"], self.visit.pack) if self.last else ()

    @property
    def state(self) -> VersionState:
        """Where the plan stands: a draft as long as it says something that no version says."""
        if self.last is None or self.changes:
            return "draft"
        return self.state_of(self.last)

    def state_of(self, version: PlanVersion) -> VersionState:
        """Where a version stands."""
        return state_of_version(version, self.versions, self.signatures)

    @property
    def closed(self) -> bool:
        """Whether the check-up was closed: the plan is read and printed, and nothing in it changes any more."""
        return self.visit.check_up.closed_at is not None

    def moves(self, version: PlanVersion | None = None) -> tuple[Move, ...]:
        """What may be pressed by whoever asks: on a version, or on the draft; nothing in a closed check-up."""
        if self.closed:
            return ()
        if version is None:
            return moves("draft", self.roles)
        return moves(self.state_of(version), self.roles, latest=version == self.last)

    def signed(self, version: PlanVersion) -> tuple[PlanSignature, ...]:
        """The signatures under a version."""
        return tuple(one for one in self.signatures if one.version_id == version.id)


@dataclass(frozen=True, slots=True)
class About:
    """What the model says of a measure, in words: the cost to expect, what it should move, what proves it."""

    cost: str
    raises: tuple[tuple[str, str], ...]
    proof: str


def plan_of(visit: Visit) -> Plan:
    """The plan as stored, with the looks that the rules ask for today."""
    return read_plan(visit.stored.extra["plan"], visit.bound.weights.follow_up_months)


def plan_status(visit: Visit) -> PlanStatus:
    """The plan of a visit with its versions and signatures."""
    with reading() as session:
        return PlanStatus(
            visit,
            plan_versions_of(session, visit.id),
            plan_signatures_of(session, visit.id),
            CHECK_UP.roles(session, actor(), visit.check_up),
        )


def about_measures(visit: Visit, measures: Iterable[PlannedMeasure]) -> Mapping[str, About]:
    """What the model says of some measures, for a firm of this size where that is known."""
    outcome = stored_outcome(visit)
    cite = Citer(visit.pack.content.law, today(), current())
    band = outcome.check_up.band if outcome else None
    catalogue = catalogue_for(visit.pack, guide_book(visit.pack.id), cite, current(), band)
    found = {}
    for item in measures:
        if item.code in visit.pack.measures:
            sheet = catalogue.sheet(item.code)
            found[item.code] = About(sheet.cost, tuple((one.id, one.name) for one in sheet.raises), sheet.proof)
    return found
