"""The sentences about a plan: what it lacks, what changed since its last version, what its measures moved.

Like those of comparisons they belong to the engine: a version frozen years ago must still be told in words.
"""

from collections.abc import Mapping

from cip.kernel.texts import Input, Reason, Text, Value

_LACKS: Mapping[str, Text] = {
    "measures": Text(it="Nel piano non c'è ancora nessuna misura.", en="There is no measure in the plan yet."),
    "owner": Text(it="{measure}: manca chi la segue.", en="{measure}: who looks after it is missing."),
    "start": Text(it="{measure}: manca il giorno di inizio.", en="{measure}: the first day is missing."),
    "cost": Text(
        it="{measure}: manca la spesa prevista. Scrivete 0 se non costa nulla.",
        en="{measure}: the expected cost is missing. Write 0 if it costs nothing.",
    ),
    "unknown": Text(
        it="{measure}: il modello di questo check-up non ha questa misura. Toglietela.",
        en="{measure}: the model of this check-up does not have this measure. Take it out.",
    ),
    "first_missing": Text(
        it="{measure}: prima serve {first}. Aggiungetela al piano, oppure togliete questa.",
        en="{measure}: {first} is needed first. Add it to the plan, or take this one out.",
    ),
    "first_later": Text(
        it="{measure}: inizia il {start}, ma {first} viene prima e inizia il {first_start}. Cambiate un giorno.",
        en="{measure}: it starts on {start}, but {first} comes first and starts on {first_start}. Change a day.",
    ),
    "heard": Text(
        it="Manca l'ascolto di chi lavora da voi: come, quando e che cosa è emerso.",
        en="Hearing your workers is missing: how, when and what they said.",
    ),
}

_CHANGES: Mapping[str, Text] = {
    "added": Text(it="{measure}: è nuova nel piano.", en="{measure}: it is new in the plan."),
    "removed": Text(it="{measure}: è uscita dal piano.", en="{measure}: it left the plan."),
    "dropped": Text(
        it="{measure}: è stata lasciata. Motivo: {reason}", en="{measure}: it was dropped. Reason: {reason}"
    ),
    "dropped_only": Text(it="{measure}: è stata lasciata.", en="{measure}: it was dropped."),
    "back": Text(
        it="{measure}: era stata lasciata, ora è di nuovo nel piano.", en="{measure}: dropped before, it is back."
    ),
    "changed": Text(
        it="{measure}, {part}: prima «{before}», ora «{after}».", en="{measure}, {part}: was “{before}”, now “{after}”."
    ),
    "heard": Text(
        it="L'ascolto di chi lavora da voi è cambiato.", en="What was written about hearing workers changed."
    ),
}

PARTS: Mapping[str, Text] = {
    "owner": Text(it="chi la segue", en="who looks after it"),
    "start": Text(it="inizio", en="start"),
    "end": Text(it="fine", en="end"),
    "cost": Text(it="spesa prevista", en="expected cost"),
    "note": Text(it="la vostra regola", en="your rule"),
    "evidence": Text(it="la prova", en="the evidence"),
}
NOTHING = Text(it="niente", en="nothing")

_EFFECTS: Mapping[str, Text] = {
    "rose": Text(
        it="{indicator}: dal gradino {before} al gradino {after}. Non sappiamo se è per questa misura.",
        en="{indicator}: from step {before} to step {after}. We do not know whether this measure is why.",
    ),
    "fell": Text(
        it="{indicator}: dal gradino {before} al gradino {after}. Guardate insieme che cosa è successo.",
        en="{indicator}: from step {before} to step {after}. Look together at what happened.",
    ),
    "same": Text(it="{indicator}: è rimasto al gradino {after}.", en="{indicator}: it stayed at step {after}."),
    "unknown": Text(
        it="{indicator}: non abbiamo due risposte da confrontare.",
        en="{indicator}: there are no two answers to compare.",
    ),
    "too_early": Text(
        it="{indicator}: la misura non era ancora in uso nell'ultimo check-up.",
        en="{indicator}: the measure was not yet in use in the last check-up.",
    ),
}

_GROUPS: Mapping[str, Mapping[str, Text]] = {"lack": _LACKS, "change": _CHANGES, "effect": _EFFECTS}


def plan_reason(
    rule: str, group: str, sentence: str, inputs: Mapping[str, Input] | None = None, /, **values: Value
) -> Reason:
    """A reason in one of the sentences of a `group` (lack, change, effect); `inputs` are kept as data."""
    return Reason(rule, _GROUPS[group][sentence], values, inputs)
