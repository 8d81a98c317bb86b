"""The context: complete, in one language, and with a reason for everything."""

from datetime import date

import pytest

from cip.documents.citing import Citer
from cip.documents.formats import interval, number, value
from cip.documents.report import area_chart, ladder_chart
from cip.documents.units import UNITS
from cip.kernel.texts import LANGUAGES, Language, Text
from tests.unit.documents.papers import EARLY, ON, PART, report_for, report_of, the_pack

FIRMS = ("part", "held", "empty")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("firm", FIRMS)
def test_everything_has_a_reason(firm: str, language: Language) -> None:
    report = report_of(firm, language)
    because = [
        report.because,
        *(item.because for item in report.held_by),
        *(item.because for item in report.areas),
        *(row.because for area in report.areas for row in area.rows),
        *(item.because for item in report.measures),
        *(item.because for item in (*report.could_fit, *report.not_proposed)),
    ]
    for reasons in because:
        assert reasons
        assert all(reason.strip() for reason in reasons)


@pytest.mark.parametrize("firm", FIRMS)
def test_each_measure_stands_in_exactly_one_place(firm: str) -> None:
    report = report_of(firm)
    codes = [item.code for group in (report.measures, report.could_fit, report.not_proposed) for item in group]
    assert sorted(codes) == sorted(the_pack().measures)


def test_the_parts_of_a_priority_add_up_and_none_is_above_the_most_it_can_give() -> None:
    report = report_of("part", "en")
    assert report.measures
    for measure in report.measures:
        assert sum(float(part.points) for part in measure.parts) == pytest.approx(float(measure.priority))
        assert all(float(part.points) <= float(part.most) for part in measure.parts)
    assert sum(float(part.most) for part in report.method.most) == 100


def test_the_things_of_this_month_are_duties_then_what_is_ready_in_two_weeks_then_questions() -> None:
    report = report_of("part")
    assert [thing.kind for thing in report.things] == ["duty", "measure", "measure"]
    assert report.things[0].id == "l104_permits"
    assert [thing.id for thing in report.things[1:]] == [item.code for item in report.in_list("now")[:2]]
    assert [thing.kind for thing in report_of("empty").things] == ["question"] * 3
    assert report_of("empty").first_things == ()


def test_no_thing_of_this_month_is_a_measure_that_takes_longer() -> None:
    for firm in FIRMS:
        report = report_of(firm)
        now = {item.code for item in report.in_list("now")}
        assert {thing.id for thing in report.things if thing.kind == "measure"} <= now


def test_every_duty_answered_no_is_a_thing_to_do_even_if_there_are_many() -> None:
    denied = {"maternity_leave_granted": "no", "risk_assessment": "no", "l104_permits": "no", "night_work_limits": "no"}
    report = report_for({"facts": {"workers": 7}, "duties": denied})
    assert {thing.id for thing in report.things} == set(denied)


def test_who_is_asked_about_a_duty_depends_on_its_law() -> None:
    whom = {duty.id: duty.whom for duty in report_of("part").duties}
    assert "sicurezza" in whom["risk_assessment"]
    assert "buste paga" in whom["l104_permits"]


def test_a_duty_answered_no_holds_the_level_also_where_the_score_is_low() -> None:
    report = report_for({"facts": {"workers": 7}, "duties": {"l104_permits": "no"}})
    assert not report.held
    assert "Permessi per disabilità grave" in report.held_by[0].because[0]


@pytest.mark.parametrize(
    ("file", "italian", "english"),
    [
        ({}, "Livello 1, Avvio (forse fino al 3)", "Level 1, Starting (maybe up to 3)"),
        ({"duties": {"risk_assessment": "no"}}, "Livello 1, Avvio", "Level 1, Starting"),
        ({"indicators": {"K2": 1}}, "Livello 1, Avvio (forse 2)", "Level 1, Starting (maybe 2)"),
        (
            {"in_use": {"M05": date(2025, 9, 1)}},
            "Livello 1, Avvio (forse fino al 5)",
            "Level 1, Starting (maybe up to 5)",
        ),
    ],
)
def test_the_level_is_said_with_what_missing_answers_could_make_of_it(
    file: dict[str, object], italian: str, english: str
) -> None:
    assert report_for(file).headline == italian
    assert report_for(file, "en").headline == english


