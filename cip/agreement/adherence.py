"""A firm's joining of one agreement: what is kept of it, its states as a table, on which days it binds. Pure.

It binds from the day on which the form was signed (`joined_on`), lodged or not: the protocol number proves it, it does
not make it. It binds to the end of its last day; `ended_on` and `leaves_on` are such last days.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from cip.parties.permissions import TABLE

AdherenceState = Literal["draft", "signed", "lodged", "leaving", "ended"]
Route = Literal["membership", "full_ccnl", "mandate"]
SignedKind = Literal["in_system", "paper"]
EndedBecause = Literal["given_up", "left", "expired", "renewed", "moved", "ccnl_changed", "merged"]
# On what ground a firm is not on the public list: what law calls its particular situation (a sole trader's name is a
# personal datum), somebody's safety, an order of an authority.
HiddenBecause = Literal["particular_situation", "safety", "authority"]
# What another second-level text may cover (clause A-07).
Matter = Literal["hourly_leave", "working_time", "part_time", "agile_work", "welfare", "bonus", "care"]

STATES: tuple[AdherenceState, ...] = get_args(AdherenceState)
ROUTES: tuple[Route, ...] = get_args(Route)
SIGNED_KINDS: tuple[SignedKind, ...] = get_args(SignedKind)
ENDED_BECAUSE: tuple[EndedBecause, ...] = get_args(EndedBecause)
HIDDEN_BECAUSE: tuple[HiddenBecause, ...] = get_args(HiddenBecause)
MATTERS: tuple[Matter, ...] = get_args(Matter)
LONGEST_PROTOCOL = 60
LONGEST_REFERENCE = 60
BY_COMMITTEE = "committee/"
"""So begins the label of who lodged, where they did it for the committee."""
MOST_PROOFS = 1_000
"""In one adherence, what was taken back included: more than ten for each clause of the catalogue."""

Move = Literal[
    "prepare", "sign_in_system", "sign_on_paper", "give_up", "lodge", "leave", "stay", "end", "renew",
    "note_ground_gone", "dispute", "send_yearly", "choose_seat", "declare", "prove", "withdraw_proof", "note_duty",
    "object", "answer_objection", "give_way", "merge", "forget_files",
]  # fmt: skip
Guard = Literal[
    "always", "ready", "ready_and_password", "numbered", "notice", "last_day", "over", "ground_gone", "running",
    "in_time_numbered", "in_time_unnumbered", "proved", "followed", "expired", "renewal_signed", "objected",
    "kept_long_enough",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Adherence:
    """One joining as stored. `form` is the canonical JSON of what was signed, under `form_sha256`; the labels say who
    did something. `declares_other_text` is None until the firm said whether another second-level text binds it.
    """

    id: str
    firm_id: str
    agreement_id: str
    state: AdherenceState
    started_on: date
    started_by: str
    route: Route | None = None
    seat_name: str | None = None
    seat_code: str | None = None
    ccnl_code: str | None = None
    size_counted: int | None = None
    sector: str | None = None
    declares_other_text: bool | None = None
    other_text_on: date | None = None
    other_text_matters: tuple[Matter, ...] = ()
    form: str | None = None
    form_sha256: str | None = None
    form_version: int = 0
    signed_kind: SignedKind | None = None
    signed_on: date | None = None
    signed_name: str | None = None
    signed_by_label: str | None = None
    signed_file_id: str | None = None
    joined_on: date | None = None
    protocol_number: str | None = None
    protocol_on: date | None = None
    lodged_by_label: str | None = None
    committee_told_on: date | None = None
    workers_told_on: date | None = None
    leaving_asked_on: date | None = None
    leaves_on: date | None = None
    ended_on: date | None = None
    ended_because: EndedBecause | None = None
    hidden_on: date | None = None
    hidden_because: HiddenBecause | None = None
    objection_accepted: bool | None = None
    succeeds_id: str | None = None

    @property
    def live(self) -> bool:
        """Whether it is signed and not ended: what unions and committees see of it."""
        return self.state in ("signed", "lodged", "leaving")

    @property
    def last_day(self) -> date | None:
        """The last day on which it binds, None while no end is set."""
        return self.ended_on or self.leaves_on

    @property
    def lodged_by_committee(self) -> bool:
        """Whether the committee itself gave the protocol number: then only the committee corrects it."""
        return (self.lodged_by_label or "").startswith(BY_COMMITTEE)

    def runs(self, on: date) -> bool:
        """Whether it is signed and its last day is not past: only then it brings anything new before the committee."""
        return self.live and (self.last_day is None or on <= self.last_day)

    def bound_in(self, year: int) -> bool:
        """Whether it binds on any day of a year."""
        begun = self.joined_on is not None and self.joined_on.year <= year
        return begun and (self.last_day is None or self.last_day.year >= year)

    def binds(self, on: date) -> bool:
        """Whether the firm is bound by this joining on a day; whether the agreement is in force then is asked of
        `cip.agreement.lives`.
        """
        joined = self.joined_on is not None and self.joined_on <= on
        return joined and (self.last_day is None or on <= self.last_day)


@dataclass(frozen=True, slots=True)
class ClauseProof:
    """What was noted on one fact of the clauses, as the `seq`-th note of its joining: a day, a number, yes or no, or
    (of a day) that it did not happen.

    `file_id` is the paper that shows it; `seen` is True where a consultant of the firm saw the paper and left it there.
    """

    id: str
    adherence_id: str
    seq: int
    fact_id: str
    day: date | None
    number: int | None
    yes_no: bool | None
    stated_no: bool
    reference: str | None
    noted_on: date
    noted_at: datetime
    noted_by: str
    file_id: str | None
    seen: bool
    withdrawn_on: date | None = None
    withdrawn_by: str | None = None

    @property
    def value(self) -> date | int | bool:
        """What it says; False where a day is stated not to be."""
        if self.day is not None:
            return self.day
        if self.number is not None:
            return self.number
        return bool(self.yes_no)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: in `state`, `action` by one of `roles` leads to `next` where the `guard` holds."""

    state: AdherenceState
    action: Move
    roles: tuple[str, ...]
    guard: Guard
    next: AdherenceState


