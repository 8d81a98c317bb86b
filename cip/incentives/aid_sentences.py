"""The sentences that explain the room for de minimis aid, in both languages."""

from cip.kernel.texts import Text


def _pair(it: str, en: str) -> Text:
    return Text(it=it, en=en)


KINDS: dict[str, Text] = {
    "majority": _pair("maggioranza dei voti", "majority of votes"),
    "control": _pair("controllo o influenza dominante", "control or dominant influence"),
    "agreement": _pair("accordo o patto tra soci", "agreement or pact of shareholders"),
    "natural_person": _pair("attraverso una persona fisica", "through a natural person"),
}
REGIMES: dict[str, Text] = {
    "general": _pair("de minimis generale", "general de minimis"),
    "sgei": _pair("servizi di interesse economico generale", "services of general economic interest"),
    "agri": _pair("agricoltura", "agriculture"),
    "fish": _pair("pesca", "fisheries"),
    "other": _pair("altro aiuto", "other aid"),
}

ROOM = _pair(
    "Il limite è {limit}, gli aiuti contati sono {used}: restano {headroom}.",
    "The limit is {limit}, the aid counted is {used}: {headroom} are left.",
)
FITS = _pair(
    "Il nuovo aiuto di {new} ci sta. Il limite è {limit} e, prima di questo aiuto, restano {headroom}.",
    "The new aid of {new} fits. The limit is {limit} and, before this aid, {headroom} are left.",
)
DOES_NOT_FIT = _pair(
    "Il nuovo aiuto di {new} non ci sta: il limite è {limit}, restano {headroom}. Sopra il limite niente è de minimis: "
    "prima della concessione si può ridurre la richiesta. Fonte: {source}.",
    "The new aid of {new} does not fit: the limit is {limit}, {headroom} are left. Above the limit none of it is de "
    "minimis: before the grant the request may be reduced. Source: {source}.",
)
LIMIT = _pair(
    "Per una concessione del {on} il limite è {limit}. Fonte: {source}.",
    "For a grant of {on} the limit is {limit}. Source: {source}.",
)
CALENDAR = _pair(
    "Contano {years} anni di calendario, quello della concessione compreso: dal {first} al {last}. Fonte: {source}.",
    "{years} calendar years count, that of the grant included: from {first} to {last}. Source: {source}.",
)
ROLLING = _pair(
    "Contano {years} anni giorno per giorno: dal {first} al {last}. Fonte: {source}.",
    "{years} years count, day by day: from {first} to {last}. Source: {source}.",
)
ALONE = _pair(
    "Il {on} nessun'altra impresa conta insieme a {firm}. Fonte: {source}.",
    "On {on} no other firm counts together with {firm}. Source: {source}.",
)
TOGETHER = _pair(
    "Il {on} queste imprese contano come una sola: {firms}. Fonte: {source}.",
    "On {on} these firms count as one: {firms}. Source: {source}.",
)
TIE = _pair(
    "{firm} conta per il legame tra {a} e {b}: {kind}.",
    "{firm} counts by the tie between {a} and {b}: {kind}.",
)
PERSON_LEFT_OUT = _pair(
    "Il legame tra {a} e {b} passa da una persona fisica: in quel giorno non conta. Fonte: {source}.",
    "The tie between {a} and {b} runs through a natural person: on that day it does not count. Source: {source}.",
)
COUNTED = _pair("{firm}, {day}: {amount}, contato.", "{firm}, {day}: {amount}, counted.")
TOO_EARLY = _pair(
    "{firm}, {day}: {amount}, non contato: è di prima.",
    "{firm}, {day}: {amount}, not counted: it is too early.",
)
AFTER = _pair(
    "{firm}, {day}: {amount}, non contato: è di dopo la concessione.",
    "{firm}, {day}: {amount}, not counted: it comes after the grant.",
)
OTHER_REGIME = _pair(
    "{firm}, {day}: {amount}, non contato qui. Ha altre regole: {regime}. Il cumulo è da verificare: {source}.",
    "{firm}, {day}: {amount}, not counted here. Other rules hold: {regime}. Cumulation is to be checked: {source}.",
)
OTHER_REGIME_UNKNOWN = _pair(
    "{firm}, {day}: {amount}, non contato qui. Ha altre regole: {regime}. Il cumulo è da verificare.",
    "{firm}, {day}: {amount}, not counted here. Other rules hold: {regime}. Cumulation is to be checked.",
)
RESERVED = _pair(
    "{firm}: {amount} già riservati per un bando, per una concessione del {day}.",
    "{firm}: {amount} already reserved for a call, for a grant of {day}.",
)
AIDS_NOT_SAID = _pair(
    "Non è detto quali aiuti sono già arrivati: qui nessuno è contato.",
    "It is not said which aid was received: here none is counted.",
)
LINKS_NOT_SAID = _pair(
    "Non è detto se ci sono imprese collegate: qui nessuna è contata.",
    "It is not said whether there are linked firms: here none is counted.",
)
CUMULATION = _pair(
    "Sugli stessi costi di {costs} ci sono già {other} di altri aiuti: restano {room}. Fonte: {source}.",
    "On the same costs of {costs} there are {other} of other aid: {room} are left. Source: {source}.",
)
CUMULATION_FROM_MEMORY = _pair(
    "Sugli stessi costi di {costs} ci sono già {other} di altri aiuti: restano {room}. Regola da verificare: {source}.",
    "On the same costs of {costs} there are {other} of other aid: {room} are left. Rule to be checked: {source}.",
)
