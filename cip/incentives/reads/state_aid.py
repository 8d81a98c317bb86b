"""The queries of State aid: what is recorded of a firm, and the room, the size and the checks that follow from it.

Two views of the room. A firm sees what it recorded itself (`own_room_of`): whoever types the tax code of a stranger as
a tied firm learns nothing of that firm. Who grants aid sees what every firm in CIP recorded of the undertaking
(`room_of`), and the room that calls keep for any firm of it: aid as a firm of the undertaking told it, or as an office
confirmed it; ties whoever told them, but for those that an office set aside.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cip.incentives.aid_law import Law
from cip.incentives.de_minimis import Aid, AidFile, DeMinimisResult, Regime, Reserved, room
from cip.incentives.declared import Known, RecordedAid, RecordedLink, RecordedStanding, aid_counts
from cip.incentives.reads.state_aid_entries import (
    aids_where,
    links_where,
    rulings_of,
    size_ties_of,
    size_years_of,
    standing_entries_of,
)
from cip.incentives.records import AidReservationEndRow, AidReservationRow, AidRow, FirmLinkRow
from cip.incentives.size import ClosedYear, Figures, PartnerFirm, SizeFile, SizeResult
from cip.incentives.size import size_of as size_by_law
from cip.incentives.standing import StandingCheck, StandingFact, StandingKind, all_standing, standing_on
from cip.incentives.undertaking import Tie, undertaking_of
from cip.parties.reads import find_firm, firms_taken_over
from cip.parties.reads.ties import firms_of_codes


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What a room is computed from."""

    aids: tuple[RecordedAid, ...]
    links: tuple[RecordedLink, ...]
    reserved: tuple[tuple[Known, int, date], ...]
    complete: bool
    """Whether the firm says that its list is whole: then an empty one means none."""


@dataclass(frozen=True, slots=True)
class _Own:
    """The firm that is asked for, with the ids and tax codes of itself and of those that ended in it: by the law their
    aid is its own.
    """

    known: Known
    ids: tuple[str, ...]
    codes: frozenset[str]

    def code(self, firm: Known) -> str:
        """The tax code under which a firm counts here."""
        return self.known.tax_code if firm.tax_code in self.codes else firm.tax_code


def own_room_of(session: Session, firm_id: str, on: date, new_cents: int | None, law: Law) -> DeMinimisResult:
    """The room as the firm can know it: from its own entries, those of firms that ended in it, and what calls keep for
    itself. LookupError for a firm that is not there, ParameterError for a day without a limit.
    """
    own = _own(session, firm_id)
    aids = tuple(aids_where(session, AidRow.firm_id.in_(own.ids)))
    links = tuple(links_where(session, FirmLinkRow.firm_id.in_(own.ids)))
    gathered = _Gathered(aids, links, _reserved(session, own.codes), _complete(session, firm_id, law, on))
    return _room(own, gathered, on, new_cents, law)


def room_of(session: Session, firm_id: str, on: date, new_cents: int | None, law: Law) -> DeMinimisResult:
    """The room as who grants aid must know it: from the entries of every firm, with all that calls keep for the
    undertaking. Never shown to a firm. Raises as `own_room_of`.
    """
    own = _own(session, firm_id)
    links, codes = _all_links(session, own.codes)
    aids = _told_by_the_undertaking(session, own, codes)
    gathered = _Gathered(aids, links, _reserved(session, codes), _complete(session, firm_id, law, on))
    return _room(own, gathered, on, new_cents, law)


def undertaking_codes(session: Session, firm_id: str, on: date, law: Law) -> frozenset[str]:
    """The tax codes of the firms that count as one with a firm on a day, by the ties that any firm recorded; among
    them those of firms that ended in it.
    """
    own = _own(session, firm_id)
    links, _codes = _all_links(session, own.codes)
    ties = (Tie(own.code(one.a), own.code(one.b), one.kind, one.start, one.end) for one in links)
    return undertaking_of(own.known.tax_code, ties, law, on).firms | own.codes


def standing_of(session: Session, firm_id: str, on: date, law: Law) -> dict[StandingKind, StandingCheck]:
    """Every standing check of a firm on a day; whether the insurance is due rests on its size as recorded."""
    size = size_of(session, firm_id, law, on).size
    return all_standing(facts_of(standing_entries_of(session, firm_id)), size, None, law, on)


def size_of(session: Session, firm_id: str, law: Law, on: date) -> SizeResult:
    """The size of a firm by what it recorded: of several entries of a year the newest counts, and of the years those
    that stand in a row up to the newest one.
    """
    return size_by_law(size_file_of(session, firm_id), law, on)


def size_file_of(session: Session, firm_id: str) -> SizeFile:
    """What a firm recorded for its size."""
    newest = {entry.year: entry for entry in size_years_of(session, firm_id)}
    years: list[ClosedYear] = []
    for year in sorted(newest):
        entry = newest[year]
        if years and years[-1].year != year - 1:
            years = []
        years.append(ClosedYear(year, Figures(entry.awu, entry.turnover, entry.balance)))
    ties = size_ties_of(session, firm_id)
    partners = tuple(
        PartnerFirm(tie.share or Fraction(0), Figures(tie.awu, tie.turnover, tie.balance))
        for tie in ties
        if tie.kind == "partner"
    )
    linked = tuple(Figures(tie.awu, tie.turnover, tie.balance) for tie in ties if tie.kind == "linked")
    public = [tie.share for tie in ties if tie.kind == "public" and tie.share is not None]
    return SizeFile(tuple(years), partners or None, linked or None, sum(public, Fraction(0)) if public else None)


