"""The sentences in which the engine speaks of two results at once (a choice of measures, a before and an after) and
those of the needs of a pool.

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
        it="Non prima del {day}, dopo {months} mesi di uso. Basta una di queste, se parte oggi: {measures}.",
        en="Not before {day}, after {months} months of use. One of these is enough, if it starts today: {measures}.",
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


COMPARISON: Mapping[str, Text] = {
    "given": Text(it="{question}: ora c'è una risposta, {after}.", en="{question}: there is an answer now, {after}."),
    "withdrawn": Text(
        it="{question}: prima era {before}, ora non si sa.", en="{question}: it was {before}, now it is not known."
    ),
    "changed": Text(it="{question}: da {before} a {after}.", en="{question}: from {before} to {after}."),
    "proved": Text(
        it="{question}: resta {after}, è cambiata la prova.", en="{question}: still {after}, its proof changed."
    ),
    "same_day": Text(it="Il giorno è lo stesso: {day}.", en="The day is the same: {day}."),
    "same_model": Text(it="Il modello è lo stesso.", en="The model is the same."),
    "day": Text(it="Il giorno passa dal {before} al {after}.", en="The day moves from {before} to {after}."),
    "law": Text(it="Nella legge cambia «{label}». Fonte: {source}.", en="The law changes “{label}”. Source: {source}."),
    "law_same": Text(
        it="Tra i due giorni nessun valore di legge di questo modello cambia.",
        en="Between the two days no value of the law in this model changes.",
    ),
    "months": Text(
        it="{measure} è ora in uso da almeno {months} mesi.",
        en="{measure} has now been in use for at least {months} months.",
    ),
    "weights": Text(
        it="Cambiano i pesi o le soglie del modello. Fonte: {source}.",
        en="Weights or thresholds of the model change. Source: {source}.",
    ),
    "model": Text(
        it="Il modello passa da {before} a {after}: altri testi o numeri.",
        en="The model moves from {before} to {after}: other texts or numbers.",
    ),
    "came": Text(it="Nel modello arrivano {what}: {ids}.", en="The model gains {what}: {ids}."),
    "went": Text(it="Dal modello escono {what}: {ids}.", en="The model loses {what}: {ids}."),
    "indicator_weight": Text(
        it="{question}: nell'area pesava {before}, ora {after}.",
        en="{question}: in its area it weighed {before}, now {after}.",
    ),
    "indicator_words": Text(
        it="{question}: nel modello la domanda è cambiata.", en="{question}: the model changed this question."
    ),
    "level": Text(
        it="Il livello {level} partiva da {before} punti, ora da {after}.",
        en="Level {level} started at {before} points, now at {after}.",
    ),
    "gates": Text(it="Cambiano le condizioni dei livelli.", en="The conditions of the levels change."),
    "same": Text(it="Qui non cambia nulla.", en="Nothing changes here."),
    "both": Text(
        it="Il vecchio modello non ha numeri per il nuovo giorno: legge e modello si contano insieme.",
        en="The old model has no numbers for the new day: law and model are counted together.",
    ),
}

# Packs from before there were pools have no sentence for them.
POOLS: Mapping[str, Text] = {
    "need_pool": Text(
        it="In un gruppo di imprese della vostra zona ha questo bisogno, «{need}»: {count} su {people}.",
        en="In a group of firms of your area, people with this need, “{need}”: {count} of {people}.",
    ),
}

# Packs from before there were agreements have no sentences for them.
CLAUSES: Mapping[str, Text] = {
    "measure_clause": Text(
        it="Con questa misura rispettate una clausola che oggi manca: {clauses}.",
        en="With this measure you keep a clause that is missing today: {clauses}.",
    ),
    "measure_clauses": Text(
        it="Con questa misura rispettate clausole che oggi mancano: {clauses}.",
        en="With this measure you keep clauses that are missing today: {clauses}.",
    ),
    "clauses_more": Text(it=" e altre {}", en=" and {} more"),
    "measure_clause_none": Text(
        it="Nessuna clausola che oggi vi manca chiede questa misura.",
        en="No clause that you lack today asks for this measure.",
    ),
    "measure_no_agreement": Text(
        it="Per ora non sappiamo di un accordo territoriale per voi: nessuna misura prende punti per le clausole.",
        en="So far we know of no territorial agreement for you: no measure gets points for clauses.",
    ),
}

VERIFYING: Mapping[str, Text] = {
    "gate_unseen": Text(
        it="Per questi gradini alti nessuno ha ancora visto la prova: {indicators}.",
        en="Nobody has seen the proof of these high steps yet: {indicators}.",
    ),
}

ANSWERED: Mapping[str, Text] = {
    "yes": Text(it="sì", en="yes"),
    "no": Text(it="no", en="no"),
    "unknown": Text(it="non lo so", en="I don't know"),
    "no_case": Text(it="nessun caso", en="no case"),
    "step": Text(it="gradino {}", en="step {}"),
    "none": Text(it="nessuno", en="none"),
    "person": Text(it="{} persona", en="{} person"),
    "people": Text(it="{} persone", en="{} people"),
    "not_applicable": Text(it="non si applica ({})", en="does not apply ({})"),
    "in_use": Text(it="in uso dal {}", en="in use since {}"),
    "respondents": Text(it="Quante persone hanno risposto", en="How many people answered"),
    "pooled": Text(it="I bisogni di un gruppo di imprese", en="The needs of a group of firms"),
    "facts": Text(it="domande del profilo", en="questions of the profile"),
    "indicators": Text(it="domande delle aree", en="questions of the areas"),
    "duties": Text(it="obblighi", en="duties"),
    "needs": Text(it="bisogni", en="needs"),
    "measures": Text(it="misure", en="measures"),
    "areas": Text(it="aree", en="areas"),
}


SENTENCES: Mapping[str, Text] = {**CHOICE, **COMPARISON, **POOLS, **CLAUSES, **VERIFYING}


def engine_reason(rule: str, sentence: str, inputs: Mapping[str, Input] | None = None, /, **values: Value) -> Reason:
    """A reason in one of the SENTENCES; `inputs` are kept as data (the values where left out)."""
    return Reason(rule, SENTENCES[sentence], values, inputs)


def engine_words(sentence: str, number: int) -> Text:
    """One of the SENTENCES with a bare number in it, to stand inside another."""
    pattern = SENTENCES[sentence]
    return Text(it=pattern.it.format(number), en=pattern.en.format(number))
