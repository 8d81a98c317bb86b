"""A check-up's FILE: every form that is accepted, and every mistake at its own place (design, section 8)."""

from datetime import date

import pytest
from hypothesis import given

from cip.assessment.answer_file import AnswerFileError, read_answers
from cip.assessment.answers import Answers, NeedsAnswer, StepAnswer
from cip.rulebook.reading import Document, read_yaml
from tests.unit.assessment.firms import ON, firms, many, the_bound, the_pack

DESIGN = """
facts: {workers: 7, single_cover: no}          # ids as printed by `cip rules show facts`; yes | no | unknown
indicators:
  T1: 2                                        # a step 0-4
  T2: unknown                                  # same as left out
  C2: {step: 3, date: 2026-01-10}              # or `count: 4`: the fact behind a step 3 or 4
  C3: {not_applicable: no_fathers_24_months}   # a reason that the indicator allows
duties: {paternity_leave_granted: yes}         # yes | no | unknown | no_case
needs: {respondents: 7, N04: 3, N06: 1}        # workers who named each
in_use: {M05: 2025-09-01}                      # measures in use, since when
"""


def document_of(text: str) -> Document | None:
    document, found = read_yaml(text.encode(), "firm.yaml")
    assert not [item for item in found if item.code != "E108"], found
    return document


def read(text: str) -> Answers:
    document = document_of(text)
    return read_answers(the_bound(), document.value if document else None, document)


def refused(text: str) -> AnswerFileError:
    with pytest.raises(AnswerFileError) as caught:
        read(text)
    return caught.value


def paths(text: str) -> list[str]:
    return [".".join(str(step) for step in problem.path) for problem in refused(text).problems]


# What is accepted -----------------------------------------------------------------------------------------------------


def test_the_example_of_the_design_is_read_to_the_letter() -> None:
    assert read(DESIGN) == Answers(
        facts={"workers": 7, "single_cover": False},
        steps={"T1": StepAnswer(2), "C2": StepAnswer(3, day=date(2026, 1, 10))},
        not_applicable={"C3": "no_fathers_24_months"},
        duties={"paternity_leave_granted": "yes"},
        needs=NeedsAnswer(7, {"N04": 3, "N06": 1}),
        in_use={"M05": date(2025, 9, 1)},
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "# only a comment\n",
        "{}",
        "---\n",
        "facts:\n",
        "facts: {}\nindicators:\nduties: {}\nneeds:\nin_use: {}\n",
    ],
)
def test_every_key_and_entry_may_be_missing(text: str) -> None:
    assert read(text) == Answers()


@pytest.mark.parametrize("fact", list(the_pack().facts))
@pytest.mark.parametrize("word", ["unknown", "null", ""])
def test_unknown_is_the_same_as_left_out_for_every_fact(fact: str, word: str) -> None:
    assert read(f"facts: {{{fact}: {word}}}") == Answers()


@pytest.mark.parametrize("code", list(the_pack().indicators))
@pytest.mark.parametrize("word", ["unknown", "null", "{step: unknown}"])
def test_unknown_is_the_same_as_left_out_for_every_indicator(code: str, word: str) -> None:
    assert read(f"indicators: {{{code}: {word}}}") == Answers()


@pytest.mark.parametrize(
    ("word", "value"), [("yes", True), ("no", False), ("true", True), ("false", False), ('"yes"', True)]
)
def test_yes_and_no_may_also_be_written_as_in_json(word: str, value: bool) -> None:
    assert read(f"facts: {{shifts: {word}}}").facts == {"shifts": value}
    assert read(f"duties: {{risk_assessment: {word}}}").duties == {"risk_assessment": "yes" if value else "no"}


@pytest.mark.parametrize("word", ["yes", "no", "unknown", "no_case"])
def test_the_four_answers_to_a_duty(word: str) -> None:
    assert read(f"duties: {{l104_permits: {word}}}").duties == {"l104_permits": word}


