"""Whom an agreement reaches: territory, sector, size, other texts on the same matter. Pure, and never no for unknown.

Asked before a firm joins, and again later: a firm may move, change its contract, or join a second agreement.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cip.agreement import force
from cip.agreement.adherence import Adherence, Matter
from cip.agreement.concerning import Concern, concern_of
from cip.agreement.duties import number_on
from cip.agreement.lives import Life, life_of
from cip.agreement.wording import on_day
from cip.kernel.texts import Reason, Text, Value, require_reasons
from cip.parties.firms import Firm, Seat
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import ALL_SECTORS, Agreement

_MATTER_OF_LETTER: Mapping[str, tuple[Matter, ...]] = {
    "B": ("hourly_leave",),
    "C": ("working_time", "part_time", "agile_work"),
    "D": ("care",),
    "E": ("welfare", "bonus"),
}
"""Which matters the letters of the catalogue are about; A, F, G and H are about the agreement itself."""

_SENTENCES: Mapping[str, Text] = {
    "seat": Text(
        it="Avete una sede a {place}, nel suo territorio.", en="You have a seat in {place}, in its territory."
    ),
    "no_seat": Text(
        it="Nessuna vostra sede è nel suo territorio: {territory}.",
        en="None of your seats is in its territory: {territory}.",
    ),
    "seat_unknown": Text(
        it="Non sappiamo in quale comune avete la sede. Scrivetelo nei dati dell'impresa.",
        en="We do not know in which municipality your seat is. Write it among the firm's data.",
    ),
    "everywhere": Text(it="Vale in tutta Italia.", en="It holds in the whole of Italy."),
    "all_sectors": Text(it="È per ogni settore.", en="It is for every sector."),
    "sector": Text(it="È per il vostro contratto, {ccnl}.", en="It is for your contract, {ccnl}."),
    "other_sector": Text(
        it="È per altri contratti nazionali, non per il vostro ({ccnl}).",
        en="It is for other national contracts, not for yours ({ccnl}).",
    ),
    "sector_unknown": Text(
        it="È solo per alcuni contratti nazionali, e non sappiamo quale applicate.",
        en="It is for some national contracts only, and we do not know which one you apply.",
    ),
    "no_joining": Text(it="A questo testo non si aderisce con un modulo.", en="Nobody joins this text with a form."),
    "joined": Text(it="Avete aderito {day}.", en="You joined {day}."),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a condition holds, and why; None is unknown."""

    holds: bool | None
    because: Reason


@dataclass(frozen=True, slots=True)
class Concerned:
    """What an agreement is to a firm on a day, and why."""

    agreement: Agreement
    concern: Concern
    life: Life
    because: tuple[Reason, ...]

    def __post_init__(self) -> None:
        require_reasons(self.because, "how an agreement concerns a firm")


def seat_in(agreement: Agreement, book: AgreementBook, seats: Sequence[Seat], on: date) -> Seat | None:
    """The first of a firm's seats that lies in the territory; None if none does, or none is known to."""
    return next((seat for seat in seats if force.in_territory(book, agreement, on, places_of_seats((seat,)))), None)


def in_territory(agreement: Agreement, book: AgreementBook, seats: Sequence[Seat], on: date) -> Reached:
    """Whether a firm has a seat in the territory (clause A-01)."""
    if agreement.territory is None:
        return Reached(True, _reason("A-01", "everywhere"))
    inside = seat_in(agreement, book, seats, on)
    if inside is not None:
        return Reached(True, _reason("A-01", "seat", place=inside.municipality))
    if not seats or force.in_territory(book, agreement, on, places_of_seats(seats)) is None:
        return Reached(None, _reason("A-01", "seat_unknown"))
    territory = book.territory_of[agreement.territory.list]
    return Reached(False, _reason("A-01", "no_seat", territory=territory.name))


