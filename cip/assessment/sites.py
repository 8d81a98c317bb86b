"""A firm's workplaces, one block each: what they add up to for the profile's own questions. No rule reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from cip.assessment.stored import Section, StoredAnswers

SECTION: Section = "sites"
MOST = 10
IDS = tuple(f"s{number}" for number in range(1, MOST + 1))


@dataclass(frozen=True, slots=True)
class Site:
    """One workplace: what people call it, its workers on the day, and whether one person alone covers some opening
    hour there; None is unknown.
    """

    id: str
    name: str
    workers: int | None = None
    single_cover: bool | None = None

    def as_stored(self) -> dict[str, str | int | bool]:
        """The value of its answer event; what is unknown is left out."""
        found: dict[str, str | int | bool] = {"name": self.name}
        if self.workers is not None:
            found["workers"] = self.workers
        if self.single_cover is not None:
            found["single_cover"] = self.single_cover
        return found


@dataclass(frozen=True, slots=True)
class Together:
    """What the workplaces say of the firm; None while one of them leaves it open."""

    seats: int
    workers: int | None
    single_cover: bool | None

    def differs(self, facts: Mapping[str, object]) -> tuple[str, ...]:
        """The facts of the profile that the workplaces answer otherwise, or that nobody answered yet."""
        found: dict[str, object] = {"seats": self.seats, "workers": self.workers, "single_cover": self.single_cover}
        return tuple(fact for fact, value in found.items() if value is not None and facts.get(fact) != value)

    def value(self, fact: str) -> object:
        """What a fact would become, in the shape of a check-up's FILE."""
        if fact == "single_cover":
            return None if self.single_cover is None else "yes" if self.single_cover else "no"
        return self.seats if fact == "seats" else self.workers


def sites_of(stored: StoredAnswers) -> tuple[Site, ...]:
    """The workplaces that were described, in their order."""
    held = stored.extra.get(SECTION, {})
    return tuple(read_site(identifier, value) for identifier in IDS if isinstance(value := held.get(identifier), dict))


def read_site(identifier: str, value: Mapping[str, object]) -> Site:
    """A workplace as stored: {"name", "workers", "single_cover"}; the last two may be missing."""
    workers, single = value.get("workers"), value.get("single_cover")
    return Site(
        identifier,
        str(value.get("name") or ""),
        workers if isinstance(workers, int) else None,
        single if isinstance(single, bool) else None,
    )


def together(sites: tuple[Site, ...]) -> Together | None:
    """All workplaces at once; None where fewer than two are described, for then the profile itself is about them.

    The workers add up. One person alone covers an opening hour of the firm as soon as that is so somewhere.
    """
    if len(sites) < 2:
        return None
    counts = [site.workers for site in sites]
    covers = [site.single_cover for site in sites]
    known = [count for count in counts if count is not None]
    single = True if True in covers else None if None in covers else False
    return Together(len(sites), sum(known) if len(known) == len(counts) else None, single)
