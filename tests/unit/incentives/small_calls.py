"""Small invented calls for tests: a line of what matters, everything else filled in."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from cip.incentives.bound_call import BoundCall
from cip.incentives.rank_results import Applicant
from cip.kernel.texts import Text
from cip.rulebook.call_packs import CallContent, CallPack
from cip.rulebook.shapes.call import Call
from cip.rulebook.shapes.law import CitedLaw, LawAbout, Parameter

ON = date(2026, 9, 1)
AT = datetime(2026, 8, 20, 10, tzinfo=UTC)
Data = dict[str, Any]


def text(words: str) -> Data:
    return {"it": words, "en": words}


def fact(identifier: str, kind: str = "whole", **more: Any) -> Data:
    options = more.pop("options", ())
    named = [{"id": one, **text(one)} for one in options]
    return {"id": identifier, "type": kind, "label": text(identifier), "options": named, **more}


def criterion(identifier: str, rule: Data, points: float = 10, **more: Any) -> Data:
    return {"id": identifier, "label": text(identifier), "what": text("what"), "points": points, "rule": rule, **more}


def steps(of: str, *rows: tuple[float, float]) -> Data:
    return {"kind": "steps", "of": of, "rows": [{"from": start, "points": points} for start, points in rows]}


def share(of: str, over: str) -> Data:
    return {"kind": "share", "of": of, "over": over}


def summed(*rows: tuple[str, float]) -> Data:
    of = [{"id": f"r{n}", "label": text(f"row {n}"), "when": when, "points": p} for n, (when, p) in enumerate(rows)]
    return {"kind": "sum", "of": of}


def formula(of: str) -> Data:
    return {"kind": "number", "of": of}


def judged(*scores: float, spread: float = 3) -> Data:
    return {"kind": "judged", "levels": [{"score": one, "text": text(str(one))} for one in scores], "spread": spread}


def parts(how: str, *of: Data) -> Data:
    return {"kind": "parts", "how": how, "of": list(of)}


def grid(*criteria: Data, **more: Any) -> Data:
    return {"version": "1", "most": 100, "criteria": list(criteria), **more}


def rule(identifier: str, when: str, **more: Any) -> Data:
    said = {"label": text(identifier), "not_met": text(f"not {identifier}"), "unknown": text(f"tell {identifier}")}
    return {"id": identifier, "when": when, "source": "invented", "confidence": "invented", **said, **more}


def amounts(*lines: str, caps: Sequence[Data] = ()) -> Data:
    named = [{"id": f"l{n}", "label": text(f"line {n}"), "cents": cents} for n, cents in enumerate(lines)]
    return {"lines": named, "caps": list(caps), "source": "invented", "confidence": "invented"}


def cap(identifier: str, cents: str, when: str | None = None) -> Data:
    return {"id": identifier, "label": text(identifier), "cents": cents, "when": when}


def line(cents: int | str = 100_000, identifier: str = "money") -> Data:
    return {"id": identifier, "label": text(identifier), "source": text("source"), "cents": cents}


def policy(**more: Any) -> Data:
    plain: Data = {
        "order": "points",
        "ties": [{"by": "draw", "label": text("draw")}],
        "partial": {"kind": "none"},
        "beyond": "stop",
        "reserve": "none",
        "procedure": "ranking",
    }
    return plain | more


def tie(by: str, **more: Any) -> Data:
    return {"by": by, "label": text(by), **more}


def pack(law: Mapping[str, Parameter] | None = None, **changes: Any) -> CallPack:
    """The pack of a call with one criterion by steps of `n`, 100 euro each and 1,000 euro in all, but for changes."""
    content: Data = {
        "about": {
            "id": "small",
            "label": text("Small"),
            "nature": "historic",
            "mark": text("invented"),
            "note": text("invented"),
            "body": text("nobody"),
            "who_may_apply": text("anybody"),
            "sources": [{"act": "none", "confidence": "invented"}],
        },
        "window": {},
        "territory": "any",
        "funding": [line()],
        "facts": [fact("n", min=0, max=100)],
        "eligibility": [],
        "grid": grid(criterion("A", steps("n", (1, 4), (2, 10)))),
        "amounts": amounts("10000"),
        "policy": policy(),
        "tranches": "unknown",
    }
    about = LawAbout(law_known_to=ON, read_on=ON, note=Text(it="nota", en="note"))
    cited = CitedLaw(about=about, selectors=(), parameters=dict(law or {}))
    return CallPack.of(CallContent(call=Call.model_validate(content | changes), law=cited))


def bound(law: Mapping[str, Parameter] | None = None, on: date | None = ON, **changes: Any) -> BoundCall:
    """A small call bound to a day."""
    return BoundCall(pack(law, **changes), on)


def parameter(*rows: tuple[date | None, date | None, float | bool | None], label: str = "limit") -> Parameter:
    """A legal parameter with its rows (from, to, value)."""
    values = [
        {
            "from": start.isoformat() if start else "open",
            "to": end.isoformat() if end else "open",
            "value": "none" if value is None else value,
            "source": "invented",
            "confidence": "proposal",
        }
        for start, end, value in rows
    ]
    return Parameter.model_validate({"label": text(label), "selector": "day_of_application", "values": values})


def applicant(
    call: BoundCall,
    identifier: str = "a",
    *,
    requested: int | None = None,
    scores: Mapping[str, Mapping[str, float]] | None = None,
    at: datetime | None = AT,
    **facts: object,
) -> Applicant:
    """An application with these facts."""
    given = {name: {who: Fraction(str(n)) for who, n in one.items()} for name, one in (scores or {}).items()}
    return Applicant(identifier, at, call.read_facts(facts), requested, given)
