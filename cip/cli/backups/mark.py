"""The mark of a restored copy: while it stands nothing is served as production and no mail leaves."""

import json
from dataclasses import asdict, dataclass

from cip.cli.backups.making import write_owner_only
from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings


@dataclass(frozen=True, slots=True)
class Mark:
    """When the backup was made and put back (UTC, ISO)."""

    made_at: str
    restored_at: str


def set_mark(settings: Settings, mark: Mark) -> None:
    """Say that this is a restored copy."""
    write_owner_only(settings.restored_mark, json.dumps(asdict(mark)) + "\n")


def lift_mark(settings: Settings) -> None:
    """Somebody has said that this is the real one now. Raises RefusalError if there is no mark."""
    try:
        settings.restored_mark.unlink()
    except FileNotFoundError as error:
        raise RefusalError("nothing here is marked as a restored copy: there is nothing to lift") from error


def refuse_copy_as_production(settings: Settings) -> None:
    """Refuse to serve a restored copy in earnest; development and a demonstration show it with a banner.

    Raises RefusalError.
    """
    if settings.production and not settings.demo and settings.restored_mark.exists():
        raise RefusalError(
            "this is a restored copy: look at it with CIP_ENV=development, "
            "or say that it is the real one now with `cip restore --as-production`"
        )


def refuse_copy_that_mails(settings: Settings) -> None:
    """Refuse to send from a restored copy, whatever the settings say. Raises RefusalError."""
    if settings.restored_mark.exists():
        raise RefusalError(
            "this is a restored copy, and no mail leaves it; `cip restore --as-production` makes it the real one"
        )
