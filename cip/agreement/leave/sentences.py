"""The sentences that explain, in both languages; `{placeholders}` are filled by the rules."""

from cip.kernel.texts import Text


def _pair(it: str, en: str) -> Text:
    return Text(it=it, en=en)


# Which text holds.
LAW_ALONE = _pair(
    "Nessun accordo: vale la sola legge.",
    "No agreement: the law alone holds.",
)
AGREEMENT_MAY_ALLOW = _pair(
    "Con la sola legge così non si può. Un accordo può permetterlo, e non sappiamo se uno vale per voi.",
    "By the law alone this is not possible. An agreement may allow it; we do not know whether one holds for you.",
)
AGREEMENT_NOT_SAID = _pair(
    "Non sappiamo se un accordo vale per voi: qui contiamo con la sola legge.",
    "We do not know whether an agreement holds for you: here we count by the law alone.",
)
BY_TEXT = _pair("Vale il testo «{name}».", "The text “{name}” holds.")
IS_PROPOSAL = _pair(
    "«{name}» è una proposta da contrattare e non obbliga nessuno: è una prova.",
    "“{name}” is a proposal to be bargained and binds nobody: this is a trial.",
)
IS_INVENTED = _pair(
    "«{name}» è inventato per la dimostrazione.",
    "“{name}” is invented for the demonstration.",
)
LAW_NOT_YET = _pair(
    "La legge sul congedo vale dal {day}: in quel giorno non era ancora in vigore.",
    "The law on leave holds from {day}: on that day it was not yet in force.",
)
NOT_YET = _pair(
    "«{name}» vale dal {day}: prima vale la sola legge.",
    "“{name}” holds from {day}: before, the law alone holds.",
)
EXPIRED_STOP = _pair(
    "«{name}» è scaduto il {day}. Le richieste nuove seguono la legge.",
    "“{name}” expired on {day}. New requests follow the law.",
)
EXPIRED_KEPT = _pair(
    "«{name}» è scaduto il {day}, ma vale fino al rinnovo.",
    "“{name}” expired on {day}, but holds until it is renewed.",
)
EXPIRED_UNKNOWN = _pair(
    "«{name}» è scaduto il {day}. Non sappiamo se vale ancora: chiedete a chi l'ha firmato.",
    "“{name}” expired on {day}. We do not know whether it still holds: ask who signed it.",
)
PLAN_KEPT = _pair(
    "La richiesta è di prima della scadenza, {day}: il piano già avviato si tiene fino alla fine.",
    "The request came before the expiry, {day}: a running plan is kept to its end.",
)
NO_HOURS_IN_TEXT = _pair(
    "«{name}» non regola il congedo a ore: vale la legge.",
    "“{name}” does not regulate leave by the hour: the law holds.",
)
HOURS_UNKNOWN_IN_TEXT = _pair(
    "Non sappiamo se «{name}» regola il congedo a ore: leggete il testo.",
    "We do not know whether “{name}” regulates leave by the hour: read the text.",
)

# Whether there is hourly use at all.
NO_HOURS_YET = _pair(
    "In quel giorno il congedo a ore non c'era ancora: c'è dal {day}.",
    "On that day there was no leave by the hour yet: there is from {day}.",
)
TOO_OLD = _pair(
    "In quel giorno il congedo spetta prima dei {limit} anni del bambino. L'ultimo giorno era il {last}.",
    "On that day leave is due before the child turns {limit}. The last day was {last}.",
)
AGE_KEPT = _pair(
    "In quel giorno il congedo spetta prima dei {limit} anni del bambino. L'ultimo giorno è il {last}.",
    "On that day leave is due before the child turns {limit}. The last day is {last}.",
)
NOT_BORN = _pair(
    "In quel giorno il bambino non è ancora nato o entrato in famiglia.",
    "On that day the child is not yet born or in the family.",
)
AGE_UNKNOWN = _pair(
    "Non sappiamo quando è nato il bambino: il congedo spetta fino a {limit} anni.",
    "We do not know when the child was born: leave is due until the child is {limit}.",
)

