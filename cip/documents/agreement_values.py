"""The dated values of an agreement in words: what each is called, its rows with their days, source and certainty."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cip.agreement.leave.minutes import in_words
from cip.agreement.wording import CONFIDENCE, HOURLY, amount_words
from cip.documents.clauses import letter_names
from cip.documents.formats import span
from cip.documents.translation import translations
from cip.kernel.texts import Language, Text
from cip.rulebook.agreements import AgreementBook, checks_of, terms_of
from cip.rulebook.shapes.agreement import Agreement, HourlyLeave, ValueRow

LABELS: Mapping[str, Text] = {
    "answer_hours": Text(it="risposta alle domande", en="answer to questions"),
    "balance_share": Text(it="parte dell'incentivo pagata alla fine", en="share of the incentive paid at the end"),
    "band_minutes": Text(it="fascia di entrata e uscita", en="band of entry and exit"),
    "band_within_days": Text(it="tempo per introdurre la fascia", en="time to bring in the band"),
    "cell_limit": Text(it="risposte sotto cui un numero non si mostra", en="answers below which no number is shown"),
    "committee_answers_days": Text(it="risposta del comitato", en="answer of the committee"),
    "committee_meets_months": Text(
        it="riunioni del comitato, almeno ogni", en="meetings of the committee, at least every"
    ),
    "disconnection_hours": Text(it="ore di disconnessione", en="hours of disconnection"),
    "dispute_days": Text(it="tempo del comitato per una controversia", en="the committee's time for a dispute"),
    "elder_hours_year": Text(
        it="ore all'anno per accompagnare chi non è autonomo", en="hours a year to accompany who depends"
    ),
    "first_share": Text(it="parte dell'incentivo pagata subito", en="share of the incentive paid at once"),
    "hours_bank_limit_hours": Text(it="limite della banca ore", en="limit of the hours bank"),
    "hours_bank_term_months": Text(it="tempo per usare la banca ore", en="time to use the hours bank"),
    "inform_workers_days": Text(
        it="avviso a chi lavora, dopo l'adesione", en="notice to the people who work there, after joining"
    ),
    "keep_months": Text(it="durata minima delle misure", en="least length of the measures"),
    "leaving_notice_months": Text(it="preavviso per uscire", en="notice to leave"),
    "list_months": Text(it="aggiornamento dell'elenco pubblico, ogni", en="update of the public list, every"),
    "max_size": Text(it="persone, al massimo", en="people, at most"),
    "meetings_share": Text(it="riunioni nella fascia comune, almeno", en="meetings in the common band, at least"),
    "new_hire_inform_days": Text(it="avviso a chi arriva dopo", en="notice to who comes later"),
    "notify_committee_days": Text(it="copia al comitato, dopo l'adesione", en="copy to the committee, after joining"),
    "part_time_reply_days": Text(it="risposta a chi chiede il part-time", en="reply to who asks for part-time"),
    "part_time_return_months": Text(
        it="ritorno al tempo pieno garantito dopo", en="way back to full time guaranteed after"
    ),
    "pdr_neutral": Text(it="premio che non cala per il congedo", en="bonus not lowered by leave"),
    "plan_days": Text(it="piano, dopo il check-up", en="plan, after the check-up"),
    "repair_days": Text(it="tempo per rimediare", en="time to repair"),
    "review_days": Text(it="riesame dopo una legge nuova", en="review after a new law"),
    "sheet_months": Text(it="scheda informativa aggiornata, ogni", en="information sheet renewed, every"),
    "short_notice_days": Text(it="preavviso breve", en="short notice"),
    "solidarity_topup_share": Text(
        it="ferie solidali aggiunte dall'impresa", en="solidarity holidays added by the firm"
    ),
    "substitution_plan_over_days": Text(
        it="piano di sostituzione per assenze oltre", en="substitution plan for absences over"
    ),
    "yearly_months": Text(it="dati al comitato, ogni", en="data to the committee, every"),
}
_WORDS: Mapping[str, Text] = {
    "allowed": Text(it="permesso", en="allowed"),
    "forbidden": Text(it="non permesso", en="not allowed"),
    "accepted": Text(it="vale come un sì", en="counts as yes"),
    "contractual_average": Text(it="la media del contratto", en="the average of the contract"),
    "calendar_day": Text(it="giorni di calendario", en="calendar days"),
    "working_day": Text(it="giorni lavorativi", en="working days"),
}
_ENDINGS = (("_minutes", "minute"), ("_days", "day"), ("_months", "month"), ("_hours", "hour"), ("_share", "percent"))


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One row of a value: what it says, from when to when (empty: always), where it is written, how sure that is."""

    value: str
    when: str
    source: str
    sure: str


