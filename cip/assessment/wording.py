"""The sentences in which the engine speaks of two results at once: a choice of measures, a before and an after.

They belong to the engine and not to a pack: a pack kept years ago must still be compared with one of today.
"""

from collections.abc import Mapping

from cip.kernel.texts import Input, Reason, Text, Value

CHOICE: Mapping[str, Text] = {
    "raised": Text(it="{question}: dal gradino {step} al {target}.", en="{question}: from step {step} to {target}."),
    "raised_unknown": Text(
        it="{question}: non lo sappiamo ancora. Qui conta il gradino {target}.",
        en="{question}: not known yet. Here step {target} counts.",
    ),
    "raised_not": Text(
        it="{question}: siete già al gradino {step}, la misura porta al {target}.",
        en="{question}: you are already at step {step}, the measure leads to {target}.",
    ),
    "raised_outside": Text(
        it="{question}: da voi non si applica, quindi non cambia nulla.",
        en="{question}: it does not apply to you, so nothing changes.",
    ),
    "points": Text(
        it="Punti in più sul punteggio minimo: {alone} da sola, {marginal} insieme alle altre misure scelte.",
        en="Points more in the lowest score: {alone} alone, {marginal} together with the other measures chosen.",
    ),
    "points_none": Text(
        it="Nessuna area si può valutare, quindi non ci sono punti.",
        en="No area can be scored, so there are no points.",
    ),
    "added": Text(
        it="Per {measure} serve prima {first}: l'abbiamo aggiunta.",
        en="{measure} needs {first} first: we added it.",
    ),
    "opened": Text(it="Si può fare, perché c'è {measure}.", en="It can be done, as {measure} is there."),
    "gate_opened": Text(it="Questa condizione è rispettata.", en="This condition is met."),
    "gate_later": Text(
        it="Non prima del {day}: servono {months} mesi di uso. Lo apre {measure}, se parte oggi.",
        en="Not before {day}: {months} months of use are needed. {measure} opens it, if it starts today.",
    ),
    "nothing": Text(
        it="Nessuna misura scelta: i numeri sono quelli di oggi.",
        en="No measure is chosen: the numbers are those of today.",
    ),
    "assumed": Text(
        it="Immaginiamo che le misure scelte siano in uso da oggi, con la loro prova.",
        en="We imagine that the measures chosen are in use from today, with their proof.",
    ),
}


def choice_reason(rule: str, sentence: str, inputs: Mapping[str, Input] | None = None, /, **values: Value) -> Reason:
    """A reason in a sentence of CHOICE; `inputs` are kept as data (the values where left out)."""
    return Reason(rule, CHOICE[sentence], values, inputs)
