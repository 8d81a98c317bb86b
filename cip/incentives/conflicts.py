"""Whom known links keep from judging an application, and why. Pure.

Only what the system knows counts: who belongs or belonged to the firm or to one of the same undertaking, who works or
worked for a consultancy that the firm let act for it, or for a union that said something of its clauses. An address of
the same domain, or a family name, is no link. What nobody recorded, each person declares (`cip.incentives.evaluation`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cip.kernel.texts import Reason, Text

_FIRM = Text(
    it="La persona fa parte dell'impresa, o ne ha fatto parte.", en="The person belongs to the firm, or once did."
)
_LINKED = Text(
    it="La persona fa parte, o ha fatto parte, di un'impresa collegata a questa (impresa unica).",
    en="The person belongs, or once did, to a firm tied to this one (single undertaking).",
)
_MANDATE = Text(
    it="La persona ha avuto in prima persona un incarico di questa impresa.",
    en="The person herself or himself was given a mandate by this firm.",
)
_CONSULTANCY = Text(
    it="La persona lavora, o ha lavorato, per chi assiste l'impresa con un incarico.",
    en="The person works, or once did, for those who advise the firm under a mandate.",
)
_UNION = Text(
    it="La persona lavora, o ha lavorato, per un sindacato che si è espresso su questa impresa.",
    en="The person works, or once did, for a union that made statements on this firm.",
)


@dataclass(frozen=True, slots=True)
class FirmLinks:
    """Who is tied to a firm: the firms of the same undertaking, the bodies that it ever gave a mandate to, the people
    named in a mandate, the unions that ever said something of its clauses.
    """

    firm_id: str
    linked_firms: frozenset[str] = frozenset()
    consultancies: frozenset[str] = frozenset()
    advisers: frozenset[str] = frozenset()
    unions: frozenset[str] = frozenset()

    @property
    def parties(self) -> frozenset[str]:
        """Every party whose people are tied to the firm."""
        return self.linked_firms | self.consultancies | self.unions | {self.firm_id}


@dataclass(frozen=True, slots=True)
class PartyPeople:
    """Who belongs to parties or ever did: ids of people by party."""

    by_party: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    def has(self, person_id: str, party_id: str) -> bool:
        """Whether a person belongs to a party or ever did."""
        return person_id in self.by_party.get(party_id, frozenset())


def conflicts_of(person_id: str, firm: FirmLinks, people: PartyPeople) -> tuple[Reason, ...]:
    """Why a person may not judge the application of a firm; empty if nothing is known against it."""
    return tuple(_found(person_id, firm, people))


def tied(ties: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Of every firm that a tie names all that it hangs together with, chains included, itself too. Ties of any kind and
    any day count: who judges stands further off than State aid asks.
    """
    neighbours: dict[str, set[str]] = {}
    for one, other in ties:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    found: dict[str, frozenset[str]] = {}
    for start in sorted(neighbours):
        if start not in found:
            reached, waiting = {start}, [start]
            while waiting:
                fresh = neighbours[waiting.pop()] - reached
                reached |= fresh
                waiting += sorted(fresh)
            found.update(dict.fromkeys(reached, frozenset(reached)))
    return found


def _found(person_id: str, firm: FirmLinks, people: PartyPeople) -> Iterator[Reason]:
    if people.has(person_id, firm.firm_id):
        yield Reason("conflict.firm", _FIRM)
    if any(people.has(person_id, one) for one in firm.linked_firms - {firm.firm_id}):
        yield Reason("conflict.linked_firm", _LINKED)
    if person_id in firm.advisers:
        yield Reason("conflict.mandate", _MANDATE)
    if any(people.has(person_id, one) for one in firm.consultancies):
        yield Reason("conflict.consultancy", _CONSULTANCY)
    if any(people.has(person_id, one) for one in firm.unions):
        yield Reason("conflict.union", _UNION)
