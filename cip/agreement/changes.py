"""What changed under a joining: the seat left the territory, the national contract is another one, the agreement ends
or has a successor. Each is shown with the choices that are left; nothing changes by itself but an expiry. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from cip.agreement.adherence import Adherence
from cip.agreement.duties import number_on
from cip.agreement.force import renewed_by
from cip.agreement.lives import life_of
from cip.agreement.reach import in_sector, in_territory, same_matters
from cip.agreement.wording import on_day
from cip.kernel.days import add_months
from cip.kernel.texts import Reason, Text, Value
from cip.parties.firms import Firm, Seat
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

AlertKind = Literal["moved", "ccnl_changed", "ends_soon", "ultra", "over", "renew", "other_text"]
Choice = Literal["seat", "route", "end", "renew", "leave", "nothing"]
GroundGone = Literal["moved", "ccnl_changed"]
SOON = timedelta(days=90)
"""So long before its last day firms are told that an agreement ends."""

_SENTENCES: Mapping[AlertKind, Text] = {
    "moved": Text(
        it="Nessuna vostra sede è più nel territorio dell'accordo. Scegliete voi che cosa fare.",
        en="None of your seats is in the territory of the agreement any more. You choose what to do.",
    ),
    "ccnl_changed": Text(
        it="Avete aderito con il contratto {before}, ora risulta {now}. Controllate la via di adesione.",
        en="You joined with the contract {before}, now it is {now}. Check by which route you joined.",
    ),
    "ends_soon": Text(it="L'accordo finisce {last}.", en="The agreement ends {last}."),
    "ultra": Text(
        it="L'accordo è finito {last} e continua a valere fino al rinnovo.",
        en="The agreement ended {last} and goes on until it is renewed.",
    ),
    "over": Text(
        it="L'accordo è finito {last}. I piani già iniziati si tengono fino alla loro fine.",
        en="The agreement ended {last}. Plans that had begun are kept to their end.",
    ),
    "renew": Text(
        it="C'è l'accordo che lo rinnova: {name}. Aderire di nuovo è una vostra scelta.",
        en="There is the agreement that renews it: {name}. Joining again is your choice.",
    ),
    "other_text": Text(
        it="Avete un altro accordo sulle stesse materie. Quale viene prima è una domanda aperta: chiedete al comitato.",
        en="You have another agreement on the same matters. Which comes first is an open question: ask the committee.",
    ),
}
_CHOICES: Mapping[AlertKind, tuple[Choice, ...]] = {
    "moved": ("seat", "end"),
    "ccnl_changed": ("route", "end"),
    "ends_soon": ("nothing",),
    "ultra": ("nothing", "leave"),
    "over": ("nothing",),
    "renew": ("renew",),
    "other_text": ("nothing",),
}
_CLAUSE_OF: Mapping[AlertKind, str] = {
    "moved": "A-01",
    "ccnl_changed": "A-03",
    "ends_soon": "H-03",
    "ultra": "H-03",
    "over": "H-03",
    "renew": "H-03",
    "other_text": "A-07",
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something to look at in a joining: why, and what may be done."""

    kind: AlertKind
    clause: str
    because: Reason
    choices: tuple[Choice, ...]


def alerts_of(
    adherence: Adherence, agreement: Agreement, book: AgreementBook, firm: Firm, seats: Sequence[Seat], on: date
) -> tuple[Alert, ...]:
    """What has changed under a joining that is signed and not ended; nothing for any other."""
    return tuple(_alerts(adherence, agreement, book, firm, seats, on)) if adherence.live else ()


def _alerts(
    adherence: Adherence, agreement: Agreement, book: AgreementBook, firm: Firm, seats: Sequence[Seat], on: date
) -> Iterator[Alert]:
    if in_territory(agreement, book, seats, on).holds is False:
        yield _alert("moved")
    before, now = adherence.ccnl_code, firm.ccnl_code
    other_contract = before is not None and now is not None and before != now
    if other_contract and (adherence.route == "full_ccnl" or in_sector(agreement, now).holds is False):
        yield _alert("ccnl_changed", before=before or "", now=now or "")
    yield from _of_expiry(agreement, book, on)
    if adherence.declares_other_text and same_matters(agreement, adherence.other_text_matters):
        yield _alert("other_text")


def _of_expiry(agreement: Agreement, book: AgreementBook, on: date) -> Iterator[Alert]:
    life = life_of(agreement, book, on)
    if life.last is not None:
        if life.status == "in_force" and life.last - on <= SOON:
            yield _alert("ends_soon", last=on_day(life.last))
        elif life.status == "ultra":
            yield _alert("ultra", last=on_day(life.last))
        elif life.status == "expired":
            yield _alert("over", last=on_day(life.last))
    follows = renewed_by(book, agreement, on)
    if follows is not None and follows.joining is not None and life_of(follows, book, on).status == "in_force":
        yield _alert("renew", name=follows.name)


def earliest_leaving(agreement: Agreement, on: date) -> date:
    """The first day that may be the last one for who asks to leave on `on` (clause A-08): the months of notice that the
    agreement says on that day; `on` itself where it says none, or nobody has read it.
    """
    months = number_on(agreement, "leaving_notice_months", on)
    return on if months is None else add_months(on, months)


def own_end(agreement: Agreement, book: AgreementBook, on: date) -> date | None:
    """The last day on which an agreement itself holds, as known on a day; None where it has none, goes on until it is
    renewed, or nobody knows what comes after.
    """
    life, follows = life_of(agreement, book, on), renewed_by(book, agreement, on)
    if life.last is None:
        return None
    if agreement.after_expiry == "keep_until_renewal":
        renewed = follows.effective_from if follows is not None else None
        return None if renewed is None else max(life.last, renewed - timedelta(days=1))
    return life.last if agreement.after_expiry == "stop" or life.status == "expired" else None


def leaving_days(agreement: Agreement, book: AgreementBook, on: date) -> tuple[date, date | None]:
    """The first and the last day that may be the last one for who asks to leave on `on`: after the notice, and not
    after the agreement's own end. An agreement that ends for sure within the notice ends the joining with it; where it
    may go on, the notice is kept whole.
    """
    first, last = earliest_leaving(agreement, on), own_end(agreement, book, on)
    if last is not None:
        return min(first, last), last
    life = life_of(agreement, book, on)
    return first, max(first, life.last) if life.status == "in_force" and life.last is not None else None


def ground_gone(
    adherence: Adherence, agreement: Agreement, book: AgreementBook, firm: Firm, seats: Sequence[Seat], on: date
) -> GroundGone | None:
    """Which ground of a joining is gone on a day, None if they hold or nobody can tell."""
    for alert in alerts_of(adherence, agreement, book, firm, seats, on):
        if alert.kind == "moved" or alert.kind == "ccnl_changed":
            return alert.kind
    return None


def effects_until(adherence: Adherence, plan_ends: Sequence[date]) -> date | None:
    """Until when a joining has effects: its last day, or the end of the last plan that was running then (H-03, A-08);
    None while it has no last day.
    """
    last = adherence.last_day
    return None if last is None else max([last, *plan_ends])


def _alert(kind: AlertKind, **values: Value) -> Alert:
    clause = _CLAUSE_OF[kind]
    return Alert(kind, clause, Reason(f"{clause}.{kind}", _SENTENCES[kind], values), _CHOICES[kind])
