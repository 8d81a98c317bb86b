"""A committee in each of the two worlds, each of an agreement of its own, with a firm of that world that joined it."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient

from cip.agreement.actions.ask_committee import ask_committee
from cip.agreement.actions.note_agreement import join_party
from cip.agreement.actions.note_meeting import HeldMeeting, note_meeting
from cip.agreement.actions.open_dispute import Opening, hear_dispute, open_dispute
from cip.agreement.actions.seat_committee import appoint_committee, give_seat
from cip.agreement.records import AdherenceRow
from cip.cli.worlds import SeededWorld
from cip.database.work import Work, open_work
from cip.files.actions import receive_file
from cip.files.stored import shelf_for
from cip.kernel.clock import today
from cip.parties.access import SYSTEM
from cip.parties.actions.add_member import add_member
from cip.parties.actions.add_person import add_person
from cip.parties.actions.open_body import open_body
from cip.web.committee.meetings import QUOTA
from cip.web.state import State, state_of
from tests.integration.web.people import Someone
from tests.unit.files.samples import PDF

AGREEMENTS = ("demo-2023", "milano-proposal-2026")
"""Not the one that the worlds' firms join: it has one committee, which would be of both worlds."""


@dataclass(frozen=True)
class SeatedCommittee:
    """The ids that addresses under `committee` and `matters` take, and the browser of its manager."""

    ids: Mapping[str, str]
    browser: FlaskClient


def seat_committee(site: Flask, world: SeededWorld, agreement_id: str) -> SeatedCommittee:
    """A committee with everything that its pages show: a seat, a meeting with its file, a dispute that was heard, a
    question, a party, a firm that joined; and a dispute that the world's own firm opened under its own joining.
    """
    state, key = state_of(site), world.spec.key
    on = today(state.clock())
    email = f"committee.{key}@example.org"
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        person = add_person(work, email=email, name=f"Comitato {key}", language="it")
        body = open_body(work, "committee", f"Comitato {key}")
        add_member(work, person, party_kind="body", party_id=body, role="manager")
        appoint_committee(work, body, agreement_id)
        ids = {"committee.body_id": body, "committee.adherence_id": _joining(work, world, agreement_id)}
        ids["committee.seat_id"] = give_seat(work, body, "union", f"Sindacato {key}", from_day=on)
        ids["committee.meeting_id"] = _meeting(work, state, body)
        dispute = Opening(agreement_id, None, "B-02", "meaning_of_text", "committee", statement="Che cosa vuol dire?")
        ids["committee.dispute_id"] = open_dispute(work, dispute, on=on)
        hear_dispute(work, ids["committee.dispute_id"], on=on)
        ids["committee.asked_id"] = ask_committee(work, agreement_id, "worker", "Quante ore?")
        ids["committee.party_id"] = join_party(work, agreement_id, "Ente nuovo", "other", from_day=on)
        own = Opening("demo-2026", world.ids["adherence_id"], "B-02", "clause_not_kept", "firm")
        ids["matters.dispute_id"] = open_dispute(work, own, on=on)
    client = site.test_client()
    Someone(site, person, email).sign_in(client)
    return SeatedCommittee(ids, client)


def _joining(work: Work, world: SeededWorld, agreement_id: str) -> str:
    """A joining to an agreement that is over, or only proposed: written past the actions, which refuse it."""
    found, day = work.new_id(), today(work.now)
    values = {
        "id": found,
        "firm_id": world.ids["firm_id"],
        "agreement_id": agreement_id,
        "state": "signed",
        "started_on": day,
        "started_by": "system",
        "form": "{}",
        "form_sha256": "0" * 64,
        "form_version": 1,
        "route": "membership",
        "signed_kind": "in_system",
        "signed_on": day,
        "signed_name": "Prova",
        "signed_by_label": "system",
        "joined_on": day,
    }
    work.session.add(AdherenceRow(**values))
    work.session.flush()
    return found


def _meeting(work: Work, state: State, body: str) -> str:
    file = receive_file(work, shelf_for(state.settings), BytesIO(PDF), "verbale.pdf", f"committee/{body}", quota=QUOTA)
    return note_meeting(work, body, HeldMeeting("committee", today(work.now), file_id=file.id))
