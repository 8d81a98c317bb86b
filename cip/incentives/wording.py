"""The sentences in which the engine of the incentive explains scores, places and amounts.

They belong to the engine and not to a call: a ranking made years ago must still explain itself.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor

from cip.incentives.bounds import HALF
from cip.kernel.texts import Input, Reason, Text, Value

WHOLE = Text(it="{text}", en="{text}")
"""A sentence that a call brings itself."""

ELIGIBILITY: Mapping[str, Text] = {
    "met": Text(it="Requisito rispettato: {label}.", en="Condition met: {label}."),
    "unknown": Text(
        it="Requisito ancora da verificare: {label}. Non esclude la domanda.",
        en="Condition still to be checked: {label}. It does not exclude the application.",
    ),
}

GRID: Mapping[str, Text] = {
    "step": Text(
        it="Il valore è {value}. Raggiunge la soglia {start}: {points} su {most}.",
        en="The value is {value}. It reaches the step of {start}: {points} of {most}.",
    ),
    "no_step": Text(
        it="Il valore è {value}. La prima soglia è {start}: nessun punto.",
        en="The value is {value}. The first step is {start}: no points.",
    ),
    "share": Text(
        it="Sono {of} su {over}: {points} su {most}.",
        en="It is {of} out of {over}: {points} of {most}.",
    ),
    "share_of_nothing": Text(it="Il confronto è con zero: nessun punto.", en="The comparison is with zero: no points."),
    "row": Text(it="{row}: {points}.", en="{row}: {points}."),
    "no_row": Text(
        it="Nessuna delle condizioni è rispettata: nessun punto.", en="None of the conditions is met: no points."
    ),
    "number": Text(it="Il calcolo dà {points} su {most}.", en="The formula gives {points} of {most}."),
    "no_number": Text(it="Il calcolo divide per zero: nessun punto.", en="The formula divides by zero: no points."),
    "judged": Text(
        it="Valutazioni: {count}. La media dà {points} su {most}.",
        en="Evaluations: {count}. Their mean gives {points} of {most}.",
    ),
    "agreed": Text(
        it="Deciso insieme da chi valuta: {points} su {most}.",
        en="Agreed by those who judge: {points} of {most}.",
    ),
    "spread": Text(
        it="Distanza tra la valutazione più alta e la più bassa: {distance}. Serve un confronto.",
        en="Distance between the highest and the lowest evaluation: {distance}. They must be discussed.",
    ),
    "not_judged": Text(it="Manca la valutazione.", en="The evaluation is missing."),
    "part": Text(it="{part}: {points} su {most}.", en="{part}: {points} of {most}."),
    "parts_sum": Text(
        it="I punti delle parti si sommano: {points} su {most}.",
        en="The points of the parts add up: {points} of {most}.",
    ),
    "parts_mean": Text(
        it="Conta la media delle parti: {points} su {most}.",
        en="The mean of the parts counts: {points} of {most}.",
    ),
    "worst": Text(
        it="Non sappiamo: {facts}. Conta il valore peggiore possibile: {points}.",
        en="Not known: {facts}. The worst possible value counts: {points}.",
    ),
    "zero": Text(it="Non sappiamo: {facts}. Nessun punto.", en="Not known: {facts}. No points."),
    "block": Text(
        it="Non sappiamo: {facts}. Senza questo dato la domanda non si può valutare.",
        en="Not known: {facts}. Without it the application cannot be scored.",
    ),
    "exclude": Text(
        it="Non sappiamo: {facts}. Questo criterio non conta.", en="Not known: {facts}. This criterion does not count."
    ),
    "left_out": Text(it="Questo criterio non conta.", en="This criterion does not count."),
    "scaled": Text(
        it="Un criterio non conta, quindi gli altri pesano di più: da {before} a {points}.",
        en="A criterion does not count, so the others weigh more: from {before} to {points}.",
    ),
    "cut": Text(
        it="Il totale non può superare {most}. Qui conta così: {points}.",
        en="The total cannot be more than {most}. So this counts: {points}.",
    ),
    "bonus": Text(it="La condizione è rispettata: {points} in più.", en="The condition is met: {points} more."),
    "bonus_capped": Text(
        it="La condizione è rispettata. Con i limiti conta così: {points} su {most}.",
        en="The condition is met. Within the limits this counts: {points} of {most}.",
    ),
    "no_bonus": Text(
        it="La condizione non è rispettata: nessun punto in più.", en="The condition is not met: no points more."
    ),
    "bonus_unknown": Text(it="Non sappiamo: {facts}. Nessun punto in più.", en="Not known: {facts}. No points more."),
    "below": Text(it="{label}: {points}. Il minimo è {minimum}.", en="{label}: {points}. The minimum is {minimum}."),
    "below_total": Text(
        it="Totale: {points}. Il minimo è {minimum}.",
        en="Total: {points}. The minimum is {minimum}.",
    ),
}

AMOUNT: Mapping[str, Text] = {
    "line": Text(it="{label}: {cents}.", en="{label}: {cents}."),
    "line_unknown": Text(
        it="{label}: {cents}, il meno possibile. Non sappiamo: {facts}.",
        en="{label}: {cents}, the least possible. Not known: {facts}.",
    ),
    "cap": Text(
        it="{label}: al massimo {limit}. Si tolgono {cut}.", en="{label}: at most {limit}. {cut} is taken off."
    ),
    "cap_kept": Text(
        it="{label}: al massimo {limit}. Non si toglie nulla.", en="{label}: at most {limit}. Nothing is taken off."
    ),
    "cap_idle": Text(it="{label}: qui non si applica.", en="{label}: it does not apply here."),
    "cap_unknown": Text(
        it="{label}: non sappiamo {facts}. Si controlla prima di concedere.",
        en="{label}: not known: {facts}. It is checked before the grant.",
    ),
    "requested": Text(
        it="L'importo calcolato è {computed}. La domanda chiede {requested}: conta il minore.",
        en="The computed amount is {computed}. The application asks for {requested}: the lower counts.",
    ),
    "computed": Text(it="L'importo calcolato è {computed}.", en="The computed amount is {computed}."),
    "rule_unknown": Text(
        it="La fonte non dice come si calcola l'importo. Conta la somma chiesta: {requested}.",
        en="The source does not say how the amount is computed. The amount asked for counts: {requested}.",
    ),
}

AWARD: Mapping[str, Text] = {
    "full": Text(it="Restavano {available}: bastano per {wanted}.", en="{available} was left: enough for {wanted}."),
    "rest": Text(
        it="Restavano {available}: una parte di {wanted}, come prevede il bando.",
        en="{available} was left: a part of {wanted}, as the call allows.",
    ),
    "share": Text(
        it="I fondi non bastano per tutte le domande: {cents} invece di {wanted}.",
        en="The money is not enough for all: {cents} instead of {wanted}.",
    ),
    "nothing_due": Text(it="L'importo della domanda è zero.", en="The amount of the application is zero."),
    "too_little": Text(
        it="Restavano {available}: non bastano per {wanted}.", en="{available} was left: not enough for {wanted}."
    ),
    "below_line": Text(it="I fondi finiscono prima di questa domanda.", en="The money ends before this application."),
    "no_share": Text(
        it="I fondi non bastano per una parte di {wanted}.", en="The money is not enough for a part of {wanted}."
    ),
    "no_budget": Text(
        it="La fonte non dice quanti fondi ha il bando: non si assegna nulla.",
        en="The source does not say how much money the call has: nothing is awarded.",
    ),
}

POLICY: Mapping[str, Text] = {
    "budget": Text(it="Fondi del bando: {cents}.", en="Money of the call: {cents}."),
    "budget_unknown": Text(
        it="La fonte non dice quanti fondi ha questa linea: {lines}.",
        en="The source does not say how much money this line has: {lines}.",
    ),
    "partial_unknown": Text(
        it="La fonte non dice se si può dare una parte dell'importo: qui no.",
        en="The source does not say whether a part of an amount may be given: here it is not.",
    ),
    "beyond_unknown": Text(
        it="La fonte non dice se si scorre oltre chi non si può finanziare: qui no.",
        en="The source does not say whether to go on beyond who cannot be funded: here it stops.",
    ),
    "order_unknown": Text(
        it="La fonte non dice come si ordinano le domande: qui {order}.",
        en="The source does not say how applications are ordered: here {order}.",
    ),
    "grid_unknown": Text(
        it="La fonte non dice con quali criteri si danno i punti: nessun punto.",
        en="The source does not say by which criteria points are given: no points.",
    ),
    "by_points": Text(it="per punti", en="by points"),
    "by_arrival": Text(it="per ordine di arrivo", en="by arrival"),
}

RANKED: Mapping[str, Text] = {
    "points": Text(it="Totale: {points}.", en="Total: {points}."),
    "arrival": Text(it="Conta l'ordine di arrivo: {moment}.", en="The order of arrival counts: {moment}."),
}

TIE: Mapping[str, Text] = {
    "step": Text(
        it="A parità di totale conta: {label}. Qui {value}.", en="With equal totals this counts: {label}. Here {value}."
    ),
    "draw": Text(
        it="A parità di tutto decide il sorteggio pubblico. Numero di questa domanda: {value}.",
        en="With all else equal the public draw decides. Number of this application: {value}.",
    ),
    "id": Text(
        it="Arrivate nello stesso istante: conta il codice della domanda.",
        en="They arrived at the same instant: the application's code counts.",
    ),
    "unknown": Text(it="un dato non noto", en="a fact that is not known"),
    "time": Text(it="ora di arrivo", en="time of arrival"),
    "total": Text(it="totale", en="total"),
    "draw_label": Text(it="sorteggio pubblico", en="public draw"),
}


CHANGED: Mapping[str, Text] = {
    "fact": Text(
        it="{label}: con {after} invece di {before}, {points} in più.",
        en="{label}: with {after} instead of {before}, {points} more.",
    ),
    "unknown_fact": Text(
        it="{label}: non lo sappiamo. Con {after}, {points} in più.",
        en="{label}: not known. With {after}, {points} more.",
    ),
    "score": Text(
        it="{label}: con una media di {after} invece di {before}, {points} in più.",
        en="{label}: with a mean of {after} instead of {before}, {points} more.",
    ),
    "most": Text(it="I punti sono già il massimo.", en="The points are already the most that there can be."),
    "up_to": Text(
        it="Non sappiamo: {facts}. Con questi dati, fino a {points} in più.",
        en="Not known: {facts}. With it, up to {points} more.",
    ),
    "no_change": Text(
        it="Nessun dato, cambiato da solo, avrebbe dato più punti.", en="No fact, changed alone, would have given more."
    ),
    "size": Text(
        it="Questi punti dipendono da quanto è grande l'impresa.", en="These points depend on how large the firm is."
    ),
    "first": Text(it="È il primo posto.", en="It is the first place."),
    "above": Text(it="Per salire di un posto: ancora {points}.", en="To move up one place: {points} more."),
    "above_tie": Text(
        it="Il posto prima ha lo stesso totale: ha deciso lo spareggio.",
        en="The place above has the same total: the tie-break decided.",
    ),
    "funded": Text(it="La domanda è finanziata per intero.", en="The application is funded in full."),
    "money": Text(
        it="Per arrivare all'ultima domanda finanziata: ancora {points}.",
        en="To reach the last application that is funded: {points} more.",
    ),
    "money_only": Text(
        it="Mancano i fondi: nessuna domanda finanziata è più in alto.",
        en="The money is not enough: no application that is funded stands above.",
    ),
    "minimum": Text(it="Per il minimo: ancora {points}.", en="To reach the minimum: {points} more."),
    "enough_place": Text(it="Questo cambiamento bastava per salire.", en="This change was enough to move up."),
    "enough_money": Text(
        it="Questo cambiamento bastava per avere più fondi.", en="This change was enough to get more money."
    ),
    "enough_minimum": Text(
        it="Questo cambiamento bastava per avere un posto.", en="This change was enough to have a place."
    ),
    "yes": Text(it="sì", en="yes"),
    "no": Text(it="no", en="no"),
    "nothing": Text(it="nessuno", en="none"),
}


def rounded(points: Fraction) -> Fraction:
    """Half up to two decimals.

    >>> rounded(Fraction(1, 8)), rounded(Fraction(2, 3))
    (Fraction(13, 100), Fraction(67, 100))
    """
    if 100 % points.denominator == 0:
        return points
    return Fraction(floor(points * 100 + HALF), 100)


def as_number(points: Fraction) -> int | float:
    """A number with at most two decimals as JSON writes it: 12, 12.5, never 12.500000001."""
    found = rounded(points)
    return int(found) if found.denominator == 1 else float(found)


def in_words(value: Fraction) -> Text:
    """A number of at most two decimals in both languages.

    >>> in_words(Fraction(25, 2)).it
    '12,5'
    """
    text = str(as_number(value))
    return Text(it=text.replace(".", ","), en=text)


def points_of(value: Fraction) -> Text:
    """Points in both languages, one of them in the singular.

    >>> points_of(Fraction(1)).it, points_of(Fraction(3, 2)).it
    ('1 punto', '1,5 punti')
    """
    number = in_words(value)
    one = rounded(value) == 1
    return Text(it=f"{number.it} {'punto' if one else 'punti'}", en=f"{number.en} {'point' if one else 'points'}")


def list_of(texts: Iterable[Text]) -> Text:
    """Names in a row."""
    found = list(texts)
    return Text(it=", ".join(text.it for text in found), en=", ".join(text.en for text in found))


def said(rule: str, sentence: Text, inputs: Mapping[str, Input] | None = None, /, **values: Value) -> Reason:
    """A reason of the engine."""
    return Reason(rule, sentence, values, dict(inputs or {}))


def own_words(rule: str, text: Text, inputs: Mapping[str, Input] | None = None) -> Reason:
    """A reason in a sentence that the call itself brings; braces in it are only letters."""
    return Reason(rule, WHOLE, {"text": text}, dict(inputs or {}))
