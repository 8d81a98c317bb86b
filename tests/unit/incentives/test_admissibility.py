"""The checklist, the states of the check, requests and their differences, the dossier's clock."""

from datetime import UTC, date, datetime

import pytest

from cip.agreement.days import national_holidays
from cip.incentives.admissibility import (
    Checklist,
    CheckRow,
    Filed,
    Judged,
    Judgement,
    checklist,
    rows_of,
)
from cip.incentives.admissibility_states import STATES, TRANSITIONS, diagram, moves, transition
from cip.incentives.application import Submission
from cip.incentives.clarifying import (
    Answer,
    Clarification,
    Item,
    changes,
    facts_after,
    locked_fields,
    not_askable,
    reminder_days,
)
from cip.incentives.dossier import Dossier, Ground, Notice, clock_line, notice_due, started_on
from cip.incentives.eligibility import Verdict
from cip.incentives.formal_rows import uses_of_facts
from cip.incentives.legal_clock import Terms
from cip.kernel.texts import MissingReasonError, Reason, Text
from cip.rulebook.shapes.call import CallDocument, EligibilityRule
from tests.integration.incentives.checking import pack_of

WORDS = Text(it="Sì", en="Yes")
SIZE = EligibilityRule(
    id="size", label=WORDS, when="workers <= 49", not_met=WORDS, unknown=WORDS, source="Bando", confidence="proposal"
)
LATER = SIZE.model_copy(update={"id": "joined", "at": "grant"})
PLAN = CallDocument(id="plan", label=WORDS)
FORM = CallDocument(id="form", label=WORDS, later=True)
CARD = CallDocument(id="card", label=WORDS, required=False)
ON = date(2026, 11, 20)
AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
SENT = Submission(
    "s" * 32, "a" * 32, "c" * 32, "f" * 32, 1, 7, '{"facts":{},"documents":[]}', "d" * 64, None, "g" * 32, AT, "p" * 32,
    "person:x", None, "r" * 32,
)  # fmt: skip


def verdict(id: str, status: str = "met") -> Verdict:
    because = (Reason("rule", WORDS),)
    return Verdict(id, status, "application", because)  # type: ignore[arg-type]  # the words of the cases below


def judged(row_id: str, said: Judgement, seq: int = 1, **facts: int) -> Judged:
    return Judged(row_id, seq, said, "perché", "fonte", dict(facts), ON, "person:x")


def rows(
    size: str = "met", filed: Filed | None = None, due: dict[str, bool | None] | None = None
) -> tuple[CheckRow, ...]:
    found = filed or Filed({"plan", "form"}, signed_off=True)
    verdicts = [verdict("size", size), verdict("joined", "unknown")]
    return rows_of([SIZE, LATER], verdicts, [PLAN, FORM, CARD], due or {}, found)


def whole(size: str = "met", filed: Filed | None = None, *, but: str = "") -> Checklist:
    found = rows(size, filed)
    return checklist(found, [judged(row.id, "met", seq) for seq, row in enumerate(found, 1) if row.id != but])


def status_of(found: tuple[CheckRow, ...], row_id: str) -> str:
    return next(row.automatic for row in found if row.id == row_id)


def test_rows_of_a_whole_application() -> None:
    assert [row.id for row in rows()] == [
        "rule-size", "rule-joined", "document-plan", "document-form", "signature", "mandate", "duplicate",
        "earlier_grant",
    ]  # fmt: skip
    assert all(row.because for row in rows())


def test_no_row_without_a_reason() -> None:
    with pytest.raises(MissingReasonError):
        CheckRow("rule-x", "rule", WORDS, "met", ())


def test_a_rule_that_is_met_is_not_said_twice() -> None:
    met, broken = verdict("size"), verdict("size", "not_met")
    assert (met.told, broken.told) == ((), broken.because)
    rule, document, *_ = rows_of([SIZE], [met], [PLAN], {}, Filed({"plan"}, signed_off=True))
    assert rule.because == met.because
    assert rule.told == ()
    assert document.told == document.because


@pytest.mark.parametrize(
    ("filed", "row_id", "status"),
    [
        (Filed(set(), signed_off=True), "document-plan", "not_met"),
        (Filed({"plan"}, signed_off=False), "signature", "not_met"),
        (Filed({"plan"}, signed_off=True, mandate=True), "mandate", "met"),
        (Filed({"plan"}, signed_off=True, mandate=False), "mandate", "not_met"),
        (Filed({"plan"}, signed_off=True, same_code=("n. 3",)), "duplicate", "not_met"),
        (Filed({"plan"}, signed_off=True, same_undertaking=("n. 3",)), "duplicate", "unknown"),
        (Filed({"plan"}, signed_off=True, grants=("2025",)), "earlier_grant", "unknown"),
    ],
)
def test_what_the_system_sees(filed: Filed, row_id: str, status: str) -> None:
    assert status_of(rows(filed=filed), row_id) == status


def test_documents_by_case() -> None:
    none = Filed(set(), signed_off=True)
    assert "document-plan" not in {row.id for row in rows(filed=none, due={"plan": False})}
    # What proves a fact that nobody stated is not missing.
    assert "document-plan" not in {row.id for row in rows(filed=none, due={"plan": None})}
    assert "document-plan" in {row.id for row in rows(due={"plan": None})}
    form = next(row for row in rows(filed=none) if row.id == "document-form")
    assert (form.automatic, form.at) == ("not_met", "grant")


def test_in_order_only_when_everything_was_judged() -> None:
    assert whole().in_order
    assert not whole(but="mandate").in_order
    assert [line.row.id for line in whole(but="mandate").open] == ["mandate"]
    # What must hold at the grant only stops nobody here.
    assert whole(but="rule-joined").in_order


