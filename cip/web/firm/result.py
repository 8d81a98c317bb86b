"""The result: stored when the owner asks for it, shown as it was stored."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from cip.agreement.actions.adherence_work import hold_joinings
from cip.assessment.actions import conclude_check_up
from cip.assessment.agreements import concerning_firm
from cip.assessment.answers import Answers
from cip.assessment.bound import BoundPack, bind
from cip.assessment.engine import ENGINE_VERSION, check_up_bound
from cip.assessment.plan import read_plan
from cip.assessment.quick import is_quick
from cip.assessment.reads import CHECK_UP, latest_verified
from cip.assessment.replaying import result_text
from cip.assessment.results import CheckUp, ListName
from cip.assessment.stored import StoredAnswers, StoredSnapshot
from cip.database.work import Work
from cip.documents.clauses import AgreementPart, agreement_part
from cip.documents.measure_words import measure_lists
from cip.documents.parts import Report
from cip.documents.report import area_chart, build_report, ladder_chart, radar_chart
from cip.kernel.texts import Language
from cip.parties.access import load_for
from cip.web.firm import firm
from cip.web.firm.saving import save
from cip.web.firm.taps import taps
from cip.web.firm.visit import Visit, answers_of, as_stored, open_visit
from cip.web.firm.words import page_words
from cip.web.language import current
from cip.web.looking_again import look_again
from cip.web.state import actor, reading, today, working
from cip.web.verified_shown import VerifiedShown, shown_verified


@dataclass(frozen=True)
class Outcome:
    """A stored result, computed again, with all that is made of it: report and charts only where a page shows them."""

    visit: Visit
    stored: StoredSnapshot
    bound: BoundPack
    answers: Answers
    check_up: CheckUp
    language: Language
    recomputed: bool

    @cached_property
    def report(self) -> Report:
        """The result in words."""
        return build_report(
            self.bound.pack,
            self.answers,
            self.check_up,
            self.language,
            engine_version=self.stored.engine_version,
            recomputed=self.recomputed,
            extra=self.visit.stored.extra,
        )

    @cached_property
    def areas_chart(self) -> str:
        """The areas as bars, in SVG."""
        return area_chart(self.report)

    @cached_property
    def radar(self) -> str:
        """The areas as a radar, in SVG."""
        return radar_chart(self.report)

    @cached_property
    def levels_chart(self) -> str:
        """The levels as a ladder, in SVG."""
        return ladder_chart(self.report)

    @property
    def quick(self) -> bool:
        """Whether it rests on few answers, as after a quick start."""
        return is_quick(self.check_up)

    @property
    def lists(self) -> tuple[tuple[ListName, str, str], ...]:
        """The lists of measures that this page shows, with the names that the report gives them."""
        return measure_lists(self.language)


def stored_outcome(visit: Visit) -> Outcome | None:
    """The latest stored result: computed again from its own answers, day and pack, which gives the same bytes. Where it
    does not, the report says so, and the log has it as an error.
    """
    stored = visit.snapshot
    if stored is None:
        return None
    bound = bind(visit.pack, stored.on_day)
    answers = answers_of(bound, stored)
    check_up = check_up_bound(bound, answers)
    return Outcome(visit, stored, bound, answers, check_up, current(), not as_stored(stored, check_up))


@dataclass(frozen=True)
class Conclusion:
    """The answers of a check-up as they were read, and their result."""

    answers: StoredAnswers
    pack_sha256: str
    on: date
    result: str

    def store(self, work: Work, check_up_id: str) -> None:
        """Store it in a Work that may do more. Raises what `conclude_check_up` raises."""
        check_up = load_for(work.session, actor(), CHECK_UP, check_up_id, action="conclude")
        if check_up.firm_id is not None:
            # First, as the clauses of what the firm joined are looked at in the same Work.
            hold_joinings(work, check_up.firm_id)
        conclude_check_up(
            work,
            check_up_id,
            answers=self.answers,
            on_day=self.on,
            pack_sha256=self.pack_sha256,
            engine_version=ENGINE_VERSION,
            result=self.result,
        )
        look_again(work, check_up.firm_id)


def conclusion_of(check_up_id: str) -> Conclusion:
    """The result of the answers as they are now; computed before anything is locked."""
    visit = open_visit(check_up_id, "conclude")
    if visit.readable.problems:
        # Two pages saved at the same moment: one answer denies another. It is taken back first, so that the stored
        # answers are exactly those that the result was computed from.
        save(visit, {}, "result")
        visit = open_visit(check_up_id, "conclude")
    on = today()
    return Conclusion(visit.stored, visit.pack.sha256, on, result_text(visit.pack, visit.stored.canonical, on))


@firm.post("/<check_up_id>/result")
def conclude(check_up_id: str) -> Response:
    """Store the result of the answers as they are now, and show it."""
    found = conclusion_of(check_up_id)
    with working() as work:
        found.store(work, check_up_id)
    return redirect(url_for("firm.result", check_up_id=check_up_id), 303)


@firm.get("/<check_up_id>/result")
def result(check_up_id: str) -> str | Response:
    """The latest stored result; the hub while there is none."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    return render_template(
        "firm/result.html",
        visit=visit,
        outcome=outcome,
        verified=_verified(visit),
        agreements=agreements_of(outcome, visit),
        taps=() if visit.check_up.closed_at or visit.check_up.validated_at else taps(visit, outcome.report),
        sample=False,
        measure_url=lambda code: url_for("firm.measure", check_up_id=check_up_id, code=code),
        **page_words(visit),
    )


def agreements_of(outcome: Outcome, visit: Visit) -> tuple[AgreementPart, ...]:
    """The agreements that concern the firm, by the answers of a result alone, and what the measures of its plan would
    bring; those to do at once where there is no plan yet.
    """
    pack, check_up = outcome.bound.pack, outcome.check_up
    book = pack.content.agreements
    if book is None:
        return ()
    planned = [item.code for item in read_plan(visit.stored.extra["plan"]).promised]
    chosen = planned or [item.id for item in check_up.in_list("now")]
    binding = {item.agreement.id for item in concerning_firm(outcome.bound, outcome.answers) if item.binds}
    return tuple(
        agreement_part(
            book,
            book.by_id[name],
            results,
            pack.measures,
            check_up.on,
            outcome.language,
            chosen=chosen,
            binds=name in binding,
            answers_only=name in binding,
        )
        for name, results in groupby(check_up.clauses, key=lambda one: one.agreement)
    )


def _verified(visit: Visit) -> VerifiedShown | None:
    """The verified result that stands beside; only a firm's check-up can have one."""
    if visit.check_up.firm_id is None:
        return None
    with reading() as session:
        return shown_verified(visit, latest_verified(session, visit.id))