LAW_KNOWN_TO = _pair(
    "Conosciamo le leggi fino al {day}: per giorni più lontani chiedete conferma.",
    "We know the law up to {day}: for later days ask for confirmation.",
)

# Unit, step, work left.
HALF_DAY = _pair(
    "Senza accordo si prende esattamente metà dell'orario medio del giorno: {unit}.",
    "Without an agreement one takes exactly half of the average daily hours: {unit}.",
)
HALF_DAY_UNKNOWN = _pair(
    "Senza accordo si prende esattamente metà dell'orario medio del giorno. Diteci ore e giorni della settimana.",
    "Without an agreement one takes exactly half of the average daily hours. Tell us hours and days of the week.",
)
NOT_THE_HALF = _pair(
    "La richiesta è di {asked}: l'unica misura possibile in quel giorno è {unit}.",
    "The request is for {asked}: the only possible length on that day is {unit}.",
)
DAILY_INSTEAD = _pair(
    "In alternativa si può chiedere la giornata intera: il congedo a giorni resta sempre possibile.",
    "The alternative is the whole day: leave by the day always stays possible.",
)
LEAST = _pair("In quel giorno si prende almeno {unit}.", "On that day one takes at least {unit}.")
BELOW_LEAST = _pair(
    "La richiesta è di {asked}: è meno del minimo, {unit}.",
    "The request is for {asked}: that is less than the minimum, {unit}.",
)
LEAST_UNKNOWN = _pair(
    "Non conosciamo il minimo di «{name}»: leggete il testo prima di chiedere.",
    "We do not know the minimum of “{name}”: read the text before asking.",
)
NO_LEAST = _pair(
    "«{name}» regola le ore, ma non fissa un minimo.",
    "“{name}” regulates the hours, but sets no minimum.",
)
STEP_KEPT = _pair("Oltre il minimo si va di {step} in {step}.", "Beyond the minimum one goes by steps of {step}.")
STEP_BROKEN = _pair(
    "Oltre il minimo si va di {step} in {step}: la misura più vicina è {nearest}.",
    "Beyond the minimum one goes by steps of {step}: the nearest length is {nearest}.",
)
STEP_UNKNOWN = _pair(
    "Non sappiamo con quali scatti si va oltre il minimo.",
    "We do not know by which steps one goes beyond the minimum.",
)
WORK_LEFT = _pair(
    "Nel giorno restano {left} di lavoro: il minimo è {least}.",
    "{left} of work are left in the day: the minimum is {least}.",
)
WORK_LEFT_SHORT = _pair(
    "Nel giorno resterebbero {left} di lavoro: il minimo è {least}.",
    "{left} of work would be left in the day: the minimum is {least}.",
)
WORK_LEFT_UNKNOWN = _pair(
    "Nel giorno deve restare un minimo di lavoro. Non conosciamo l'orario, o il minimo del testo.",
    "A minimum of work must be left in the day. We do not know the hours, or the minimum of the text.",
)
MORE_THAN_DAY = _pair(
    "Le ore chieste in quel giorno, {asked}, sono più della giornata: {day}.",
    "The hours asked for on that day, {asked}, are more than the day has: {day}.",
)