# Who may is said in one place only.
_PREPARE, _SIGN, _LOG = TABLE["adherence"]["answer"], TABLE["adherence"]["sign"], TABLE["adherence"]["log"]
_LEAVE = TABLE["adherence"]["leave"]
_LODGE = (*TABLE["adherence"]["log"], *TABLE["member_firm"]["log"])
_NOTE = TABLE["member_firm"]["log"]
_DISPUTE = (*TABLE["committee_matter"]["dispute"], *TABLE["member_firm"]["log"])
_TELL = TABLE["committee_matter"]["answer"]
_PROVE, _MERGE = TABLE["adherence"]["prove"], ("admin",)
_CLOCK = ("system",)
_BOUND: tuple[AdherenceState, ...] = ("signed", "lodged", "leaving")
_OPEN: tuple[AdherenceState, ...] = ("draft", *_BOUND)
_STAYING: tuple[AdherenceState, ...] = ("draft", "signed", "lodged")

TRANSITIONS: tuple[Transition, ...] = (
    Transition("draft", "prepare", _PREPARE, "always", "draft"),
    Transition("draft", "sign_in_system", _SIGN, "ready_and_password", "signed"),
    Transition("draft", "sign_on_paper", _SIGN, "ready", "signed"),
    Transition("draft", "give_up", _LEAVE, "always", "ended"),
    Transition("signed", "lodge", _LODGE, "numbered", "lodged"),
    Transition("signed", "leave", _LEAVE, "notice", "leaving"),
    Transition("lodged", "leave", _LEAVE, "notice", "leaving"),
    Transition("signed", "note_ground_gone", _NOTE, "ground_gone", "ended"),
    Transition("lodged", "note_ground_gone", _NOTE, "ground_gone", "ended"),
    Transition("leaving", "note_ground_gone", _NOTE, "ground_gone", "ended"),
    Transition("lodged", "lodge", _LODGE, "numbered", "lodged"),
    Transition("leaving", "lodge", _LODGE, "numbered", "leaving"),
    Transition("leaving", "stay", _LEAVE, "in_time_numbered", "lodged"),
    Transition("leaving", "stay", _LEAVE, "in_time_unnumbered", "signed"),
    Transition("leaving", "end", _CLOCK, "last_day", "ended"),
    Transition("leaving", "end", _CLOCK, "over", "ended"),
    Transition("signed", "end", _CLOCK, "over", "ended"),
    Transition("lodged", "end", _CLOCK, "over", "ended"),
    *(Transition(state, "give_way", _CLOCK, "renewal_signed", "ended") for state in _BOUND),
    *(Transition(state, "merge", _MERGE, "always", "ended") for state in _OPEN),
    *(Transition(state, "renew", _LEAVE, "followed", state) for state in _BOUND),
    Transition("ended", "renew", _LEAVE, "expired", "ended"),
    Transition("ended", "forget_files", _CLOCK, "kept_long_enough", "ended"),
    *(Transition(state, "choose_seat", _PREPARE, "always", state) for state in _STAYING),
    *(Transition(state, "declare", _PREPARE, "always", state) for state in _OPEN),
    *(Transition(state, "prove", _PROVE, "always", state) for state in _OPEN),
    *(Transition(state, "withdraw_proof", _PROVE, "proved", state) for state in STATES),
    *(Transition(state, "note_duty", _LOG, "always", state) for state in _BOUND),
    *(Transition(state, "object", _LEAVE, "always", state) for state in _BOUND),
    *(Transition(state, "answer_objection", _NOTE, "objected", state) for state in _BOUND),
    *(Transition(state, "dispute", _DISPUTE, "running", state) for state in _BOUND),
    *(Transition(state, "send_yearly", _TELL, "running", state) for state in _BOUND),
)


