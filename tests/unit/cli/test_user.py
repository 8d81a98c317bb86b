"""`cip user`: the first administrator, links printed once, the way back in."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from cip.database.engine import open_database
from cip.database.work import open_reading, open_work
from cip.kernel import codes
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import now
from cip.parties.access import SYSTEM
from cip.parties.actions.second_factor import turn_on_factor
from cip.parties.reads.account import open_link
from cip.parties.reads.people import person_by_email
from tests.unit.cli.conftest import Cip

LINK = re.compile(r"^https://cip\.example\.org/it/account/choose-password/([A-Za-z0-9_-]{43})$", re.MULTILINE)
EMAIL = "capo@example.org"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An installation of its own."""
    return {"CIP_VAR": str(tmp_path / "var"), "CIP_BASE_URL": "https://cip.example.org"}


@pytest.fixture
def added(cip: Cip, environ: dict[str, str]) -> str:
    """The secret of the link of the first administrator."""
    ran = cip("user", "add", " Capo@Example.org ", "--name", "Capo Prova", "--admin", environ=environ)
    assert (ran.code, ran.err) == (0, "")
    found = LINK.search(ran.out)
    assert found is not None
    return found[1]


def test_the_first_administrator_gets_a_link_that_sets_the_password(
    cip: Cip, environ: dict[str, str], added: str
) -> None:
    database = open_database(f"sqlite:///{environ['CIP_VAR']}/cip.sqlite")
    with open_reading(database) as session:
        link = open_link(session, sha256_of(added), "set_password", now())
        late = open_link(session, sha256_of(added), "set_password", now() + timedelta(minutes=61))
    database.dispose()
    assert link is not None
    assert link.email == EMAIL
    assert late is None
    assert added.encode() not in Path(environ["CIP_VAR"], "cip.sqlite").read_bytes()
    [person] = cip("user", "list", "--json", environ=environ).json
    assert (person["email"], person["roles"]) == (EMAIL, ["admin of this installation"])
    assert cip("user", "list", environ=environ).out == f"{EMAIL}  Capo Prova  admin of this installation\n"


def test_another_link_is_another_secret(cip: Cip, environ: dict[str, str], added: str) -> None:
    told = cip("user", "link", EMAIL, "--json", environ=environ).json
    assert told["email"] == EMAIL
    found = LINK.search(told["link"])
    assert found is not None
    assert found[1] != added


def test_refusals_are_one_sentence(cip: Cip, environ: dict[str, str], added: str) -> None:
    assert added
    for arguments, sentence in (
        (("add", EMAIL, "--name", "Twice"), "There is an account with this address already."),
        (("add", "no address", "--name", "X"), "This is no e-mail address that a mail could go to."),
        (("add", "a@example.org", "--name", " "), "A name has from 1 to 120 characters."),
        (("link", "nobody@example.org"), "there is no account with this address"),
        (("close", "nobody@example.org"), "there is no account with this address"),
        (("close", EMAIL), "This is the last person who answers for it: name another one first."),
        (("reset-factor", EMAIL), "this account has no second factor"),
    ):
        ran = cip("user", *arguments, environ=environ)
        assert (ran.code, ran.out, ran.err) == (1, "", f"cip: {sentence}\n")


def test_a_lost_factor_is_turned_off(cip: Cip, environ: dict[str, str], added: str) -> None:
    assert added
    database = open_database(f"sqlite:///{environ['CIP_VAR']}/cip.sqlite")
    with open_work(database, actor=SYSTEM, now=now()) as work:
        person = person_by_email(work.session, EMAIL)
        assert person is not None
        digests = [codes.salted_digest("AAAA", b"salt")]
        turn_on_factor(work, person.id, sealed_secret="x" * 40, step=1, code_digests=digests)
    assert cip("user", "list", environ=environ).out.endswith("admin of this installation, second factor\n")
    assert cip("user", "reset-factor", EMAIL, environ=environ).out == f"{EMAIL} has no second factor now\n"
    with open_reading(database) as session:
        person = person_by_email(session, EMAIL)
    database.dispose()
    assert person is not None
    assert not person.second_factor


def test_a_closed_account_stays_in_the_list_without_its_name(cip: Cip, environ: dict[str, str], added: str) -> None:
    assert added
    cip("user", "add", "altra@example.org", "--name", "Altra Prova", "--admin", environ=environ)
    assert cip("user", "close", EMAIL, environ=environ).code == 0
    listed = cip("user", "list", environ=environ).out
    assert "Capo" not in listed
    assert re.search(r"^closed-[0-9a-f]{32}@closed\.invalid  –  closed$", listed, re.MULTILINE)
    assert cip("user", "link", EMAIL, environ=environ).code == 1
