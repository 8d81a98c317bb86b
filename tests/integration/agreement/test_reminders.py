"""Firms that joined are reminded once of what is due, late, or about to end; nothing of what is done."""

import json
from datetime import date, timedelta

from sqlalchemy import select

from cip.agreement.actions.leave_adherence import end_for_merger
from cip.agreement.actions.remind_firms import remind_firms
from cip.agreement.actions.sign_adherence import note_duty
from cip.database.outbox import OutboxRow
from cip.database.work import open_reading
from tests.integration.agreement.joiners import DAY, Joiners

COMMITTEE, WORKERS = DAY + timedelta(days=10), DAY + timedelta(days=15)
ENDS = date(2028, 12, 31)


def remind(joiners: Joiners, on: date) -> int:
    with joiners.on(on) as work:
        return remind_firms(work, joiners.book, on=on)


def mails(joiners: Joiners) -> list[tuple[str, str, str]]:
    """Template, address and clause (or last day) of every mail."""
    with open_reading(joiners.cast.database) as session:
        rows = session.scalars(
            select(OutboxRow).where(OutboxRow.template.in_(("duty_due", "duty_late", "agreement_ends")))
        )
        found = [(str(row.template), json.loads(row.payload or "{}")) for row in rows]
    return sorted((template, mail["to"], mail["values"].get("clause", "")) for template, mail in found)


def test_each_member_is_told_once_before_the_last_day(joiners: Joiners) -> None:
    joined = joiners.joined()
    assert remind(joiners, COMMITTEE - timedelta(days=4)) == 0
    assert remind(joiners, COMMITTEE - timedelta(days=3)) == 1
    assert remind(joiners, COMMITTEE) == 1
    assert mails(joiners) == [("duty_due", f"{name}@example.org", "A-05") for name in ("ada", "bruno")]
    with open_reading(joiners.cast.database) as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.template == "duty_due")).first()
    assert row is not None
    values = json.loads(row.payload or "{}")["values"]
    assert values == {
        "firm": "Forno Ada",
        "agreement": "Accordo di oggi",
        "clause": "A-05",
        "until": COMMITTEE.isoformat(),
        "link": f"/it/firm/{joiners.firm}/agreement/{joined}",
    }


def test_what_is_late_is_told_and_what_is_done_is_not(joiners: Joiners) -> None:
    joined = joiners.joined()
    with joiners.on(DAY) as work:
        note_duty(work, joined, "committee", DAY, on=DAY)
    assert remind(joiners, WORKERS + timedelta(days=1)) == 1
    assert {(template, clause) for template, _, clause in mails(joiners)} == {("duty_late", "A-06")}
    assert remind(joiners, WORKERS + timedelta(days=31)) == 0


def test_the_end_of_the_agreement_is_told(joiners: Joiners) -> None:
    joined = joiners.joined()
    with joiners.on(DAY) as work:
        note_duty(work, joined, "committee", DAY, on=DAY)
        note_duty(work, joined, "workers", DAY, on=DAY)
    assert remind(joiners, ENDS - timedelta(days=91)) == 0
    assert remind(joiners, ENDS - timedelta(days=90)) == 1
    assert {template for template, *_ in mails(joiners)} == {"agreement_ends"}


def test_nobody_is_told_of_a_draft_or_of_what_is_over(joiners: Joiners) -> None:
    joiners.draft()
    assert remind(joiners, COMMITTEE) == 0
    joiners.joined()
    with joiners.on(DAY) as work:
        end_for_merger(work, joiners.firm, on=DAY)
    assert remind(joiners, COMMITTEE) == 0