# Notice.
NOTICE_KEPT = _pair(
    "Preavviso: {given}. Il minimo è {needed}.",
    "Notice: {given}. The minimum is {needed}.",
)
NOTICE_AMPLE = _pair(
    "Preavviso: almeno {given}. Il minimo è {needed}.",
    "Notice: at least {given}. The minimum is {needed}.",
)
NOTICE_SHORT = _pair(
    "Preavviso troppo breve: {given}. Il minimo è {needed}.",
    "Notice too short: {given}. The minimum is {needed}.",
)
NOTICE_AFTER = _pair(
    "La richiesta è arrivata dopo il giorno di congedo. Il preavviso minimo è {needed}.",
    "The request came after the day of leave. The minimum notice is {needed}.",
)
NOTICE_URGENT = _pair(
    "Il preavviso ordinario è di {ordinary}. Con {given} vale la via urgente, se prima era impossibile.",
    "Ordinary notice is {ordinary}. With {given} the urgent way holds: only if earlier was impossible.",
)
NOTICE_IMPOSSIBLE = _pair(
    "La legge salva i casi in cui avvisare prima era impossibile: parlatene subito con l'impresa.",
    "The law spares cases where earlier notice was impossible: talk to the firm at once.",
)
NOTICE_NOT_SAID = _pair(
    "Non sappiamo quando è stata fatta la richiesta. Il preavviso minimo è {needed}.",
    "We do not know when the request was made. The minimum notice is {needed}.",
)
NOTICE_UNKNOWN = _pair(
    "Non conosciamo il preavviso di «{name}». La legge chiede almeno {needed}.",
    "We do not know the notice of “{name}”. The law asks for at least {needed}.",
)
NOTICE_UNIT_UNKNOWN = _pair(
    "Il testo dice {needed}, ma non se contano i giorni di calendario o quelli lavorativi.",
    "The text says {needed}, but not whether calendar or working days count.",
)
URGENT_UNKNOWN = _pair(
    "Il preavviso ordinario non c'è. Non sappiamo quanto basta nei casi urgenti.",
    "Ordinary notice was not given. We do not know how much is enough in urgent cases.",
)

# The day itself.
IS_SUNDAY = _pair(
    "È domenica: le ore contano, e si pagano, solo se quel giorno è di lavoro.",
    "It is a Sunday: hours count, and are paid, only if that is a day of work.",
)
IS_SATURDAY = _pair(
    "È sabato: le ore contano, e si pagano, solo se quel giorno è di lavoro.",
    "It is a Saturday: hours count, and are paid, only if that is a day of work.",
)
IS_HOLIDAY = _pair(
    "È un giorno festivo: le ore contano, e si pagano, solo se quel giorno è di lavoro.",
    "It is a public holiday: hours count, and are paid, only if that is a day of work.",
)

# Same day.
CLASH = _pair(
    "Nello stesso giorno non si può con: {other}.",
    "On the same day it is not possible with: {other}.",
)
GOES_TOGETHER = _pair("Nello stesso giorno si può con: {other}.", "On the same day it is possible with: {other}.")
LAW_SILENT = _pair(
    "Su «{other}» nello stesso giorno la legge non dice nulla: guardate il contratto.",
    "On “{other}” on the same day the law says nothing: look at the contract.",
)
CUMULATION_UNKNOWN = _pair(
    "Non sappiamo se il testo permette nello stesso giorno: {other}.",
    "We do not know whether the text allows on the same day: {other}.",
)
SAME_DAY_NOT_SAID = _pair(
    "Non sappiamo se nello stesso giorno ci sono altri riposi o permessi.",
    "We do not know whether the same day holds other rests or permits.",
)
OTHER_NAMES = {
    "art39": _pair(
        "riposi giornalieri del primo anno (articoli 39 e 40)", "daily rests of the first year (articles 39-40)"
    ),
    "art33": _pair(
        "riposi orari per un figlio con disabilità (articolo 33)", "hourly rests for a disabled child (article 33)"
    ),
    "l104": _pair("permessi della legge 104", "permits of law 104"),
    "other_child": _pair("congedo a ore per un altro figlio", "leave by the hour for another child"),
    "contractual": _pair("permessi del contratto", "leave of the contract"),
    "hours_bank": _pair("banca ore", "hours bank"),
}

