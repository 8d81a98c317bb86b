"""`cip backup` and `cip restore` as commands: JSON, words, refusals in one sentence, the mark of a copy."""

from pathlib import Path

import pytest

from tests.unit.cli.conftest import Cip


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Settings of development on a folder with one account."""
    return {"CIP_ENV": "development", "CIP_VAR": str(tmp_path / "var")}


def test_there_and_back(cip: Cip, environ: dict[str, str], tmp_path: Path) -> None:
    archive, other = tmp_path / "a.cip", environ | {"CIP_VAR": str(tmp_path / "other")}
    ran = cip("backup", str(archive), environ=environ)
    assert (ran.code, ran.err) == (1, "cip: the database has no tables of this version yet; start `cip run` once\n")
    assert cip("user", "add", "anna@example.org", "--name", "Anna", "--admin", environ=environ).code == 0
    made = cip("backup", str(archive), "--json", environ=environ)
    assert (made.code, made.json["faults"], made.json["database"]) == (0, [], "sqlite")
    assert cip("backup", str(archive), environ=environ).err == (
        f"cip: {archive} is there already: name another file for the backup\n"
    )
    back = cip("restore", str(archive), "--json", environ=other)
    assert (back.code, back.json["faults"], back.json["production"]) == (0, [], False)
    assert back.json["rows"] == made.json["rows"]
    assert 0 <= back.json["rto_seconds"] < 300
    assert back.json["rpo_seconds"] >= 0
    assert "anna@example.org" in cip("user", "list", environ=other).out
    assert cip("work", "--once", environ=other).err.startswith("cip: this is a restored copy, and no mail leaves it")
    refused = cip("run", "--port", "8199", environ=other | {"CIP_ENV": "production", "CIP_SECRET_KEY": "k" * 40})
    assert refused.err.startswith("cip: this is a restored copy: look at it with CIP_ENV=development")
    assert cip("restore", str(archive), environ=other).err.startswith("cip: the database is not empty")
    lifted = cip("restore", "--as-production", environ=other)
    assert (lifted.code, lifted.err) == (0, "")
    again = cip("restore", "--as-production", environ=other)
    assert again.err == "cip: nothing here is marked as a restored copy: there is nothing to lift\n"


def test_refusals_are_one_sentence(cip: Cip, environ: dict[str, str], tmp_path: Path) -> None:
    assert cip("restore", environ=environ).err == "cip: name the backup to put back\n"
    gone = tmp_path / "gone.cip"
    assert cip("restore", str(gone), environ=environ).err == f"cip: there is no file {gone}\n"
    gone.write_bytes(b"no backup")
    assert cip("restore", str(gone), environ=environ).err == (
        "cip: gone.cip is no backup of CIP, or its table of contents was changed\n"
    )
    pg = environ | {"CIP_DATABASE_URL": "postgresql:///nowhere?sslfoo=1", "CIP_PG_BIN": str(tmp_path)}
    ran = cip("backup", str(tmp_path / "b.cip"), environ=pg)
    assert ran.code == 1
    assert ran.err.count("\n") == 1
