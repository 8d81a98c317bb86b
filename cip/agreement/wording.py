"""The sentences in which a clause says why it is met, missing, open or not due; days and terms in words.

They belong to the engine: the catalogue says what each clause asks, these say what was found.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from cip.kernel.texts import Input, Reason, Text, Value

_MONTHS = {
    "it": (
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre", "dicembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ),
}  # fmt: skip
_VOWEL_DAYS = (8, 11)
"""Days whose number begins with a vowel in Italian: l'8, dall'11."""

UNITS: Mapping[str, tuple[Text, Text]] = {
    "hour": (Text(it="ora", en="hour"), Text(it="ore", en="hours")),
    "calendar_day": (Text(it="giorno", en="day"), Text(it="giorni", en="days")),
    "working_day": (Text(it="giorno lavorativo", en="working day"), Text(it="giorni lavorativi", en="working days")),
    "month": (Text(it="mese", en="month"), Text(it="mesi", en="months")),
}
CONFIDENCE: Mapping[str, Text] = {
    "published": Text(it="testo pubblicato", en="published text"),
    "from-memory": Text(it="a memoria, da verificare", en="from memory, to be checked"),
    "design": Text(it="proposta, da contrattare", en="proposal, to be bargained"),
    "proposal": Text(it="proposta, da confermare", en="proposal, to be confirmed"),
    "invented": Text(it="inventato per la dimostrazione", en="invented for the demonstration"),
}

SENTENCES: Mapping[str, Text] = {
    # whether a clause is due
    "not_due": Text(it="Oggi questa clausola non chiede nulla.", en="Today this clause asks for nothing."),
    "due_unknown": Text(
        it="Non sappiamo ancora se questa clausola è dovuta.", en="We do not know yet whether this clause is due."
    ),
    # facts
    "true_yes": Text(it="{fact}: sì.", en="{fact}: yes."),
    "true_no": Text(it="{fact}: no.", en="{fact}: no."),
    "true_unknown": Text(it="{fact}: non lo sappiamo ancora.", en="{fact}: we do not know yet."),
    "answer_yes": Text(it="Le risposte del check-up lo mostrano.", en="The answers of the check-up show it."),
    "answer_no": Text(
        it="Le risposte del check-up mostrano che manca.", en="The answers of the check-up show that it is missing."
    ),
    "answer_unknown": Text(
        it="Le risposte del check-up non bastano per dirlo.", en="The answers of the check-up are not enough to tell."
    ),
    "dated_yes": Text(it="{fact}: {day}.", en="{fact}: {day}."),
    "day_missing": Text(it="{fact}: non c'è.", en="{fact}: not there."),
    "day_unknown": Text(it="{fact}: non sappiamo in che giorno.", en="{fact}: we do not know on which day."),
    "day_ahead": Text(it="{fact}: è previsto, {day}, ma oggi non c'è.", en="{fact}: planned {day}, not there today."),
    # terms
    "within_yes": Text(
        it="{fact}: entro {term} {since}. Fatto {day}, {gap}.", en="{fact}: within {term} {since}. Done {day}, {gap}."
    ),
    "within_late": Text(
        it="{fact}: entro {term} {since}, quindi entro {end}. Fatto {day}, {late} di ritardo.",
        en="{fact}: within {term} {since}, so by {end}. Done {day}, {late} late.",
    ),
    "within_over": Text(
        it="{fact}: entro {term} {since}. Il termine è finito {over} e non c'è.",
        en="{fact}: within {term} {since}. The term ended {over} and it is not there.",
    ),
    "within_over_unknown": Text(
        it="{fact}: entro {term} {since}. Il termine è finito {over}: diteci se e quando è stato fatto.",
        en="{fact}: within {term} {since}. The term ended {over}: tell us whether and when it was done.",
    ),
    "within_running": Text(
        it="{fact}: entro {term} {since}. C'è tempo fino {until}.",
        en="{fact}: within {term} {since}. There is time until {until}.",
    ),
    "no_start": Text(
        it="Il termine parte da questo fatto, che non c'è: {fact}.",
        en="The term starts from this, which is not there: {fact}.",
    ),
    "start_unknown": Text(
        it="Il termine parte da un giorno che non sappiamo: {fact}.",
        en="The term starts on a day that we do not know: {fact}.",
    ),
    "start_ahead": Text(
        it="Il termine non è ancora partito. {fact}: previsto {day}.",
        en="The term has not started yet. {fact}: planned {day}.",
    ),
    "term_source_agreement": Text(
        it="Il termine è scritto nell'accordo: {source} ({confidence}).",
        en="The term is written in the agreement: {source} ({confidence}).",
    ),
    "term_source_law": Text(
        it="Il termine è della legge: {source} ({confidence}).", en="The term is the law's: {source} ({confidence})."
    ),
    "number_source_agreement": Text(
        it="Il valore è scritto nell'accordo: {source} ({confidence}).",
        en="The value is written in the agreement: {source} ({confidence}).",
    ),
    "number_source_law": Text(
        it="Il valore è della legge: {source} ({confidence}).", en="The value is the law's: {source} ({confidence})."
    ),
    "value_unknown": Text(
        it="Il testo dell'accordo può avere qui un numero, ma nessuno di noi l'ha letto.",
        en="The text of the agreement may have a number here, but none of us has read it.",
    ),
    "value_none": Text(
        it="Il testo dell'accordo qui non dà nessuna regola. Fonte: {source}.",
        en="The text of the agreement gives no rule here. Source: {source}.",
    ),
    "value_missing": Text(
        it="Per questo giorno l'accordo non ha nessun numero.", en="For this day the agreement has no number."
    ),
    "law_none": Text(
        it="Per questo giorno la legge non dà nessun valore: {name}.", en="For this day the law gives no value: {name}."
    ),
    # order
    "order_yes": Text(
        it="{first}: {first_day}. {then}: {then_day}. L'ordine è giusto.",
        en="{first}: {first_day}. {then}: {then_day}. The order is right.",
    ),
    "order_no": Text(
        it="{first}: {first_day}, ma doveva venire prima {of_then} ({then}).",
        en="{first}: {first_day}, but it had to come before {of_then} ({then}).",
    ),
    "order_missing": Text(
        it="{first}: non c'è, ma doveva venire prima {of_then} ({then}).",
        en="{first}: not there, but it had to come before {of_then} ({then}).",
    ),
    "order_unknown": Text(
        it="{first}: non sappiamo in che giorno. {then}: {then_day}.",
        en="{first}: we do not know on which day. {then}: {then_day}.",
    ),
    "order_running": Text(
        it="{first}: serve prima di un giorno che deve ancora venire. {then}: {then_day}.",
        en="{first}: needed before a day that is still to come. {then}: {then_day}.",
    ),
    "no_then": Text(it="Serve solo se c'è anche questo: {fact}.", en="Needed only if this is there too: {fact}."),
    # repeated and lasting
    "renewed_yes": Text(
        it="{fact}: l'ultima volta {day}. Va ripetuto ogni {term}: la prossima entro {end}.",
        en="{fact}: last time {day}. To be repeated every {term}: next by {end}.",
    ),
    "renewed_no": Text(
        it="{fact}: l'ultima volta {day}. Andava ripetuto entro {end}.",
        en="{fact}: last time {day}. It had to be repeated by {end}.",
    ),
    "lasting_yes": Text(
        it="{start}: {since}. È durato almeno {term}.", en="{start}: {since}. It has lasted at least {term}."
    ),
    "lasting_no": Text(
        it="{start}: {since}, finito {day}. Doveva durare almeno {term}, fino {until}.",
        en="{start}: {since}, ended {day}. It had to last at least {term}, until {until}.",
    ),
    "lasting_running": Text(
        it="{start}: {since}. I {term} finiscono {over}.", en="{start}: {since}. The {term} end {over}."
    ),
    # numbers
    "number_at_least": Text(
        it="{fact}: {value}. Serve almeno {limit}.", en="{fact}: {value}. At least {limit} is needed."
    ),
    "number_at_most": Text(it="{fact}: {value}. Il massimo è {limit}.", en="{fact}: {value}. The most is {limit}."),
    "number_more_than": Text(
        it="{fact}: {value}. Serve più di {limit}.", en="{fact}: {value}. More than {limit} is needed."
    ),
    "number_equal_to": Text(it="{fact}: {value}. Serve {limit}.", en="{fact}: {value}. {limit} is needed."),
    # the text of the agreement
    "text_yes": Text(it="Il testo dell'accordo lo dice{what}.", en="The text of the agreement says so{what}."),
    "text_no": Text(
        it="Il testo dell'accordo non lo dice{what}.", en="The text of the agreement does not say so{what}."
    ),
    "text_other": Text(
        it="Il testo dell'accordo dice un'altra cosa{what}.", en="The text of the agreement says something else{what}."
    ),
    "text_unknown": Text(
        it="Non sappiamo se il testo dell'accordo lo dice{what}.",
        en="We do not know whether the text of the agreement says so{what}.",
    ),
    "text_source": Text(it="Fonte: {source} ({confidence}).", en="Source: {source} ({confidence})."),
    # place and life
    "territory_yes": Text(
        it="Avete una sede nel territorio dell'accordo.", en="You have a seat in the territory of the agreement."
    ),
    "territory_no": Text(
        it="Nessuna vostra sede è nel territorio dell'accordo.",
        en="None of your seats is in the territory of the agreement.",
    ),
    "territory_unknown": Text(
        it="Non sappiamo se una vostra sede è nel territorio dell'accordo.",
        en="We do not know whether one of your seats is in the territory of the agreement.",
    ),
    "territory_everywhere": Text(
        it="L'accordo vale in tutto il Paese.", en="The agreement holds in the whole country."
    ),
    "force_yes": Text(it="L'accordo è in vigore {day}.", en="The agreement is in force {day}."),
    "force_no": Text(it="L'accordo non è in vigore {day}.", en="The agreement is not in force {day}."),
    "force_unknown": Text(
        it="Non sappiamo se l'accordo è in vigore {day}.", en="We do not know whether the agreement is in force {day}."
    ),
    # changes of the law
    "law_yes": Text(
        it="{fact}: {day}. La legge è cambiata l'ultima volta {change}.",
        en="{fact}: {day}. The law last changed {change}.",
    ),
    "law_no": Text(
        it="{fact}: {day}, prima dell'ultimo cambio della legge, {change}.",
        en="{fact}: {day}, before the last change of the law, {change}.",
    ),
    "law_missing": Text(
        it="{fact}: non c'è. La legge è cambiata {change}.", en="{fact}: not there. The law changed {change}."
    ),
    "law_unknown": Text(
        it="{fact}: non sappiamo in che giorno. La legge è cambiata {change}.",
        en="{fact}: we do not know on which day. The law changed {change}.",
    ),
    "law_running": Text(
        it="{fact}: la legge è cambiata {change}. C'è tempo fino {until}.",
        en="{fact}: the law changed {change}. There is time until {until}.",
    ),
}

HEADS: Mapping[str, Text] = {
    "expires_on": Text(it="fino a quando vale", en="until when it holds"),
    "parties": Text(it="chi lo ha firmato", en="who signed it"),
    "route": Text(it="come si aderisce", en="how to join"),
    "precedence": Text(it="che posto ha accanto ad altri accordi", en="its place beside other agreements"),
    "after_expiry": Text(it="che cosa succede alla scadenza", en="what happens when it expires"),
}
HOURLY: Mapping[str, Text] = {
    "available": Text(it="se il congedo si può usare a ore", en="whether leave may be used by hours"),
    "unit_share": Text(it="la parte della giornata che vale un'unità", en="the share of the day that makes one unit"),
    "min_unit_minutes": Text(it="il minimo di ore al giorno", en="the least hours a day"),
    "step_minutes": Text(it="gli scatti dopo il minimo", en="the steps after the minimum"),
    "monthly_whole_days": Text(it="se nel mese le ore fanno giorni interi", en="whether the month's hours make days"),
    "minutes_per_day": Text(it="quante ore valgono un giorno", en="how many hours make a day"),
    "minutes_per_month": Text(it="quante ore valgono un mese", en="how many hours make a month"),
    "minutes_per_month_pro_rata": Text(
        it="come si contano le ore del mese con il part-time", en="how the month's hours count in part-time"
    ),
    "min_work_left_minutes": Text(it="le ore di lavoro che restano nella giornata", en="the work left in the day"),
    "min_work_left_share": Text(
        it="la parte di giornata che resta al lavoro", en="the share of the day left for work"
    ),
    "monthly_plan": Text(it="se serve un piano del mese", en="whether a monthly plan is needed"),
    "notice_days": Text(it="il preavviso", en="the notice"),
    "notice_unit": Text(it="come si contano i giorni di preavviso", en="how the days of notice are counted"),
    "notice_urgent_days": Text(it="il preavviso nei casi urgenti", en="the notice in urgent cases"),
    "notice_urgent_unit": Text(
        it="come si contano i giorni nei casi urgenti", en="how days are counted in urgent cases"
    ),
    "reply_days": Text(it="entro quando l'impresa risponde", en="by when the firm replies"),
    "reply_unit": Text(it="come si contano i giorni per rispondere", en="how the days of the reply are counted"),
    "silence": Text(it="che cosa vale se l'impresa non risponde", en="what silence of the firm means"),
    "max_defer_days": Text(it="di quanto si può rinviare", en="how long leave may be deferred"),
    "defer_times": Text(it="quante volte si può rinviare", en="how often leave may be deferred"),
    "same_day_art39": Text(it="riposi per allattamento nello stesso giorno", en="nursing rests on the same day"),
    "same_day_art33": Text(
        it="permessi per un figlio con disabilità nello stesso giorno",
        en="leave for a disabled child on the same day",
    ),
    "same_day_l104": Text(it="permessi della legge 104 nello stesso giorno", en="law 104 leave on the same day"),
    "same_day_other_child": Text(
        it="ore per un altro figlio nello stesso giorno", en="hours for another child on the same day"
    ),
    "same_day_contractual": Text(
        it="permessi del contratto nello stesso giorno", en="contractual leave on the same day"
    ),
    "same_day_hours_bank": Text(it="banca ore nello stesso giorno", en="hours bank on the same day"),
}  # fmt: skip


@lru_cache(maxsize=4_096)
def day_words(day: date) -> Text:
    """A day in full: 5 maggio 2026, 5 May 2026; the first of a month is `1º` in Italian."""
    number = "1º" if day.day == 1 else str(day.day)
    it = f"{number} {_MONTHS['it'][day.month - 1]} {day.year}"
    return Text(it=it, en=f"{day.day} {_MONTHS['en'][day.month - 1]} {day.year}")


@lru_cache(maxsize=4_096)
def on_day(day: date) -> Text:
    """Il 5 maggio 2026, l'8 maggio 2026; on 5 May 2026."""
    return _led(day, "il ", "l'", "on ")