@pytest.mark.parametrize(
    ("entry", "answer"),
    [
        *((str(step), StepAnswer(step)) for step in range(5)),
        ("{step: 3, date: 2026-01-10}", StepAnswer(3, day=date(2026, 1, 10))),
        ('{step: 3, date: "2026-01-10"}', StepAnswer(3, day=date(2026, 1, 10))),
        ("{step: 4, count: 4}", StepAnswer(4, count=4)),
        ("{step: 4, count: 1, date: 2026-03-02}", StepAnswer(4, date(2026, 3, 2), 1)),
        ("{step: 4}", StepAnswer(4)),
        ("{step: 1, count: 0}", StepAnswer(1, count=0)),
        ("{step: 3, date: unknown, count: unknown}", StepAnswer(3)),
    ],
)
def test_the_forms_of_a_step(entry: str, answer: StepAnswer) -> None:
    assert read(f"indicators: {{T2: {entry}}}").steps == {"T2": answer}


@pytest.mark.parametrize(
    ("code", "reason"), [(i.id, reason.id) for i in the_pack().indicators.values() for reason in i.not_applicable]
)
def test_every_reason_that_an_indicator_allows(code: str, reason: str) -> None:
    assert read(f"indicators: {{{code}: {{not_applicable: {reason}}}}}").not_applicable == {code: reason}


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("workers: 1", 1),
        ("workers: 4999", 4999),
        ("sector: shop", "shop"),
        ("ateco: 47.71.10", "47.71.10"),
        ('ateco: "47.71"', "47.71"),
        ("ateco: 47", "47"),
        ("ccnl: C011", "C011"),
        ("municipality: 015146", "015146"),
        ("municipality: 108033", "108033"),
        ("opening_hours: 0", 0),
        ("opening_hours: 37.5", 37.5),
        ("away_share: 12.5", 12.5),
        ("representation: [rls, rsa]", ("rsa", "rls")),
        ("representation: [none]", ("none",)),
        ("representation: none", ("none",)),
    ],
)
def test_the_types_of_facts(entry: str, value: object) -> None:
    assert list(read(f"facts: {{{entry}}}").facts.values()) == [value]


@pytest.mark.parametrize("code", ["47.71", "47.10"])
def test_a_code_that_looks_like_a_decimal_keeps_its_digits(code: str) -> None:
    """The ATECO codes of the help text, as people write them: without quotes."""
    assert read(f"facts: {{ateco: {code}}}").facts == {"ateco": code}


def test_a_pool_is_counted_apart_from_the_firms_own_workers() -> None:
    found = read("facts: {workers: 2}\nneeds: {N04: 1, pooled: {respondents: 12, N04: 6, N06: unknown}}")
    assert found.needs == NeedsAnswer(None, {"N04": 1}, pooled=NeedsAnswer(12, {"N04": 6}, frozenset({"N06"})))
    assert read("needs: {pooled: unknown}").needs == NeedsAnswer()


def test_needs_without_respondents_count_over_the_workers() -> None:
    assert read("facts: {workers: 7}\nneeds: {N04: 7}").needs == NeedsAnswer(None, {"N04": 7})
    assert read("needs: {N04: 700}").needs == NeedsAnswer(None, {"N04": 700})
    assert read("needs: {respondents: 3}").needs == NeedsAnswer(3, {})
    assert read("needs: {N04: unknown}").needs == NeedsAnswer(unknown=frozenset({"N04"}))


def test_a_day_may_be_the_day_of_the_check_up_itself() -> None:
    assert read(f"in_use: {{M05: {ON}}}").in_use == {"M05": ON}


@given(firms)
@many
def test_every_valid_firm_is_accepted(firm: Answers) -> None:
    assert read_answers(the_bound(), firm.as_file()) == firm


# What is refused ------------------------------------------------------------------------------------------------------

