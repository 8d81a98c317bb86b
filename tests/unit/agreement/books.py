"""A small book of agreements for tests of joining: three towns, one agreement in force, one over, one proposal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from cip.rulebook.agreements import AgreementBook

DAY = date(2026, 11, 21)
INSIDE, OUTSIDE = "999001", "015146"
SOURCE: Mapping[str, Any] = {"act": "Accordo inventato", "confidence": "invented"}
LAW: Mapping[str, Any] = {
    "about": {
        "law_known_to": date(2026, 11, 1),
        "read_on": date(2026, 11, 1),
        "note": {"it": "Prova.", "en": "Test."},
    },
    "selectors": [],
    "parameters": {},
}


def rows(value: object, start: str = "2026-01-01") -> list[dict[str, Any]]:
    """One value for ever."""
    return [{"from": start, "to": "open", "value": value, "source": "Accordo inventato", "confidence": "invented"}]


def agreement(**changes: Any) -> dict[str, Any]:
    """An agreement as data; what is not named is as in the one in force."""
    params = {
        "notify_committee_days": rows(10),
        "inform_workers_days": rows(15),
        "leaving_notice_months": rows(3),
        "max_size": rows(50),
    }
    return {
        "id": "now",
        "name": {"it": "Accordo di oggi", "en": "Agreement of today"},
        "level": "territorial",
        "nature": "invented",
        "mark": {"it": "inventato", "en": "invented"},
        "note": {"it": "Inventato.", "en": "Invented."},
        "sectors": ["all"],
        "territory": {"list": "towns", "version": "1"},
        "parties": [{"name": "Sindacato", "side": "union", "since": "2025-11-01"}],
        "signed_on": "2025-11-15",
        "effective_from": "2026-01-01",
        "expires_on": "2028-12-31",
        "after_expiry": "keep_until_renewal",
        "joining": {"routes": ["membership", "full_ccnl"]},
        "precedence": "improves",
        "hourly_parental_leave": {"available": rows(True)},
        "params": params,
        "obligations": ["A-03", "A-05", "A-06", "B-02"],
        "sources": [SOURCE],
        **changes,
    }


TOWNS: Mapping[str, Any] = {
    "id": "towns",
    "name": {"it": "Tre comuni", "en": "Three towns"},
    "nature": "invented",
    "complete": True,
    "note": {"it": "Inventati.", "en": "Invented."},
    "versions": [
        {
            "version": "1",
            "from": "open",
            "to": "open",
            "source": "Elenco inventato",
            "confidence": "invented",
            "municipalities": [{"code": INSIDE, "name": "Valfinta"}, {"code": "999002", "name": "Costafinta"}],
        }
    ],
}
OVER: Mapping[str, Any] = {
    "id": "over",
    "name": {"it": "Accordo di ieri", "en": "Agreement of yesterday"},
    "effective_from": "2023-01-01",
    "expires_on": "2025-12-31",
    "after_expiry": "stop",
    "params": {"notify_committee_days": rows(10, "open")},
}
PROPOSAL: Mapping[str, Any] = {
    "id": "proposal",
    "nature": "design",
    "signed_on": "unknown",
    "effective_from": "unknown",
    "expires_on": "unknown",
}
STATUTE: Mapping[str, Any] = {
    "id": "statute",
    "level": "statute",
    "nature": "real",
    "territory": None,
    "joining": None,
    "obligations": [],
    "params": {},
}


def fact(name: str, sort: str, subject: str = "proof") -> dict[str, Any]:
    """A fact of the clauses."""
    text = {"it": name, "en": name}
    return {"id": name, "type": sort, "subject": subject, "label": text, "ask": text, "proof": text}


FACTS = [
    fact("board_on", "day"),
    fact("hours", "number"),
    fact("told", "yes_no"),
    *(fact(name, "yes_no", "adherence") for name in ("membership_proved", "full_ccnl_proved", "mandate_proved")),
]


def book(*others: Mapping[str, Any], now: Mapping[str, Any] | None = None) -> AgreementBook:
    """The book: the law, the agreement in force (changed by `now`), the one it renews, the proposal, and `others`."""
    held = [
        agreement(**STATUTE),
        agreement(renews="over", **(now or {})),
        agreement(**OVER),
        agreement(**PROPOSAL),
        *(agreement(**other) for other in others),
    ]
    content = {"law": LAW, "facts": FACTS, "clauses": [], "doubts": [], "agreements": held, "territories": [TOWNS]}
    return AgreementBook.model_validate(content, strict=False)
