"""What follows the awards of a world's past call: a report with a cut, an award that was revoked and is owed back."""

from collections.abc import Sequence

from cip.agreement.days import national_holidays
from cip.cli.worlds.calls import Office
from cip.database.work import open_reading
from cip.incentives.actions.follow_award import close_meeting, invite_to_meeting
from cip.incentives.actions.follow_breach import (
    Found,
    NewRevocation,
    confirm_breach,
    decide_revocation,
    find_breach_now,
    prepare_revocation,
    warn_of_breach,
)
from cip.incentives.actions.recover import refund_debt
from cip.incentives.actions.settle_report import judge_line, settle_report
from cip.incentives.actions.write_report import NewLine, add_line, send_report
from cip.incentives.reads.award_checks import cup_of
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.expenses import report_of
from cip.incentives.reads.recoveries import debt_of
from cip.parties.reads import members_of

# How many days before the day of the demonstration each thing happened; awards were accepted 25 days before.
_FOUND, _REPORTED, _MET, _CONFIRMED, _SETTLED, _REVOKED, _REFUNDED = 24, 15, 12, 9, 8, 6, 2
_SUPPLIER = "00743110157"
"""An invented supplier: the number has a right check digit."""


def seed_expenses(office: Office, accepted: Sequence[str], *, revoke: bool = True) -> str | None:
    """The first accepted award gets a report with a cut and its meeting; the last one, where there is another, was paid
    in part, broke its promise and owes: call this after payments. `office` stands at its past call. The id of the award
    that owes, None where none does.
    """
    if not accepted:
        return None
    seed_report(office, accepted[0])
    if not revoke or len(accepted) < 2:
        return None
    _revoke(office, accepted[-1])
    return accepted[-1]


def seed_report(office: Office, award_id: str) -> None:
    """The report of an award with a cut, settled, and its meeting. `office` stands at the call."""
    with open_reading(office.applying.stage.database) as session:
        award = award_of(session, award_id)
        cup = cup_of(session, award) or ""
        owner = next(one.person_id for one in members_of(session, award.firm_id) if one.role == "owner")
    # No category above half of the award; what has no CUP is cut, and some of the balance is left.
    whole, fifth = award.cents, award.cents // 5
    with office.ago(_REPORTED).by(owner, award.firm_id) as work:
        for number, (category, cents, code) in enumerate(
            (("advice", whole * 9 // 20, cup), ("cover", whole * 7 // 20, cup), ("tools", fifth, "")), 1
        ):
            line = NewLine(
                kind="cost", category=category, number=f"{number}/{award_id[:4]}",
                issued_on=office.day(_REPORTED + number),
                supplier_code=_SUPPLIER, supplier="Fornitore inventato", net_cents=cents, claimed_cents=cents, cup=code,
            )  # fmt: skip
            add_line(work, award_id, line)
        send_report(work, award_id)
    with office.ago(_MET).of(office.cast.people["officer"]) as work:
        meeting_id = invite_to_meeting(work, award_id, office.day(_MET), "Sede della Provincia di prova")
        close_meeting(work, award_id, meeting_id, "held", "Visto il piano delle misure. Nessun rilievo.")
    with office.ago(_SETTLED).of(office.cast.people["officer"]) as work:
        report = report_of(work.session, award_id)
        for one in report.lines if report else ():
            admitted = one.claimed_cents if one.cup else 0
            judge_line(work, award_id, one.id, admitted, "" if one.cup else "Sulla fattura manca il CUP.")
        settle_report(work, award_id)


def _revoke(office: Office, award_id: str) -> None:
    people, free = office.cast.people, national_holidays()
    facts = "Alla visita la misura promessa non era più in uso."
    with office.ago(_FOUND).of(people["officer"]) as work:
        breach_id = find_breach_now(work, award_id, Found("G-06", "", facts))
        warn_of_breach(work, breach_id, 10, free)
    with office.ago(_CONFIRMED).of(people["officer"]) as work:
        confirm_breach(work, breach_id, "Passato il termine, nulla è cambiato.")
        prepare_revocation(work, breach_id, NewRevocation("whole", "Clausola essenziale non rispettata.", 30))
    with office.ago(_REVOKED).of(people["head"]) as work:
        decide_revocation(work, breach_id, "PROVA/31", free)
    with office.ago(_REFUNDED).of(people["officer"]) as work:
        debt = debt_of(work.session, award_id)
        if debt is not None and debt.owed:
            refund_debt(work, award_id, min(debt.owed, 10_000), office.day(_REFUNDED), "bonifico di prova")