# The month.
MONTH_BROKEN = _pair(
    "Le ore del mese devono fare giornate intere di {day}: sono {sum}. Mancano {missing}, o sono di troppo {excess}.",
    "The hours of the month must make whole days of {day}: they are {sum}. {missing} missing, or {excess} too many.",
)
MONTH_KEPT = _pair(
    "Le ore del mese, {sum}, fanno {days} di {day}.",
    "The hours of the month, {sum}, make {days} of {day}.",
)
MONTH_UNKNOWN = _pair(
    "Non sappiamo se le ore del mese devono fare giornate intere.",
    "We do not know whether the hours of a month must make whole days.",
)
DAY_LENGTH = _pair("Una giornata di congedo vale {day}.", "One day of leave counts {day}.")
DAY_LENGTH_UNKNOWN = _pair(
    "Non sappiamo quante ore fanno una giornata di congedo: i conti restano in minuti.",
    "We do not know how many hours make a day of leave: the count stays in minutes.",
)
MONTH_LENGTH = _pair("Un mese di congedo vale {month}.", "One month of leave counts {month}.")
PRO_RATA_GAP = _pair(
    "Il testo non dice se {month} al mese scendono con il part-time: qui contano per intero. Chiarite prima.",
    "The text does not say whether {month} a month go down with part-time: here they count in full. Clear it up first.",
)
PART_TIME_NOT_SAID = _pair(
    "Non sappiamo se c'è un part-time: {month} al mese valgono per il tempo pieno.",
    "We do not know whether there is part-time: {month} a month hold for full time.",
)

# Months and pay.
MONTHS_OVER = _pair(
    "I mesi di congedo sono finiti: al massimo sono {most}.",
    "The months of leave are over: there are at most {most}.",
)
ONLY_THE_FATHER = _pair(
    "Oltre {sure} il congedo spetta solo al padre, fino a {father}, o a chi è genitore da solo, fino a {alone}.",
    "Beyond {sure} leave is due only to the father, up to {father}, or to a parent alone, up to {alone}.",
)
ONLY_ALONE = _pair(
    "Oltre {father} il congedo spetta solo a chi è genitore da solo, fino a {alone}.",
    "Beyond {father} leave is due only to a parent alone, up to {alone}.",
)
WHOSE_DAYS = _pair(
    "Contiamo i giorni già usati come giorni di chi chiede: non sappiamo se lo sono.",
    "We count the days used before as days of who asks: we do not know whether they are.",
)
ONE_PARENT = _pair(
    "Per un solo genitore: la madre {mother}, il padre {father}, chi è genitore da solo {alone}.",
    "For one parent: the mother {mother}, the father {father}, a parent alone {alone}.",
)
EXTENSION_EXISTS = _pair(
    "Per un figlio con disabilità esiste un prolungamento, fino a tre anni in tutto.",
    "For a disabled child there is an extension, up to three years in all.",
)
PAID_HIGH = _pair(
    "Pagata all'{rate} %: {months} per la coppia, fino a {age} anni. È una stima: decide l'INPS.",
    "Paid at {rate} %: {months} for the couple, until the child is {age}. It is an estimate: INPS decides.",
)
PAID_HIGH_OR_MORE = _pair(
    "Pagata all'{rate} %: almeno {months} per la coppia, fino a {age} anni. È una stima: decide l'INPS.",
    "Paid at {rate} %: at least {months} for the couple, until the child is {age}. It is an estimate: INPS decides.",
)
PAID_BASE = _pair(
    "Pagata al {rate} %: ci sono ancora mesi pagati. È una stima: decide l'INPS.",
    "Paid at {rate} %: paid months are left. It is an estimate: INPS decides.",
)
HIGH_OVER = _pair(
    "I mesi all'{rate} % sono finiti.",
    "The months at {rate} % are over.",
)
HIGH_NONE = _pair(
    "Nessun mese all'{rate} %: il congedo di maternità o paternità è finito troppo presto.",
    "No month at {rate} %: maternity or paternity leave ended too early.",
)
HIGH_TOO_OLD = _pair(
    "I mesi all'{rate} % valgono solo prima dei {age} anni.",
    "The months at {rate} % hold only before the age of {age}.",
)
UNPAID_MONTHS = _pair(
    "Non pagata: i mesi pagati sono finiti. Con un reddito basso può esserci il {rate} %: chiedete all'INPS.",
    "Unpaid: the paid months are over. With a low income {rate} % may be due: ask INPS.",
)
RATE_BEYOND = _pair(
    "Oltre questi mesi il congedo resta solo a chi è genitore da solo: la paga si chiede all'INPS.",
    "Beyond these months leave is left only to a parent alone: ask INPS about pay.",
)
UNPAID_AGE = _pair(
    "Non pagata: in quel giorno il congedo è pagato prima dei {age} anni.",
    "Unpaid: on that day leave is paid before the age of {age}.",
)
PAID_EXTENSION = _pair(
    "È il prolungamento per un figlio con disabilità, pagato al {rate} %: da verificare con l'INPS.",
    "It is the extension for a disabled child, paid at {rate} %: to be checked with INPS.",
)
RATE_NEEDS_BIRTH = _pair(
    "La paga dipende dal giorno di nascita, che non conosciamo.",
    "Pay depends on the day of birth, which we do not know.",
)
RATE_NEEDS_USED = _pair(
    "La paga dipende dai giorni già usati per questo figlio, che non conosciamo.",
    "Pay depends on the days used so far for this child, which we do not know.",
)
RATE_NEEDS_ENDS = _pair(
    "La paga dipende dalla fine del congedo di maternità e di paternità, che non conosciamo del tutto.",
    "Pay depends on when maternity and paternity leave ended, which we do not fully know.",
)
RATE_NEEDS_DAY = _pair(
    "La paga dipende da quante ore fanno una giornata, che non sappiamo.",
    "Pay depends on how many hours make a day, which we do not know.",
)
RATE_NEEDS_LAW = _pair(
    "Per quel giorno non conosciamo la percentuale di legge: chiedete all'INPS.",
    "For that day we do not know the rate by law: ask INPS.",
)
NO_RATE_REFUSED = _pair(
    "Senza il congedo non c'è paga da stimare.",
    "Without the leave there is no pay to estimate.",
)

