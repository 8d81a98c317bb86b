"""What the worlds are made of: `worlds.yaml` beside this file, read and checked."""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from cip.rulebook.reading import read_yaml

FILE = Path(__file__).parent / "worlds.yaml"

BodyName = Literal["consultancy", "other_consultancy", "union", "office", "association", "committee"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BodySpec(_Strict):
    """A body; `sectors` are those it advises, `*` all."""

    name: str
    sectors: tuple[str, ...] = ("*",)


class PersonSpec(_Strict):
    """Somebody: of the firm (as owner or collaborator), of a body (as manager or staff), or who judges applications."""

    name: str
    email: str
    firm: Literal["owner", "collaborator"] | None = None
    body: BodyName | None = None
    role: Literal["manager", "staff"] | None = None
    judges: bool = False


class SeatSpec(_Strict):
    """Where the firm works; `code` is that of its municipality in the invented territory."""

    name: str
    municipality: str
    code: str


class BeforeSpec(_Strict):
    """An agreement that the firm had joined before, since when; the one of today renews it."""

    agreement: str
    on: date


class JoiningSpec(_Strict):
    """How the firm joined the agreement. `papers` names the invented firm of the rules' cases whose papers it has;
    `reference` is the number that proves its route, `hidden` that it objects to the public list.
    """

    papers: str
    route: Literal["membership", "full_ccnl", "mandate"]
    reference: str
    protocol: str
    question: str
    answer: str | None = None
    hidden: bool = False
    before: BeforeSpec | None = None


class UnionSpec(_Strict):
    """The clauses of which the union says something, and how it stands before the committee."""

    attests: str
    takes_back: str
    disputes: str
    asks: str
    sees: str
    before_committee: str
    settled: bool


class FirmSpec(_Strict):
    """The firm, and what its people and consultants wrote; `evidence` is what will prove the measures of its plan,
    `cost` what each of them costs in cents.
    """

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
    evidence: str = ""
    cost: int
    joining: JoiningSpec


class CallsSpec(_Strict):
    """The calls of the world's office: what they are called, how many invented firms applied to the one of the past.
    `closed`: one of before, whose only award is closed; "" where there is none.
    """

    past: str
    open: str
    applicants: int
    closed: str = ""


class WorldSpec(_Strict):
    """One world: everything in it is invented and carries its name."""

    key: str
    territory: str
    bodies: dict[BodyName, BodySpec]
    people: dict[str, PersonSpec]
    firm: FirmSpec
    union: UnionSpec
    calls: CallsSpec

    @property
    def markers(self) -> frozenset[str]:
        """Strings that nobody of another world may ever read: names, addresses, sentences."""
        people = [text for one in self.people.values() for text in (one.name, one.email)]
        return self.kept_in_the_firm | self.told_committee | {self.firm.seat.name, *people}

    @property
    def told_committee(self) -> frozenset[str]:
        """Of these, what the committee of the agreement reads."""
        joining = self.firm.joining
        said = (joining.question, self.union.before_committee, *([joining.answer] if joining.answer else []))
        return frozenset((self.firm.name, joining.protocol, *said))

    @property
    def kept_in_the_firm(self) -> frozenset[str]:
        """What neither a union nor the committee ever reads, of its own world either: who works in the firm and beside
        it, what they wrote, what it costs.
        """
        firm = self.firm
        said = (firm.note, firm.review, firm.narrative, firm.visit, firm.meeting, firm.practice)
        inside = [one for one in self.people.values() if one.firm or one.body == "consultancy"]
        people = [text for one in inside for text in (one.name, one.email)]
        proofs = (firm.joining.reference, *([firm.evidence] if firm.evidence else []))
        return frozenset((firm.tax_code, firm.invited, *proofs, *said, *people))


class SharedSpec(_Strict):
    """What the worlds share: the agreement that both firms joined, the body that is its committee, who works there."""

    agreement: str
    committee: BodySpec
    people: dict[str, PersonSpec]


class Worlds(_Strict):
    """All worlds, what they share, and the password of everybody in them."""

    password: str
    shared: SharedSpec
    worlds: tuple[WorldSpec, ...]

    @property
    def everybody(self) -> tuple[PersonSpec, ...]:
        """The people of all worlds, and those who belong to none."""
        return (*(one for world in self.worlds for one in world.people.values()), *self.shared.people.values())


def read_worlds() -> Worlds:
    """The worlds of the demonstration. Raises ValueError if the file is not as it should be."""
    document, problems = read_yaml(FILE.read_bytes(), FILE.name)
    if document is None or problems:
        raise ValueError(f"{FILE.name} cannot be read: {problems}")
    return Worlds.model_validate(document.value)


def demonstration_addresses() -> frozenset[str]:
    """The e-mail addresses of everybody in the worlds."""
    return frozenset(one.email for one in read_worlds().everybody)
