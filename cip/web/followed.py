"""What follows an accepted award, gathered for a page of the firm or of its office: report, use, meeting, debt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cip.database.work import Session
from cip.documents.papers.recovery_letters import RecoveryLetter
from cip.incentives.awards import StoredAward
from cip.incentives.breaches import Revocation, StoredBreach
from cip.incentives.expenses import ExpenseReport, Line, Proof, Ruling, Settlement, settle
from cip.incentives.kept_time import KeptMeasure
from cip.incentives.monitoring_meetings import MonitoringMeeting
from cip.incentives.reads import award_of, call_of, pack_of_call
from cip.incentives.reads.award_checks import cup_of
from cip.incentives.reads.award_letters import letter_kept
from cip.incentives.reads.expenses import ReportStep, handed_in_twice, report_of, ruling_for, steps_of_report
from cip.incentives.reads.kept_time import use_of
from cip.incentives.reads.monitoring_meetings import meetings_of_award
from cip.incentives.reads.recoveries import breaches_of_award, debt_of, revocation_of, steps_of_breach
from cip.incentives.recoveries import Debt
from cip.incentives.supplier_cup import CupNeeded, cup_needed
from cip.kernel.texts import Language
from cip.parties.reads import find_body, find_firm
from cip.rulebook.call_packs import CallPack
from cip.rulebook.shapes.call import Expenses
from cip.web.shown import in_words
from cip.web.state import state, today


@dataclass(frozen=True)
class Followed:
    """Everything of one award on one day. `settled`: what would be accepted if it were settled now, None while a line
    was not looked at; `twice`: lines whose invoice stands elsewhere too; `cups`: lines whose invoice lacks the CUP.
    """

    report: ExpenseReport | None
    ruling: Ruling
    expenses: Expenses | None
    settled: Settlement | None
    twice: Mapping[str, tuple[str, ...]]
    cups: Mapping[str, CupNeeded]
    cup: str | None
    steps: Sequence[ReportStep]
    used: Sequence[KeptMeasure]
    meetings: Sequence[MonitoringMeeting]
    breaches: Sequence[StoredBreach]
    debt: Debt | None

    @property
    def breach(self) -> StoredBreach | None:
        """The breach that is open, else the last one."""
        waiting = [one for one in self.breaches if one.open]
        found = waiting or self.breaches
        return found[-1] if found else None

    @property
    def lines(self) -> Sequence[Line]:
        """The lines of the report."""
        return self.report.lines if self.report else ()

    def place(self, wanted: Proof) -> int:
        """The place of a file among all files of the report, from 1."""
        ids = [proof.id for line in self.lines for proof in line.proofs]
        return ids.index(wanted.id) + 1

    def name(self, category: str) -> str | object:
        """What a category of the call is called; the name of a measure."""
        found = self.expenses.categories if self.expenses else ()
        return next((one.label for one in found if one.id == category), measure_name(category))

    @property
    def unproved(self) -> int:
        """How many lines have no proof with them."""
        return sum(not line.proofs for line in self.lines)


def measure_name(code: str) -> str:
    """What a measure is called in the models of the folder of rules; its code where none knows it."""
    names = (pack.measures[code].name for pack in state().packs.current if code in pack.measures)
    return next((in_words(name) for name in names), code)


def follow(session: Session, award: StoredAward, pack: CallPack, on: date) -> Followed:
    """Everything that follows an award, as it stands on a day."""
    report, ruling = report_of(session, award.id), ruling_for(session, award.id)
    settled = settle(ruling, report.lines) if report is not None and report.judged else None
    cup = cup_of(session, award)
    lines = report.lines if report else ()
    needs = {line.id: cup_needed(pack.content.law.parameters, line, cup) for line in lines}
    return Followed(
        report=report,
        ruling=ruling,
        expenses=pack.call.expenses,
        settled=settled,
        twice=handed_in_twice(session, report) if report else {},
        cups={id: need for id, need in needs.items() if need is not None},
        cup=cup,
        steps=steps_of_report(session, report.id) if report else (),
        used=use_of(session, award.id, on),
        meetings=meetings_of_award(session, award.id),
        breaches=breaches_of_award(session, award.id),
        debt=debt_of(session, award.id),
    )


def letter_of(session: Session, award_id: str, language: Language) -> RecoveryLetter:
    """What the letters about an award say today."""
    award = award_of(session, award_id)
    call = call_of(session, award.call_id)
    firm, body = find_firm(session, award.firm_id), find_body(session, award.body_id)
    breaches = breaches_of_award(session, award_id)
    breach = breaches[-1] if breaches else None
    revocation: Revocation | None = None if breach is None else revocation_of(session, breach.id)
    told, steps = letter_kept(session, award_id), steps_of_breach(session, breach.id) if breach else ()
    return RecoveryLetter(
        language=language,
        office=body.name if body else "",
        title=call.title,
        mark=pack_of_call(session, call).call.about.mark.in_language(language),
        firm=firm.name if firm else "",
        tax_code=firm.tax_code if firm else "",
        contact=call.settings.contact,
        on=today(),
        warned_on=next((step.on_day for step in steps if step.action == "warn"), None),
        measure=measure_name(breach.measure) if breach is not None and breach.measure else "",
        court=None if told is None else told.letter.court,
        head=None if told is None else told.letter.head,
        breach=breach,
        revocation=revocation,
        debt=debt_of(session, award_id),
    )