# Counters.
OWN = _pair(
    "Mesi pagati propri: {months}, non si cedono all'altro genitore. Si usano per primi.",
    "Own paid months: {months}, they cannot pass to the other parent. They are used first.",
)
SHARED = _pair(
    "Mesi pagati da dividere tra i genitori: {months}. Si usano dopo i propri.",
    "Paid months shared by the parents: {months}. They are used after one's own.",
)
POOL = _pair(
    "Mesi all'{rate} % della coppia: {months}, dentro i mesi propri. I giorni già usati contano qui per primi.",
    "Months at {rate} % of the couple: {months}, within the own months. Days used before count here first.",
)
POOL_NONE = _pair(
    "In quel giorno la legge non dava mesi con una paga più alta.",
    "On that day the law gave no months at a higher pay.",
)
POOL_MORE = _pair(
    "Quanto è pagato all'{rate} % non si sa, al massimo {months}. Manca la fine del congedo di maternità o paternità.",
    "How much is paid at {rate} % is unknown, at most {months}. The end of maternity or paternity leave is missing.",
)
UNPAID = _pair(
    "Mesi non pagati: {months}. Si usano per ultimi.",
    "Unpaid months: {months}. They are used last.",
)
TOTAL = _pair(
    "In tutto per la coppia: {months} mesi se il padre ne prende almeno tre, altrimenti {least}.",
    "In all for the couple: {months} months if the father takes at least three, else {least}.",
)
USED_UNKNOWN = _pair(
    "Non conosciamo i giorni già usati: mancano quelli che restano.",
    "We do not know the days used so far: what is left is missing.",
)
LASTS_LONGER = _pair(
    "A ore si contano solo i giorni di lavoro: lo stesso mese dura più a lungo che a giorni.",
    "By the hour only working days count: the same month lasts longer than by days.",
)
