"""Each kind of check: met, not met, unknown, not due; with its reason, its days, and what is never guessed."""

from collections.abc import Mapping
from datetime import date

import pytest

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult, evaluate, tally
from cip.kernel.texts import MissingReasonError, Text
from tests.unit.agreement.small import ON, ROWS, book_of, result_of, status_of, unanswered

MAY_5, MAY_12, MAY_15, MAY_18 = (date(2026, 5, day) for day in (5, 12, 15, 18))
AHEAD = date(2026, 7, 1)
Facts = Mapping[str, FactValue]

WITHIN = {
    "kind": "within",
    "fact": "told_on",
    "after": "started_on",
    "at_most": {"param": "days", "unit": "calendar_day"},
}
ORDER = {"kind": "order", "first": "told_on", "then": "started_on"}
RENEWED = {"kind": "renewed", "fact": "told_on", "every": {"param": "months", "unit": "month"}}
LASTING = {
    "kind": "lasting",
    "start": "started_on",
    "end": "ended_on",
    "at_least": {"param": "months", "unit": "month"},
}
NUMBER = {"kind": "number", "fact": "counted", "is": "at_most", "limit": {"param": "most"}}
AFTER_LAW = {"kind": "after_law_change", "fact": "told_on", "keys": ["law_days"]}
AFTER_LAW_TERM = {**AFTER_LAW, "at_most": {"param": "months", "unit": "month"}}
DATED = {"kind": "dated", "fact": "told_on"}
TRUE = {"kind": "true", "fact": "proved"}
SEEN = {"kind": "true", "fact": "seen"}


@pytest.mark.parametrize(
    ("check", "facts", "status"),
    [
        (TRUE, {"proved": True}, "met"),
        (TRUE, {"proved": False}, "not_met"),
        (TRUE, {}, "unknown"),
        (DATED, {"told_on": MAY_5}, "met"),
        (DATED, {"told_on": False}, "not_met"),
        (DATED, {"told_on": AHEAD}, "not_met"),
        (DATED, {}, "unknown"),
        (WITHIN, {"started_on": MAY_5, "told_on": MAY_15}, "met"),
        (WITHIN, {"started_on": MAY_5, "told_on": date(2026, 4, 1)}, "met"),
        (WITHIN, {"started_on": MAY_5, "told_on": MAY_18}, "not_met"),
        (WITHIN, {"started_on": MAY_5, "told_on": False}, "not_met"),
        (WITHIN, {"started_on": MAY_5, "told_on": AHEAD}, "not_met"),
        (WITHIN, {"started_on": MAY_5}, "unknown"),
        (WITHIN, {"told_on": MAY_5}, "unknown"),
        (WITHIN, {"started_on": date(2026, 6, 5)}, "not_due"),
        (WITHIN, {"started_on": date(2026, 6, 5), "told_on": False}, "not_due"),
        (WITHIN, {"started_on": AHEAD}, "not_due"),
        (WITHIN, {"started_on": False}, "not_due"),
        (ORDER, {"told_on": MAY_5, "started_on": MAY_12}, "met"),
        (ORDER, {"told_on": MAY_5, "started_on": MAY_5}, "met"),
        ({**ORDER, "strictly": True}, {"told_on": MAY_5, "started_on": MAY_5}, "not_met"),
        (ORDER, {"told_on": MAY_12, "started_on": MAY_5}, "not_met"),
        (ORDER, {"told_on": False, "started_on": MAY_5}, "not_met"),
        (ORDER, {"started_on": MAY_5}, "unknown"),
        (ORDER, {"told_on": MAY_5}, "unknown"),
        (ORDER, {"started_on": AHEAD}, "not_due"),
        (ORDER, {"started_on": False}, "not_due"),
        (RENEWED, {"told_on": MAY_5}, "met"),
        (RENEWED, {"told_on": date(2025, 12, 15)}, "met"),
        (RENEWED, {"told_on": date(2025, 12, 14)}, "not_met"),
        (RENEWED, {"told_on": False}, "not_met"),
        (RENEWED, {"told_on": AHEAD}, "not_met"),
        (RENEWED, {}, "unknown"),
        (LASTING, {"started_on": date(2025, 12, 15)}, "met"),
        (LASTING, {"started_on": date(2025, 1, 1), "ended_on": date(2025, 7, 1)}, "met"),
        (LASTING, {"started_on": date(2025, 1, 1), "ended_on": date(2025, 6, 30)}, "not_met"),
        (LASTING, {"started_on": MAY_5}, "not_due"),
        (LASTING, {"started_on": MAY_5, "ended_on": False}, "not_due"),
        (LASTING, {"started_on": MAY_5, "ended_on": AHEAD}, "not_due"),
        (LASTING, {"started_on": AHEAD}, "not_due"),
        (LASTING, {"started_on": False}, "not_due"),
        (LASTING, {}, "unknown"),
        (NUMBER, {"counted": 50}, "met"),
        (NUMBER, {"counted": 51}, "not_met"),
        (NUMBER, {}, "unknown"),
        (NUMBER, {"counted": False}, "unknown"),
        ({**NUMBER, "is": "at_least"}, {"counted": 49}, "not_met"),
        ({**NUMBER, "is": "more_than"}, {"counted": 50}, "not_met"),
        ({**NUMBER, "is": "equal_to"}, {"counted": 50}, "met"),
        ({**NUMBER, "limit": {"value": 7}}, {"counted": 7}, "met"),
        ({**NUMBER, "limit": {"fact": "other_count"}}, {"counted": 7}, "unknown"),
        ({**NUMBER, "limit": {"fact": "other_count"}}, {"counted": 7, "other_count": 6}, "not_met"),
        ({**NUMBER, "limit": {"hourly": "notice_days"}}, {"counted": 6}, "not_met"),
        ({**NUMBER, "limit": {"law": "law_days"}}, {"counted": 5}, "met"),
        (
            {**NUMBER, "limit": {"law": "law_days", "at": "told_on"}},
            {"counted": 5, "told_on": date(2025, 3, 1)},
            "not_met",
        ),
        ({**NUMBER, "limit": {"law": "law_days", "at": "told_on"}}, {"counted": 5}, "unknown"),
        (AFTER_LAW, {"told_on": date(2026, 1, 1)}, "met"),
        (AFTER_LAW, {"told_on": date(2025, 12, 31)}, "not_met"),
        (AFTER_LAW, {"told_on": False}, "not_met"),
        (AFTER_LAW, {}, "unknown"),
        (AFTER_LAW_TERM, {"told_on": date(2025, 12, 31)}, "not_due"),
        (AFTER_LAW_TERM, {}, "not_due"),
    ],
)
def test_a_check_stands(check: Mapping[str, object], facts: Facts, status: str) -> None:
    assert status_of(check, facts) == status


