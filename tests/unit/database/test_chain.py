"""The hash chain finds every row that was changed, removed, added or moved, and names it."""

import dataclasses
import random

import pytest

from cip.database.chain import START, Link, chain_faults, digest_of

CHANGED = "its content was changed after it was written"
OUT_OF_PLACE = "does not follow the row before it: a row was removed, added or moved"
WRONG_END = "its last rows are missing, or rows were added behind the back of the application"


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    previous = START
    for number in range(1, length + 1):
        content = {"number": number, "value": f"answer {number}"}
        links.append(Link(f"row {number}", previous, digest_of(previous, content), content))
        previous = links[-1].digest
    return links


def faults(links: list[Link], head: str) -> list[tuple[str, str]]:
    return [(fault.name, fault.problem) for fault in chain_faults(START, links, head, "the chain")]


def test_digest_covers_previous_and_content() -> None:
    digests = {digest_of(START, {"a": 1}), digest_of(START, {"a": 2}), digest_of("1" * 64, {"a": 1})}
    assert len(digests) == 3
    assert digest_of(START, {"a": 1, "b": 2}) == digest_of(START, {"b": 2, "a": 1})


@pytest.mark.parametrize("length", [0, 1, 5])
def test_whole_chain_verifies(length: int) -> None:
    links = chain(length)
    assert faults(links, links[-1].digest if links else START) == []


def test_names_the_changed_row() -> None:
    links = chain(5)
    links[2] = dataclasses.replace(links[2], content={"number": 3, "value": "forged"})
    assert faults(links, links[-1].digest) == [("row 3", CHANGED)]


def test_names_the_row_after_a_forged_one_with_its_own_digest() -> None:
    links = chain(5)
    content = {"number": 3, "value": "forged"}
    forged = dataclasses.replace(links[2], content=content, digest=digest_of(links[2].previous, content))
    links[2] = forged
    assert faults(links, links[-1].digest) == [("row 4", OUT_OF_PLACE)]


def test_names_the_row_after_a_removed_one() -> None:
    links = chain(5)
    assert faults(links[:1] + links[2:], links[-1].digest) == [("row 3", OUT_OF_PLACE)]


def test_missing_last_row_shows() -> None:
    links = chain(5)
    assert faults(links[:-1], links[-1].digest) == [("the chain", WRONG_END)]


def test_all_rows_missing_shows() -> None:
    assert faults([], chain(1)[0].digest) == [("the chain", WRONG_END)]


def test_every_one_of_many_random_edits_is_found_and_located() -> None:
    source = random.Random(7)
    for _ in range(1000):
        links = chain(source.randint(1, 12))
        head = links[-1].digest
        at = source.randrange(len(links))
        digest = f"{source.getrandbits(256):064x}"
        match source.choice(["content", "digest", "previous"]):
            case "content":
                links[at] = dataclasses.replace(links[at], content={"number": at + 1, "value": "forged"})
            case "digest":
                links[at] = dataclasses.replace(links[at], digest=digest)
            case _:
                links[at] = dataclasses.replace(links[at], previous=digest)
        assert links[at].name in {name for name, _ in faults(links, head)}
