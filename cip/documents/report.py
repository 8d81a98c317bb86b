"""The check-up's report as one context for HTML and PDF: a pack, the answers and the result, in one language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cip.assessment.answers import Answers
from cip.assessment.engine import ENGINE_VERSION
from cip.assessment.explaining import Explainer
from cip.assessment.possible import highest_level
from cip.assessment.practices import practices_in
from cip.assessment.results import CheckUp, HeldBy
from cip.documents.charts import SCREEN_FAMILY, Bar, BarLegend, Marks, Rung, Words, area_bars, area_radar, level_ladder
from cip.documents.citing import Citer
from cip.documents.describing import (
    Describer,
    area_parts,
    duty_parts,
    open_questions,
    other_measures,
    points_parts,
    profile_rows,
)
from cip.documents.formats import interval, long_day, number, span
from cip.documents.highlights import (
    answers_to_review,
    clause_note,
    duties_gate,
    headline,
    need_note,
    range_words,
    things_to_do,
    used_measures,
)
from cip.documents.measures import measure_parts
from cip.documents.parts import HeldPart, Identity, LevelName, Method, NextLevel, Report
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model


def build_report(
    pack: Pack,
    answers: Answers,
    check_up: CheckUp,
    language: Language,
    *,
    printed_on: date | None = None,
    engine_version: str = ENGINE_VERSION,
    recomputed: bool = False,
    extra: Mapping[str, Mapping[str, object]] | None = None,
) -> Report:
    """Everything the paper says. The day of printing is an argument: papers know no clock. A stored result bears the
    `engine_version` that made it; `recomputed` says that it gives other numbers today, which are those shown.
    `extra` is what stands beside the answers and no rule reads: `practices` and `reasons` by id.
    """
    describe = Describer(
        pack, answers, check_up, language, Citer(pack.content.law, check_up.on, language), Explainer(pack)
    )
    report = _results(describe, replace(_identity(describe, printed_on), engine=engine_version, recomputed=recomputed))
    possible = report.levels[highest_level(pack, answers, check_up) - 1]
    beside = extra or {}
    return replace(
        report,
        headline=headline(describe, report.level, possible),
        range_words=range_words(describe),
        possible=possible,
        clause_note=clause_note(describe),
        need_note=need_note(describe),
        in_use=used_measures(describe),
        practices=practices_in(beside.get("practices", {})),
        to_review=answers_to_review(describe, beside.get("reasons", {})),
        things=things_to_do(describe, report.duties, report.measures, report.unknown),
    )


def _results(describe: Describer, identity: Identity) -> Report:
    """What the engine found, in words."""
    pack, check_up, language = describe.pack, describe.check_up, describe.language
    levels = tuple(_level(describe, level) for level in pack.content.levels)
    scored = check_up.low is not None and check_up.high is not None
    printed = [measure.id for measure in check_up.measures if measure.list != "later"]
    return Report(
        language=language,
        identity=identity,
        band=next((describe.say(band.label) for band in pack.content.bands if band.id == check_up.band), None),
        level=levels[check_up.level - 1],
        by_score=levels[check_up.level_by_score - 1],
        levels=levels,
        total=interval(check_up.low or 0.0, check_up.high or 0.0, language) if scored else None,
        because=describe.reasons(check_up.because),
        held_by=(*_duty_held(describe), *(_held(describe, item) for item in check_up.held_by)),
        next_level=_next(describe, levels),
        areas=area_parts(describe),
        profile=profile_rows(describe),
        duties=duty_parts(describe),
        measures=measure_parts(describe),
        could_fit=other_measures(describe, check_up.could_fit),
        not_proposed=other_measures(describe, check_up.not_proposed),
        unknown=open_questions(describe),
        warnings=describe.reasons(check_up.warnings),
        sources=describe.cite.sources(pack, printed),
        method=_method(describe),
    )


def area_chart(report: Report, *, width: int = 360, family: str = SCREEN_FAMILY, identifier: str = "areas") -> str:
    """The bars of the areas as SVG, with title and description in the report's language."""
    return area_bars(*_areas_drawn(report, identifier), width=width, family=family)


def radar_chart(report: Report, *, width: int = 360, family: str = SCREEN_FAMILY, identifier: str = "radar") -> str:
    """The same areas as a radar; an area that is not scored has no corner."""
    return area_radar(*_areas_drawn(report, identifier), width=width, family=family)