@pytest.mark.parametrize(
    ("check", "status"),
    [
        ({"kind": "text", "hourly": "notice_days"}, "met"),
        ({"kind": "text", "hourly": "silence"}, "not_met"),
        ({"kind": "text", "hourly": "reply_days"}, "unknown"),
        ({"kind": "text", "hourly": "step_minutes"}, "unknown"),
        ({"kind": "text", "param": "worded", "is": "x"}, "met"),
        ({"kind": "text", "param": "worded", "is": "y"}, "not_met"),
        ({"kind": "text", "param": "unread", "is": "y"}, "unknown"),
        ({"kind": "text", "head": "expires_on"}, "met"),
        ({"kind": "text", "head": "precedence", "is": "improves"}, "not_met"),
        ({"kind": "text", "route": "membership"}, "met"),
        ({"kind": "text", "route": "mandate"}, "not_met"),
        ({"kind": "in_force"}, "met"),
    ],
)
def test_a_text_says(check: Mapping[str, object], status: str) -> None:
    assert status_of(check) == status


@pytest.mark.parametrize("head", ["expires_on", "after_expiry", "precedence"])
def test_what_nobody_read_of_a_text_is_unknown(head: str) -> None:
    book = book_of({"kind": "text", "head": head}, **{head: "unknown"})
    assert result_of(book).status == "unknown"


@pytest.mark.parametrize(("answer", "status"), [(True, "met"), (False, "not_met"), (None, "unknown")])
def test_answers_of_the_check_up_decide(answer: bool | None, status: str) -> None:
    asked: list[str] = []

    def reader(text: str) -> bool | None:
        asked.append(text)
        return answer

    assert result_of(book_of({"kind": "answer", "when": "T1 >= 2"}), answer=reader).status == status
    assert asked == ["T1 >= 2"]


@pytest.mark.parametrize(
    ("places", "status"),
    [
        (("999001",), "met"),
        (("VALFINTA",), "met"),
        (("015146", "999001"), "met"),
        (("015146",), "not_met"),
        ((), "not_met"),
        (None, "unknown"),
    ],
)
def test_a_seat_lies_in_the_territory(places: tuple[str, ...] | None, status: str) -> None:
    assert result_of(book_of({"kind": "in_territory"}), places=places).status == status


def test_a_list_that_is_not_complete_denies_nothing() -> None:
    book = book_of({"kind": "in_territory"})
    open_list = book.model_copy(update={"territories": (book.territories[0].model_copy(update={"complete": False}),)})
    assert result_of(open_list, places=("015146",)).status == "unknown"


