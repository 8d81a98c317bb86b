"""The last checks before an award is decided, each on a day: met, not met or not known, with its law and why. Pure.

Which are asked follows the call: a call that gives aid within the de minimis room asks for the room and for the codes
of the register; DURC and insurance are asked where the call reads them; conditions `at: grant` always are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cip.incentives import award_sentences as sentences
from cip.incentives.aid_law import DURC_DAYS, EXCEED, INSURANCE, Law, has_value_on, source_on
from cip.incentives.de_minimis import DeMinimisResult
from cip.incentives.eligibility import Status, Verdict
from cip.incentives.standing import StandingCheck, StandingKind
from cip.kernel.canonical import canonical_json
from cip.kernel.errors import RefusalError
from cip.kernel.money import euros
from cip.kernel.texts import Reason, Text, Value, require_reasons
from cip.rulebook.shapes.call import Call, EligibilityRule, Prefill

ROOM: Prefill = "state_aid.room"
STANDING: Mapping[Prefill, StandingKind] = {
    "standing.durc": "durc",
    "standing.catastrophe_insurance": "catastrophe_insurance",
}
"""The standing checks that are looked at again on the day of the grant, by the word under which a call reads them."""


@dataclass(frozen=True, slots=True)
class AwardCheck:
    """One check on a day: what is asked, what came of it, by which law or rule, where it was looked up, and why."""

    id: str
    label: Text
    status: Status
    on: date
    law: str
    source: Text
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, f"the check {self.id} of an award")


class NotInOrderError(RefusalError):
    """Not every last check is there and in order; `because` says which and why."""

    def __init__(self, because: Sequence[Reason]) -> None:
        super().__init__(" ".join(reason.en for reason in because))
        self.because = tuple(because)


def in_order(checks: Iterable[AwardCheck]) -> bool:
    """Whether every check is met."""
    return all(check.status == "met" for check in checks)


def what_is_missing(checks: Iterable[AwardCheck]) -> tuple[Reason, ...]:
    """Why a decision has to wait: each check that is not met, with its first reason; empty where all are."""
    return tuple(
        Reason(
            f"award.{check.id}",
            sentences.MISSING,
            {"label": check.label, "why": Text(it=check.because[0].it, en=check.because[0].en)},
        )
        for check in checks
        if check.status != "met"
    )


def gives_aid(call: Call) -> bool:
    """Whether a call gives aid within the de minimis room: it asks for the room."""
    return any(fact.start == ROOM for fact in call.facts)


def standing_asked(call: Call) -> tuple[StandingKind, ...]:
    """The standing checks that a call reads."""
    words = {fact.start for fact in call.facts}
    return tuple(kind for word, kind in STANDING.items() if word in words)


def check_room(found: DeMinimisResult, kept: int, cents: int, law: Law) -> AwardCheck:
    """Whether an award still fits into the room of a day. `found` counts what calls keep, `kept` cents of it for this
    very award: what is kept for an award does not stand in its way.
    """
    room = max(0, found.limit - found.used - found.reserved + kept)
    fits = cents <= room
    sums: dict[str, int] = {"cents": cents, "limit": found.limit, "used": found.used}
    sums |= {"reserved": found.reserved - kept, "room": room}
    sentence = sentences.ROOM_MET if fits else sentences.ROOM_NOT_MET
    shown: dict[str, Value] = {key: euros(amount) for key, amount in sums.items()}
    first = Reason("award.de_minimis", sentence, {**shown, "on": found.on}, {**sums, "on": found.on.isoformat()})
    # The rest of the reasons tell what counts; the first of them speaks of the room without this award.
    return AwardCheck(
        "de_minimis",
        sentences.LABELS["de_minimis"],
        "met" if fits else "not_met",
        found.on,
        source_on(law, EXCEED, found.on),
        sentences.SOURCES["state_aid"],
        (first, *found.because[1:]),
    )


def check_standing(kind: StandingKind, found: StandingCheck, law: Law, on: date) -> AwardCheck:
    """A standing check on a day: what has expired or was never shown is not known."""
    key = DURC_DAYS if kind == "durc" else f"{INSURANCE}_micro"
    statuses: Mapping[bool | None, Status] = {True: "met", False: "not_met", None: "unknown"}
    return AwardCheck(
        kind,
        sentences.LABELS[kind],
        statuses[found.holds],
        on,
        source_on(law, key, on) if key in law and has_value_on(law, key, on) else "",
        sentences.SOURCES["standing"],
        found.because,
    )


def check_rule(rule: EligibilityRule, verdict: Verdict, on: date) -> AwardCheck:
    """A condition of the call that must hold at the grant, in words for the office: those of the call speak to the
    firm.
    """
    because = verdict.because
    if verdict.status != "met":
        sentence = sentences.RULE_NOT_MET if verdict.status == "not_met" else sentences.RULE_UNKNOWN
        because = (Reason(because[0].rule, sentence, {"label": rule.label}, because[0].inputs),)
    return AwardCheck(rule.id, rule.label, verdict.status, on, rule.source, sentences.SOURCES["call"], because)


# A check as it was kept: the words that were read then, whatever the rules say now.


@dataclass(frozen=True, slots=True)
class KeptCheck:
    """A check as it stands in the register of checks."""

    id: str
    label: Text
    status: Status
    on: date
    law: str
    source: Text
    because: tuple[Text, ...]


def stored(checks: Iterable[AwardCheck]) -> str:
    """Checks as canonical JSON."""
    return canonical_json([_told(check) for check in checks])


def _told(check: AwardCheck) -> dict[str, object]:
    return {
        "id": check.id,
        "label": check.label.model_dump(),
        "status": check.status,
        "on": check.on.isoformat(),
        "law": check.law,
        "source": check.source.model_dump(),
        "because": [reason.as_json() for reason in check.because],
    }


def from_stored(text: str) -> tuple[KeptCheck, ...]:
    """Checks that were kept."""
    return tuple(_kept(one) for one in json.loads(text))


def _kept(one: dict[str, Any]) -> KeptCheck:
    because = tuple(Text(it=why["it"], en=why["en"]) for why in one["because"])
    label, source = Text(**one["label"]), Text(**one["source"])
    return KeptCheck(one["id"], label, one["status"], date.fromisoformat(one["on"]), one["law"], source, because)
