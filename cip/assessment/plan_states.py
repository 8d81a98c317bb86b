"""The states of a version of the plan as a table: buttons, tests and the diagram of the docs come from it. Pure.

The draft is the plan that everybody edits; agreeing freezes a copy of it, which is what people sign. A later draft
takes nothing from what was signed: the signed version holds until a newer one is signed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from cip.assessment.plan_versions import PlanSignature, PlanVersion
from cip.parties.permissions import TABLE

VersionState = Literal["draft", "agreed", "signed", "superseded"]
Move = Literal["edit", "agree", "sign_on_paper", "sign_in_system", "agree_newer", "sign_newer"]
Guard = Literal["always", "complete", "latest", "fresh_password", "newer_agreed", "newer_signed"]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: VersionState
    action: Move
    roles: tuple[str, ...]
    guard: Guard
    next: VersionState


# Who may is said in one place only.
_EDIT, _AGREE = TABLE["check_up"]["answer"], TABLE["check_up"]["agree_plan"]
_SIGN = TABLE["plan_version"]["sign"]

TRANSITIONS: tuple[Transition, ...] = (
    Transition("draft", "edit", _EDIT, "always", "draft"),
    Transition("draft", "agree", _AGREE, "complete", "agreed"),
    Transition("agreed", "sign_on_paper", _SIGN, "latest", "signed"),
    Transition("agreed", "sign_in_system", _SIGN, "fresh_password", "signed"),
    Transition("agreed", "agree_newer", _AGREE, "newer_agreed", "superseded"),
    Transition("signed", "sign_on_paper", _SIGN, "latest", "signed"),
    Transition("signed", "sign_in_system", _SIGN, "fresh_password", "signed"),
    Transition("signed", "sign_newer", _SIGN, "newer_signed", "superseded"),
)


def state_of_version(
    version: PlanVersion, versions: Sequence[PlanVersion], signatures: Sequence[PlanSignature]
) -> VersionState:
    """Where a version stands among all versions of its check-up."""
    signed = {signature.version_id for signature in signatures}
    newer = [other for other in versions if other.number > version.number]
    if version.id in signed:
        return "superseded" if any(other.id in signed for other in newer) else "signed"
    return "superseded" if newer else "agreed"


def in_force(versions: Sequence[PlanVersion], signatures: Sequence[PlanSignature]) -> PlanVersion | None:
    """The version that holds: the newest signed one."""
    signed = {signature.version_id for signature in signatures}
    return max((item for item in versions if item.id in signed), key=lambda item: item.number, default=None)


def moves(state: VersionState, roles: Collection[str], *, latest: bool = True) -> tuple[Move, ...]:
    """What somebody in these roles may press on a version (or the draft) in this state; what only follows from a newer
    version is no button. An older version takes no more signatures.
    """
    pressed = (row for row in TRANSITIONS if row.state == state and row.action not in ("agree_newer", "sign_newer"))
    return tuple(
        row.action for row in pressed if set(row.roles) & set(roles) and (latest or row.guard in ("always", "complete"))
    )


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for row in TRANSITIONS:
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"