def _areas_drawn(report: Report, identifier: str) -> tuple[list[Bar], BarLegend, Words]:
    """What both charts of the areas show, and say to whoever does not see them."""
    _ = translations(report.language).gettext
    bars = [Bar(area.name, area.low, area.high, area.score or _("non si valuta")) for area in report.areas]
    described = [
        (_("%(area)s: %(score)s su 100") if area.score else _("%(area)s: %(score)s"))
        % {"area": area.name, "score": area.score or _("non si valuta")}
        for area in report.areas
    ]
    words = Words(identifier, _("Punteggio di ogni area, da 0 a 100"), "; ".join(described) + ".")
    return bars, BarLegend(_("punti certi"), _("punti che dipendono da risposte mancanti")), words


def ladder_chart(report: Report, *, width: int = 360, family: str = SCREEN_FAMILY, identifier: str = "levels") -> str:
    """The five levels as steps, as SVG, with title and description in the report's language."""
    _ = translations(report.language).gettext
    rungs = [Rung(level.number, level.name, _("da %(score)s") % {"score": level.threshold}) for level in report.levels]
    described = _("Siete al livello %(level)s su %(all)s, %(name)s.") % {
        "level": report.level.number,
        "all": len(report.levels),
        "name": report.level.name,
    }
    if report.held:
        described += " " + _("Il punteggio da solo varrebbe il livello %(level)s, %(name)s.") % {
            "level": report.by_score.number,
            "name": report.by_score.name,
        }
    marks = Marks(report.level.number, report.by_score.number, _("siete qui"), _("con il solo punteggio"))
    return level_ladder(rungs, marks, Words(identifier, _("I cinque livelli"), described), width=width, family=family)


def _identity(describe: Describer, printed_on: date | None) -> Identity:
    content, check_up, language = describe.pack.content, describe.check_up, describe.language
    return Identity(
        model=describe.say(content.about.label),
        proposal=content.about.status == "proposal",
        model_note=describe.say(content.about.note),
        confirmed=tuple(
            f"{item.who}, {long_day(item.on, language)}: {describe.say(item.what)}"
            for item in content.about.confirmed_by
        ),
        sha256=check_up.pack_sha256,
        engine=ENGINE_VERSION,
        recomputed=False,
        on=long_day(check_up.on, language),
        on_iso=check_up.on.isoformat(),
        printed_on=long_day(printed_on, language) if printed_on else None,
        law_known_to=long_day(check_up.law_known_to, language),
        law_is_newer=check_up.law_is_newer,
        law_note=describe.say(content.law.about.note),
        verified=check_up.result == "verified",
    )


def _level(describe: Describer, level: model.Level) -> LevelName:
    return LevelName(
        level.id, describe.say(level.name), describe.say(level.what), number(level.start, describe.language)
    )


def _held(describe: Describer, held: HeldBy) -> HeldPart:
    gate = next(gate for gate in describe.pack.content.gates if gate.id == held.gate)
    return HeldPart(
        level=held.level,
        text=describe.say(gate.text),
        status=held.status,
        because=describe.reasons(held.because),
        tell_us=describe.questions(held.tell_us),
    )


def _duty_held(describe: Describer) -> tuple[HeldPart, ...]:
    """A duty answered no, where it holds the level beside the score."""
    found = duties_gate(describe, describe.check_up)
    if found is None:
        return ()
    gate, reason = found
    return (HeldPart(gate.level, describe.say(gate.text), "not_met", describe.reasons([reason]), ()),)


def _next(describe: Describer, levels: tuple[LevelName, ...]) -> NextLevel | None:
    """The level after the one reached; no points are missing where only a gate holds."""
    check_up, content = describe.check_up, describe.pack.content
    if check_up.level >= len(levels):
        return None
    missing = content.levels[check_up.level].start - (check_up.low or 0.0)
    gates = tuple(describe.say(gate.text) for gate in content.gates if gate.level == check_up.level + 1)
    return NextLevel(levels[check_up.level], number(missing, describe.language) if missing > 0 else None, gates)


def _method(describe: Describer) -> Method:
    weights, language = describe.pack.weights_on(describe.check_up.on), describe.language
    return Method(
        cap=number(weights.not_applicable_cap, language),
        need_share=number(100 * weights.need_share, language),
        gain_points=number(weights.gain_points, language),
        survey_answers=weights.survey_answers,
        most=points_parts(describe, weights.priority.model_dump()),
        source=weights.source,
        when=span(weights.start, weights.end, language),
    )
