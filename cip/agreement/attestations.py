"""What a union says of one clause of one joining: a dated statement, for a time, which it may take back. Pure.

Several unions may say different things of the same clause: all stand side by side, nothing here makes one of them.
Nobody writes a sentence: what was looked at, reasons and answers are words of short lists, so no name gets in.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from cip.kernel.days import add_months
from cip.kernel.errors import RefusalError
from cip.parties.permissions import TABLE

# attests: the clause is kept. disputes: it is not. asks: cannot say before the firm has answered.
Verdict = Literal["attests", "disputes", "asks"]
# What the union looked at. A talk with workers is noted without anybody's name.
Scope = Literal["papers_seen", "visit", "talk_with_workers", "declaration_of_firm"]
Reason = Literal[
    "paper_missing", "paper_old", "not_applied", "only_for_some", "not_told",
    "which_paper", "since_when", "for_whom", "visit_wanted",
]  # fmt: skip
Answer = Literal["paper_ready", "come_and_see", "kept_now", "will_keep", "no_case", "not_agreed"]
WithdrawnBecause = Literal["mistake", "no_longer_so", "cannot_tell", "replaced"]
StatementState = Literal["made", "answered", "withdrawn", "expired"]
StatementMove = Literal["answer", "withdraw", "replace", "expire"]
StatementGuard = Literal["disputed_or_asked", "own", "newer_of_same_union", "last_day_past"]

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SCOPES: tuple[Scope, ...] = get_args(Scope)
ANSWERS: tuple[Answer, ...] = get_args(Answer)
REASONS: tuple[Reason, ...] = get_args(Reason)
# Why, by verdict: who attests gives none.
REASONS_FOR: Mapping[Verdict, tuple[Reason, ...]] = {
    "attests": (),
    "disputes": ("paper_missing", "paper_old", "not_applied", "only_for_some", "not_told"),
    "asks": ("which_paper", "since_when", "for_whom", "visit_wanted"),
}
WITHDRAWN_BECAUSE: tuple[WithdrawnBecause, ...] = get_args(WithdrawnBecause)
# What a union may choose itself: `replaced` follows from a newer statement.
TAKEN_BACK_BECAUSE: tuple[WithdrawnBecause, ...] = ("mistake", "no_longer_so", "cannot_tell")
# Proposals of this program, no rule of law or of an agreement: shown in the form and changed there.
LASTS_MONTHS = 12
MOST_MONTHS = 36
ANSWER_DAYS = 15
MOST_ANSWER_DAYS = 90
EARLIEST_BEFORE = timedelta(days=365)


class BadStatementError(RefusalError, ValueError):
    """A statement that cannot be made: `field` names what is wrong (clause, verdict, scope, reason, from, to or
    answer_by; `joined` for a first day before the joining).
    """

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field


@dataclass(frozen=True, slots=True)
class Saying:
    """What a union is about to say: `answer_by` is the day by which the firm is asked to answer, None if it is not."""

    verdict: Verdict
    scope: tuple[Scope, ...]
    from_day: date
    to_day: date
    reason: Reason | None = None
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """A statement as stored; who of the union made it is known by id alone and shown to nobody."""

    id: str
    adherence_id: str
    clause_id: str
    body_id: str
    verdict: Verdict
    scope: tuple[Scope, ...]
    reason: Reason | None
    from_day: date
    to_day: date
    answer_by: date | None
    made_on: date
    answered_on: date | None = None
    answer: Answer | None = None
    promised_on: date | None = None
    withdrawn_on: date | None = None
    withdrawn_because: WithdrawnBecause | None = None

    def holds(self, on: date) -> bool:
        """Whether it counts on a day: made, in its term, not taken back by then."""
        made = self.made_on <= on and self.from_day <= on <= self.to_day
        return made and (self.withdrawn_on is None or on < self.withdrawn_on)

    def state(self, on: date) -> StatementState:
        """Where it stands on a day from the one on which it was made."""
        if self.withdrawn_on is not None and self.withdrawn_on <= min(on, self.to_day):
            return "withdrawn"
        if self.to_day < on:
            return "expired"
        return "answered" if self.answered_on is not None and self.answered_on <= on else "made"

    def waits(self, on: date) -> bool:
        """Whether the firm is asked for an answer, and has not given one."""
        return self.answer_by is not None and self.state(on) == "made"

    def overdue(self, on: date) -> bool:
        """Whether the day to answer is past without an answer."""
        return self.waits(on) and self.answer_by is not None and self.answer_by < on


@dataclass(frozen=True, slots=True)
class ClauseVoices:
    """What unions say of one clause on a day, by verdict; who said it first stands first. There is no sum of it."""

    clause_id: str
    attests: tuple[Attestation, ...] = ()
    disputes: tuple[Attestation, ...] = ()
    asks: tuple[Attestation, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether they do not all say the same."""
        return sum(map(bool, (self.attests, self.disputes, self.asks))) > 1

    @property
    def all(self) -> tuple[Attestation, ...]:
        """Every statement, in the order of the verdicts."""
        return (*self.attests, *self.disputes, *self.asks)


