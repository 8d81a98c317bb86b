"""Rankings of invented applications to the pilot call, for tests."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from cip.incentives.making import MadeRanking, make
from cip.incentives.rankings import Approval, StoredRanking
from cip.incentives.rehearsal import sample_applications
from cip.rulebook.call_packs import CallPack
from tests.unit.incentives.test_sampling import ON, pilot

OPENS, CLOSES = datetime(2026, 9, 1, 10, tzinfo=UTC), datetime(2026, 11, 20, 11, tzinfo=UTC)
SEED = "sorteggio inventato"


@cache
def call_pack(cents: int = 4_000_000) -> CallPack:
    """The pilot call, opened with so many cents on its first line."""
    plain = pilot()
    return plain.with_settings(opens=OPENS, closes=CLOSES, cents_by_line={plain.call.funding[0].id: cents})


@cache
def _entries(seed: str, size: int) -> tuple[dict[str, Any], ...]:
    return tuple(one.as_json() for one in sample_applications(call_pack(), seed=seed, size=size, on=ON))


def entries(seed: str = "prova", size: int = 16) -> dict[str, dict[str, Any]]:
    """Invented applications by application id (`a` and a number)."""
    return {f"a{number}": dict(entry) for number, entry in enumerate(_entries(seed, size), 1)}


def made(given: Mapping[str, Mapping[str, Any]] | None = None, before: StoredRanking | None = None) -> MadeRanking:
    """A version of the ranking of the pilot call."""
    return make(call_pack(), given if given is not None else entries(), SEED, before)


def stored(found: MadeRanking, version: int = 1, *, published: bool = True) -> StoredRanking:
    """The same as the database gives it."""
    at = datetime(2026, 12, 1, 9, tzinfo=UTC)
    return StoredRanking(
        id="r" * 32,
        call_id="c" * 32,
        version=version,
        pack_sha256=call_pack().sha256,
        engine_version=found.engine_version,
        bundle=found.bundle,
        bundle_sha256=found.bundle_sha256,
        result=found.result,
        digest=found.digest,
        reason="" if version == 1 else "Rinuncia",
        difference=found.difference,
        made_at=at,
        made_by="p" * 32,
        made_label="person p",
        approval=Approval(by="q" * 32, label="person q", at=at, act_number="12/2026", act_on=date(2026, 12, 1)),
        published_at=at if published else None,
    )
