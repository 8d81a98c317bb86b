"""In which part of its life an agreement is on a day (clause H-03), and whether a firm may join it then. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cip.agreement.force import renewed_by
from cip.agreement.wording import on_day, since_day, until_day
from cip.kernel.texts import Reason, Text, Value, require_reasons
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from cip.rulebook.shapes.base import UNKNOWN

# ultra: past its last day, and kept until it is renewed, as the text says. unknown: we do not know its days.
LifeStatus = Literal["proposal", "not_yet", "in_force", "ultra", "expired", "unknown"]

_SENTENCES: Mapping[str, Text] = {
    "statute": Text(it="La legge vale sempre.", en="The law always holds."),
    "proposal": Text(
        it="È una proposta da contrattare: non vincola nessuno.",
        en="It is a proposal to be bargained: it binds nobody.",
    ),
    "no_days": Text(
        it="Non sappiamo da quando o fino a quando vale: chiedete a chi lo ha firmato.",
        en="We do not know from when or until when it holds: ask those who signed it.",
    ),
    "not_yet": Text(it="Comincia a valere {day}.", en="It takes effect {day}."),
    "in_force": Text(it="Vale {day}.", en="In force {day}."),
    "in_force_until": Text(it="Vale {day} {last}.", en="In force {day} until {last}."),
    "ultra": Text(
        it="È finito {last}. Il testo dice che continua a valere fino al rinnovo.",
        en="It ended {last}. The text says that it goes on until it is renewed.",
    ),
    "renewed": Text(
        it="È finito {last}. Al suo posto vale: {name}.", en="It ended {last}. In its place stands: {name}."
    ),
    "stopped": Text(it="È finito {last} e non vale più.", en="It ended {last} and holds no longer."),
    "after_unknown": Text(
        it="È finito {last}. Non sappiamo se vale ancora fino al rinnovo.",
        en="It ended {last}. We do not know whether it goes on until it is renewed.",
    ),
}


@dataclass(frozen=True, slots=True)
class Life:
    """Where an agreement stands on a day, and why. `last` is its last day, None where it has none or nobody knows it;
    `successor` is the agreement that renews it, once that one is in force.
    """

    status: LifeStatus
    because: tuple[Reason, ...]
    last: date | None = None
    successor: str | None = None

    def __post_init__(self) -> None:
        require_reasons(self.because, "the life of an agreement")

    @property
    def holds(self) -> bool:
        """Whether what it says applies to those whom it binds."""
        return self.status in ("in_force", "ultra")


def life_of(agreement: Agreement, book: AgreementBook, on: date) -> Life:
    """Where an agreement of the book stands on a day. Plans that run when it ends are kept to their own end whatever
    this says (H-03): see `cip.agreement.changes.effects_until`.
    """
    if agreement.level == "statute":
        return _life("in_force", "statute")
    if agreement.nature == "design":
        return _life("proposal", "proposal")
    start, end = agreement.effective_from, agreement.expires_on
    if isinstance(end, date) and end < on:
        # Past its last day it is over, whenever it began.
        return _over(agreement, book, on, end)
    if start is not None and on < start:
        return _life("not_yet", "not_yet", day=on_day(start))
    if start is None or end == UNKNOWN:
        return _life("unknown", "no_days")
    if not isinstance(end, date):
        return _life("in_force", "in_force", day=since_day(start))
    return _life("in_force", "in_force_until", end, day=since_day(start), last=until_day(end))


def in_force(book: AgreementBook, agreement: Agreement, on: date) -> bool | None:
    """Whether it holds on a day, by its life: a design never does, and unknown days leave it open."""
    life = life_of(agreement, book, on)
    return None if life.status == "unknown" else life.holds


def _over(agreement: Agreement, book: AgreementBook, on: date, end: date) -> Life:
    follows = renewed_by(book, agreement, on)
    if follows is not None:
        return Life("expired", (_reason("renewed", {"last": on_day(end), "name": follows.name}),), end, follows.id)
    if agreement.after_expiry == "keep_until_renewal":
        return _life("ultra", "ultra", end, last=on_day(end))
    if agreement.after_expiry == "stop":
        return _life("expired", "stopped", end, last=on_day(end))
    return _life("unknown", "after_unknown", end, last=on_day(end))


def _life(status: LifeStatus, rule: str, last_day: date | None = None, **values: Value) -> Life:
    return Life(status, (_reason(rule, values),), last_day)


def _reason(rule: str, values: Mapping[str, Value]) -> Reason:
    return Reason(f"H-03.{rule}", _SENTENCES[rule], values)