def voices_of(statements: Iterable[Attestation], on: date) -> dict[str, ClauseVoices]:
    """What holds on a day, clause by clause; no entry for a clause of which nobody says anything."""
    holding = sorted((one for one in statements if one.holds(on)), key=lambda one: (one.made_on, one.id))
    found: dict[str, ClauseVoices] = {}
    for clause_id in sorted({one.clause_id for one in holding}):
        mine = [one for one in holding if one.clause_id == clause_id]
        found[clause_id] = ClauseVoices(clause_id, *(tuple(m for m in mine if m.verdict == v) for v in VERDICTS))
    return found


def last_day(from_day: date, agreement_ends: date | None) -> date:
    """The last day that a statement gets unless another is chosen: a year, at most to the end of the agreement."""
    end = add_months(from_day, LASTS_MONTHS) - timedelta(days=1)
    return end if agreement_ends is None else min(end, agreement_ends)


def check_saying(saying: Saying, *, on: date, agreement_ends: date | None, joined_on: date) -> None:
    """Raise BadStatementError for the first thing that is wrong with a statement made on a day of a firm that has been
    joined since `joined_on`.
    """
    for field, wrong, why in (
        ("scope", not saying.scope, "A statement says what was looked at."),
        *_wrong_reason(saying),
        *_wrong_days(saying, on, agreement_ends),
        ("joined", saying.from_day < joined_on, "A statement holds from the joining at the earliest."),
        *_wrong_answer_day(saying, on),
    ):
        if wrong:
            raise BadStatementError(field, why)


def _wrong_reason(saying: Saying) -> Iterable[tuple[str, bool, str]]:
    possible = REASONS_FOR[saying.verdict]
    right = saying.reason in possible if possible else saying.reason is None
    return [("reason", not right, "The reason does not belong to this statement.")]


def _wrong_days(saying: Saying, on: date, agreement_ends: date | None) -> Iterable[tuple[str, bool, str]]:
    begin, end = saying.from_day, saying.to_day
    return [
        (
            "from",
            not on - EARLIEST_BEFORE <= begin <= on,
            "A statement begins in the last year, today at the latest.",
        ),
        ("to", end < max(begin, on), "A statement does not end before it is made."),
        ("to", agreement_ends is not None and end > agreement_ends, "A statement ends with the agreement."),
        ("to", end >= add_months(begin, MOST_MONTHS), f"A statement lasts at most {MOST_MONTHS} months."),
    ]


def _wrong_answer_day(saying: Saying, on: date) -> Iterable[tuple[str, bool, str]]:
    asked, day = saying.verdict, saying.answer_by
    far = day is not None and not on < day <= on + timedelta(days=MOST_ANSWER_DAYS)
    return [
        ("answer_by", asked == "attests" and day is not None, "Who attests asks for no answer."),
        ("answer_by", asked == "asks" and day is None, "Who asks says by when an answer is expected."),
        ("answer_by", far, f"The day to answer comes after today, within {MOST_ANSWER_DAYS} days."),
    ]


def scopes_text(scopes: Collection[Scope]) -> str:
    """What was looked at as one column keeps it: each once, in the order of SCOPES."""
    return ",".join(scope for scope in SCOPES if scope in scopes)


def read_scopes(text: str) -> tuple[Scope, ...]:
    """What a column says was looked at."""
    known = set(text.split(","))
    return tuple(scope for scope in SCOPES if scope in known)


@dataclass(frozen=True, slots=True)
class StatementTransition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: StatementState
    action: StatementMove
    roles: tuple[str, ...]
    guard: StatementGuard
    next: StatementState


# Who may is said in one place only.
_ANSWER, _WITHDRAW = TABLE["attestation"]["answer"], TABLE["attestation"]["withdraw"]
_CLOCK = ("system",)

TRANSITIONS: tuple[StatementTransition, ...] = (
    StatementTransition("made", "answer", _ANSWER, "disputed_or_asked", "answered"),
    StatementTransition("made", "withdraw", _WITHDRAW, "own", "withdrawn"),
    StatementTransition("made", "replace", _WITHDRAW, "newer_of_same_union", "withdrawn"),
    StatementTransition("made", "expire", _CLOCK, "last_day_past", "expired"),
    StatementTransition("answered", "withdraw", _WITHDRAW, "own", "withdrawn"),
    StatementTransition("answered", "replace", _WITHDRAW, "newer_of_same_union", "withdrawn"),
    StatementTransition("answered", "expire", _CLOCK, "last_day_past", "expired"),
)
# What follows by itself and is no button.
_FOLLOWS = ("replace", "expire")


def statement_moves(state: StatementState, verdict: Verdict, roles: Collection[str]) -> tuple[StatementMove, ...]:
    """What somebody in these roles may press on a statement in this state."""
    pressed = (row for row in TRANSITIONS if row.state == state and row.action not in _FOLLOWS)
    return tuple(
        row.action
        for row in pressed
        if set(row.roles) & set(roles) and (row.guard != "disputed_or_asked" or verdict != "attests")
    )


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show."""
    lines = ["stateDiagram-v2", "    [*] --> made"]
    lines += [f"    {row.state} --> {row.next}: {row.action} [{row.guard}]" for row in TRANSITIONS]
    return "\n".join(lines) + "\n"
