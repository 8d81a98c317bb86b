"""Which bodies fit a firm that looks for help: by where it works and what it does, each with why. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

EVERYWHERE = "*"
"""In a territory: every municipality, or every sector."""


@dataclass(frozen=True, slots=True)
class Territory:
    """Where a body works and for which sector; either may be EVERYWHERE."""

    body_id: str
    municipality: str
    sector: str


@dataclass(frozen=True, slots=True)
class Match:
    """How well a body fits. `municipality` is the firm's that it names, None if it works everywhere; `sector` is the
    firm's if the body names it, None if it takes every sector, or the firm's is not known.
    """

    body_id: str
    municipality: str | None
    sector: str | None

    @property
    def rank(self) -> int:
        """Bodies of the place come before bodies of everywhere, and among them those of the sector come first."""
        return (2 if self.municipality else 0) + (1 if self.sector else 0)


def match(municipalities: Iterable[str], sector: str | None, territories: Iterable[Territory]) -> list[Match]:
    """The bodies that fit, best first (then by id), each once by the best of its territories.

    A body that names other municipalities, or only another sector, does not fit. Where nothing is known of the firm's
    place or sector, only a territory that is EVERYWHERE in it fits.
    """
    places = {plain_place(place): place for place in municipalities}
    best: dict[str, Match] = {}
    for territory in territories:
        found = _fits(places, sector, territory)
        if found is not None and (found.body_id not in best or found.rank > best[found.body_id].rank):
            best[found.body_id] = found
    return sorted(best.values(), key=lambda found: (-found.rank, found.body_id))


def _fits(places: dict[str, str], sector: str | None, territory: Territory) -> Match | None:
    place = places.get(plain_place(territory.municipality))
    if place is None and territory.municipality != EVERYWHERE:
        return None
    if territory.sector not in (EVERYWHERE, sector):
        return None
    return Match(territory.body_id, place, None if territory.sector == EVERYWHERE else sector)


def plain_place(name: str) -> str:
    """A municipality's name without what people write differently: capitals, accents, apostrophes, spaces."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in bare if sign.isalnum())
