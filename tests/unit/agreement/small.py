"""A small book for the tests of clauses: one agreement, a clause that each test gives its check, facts of each type."""

from collections.abc import Callable, Mapping
from datetime import date

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult, evaluate
from cip.rulebook.agreements import AgreementBook

TEXT = {"it": "Testo", "en": "Text"}
ON = date(2026, 6, 15)
DAYS = ("started_on", "told_on", "ended_on")
NUMBERS = ("counted", "other_count")
YES_NO = ("proved", "seen")
ROWS = {"from": "open", "to": "open", "source": "Testo art. 5", "confidence": "design"}
PARAMS: dict[str, object] = {"days": 10, "months": 6, "most": 50, "unread": "unknown", "silent": "none", "worded": "x"}


def row(value: object) -> list[dict[str, object]]:
    """A value for all days."""
    return [{**ROWS, "value": value}]


def book_of(check: Mapping[str, object], due: Mapping[str, object] | None = None, /, **head: object) -> AgreementBook:
    """A book with the clause A-05 of this check; `head` are keys of the agreement's file."""
    fact = {"subject": "proof", "ask": TEXT, "proof": TEXT}
    types = {**dict.fromkeys(DAYS, "day"), **dict.fromkeys(NUMBERS, "number"), **dict.fromkeys(YES_NO, "yes_no")}
    clause = {
        "id": "A-05",
        "title": TEXT,
        "text": TEXT,
        "who": ["firm"],
        "deadline": TEXT,
        "proof": TEXT,
        "met_by": {"it": "Con la ricevuta.", "en": "With the receipt."},
        "check": check,
        "basis": "test",
        "confidence": "design",
        **({"due": due} if due is not None else {}),
    }
    return AgreementBook.model_validate(
        {
            "law": {
                "about": {"law_known_to": ON, "read_on": ON, "note": TEXT},
                "selectors": [{"id": "day", "label": TEXT}],
                "parameters": {"law_days": _law(), "law_gap": _law("none")},
            },
            "facts": [
                {"id": key, "type": kind, "label": {"it": key, "en": key}, **fact} for key, kind in types.items()
            ],
            "clauses": [clause],
            "doubts": [],
            "agreements": [{**_agreement(), **head}],
            "territories": [_territory()],
        }
    )


def _law(first: object = 3) -> dict[str, object]:
    rows = [
        {"from": date(2020, 1, 1), "to": date(2025, 12, 31), "value": first},
        {"from": date(2026, 1, 1), "to": "open", "value": 5 if first == 3 else first},
    ]
    more = {"source": "L. 1/2020 art. 1", "confidence": "published"}
    return {
        "label": {"it": "Giorni di legge", "en": "Days of the law"},
        "selector": "day",
        "values": [{**r, **more} for r in rows],
    }


def _agreement() -> dict[str, object]:
    return {
        "id": "small",
        "name": TEXT,
        "level": "territorial",
        "nature": "real",
        "note": TEXT,
        "territory": {"list": "valley", "version": "1"},
        "parties": [{"name": "One", "side": "union"}],
        "effective_from": date(2026, 1, 1),
        "expires_on": date(2026, 12, 31),
        "after_expiry": "stop",
        "joining": {"routes": ["membership"]},
        "precedence": "subsidiary",
        "hourly_parental_leave": {"notice_days": row(5), "silence": row("none"), "reply_days": row("unknown")},
        "params": {name: row(value) for name, value in PARAMS.items()},
        "obligations": ["A-05"],
        "sources": [{"act": "Testo", "confidence": "design"}],
    }


def _territory() -> dict[str, object]:
    town = {"code": "999001", "name": "Valfinta"}
    version = {"version": "1", "from": "open", "to": "open", "source": "x", "confidence": "design"}
    return {
        "id": "valley",
        "name": TEXT,
        "nature": "invented",
        "complete": True,
        "note": TEXT,
        "versions": [{**version, "municipalities": [town]}],
    }


def unanswered(_text: str) -> bool | None:
    """A check-up without answers."""
    return None


def result_of(
    book: AgreementBook,
    facts: Mapping[str, FactValue] | None = None,
    on: date = ON,
    *,
    answer: Callable[[str], bool | None] = unanswered,
    places: tuple[str, ...] | None = None,
) -> ClauseResult:
    """The one clause of a small book."""
    (result,) = evaluate(book, book.agreements[0], on, facts or {}, answer, places)
    return result


def status_of(check: Mapping[str, object], facts: Mapping[str, FactValue] | None = None, on: date = ON) -> str:
    """How the clause of a check stands."""
    return result_of(book_of(check), facts, on).status
