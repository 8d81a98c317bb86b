"""The report of a programme for the Region: what was reached, the money, the meetings. Small numbers do not leave."""

from collections.abc import Iterator, Sequence

from cip.documents.charts import Words
from cip.documents.formats import long_day, short_day
from cip.documents.monitoring_words import actual_words, bars_of, known_words, slot_words, target_words
from cip.documents.sheets import Block, Drawing, Heading, Items, Line, NewPage, Para, Sheet, Table
from cip.documents.target_chart import target_bars
from cip.documents.translation import translations
from cip.kernel.money import euros
from cip.kernel.texts import Language
from cip.monitoring.finance import MoneySum, sum_of
from cip.monitoring.indicators import LEAST_FIRMS
from cip.monitoring.overview import Overview
from cip.monitoring.timetable import Slot

NAME = "monitoring_report"
_CHARTED = ("firms", "people", "actions")
_ROWS = 40
"""How many lines a table has: the maker of PDF slows down with the square of a table's length."""


def monitoring_report(seen: Overview, language: Language) -> Sheet:
    """The report as of the overview's day."""
    _ = translations(language).gettext
    about = seen.programme.about
    title = _("Monitoraggio: %(programme)s") % {"programme": about.label.in_language(language)}
    on = long_day(seen.on, language)
    return Sheet(
        name=NAME,
        language=language,
        title=title,
        kicker=" · ".join(filter(None, (seen.office, on))),
        blocks=(*_opening(seen, language), *_results(seen, language), *_money(seen, language), *_times(seen, language)),
        footer=(title + ".", _("Dati al %(day)s") % {"day": on}),
        on=seen.on.isoformat(),
        size="compact",
    )


