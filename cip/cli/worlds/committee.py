"""The committee of the agreement that both worlds share: its seats, meetings and register, and what comes before it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import segno

from cip.agreement.actions.ask_committee import answer_question, ask_committee
from cip.agreement.actions.note_agreement import join_party, note_agreement
from cip.agreement.actions.note_meeting import HeldMeeting, note_meeting, review_clauses
from cip.agreement.actions.open_dispute import Opening, hear_dispute, open_dispute, settle_dispute
from cip.agreement.actions.seat_committee import appoint_committee, give_seat
from cip.agreement.actions.send_yearly import send_yearly
from cip.agreement.duties import number_on
from cip.agreement.reads.committees import committee_of
from cip.agreement.reviews import Verdict, alert, clauses_to_review
from cip.agreement.yearly import Field
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.agreement import Joining
from cip.cli.worlds.people import seed_people
from cip.database.work import Work, open_reading
from cip.files.accepted import Quota
from cip.files.actions.receive_file import receive_file
from cip.files.stored import Shelf
from cip.parties.actions.open_body import open_body
from cip.parties.reads import person_by_email
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from cip.web.demo.spec import SharedSpec

ROOM = Quota(most_files=20, most_bytes=10_000_000)
# So long ago, in days.
REVIEWED, MET, LISTED, OPENED, HEARD, SETTLED, OPENED_LATELY = 270, 44, 19, 60, 45, 35, 12
DEPOSITED_AFTER = timedelta(days=20)


@dataclass(frozen=True)
class SharedCast:
    """The committee's body and its people by name; `ids` by the names that addresses of its area give them."""

    people: Mapping[str, str]
    ids: Mapping[str, str]


def seed_committee(
    stage: Stage, shared: SharedSpec, book: AgreementBook, kept: str, secret_key: str, shelf: Shelf, on: date
) -> SharedCast:
    """The committee with all that it needs to work, once: the one that is there already is taken as it is. Nobody where
    the rules do not hold its agreement.
    """
    agreement = book.by_id.get(shared.agreement)
    if agreement is None:
        return SharedCast({}, {})
    with open_reading(stage.database) as session:
        there = committee_of(session, agreement.id)
        known = {who: person_by_email(session, one.email) for who, one in shared.people.items()}
    if there is not None:
        people = {who: one.id for who, one in known.items() if one is not None}
        return SharedCast(people, {"committee.body_id": there.body_id})
    with stage.system() as work:
        body_id = open_body(work, "committee", shared.committee.name)
        people = seed_people(work, shared.people, {"committee": body_id}, kept, secret_key)
        appoint_committee(work, body_id, agreement.id)
    with stage.of(people["committee"]) as work:
        seat_id = _seats(work, body_id, agreement, on)
        meeting_id = _meetings(work, body_id, book, agreement, shelf, on)
        party_id = _register(work, agreement, on)
    ids = {"body_id": body_id, "seat_id": seat_id, "meeting_id": meeting_id, "party_id": party_id}
    return SharedCast(people, {f"committee.{name}": value for name, value in ids.items()})


def _seats(work: Work, body_id: str, agreement: Agreement, on: date) -> str:
    """As many unions as employers among the parties, and a public body; the id of the last seat."""
    sides = {side: [one for one in agreement.parties if one.side == side] for side in ("union", "employers", "public")}
    pairs = min(len(sides["union"]), len(sides["employers"]))
    seat_id = ""
    for side in ("union", "employers", "public"):
        for one in sides[side][:pairs]:
            seat_id = give_seat(work, body_id, side, one.name, from_day=one.since or agreement.effective_from or on)
    return seat_id


def _meetings(work: Work, body_id: str, book: AgreementBook, agreement: Agreement, shelf: Shelf, on: date) -> str:
    """A meeting that looked at the clauses after changes of the law, and the latest one; the id of the latest, whose
    minutes are a file.
    """
    early = HeldMeeting("committee", on - timedelta(days=REVIEWED), "Abbiamo riletto le clausole.", "verbale 1")
    early_id = note_meeting(work, body_id, early)
    waits = alert(book, agreement, (), number_on(agreement, "review_days", early.held_on), early.held_on)
    asked = clauses_to_review(waits.changes)
    verdicts: dict[str, Verdict] = dict.fromkeys(asked or agreement.obligations[:1], "kept")
    review_clauses(work, body_id, early_id, verdicts, asked=asked, law_known_to=waits.law_known_to)
    paper = BytesIO()
    segno.make("verbale 2").save(paper, kind="pdf")
    paper.seek(0)
    file = receive_file(work, shelf, paper, "verbale.pdf", f"committee/{body_id}", quota=ROOM)
    last = HeldMeeting("committee", on - timedelta(days=MET), "Elenco delle imprese aggiornato.", "", file.id)
    return note_meeting(work, body_id, last)


def _register(work: Work, agreement: Agreement, on: date) -> str:
    """The deposit, the list, and a party that asked to join and joined; the id of that party."""
    if agreement.signed_on is not None:
        note_agreement(work, agreement.id, "deposited", agreement.signed_on + DEPOSITED_AFTER, reference="ricevuta 1")
    note_agreement(work, agreement.id, "list_published", on - timedelta(days=LISTED))
    note_agreement(work, agreement.id, "deposit_wanted", True)
    note_agreement(work, agreement.id, "party_asked", on - timedelta(days=HEARD))
    return join_party(work, agreement.id, "Cooperativa Inventata", "other", from_day=on - timedelta(days=MET))


def seed_matters(joining: Joining, adherence_id: str) -> dict[str, str]:
    """A dispute that the union brought, open or settled, and a question of the firm; their ids by name."""
    said, spec = joining.world.union, joining.world.firm.joining
    on, first = joining.on, joining.day or joining.on
    opened = max(first, on - timedelta(days=OPENED if said.settled else OPENED_LATELY))
    opening = Opening(
        joining.agreement.id,
        adherence_id,
        said.disputes,
        "clause_not_kept",
        "union",
        joining.cast.bodies["union"],
        said.before_committee,
    )
    with joining.stage.on(opened).of(joining.cast.people["union"]) as work:
        dispute_id = open_dispute(work, opening, on=opened)
    if said.settled:
        _settle(joining, dispute_id, opened)
    with joining.stage.by(joining.owner, joining.firm_id) as work:
        question_id = ask_committee(work, joining.agreement.id, "firm", spec.question, adherence_id=adherence_id)
        limit = number_on(joining.agreement, "cell_limit", on)
        if spec.answer is not None and limit is not None:
            women = joining.world.firm.workers // 2
            numbers: dict[Field, int | None] = {
                "women": women,
                "men": joining.world.firm.workers - women,
                "hourly_leave_women": 1,
            }
            send_yearly(work, adherence_id, max(first.year, on.year - 1), numbers, limit=limit)
    if spec.answer is not None:
        with joining.stage.of(joining.committee) as work:
            answer_question(work, question_id, spec.answer)
            met = max(first, on - timedelta(days=MET))
            note_agreement(work, joining.agreement.id, "monitoring_attended", met, adherence_id=adherence_id)
    return {"dispute_id": dispute_id, "committee.asked_id": question_id}


def _settle(joining: Joining, dispute_id: str, opened: date) -> None:
    for days, close in ((HEARD, False), (SETTLED, True)):
        day = max(opened, joining.on - timedelta(days=days))
        with joining.stage.on(day).of(joining.committee) as work:
            if close:
                settle_dispute(work, dispute_id, "agreed", on=day)
            else:
                hear_dispute(work, dispute_id, on=day)