@dataclass(frozen=True, slots=True)
class ValueShown:
    """A value of an agreement: its key, its name, its rows in order of their days."""

    key: str
    label: str
    lines: tuple[ValueLine, ...]


def values_shown(agreement: Agreement, language: Language) -> Iterator[ValueShown]:
    """Every value of an agreement: of the hourly leave first, then its other parameters."""
    for name in HourlyLeave.model_fields:
        rows: tuple[ValueRow, ...] | None = getattr(agreement.hourly_parental_leave, name)
        if rows:
            yield _shown(name, HOURLY.get(name), rows, language)
    for name, rows in agreement.params.items():
        yield _shown(name, LABELS.get(name), rows, language)


@dataclass(frozen=True, slots=True)
class Theme:
    """The values under one letter of the catalogue; those that no clause looks at come last, without a letter."""

    letter: str
    name: str
    values: tuple[ValueShown, ...]


def themes(book: AgreementBook, agreement: Agreement, language: Language) -> list[Theme]:
    """Every value of an agreement by the letter of the first clause that looks at it; leave by the hour is under B."""
    names = {**letter_names(language), "": translations(language).gettext("Altro")}
    letters = _letters(book)
    grouped: dict[str, list[ValueShown]] = {letter: [] for letter in names}
    for value in values_shown(agreement, language):
        hourly = value.key in HourlyLeave.model_fields
        grouped["B" if hourly else letters.get(value.key, "")].append(value)
    return [Theme(letter, names[letter], tuple(found)) for letter, found in grouped.items() if found]


def one_source(found: Iterable[Theme]) -> tuple[str, str] | None:
    """The source of all rows and how sure it is, where they share it: then it is said once."""
    sources = {(line.source, line.sure) for theme in found for value in theme.values for line in value.lines}
    return sources.pop() if len(sources) == 1 else None


def _letters(book: AgreementBook) -> dict[str, str]:
    """The letter of the first clause whose checks name a parameter."""
    found: dict[str, str] = {}
    for clause in book.clauses:
        for check in checks_of(clause):
            named = [term.param for term in terms_of(check)] + [getattr(check, "param", None)]
            for param in named:
                if param is not None:
                    found.setdefault(param, clause.id[0])
    return found


def sure_words(confidence: str, language: Language) -> str:
    """How sure a source is."""
    return CONFIDENCE[confidence].in_language(language)


def value_words(name: str, row: ValueRow, language: Language) -> str:
    """What a row says, with its unit."""
    _ = translations(language).gettext
    if row.kind != "known":
        return _("non lo sappiamo") if row.kind == "unknown" else _("il testo non lo prevede")
    value = row.value
    if isinstance(value, bool):
        return _("sì") if value else _("no")
    if isinstance(value, int):
        return amount_said(name, value, language)
    return _WORDS[value].in_language(language) if isinstance(value, str) and value in _WORDS else str(value)


def amount_said(name: str, value: int, language: Language) -> str:
    """A number of an agreement with the unit of its name: 80 %, 16 ore, 1 h 30; the number alone where it has none."""
    unit = next((unit for ending, unit in _ENDINGS if name.endswith(ending)), "")
    if name.startswith("minutes_") or unit == "minute":
        return in_words(value)
    if unit == "percent":
        return f"{value} %"
    words = {"day": "calendar_day", "month": "month", "hour": "hour"}.get(unit)
    if name == "elder_hours_year":
        words = "hour"
    return amount_words(value, words).in_language(language) if words else str(value)


def _shown(name: str, label: Text | None, rows: tuple[ValueRow, ...], language: Language) -> ValueShown:
    said = label.in_language(language) if label is not None else name
    lines = tuple(
        ValueLine(
            value_words(name, row, language),
            span(row.start, row.end, language) if row.start or row.end else "",
            row.source,
            sure_words(row.confidence, language),
        )
        for row in rows
    )
    return ValueShown(name, f"{said[:1].upper()}{said[1:]}", lines)