def _opening(seen: Overview, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    about = seen.programme.about
    yield Para(Line(about.network.in_language(language), _("Rete:")))
    yield Para(Line(about.territory.in_language(language), _("Territorio:")))
    yield Para(Line(about.source, _("Fonte dei risultati attesi:")))
    yield Para(Line(about.note.in_language(language)), "small")
    small = _("Dove le imprese sono meno di %(firms)s il numero non esce dall'ufficio.") % {"firms": LEAST_FIRMS}
    yield Para(Line(small), "small")


def _results(seen: Overview, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    yield Heading(_("1. I risultati"), id="results")
    head = (_("Indicatore"), _("Obiettivo"), _("Raggiunto"), _("Chi lo cura e che cosa lo prova"))
    for group in seen.programme.groups:
        of_group = [one for one in seen.actuals if one.indicator.group == group.id]
        name = group.label.in_language(language)
        if group.id in _CHARTED and of_group:
            told = _("Quanto manca all'obiettivo: %(group)s") % {"group": name}
            words = Words(f"chart-{group.id}", told, _("I numeri stanno nella tabella che segue."))
            yield Heading(name, 2)
            yield Drawing(target_bars(bars_of(of_group, language, office=False), words))
        rows = tuple(
            (
                Line(one.indicator.label.in_language(language)),
                Line(target_words(one, language)),
                Line(
                    actual_words(one, language, office=False),
                    note=known_words(one.known, language) if one.actual is not None else "",
                ),
                Line(
                    f"{one.indicator.owner.in_language(language)}. {one.indicator.evidence.in_language(language)}.",
                    note=" ".join(f"{entry.evidence} ({entry.source})." for entry in one.entries),
                ),
            )
            for one in of_group
        )
        yield Table(name, head, rows, (34, 14, 18, 34))


def _money(seen: Overview, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    yield NewPage()
    yield Heading(_("2. I soldi"), id="money")
    yield from _plan(seen, language)
    if not seen.money:
        yield Para(Line(_("Nessun bando è ancora pubblicato.")))
        return
    yield from _by_cell(seen, language)
    head = (_("Bando e fonte"), _("A bando"), _("Concesso"), _("Da pagare"), _("Pagato"))
    rows = [(Line(one.call_title, note=one.label.in_language(language)), *_sums(one, language)) for one in seen.money]
    rows.append((Line("", _("Totale")), *_sums(sum_of(seen.money), language)))
    yield from _tables(_("Somme per bando e per fonte"), head, rows, (32, 17, 17, 17, 17))


def _by_cell(seen: Overview, language: Language) -> Iterator[Block]:
    """The money by line and source of the plan: what was planned, and what became of it."""
    _ = translations(language).gettext
    if seen.plan is None:
        return
    lines, sources, money = seen.plan.report.table.lines, seen.plan.report.table.sources, seen.plan.money
    head = (_("Voce e fonte"), _("Previsto"), _("A bando"), _("Concesso"), _("Da pagare"), _("Pagato"))
    rows = [
        (
            Line(lines[one.line_id].in_language(language), note=sources[one.source_id].in_language(language)),
            Line(_in_euros(one.planned, language)),
            *_sums(one.sums, language),
        )
        for one in money.cells
    ]
    whole = money.along()
    rows.append((Line("", _("Totale")), Line(_in_euros(whole.planned, language)), *_sums(whole.sums, language)))
    yield from _tables(_("Somme per voce e per fonte del piano"), head, rows, (30, 14, 14, 14, 14, 14))
    by_source = [
        (
            Line(label.in_language(language)),
            Line(_in_euros(money.along(source_id=source).planned, language)),
            *_sums(money.along(source_id=source).sums, language),
        )
        for source, label in sources.items()
    ]
    yield from _tables(_("Somme per fonte del piano"), (_("Fonte"), *head[1:]), by_source, (30, 14, 14, 14, 14, 14))
    if money.loose:
        loose = _("Senza una casella del piano: %(sum)s a bando.")
        yield Para(Line(loose % {"sum": _in_euros(sum_of(money.loose).budget, language)}), "small")


def _plan(seen: Overview, language: Language) -> Iterator[Block]:
    """The financial plan as its document has it, and where that contradicts itself."""
    _ = translations(language).gettext
    if seen.plan is None:
        return
    table, plan = seen.plan.report.table, seen.plan.report
    head = (_("Voce"), *(label.in_language(language) for label in table.sources.values()), _("Totale"))
    rows = [
        (
            Line(label.in_language(language)),
            *(_cell(table.cells.get((line, source)), language) for source in table.sources),
            _cell(plan.lines[line], language),
        )
        for line, label in table.lines.items()
    ]
    sums = (*(plan.sources[source] for source in table.sources), plan.total)
    rows.append((Line("", _("Totale")), *(_cell(cents, language) for cents in sums)))
    share = 64 // (len(table.sources) + 1)
    widths = (100 - share * (len(table.sources) + 1), *(share,) * (len(table.sources) + 1))
    yield from _tables(_("Il piano finanziario, come è scritto"), head, rows, widths)
    version = seen.plan.version
    if version is not None:
        told = _("Versione %(number)s del piano, dal file %(file)s. Impronta SHA-256: %(sha256)s.")
        said = {"number": version.seq, "file": version.file_name, "sha256": version.sha256}
        yield Para(Line(told % said), "small")
    if plan.findings:
        yield Heading(_("Dove il documento si contraddice"), 2)
        yield Items(tuple(Line(finding.reason.in_language(language)) for finding in plan.findings))


def _cell(cents: int | None, language: Language) -> Line:
    return Line("–" if cents is None else _in_euros(cents, language))


def _sums(one: MoneySum, language: Language) -> tuple[Line, ...]:
    back = (
        translations(language).gettext("recuperati %(sum)s") % {"sum": _in_euros(one.recovered, language)}
        if one.recovered
        else ""
    )
    return (
        Line(_in_euros(one.budget, language)),
        Line(_in_euros(one.awarded, language)),
        Line(_in_euros(one.due, language)),
        Line(_in_euros(one.paid, language), note=back),
    )


def _times(seen: Overview, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    yield Heading(_("3. Gli incontri"), id="meetings")
    head = (_("Incontro"), _("Entro il"), _("Stato"), _("Tenuto il"))
    rows = [_meeting(seen, slot, language) for slot in seen.slots]
    yield from _tables(_("Calendario degli incontri"), head, rows, (46, 18, 18, 18))


def _meeting(seen: Overview, slot: Slot, language: Language) -> tuple[Line, ...]:
    held = slot.note.held_on if slot.note is not None else None
    return (
        Line(slot.due.label.in_language(language), note=slot.note.reference if slot.note is not None else ""),
        Line(short_day(slot.by, language)),
        Line(slot_words(slot.state_on(seen.on), language)),
        Line(short_day(held, language) if held is not None else "–"),
    )


def _tables(
    caption: str, head: tuple[str, ...], rows: Sequence[tuple[Line, ...]], widths: tuple[int, ...]
) -> Iterator[Block]:
    """As many tables as a long one needs, each with a caption of its own: who hears a page tells them apart by it."""
    for number, start in enumerate(range(0, len(rows), _ROWS), 1):
        name = caption if number == 1 else f"{caption} ({number})"
        yield Table(name, head, tuple(rows[start : start + _ROWS]), widths)


def _in_euros(cents: int, language: Language) -> str:
    return euros(cents).in_language(language)
