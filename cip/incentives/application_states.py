"""The states of an application as a table: who may do what in which state, and where it leads. Pure.

Two people stand behind what is sent: who wrote this version, and another one of the firm who signed it off. A firm with
one person only declares that it has nobody else. A change after the sign-off takes the sign-off away.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

from cip.parties.permissions import TABLE, Role

ApplicationState = Literal["draft", "ready", "submitted", "withdrawn"]
ApplicationMove = Literal["answer", "attach", "sign_off", "send_back", "submit", "withdraw", "resume"]
ApplicationGuard = Literal["open", "complete_and_second", "open_and_signed", "before_ranking", "always"]
SignOffVerdict = Literal["signed_off", "sent_back"]
SignOffKind = Literal["second_person", "alone"]
# How an application stands once the deadline is over; `not_sent` is a draft that nobody sent in time.
Outcome = Literal["under_way", "sent", "withdrawn", "not_sent"]
# Why a draft was not sent in time.
NotSentBecause = Literal["documents_missing", "never_signed_off", "never_sent"]

STATES: tuple[ApplicationState, ...] = get_args(ApplicationState)
SIGN_OFF_VERDICTS: tuple[SignOffVerdict, ...] = get_args(SignOffVerdict)
SIGN_OFF_KINDS: tuple[SignOffKind, ...] = get_args(SignOffKind)


@dataclass(frozen=True, slots=True)
class ApplicationTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: ApplicationState
    action: ApplicationMove
    roles: tuple[Role, ...]
    guard: ApplicationGuard
    next: ApplicationState


# Who may is said in one place only.
_ANSWER, _SIGN = TABLE["application"]["answer"], TABLE["application"]["sign"]
_SUBMIT, _WITHDRAW = TABLE["application"]["submit"], TABLE["application"]["withdraw"]

TRANSITIONS: tuple[ApplicationTransition, ...] = (
    ApplicationTransition("draft", "answer", _ANSWER, "open", "draft"),
    ApplicationTransition("draft", "attach", _ANSWER, "open", "draft"),
    ApplicationTransition("draft", "sign_off", _SIGN, "complete_and_second", "ready"),
    ApplicationTransition("draft", "send_back", _SIGN, "open", "draft"),
    ApplicationTransition("ready", "sign_off", _SIGN, "complete_and_second", "ready"),
    ApplicationTransition("ready", "answer", _ANSWER, "open", "draft"),
    ApplicationTransition("ready", "attach", _ANSWER, "open", "draft"),
    ApplicationTransition("ready", "send_back", _SIGN, "open", "draft"),
    ApplicationTransition("ready", "submit", _SUBMIT, "open_and_signed", "submitted"),
    ApplicationTransition("submitted", "withdraw", _WITHDRAW, "before_ranking", "withdrawn"),
    ApplicationTransition("withdrawn", "resume", _ANSWER, "open", "draft"),
)


def states_of(action: ApplicationMove) -> tuple[ApplicationState, ...]:
    """The states in which something can be done, whoever does it."""
    return tuple(dict.fromkeys(row.state for row in TRANSITIONS if row.action == action))


def next_state(state: ApplicationState, action: ApplicationMove) -> ApplicationState:
    """Where something leads. Raises ValueError where the table has no such row."""
    for row in TRANSITIONS:
        if (row.state, row.action) == (state, action):
            return row.next
    raise ValueError(f"nobody can {action} an application that is {state}")


def moves(state: ApplicationState, roles: Collection[str]) -> tuple[ApplicationMove, ...]:
    """What somebody in these roles may press on an application in this state."""
    pressed = (row.action for row in TRANSITIONS if row.state == state and set(row.roles) & set(roles))
    return tuple(dict.fromkeys(pressed))


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show: what leads to another state."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for row in (row for row in TRANSITIONS if row.next != row.state):
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"


def outcome_of(state: ApplicationState, *, over: bool) -> Outcome:
    """How an application stands: under way while the call takes applications, then sent, withdrawn or not sent."""
    if state == "submitted":
        return "sent"
    if state == "withdrawn":
        return "withdrawn"
    return "not_sent" if over else "under_way"