@pytest.mark.parametrize(
    ("kind", "status"), [("unread", "unknown"), ("silent", "not_due"), ("worded", "unknown"), ("absent", "unknown")]
)
def test_a_limit_that_the_text_lacks_is_told_apart_from_one_not_read(kind: str, status: str) -> None:
    result = result_of(book_of({**NUMBER, "limit": {"param": kind}}), {"counted": 5})
    assert result.status == status
    term = {**WITHIN, "at_most": {"param": kind, "unit": "month"}}
    assert status_of(term, {"started_on": MAY_5, "told_on": MAY_12}) == status


def test_a_law_without_a_value_asks_for_nothing() -> None:
    assert status_of({**NUMBER, "limit": {"law": "law_gap"}}, {"counted": 5}) == "not_due"


MET, MISSED, OPEN, RUNNING = (
    TRUE,
    {"kind": "not", "of": TRUE},
    SEEN,
    {**WITHIN, "at_most": {"param": "months", "unit": "month"}},
)
NOTHING = {**NUMBER, "limit": {"param": "silent"}}
KNOWN: Facts = {"proved": True, "started_on": MAY_5, "counted": 1}


@pytest.mark.parametrize(
    ("kind", "parts", "status"),
    [
        ("all", (MET, MISSED, OPEN, RUNNING), "not_met"),
        ("all", (MET, OPEN, RUNNING), "not_due"),
        ("all", (MET, OPEN), "unknown"),
        ("all", (MET, RUNNING), "not_due"),
        ("all", (MET, NOTHING), "met"),
        ("all", (NOTHING, NOTHING), "not_due"),
        ("any", (MET, MISSED, OPEN, RUNNING), "met"),
        ("any", (MISSED, OPEN, RUNNING), "not_due"),
        ("any", (MISSED, OPEN), "unknown"),
        ("any", (MISSED, NOTHING), "not_met"),
        ("any", (NOTHING, NOTHING), "not_due"),
    ],
)
def test_several_checks_are_joined(kind: str, parts: tuple[Mapping[str, object], ...], status: str) -> None:
    assert status_of({"kind": kind, "of": list(parts)}, KNOWN) == status


def test_the_contrary_of_what_is_open_or_running_is_open_or_running() -> None:
    for check, status in ((OPEN, "unknown"), (RUNNING, "not_due"), (MET, "not_met")):
        assert status_of({"kind": "not", "of": check}, KNOWN) == status


@pytest.mark.parametrize(
    ("due", "facts", "status"),
    [
        (TRUE, {"proved": True, "seen": False}, "not_met"),
        (TRUE, {"proved": False, "seen": False}, "not_due"),
        (TRUE, {"seen": True}, "unknown"),
        (LASTING, {"started_on": MAY_5, "seen": False}, "not_due"),
    ],
)
def test_a_clause_is_due_before_it_is_kept(due: Mapping[str, object], facts: Facts, status: str) -> None:
    result = result_of(book_of(SEEN, due), facts)
    assert result.status == status
    assert result.due is (status != "not_due")
    assert result.by == (date(2026, 11, 5) if due is LASTING else None)


def test_reasons_tell_days_and_numbers_in_both_languages() -> None:
    met = result_of(book_of(WITHIN), {"started_on": MAY_5, "told_on": MAY_12})
    assert met.because[0].it == "«told_on»: entro 10 giorni dal 5 maggio 2026. Fatto il 12 maggio 2026, 7 giorni dopo."
    assert met.because[0].en == "“told_on”: within 10 days from 5 May 2026. Done on 12 May 2026, 7 days later."
    assert met.because[1].it == "Il termine è scritto nell'accordo: Testo art. 5 (proposta, da contrattare)."
    assert met.because[0].inputs == {
        "told_on": "2026-05-12",
        "started_on": "2026-05-05",
        "days": 10,
        "by": "2026-05-15",
    }
    assert (met.decided_on, met.by) == (MAY_12, None)
    late = result_of(book_of(WITHIN), {"started_on": MAY_5, "told_on": MAY_18})
    assert "entro il 15 maggio 2026. Fatto il 18 maggio 2026, 3 giorni di ritardo." in late.because[0].it
    running = result_of(book_of(WITHIN), {"started_on": date(2026, 6, 8)})
    assert (running.decided_on, running.by) == (None, date(2026, 6, 18))
    assert "dall'8 giugno 2026. C'è tempo fino al 18 giugno 2026." in running.because[0].it


def test_a_number_has_its_unit_and_is_no_term() -> None:
    book = book_of({**NUMBER, "limit": {"law": "law_days"}})
    facts = tuple(one.model_copy(update={"unit": "days"}) if one.id == "counted" else one for one in book.facts)
    found = result_of(book.model_copy(update={"facts": facts}), {"counted": 9})
    assert found.because[0].it == "«counted»: 9 giorni. Il massimo è 5 giorni."
    assert found.because[0].en == "“counted”: 9 days. The most is 5 days."
    assert found.because[1].it.startswith("Il valore è della legge: ")
    agreed = result_of(book_of(NUMBER), {"counted": 9})
    assert agreed.because[0].it == "«counted»: 9. Il massimo è 50."
    assert agreed.because[1].it.startswith("Il valore è scritto nell'accordo: ")