def in_sector(agreement: Agreement, ccnl: str | None) -> Reached:
    """Whether an agreement is for the national contract (CNEL code) that a firm applies."""
    inside = force.in_sector(agreement, ccnl)
    if ALL_SECTORS in agreement.sectors:
        return Reached(inside, _reason("A-03", "all_sectors"))
    if ccnl is None or inside is None:
        return Reached(None, _reason("A-03", "sector_unknown"))
    return Reached(inside, _reason("A-03", "sector" if inside else "other_sector", ccnl=ccnl))


def places_of_seats(seats: Sequence[Seat]) -> tuple[str, ...] | None:
    """The municipalities of a firm's seats, by ISTAT code or by name; None while no seat is known."""
    return tuple(seat.municipality_code or seat.municipality for seat in seats) or None


def size_kept(agreement: Agreement, counted: int | None, on: date) -> bool | None:
    """Whether a head count is within the size class of an agreement (clause A-02); True where it has none that we
    know, None while nobody counted.
    """
    most = number_on(agreement, "max_size", on)
    if most is None:
        return True
    return None if counted is None else counted <= most


def concerned(
    agreement: Agreement,
    book: AgreementBook,
    firm: Firm,
    seats: Sequence[Seat],
    on: date,
    held: Adherence | None = None,
) -> Concerned:
    """What an agreement is to a firm on a day; `held` is its adherence to it that has not ended."""
    life = life_of(agreement, book, on)
    joined_on = held.joined_on if held is not None and held.live else None
    places = places_of_seats(seats)
    concern = concern_of(book, agreement, on, firm.ccnl_code, places, joined=joined_on is not None)
    if joined_on is not None:
        return Concerned(agreement, concern, life, (_reason("A-04", "joined", day=on_day(joined_on)), *life.because))
    parts = (in_territory(agreement, book, seats, on), in_sector(agreement, firm.ccnl_code))
    return Concerned(agreement, concern, life, _why(agreement, concern, life, parts))


def _why(agreement: Agreement, concern: Concern, life: Life, parts: Sequence[Reached]) -> tuple[Reason, ...]:
    """What decides it first; what does not decide it is left out where it would only distract."""
    because = tuple(part.because for part in parts)
    if concern == "law":
        return life.because
    if concern == "away":
        return (*(part.because for part in parts if part.holds is False), *life.because)
    if concern == "unknown":
        return tuple(part.because for part in parts if part.holds is None) or life.because
    if concern == "closed" and agreement.joining is None:
        return (_reason("A-03", "no_joining"), *because)
    return (*life.because, *because) if concern == "closed" else (*because, *life.because)


def matters_of(agreement: Agreement) -> frozenset[Matter]:
    """What an agreement decides about the work itself, from the clauses that it takes up."""
    letters = {clause.partition("-")[0] for clause in agreement.obligations}
    return frozenset(matter for letter in letters for matter in _MATTER_OF_LETTER.get(letter, ()))


def sharing(
    agreement: Agreement, book: AgreementBook, held: Iterable[Adherence], on: date
) -> dict[str, frozenset[Matter]]:
    """Of the adherences `held`, the other agreements that decide the same matters on that day, with those matters: one
    worker must not stand under two sets of hours. The one that `agreement` renews is none of them.
    """
    found: dict[str, frozenset[Matter]] = {}
    for one in held:
        other = book.by_id.get(one.agreement_id)
        if other is None or other.id in (agreement.id, agreement.renews) or not one.binds(on):
            continue
        same = matters_of(agreement) & matters_of(other)
        if same and life_of(other, book, on).holds:
            found[other.id] = same
    return found


def same_matters(agreement: Agreement, declared: Collection[Matter]) -> frozenset[Matter]:
    """Which matters of another second-level text, as declared (clause A-07), this agreement decides too."""
    return matters_of(agreement) & frozenset(declared)


def _reason(clause: str, rule: str, **values: Value) -> Reason:
    return Reason(f"{clause}.{rule}", _SENTENCES[rule], values)
