"""The letters of a breach: each exists from its step on, bears the day on which it was written, and its sums add up."""

from dataclasses import replace
from datetime import date

from cip.documents.papers.recovery_letters import RecoveryLetter, payment_letter, revocation_letter, warning_letter
from cip.documents.sheet_html import render_sheet
from cip.documents.sheets import Sheet
from cip.incentives.breaches import Revocation, StoredBreach
from cip.incentives.recoveries import Debt, Recovery

FOUND, WARNED, REPAIR = date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 19)
DECIDED, DUE, TODAY = date(2026, 12, 1), date(2026, 12, 31), date(2027, 1, 20)
BREACH = StoredBreach(
    id="b" * 32, award_id="a" * 32, state="decided", clause_id="G-06", measure="M01", facts="La misura non si usa più.",
    found_on=FOUND, found_by="x", repair_by=REPAIR,
)  # fmt: skip
REVOCATION = Revocation(
    id="r" * 32, breach_id="b" * 32, award_id="a" * 32, kind="whole", grounds="Clausola caduta.", paid=70_000,
    owed=70_000, because=(("return.whole", "Torna tutto.", "All of it."),), days=30, prepared_on=DECIDED,
    prepared_by="p", decided_on=DECIDED, act="55/2026", due_on=DUE,
)  # fmt: skip
ROWS = (("owed", 70_000), ("netted", 20_000), ("refunded", 10_000))
DEBT = Debt(
    award_id="a" * 32, call_id="c" * 32, body_id="d" * 32, firm_id="f" * 32, owed=40_000, recovered=30_000, interest=0,
    interest_paid=0, due_on=DUE,
    happened=tuple(
        Recovery(id=str(n), award_id="a" * 32, kind=kind, cents=cents, on_day=DECIDED, reference="", by_label="x")  # type: ignore[arg-type]
        for n, (kind, cents) in enumerate(ROWS)
    ),
)  # fmt: skip
LETTER = RecoveryLetter(
    language="it", office="Provincia di prova", title="Bando di prova", mark="", firm="Forno Prova",
    tax_code="01234567897", contact="", on=TODAY, warned_on=WARNED, measure="Banca ore", breach=BREACH,
    revocation=REVOCATION, debt=DEBT,
)  # fmt: skip


def text(sheet: Sheet | None) -> str:
    assert sheet is not None
    return render_sheet(sheet).replace("\N{NO-BREAK SPACE}", " ")


def test_each_letter_bears_the_day_on_which_it_was_written() -> None:
    days = {
        "warning": warning_letter(LETTER),
        "revocation": revocation_letter(LETTER),
        "payment": payment_letter(LETTER),
    }
    assert {name: sheet.on for name, sheet in days.items() if sheet is not None} == {
        "warning": WARNED.isoformat(), "revocation": DECIDED.isoformat(), "payment": TODAY.isoformat(),
    }  # fmt: skip


def test_no_letter_before_its_step() -> None:
    early = replace(LETTER, warned_on=None, revocation=replace(REVOCATION, decided_on=None), debt=None)
    assert [warning_letter(early), revocation_letter(early), payment_letter(early)] == [None, None, None]
    assert payment_letter(replace(LETTER, debt=replace(DEBT, owed=0))) is None, "nothing is due"


def test_the_request_tells_what_came_in_and_what_is_still_due() -> None:
    shown = text(payment_letter(LETTER))
    assert DEBT.adds_up
    assert all(sum_ in shown for sum_ in ("700 €", "200 €", "100 €", "400 €"))


def test_the_warning_names_the_clause_the_measure_and_the_last_day() -> None:
    for language, words in (("it", "19 novembre 2026"), ("en", "19 November 2026")):
        shown = text(warning_letter(replace(LETTER, language=language)))  # type: ignore[arg-type]
        assert all(told in shown for told in ("G-06", "Banca ore", "La misura non si usa più.", words))