REFUSED: list[tuple[str, str, list[str]]] = [
    # the whole
    ("[1, 2]", "", ["map", "facts", "indicators"]),
    ("yes", "", ["map", "facts"]),
    ("fact: {}", "fact", ['did you mean "facts"', "accepted"]),
    ("facts: 3", "facts", ["map"]),
    ("needs: [N04]", "needs", ["map"]),
    # unknown ids
    ("facts: {worker: 7}", "facts.worker", ['no fact "worker"', 'did you mean "workers"']),
    ("indicators: {T9: 2}", "indicators.T9", ['no indicator "T9"', "known: T1", "R4"]),
    ("duties: {risk_assesment: yes}", "duties.risk_assesment", ['did you mean "risk_assessment"']),
    ("needs: {N44: 1}", "needs.N44", ['no need "N44"', 'did you mean "N']),
    ("in_use: {M99: 2025-01-01}", "in_use.M99", ['no measure "M99"']),
    ("facts: {zzz: 7}", "facts.zzz", ["known: workers"]),
    # facts: wrong type, out of range
    ("facts: {workers: many}", "facts.workers", ['"many"', "whole number", "1 to 4999", "unknown"]),
    ("facts: {workers: 7.5}", "facts.workers", ["7.5", "whole number"]),
    ("facts: {workers: yes}", "facts.workers", ["whole number"]),
    ("facts: {workers: true}", "facts.workers", ["whole number"]),
    ("facts: {workers: [7]}", "facts.workers", ["a list"]),
    ("facts: {workers: 0}", "facts.workers", ["0 is out of range", "1 to 4999"]),
    ("facts: {workers: 5000}", "facts.workers", ["5000 is out of range"]),
    ("facts: {workers: -1}", "facts.workers", ["-1 is out of range"]),
    ("facts: {workers: 99999999999999999999}", "facts.workers", ["out of range"]),
    ("facts: {seats: 11}", "facts.seats", ["1 to 10"]),
    ("facts: {opening_hours: 168.5}", "facts.opening_hours", ["0 to 168"]),
    ("facts: {away_share: 101}", "facts.away_share", ["0 to 100"]),
    ("facts: {shifts: maybe}", "facts.shifts", ['"maybe"', "yes, no, unknown"]),
    ("facts: {shifts: 1}", "facts.shifts", ["yes, no, unknown"]),
    ("facts: {sector: shops}", "facts.sector", ['did you mean "shop"', "workshop", "unknown"]),
    ("facts: {sector: [shop]}", "facts.sector", ["a list", "shop"]),
    ("facts: {representation: [rsx]}", "facts.representation", ['"rsx"', "rsa"]),
    ("facts: {representation: []}", "facts.representation", ["a list"]),
    ("facts: {representation: [none, rsa]}", "facts.representation", ["none stands alone"]),
    ("facts: {representation: {rsa: yes}}", "facts.representation", ["a map"]),
    ("facts: {ccnl: c011}", "facts.ccnl", ['"c011"', "[A-Z]"]),
    ("facts: {municipality: 15146}", "facts.municipality", ["15146"]),
    ("facts: {ateco: abc}", "facts.ateco", ['"abc"']),
    ("facts: {ccnl: {}}", "facts.ccnl", ["a map"]),
    # indicators
    ("indicators: {T1: 5}", "indicators.T1", ["5 is no step", "0, 1, 2, 3, 4"]),
    ("indicators: {T1: -1}", "indicators.T1", ["no step"]),
    ("indicators: {T1: 2.0}", "indicators.T1", ["no step"]),
    ("indicators: {T1: true}", "indicators.T1", ["no step"]),
    ("indicators: {T1: yes}", "indicators.T1", ['"yes" is no step']),
    ("indicators: {T1: [2]}", "indicators.T1", ["a list"]),
    ("indicators: {T1: {}}", "indicators.T1", ["step", "missing"]),
    ("indicators: {T1: {step: 5}}", "indicators.T1.step", ["5 is no step"]),
    ("indicators: {T1: {step: 3, dat: 2026-01-10}}", "indicators.T1.dat", ['did you mean "date"']),
    ("indicators: {T1: {step: 3, date: soon}}", "indicators.T1.date", ['"soon"', "YYYY-MM-DD"]),
    ('indicators: {T1: {step: 3, date: "2026-02-30"}}', "indicators.T1.date", ['"2026-02-30"', "YYYY-MM-DD"]),
    ("indicators: {T1: {step: 3, date: 2026}}", "indicators.T1.date", ["2026", "YYYY-MM-DD"]),
    (
        "indicators: {T1: {step: 3, date: 2026-03-03}}",
        "indicators.T1.date",
        ["after the day of the check-up", "2026-03-02"],
    ),
    ("indicators: {T1: {step: 3, count: -1}}", "indicators.T1.count", ["-1", "whole numbers from 0"]),
    ("indicators: {T1: {step: 3, count: many}}", "indicators.T1.count", ['"many"']),
    ("indicators: {T1: {step: 3, count: 1.5}}", "indicators.T1.count", ["1.5"]),
    ("indicators: {T1: {step: 3, count: 0}}", "indicators.T1.count", ["0 cannot stand behind a step 3"]),
    ("indicators: {T2: {not_applicable: single_cover}}", "indicators.T2.not_applicable", ["always applies"]),
    ("indicators: {T1: {not_applicable: one_worker}}", "indicators.T1.not_applicable", ["accepted: single_cover"]),
    ("indicators: {T1: {not_applicable: single}}", "indicators.T1.not_applicable", ['did you mean "single_cover"']),
    ("indicators: {T1: {not_applicable: yes}}", "indicators.T1.not_applicable", ["accepted: single_cover"]),
    ("indicators: {T1: {not_applicable: single_cover, step: 2}}", "indicators.T1.step", ["no other key"]),
    # duties, needs, in use
    ("duties: {l104_permits: maybe}", "duties.l104_permits", ['"maybe"', "yes, no, unknown, no_case"]),
    ("duties: {l104_permits: 1}", "duties.l104_permits", ["yes, no, unknown, no_case"]),
    ("needs: {N04: -1}", "needs.N04", ["-1", "whole numbers from 0"]),
    ("needs: {N04: some}", "needs.N04", ['"some"']),
    ("needs: {N04: 1.5}", "needs.N04", ["1.5"]),
    ("needs: {respondents: 0}", "needs.respondents", ["whole numbers from 1"]),
    ("needs: {pooled: 12}", "needs.pooled", ["12 is no pool"]),
    ("needs: {pooled: {respondents: 12, N44: 1}}", "needs.pooled.N44", ['no need "N44"', 'did you mean "N']),
    ("needs: {pooled: {respondents: 12, N04: 13}}", "needs.pooled.N04", ["13 workers named it, but only 12"]),
    ("needs: {pooled: {N04: 3}}", "needs.pooled.respondents", ["how many people answered"]),
    ("needs: {pooled: {respondents: 0}}", "needs.pooled.respondents", ["whole numbers from 1"]),
    ("needs: {pooled: {respondents: 12, pooled: {}}}", "needs.pooled.pooled", ["no need"]),
    ("needs: {respondents: 3, N04: 4}", "needs.N04", ["4 workers named it, but only 3"]),
    ("facts: {workers: 3}\nneeds: {N04: 4}", "needs.N04", ["only 3"]),
    ("in_use: {M05: yes}", "in_use.M05", ['"yes"', "YYYY-MM-DD"]),
    ("in_use: {M05: 2026-03-03}", "in_use.M05", ["after the day of the check-up"]),
    ("in_use: [M05]", "in_use", ["map"]),
    ("in_use: {M05: {since: 2025-01-01}}", "in_use.M05", ["a map", "YYYY-MM-DD"]),
]


