"""The settings: every default is the safe one, every wrong value is one sentence."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cip.kernel.errors import RefusalError
from cip.kernel.settings import Settings, is_loopback, read_settings, secret_key_for

KEY = "k" * 32


def test_defaults_are_the_safe_ones() -> None:
    settings = read_settings({})
    assert settings.environment == "production"
    assert settings.production
    assert settings.var == Path.cwd() / "var"
    assert settings.database_url == f"sqlite:///{Path.cwd() / 'var' / 'cip.sqlite'}"
    assert settings.secret_key is None
    assert settings.trusted_proxies == 0
    assert settings.retention_days == 90
    assert settings.keep_days == 730
    assert settings.rules is None


def test_reads_every_variable(tmp_path: Path) -> None:
    environ = {
        "CIP_ENV": "production",
        "CIP_VAR": str(tmp_path),
        "CIP_DATABASE_URL": "postgresql://cip:hidden@db/cip",
        "CIP_SECRET_KEY": KEY,
        "CIP_TRUSTED_PROXIES": "1",
        "CIP_RETENTION_DAYS": "30",
        "CIP_KEEP_DAYS": "400",
        "CIP_RULES": "/srv/rules",
        "PATH": "ignored",
    }
    assert read_settings(environ) == Settings(
        environment="production",
        var=tmp_path,
        database_url="postgresql://cip:hidden@db/cip",
        secret_key=KEY,
        trusted_proxies=1,
        retention_days=30,
        keep_days=400,
        rules=Path("/srv/rules"),
    )


def test_empty_value_counts_as_left_out() -> None:
    assert read_settings({"CIP_ENV": " ", "CIP_SECRET_KEY": "", "CIP_RULES": ""}) == read_settings({})


def test_sqlite_file_stands_under_var(tmp_path: Path) -> None:
    assert read_settings({"CIP_VAR": str(tmp_path)}).database_url == f"sqlite:///{tmp_path / 'cip.sqlite'}"


def test_secrets_do_not_show_when_printed() -> None:
    settings = read_settings({"CIP_SECRET_KEY": KEY, "CIP_DATABASE_URL": "postgresql://cip:hidden@db/cip"})
    assert KEY not in repr(settings)
    assert "hidden" not in repr(settings)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"CIP_ENV": "staging"}, "CIP_ENV is 'staging'"),
        ({"CIP_ENV": "production"}, "CIP_SECRET_KEY must be set"),
        ({"CIP_ENV": "production", "CIP_SECRET_KEY": "k" * 31}, "at least 32"),
        ({"CIP_ENV": "development", "CIP_SECRET_KEY": "short"}, "has 5 characters"),
        ({"CIP_DATABASE_URL": "mysql://cip:hidden@db/cip"}, "must start with"),
        ({"CIP_DATABASE_URL": "sqlite://"}, "must start with"),
        ({"CIP_DATABASE_URL": "sqlite:///:memory:"}, "in memory"),
        ({"CIP_DATABASE_URL": "sqlite:///"}, "in memory"),
        ({"CIP_TRUSTED_PROXIES": "-1"}, "from 0 to 5"),
        ({"CIP_TRUSTED_PROXIES": "6"}, "from 0 to 5"),
        ({"CIP_TRUSTED_PROXIES": "all"}, "from 0 to 5"),
        ({"CIP_RETENTION_DAYS": "0"}, "from 1 to 3650"),
        ({"CIP_KEEP_DAYS": "3651"}, "CIP_KEEP_DAYS is '3651'; it must be a whole number from 1 to 3650"),
        ({"CIP_RETENTION_DAYS": "90.5"}, "from 1 to 3650"),
        ({"CIP_RETENTION_DAYS": "٩"}, "from 1 to 3650"),
        ({"CIP_RETENTION_DAYS": "9" * 5000}, "from 1 to 3650"),
    ],
)
def test_refuses_what_cannot_be_right(environ: dict[str, str], words: str) -> None:
    with pytest.raises(RefusalError, match=words) as refusal:
        read_settings(environ)
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - the very address that must not count
        ("::", False),
        ("192.168.1.4", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_knows_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_given_key_is_used_everywhere(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path), "CIP_SECRET_KEY": KEY})
    assert secret_key_for(settings, "127.0.0.1") == secret_key_for(settings, "192.168.1.4") == KEY
    assert list(tmp_path.iterdir()) == []


def test_key_is_made_once_on_loopback_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path / "var")})
    key = secret_key_for(settings, "127.0.0.1")
    path = tmp_path / "var" / "secret_key"
    assert len(key) >= 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert secret_key_for(settings, "localhost") == key
    assert [file.name for file in path.parent.iterdir()] == ["secret_key"]


def test_no_key_is_made_for_an_address_that_others_reach(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path)})
    with pytest.raises(RefusalError, match="CIP_SECRET_KEY must be set"):
        secret_key_for(settings, "0.0.0.0")  # noqa: S104 - the very address that must not count
    assert list(tmp_path.iterdir()) == []


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path)})
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: secret_key_for(settings, "127.0.0.1"), range(32)))
    assert len(set(keys)) == 1


def test_refuses_a_key_file_that_others_can_read(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path)})
    secret_key_for(settings, "127.0.0.1")
    (tmp_path / "secret_key").chmod(0o644)
    with pytest.raises(RefusalError, match="chmod 600"):
        secret_key_for(settings, "127.0.0.1")


def test_refuses_a_half_written_key_file(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path)})
    (tmp_path / "secret_key").touch(mode=0o600)
    with pytest.raises(RefusalError, match="no usable key"):
        secret_key_for(settings, "127.0.0.1")


def test_refuses_a_var_that_cannot_be_a_folder(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file stands in the way")
    settings = read_settings({"CIP_VAR": str(tmp_path / "var")})
    with pytest.raises(RefusalError, match="cannot be read or made"):
        secret_key_for(settings, "127.0.0.1")
