"""What of one check-up the next one begins with: every answer is carried or named as left out, none is lost unseen."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.carrying import Carried, carry
from cip.assessment.stored import ALL_SECTIONS, ANSWER_SECTIONS, EXTRA_SECTIONS, Section, StoredAnswers
from tests.unit.assessment.firms import the_bound, the_pack

LATER = date(2027, 3, 2)
FILE: dict[str, dict[str, object]] = {
    "facts": {"workers": 7, "leave_cases_24m": 2, "representation": ["rls"]},
    "indicators": {"T1": 2, "C2": {"step": 3, "date": "2026-01-10"}, "C3": {"not_applicable": "no_fathers_24_months"}},
    "duties": {"risk_assessment": "yes"},
    "needs": {"respondents": 7, "N04": 3},
    "in_use": {"M05": "2025-09-01"},
}
IDS = ["workers", "sector", "T1", "C2", "risk_assessment", "respondents", "N04", "M05", "p1", "s1", "gone", ""]
VALUES = [2, "yes", "no", "2025-09-01", {"step": 3, "count": 1}, {"state": "planned"}, {"name": "Orto", "what": ""}]
sections = st.dictionaries(
    st.sampled_from(ALL_SECTIONS), st.dictionaries(st.sampled_from(IDS), st.sampled_from(VALUES), max_size=6)
)


def stored(held: dict[Section, dict[str, object]]) -> StoredAnswers:
    """These answers as a check-up keeps them."""
    return StoredAnswers(
        file={section: dict(held.get(section, {})) for section in ANSWER_SECTIONS},  # type: ignore[arg-type]
        notes=dict(held.get("notes", {})),  # type: ignore[arg-type]
        last_seq=1,
        extra={section: dict(held.get(section, {})) for section in EXTRA_SECTIONS},  # type: ignore[arg-type]
    )


def carried(**held: dict[str, object]) -> Carried:
    return carry(stored({**FILE, **held}), bind(the_pack(), LATER))  # type: ignore[dict-item]


@given(sections)
@settings(max_examples=200, deadline=None)
def test_every_answer_is_carried_as_it_was_or_left_out_once_and_what_is_carried_can_be_read(
    held: dict[Section, dict[str, object]],
) -> None:
    found = carry(stored(held), the_bound())
    before = {(section, identifier): value for section, of in held.items() for identifier, value in of.items()}
    assert len(set(found.left_out)) == len(found.left_out)
    assert not found.answers.keys() & set(found.left_out)
    assert found.answers.keys() | set(found.left_out) == before.keys()
    assert all(before[question] == value for question, value in found.answers.items())
    file: dict[str, dict[str, object]] = {section: {} for section in ANSWER_SECTIONS}
    for (section, identifier), value in found.answers.items():
        if section in file:
            file[section][identifier] = value
    read_answers(the_bound(), file)


def test_answers_that_still_hold_are_all_carried() -> None:
    beside: dict[str, dict[str, object]] = {
        "notes": {"T1": "Da sempre.", "N04": "Lo dicono in tre.", "M05": "Dal 2025.", "workers": "Con i part-time."},
        "reasons": {"workers": "Siamo proprio in sette."},
        "plan": {"M01": {"state": "planned"}},
        "practices": {"p1": {"name": "Orto", "what": ""}},
        "sites": {"s1": {"name": "Negozio"}},
    }
    found = carried(**beside)
    assert found.left_out == ()
    assert len(found.answers) == sum(len(held) for held in (*FILE.values(), *beside.values()))


def test_what_the_rules_no_longer_take_stays_behind_with_its_note_and_reason() -> None:
    found = carried(
        facts={"workers": 7, "gone": "yes"},
        indicators={"T1": 2, "T2": 9},
        notes={"gone": "Una nota.", "T1": "Resta."},
        reasons={"T2": "Il motivo di una risposta che non c'è più.", "T1": "Resta."},
        plan={"M01": {"state": "planned"}, "M99": {"state": "done"}},
    )
    assert set(found.left_out) == {
        ("facts", "gone"),
        ("indicators", "T2"),
        ("notes", "gone"),
        ("reasons", "T2"),
        ("plan", "M99"),
    }
    assert found.answers["reasons", "T1"] == found.answers["notes", "T1"] == "Resta."


def test_a_reason_that_a_fact_denies_today_stays_behind() -> None:
    denied = carried(facts={"workers": 7, "father_cases_24m": 2})
    assert denied.left_out == (("indicators", "C3"),)
    assert ("indicators", "C2") in denied.answers
