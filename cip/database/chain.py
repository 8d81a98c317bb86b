"""Hash chains: each row's digest covers its content and the digest before it, so an edited, moved or missing row shows.

A chain proves that nobody changed a row by hand; whoever can rewrite the whole chain is stopped only by a digest kept
elsewhere (a later issue prints it).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cip.kernel.canonical import canonical_json, sha256_of

# What stands before the first link of all.
START = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One row of a chain as it was stored; `name` tells a person which row it is."""

    name: str
    previous: str
    digest: str
    content: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not verify: the row, and what is wrong with it in one sentence."""

    name: str
    problem: str

    def __str__(self) -> str:
        return f"{self.name}: {self.problem}"


def digest_of(previous: str, content: Mapping[str, object]) -> str:
    """The digest of a row: SHA-256 over the previous digest followed by the row's content as canonical JSON."""
    return sha256_of(previous + canonical_json(content))


def chain_faults(start: str, links: Iterable[Link], head: str, chain: str) -> Iterator[Fault]:
    """Every fault of one chain, in order: rows whose content no longer gives their digest, rows that do not follow the
    row before them, and a last row other than the one that `head` remembers. `start` is the digest before the first
    row, `chain` the name under which a missing end is reported.
    """
    previous = start
    for link in links:
        if link.previous != previous:
            yield Fault(link.name, "does not follow the row before it: a row was removed, added or moved")
        if digest_of(link.previous, link.content) != link.digest:
            yield Fault(link.name, "its content was changed after it was written")
        previous = link.digest
    if previous != head:
        yield Fault(chain, "its last rows are missing, or rows were added behind the back of the application")
