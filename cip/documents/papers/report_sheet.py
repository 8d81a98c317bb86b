"""The full report as blocks: what its editable document is printed from. The numbers of its charts stand in tables."""

from collections.abc import Iterable, Iterator

from cip.documents.answers_in_words import plain_words, practice_in_words
from cip.documents.measure_words import measure_lists
from cip.documents.parts import (
    ActCitation,
    AreaPart,
    Citation,
    DutyPart,
    MeasurePart,
    NextLevel,
    OtherMeasure,
    Report,
    WarningPart,
)
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
            *_first_page(report),
            *_narrative(report),
            *_level(report),
            *_areas(report),
            *_duties(report),
            *_measures(report),
            *_others(report),
            *_profile(report),
            *_method(report),
            *_sources(report),
        ),
        footer=(first, f"sha256 {identity.sha256}"),
        on=identity.on_iso,
    )


def _narrative(report: Report) -> Iterator[Block]:
    if report.narrative is None:
        return
    yield Heading(report.narrative.title, id="narrative")
    yield Para(Line(report.narrative.by), "small")
    for part in report.narrative.parts:
        yield Heading(part.title, 2)
        yield from (Para(Line(paragraph)) for paragraph in part.paragraphs)


def _first_page(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    identity = report.identity
    yield Para(Line(report.headline), "big")
    yield Para(Line(report.level.what))
    if report.total:
        yield Para(Line("", _("Punteggio: %(total)s su 100.") % {"total": report.total}))
    yield Para(Line(report.range_words), "small")
    for held in report.held_by:
        yield Para(Line(" ".join(held.because), held.text), "callout")
    yield from _to_do(report)
    yield Para(Line(_status(report)), "small")
    if identity.proposal:
        yield Para(Line(identity.model_note, _("Proposta.")), "small")
    if identity.recomputed:
        yield Para(Line(_("Il risultato conservato era un altro: questo è stato ricalcolato oggi.")), "warning")
    levels = tuple(
        (Line(f"{item.number}. {item.name}"), Line(item.what), Line(item.threshold)) for item in report.levels
    )
    yield Table(_("I cinque livelli"), (_("Livello"), _("Che cosa vuol dire"), _("Da")), levels, (26, 62, 12))


def _to_do(report: Report) -> Iterator[Block]:
    """What to do this month, and the duties that nobody is sure of."""
    _ = translations(report.language).gettext
    three = len(report.things) == 3
    yield Heading(_("Tre cose da fare questo mese") if three else _("Che cosa fare questo mese"))
    if report.things:
        yield Items(tuple(Line(item.text, item.title, item.note) for item in report.things), ordered=True)
    else:
        yield Para(Line(_("Per questo mese non c'è nulla di urgente. Guardate le misure entro sei mesi.")))
    unknown = report.duties_with("unknown")
    if unknown:
        yield Heading(_("Obblighi di legge da controllare"))
        yield Para(Line(_("Non sapere non toglie nulla: chiedete e aggiornate la risposta.")))
        yield Items(tuple(Line(duty.name) for duty in unknown))


def _level(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield Heading(_("Il vostro livello"))
    for sentence in report.because:
        yield Para(Line(sentence))
    if report.held_by:
        rows = tuple((Line(str(held.level)), Line(held.text), Line(" ".join(held.because))) for held in report.held_by)
        title = _("Che cosa tiene il livello")
        yield Heading(title, 2)
        yield Table(title, (_("Livello"), _("Che cosa chiede"), _("Perché manca")), rows, (10, 36, 54))
    if report.next_level:
        yield from _next(report, report.next_level)
    if report.to_review:
        yield Heading(_("Risposte da rivedere"), 2)
        yield Items(tuple(_to_review(report, warning) for warning in report.to_review))
    if report.in_use or report.practices:
        yield Heading(_("Che cosa fate già"), 2)
        yield Items(tuple(_in_use(report)))


def _next(report: Report, following: NextLevel) -> Iterator[Block]:
    _ = translations(report.language).gettext
    level = {"level": following.level.number, "name": following.level.name}
    yield Heading(_("Per salire al livello %(level)s, %(name)s") % level, 2)
    start = _("Un totale che parte almeno da %(score)s.") % {"score": following.level.threshold}
    points = {"points": following.missing}
    missing = _("Punti che mancano: %(points)s.") % points if following.missing else _("I punti ci sono.")
    yield Items((Line(f"{start} {missing}"), *(Line(gate) for gate in following.gates)))


def _to_review(report: Report, warning: WarningPart) -> Line:
    _ = translations(report.language).gettext
    own = _("Il vostro motivo: «%(reason)s»") % {"reason": warning.own_reason} if warning.own_reason else ""
    return Line(warning.text, "", own)


def _in_use(report: Report) -> Iterator[Line]:
    _ = translations(report.language).gettext
    for used in report.in_use:
        yield Line(f"{used.code} {used.name}, {_('dal %(first)s') % {'first': used.since}}")
    note = _("Pratica vostra: non conta nel punteggio finché qualcuno non la conferma.")
    yield from (Line(practice_in_words(practice), "", note) for practice in report.practices)


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
    yield Heading(_("Obblighi di legge"))
    yield Para(Line(_("Non danno punti: sono da verificare, non da temere.")))
    rows = tuple(
        (Line(duty.ask, duty.name), Line(plain_words(duty.status, report.language)), Line(_of_law(duty)))
        for duty in report.duties
    )
    yield Table(_("Obblighi di legge"), (_("Obbligo"), _("Risposta"), _("Fonte")), rows, (50, 14, 36))


def _of_law(duty: DutyPart) -> str:
    return "; ".join(f"{act.act} {act.article} ({act.when})" for act in duty.acts)


def _measures(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    yield Heading(_("Misure"))
    notes = " ".join(note for note in (report.need_note, report.clause_note) if note)
    if not report.measures:
        notes = _("Con le risposte date non c'è ancora una misura da proporre. Guardate quelle che potrebbero servire.")
    if notes:
        yield Para(Line(notes))
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
    layers = f", {_('oppure')} ".join(measure.layers)
    lines = [
        Line(f"{measure.cost}, {measure.lead}.", _("Costo e tempi:")),
        Line(f"{layers}.", _("Come si decide:")),
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


def _other(item: OtherMeasure) -> Line:
    return Line(" ".join((*item.because, *item.tell_us)), f"{item.code} {item.name}.")


def _profile(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    if report.profile:
        title = _("Che cosa ci avete detto di voi")
        rows = tuple((Line(row.ask), Line(row.answer)) for row in report.profile)
        yield Heading(title)
        yield Table(title, (_("Domanda"), _("Risposta")), rows, (66, 34))


def _method(report: Report) -> Iterator[Block]:
    _ = translations(report.language).gettext
    method = report.method
    yield Heading(_("Come si calcola il punteggio"))
    yield Items((*_scoring(report), _priority(report)))
    source = _("Pesi e soglie: %(source)s, %(when)s.") % {"source": method.source, "when": method.when}
    confirmed = (f"{who}." for who in report.identity.confirmed)
    yield Para(Line(" ".join((source, report.identity.model_note, *confirmed))), "small")


def _scoring(report: Report) -> Iterator[Line]:
    _ = translations(report.language).gettext
    yield Line(
        _(
            "Ogni pratica ha cinque gradini, da 0 a 4. Il gradino 0 è la sola legge; il 4 è una pratica "
            "concordata e controllata ogni anno. Il gradino diviso per il più alto raggiungibile dà la quota "
            "dei punti della pratica."
        )
    )
    yield Line(
        _(
            "Dove non c'è stato nessun caso, alcune pratiche si fermano a un gradino più basso: lì valgono già "
            "tutti i punti."
        )
    )
    yield Line(
        _(
            "Una risposta che manca non vale zero: vale da zero al massimo. Perciò area e totale sono "
            "intervalli, che le risposte restringono."
        )
    )
    yield Line(
        _(
            "Una pratica che non si applica esce dal conto. Se in un'area esce più del "
            "%(cap)s\N{NO-BREAK SPACE}%% del peso, l'area non si valuta e il suo peso va alle altre."
        )
        % {"cap": report.method.cap}
    )
    yield Line(
        _(
            "Il totale è la media delle aree con i loro pesi, che cambiano con la dimensione dell'impresa. Il "
            "livello guarda l'estremo più basso, e alcuni livelli chiedono anche altro."
        )
    )


def _priority(report: Report) -> Line:
    _ = translations(report.language).gettext
    method = report.method
    parts = ", ".join(f"{part.name} {_('fino a %(points)s') % {'points': part.most}}" for part in method.most)
    priority = _(
        "Il guadagno è pieno quando la misura alza il totale di %(points)s punti. "
        "Un bisogno conta se lo indica almeno il %(share)s\N{NO-BREAK SPACE}%% delle persone."
    ) % {"points": method.gain_points, "share": method.need_share}
    return Line(f"{_('La priorità di una misura somma cinque parti:')} {parts}. {priority}")


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
