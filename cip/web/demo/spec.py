"""What the worlds are made of: `worlds.yaml` beside this file, read and checked."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cip.rulebook.reading import read_yaml

FILE = Path(__file__).parent / "worlds.yaml"

BodyName = Literal["consultancy", "other_consultancy", "union", "office", "association"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BodySpec(_Strict):
    """A body; `sectors` are those it advises, `*` all."""

    name: str
    sectors: tuple[str, ...] = ("*",)


class PersonSpec(_Strict):
    """Somebody: of the firm (as owner or collaborator) or of a body (as manager or staff)."""

    name: str
    email: str
    firm: Literal["owner", "collaborator"] | None = None
    body: BodyName | None = None
    role: Literal["manager", "staff"] | None = None


class SeatSpec(_Strict):
    """Where the firm works."""

    name: str
    municipality: str


class FirmSpec(_Strict):
    """The firm, and what its people and consultants wrote."""

    name: str
    tax_code: str
    sector: str
    workers: int
    seat: SeatSpec
    note: str
    review: str
    narrative: str
    visit: str
    meeting: str
    practice: str
    invited: str


class WorldSpec(_Strict):
    """One world: everything in it is invented and carries its name."""

    key: str
    territory: str
    bodies: dict[BodyName, BodySpec]
    people: dict[str, PersonSpec]
    firm: FirmSpec

    @property
    def markers(self) -> frozenset[str]:
        """Strings that nobody of another world may ever read: names, addresses, sentences."""
        firm = self.firm
        said = (firm.note, firm.review, firm.narrative, firm.visit, firm.meeting, firm.practice)
        people = [text for one in self.people.values() for text in (one.name, one.email)]
        return frozenset((firm.name, firm.tax_code, firm.seat.name, firm.invited, *said, *people))


class Worlds(_Strict):
    """All worlds, and the password of everybody in them."""

    password: str
    worlds: tuple[WorldSpec, ...]


def read_worlds() -> Worlds:
    """The worlds of the demonstration. Raises ValueError if the file is not as it should be."""
    document, problems = read_yaml(FILE.read_bytes(), FILE.name)
    if document is None or problems:
        raise ValueError(f"{FILE.name} cannot be read: {problems}")
    return Worlds.model_validate(document.value)


def demonstration_addresses() -> frozenset[str]:
    """The e-mail addresses of everybody in the worlds."""
    return frozenset(one.email for world in read_worlds().worlds for one in world.people.values())
