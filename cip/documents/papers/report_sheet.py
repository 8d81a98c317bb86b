"""The full report as blocks: what its editable document is printed from. The numbers of its charts stand in tables."""

from collections.abc import Iterable, Iterator

from cip.documents.html import measure_lists
from cip.documents.parts import ActCitation, AreaPart, Citation, DutyPart, HeldPart, MeasurePart, OtherMeasure, Report
from cip.documents.sheets import Block, Heading, Items, Line, NewPage, Para, Sheet, Table
from cip.documents.translation import translations

NAME = "report"


def report_sheet(report: Report) -> Sheet:
    """Everything that the report says, in its order."""
    _ = translations(report.language).gettext
    identity = report.identity
    title = _("Il vostro check-up del %(on)s") % {"on": identity.on}
    kicker = f"{identity.model} · {_('proposta')}" if identity.proposal else identity.model
    first = _("%(model)s, check-up del %(on)s, motore %(engine)s.") % {
        "model": identity.model,
        "on": identity.on,
        "engine": identity.engine,
    }
    return Sheet(
        name=NAME,
        language=report.language,
        title=title,
        kicker=kicker,
        blocks=(
            *_level(report),
            *_areas(report),
            *_duties(report),
            *_measures(report),
            *_others(report),
            *_profile(report),
            *_sources(report),
        ),
        footer=(first, f"sha256 {identity.sha256}"),
        on=identity.on_iso,
    )


def _level(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    identity = report.identity
    yield Para(Line(report.level.name, _("Livello %(number)s") % {"number": report.level.number}), "big")
    yield Para(Line(report.level.what))
    if report.total:
        yield Para(Line("", _("Punteggio: %(total)s su 100.") % {"total": report.total}))
    for sentence in report.because:
        yield Para(Line(sentence))
    for held in report.held_by:
        yield _held(held)
    yield Para(Line(_status(report)), "small")
    if identity.proposal:
        yield Para(Line(identity.model_note, _("Proposta.")), "small")
    if identity.recomputed:
        yield Para(Line(_("Il risultato conservato era un altro: questo è stato ricalcolato oggi.")), "warning")
    levels = tuple(
        (Line(f"{item.number}. {item.name}"), Line(item.what), Line(item.threshold)) for item in report.levels
    )
    yield Table(_("I cinque livelli"), (_("Livello"), _("Che cosa vuol dire"), _("Da")), levels, (26, 62, 12))


def _held(held: HeldPart) -> Block:
    return Para(Line(" ".join(held.because), held.text), "callout")


def _status(report: Report) -> str:
    _ = translations(report.language).gettext
    if report.identity.verified:
        return _("Risultato verificato.")
    return _("Risultato autodichiarato: si basa solo sulle vostre risposte, nessuno le ha ancora verificate.")


def _areas(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield Heading(_("Le aree"))
    rows = tuple(
        (Line(area.name), Line(area.score or _("non si valuta")), Line(area.weight or "–")) for area in report.areas
    )
    yield Table(_("Punteggio di ogni area, da 0 a 100"), (_("Area"), _("Su 100"), _("Peso")), rows, (60, 20, 20))
    for area in report.areas:
        yield from _area(report, area)


def _area(report: Report, area: AreaPart) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield Heading(area.name, 2)
    yield Para(Line(f"{area.what} {area.why}"))
    for sentence in area.because:
        yield Para(Line(sentence), "small")
    rows = tuple((Line(row.name, row.code), Line(row.answer), Line(row.points or "–")) for row in area.rows)
    yield Table(area.name, (_("Pratica"), _("La vostra risposta"), _("Punti")), rows, (34, 52, 14))


def _duties(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    words = {"yes": _("sì"), "no": _("no"), "no_case": _("nessun caso"), "unknown": _("non so")}
    yield Heading(_("Obblighi di legge"))
    yield Para(Line(_("Non danno punti: sono da verificare, non da temere.")))
    rows = tuple((Line(duty.ask, duty.name), Line(words[duty.status]), Line(_of_law(duty))) for duty in report.duties)
    yield Table(_("Obblighi di legge"), (_("Obbligo"), _("Risposta"), _("Fonte")), rows, (50, 14, 36))


def _of_law(duty: DutyPart) -> str:
    return "; ".join(f"{act.act} {act.article} ({act.when})" for act in duty.acts)


def _measures(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield Heading(_("Misure"))
    for name, title, lead in measure_lists(report.language):
        found = report.in_list(name)
        if found:
            yield Heading(title, 2)
            yield Para(Line(lead))
            for measure in found:
                yield from _measure(report, measure)


def _measure(report: Report, measure: MeasurePart) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield Para(Line(measure.what, f"{measure.code} {measure.name}."))
    layers = f" {_('oppure')} ".join(measure.layers)
    lines = [
        Line(f"{measure.cost}, {measure.lead}.", _("Costo e tempi:")),
        Line(f"{layers}.", _("Da dove viene:")),
        Line(measure.prerequisites, _("Prima:")),
        Line(measure.proof, _("Prova:")),
        Line(" ".join(measure.because), _("Perché, priorità %(points)s su 100") % {"points": measure.priority}),
    ]
    lines += [law_line(report, item) for item in measure.law]
    yield Items(tuple(lines))


def law_line(report: Report, item: Citation) -> Line:
    """A citation: what, how much, and in small print its source, dates and how sure it is."""
    _ = translations(report.language).gettext
    sure = f"; {_('citata a memoria: da verificare')}" if item.to_verify else ""
    return Line(f"{item.value.removesuffix('.')}.", f"{item.label}:", f"{item.source}, {item.when}{sure}.")


def _others(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    if report.could_fit:
        yield Heading(_("Potrebbero servire: diteci di più"))
        yield Items(tuple(_other(item) for item in report.could_fit))
    if report.not_proposed:
        yield Heading(_("Non proposte, e perché"))
        yield Items(tuple(_other(item) for item in report.not_proposed))
    if report.unknown:
        yield Heading(_("Domande ancora aperte"))
        yield Items(tuple(Line(question.text) for question in report.unknown))
    if report.warnings:
        yield Heading(_("Da guardare ancora"))
        yield Items(tuple(Line(sentence) for sentence in report.warnings))


def _other(item: OtherMeasure) -> Line:
    return Line(" ".join((*item.because, *item.tell_us)), f"{item.code} {item.name}.")


def _profile(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    if report.profile:
        title = _("Che cosa ci avete detto di voi")
        rows = tuple((Line(row.ask), Line(row.answer)) for row in report.profile)
        yield Heading(title)
        yield Table(title, (_("Domanda"), _("Risposta")), rows, (66, 34))


def _sources(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield NewPage()
    yield Heading(_("Fonti"))
    yield Para(Line(report.identity.law_note))
    yield Items(tuple(_cited(report, law_line(report, item), codes) for item, codes in report.sources.parameters))
    yield Items(tuple(_acts(report, report.sources.acts)))


def _cited(report: Report, line: Line, codes: str) -> Line:
    return Line(line.text, line.lead, f"{line.note} [{codes}]")


def _acts(report: Report, acts: Iterable[tuple[ActCitation, str]]) -> Iterator[Line]:
    _ = translations(report.language).gettext
    for act, names in acts:
        sure = f"; {_('citato a memoria: da verificare')}" if act.to_verify else ""
        yield Line(names, f"{act.act} {_('art.')} {act.article}:", f"{act.when}{sure}.")
