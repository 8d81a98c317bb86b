"""`cip work`: refuses to start where mails would go nowhere, sends once, lists what is dead, tries it again."""

import sqlite3
from pathlib import Path

import pytest

from cip.cli.serve import demonstration_of
from cip.database import outbox
from cip.database.audit.sealing import waits
from cip.database.engine import Database, open_database
from cip.database.migrate import upgrade
from cip.database.work import open_reading, open_work
from cip.kernel.clock import now
from cip.kernel.errors import RefusalError
from cip.kernel.settings import read_settings
from cip.parties.access import SYSTEM
from cip.parties.actions.add_person import add_person
from tests.unit.cli.conftest import Cip

ORDER = {
    "template": "plan_to_sign",
    "to": "anna@example.org",
    "language": "it",
    "values": {"firm": "Officina di prova", "link": "/it/plan"},
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Settings of development on an empty folder."""
    return {"CIP_ENV": "development", "CIP_VAR": str(tmp_path / "var")}


def put(environ: dict[str, str]) -> str:
    database = opened(environ)
    with open_work(database, actor=SYSTEM, now=now()) as work:
        id = outbox.put(work, "mail", ORDER)
    database.dispose()
    return id


def opened(environ: dict[str, str]) -> Database:
    url = read_settings(environ).database_url
    upgrade(url)
    return open_database(url)


def test_production_without_a_mail_server_is_one_sentence(cip: Cip, environ: dict[str, str]) -> None:
    ran = cip("work", "--once", environ=environ | {"CIP_ENV": ""})
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("cip: CIP_MAIL_URL must name the server")
    assert ran.err.count("\n") == 1


def test_development_keeps_mails_for_the_page(cip: Cip, environ: dict[str, str]) -> None:
    put(environ)
    ran = cip("work", "--once", environ=environ)
    assert (ran.code, ran.out, ran.err) == (0, "1 sent, 0 to be tried again, 0 dead\n", "")
    assert cip("work", "--once", "--json", environ=environ).json == {"sent": 0, "failed": 0, "dead": 0}
    with sqlite3.connect(Path(environ["CIP_VAR"]) / "cip.sqlite") as connection:
        assert connection.execute("SELECT address FROM demo_mails").fetchall() == [("anna@example.org",)]


def test_it_seals_the_audit(cip: Cip, environ: dict[str, str]) -> None:
    database = opened(environ)
    with open_work(database, actor=SYSTEM, now=now()) as work:
        add_person(work, email="anna@example.org", name="Anna Prova", language="it")
    with open_reading(database) as session:
        assert waits(session)
    assert cip("work", "--once", environ=environ).code == 0
    with open_reading(database) as session:
        assert not waits(session)
    database.dispose()
    assert read_settings(environ).audit_anchors.exists()


def test_dead_messages_are_listed_without_content_and_tried_again(cip: Cip, environ: dict[str, str]) -> None:
    id = put(environ)
    with sqlite3.connect(Path(environ["CIP_VAR"]) / "cip.sqlite") as connection:
        connection.execute("UPDATE outbox SET payload = replace(payload, 'plan_to_sign', 'plan_of_old')")
    assert cip("work", "--once", environ=environ).out == "0 sent, 0 to be tried again, 1 dead\n"
    listed = cip("work", "--dead", environ=environ).out
    assert listed.startswith(id)
    assert "plan_to_sign 1 tries UnknownTemplateError" in listed
    assert "anna" not in listed
    (found,) = cip("work", "--dead", "--json", environ=environ).json
    assert (found["id"], found["error"], found["can_be_retried"]) == (id, "UnknownTemplateError", True)
    # Looking and trying again need no mail server.
    production = environ | {"CIP_ENV": ""}
    assert cip("work", "--retry", id, environ=production).out == f"{id} will be tried again\n"
    with sqlite3.connect(Path(environ["CIP_VAR"]) / "cip.sqlite") as connection:
        connection.execute("UPDATE outbox SET payload = replace(payload, 'plan_of_old', 'plan_to_sign')")
    assert cip("work", "--once", environ=environ).out == "1 sent, 0 to be tried again, 0 dead\n"
    assert cip("work", "--dead", environ=environ).out == ""


def test_only_what_is_dead_is_tried_again(cip: Cip, environ: dict[str, str]) -> None:
    for id in ("nothing", put(environ)):
        ran = cip("work", "--retry", id, environ=environ)
        assert (ran.code, ran.out) == (1, "")
        assert "no dead message" in ran.err


@pytest.mark.parametrize(
    "given",
    [
        {"CIP_MAIL_URL": "smtp://127.0.0.1", "CIP_MAIL_FROM": "a@b.it"},
        {"CIP_ENV": "production", "CIP_SECRET_KEY": "k" * 32},
    ],
)
def test_a_demonstration_never_starts_where_real_mails_are_meant(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIP_ENV", given.get("CIP_ENV", ""))
    with pytest.raises(RefusalError, match="--demo shows all mails"):
        demonstration_of(read_settings(given), "http://127.0.0.1:8000")


def test_links_of_a_demonstration_lead_to_where_it_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CIP_ENV", raising=False)
    served = demonstration_of(read_settings({}), "http://127.0.0.1:8123")
    assert (served.demo, served.base_url) == (True, "http://127.0.0.1:8123")
    named = demonstration_of(read_settings({"CIP_BASE_URL": "https://demo.example.org"}), "http://127.0.0.1:8123")
    assert named.base_url == "https://demo.example.org"