@lru_cache(maxsize=4_096)
def since_day(day: date) -> Text:
    """Dal 5 maggio 2026, dall'8 maggio 2026; from 5 May 2026."""
    return _led(day, "dal ", "dall'", "from ")


@lru_cache(maxsize=4_096)
def of_day(day: date) -> Text:
    """Del 5 maggio 2026, dell'8 maggio 2026 (after "prima"); 5 May 2026 (after "before")."""
    return _led(day, "del ", "dell'", "")


@lru_cache(maxsize=4_096)
def until_day(day: date) -> Text:
    """Al 5 maggio 2026, all'8 maggio 2026; 5 May 2026 (after "until")."""
    return _led(day, "al ", "all'", "")


@lru_cache(maxsize=4_096)
def by_day(day: date) -> Text:
    """Il 5 maggio 2026 (after "entro"); 5 May 2026 (after "by")."""
    return _led(day, "il ", "l'", "")


def _led(day: date, before: str, before_vowel: str, en: str) -> Text:
    words = day_words(day)
    it = (before_vowel if day.day in _VOWEL_DAYS else before) + words.it
    return Text(it=it, en=en + words.en)


def amount_words(count: int, unit: str) -> Text:
    """A number with its unit: 1 giorno, 10 giorni lavorativi."""
    one, more = UNITS[unit]
    words = one if count == 1 else more
    return Text(it=f"{count} {words.it}", en=f"{count} {words.en}")


def gap_words(days: int) -> Text:
    """How long after a start something was done."""
    if days < 0:
        return Text(it="prima ancora", en="even before")
    if days == 0:
        return Text(it="lo stesso giorno", en="the same day")
    words = amount_words(days, "calendar_day")
    return Text(it=f"{words.it} dopo", en=f"{words.en} later")


def aside(text: Text | None) -> Text:
    """A text after a colon, or nothing."""
    return Text(it=f": {text.it}", en=f": {text.en}") if text is not None else Text(it="", en="")


@lru_cache(maxsize=4_096)
def quoted(text: Text) -> Text:
    """A label in the quotes of its language."""
    return Text(it=f"«{text.it}»", en=f"“{text.en}”")


def clause_reason(rule: str, sentence: str, inputs: Mapping[str, Input], /, **values: Value) -> Reason:
    """A reason in one of the SENTENCES; `inputs` are the data that the check read."""
    return Reason(rule, SENTENCES[sentence], values, inputs)
