"""Puts the worlds into a database, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from cip.cli.packs import load_bound
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.firm import seed_check_up, seed_parties
from cip.cli.worlds.joining import seed_joining
from cip.cli.worlds.people import seed_cast
from cip.cli.worlds.voice import seed_voice
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.files.stored import Shelf
from cip.kernel.clock import today
from cip.parties.reads import firm_by_tax_code
from cip.rulebook.reading import read_yaml
from cip.web.demo.spec import WorldSpec, read_worlds

ANSWERS = Path(__file__).parent.parent / "demo" / "officina-fantasia.yaml"


@dataclass(frozen=True)
class SeededWorld:
    """A world in the database: `ids` by the names of the arguments in addresses (`adviser.secret`: of the
    routes of that area alone), `people` by their names.
    """

    spec: WorldSpec
    ids: Mapping[str, str]
    people: Mapping[str, str]


def seed_worlds(
    database: Database, rules: Path, secret_key: str, shelf: Shelf, moment: datetime
) -> tuple[SeededWorld, ...]:
    """Seed every world that is not there yet; those that were seeded now. `shelf` is where files are kept."""
    described = read_worlds()
    bound = load_bound(rules, None, today(moment))
    document, _ = read_yaml(ANSWERS.read_bytes(), ANSWERS.name)
    file = cast("Mapping[str, Any]", document.value if document else {})
    stage = Stage(database, moment)
    seeded = []
    for world in described.worlds:
        with open_reading(database) as session:
            if firm_by_tax_code(session, world.firm.tax_code) is not None:
                continue
        with stage.system() as work:
            who = seed_cast(work, world, described.password, secret_key)
        ids = seed_parties(stage, world, who, bound.on)
        ids |= seed_check_up(stage, world, who, ids["firm_id"], bound, file, shelf)
        ids |= seed_voice(stage, world, who, ids["firm_id"], bound, rules=rules, secret_key=secret_key)
        ids |= seed_joining(stage, world, who, ids["firm_id"], bound, shelf)
        seeded.append(SeededWorld(world, ids, who.people))
    return tuple(seeded)