def _own(session: Session, firm_id: str) -> _Own:
    firm = find_firm(session, firm_id)
    if firm is None:
        raise LookupError(firm_id)
    gone = firms_taken_over(session, firm_id)
    codes = frozenset({firm.tax_code, *(one.tax_code for one in gone)})
    return _Own(Known(firm.tax_code, firm.name), (firm.id, *(one.id for one in gone)), codes)


def facts_of(entries: Iterable[RecordedStanding]) -> list[StandingFact]:
    """Recorded facts as the checks read them."""
    return [StandingFact(one.kind, one.value, one.start, one.end, one.source, one.entry.recorded_at) for one in entries]


def _complete(session: Session, firm_id: str, law: Law, on: date) -> bool:
    """Whether the firm says that its list of aid and ties is whole: then an empty one means none."""
    return standing_on(facts_of(standing_entries_of(session, firm_id)), "aid_list_complete", law, on).holds is True


def _all_links(session: Session, own: frozenset[str]) -> tuple[tuple[RecordedLink, ...], frozenset[str]]:
    """Every tie of the web that a firm hangs in by its tax codes, whenever it holds, and the tax codes in it."""
    codes, found = set(own), {}
    fresh = set(own)
    while fresh:
        wanted = sorted(fresh)
        touching: ColumnElement[bool] = or_(FirmLinkRow.a_code.in_(wanted), FirmLinkRow.b_code.in_(wanted))
        links = _not_set_aside(session, links_where(session, touching))
        found.update({link.entry.id: link for link in links})
        fresh = {end.tax_code for link in links for end in (link.a, link.b)} - codes
        codes |= fresh
    return tuple(found[key] for key in sorted(found)), frozenset(codes)


def _not_set_aside(session: Session, links: Sequence[RecordedLink]) -> list[RecordedLink]:
    said = rulings_of(session, [link.entry.id for link in links])
    return [link for link in links if link.entry.id not in said or said[link.entry.id].verdict != "set_aside"]


def _told_by_the_undertaking(session: Session, own: _Own, codes: frozenset[str]) -> tuple[RecordedAid, ...]:
    """The aid of these tax codes as one of their firms recorded it; what a stranger recorded of them counts only where
    an office confirmed it. What an office set aside does not count.
    """
    told = aids_where(session, AidRow.holder_code.in_(sorted(codes)))
    said = rulings_of(session, [one.entry.id for one in told])
    firms = {*own.ids, *firms_of_codes(session, codes).values()}
    return tuple(one for one in told if aid_counts(one, said.get(one.entry.id), firms))


def _reserved(session: Session, codes: Iterable[str]) -> tuple[tuple[Known, int, date], ...]:
    """What calls keep for firms, by tax code: reservations that have not ended."""
    r, e = AidReservationRow, AidReservationEndRow
    query = (
        select(r.firm_code, r.cents, r.granted_on)
        .outerjoin(e, e.reservation_id == r.id)
        .where(r.firm_code.in_(sorted(codes)), e.reservation_id.is_(None))
        .order_by(r.firm_code, r.granted_on, r.id)
    )
    return tuple((Known(code, ""), cents, day) for code, cents, day in session.execute(query))


def _room(own: _Own, gathered: _Gathered, on: date, new_cents: int | None, law: Law) -> DeMinimisResult:
    name = _Names(own, gathered)
    links = tuple(Tie(name(one.a), name(one.b), one.kind, one.start, one.end) for one in gathered.links)
    reserved = tuple(Reserved(name(firm), cents, day) for firm, cents, day in gathered.reserved)
    aids = tuple(Aid(name(holder), day, cents, regime) for holder, day, cents, regime in _once(gathered.aids))
    known_aids = aids if aids or gathered.complete else None
    known_links = links if links or gathered.complete else None
    return room(AidFile(name(own.known), known_aids, known_links, new_cents, reserved), law, on)


def _once(aids: Iterable[RecordedAid]) -> list[tuple[Known, date, int, Regime]]:
    """Each aid once, though several firms of an undertaking may have recorded it: of equal aids as many count as the
    firm that recorded most of them has.
    """
    by_firm: dict[str, Counter[tuple[str, date, int, Regime]]] = {}
    for aid in aids:
        key = (aid.holder.tax_code, aid.granted_on, aid.cents, aid.regime)
        by_firm.setdefault(aid.entry.firm_id, Counter())[key] += 1
    most: Counter[tuple[str, date, int, Regime]] = Counter()
    for counted in by_firm.values():
        most |= counted
    return [(Known(code, ""), day, cents, regime) for code, day, cents, regime in sorted(most.elements())]


class _Names:
    """The one name of each tax code: that of the firm itself, else the first that somebody wrote."""

    def __init__(self, own: _Own, gathered: _Gathered) -> None:
        self._own = own
        self._by_code = {own.known.tax_code: own.known.name}
        ends = [end for link in gathered.links for end in (link.a, link.b)]
        for firm in sorted([*ends, *(aid.holder for aid in gathered.aids)], key=lambda one: (one.tax_code, one.name)):
            self._by_code.setdefault(firm.tax_code, firm.name)

    def __call__(self, firm: Known) -> str:
        """The firm as reasons name it: a name alone could be that of two."""
        code = self._own.code(firm)
        return f"{self._by_code.get(code) or code} ({code})"