def test_wrong_rows_are_the_reasons() -> None:
    found = checklist(rows(), [judged("rule-size", "met", 1), judged("rule-size", "not_met", 2)])
    assert [line.row.id for line in found.wrong] == ["rule-size"]
    assert found.wrong[0].overruled
    assert not found.in_order


def test_a_stated_fact_contradicts() -> None:
    found = whole("not_met")
    assert not found.in_order
    line = found.line("rule-size")
    assert line is not None
    assert line.contradicted
    assert whole("unknown").in_order


def test_confirmable_are_those_seen_met() -> None:
    assert "rule-size" not in checklist(rows("unknown"), []).confirmable
    assert "rule-size" in checklist(rows(), []).confirmable
    assert "rule-joined" not in checklist(rows(), []).confirmable


def test_every_state_is_reached_and_left() -> None:
    assert {row.next for row in TRANSITIONS} | {"received"} == set(STATES)
    assert {row.state for row in TRANSITIONS} == set(STATES)
    assert "asked --> completed: answer [in_term]" in diagram()


def test_who_may_what() -> None:
    assert "reopen" not in moves("admitted", {"staff"})
    assert moves("admitted", {"manager"}) == ("reopen",)
    assert moves("asked", {"manager", "staff"}) == ()
    assert moves("asked", {"owner"}) == ("answer",)
    assert moves("noticed", {"collaborator"}) == ()
    assert transition("received", "admit") is None


def asked(**answer: object) -> Clarification:
    items = (Item("fact", "workers", "?"), Item("document", "joining_form", "?"))
    given = Answer(dict(answer), {}, "", "d" * 64, AT, "person:x") if answer else None  # type: ignore[arg-type]
    return Clarification(
        "k" * 32, "a" * 32, "f" * 32, "c" * 32, "perché", ON, date(2026, 11, 30), "person:o", items, given
    )


def test_only_what_is_named_is_unlocked() -> None:
    assert locked_fields(asked(), ["workers"], ["joining_form"]) == ()
    assert locked_fields(asked(), ["workers", "plan_signed"], ["signed_plan"]) == ("plan_signed", "signed_plan")


def test_what_cannot_be_asked() -> None:
    call = pack_of("ranking").call
    plan, form = Item("document", "signed_plan", "?"), Item("document", "joining_form", "?")
    assert not_askable(call, [plan, form, form]) == ("signed_plan", "joining_form")
    assert not_askable(call, [Item("fact", "workers", "?"), Item("fact", "joining_form", "?")]) == ("joining_form",)


def test_what_facts_are_read_by() -> None:
    uses = uses_of_facts(pack_of("ranking"))
    assert (uses["durc_regular"].formal, uses["durc_regular"].points) == (True, False)
    assert (uses["clauses_kept"].formal, uses["clauses_kept"].points) == (False, True)
    # What only bounds the amount gives no points.
    assert (uses["de_minimis_room_cents"].formal, uses["de_minimis_room_cents"].points) == (True, False)


def test_differences_stand_beside_what_was_sent() -> None:
    sent = {"workers": 7}
    assert [(one.before, one.after) for one in changes(sent, asked(workers=8))] == [(7, 8)]
    assert changes(sent, asked(workers=7)) == ()
    assert changes(sent, asked()) == ()
    found = facts_after(sent, [asked(workers=8)], [judged("rule-size", "met", 1, workers=9)])
    assert found == {"workers": 9}
    assert sent == {"workers": 7}


@pytest.mark.parametrize(("day", "open_then"), [(date(2026, 11, 30), True), (date(2026, 12, 1), False)])
def test_last_day_counts(day: date, open_then: bool) -> None:
    assert asked().open(day) is open_then
    assert not asked(workers=8).open(day)


def test_reminders() -> None:
    assert [day for day in range(20, 31) if reminder_days(date(2026, 11, 30), date(2026, 11, day))] == [23, 28]


def test_notice_is_due_in_a_counter() -> None:
    law = Terms(notice_in_ranking=False)
    assert notice_due(pack_of("counter").call, law)
    assert not notice_due(pack_of("ranking").call, law)
    assert notice_due(pack_of("ranking").call, Terms(notice_in_ranking=True))


def test_term_starts_at_the_closing_of_a_ranking() -> None:
    closes = datetime(2026, 11, 10, 23, 30, tzinfo=UTC)
    assert started_on(pack_of("ranking").call, AT, closes) == date(2026, 11, 11)
    assert started_on(pack_of("counter").call, AT, closes) == date(2026, 11, 1)
    assert started_on(pack_of("ranking").call, AT, None) == date(2026, 11, 1)


def test_clock_of_a_dossier() -> None:
    ground = Ground("rule-size", WORDS, "Sono {60}.", "Libro unico")
    notice = Notice(
        "n" * 32, "a" * 32, "f" * 32, "c" * 32, (ground,), date(2026, 12, 1), date(2026, 12, 11), "person:o"
    )
    dossier = Dossier(SENT, "Forno", "noticed", clarification=asked(), notice=notice)
    terms = Terms(days=30, notice_days=10, notice_suspends=True)
    clock = clock_line(dossier, date(2026, 11, 11), 30, terms, date(2026, 12, 5), national_holidays())
    assert clock is not None
    assert (clock.running, clock.paused, clock.paused_by) == (10, 14, "notice")
    assert clock_line(dossier, ON, None, terms, ON, national_holidays()) is None
    # An officer's braces are words, not fields.
    assert ground.reason.it == "Sì: Sono {60}."
    assert dossier.waits_for_firm(date(2026, 12, 11))
    assert dossier.term_over(date(2026, 12, 12))
