"""Where an agreement holds and for whom, and which one took its place. Yes, no or unknown."""

from collections.abc import Collection
from datetime import date

from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes import agreement as shapes


def renewed_by(book: AgreementBook, agreement: shapes.Agreement, on: date) -> shapes.Agreement | None:
    """The agreement that took its place, once that is in force."""
    for other in book.agreements:
        if other.renews == agreement.id and other.effective_from is not None and other.effective_from <= on:
            return other
    return None


def territory_version(book: AgreementBook, agreement: shapes.Agreement, on: date) -> shapes.TerritoryVersion | None:
    """The list of municipalities that counts on a day: the version that the agreement names where it holds then,
    otherwise the one of the day, otherwise the one named. None where the agreement has no territory.
    """
    ref = agreement.territory
    territory = book.territory_of.get(ref.list) if ref is not None else None
    if ref is None or territory is None:
        return None
    named = next((item for item in territory.versions if item.version == ref.version), None)
    of_day = next((item for item in territory.versions if _holds(item, on)), None)
    return named if named is not None and (of_day is None or _holds(named, on)) else of_day


def _holds(version: shapes.TerritoryVersion, on: date) -> bool:
    return (version.start is None or version.start <= on) and (version.end is None or on <= version.end)


def in_territory(
    book: AgreementBook, agreement: shapes.Agreement, on: date, places: Collection[str] | None
) -> bool | None:
    """Whether one of a firm's seats (ISTAT codes or names of municipalities) lies in the territory.

    An agreement without a territory holds everywhere. Seats that are not known, and lists that are not complete, leave
    it open.
    """
    if agreement.territory is None:
        return True
    version = territory_version(book, agreement, on)
    if version is None or places is None:
        return None
    known = {text for item in version.municipalities for text in (item.code, item.name.casefold())}
    if any(place.casefold() in known for place in places):
        return True
    return False if book.territory_of[agreement.territory.list].complete else None


def in_sector(agreement: shapes.Agreement, ccnl: str | None) -> bool | None:
    """Whether an agreement is for who applies a national contract (its CNEL code); unknown while that is."""
    if shapes.ALL_SECTORS in agreement.sectors:
        return True
    return None if ccnl is None else ccnl in agreement.sectors