def test_what_holds_for_every_measure_is_said_once() -> None:
    report = report_of("part")
    assert report.clause_note
    assert all(report.clause_note not in measure.because for measure in report.measures)


@pytest.mark.parametrize(
    ("needs", "words"),
    [
        ({}, ["stime"]),
        ({"N09": 2}, ["vostro conto"]),
        ({"respondents": 6, "N09": 2}, ["vostro questionario: 6 risposte"]),
        ({"respondents": 6, "N09": 2, "N04": "unknown"}, ["vostro questionario: 6 risposte", "usiamo una stima"]),
        ({"pooled": {"respondents": 12, "N09": 2}}, ["gruppo di imprese della zona: 12 risposte"]),
        (
            {"N09": 2, "pooled": {"respondents": 12, "N09": 2, "N04": "unknown"}},
            ["gruppo di imprese della zona: 12 risposte", "usiamo il vostro conto"],
        ),
    ],
)
def test_the_report_says_whose_needs_its_measures_follow(needs: dict[str, object], words: list[str]) -> None:
    note = report_for({"facts": {"workers": 8}, "indicators": {"T1": 0}, "needs": needs}).need_note
    assert note is not None
    assert all(part in note for part in words), note
    assert ("questionario: " in note) is ("respondents" in needs)


def test_a_need_of_a_pool_is_not_said_to_be_the_firms_own() -> None:
    file = {"facts": {"workers": 8}, "indicators": {"L3": 0}, "needs": {"pooled": {"respondents": 12, "N09": 6}}}
    line = next(measure.why for measure in report_for(file).measures if measure.code == "M15")
    assert line.startswith("In un gruppo di imprese della zona serve a 6 persone su 12: ")


def test_why_a_measure_is_for_this_firm_is_said_in_everyday_words() -> None:
    why = {measure.code: measure.why for measure in report_of("part").measures}
    assert why["M07"] == "Da voi serve a 3 persone su 7: chiusure scolastiche."
    assert "Abbiamo scritto le nostre regole" in why["M42"]  # it serves every need, so its step today says more
    assert all(why.values())


def test_what_is_there_already_comes_with_its_day_and_own_practices_with_what_they_are() -> None:
    practices: dict[str, object] = {
        "p10": {"name": "Orto", "what": ""},
        "p2": {"name": "Bar sociale", "what": "Pranzo insieme"},
    }
    report = report_for(PART, extra={"practices": practices, "reasons": {"T1": "perché sì"}})
    assert [(item.code, item.since) for item in report.in_use] == [("M05", "1º settembre 2025")]
    assert [(item.name, item.what) for item in report.practices] == [("Bar sociale", "Pranzo insieme"), ("Orto", "")]
    proofs = {row.code: row.proof for area in report.areas for row in area.rows}
    assert proofs["C1"] == "1"
    assert proofs["C2"] is None


def test_an_answer_to_look_at_again_carries_the_owners_reason() -> None:
    file = {"facts": {"workers": 7, "leave_cases_24m": 0}, "indicators": {"C1": 4}}
    report = report_for(file, extra={"reasons": {"C1": "c'è stato un caso tre anni fa"}})
    assert [item.own_reason for item in report.to_review if item.id == "C1"] == ["c'è stato un caso tre anni fa"]


def test_one_point_is_not_points() -> None:
    effects = [question.effect for question in report_of("part").unknown]
    assert effects
    assert all(" 1 punti" not in effect for effect in effects)


def test_numbers_are_written_as_the_language_wants() -> None:
    italian, english = report_of("part", "it"), report_of("part", "en")
    assert italian.total is not None
    assert "," in italian.total
    assert italian.total.replace(",", ".") == english.total
    assert interval(32.4, 50.0, "it") == "32,4–50"
    assert interval(50.0, 50.0, "en") == "50"
    assert number(7.0, "it") == "7"


def test_the_answer_to_a_practice_is_the_sentence_of_its_step_or_why_it_does_not_apply() -> None:
    rows = {row.code: row for area in report_of("part").areas for row in area.rows}
    assert rows["T1"].answer == the_pack().indicators["T1"].steps[1].it
    assert rows["C3"].points is None
    reason = next(r for r in the_pack().indicators["C3"].not_applicable if r.id == "no_fathers_24_months")
    assert rows["C3"].answer == f"Non si applica ({reason.it.removesuffix('.')})."
    assert rows["T5"].status == "unknown"
    assert rows["T5"].points == "0–10"
    assert rows["C2"].unproved
    assert not rows["C1"].unproved


