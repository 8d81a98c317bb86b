"""The firm proves its costs, the office looks at each line and settles; meeting and kept time; on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from cip.agreement.days import national_holidays
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.actions.follow_award import (
    NewUse,
    OddUseError,
    WrongMeetingError,
    close_meeting,
    invite_to_meeting,
    note_use,
)
from cip.incentives.actions.rank_call import NoReasonError
from cip.incentives.actions.settle_report import (
    AcceptsLessError,
    NotJudgedError,
    PaidOnItError,
    ask_to_complete,
    judge_line,
    reopen_report,
    settle_report,
)
from cip.incentives.actions.write_report import (
    EmptyReportError,
    NewLine,
    OddLineError,
    WrongReportStateError,
    add_line,
    answer_request,
    begin_report,
    remove_line,
    send_report,
)
from cip.incentives.reads.expenses import handed_in_twice, report_of, steps_of_report
from cip.incentives.reads.kept_time import use_of
from cip.incentives.reads.monitoring_meetings import meeting_of
from cip.incentives.reads.progress import progress_of
from cip.incentives.records import (
    BankAccountRow,
    ExpenseSettlementRow,
    LedgerTransactionRow,
    PaymentBatchRow,
    PaymentOrderRow,
    ReportMoveRow,
)
from cip.kernel.days import add_months
from tests.integration.incentives.following import Following, make_following

FREE = national_holidays()


@pytest.fixture
def following(database: Database) -> Following:
    """See Following."""
    return make_following(database)


def judge(following: Following, **admitted: int) -> None:
    """Say what is admitted, by number of the invoice."""
    with following.office() as work:
        for line in following.report.lines:
            cents = admitted.get(line.number, line.claimed_cents)
            judge_line(work, following.award.id, line.id, cents, "Non è del progetto." if cents < line.full else "")


def test_a_report_is_settled_with_a_cut_and_posted(following: Following) -> None:
    half = following.award.cents // 2
    following.cost(half, category="advice", number="A1")
    following.cost(half + 1, category="tools", number="A2")
    following.cost(1_000, number="A3")
    following.send()
    judge(following, A3=400)
    with following.office("piero") as work:
        settled = settle_report(work, following.award.id)
    assert [reason.rule for reason in settled.cuts] == ["expense.line", "expense.cap", "expense.award"]
    report = following.report
    assert (report.state, report.accepted_cents) == ("cut", following.award.cents)
    assert following.held("accepted") == following.award.cents
    with open_reading(following.database) as session:
        progress = progress_of(session, [following.award.id], following.day)[following.award.id]
        assert "expense.cap" in (session.scalar(select(ExpenseSettlementRow.content)) or "")
    assert (progress.report, progress.accepted_cents, progress.met_on) == ("accepted", following.award.cents, None)


def test_steps_in_another_order_are_refused(following: Following) -> None:
    with following.firm() as work:
        begin_report(work, following.award.id)
        with pytest.raises(EmptyReportError):
            send_report(work, following.award.id)
    line_id = following.cost(500)
    with following.office() as work, pytest.raises(WrongReportStateError):
        judge_line(work, following.award.id, line_id, 500)
    following.send()
    with pytest.raises(WrongReportStateError):
        following.cost(600)
    with following.firm() as work, pytest.raises(WrongReportStateError):
        remove_line(work, following.award.id, line_id)
    with following.office() as work:
        with pytest.raises(NotJudgedError):
            settle_report(work, following.award.id)
        with pytest.raises(NoReasonError):
            judge_line(work, following.award.id, line_id, 499)
        with pytest.raises(ValueError, match=r"above its claim"):
            judge_line(work, following.award.id, line_id, 501)


@pytest.mark.parametrize(
    ("what", "changes"),
    [
        ("category", {"category": "yachts"}),
        ("category", {"kind": "measure"}),
        ("sums", {"claimed_cents": 501}),
        ("sums", {"claimed_cents": 0}),
        ("invoice", {"number": " - "}),
        ("invoice", {"supplier_code": ""}),
    ],
)
def test_a_line_that_cannot_be_is_refused(following: Following, what: str, changes: dict[str, object]) -> None:
    sound: dict[str, object] = {
        "kind": "cost", "category": "cover", "number": "1", "issued_on": following.day, "supplier_code": "X",
        "supplier": "Ditta", "net_cents": 500, "claimed_cents": 500,
    }  # fmt: skip
    with following.firm() as work, pytest.raises(OddLineError) as refused:
        add_line(work, following.award.id, NewLine(**{**sound, **changes}))  # type: ignore[arg-type]
    assert refused.value.what == what


def test_the_firm_completes_once_and_in_its_term(following: Following) -> None:
    following.cost(500)
    following.send()
    with following.office() as work:
        ask_to_complete(work, following.award.id, "Manca la prova del pagamento.", 10, FREE)
    following.cost(700)
    with following.firm() as work:
        answer_request(work, following.award.id, "Aggiunta la nota.")
        with pytest.raises(WrongReportStateError):
            answer_request(work, following.award.id, "Ancora.")
    with following.office() as work, pytest.raises(WrongReportStateError):
        ask_to_complete(work, following.award.id, "Di nuovo.", 10, FREE)
    assert (following.report.state, len(following.report.lines)) == ("completed", 2)


def test_a_term_that_is_over_is_over(following: Following) -> None:
    line_id = following.cost(500)
    following.send()
    with following.office() as work:
        ask_to_complete(work, following.award.id, "Manca la prova.", 5, FREE)
    following.ranks.calling.now += add_months(following.day, 1) - following.day
    with following.firm() as work, pytest.raises(WrongReportStateError):
        answer_request(work, following.award.id, "Tardi.")
    with following.office() as work:
        judge_line(work, following.award.id, line_id, 500)
        settle_report(work, following.award.id)
    with open_reading(following.database) as session:
        assert [one.action for one in steps_of_report(session, following.report.id)] == [
            "send", "ask", "lapse", "accept",
        ]  # fmt: skip


def test_a_settled_report_opened_again_accepts_more_and_never_less(following: Following) -> None:
    following.cost(1_000, number="A1")
    following.send()
    judge(following, A1=400)
    with following.office() as work:
        settle_report(work, following.award.id)
        with pytest.raises(NoReasonError):
            reopen_report(work, following.award.id, " ")
    order_id = _ordered(following, "balance")
    for state in ("sent", "executed"):
        with following.office() as work:
            work.session.get_one(PaymentOrderRow, order_id).state = state
            work.session.flush()
            with pytest.raises(PaidOnItError):
                reopen_report(work, following.award.id, "Il saldo è pagato.")
    with following.office() as work:
        work.session.get_one(PaymentOrderRow, order_id).state = "rejected"
        work.session.flush()
        reopen_report(work, following.award.id, "La fattura è stata chiarita.")
    judge(following, A1=399)
    with following.office() as work, pytest.raises(AcceptsLessError):
        settle_report(work, following.award.id)
    judge(following)
    with following.office() as work:
        settle_report(work, following.award.id)
    assert (following.report.state, following.held("accepted")) == ("accepted", 1_000)
    with open_reading(following.database) as session:
        posted = session.scalars(select(LedgerTransactionRow.id).where(LedgerTransactionRow.what == "expense")).all()
    assert len(posted) == 2, "only the difference is posted"


def _ordered(following: Following, part: str) -> str:
    """A payment of a part is on its way; its id."""
    olga = following.ranks.calling.people["olga"]
    with following.office() as work:
        account_id, batch_id, order_id = work.new_id(), work.new_id(), work.new_id()
        work.session.add(
            BankAccountRow(
                id=account_id, firm_id=following.award.firm_id, body_id=None, holder="Impresa", sealed="x",
                mask="IT60 … 3456", entered_by=olga, entered_at=work.now, entered_label="prova",
            )
        )  # fmt: skip
        work.session.flush()
        work.session.add(
            PaymentBatchRow(
                id=batch_id, call_id=following.ranks.call_id, number=1, pays_on=following.day, account_id=account_id,
                made_at=work.now, prepared_by=olga,
            )
        )  # fmt: skip
        work.session.flush()
        work.session.add(
            PaymentOrderRow(
                id=order_id, batch_id=batch_id, award_id=following.award.id, firm_id=following.award.firm_id,
                tranche_id=part, account_id=account_id, end_to_end=f"CIP{order_id}", cup="", purpose="prova",
                state="draft", cents=400, withheld=0, offset_cents=0, because="[]",
            )
        )  # fmt: skip
    return order_id


def test_the_same_invoice_of_another_firm_is_found(following: Following) -> None:
    mine = following.cost(500, number="77/a")
    theirs = following.cost(900, number="77 A", one=following.other)
    following.cost(900, number="78", one=following.other)
    with open_reading(following.database) as session:
        assert handed_in_twice(session, following.report) == {mine: (theirs,)}
        other = report_of(session, following.other.id)
        assert other is not None
        assert handed_in_twice(session, other) == {theirs: (mine,)}


def test_moves_never_change(following: Following) -> None:
    following.cost(500)
    following.send()
    with pytest.raises(DBAPIError, match=r"append-only|refused"), following.database.engine.begin() as connection:
        connection.execute(ReportMoveRow.__table__.update().values(reason="x"))  # type: ignore[attr-defined]


def test_the_meeting_is_held_once_and_absence_is_invited_again(following: Following) -> None:
    id = following.award.id
    with following.office() as work:
        first = invite_to_meeting(work, id, following.day, "Sede della Provincia")
        with pytest.raises(WrongMeetingError):
            invite_to_meeting(work, id, following.day, "Ancora")
        with pytest.raises(NoReasonError):
            close_meeting(work, id, first, "held", " ")
        close_meeting(work, id, first, "absent", "")
        second = invite_to_meeting(work, id, following.day, "Sede della Provincia")
        close_meeting(work, id, second, "held", "Presenti tutti.")
        with pytest.raises(WrongMeetingError):
            invite_to_meeting(work, id, following.day, "Una in più")
    with open_reading(following.database) as session:
        met = meeting_of(session, id)
        assert met is not None
        assert (met.id, met.held) == (second, True)
        assert progress_of(session, [id], following.day)[id].met_on == following.day


def test_use_is_noted_with_its_source(following: Following) -> None:
    id, known = following.award.id, frozenset({"M01"})
    start = add_months(following.day, -7)
    with following.office() as work:
        with pytest.raises(LookupError):
            note_use(work, id, NewUse(measure="M01", started_on=start, source="Verbale"))
        with pytest.raises(NoReasonError):
            note_use(work, id, NewUse(measure="M01", started_on=start, source=" "), known)
        with pytest.raises(OddUseError):
            note_use(
                work, id, NewUse(measure="M01", started_on=start, ended_on=add_months(start, -1), source="x"), known
            )
        note_use(work, id, NewUse(measure="M01", started_on=start, source="Foglio orari"), known)
    with open_reading(following.database) as session:
        (used,) = use_of(session, id, following.day)
        assert progress_of(session, [id], following.day)[id].use_months == 7
    assert (used.today, used.source, used.broken) == ("in_use", "Foglio orari", False)
    assert used.keep_until is not None
    assert used.keep_until >= add_months(start, 12)
