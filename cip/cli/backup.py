"""`cip backup` makes a backup, `cip restore` puts one back and measures how long that takes."""

import os
import sys
from pathlib import Path

import click

from cip.cli.backups.making import make_backup
from cip.cli.backups.mark import lift_mark
from cip.cli.backups.restoring import Restored, restore_backup
from cip.cli.options import json_option, print_json
from cip.cli.verify import verify_everything
from cip.kernel.clock import now
from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings, read_settings

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup")
@click.argument("out", type=_FILE)
@json_option
def backup(out: Path, as_json: bool) -> None:
    """Write database, files and lists to OUT, one archive, while the site goes on. No setting and no key is in it."""
    made = make_backup(read_settings(os.environ), out, now())
    manifest = made.manifest
    if as_json:
        print_json(
            {
                "made_at": manifest.made_at,
                "version": manifest.version,
                "revision": manifest.revision,
                "database": manifest.database,
                "rows": sum(manifest.counts.values()),
                "files": len(manifest.files),
                "bytes": made.bytes,
                "sha256_of_manifest": made.digest,
                "faults": list(made.faults),
            }
        )
    else:
        for fault in made.faults:
            click.echo(fault)
        click.echo(
            f"{sum(manifest.counts.values())} rows and {len(manifest.files)} files, {made.bytes} bytes, "
            f"manifest {made.digest}, {len(made.faults)} faults"
        )
    if made.faults:
        sys.exit(1)


@click.command("restore")
@click.argument("backup_file", metavar="[BACKUP]", type=_FILE, required=False)
@click.option("--as-production", is_flag=True, help="It is the real one (without BACKUP: what is here, from now on).")
@click.option("--erased", type=_FILE, help="A newer list of what was erased, kept elsewhere.")
@json_option
def restore(backup_file: Path | None, as_production: bool, erased: Path | None, as_json: bool) -> None:
    """Put BACKUP back on an empty database and an empty folder of files, verify it, and say how long it took."""
    settings = read_settings(os.environ)
    if backup_file is None:
        _make_real(settings, as_production, as_json)
        return
    for path in (backup_file, *([erased] if erased is not None else [])):
        if not path.is_file():
            raise RefusalError(f"there is no file {path}")
    done = restore_backup(settings, backup_file, now, production=as_production, erased=erased)
    if as_json:
        print_json(_as_json(done))
    else:
        _say(done)
    if done.verified.faults:
        sys.exit(1)


def _make_real(settings: Settings, as_production: bool, as_json: bool) -> None:
    if not as_production:
        raise RefusalError("name the backup to put back")
    if not settings.restored_mark.exists():
        raise RefusalError("nothing here is marked as a restored copy: there is nothing to lift")
    faults = verify_everything(settings).faults
    if faults:
        raise RefusalError(f"it has {len(faults)} faults (see `cip verify`), the first: {faults[0].name}")
    lift_mark(settings)
    if as_json:
        print_json({"production": True})
    else:
        click.echo("this is the real one from now on; what waited in its outbox is gone")


def _as_json(done: Restored) -> dict[str, object]:
    return {
        "made_at": done.made_at,
        "revision": done.revision,
        "rows": done.rows,
        "files": done.files,
        "erased_again": done.erased_again,
        "closed_again": done.closed_again,
        "messages_silenced": done.messages_silenced,
        "signed_out": done.signed_out,
        "same_key": done.same_key,
        "production": done.production,
        "rpo_seconds": round(done.data_age, 3),
        "rto_seconds": round(done.seconds, 3),
        "faults": [{"where": fault.name, "what": fault.problem} for fault in done.verified.faults],
    }


def _say(done: Restored) -> None:
    for fault in done.verified.faults:
        click.echo(f"{fault.name}: {fault.problem}")
    if done.same_key is False:
        click.echo("the secret key is another one: second factors and sealed words cannot be read", err=True)
    click.echo(
        f"{done.rows} rows and {done.files} files are back, {done.erased_again} check-ups and "
        f"{done.closed_again} accounts erased again, "
        f"{done.messages_silenced} messages silenced, {done.signed_out} people signed out"
    )
    measured = f"{done.data_age:.0f} seconds before (RPO); verified after {done.seconds:.1f} s (RTO)"
    click.echo(f"data of {done.made_at}, {measured}")
    copy = "it is a copy: no mail leaves, and it is not served as production"
    click.echo(f"{len(done.verified.faults)} faults; {'it is the real one' if done.production else copy}")
