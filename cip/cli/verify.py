"""`cip verify`: the packs, the hash chains, the audit, and every stored result replayed from its stored pack."""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

import cip.migrations.tables  # noqa: F401 - every table is verified, whichever feature it belongs to
from cip.assessment.actions.erased_list import read_erased
from cip.assessment.reads import chain_faults_of_all, count_rows, each_id, find_check_up, snapshots_of, verified_of
from cip.assessment.replaying import replay
from cip.assessment.stored import Counts, StoredSnapshot
from cip.assessment.verified import VerifiedResult, replay_verified
from cip.cli.backups.making import secret_key_of
from cip.cli.call_clock import call_faults
from cip.cli.options import json_option, print_json
from cip.cli.ranking_faults import ranking_faults
from cip.database.audit.faults import anchor_faults, audit_faults, count_entries
from cip.database.chain import Fault
from cip.database.engine import open_database
from cip.database.migrate import current, head
from cip.database.packs import pack_faults, read_pack
from cip.database.work import Session, open_reading
from cip.files.reads import file_faults
from cip.files.stored import shelf_for
from cip.incentives.actions.bank_accounts import number_of
from cip.incentives.reads.money_faults import money_faults, source_faults
from cip.incentives.reads.paper_faults import bank_file_faults, paper_faults
from cip.incentives.reads.premium import premium_faults
from cip.incentives.reads.recoveries import debt_faults
from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings, read_settings
from cip.monitoring.reads.plan_faults import plan_faults
from cip.rulebook.packs import Pack, PackError


@click.command("verify")
@json_option
def verify(as_json: bool) -> None:
    """Verify the database: packs, hash chains, the audit, and every stored result byte by byte."""
    settings = read_settings(os.environ)
    found = verify_everything(settings)
    faults, counts, entries = found.faults, found.counts, found.entries
    if as_json:
        rows = [{"where": fault.name, "what": fault.problem} for fault in faults]
        print_json(
            {
                "check_ups": counts.check_ups,
                "answers": counts.answer_events,
                "results": counts.snapshots,
                "audit_entries": entries,
                "faults": rows,
            }
        )
    else:
        for fault in faults:
            click.echo(f"{fault.name}: {fault.problem}")
        click.echo(
            f"{counts.check_ups} check-ups, {counts.answer_events} answers, {counts.snapshots} results replayed, "
            f"{entries} audit entries, {len(faults)} faults"
        )
    if faults:
        sys.exit(1)


@dataclass(frozen=True, slots=True)
class Verified:
    """What `cip verify` found: the faults, rows of check-ups, entries of the audit."""

    faults: list[Fault]
    counts: Counts
    entries: int


def verify_everything(settings: Settings) -> Verified:
    """Verify the database, the files and the two lists beside it. Raises RefusalError where there are no tables."""
    if current(settings.database_url) != head():
        raise RefusalError("the database has no tables of this version yet; start `cip run` once")
    database = open_database(settings.database_url)
    try:
        with open_reading(database) as session:
            faults = [*all_faults(session), *_erasure_faults(session, settings.erased_list)]
            faults += file_faults(session, shelf_for(settings).folder)
            faults += anchor_faults(session, settings.audit_anchors)
            faults += _paid_faults(session, settings)
            return Verified(faults, count_rows(session), count_entries(session))
    finally:
        database.dispose()


def all_faults(session: Session) -> Iterator[Fault]:
    """Every fault of packs, chains, the audit, calls, results, papers and money."""
    yield from pack_faults(session)
    yield from chain_faults_of_all(session)
    yield from audit_faults(session)
    yield from call_faults(session)
    yield from _replay_faults(session)
    yield from ranking_faults(session)
    yield from paper_faults(session)
    yield from premium_faults(session)
    yield from money_faults(session)
    yield from source_faults(session)
    yield from debt_faults(session)
    yield from plan_faults(session)


def _paid_faults(session: Session, settings: Settings) -> Iterator[Fault]:
    """What went to the bank and would not come out so again: only who has the key can open the accounts."""
    key = secret_key_of(settings)
    if key is not None:
        yield from bank_file_faults(session, lambda account: number_of(key, account))


def _erasure_faults(session: Session, erased_list: Path) -> Iterator[Fault]:
    """Check-ups that the list outside the database says are erased, and that a backup has brought back."""
    for check_up_id in read_erased(erased_list):
        if find_check_up(session, check_up_id) is not None:
            yield Fault(f"check-up {check_up_id}", "it was erased and came back; start `cip run` once")


def _replay_faults(session: Session) -> Iterator[Fault]:
    packs: dict[str, Pack | None] = {}
    for check_up_id in each_id(session):
        try:
            snapshots = snapshots_of(session, check_up_id)
            verified = verified_of(session, [check_up_id]).get(check_up_id, [])
        except (ValueError, TypeError):
            continue  # a row that cannot be read: the chains have named it
        for snapshot in snapshots:
            yield from _snapshot_faults(session, snapshot, packs)
        for found in verified:
            yield from _verified_faults(session, found, packs)


def _snapshot_faults(session: Session, snapshot: StoredSnapshot, packs: dict[str, Pack | None]) -> Iterator[Fault]:
    pack = _known(session, snapshot.pack_sha256, packs)
    if pack is None:
        yield Fault(snapshot.name, f"its pack {snapshot.pack_sha256} is missing or cannot be read")
        return
    difference = replay(pack, snapshot.answers, snapshot.on_day, snapshot.result)
    if difference is not None:
        yield Fault(snapshot.name, f"engine {snapshot.engine_version}, {difference}")


def _verified_faults(session: Session, found: VerifiedResult, packs: dict[str, Pack | None]) -> Iterator[Fault]:
    pack = _known(session, found.pack_sha256, packs)
    if pack is None:
        yield Fault(found.name, f"its pack {found.pack_sha256} is missing or cannot be read")
        return
    difference = replay_verified(pack, found)
    if difference is not None:
        yield Fault(found.name, f"engine {found.engine_version}, {difference}")


def _known(session: Session, sha256: str, packs: dict[str, Pack | None]) -> Pack | None:
    if sha256 not in packs:
        packs[sha256] = _pack(session, sha256)
    return packs[sha256]


def _pack(session: Session, sha256: str) -> Pack | None:
    content = read_pack(session, sha256)
    try:
        return Pack.from_canonical(content) if content else None
    except PackError:
        return None
