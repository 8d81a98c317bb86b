"""Who is told that a plan was agreed and waits for a signature."""

import json
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from cip.assessment.actions import agree_plan
from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.database.work import open_reading, open_work
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.register_firm import FirmDetails, register_firm
from tests.integration.assessment.planning import DAY, M01, agree, save, stored, versions
from tests.integration.worlds import NOW, World
from tests.unit.assessment.firms import the_pack


@dataclass(frozen=True)
class Person:
    """Does as a person does."""

    label: str


@pytest.fixture
def anna(planned: World) -> Person:
    """One of two owners of the firm that the plan belongs to; a third person only helps."""
    with planned.work() as work:
        anna = add_person(work, email="anna@example.org", name="Anna", language="it")
        berta = add_person(work, email="berta@example.org", name="Berta", language="en")
        carlo = add_person(work, email="carlo@example.org", name="Carlo", language="it")
        firm_id = register_firm(work, FirmDetails(name="Officina"), tax_code="01234567897", owner_id=anna)
        add_member(work, berta, party_kind="firm", party_id=firm_id, role="owner")
        add_member(work, carlo, party_kind="firm", party_id=firm_id, role="collaborator")
        adopt_check_up(work, planned.check_up_id, firm_id, on_day=DAY)
    return Person(f"person:{anna}")


def agree_by(world: World, doer: Person) -> str:
    with open_work(world.database, actor=doer, now=NOW) as work:
        return agree_plan(work, world.check_up_id, pack=the_pack(), on=DAY, seen=stored(world))


def mails(world: World) -> list[tuple[str, str, str]]:
    with open_reading(world.database) as session:
        payloads = session.scalars(text("SELECT payload FROM outbox WHERE template = 'plan_to_sign'"))
        found = [json.loads(payload) for payload in payloads]
    return sorted((mail["to"], mail["values"]["firm"], mail["values"]["link"]) for mail in found)


def test_the_owners_who_did_not_agree_it_themselves_are_told(planned: World, anna: Person) -> None:
    version_id = agree_by(planned, anna)
    link = f"/en/check-up/{planned.check_up_id}/plan/versions/{version_id}"
    assert mails(planned) == [("berta@example.org", "Officina", link)]
    assert agree_by(planned, anna) == version_id
    assert len(mails(planned)) == 1, "the same version is told of once"
    save(planned, {("plan", "M01"): {**M01, "owner": "banco"}})
    agree_by(planned, anna)
    assert len(mails(planned)) == len(versions(planned)) == 2


def test_who_agreed_for_somebody_else_is_not_taken_for_an_owner(planned: World, anna: Person) -> None:
    agree_by(planned, Person(f"{anna.label[:-1]}x"))
    assert [to for to, _firm, _link in mails(planned)] == ["anna@example.org", "berta@example.org"]


def test_a_plan_of_no_firm_is_told_nobody(planned: World) -> None:
    agree(planned)
    assert mails(planned) == []
