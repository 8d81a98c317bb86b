"""The formal check of an application, from taking it up to the decision, on both databases."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cip.cli.checks import keep_checks
from cip.database.engine import Database
from cip.database.locks import RowGoneError
from cip.database.work import open_reading
from cip.incentives.actions.admissibility_work import TermOverError, WhyMissingError, WrongCheckStateError
from cip.incentives.actions.answer_clarification import (
    LockedFieldError,
    NothingAnsweredError,
    answer_clarification,
    attach_file,
)
from cip.incentives.actions.ask_clarification import (
    NotAskableError,
    NothingAskedError,
    OddDaysError,
    ask_clarification,
)
from cip.incentives.actions.check_application import (
    NoSuchRowError,
    OddTermError,
    Says,
    StatedFactError,
    judge_row,
    reopen_check,
    set_term,
    take_application,
)
from cip.incentives.actions.decide_admissibility import (
    EachRemarkError,
    NothingWrongError,
    NoticeFirstError,
    NotInOrderError,
    admit_application,
    announce_refusal,
    answer_notice,
    refuse_application,
)
from cip.incentives.actions.record_aid import record_aid
from cip.incentives.actions.remind_clarifications import let_terms_pass, remind_firms_asked
from cip.incentives.call_facts import FactError
from cip.incentives.clarifying import Item
from cip.incentives.declared import AID_SOURCES, Known
from cip.incentives.reads.admissibility import admitted, find_clarification, term_of_call
from cip.incentives.reads.calls import call_of
from cip.incentives.reads.check_list import NOBODY, Filters, check_page
from cip.incentives.reads.readiness import ready_for_evaluation
from cip.kernel.settings import read_settings
from cip.parties.actions.register_firm import FirmDetails, register_firm
from tests.integration.incentives.checking import FREE, GOOD, NOW, ON, Filing, make_filing, send
from tests.integration.parties.cast import BAKERY

TOO_MANY = {**GOOD, "workers": 60}
WORKERS = (Item("fact", "workers", "Il numero non torna con la busta paga."),)


@pytest.fixture
def filing(database: Database) -> Filing:
    return make_filing(database)


@pytest.fixture
def counter(database: Database) -> Filing:
    return make_filing(database, procedure="counter", facts=TOO_MANY, state="open")


def wrong_size(filing: Filing) -> None:
    """Everything is judged, and the size is not met."""
    filing.take()
    filing.confirm()
    filing.judge("rule-size", Says("not_met", "Sono 60, come dice la busta paga.", "Libro unico"))
    for row_id in filing.open_rows():
        filing.judge(row_id, Says("met", "Controllato.", "Registro"))


def ask(filing: Filing, items: tuple[Item, ...] = WORKERS, days: int = 10) -> str:
    """Ask the firm to complete its application."""
    with filing.work() as work:
        return ask_clarification(work, filing.application_id, items, "Un numero va chiarito.", days, on=ON, free=FREE)


def test_whole_check_in_order(filing: Filing) -> None:
    assert filing.dossier().state == "received"
    filing.take()
    filing.confirm()
    assert filing.checklist().in_order
    with filing.work() as work:
        admit_application(work, filing.application_id, on=ON, note="Tutto c'è.")
    found = filing.dossier()
    assert found.state == "admitted"
    assert found.decision is not None
    assert found.decision.facts["workers"] == 7
    assert [step.action for step in found.steps] == ["take", "admit"]
    with open_reading(filing.database) as session:
        left = admitted(session, filing.call_id)[filing.application_id]
    assert left.admitted
    assert left.reasons == ()
    assert left.facts["workers"] == 7
    assert filing.cast.mails("application_admitted") == ["ada@example.org", "bruno@example.org"]


def test_nothing_is_judged_before_it_is_taken_up(filing: Filing) -> None:
    with pytest.raises(WrongCheckStateError):
        filing.confirm()


def test_open_rows_stop_the_admission(filing: Filing) -> None:
    filing.take()
    with pytest.raises(NotInOrderError) as raised, filing.work() as work:
        admit_application(work, filing.application_id, on=ON)
    assert "rule-size" in raised.value.row_ids


def test_overruling_needs_reason_and_source(filing: Filing) -> None:
    filing.take()
    with pytest.raises(WhyMissingError):
        filing.judge("rule-size", Says("not_met", "Sono di più."))
    with pytest.raises(NoSuchRowError):
        filing.judge("rule-nothing", Says("met"))
    filing.judge("rule-size", Says("not_met", "Sono di più.", "Libro unico"))
    line = filing.checklist().line("rule-size")
    assert line is not None
    assert line.overruled
    # The last word counts, and the one before stays.
    filing.judge("rule-size", Says("met"))
    assert [one.verdict for one in filing.dossier().judged] == ["not_met", "met"]


def test_a_stated_fact_is_not_talked_away(database: Database) -> None:
    filing = make_filing(database, facts=TOO_MANY)
    filing.take()
    with pytest.raises(StatedFactError):
        filing.judge("rule-size", Says("met", "Mi pare di sì.", "Telefonata"))
    assert filing.dossier().judged == ()
    with pytest.raises(NoSuchRowError):
        filing.judge("rule-size", Says("met", "Ne sono 12.", "Libro unico", {"plan_signed": True}))
    with pytest.raises(FactError):
        filing.judge("rule-size", Says("met", "Ne sono 12.", "Libro unico", {"workers": "dodici"}))
    filing.judge("rule-size", Says("met", "Ne sono 12.", "Libro unico", {"workers": 12}))
    assert filing.dossier().facts["workers"] == 12
    assert filing.dossier().sent.facts["workers"] == 60


def test_missing_document_and_one_that_may_come_later(database: Database) -> None:
    filing = make_filing(database, documents=("check_up_report", "aid_statement"))
    missing = {line.row.id: (line.row.automatic, line.counts) for line in filing.checklist().lines}
    assert missing["document-signed_plan"] == ("not_met", True)
    assert missing["document-joining_form"] == ("not_met", False)
    assert "document-insurance_policy" not in missing


def test_same_tax_code_is_seen(filing: Filing) -> None:
    other = filing.cast.person("rita")
    with filing.work() as work:
        firm = register_firm(work, FirmDetails("Forno Rita"), tax_code="00000049999", owner_id=other)
    send(filing, firm, "00000039990")
    line = filing.checklist().line("duplicate")
    assert line is not None
    assert line.row.automatic == "not_met"
    assert "n. 2" in line.row.because[0].it


def test_ranking_refuses_at_once(database: Database) -> None:
    filing = make_filing(database, facts=TOO_MANY)
    wrong_size(filing)
    with pytest.raises(NoticeFirstError), filing.work() as work:
        announce_refusal(work, filing.application_id, on=ON, free=FREE)
    with filing.work() as work:
        refuse_application(work, filing.application_id, on=ON)
    with open_reading(filing.database) as session:
        left = admitted(session, filing.call_id)[filing.application_id]
    assert left.status == "refused"
    assert "Sono 60" in left.reasons[0].it
    assert filing.cast.mails("application_refused") == ["ada@example.org", "bruno@example.org"]


def test_nothing_wrong_nothing_refused(filing: Filing) -> None:
    filing.take()
    filing.confirm()
    with pytest.raises(NothingWrongError), filing.work() as work:
        refuse_application(work, filing.application_id, on=ON)


def test_clarification_unlocks_named_fields_only(filing: Filing) -> None:
    filing.take()
    asked = ask(filing)
    assert filing.cast.mails("clarification_asked") == ["ada@example.org", "bruno@example.org"]
    with pytest.raises(LockedFieldError), filing.work() as work:
        answer_clarification(work, asked, {"workers": 8, "plan_signed": False}, "", on=ON)
    with pytest.raises(LockedFieldError), filing.work() as work:
        attach_file(work, asked, "joining_form", "0" * 32, on=ON)
    with pytest.raises(FactError), filing.work() as work:
        answer_clarification(work, asked, {"workers": -1}, "", on=ON)
    with pytest.raises(NothingAnsweredError), filing.work() as work:
        answer_clarification(work, asked, {}, "", on=ON)
    before = filing.dossier().sent
    with filing.work(NOW + timedelta(days=2)) as work:
        digest = answer_clarification(work, asked, {"workers": 8}, "Uno assunto ieri.", on=ON + timedelta(days=2))
    found = filing.dossier()
    assert (found.sent.content, found.sent.digest) == (before.content, before.digest)
    assert found.sent.facts["workers"] == 7
    assert found.facts["workers"] == 8
    assert found.state == "completed"
    assert found.clarification is not None
    assert found.clarification.answer is not None
    assert found.clarification.answer.digest == digest
    with pytest.raises(WrongCheckStateError), filing.work() as work:
        answer_clarification(work, asked, {"workers": 9}, "", on=ON)


def test_one_asks_once_and_only_what_the_call_lets(filing: Filing) -> None:
    filing.take()
    with pytest.raises(NotAskableError):
        ask(filing, (Item("document", "signed_plan", "Manca una firma."),))
    with pytest.raises(NotAskableError):
        ask(filing, (Item("fact", "invented", "Che cos'è?"),))
    with pytest.raises(NothingAskedError):
        ask(filing, ())
    with pytest.raises(OddDaysError):
        ask(filing, days=0)
    with pytest.raises(WhyMissingError):
        ask(filing, (Item("fact", "workers", " "),))
    ask(filing, (Item("document", "joining_form", "Caricate il modulo."),))
    with pytest.raises(WrongCheckStateError):
        ask(filing)


def test_late_answer_is_refused(filing: Filing) -> None:
    filing.take()
    asked = ask(filing)
    with open_reading(filing.database) as session:
        found = find_clarification(session, asked)
    assert found is not None
    late = found.due_on + timedelta(days=1)
    with pytest.raises(TermOverError) as raised, filing.work(NOW + timedelta(days=30)) as work:
        answer_clarification(work, asked, {"workers": 8}, "", on=late)
    assert raised.value.due_on == found.due_on
    with filing.work(NOW + timedelta(days=30)) as work:
        assert let_terms_pass(work, on=found.due_on) == 0
        assert let_terms_pass(work, on=late) == 1
    assert filing.dossier().state == "completed"
    assert filing.dossier().facts["workers"] == 7


def test_last_day_still_counts_and_is_reminded(filing: Filing) -> None:
    filing.take()
    asked = ask(filing)
    with open_reading(filing.database) as session:
        found = find_clarification(session, asked)
    assert found is not None
    for days, told in ((8, 0), (7, 1), (3, 0), (2, 1), (1, 0)):
        with filing.work() as work:
            assert remind_firms_asked(work, on=found.due_on - timedelta(days=days)) == told
    with filing.work() as work:
        remind_firms_asked(work, on=found.due_on - timedelta(days=2))
    assert len(filing.cast.mails("clarification_due")) == 4
    with filing.work(NOW + timedelta(days=10)) as work:
        answer_clarification(work, asked, {"workers": 8}, "", on=found.due_on)


def test_housekeeping_reminds_and_lets_terms_pass(filing: Filing) -> None:
    keep_checks(read_settings({}), filing.database, NOW)
    filing.take()
    ask(filing)
    keep_checks(read_settings({}), filing.database, NOW + timedelta(days=3))
    assert len(filing.cast.mails("clarification_due")) == 2
    keep_checks(read_settings({}), filing.database, NOW + timedelta(days=30))
    assert filing.dossier().state == "completed"
    assert filing.dossier().steps[-1].by == "clock"


def test_aid_and_ties_are_seen(filing: Filing) -> None:
    with filing.work() as work:
        holder, day = Known(BAKERY, "Forno Ada"), date(2025, 3, 12)
        record_aid(
            work, filing.cast.firm, holder, granted_on=day, cents=300_000, regime="general", source=AID_SOURCES[0]
        )
    line = filing.checklist().line("earlier_grant")
    assert line is not None
    assert line.row.automatic == "unknown"
    assert "12/03/2025" in line.row.because[0].it


def test_counter_announces_first(counter: Filing) -> None:
    wrong_size(counter)
    with pytest.raises(NoticeFirstError), counter.work() as work:
        refuse_application(work, counter.application_id, on=ON)
    with counter.work() as work:
        notice_id = announce_refusal(work, counter.application_id, on=ON, free=FREE)
    with pytest.raises(WrongCheckStateError), counter.work() as work:
        refuse_application(work, counter.application_id, on=ON)
    later = ON + timedelta(days=3)
    with counter.work(NOW + timedelta(days=3)) as work:
        answer_notice(work, notice_id, ["Contate chi è in sostituzione.", "Due hanno un contratto breve."], on=later)
    with pytest.raises(EachRemarkError), counter.work(NOW + timedelta(days=4)) as work:
        refuse_application(work, counter.application_id, on=later, answers=["Anche loro contano."])
    with counter.work(NOW + timedelta(days=4)) as work:
        refuse_application(
            work, counter.application_id, on=later, answers=["Anche loro contano.", "Il bando non li toglie."]
        )
    decision = counter.dossier().decision
    assert decision is not None
    assert decision.answers == ("Anche loro contano.", "Il bando non li toglie.")


def test_silence_after_a_notice(counter: Filing) -> None:
    wrong_size(counter)
    with counter.work() as work:
        notice_id = announce_refusal(work, counter.application_id, on=ON, free=FREE)
    after = ON + timedelta(days=14)
    with pytest.raises(TermOverError), counter.work() as work:
        answer_notice(work, notice_id, ["Tardi."], on=after)
    with counter.work(NOW + timedelta(days=14)) as work:
        refuse_application(work, counter.application_id, on=after)
    assert [step.action for step in counter.dossier().steps][-3:] == ["notice", "lapse", "refuse"]


def test_reopened_with_a_reason(filing: Filing) -> None:
    filing.take()
    filing.confirm()
    with filing.work() as work:
        admit_application(work, filing.application_id, on=ON)
    with pytest.raises(WhyMissingError), filing.work() as work:
        reopen_check(work, filing.application_id, " ", on=ON)
    with filing.work() as work:
        reopen_check(work, filing.application_id, "Un documento era di un'altra impresa.", on=ON)
    assert filing.dossier().state == "checking"
    assert filing.dossier().decision is None


def test_evaluation_waits_for_every_decision(filing: Filing) -> None:
    with open_reading(filing.database) as session:
        (reason,) = ready_for_evaluation(session, call_of(session, filing.call_id), NOW)
    assert "1" in reason.it
    filing.take()
    filing.confirm()
    with filing.work() as work:
        admit_application(work, filing.application_id, on=ON)
    with open_reading(filing.database) as session:
        assert not ready_for_evaluation(session, call_of(session, filing.call_id), NOW)


def test_after_the_check_nothing_moves(database: Database) -> None:
    filing = make_filing(database, state="evaluation")
    with pytest.raises(WrongCheckStateError):
        filing.take()


def test_ranking_is_not_checked_while_open(database: Database) -> None:
    filing = make_filing(database, state="open")
    with pytest.raises(WrongCheckStateError):
        filing.take()


def test_term_of_a_regulation(filing: Filing) -> None:
    with filing.work() as work:
        set_term(work, filing.call_id, 60, "Regolamento provinciale, art. 4", complex_case=False)
    with pytest.raises(OddTermError), filing.work() as work:
        set_term(work, filing.call_id, 120, "Regolamento", complex_case=False)
    with open_reading(filing.database) as session:
        found = term_of_call(session, filing.call_id)
    assert found is not None
    assert (found.days, found.source) == (60, "Regolamento provinciale, art. 4")


def test_list_is_filtered_by_the_database(filing: Filing) -> None:
    filing.take()
    with open_reading(filing.database) as session:
        mine = check_page(session, filing.call_id, Filters(state="checking", officer=filing.officer))
        nobody = check_page(session, filing.call_id, Filters(officer=NOBODY))
        named = check_page(session, filing.call_id, Filters(words="forno"))
        numbered = check_page(session, filing.call_id, Filters(words="1"), page=9)
    assert [row.firm_name for row in mine.rows] == ["Forno Ada"]
    assert mine.by_state == {"checking": 1}
    assert mine.officers == {filing.officer: "Olga"}
    assert nobody.total == 0
    assert (named.total, numbered.total, numbered.page) == (1, 1, 1)


def test_withdrawn_application_is_gone(filing: Filing) -> None:
    with filing.work() as work:
        submission = filing.dossier().sent
        work.session.execute(
            text("INSERT INTO submission_withdrawals VALUES (:id, :at, :person, 'person')"),
            {"id": submission.id, "at": NOW.replace(tzinfo=None), "person": filing.cast.ada},
        )
    with open_reading(filing.database) as session:
        assert admitted(session, filing.call_id) == {}
        assert check_page(session, filing.call_id, Filters()).total == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE admissibility_steps SET reason = reason",
        "DELETE FROM admissibility_steps",
        "UPDATE admissibility_judgements SET verdict = verdict",
        "DELETE FROM admissibility_judgements",
        "UPDATE clarifications SET reason = reason",
        "DELETE FROM clarifications",
        "UPDATE clarification_items SET note = note",
        "DELETE FROM clarification_items",
        "UPDATE clarification_answers SET facts = facts",
        "DELETE FROM clarification_answers",
        "UPDATE admissibility_decisions SET content = content",
        "DELETE FROM admissibility_decisions",
    ],
)
def test_what_is_written_once(filing: Filing, statement: str) -> None:
    filing.take()
    asked = ask(filing)
    with filing.work() as work:
        answer_clarification(work, asked, {"workers": 8}, "", on=ON)
    filing.confirm()
    with filing.work() as work:
        admit_application(work, filing.application_id, on=ON)
    with pytest.raises(IntegrityError, match="append-only"), filing.work() as work:
        work.session.execute(text(statement))


def test_second_officer_takes_over(filing: Filing) -> None:
    filing.take()
    other = filing.cast.person("otto")
    with filing.work() as work:
        take_application(work, filing.application_id, other, on=ON)
    assert filing.dossier().officer_id == other
    assert json.loads(filing.dossier().sent.content)["application"] == filing.application_id


def test_judging_an_application_of_nobody(filing: Filing) -> None:
    with pytest.raises(RowGoneError), filing.work() as work:
        judge_row(work, "f" * 32, "rule-size", Says("met"), on=ON)