def test_what_came_too_late_names_the_day_before_which_it_had_to_come() -> None:
    order = {"kind": "order", "first": "told_on", "then": "started_on"}
    late = result_of(book_of(order), {"told_on": MAY_18, "started_on": date(2026, 5, 8)})
    assert late.because[0].it == (
        "«told_on»: il 18 maggio 2026, ma doveva venire prima dell'8 maggio 2026 («started_on»)."
    )
    missing = result_of(book_of(order), {"told_on": False, "started_on": MAY_5})
    assert missing.because[0].it == "«told_on»: non c'è, ma doveva venire prima del 5 maggio 2026 («started_on»)."


def test_a_term_of_the_law_names_the_law() -> None:
    check = {**WITHIN, "at_most": {"law": "law_days", "unit": "working_day"}}
    friday = date(2026, 5, 29)  # five working days: the 2nd of June is a holiday
    assert result_of(book_of(check), {"started_on": friday, "told_on": date(2026, 6, 9)}).status == "not_met"
    met = result_of(book_of(check), {"started_on": friday, "told_on": date(2026, 6, 8)})
    assert met.status == "met"
    assert met.because[1].en == "The term is the law's: L. 1/2020 art. 1 (published text)."


def test_hours_are_counted_in_whole_days() -> None:
    check = {**WITHIN, "at_most": {"param": "most", "unit": "hour"}}  # 50 hours: three days
    assert status_of(check, {"started_on": MAY_5, "told_on": date(2026, 5, 8)}) == "met"
    assert status_of(check, {"started_on": MAY_5, "told_on": date(2026, 5, 9)}) == "not_met"


def test_a_clause_that_the_agreement_does_not_oblige_to_is_left_out() -> None:
    book = book_of(TRUE, obligations=[])
    assert evaluate(book, book.agreements[0], ON, {}, unanswered, None) == ()


def test_each_reason_stands_once() -> None:
    result = result_of(book_of({"kind": "all", "of": [SEEN, SEEN, DATED]}))
    assert [reason.en for reason in result.because] == [
        "“seen”: we do not know yet.",
        "“told_on”: we do not know on which day.",
    ]


def test_the_count_of_clauses() -> None:
    def one(status: str) -> ClauseResult:
        facts: dict[str, Facts] = {"met": {"proved": True}, "not_met": {"proved": False}, "unknown": {}}
        return result_of(book_of(TRUE), facts[status])

    found = tally(
        [one("met"), one("met"), one("not_met"), one("unknown"), result_of(book_of(WITHIN), {"started_on": False})]
    )
    assert (found.due, found.met, found.not_met, found.unknown, found.not_due) == (4, 2, 1, 1, 1)


def test_its_json_is_what_the_command_promises() -> None:
    shown = result_of(book_of(TRUE), {"proved": True}).as_json()
    assert list(shown) == ["id", "agreement", "status", "because"]
    assert (shown["id"], shown["agreement"], shown["status"]) == ("A-05", "small", "met")


def test_a_result_without_a_reason_cannot_be_built() -> None:
    with pytest.raises(MissingReasonError):
        ClauseResult("A-05", "small", "met", (), Text(it="x", en="x"))


@pytest.mark.parametrize(("started", "told", "status"), [(5, 15, "met"), (5, 18, "not_met"), (20, 24, "not_met")])
def test_a_term_is_as_long_as_on_the_day_from_which_it_runs(started: int, told: int, status: str) -> None:
    first = {**ROWS, "to": date(2026, 5, 16), "value": 10}
    days = [first, {**ROWS, "from": date(2026, 5, 17), "value": 3}]
    book = book_of(WITHIN, params={"days": days})
    facts = {"started_on": date(2026, 5, started), "told_on": date(2026, 5, told)}
    assert result_of(book, facts).status == status


def test_a_length_is_asked_as_on_the_day_of_its_start() -> None:
    months = [{**ROWS, "to": date(2026, 4, 30), "value": 1}, {**ROWS, "from": date(2026, 5, 1), "value": 6}]
    book = book_of(LASTING, params={"months": months})
    assert result_of(book, {"started_on": date(2026, 4, 30)}).status == "met"
    assert result_of(book, {"started_on": date(2026, 5, 1)}).status == "not_due"
    later = book_of(LASTING, params={"months": months[1:]})
    assert result_of(later, {"started_on": date(2026, 1, 1)}).status == "not_due"
