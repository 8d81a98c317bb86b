"""Requests that arrive when they arrive, whatever became of those before: how long each took counts from its moment."""

import asyncio
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from benchmarks.web.server import HOST

PATIENCE_SECONDS = 60.0
LEAD_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, empty where nothing did, and the seconds since the moment at which the request was due."""

    raw: bytes
    seconds: float

    @property
    def status(self) -> int:
        """The status of the answer; 0 for none."""
        parts = self.raw[:16].split(b" ")
        return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


@dataclass(frozen=True, slots=True)
class Offered:
    """The answers in the order of the requests, the seconds from the first moment to the last answer, and the answers
    to what followed some requests at once, by their place.
    """

    answers: tuple[Answer, ...]
    seconds: float
    followed: Mapping[int, Answer]


def moments(count: int, a_second: float, seed: str) -> list[float]:
    """When so many independent people come, in seconds from the start: the gaps are those of chance."""
    chance = random.Random(seed)
    return list(accumulate(chance.expovariate(a_second) for _ in range(count)))


def offer(
    port: int, requests: Sequence[bytes], when: Sequence[float], *, after: Mapping[int, bytes] | None = None
) -> Offered:
    """Send each request at its moment over a connection of its own. `after` has, by place, what is asked as soon as
    the answer is there.
    """
    return asyncio.run(_offer(port, list(zip(requests, when, strict=True)), after or {}))


def ask_all(port: int, requests: Sequence[bytes], at_once: int) -> list[Answer]:
    """The answers to requests of which so many are under way at any moment: nobody waits in a queue."""
    return asyncio.run(_ask_all(port, requests, at_once))


async def _ask_all(port: int, requests: Sequence[bytes], at_once: int) -> list[Answer]:
    room = asyncio.Semaphore(at_once)

    async def ask(request: bytes) -> Answer:
        async with room:
            return await _one(port, request, time.perf_counter())

    return await asyncio.gather(*map(ask, requests))


async def _offer(port: int, requests: Sequence[tuple[bytes, float]], after: Mapping[int, bytes]) -> Offered:
    start = time.perf_counter() + LEAD_SECONDS
    followed: dict[int, Answer] = {}
    last = start

    async def ask(place: int, request: bytes, due: float) -> Answer:
        nonlocal last
        answer = await _one(port, request, due)
        last = max(last, due + answer.seconds)
        if place in after:
            followed[place] = await _one(port, after[place], time.perf_counter())
        return answer

    asked = [ask(place, request, start + moment) for place, (request, moment) in enumerate(requests)]
    answers = await asyncio.gather(*asked)
    return Offered(tuple(answers), last - start, followed)


async def _one(port: int, request: bytes, due: float) -> Answer:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                writer.write(request)
                raw = await reader.read(-1)
            finally:
                writer.close()
    except (OSError, TimeoutError):
        raw = b""
    return Answer(raw, time.perf_counter() - due)
