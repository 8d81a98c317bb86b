"""What the environment decides. Every default is the safe one, so that a forgotten variable never opens anything.

The secret key is the one setting that may live in a file: on a loopback address a newcomer needs none, so one is made
under `var/` and kept, readable by its owner alone.
"""

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from cip.kernel import ids
from cip.kernel.addresses import is_loopback
from cip.kernel.errors import RefusalError
from cip.kernel.mail_server import BASE_URL, MailServer, read_base_url, read_mail_server
from cip.kernel.uploads import Uploads, read_uploads

# Asked for here by whoever serves.
__all__ = ["Contact", "Environment", "Settings", "is_loopback", "read_settings", "secret_key_for"]

Environment = Literal["development", "production"]

SHORTEST_KEY = 32
MOST_PROXIES = 5
LONGEST_RETENTION_DAYS = 3650
DATABASES = ("sqlite:///", "postgresql://")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom people can ask, as the installation says; what it does not say is None."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    controller: str | None = None
    """Who answers for the data (GDPR, art. 4 n. 7)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a process; built by `read_settings`, passed down as an argument."""

    environment: Environment
    var: Path
    # Both may hold a secret, so neither shows in a log line or a traceback that prints the settings.
    database_url: str = field(repr=False)
    secret_key: str | None = field(repr=False)
    trusted_proxies: int
    retention_days: int
    keep_days: int
    rules: Path | None
    contact: Contact = Contact()
    mail: MailServer | None = None
    base_url: str = BASE_URL
    uploads: Uploads = field(default_factory=Uploads)
    pg_bin: Path | None = None
    # Set by `cip run --demo` alone, never by the environment: mails then end on a page that everybody may read.
    demo: bool = False

    @property
    def production(self) -> bool:
        """True unless the environment says, in so many words, that this is development."""
        return self.environment == "production"

    @property
    def erased_list(self) -> Path:
        """The list of what was erased: outside the database, so that a backup put back does not take it along."""
        return self.var / "erased.jsonl"

    @property
    def audit_anchors(self) -> Path:
        """Where the chain of the audit ended, a line a day: outside the database, so that whoever rewrites the whole
        chain there is found out.
        """
        return self.var / "audit_anchor.jsonl"

    @property
    def restored_mark(self) -> Path:
        """Stands there while the database is a restored copy that nobody has said to be the real one."""
        return self.var / "restored.json"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in `environ`: CIP_ENV, CIP_VAR, CIP_DATABASE_URL, CIP_SECRET_KEY, CIP_TRUSTED_PROXIES,
    CIP_RETENTION_DAYS and CIP_KEEP_DAYS (days), CIP_RULES, CIP_CONTACT_NAME, CIP_CONTACT_EMAIL,
    CIP_CONTACT_PHONE, CIP_CONTROLLER, CIP_MAIL_URL, CIP_MAIL_FROM, CIP_BASE_URL, CIP_CLAMD,
    CIP_UPLOADS_WITHOUT_SCAN, CIP_PG_BIN (the folder of pg_dump and pg_restore). An empty value counts as left out.

    Raises RefusalError, one sentence, for a value that cannot be right and for CIP_ENV=production without a key.
    """
    given = {name: value.strip() for name, value in environ.items() if name.startswith("CIP_") and value.strip()}
    var = Path(given.get("CIP_VAR", "var")).expanduser().absolute()
    rules = given.get("CIP_RULES")
    return Settings(
        environment=_environment(given),
        var=var,
        database_url=_database_url(given, var),
        secret_key=_secret_key(given),
        trusted_proxies=_whole_number(given, "CIP_TRUSTED_PROXIES", default=0, low=0, high=MOST_PROXIES),
        retention_days=_whole_number(given, "CIP_RETENTION_DAYS", default=90, low=1, high=LONGEST_RETENTION_DAYS),
        keep_days=_whole_number(given, "CIP_KEEP_DAYS", default=730, low=1, high=LONGEST_RETENTION_DAYS),
        rules=None if rules is None else Path(rules).expanduser().absolute(),
        contact=Contact(
            given.get("CIP_CONTACT_NAME"),
            given.get("CIP_CONTACT_EMAIL"),
            given.get("CIP_CONTACT_PHONE"),
            given.get("CIP_CONTROLLER"),
        ),
        mail=read_mail_server(given),
        base_url=read_base_url(given),
        uploads=read_uploads(given),
        pg_bin=Path(given["CIP_PG_BIN"]).expanduser().absolute() if "CIP_PG_BIN" in given else None,
    )


def secret_key_for(settings: Settings, host: str) -> str:
    """The key that signs cookies when serving on `host`: the given one, or on a loopback address one made and kept
    in `var/secret_key`.

    Raises RefusalError if none was given and `host` can be reached from outside, or if the kept file is unfit.
    """
    if settings.secret_key is not None:
        return settings.secret_key
    if not is_loopback(host):
        raise RefusalError(
            f"CIP_SECRET_KEY must be set (at least {SHORTEST_KEY} characters) to serve on {host}, "
            "which other machines can reach."
        )
    path = settings.var / "secret_key"
    try:
        if not path.exists():
            _make_key_file(path)
        return _read_key_file(path)
    except OSError as error:
        raise RefusalError(f"The secret key in {path} cannot be read or made: {error.strerror}.") from error


def _environment(given: Mapping[str, str]) -> Environment:
    match given.get("CIP_ENV", "production"):
        case "production":
            return "production"
        case "development":
            return "development"
        case other:
            raise RefusalError(f"CIP_ENV is {other!r}; it must be development or production.")


def _database_url(given: Mapping[str, str], var: Path) -> str:
    url = given.get("CIP_DATABASE_URL", f"sqlite:///{var / 'cip.sqlite'}")
    # The value itself stays out of the sentence: it may hold a password.
    if not url.startswith(DATABASES):
        raise RefusalError(f"CIP_DATABASE_URL must start with {' or '.join(DATABASES)}.")
    if url in (DATABASES[0], "sqlite:///:memory:"):
        raise RefusalError("CIP_DATABASE_URL must name a file: a database in memory would forget every answer.")
    return url


def _secret_key(given: Mapping[str, str]) -> str | None:
    key = given.get("CIP_SECRET_KEY")
    # Only a spoken "production" insists here: with CIP_ENV left out `cip run` may still make a key on loopback.
    if key is None and given.get("CIP_ENV") == "production":
        raise RefusalError(f"CIP_SECRET_KEY must be set (at least {SHORTEST_KEY} characters) when CIP_ENV=production.")
    if key is not None and len(key) < SHORTEST_KEY:
        raise RefusalError(f"CIP_SECRET_KEY has {len(key)} characters; it needs at least {SHORTEST_KEY}.")
    return key


def _whole_number(given: Mapping[str, str], name: str, *, default: int, low: int, high: int) -> int:
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(high)) and low <= int(text) <= high):
        raise RefusalError(f"{name} is {text!r}; it must be a whole number from {low} to {high}.")
    return int(text)


def _make_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Written aside and linked into place: a crash leaves no half key, and of two processes that start at once
    # the second finds the name taken and reads the first one's key.
    aside = path.with_name(f"{path.name}.{ids.new_id()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(ids.new_secret())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, path)
        except FileExistsError:
            return
    finally:
        aside.unlink()


def _read_key_file(path: Path) -> str:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise RefusalError(f"{path} can be read by others; run: chmod 600 {path}")
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < SHORTEST_KEY:
        raise RefusalError(f"{path} holds no usable key; delete it and start again.")
    return key
