"""Random calls and applications to them: every kind of rule, policy and tie, with facts left out here and there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from cip.rulebook.call_packs import CallPack
from tests.unit.incentives import small_calls as small

Data = dict[str, Any]
FACTS = [
    small.fact("n", min=0, max=20),
    small.fact("m", min=0, max=20),
    small.fact("part", "percent"),
    small.fact("yes", "yes_no"),
    small.fact("sure", "yes_no"),
    small.fact("size", "choice", options=("a", "b", "c")),
]
RISING = ("n", "m", "part")
"""Facts that no random rule punishes: more of them never gives fewer points."""


@dataclass(frozen=True)
class RandomCall:
    """A call, entries of FILE for it, and the seed of the draw."""

    pack: CallPack
    entries: list[Data]
    seed: str


def random_call(number: int, *, most: int = 9, **policy: Any) -> RandomCall:
    """The random call of a number, with up to `most` applications; `policy` settles parts of its policy."""
    source = Random(number)
    criteria = [_criterion(source, f"C{at}") for at in range(source.randint(1, 4))]
    eligibility = [small.rule("few", "n <= 18")] if source.random() < 0.5 else []
    call = small.pack(
        facts=FACTS,
        funding=[small.line(source.choice((0, 777, 25_000, 60_000))), small.line(source.randint(0, 9_999), "other")],
        eligibility=eligibility,
        grid=small.grid(*criteria, **_frame(source)),
        amounts=_amounts(source),
        policy=small.policy(**_policy(source) | policy),
    )
    judged = [one["id"] for one in _all(criteria) if one["rule"]["kind"] == "judged"]
    entries = [_entry(source, f"app-{at}", judged) for at in range(source.randint(0, most))]
    return RandomCall(call, entries, f"seed {number}")


def _all(criteria: list[Data]) -> list[Data]:
    return [
        inner for one in criteria for inner in (one, *(one["rule"]["of"] if one["rule"]["kind"] == "parts" else ()))
    ]


def _criterion(source: Random, name: str) -> Data:
    points = source.choice((5, 10, 12.5, 40))
    if source.random() < 0.2:
        inner = [
            small.criterion(f"{name}{letter}", _rule(source, part), part, minimum=source.choice((None, None, 1)))
            for letter, part in (("x", 4), ("y", 6))
        ]
        rule = small.parts(source.choice(("sum", "mean")), *inner)
    else:
        rule = _rule(source, points)
    more = {"minimum": source.choice((None, None, None, 1)), "group": source.choice((None, "G", "H"))}
    if source.random() < 0.3 and rule["kind"] != "judged":
        more["not_answered"] = source.choice(("worst", "zero"))
    return small.criterion(name, rule, points, **more)


def _rule(source: Random, points: float) -> Data:
    """A rule under which more of the rising facts never gives less."""
    number = source.choice(("n", "m", "n + m", "max(n, m)", "min(n, m + 3)", "(n if surely(sure) else 0)"))
    half, whole = points / 2, points
    return source.choice(
        (
            small.steps(number, (1, 0), (source.randint(2, 6), half), (source.randint(7, 20), whole)),
            small.share("n", source.choice(("20", "7", "3"))),
            small.share("part", "100"),
            small.summed((f"{number} >= {source.randint(1, 9)}", half), ("yes", half)),
            small.summed(("size == 'a'", whole), ("size == 'b'", half)),
            small.formula(f"({number}) / {source.randint(1, 9)}"),
            small.judged(0, half, whole, spread=source.choice((1, 3))),
        )
    )


def _frame(source: Random) -> Data:
    frame: Data = {"most": source.choice((30, 100)), "minimum": source.choice((None, None, 3))}
    if source.random() < 0.4:
        lines = [
            {"id": f"B{at}", "label": small.text("b"), "when": when, "points": 2, "proof": small.text("p")}
            for at, when in enumerate(("yes", "n >= 9"))
        ]
        frame["bonus"] = {"cap": source.choice((2, 3, 5)), "lines": lines}
    return frame


def _amounts(source: Random) -> Data | str:
    if source.random() < 0.1:
        return "unknown"
    caps = [small.cap("most", "20000"), small.cap("few", "m * 1000", when="size == 'c'")]
    lines = source.choice((["10000"], ["3333 * (1 + min(m, 3))"], ["5000", "n * 777 / 2"]))
    return small.amounts(*lines, caps=source.choice(([], caps)))


def _policy(source: Random) -> Data:
    ties = [
        small.tie("points", of=["C0"]),
        small.tie("number", number="m", first="low"),
        small.tie("amount", first="low"),
        small.tie("time"),
    ]
    share = source.choice((10, 30, 60))
    return {
        "ties": [*source.sample(ties, source.randint(0, 2)), small.tie("draw")],
        "partial": source.choice(
            (
                "unknown",
                {"kind": "none"},
                {"kind": "if_left", "minimum_share": source.choice((0, 60))},
                {"kind": "pro_rata", "minimum_share": source.choice((0, 50))},
            )
        ),
        "beyond": source.choice(("skip", "stop", "unknown")),
        "reserve": source.choice(("none", "unknown", {"months": 12})),
        "quotas": source.choice(
            ([], [{"id": "q", "label": small.text("q"), "share": share, "when": "size == 'a' and yes"}])
        ),
    }


def _entry(source: Random, identifier: str, judged: list[str]) -> Data:
    facts: Mapping[str, object] = {
        "n": source.randint(0, 20),
        "m": source.choice((0, 1, 5, 20)),
        "part": source.choice((0, 33.3, 50, 100)),
        "yes": source.choice((True, False)),
        "sure": source.choice((True, False)),
        "size": source.choice(("a", "b", "c")),
    }
    at = small.AT + timedelta(seconds=source.choice((0, 1, 2, 3600)))
    return {
        "id": identifier,
        "submitted_at": at.isoformat(),
        "facts": {name: value for name, value in facts.items() if source.random() < 0.85},
        "requested": source.choice((None, None, 0, 4_999, 15_000)),
        "scores": {
            name: {who: source.choice((0, 0.5, 1, 1.5, 2)) for who in source.sample("pqr", source.randint(1, 3))}
            for name in judged
        },
    }