def states_of(action: Move) -> tuple[AdherenceState, ...]:
    """The states in which something can be done, whoever does it."""
    return tuple(dict.fromkeys(row.state for row in TRANSITIONS if row.action == action))


def moves(state: AdherenceState, roles: Collection[str]) -> tuple[Move, ...]:
    """What somebody in these roles may press on an adherence in this state."""
    pressed = (row.action for row in TRANSITIONS if row.state == state and set(row.roles) & set(roles))
    return tuple(dict.fromkeys(pressed))


def diagram() -> str:
    """The table as a diagram (Mermaid), which the docs show: what leads to another state."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    for row in (row for row in TRANSITIONS if row.next != row.state):
        guard = "" if row.guard == "always" else f" [{row.guard}]"
        lines.append(f"    {row.state} --> {row.next}: {row.action}{guard}")
    return "\n".join(lines) + "\n"


def newest_proofs(proofs: Sequence[ClauseProof]) -> dict[str, ClauseProof]:
    """Of each fact the proof that counts: the newest that was not taken back. `proofs` stand oldest first."""
    return {proof.fact_id: proof for proof in proofs if proof.withdrawn_on is None}


def matters_text(matters: Collection[Matter]) -> str | None:
    """Matters as one column keeps them: each once, in the order of MATTERS; None for none."""
    return ",".join(matter for matter in MATTERS if matter in matters) or None


def read_matters(text: str | None) -> tuple[Matter, ...]:
    """The matters of a column."""
    known = set((text or "").split(","))
    return tuple(matter for matter in MATTERS if matter in known)


def owner_key(adherence_id: str) -> str:
    """Whose room the files of a joining take up: its own."""
    return f"adherence:{adherence_id}"
