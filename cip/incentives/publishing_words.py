"""The sentences of `publishing`, and what the parts of a call that may be unknown are called."""

from collections.abc import Mapping

from cip.kernel.texts import Text


def _both(it: str, en: str) -> Text:
    return Text(it=it, en=en)


SAID: Mapping[str, Text] = {
    "unknown": _both(
        "Nel bando manca ancora un dato, che la fonte non dice: {where}.",
        "The call still lacks something that its source does not say: {where}.",
    ),
    "no_dates": _both("Scrivete quando il bando apre e quando chiude.", "Write when the call opens and closes."),
    "closes_first": _both("Il bando chiude prima di aprire.", "The call closes before it opens."),
    "opens_past": _both(
        "L'apertura è già passata: il bando si pubblica prima che apra.",
        "The opening is past: a call is published before it opens.",
    ),
    "no_budget": _both("Scrivete quanto c'è per la linea: {line}.", "Write how much there is for the line: {line}."),
    "no_contact": _both(
        "Scrivete a chi può rivolgersi chi ha domande.", "Write whom to ask for somebody who has questions."
    ),
    "historic": _both(
        "È un bando del passato: serve da esempio e per le prove, non si riapre.",
        "It is a call of the past: an example and a rehearsal ground, not to be opened again.",
    ),
    "first_come": _both(
        "Un bando nuovo non può dare i soldi a chi arriva prima.",
        "A new call cannot give the money to who comes first.",
    ),
    "no_draw": _both(
        "L'ordine tra chi ha gli stessi punti deve finire con un sorteggio pubblico.",
        "The order among equal points must end with a public draw.",
    ),
    "weight_apart": _both(
        "Il criterio {criterion} dichiara {declared} punti su 100, ma può pesarne {real}.",
        "Criterion {criterion} declares {declared} points of 100 but can weigh {real}.",
    ),
    "not_rehearsed": _both(
        "Fate una prova di questo bando, così com'è adesso.", "Rehearse this call as it stands now."
    ),
    "same_person": _both(
        "Chi ha preparato il bando non lo pubblica: serve una seconda persona dell'ufficio.",
        "Who prepared the call does not publish it: a second person of the office is needed.",
    ),
}

# By the name of the field in a call's file.
FIELDS: Mapping[str, Text] = {
    "territory": _both("il territorio", "the territory"),
    "grid": _both("la griglia", "the grid"),
    "amounts": _both("gli importi", "the amounts"),
    "policy": _both("le regole della graduatoria", "the rules of the ranking"),
    "order": _both("in che ordine si danno i soldi", "in what order money is given"),
    "partial": _both("che cosa si fa quando i soldi non bastano", "what happens when money runs short"),
    "beyond": _both("se si passa a chi segue", "whether the next is served"),
    "reserve": _both("la riserva", "the reserve list"),
    "procedure": _both("il tipo di procedura", "the kind of procedure"),
    "tranches": _both("quando si paga", "when it is paid"),
    "answer": _both("entro quando si risponde", "how long there is to answer"),
    "most_share": _both("il massimo del premio", "the most of the premium"),
    "funding": _both("i soldi di una linea", "the money of a line"),
    "cents": _both("i soldi di una linea", "the money of a line"),
    "eligibility": _both("una regola per partecipare", "a rule to take part"),
    "confidence": _both("se la fonte è certa", "how sure the source is"),
    "sources": _both("una fonte", "a source"),
    "about": _both("le notizie sul bando", "what is said of the call"),
    "criteria": _both("un criterio", "a criterion"),
    "weight_known": _both("il peso di un criterio", "the weight of a criterion"),
    "window": _both("le date", "the dates"),
    "opens": _both("l'apertura", "the opening"),
    "closes": _both("la chiusura", "the closing"),
    "documents": _both("un documento", "a document"),
    "obligations": _both("un obbligo", "an obligation"),
    "lines": _both("una parte dell'importo", "a part of the amount"),
    "caps": _both("un tetto", "a ceiling"),
    "rule": _both("la regola", "the rule"),
    "of": _both("una parte", "a part"),
    "bonus": _both("i punti in più", "the bonus"),
    "facts": _both("una domanda", "a question"),
}