@pytest.mark.parametrize(("text", "path", "words"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_a_mistake_is_refused_at_its_place_with_what_is_accepted(text: str, path: str, words: list[str]) -> None:
    assert paths(text) == [path]
    sentence = refused(text).problems[0].text
    for word in words:
        assert word in sentence, sentence


DENIED = {
    "T1.single_cover": "single_cover: no",
    "T3.no_extra_hours": "extra_hours: yes",
    "T5.one_worker": "workers: 2",
    "L1.no_task_away": "away_share: 1",
    "L2.one_worker": "workers: 2",
    "C3.no_fathers_24_months": "father_cases_24m: 1",
    "S1.no_children_0_6": "children_0_6_told: yes",
    "S2.no_children_3_14": "children_3_14_told: yes",
    "S3.no_children_6_14": "children_6_14_told: yes",
    "R2.no_agreement_in_area": "agreement_in_area: yes",
}


@pytest.mark.parametrize("name", DENIED)
def test_a_reason_that_a_stated_fact_denies_is_refused_and_names_the_fact(name: str) -> None:
    code, reason = name.split(".")
    text = f"facts: {{{DENIED[name]}}}\nindicators: {{{code}: {{not_applicable: {reason}}}}}"
    assert paths(text) == [f"indicators.{code}.not_applicable"]
    fact, said = DENIED[name].split(": ")
    assert f"{fact} is {said}" in refused(text).problems[0].text


def test_a_reason_denied_by_a_fact_that_follows_from_another_names_what_was_stated() -> None:
    """No opening hours, so nobody covers them alone: the sentence must not say that single cover is unknown."""
    for facts in ("opening_hours: 0", "opening_hours: 0, single_cover: yes"):
        error = refused(f"facts: {{{facts}}}\nindicators: {{T1: {{not_applicable: single_cover}}}}")
        assert error.problems[0].text.endswith("opening_hours is 0")


def test_every_mistake_is_found_at_once_and_the_sentence_names_the_first() -> None:
    text = "facts: {workers: 0, shifts: maybe}\nindicators: {T1: 7}\nneeds: {N04: x}\nin_use: {M05: x}\nextra: 1\n"
    error = refused(text)
    found = {".".join(str(step) for step in problem.path) for problem in error.problems}
    assert found == {"facts.workers", "facts.shifts", "indicators.T1", "needs.N04", "in_use.M05", "extra"}
    assert "5 more mistakes follow" in str(error)


@pytest.mark.parametrize(("text", "path", "words"), REFUSED, ids=[text for text, _, _ in REFUSED])
def test_a_refusal_is_one_line_that_starts_with_file_line_and_key(text: str, path: str, words: list[str]) -> None:
    line = 1 + text.count("\n", 0, text.find(path.split(".")[0]) if path else 0)
    sentence = str(refused(text))
    assert sentence.startswith(f"firm.yaml:{line}: {path + ': ' if path else ''}")
    assert "\n" not in sentence


def test_the_line_is_that_of_the_entry_in_a_longer_file() -> None:
    text = DESIGN.replace("T1: 2   ", "T1: 9   ")
    assert str(refused(text)).startswith("firm.yaml:4: indicators.T1: 9 is no step")


def test_without_a_document_the_sentence_names_the_key_alone() -> None:
    with pytest.raises(AnswerFileError, match=r"^facts\.workers: 0 is out of range"):
        read_answers(the_bound(), {"facts": {"workers": 0}})


@pytest.mark.parametrize(
    "value", [{1: 2}, {"facts": {1: 2}}, {"indicators": {None: 1}}, {"facts": {"workers": object()}}, 3.5]
)
def test_values_that_no_file_can_hold_are_refused_too(value: object) -> None:
    """Events of the database and forms come without a document."""
    with pytest.raises(AnswerFileError):
        read_answers(the_bound(), value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 10**400])
def test_a_number_that_is_none_is_refused(value: float) -> None:
    with pytest.raises(AnswerFileError):
        read_answers(the_bound(), {"facts": {"away_share": value}})
