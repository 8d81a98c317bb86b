"""The output of `cip check-up --json`, key by key (design, section 8)."""

import json
from collections.abc import Mapping
from datetime import date

from hypothesis import given

from cip.assessment.answers import Answers
from tests.unit.assessment.firms import ON, complete, firms, many, result_of, the_pack

Kind = type | tuple[type, ...] | None
NUMBER, MAYBE = (int, float), (int, float, type(None))

TOP: Mapping[str, Kind] = {
    "pack": dict,
    "on": str,
    "law_known_to": str,
    "result": str,
    "band": (str, type(None)),
    "total": dict,
    "level": int,
    "level_by_score": int,
    "held_by": list,
    "areas": list,
    "indicators": list,
    "unproved": list,
    "duties": list,
    "measures": list,
    "could_fit": list,
    "not_proposed": list,
    "clauses": list,
    "unknown": list,
}
ROWS: Mapping[str, Mapping[str, Kind]] = {
    "held_by": {"gate": str, "level": int, "status": str, "because": list},
    "areas": {"id": str, "weight": MAYBE, "low": MAYBE, "high": MAYBE, "scorable": bool},
    "indicators": {
        "id": str,
        "status": str,
        "step": (int, type(None)),
        "reachable": (int, type(None)),
        "low": MAYBE,
        "high": MAYBE,
    },
    "duties": {"id": str, "status": str, "source": str},
    "measures": {"id": str, "list": str, "priority": NUMBER, "parts": dict, "after": list, "because": list},
    "could_fit": {"id": str, "tell_us": list, "because": list},
    "not_proposed": {"id": str, "because": list},
    "unknown": {"id": str, "narrows": NUMBER},
}
WORDS = {
    ("held_by", "status"): {"not_met", "unknown"},
    ("indicators", "status"): {"known", "unknown", "not_applicable"},
    ("duties", "status"): {"yes", "no", "unknown", "no_case"},
    ("measures", "list"): {"now", "soon", "together", "later"},
}
REASON: Mapping[str, Kind] = {"rule": str, "it": str, "en": str, "inputs": dict}


def is_kind(value: object, kind: Kind) -> bool:
    """A bool is no number here."""
    if kind is None:
        return value is None
    if isinstance(value, bool):
        return kind is bool
    return isinstance(value, kind)


def check_row(row: Mapping[str, object], shape: Mapping[str, Kind]) -> None:
    assert list(row) == list(shape)
    for key, kind in shape.items():
        assert is_kind(row[key], kind), (key, row[key])


def one_decimal(value: object) -> bool:
    return value is None or (isinstance(value, int | float) and round(value, 1) == value and 0 <= value <= 100)


@given(firms)
@many
def test_the_output_has_exactly_the_keys_and_types_of_the_contract(firm: Answers) -> None:
    found = json.loads(json.dumps(result_of(firm).as_json()))
    check_row(found, TOP)
    check_row(found["pack"], {"id": str, "sha256": str})
    check_row(found["total"], {"low": MAYBE, "high": MAYBE})
    for name, shape in ROWS.items():
        for row in found[name]:
            check_row(row, shape)
            for reason in row.get("because", []):
                check_row(reason, REASON)
    for row in found["measures"]:
        check_row(row["parts"], dict.fromkeys(("need", "gain", "ease", "clause", "structural"), NUMBER))


@given(firms)
@many
def test_because_is_never_empty_and_its_inputs_are_plain_values(firm: Answers) -> None:
    found = result_of(firm).as_json()
    for name in ("held_by", "measures", "could_fit", "not_proposed"):
        rows = found[name]
        assert isinstance(rows, list)
        for row in rows:
            assert row["because"]
            for reason in row["because"]:
                assert reason["rule"]
                assert reason["it"] != reason["en"]
                assert all(isinstance(value, str | int | float | None) for value in reason["inputs"].values())


@given(firms)
@many
def test_scores_are_numbers_from_0_to_100_with_one_decimal(firm: Answers) -> None:
    found = json.loads(json.dumps(result_of(firm).as_json()))
    assert all(one_decimal(value) for value in found["total"].values())
    for name in ("areas", "indicators"):
        assert all(one_decimal(row[end]) for row in found[name] for end in ("low", "high"))
    for row in found["measures"]:
        assert one_decimal(row["priority"])
        assert all(one_decimal(points) for points in row["parts"].values())
    assert all(one_decimal(row["narrows"]) for row in found["unknown"])


@given(firms)
@many
def test_words_are_those_of_the_contract_and_ids_exist(firm: Answers) -> None:
    pack, found = the_pack(), json.loads(json.dumps(result_of(firm).as_json()))
    for (name, key), words in WORDS.items():
        assert {row[key] for row in found[name]} <= words
    assert found["band"] in ("a", "b", "c", "d", None)
    assert [row["id"] for row in found["areas"]] == list(pack.areas)
    assert [row["id"] for row in found["indicators"]] == list(pack.indicators)
    assert [row["id"] for row in found["duties"]] == list(pack.duties)
    assert {row["gate"] for row in found["held_by"]} <= {gate.id for gate in pack.content.gates}
    for row in found["could_fit"]:
        assert set(row["tell_us"]) <= set(pack.facts) | set(pack.indicators)
    for row in found["measures"]:
        assert set(row["after"]) <= set(pack.measures)
    assert set(found["unproved"]) <= set(pack.indicators)
    assert {row["id"] for row in found["unknown"]} <= set(pack.facts) | set(pack.indicators)


def test_the_counts_are_those_of_the_model() -> None:
    found = result_of(Answers()).as_json()
    counts = {name: len(rows) for name in ("areas", "indicators", "duties") if isinstance(rows := found[name], list)}
    assert counts == {"areas": 8, "indicators": 34, "duties": 10}
    assert len(the_pack().measures) == 44
    assert len(the_pack().needs) == 15


def test_the_head_names_the_pack_the_day_and_how_far_the_law_is_known() -> None:
    found = result_of(Answers(), date(2026, 12, 1)).as_json()
    assert found["pack"] == {"id": "cip-2026", "sha256": the_pack().sha256}
    assert (found["on"], found["law_known_to"], found["result"]) == ("2026-12-01", "2026-04-30", "self_declared")
    assert found["clauses"] == []


def test_a_day_after_the_law_that_is_known_is_allowed_and_marked() -> None:
    assert result_of(Answers(), date(2026, 12, 1)).law_is_newer
    assert not result_of(Answers(), ON).law_is_newer


def test_areas_carry_the_weight_of_the_band() -> None:
    weights = {area.id: area.weight for area in result_of(complete(1, {"workers": 7})).areas}
    assert weights == {"T": 22, "L": 8, "C": 20, "S": 15, "E": 9, "W": 6, "K": 10, "R": 10}


def test_the_worked_example_of_the_model() -> None:
    """Model 3.5: 27.5 of 85 at least, 42.5 of 85 at most."""
    from cip.assessment.answers import StepAnswer

    firm = Answers(
        facts={"leave_cases_24m": 2, "carers_told": True},
        steps={"C1": StepAnswer(3), "C2": StepAnswer(0), "C4": StepAnswer(2)},
        not_applicable={"C3": "no_fathers_24_months"},
    )
    area = next(area for area in result_of(firm).areas if area.id == "C")
    assert (area.low, area.high) == (32.4, 50.0)


def test_a_duty_carries_its_legal_source() -> None:
    sources = {duty.id: duty.source for duty in result_of(Answers()).duties}
    assert "D.Lgs. 151/2001" in sources["maternity_leave_granted"]
    assert "L. 104/1992" in sources["l104_permits"]
    assert all(sources.values())
