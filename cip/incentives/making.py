"""A version of a ranking made from what stands: the bundle, its result, what moved since the version before. Pure.

The result is that of the replay of the bundle: what is stored is by construction what `cip replay` gives.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cip.incentives.bundle import ENGINE_VERSION, make_bundle, replay
from cip.incentives.comparing import Side, compare
from cip.incentives.rankings import StoredRanking
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.texts import Text
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.grid import Grid


@dataclass(frozen=True, slots=True)
class MadeRanking:
    """All that a version stores: `bundle`, `result` and `difference` are canonical JSON (`difference` None for the
    first), `digest` that of the result, `entry_ids` the entry of each application by its id.
    """

    bundle: str
    bundle_sha256: str
    result: str
    digest: str
    engine_version: str
    difference: str | None
    entry_ids: Mapping[str, str]
    told: Mapping[str, Any]

    @property
    def moved(self) -> Mapping[str, Any]:
        """What moved since the version before, as data; nothing for the first."""
        content: Mapping[str, Any] = json.loads(self.difference) if self.difference else {"moves": []}
        return content


def make(
    pack: CallPack, entries: Mapping[str, Mapping[str, Any]], seed: str | None, before: StoredRanking | None
) -> MadeRanking:
    """Rank `entries` (entries of FILE by application id) with the call's pack and the seed of its draw; `before` is the
    version that it follows. Raises RefusalError where the engine cannot rank.
    """
    bundle = make_bundle(pack, list(entries.values()), seed)
    told = replay(bundle).as_json()
    result = canonical_json(told)
    difference = None
    if before is not None:
        after = Side(told, {str(entry["id"]): entry for entry in entries.values()}, pack.sha256)
        difference = canonical_json(compare(before.side, after, labels_of(pack)).as_json())
    return MadeRanking(
        bundle=bundle,
        bundle_sha256=sha256_of(bundle),
        result=result,
        digest=str(told["digest"]),
        engine_version=ENGINE_VERSION,
        difference=difference,
        entry_ids={application_id: str(entry["id"]) for application_id, entry in entries.items()},
        told=told,
    )


def labels_of(pack: CallPack) -> dict[str, Text]:
    """What the facts, the criteria, their parts and the bonus lines of a call are called, by id."""
    labels = {fact.id: fact.label for fact in pack.call.facts}
    grid = pack.call.grid
    if isinstance(grid, Grid):
        labels |= {item.id: item.label for _path, item in criteria_of(grid)}
        labels |= {line.id: line.label for line in (grid.bonus.lines if grid.bonus else ())}
    return labels


def entry_id(number: int) -> str:
    """How bundles name an application: by the number of its submission, which tells nothing of its firm.

    >>> entry_id(12)
    '0012'
    """
    return f"{number:04d}"