def test_a_held_level_names_its_gates_and_what_the_next_level_asks() -> None:
    report = report_of("held")
    assert report.held
    assert {held.level for held in report.held_by} == {3, 4}
    assert report.next_level is not None
    assert report.next_level.missing is None
    assert report.next_level.gates


def test_a_check_up_after_the_known_law_says_so_and_an_earlier_one_does_not() -> None:
    assert report_of("part").identity.law_is_newer
    assert not report_of("part", on=EARLY).identity.law_is_newer


def test_law_is_resolved_on_the_day_of_the_check_up() -> None:
    cited = {item.key: item for item, _codes in report_of("part").sources.parameters}
    age = cited["parental_leave_age_limit"]
    assert age.value == "14 anni di età"
    assert age.when == "dal 1/1/2026"
    assert "199/2025" in age.source
    assert age.read_on
    assert age.counted_on


def test_what_is_cited_from_memory_is_marked() -> None:
    marked = [act.act for act, _names in report_of("part").sources.acts if act.to_verify]
    assert "D.Lgs. 81/2008" in marked


def test_all_that_measures_and_duties_cite_stands_in_the_sources() -> None:
    report = report_of("part")
    keys = {item.key for item, _codes in report.sources.parameters}
    cited = [*(measure.law for measure in report.listed), *(duty.law for duty in report.duties)]
    assert {item.key for law in cited for item in law} == keys


def test_every_unit_of_the_rules_has_its_words() -> None:
    units = {parameter.unit for parameter in the_pack().content.law.parameters.values()} - {None}
    assert units <= set(UNITS)


@pytest.mark.parametrize(
    ("raw", "unit", "italian", "english"),
    [
        (14, "years of child", "14 anni di età", "14 years of age"),
        (1, "years of child", "1 anno di età", "1 year of age"),
        (2840.51, "EUR/year", "2.840,51\N{NO-BREAK SPACE}€ l'anno", "€2,840.51 a year"),
        (True, None, "sì", "yes"),
        (None, "days", "nessun valore", "no value"),
        (Text(it="mai", en="never"), None, "mai", "never"),
        (3, "parsecs", "3 parsecs", "3 parsecs"),
    ],
)
def test_values_of_the_law_in_words(
    raw: float | bool | Text | None, unit: str | None, italian: str, english: str
) -> None:
    assert value(raw, unit, "it") == italian
    assert value(raw, unit, "en") == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_describe_themselves_with_the_same_numbers(language: Language) -> None:
    report = report_of("part", language)
    description = area_chart(report).split("<desc")[1].split("</desc>")[0]
    for area in report.areas:
        assert area.name in description
        assert area.score is not None
        assert area.score in description
    assert report.level.name in ladder_chart(report).split("<desc")[1].split("</desc>")[0]


def test_who_a_firm_is_stands_in_its_own_words() -> None:
    answers = {row.ask: row.answer for row in report_of("part").profile}
    assert answers[the_pack().facts["workers"].ask.it] == "7"
    assert answers[the_pack().facts["single_cover"].ask.it] == "no"
    assert answers[the_pack().facts["away_share"].ask.it] == "10\N{NO-BREAK SPACE}%"
    assert report_of("empty").profile == ()


def test_the_whole_pack_can_be_cited() -> None:
    pack = the_pack()
    sources = Citer(pack.content.law, ON, "it").sources(pack, pack.measures, pack.indicators)
    assert {item.key for item, _codes in sources.parameters} == set(pack.content.law.parameters)
    assert all(codes for _item, codes in sources.parameters)


def test_a_day_without_a_value_is_said_and_never_fails() -> None:
    """Fourteen years since 2026, twelve before; before 2001 there is no row at all."""
    age = Citer(the_pack().content.law, date(1999, 1, 1), "it").parameter("parental_leave_age_limit")
    assert age.value == "nessun valore in questa data"
    assert (
        Citer(the_pack().content.law, date(2025, 12, 31), "it").parameter("parental_leave_age_limit").value
        == "12 anni di età"
    )
