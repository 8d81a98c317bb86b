"""The sentences that explain the size of a firm, in both languages."""

from cip.kernel.texts import Text


def _pair(it: str, en: str) -> Text:
    return Text(it=it, en=en)


NAMES: dict[str, Text] = {
    "micro": _pair("microimpresa", "micro firm"),
    "small": _pair("piccola impresa", "small firm"),
    "medium": _pair("media impresa", "medium-sized firm"),
    "large": _pair("grande impresa", "large firm"),
}
FIGURES: dict[str, Text] = {
    "awu": _pair("unità di lavoro", "work units"),
    "turnover": _pair("fatturato", "turnover"),
    "balance": _pair("totale di bilancio", "balance sheet total"),
}
UNKNOWN = _pair("non noto", "not known")

CLASS = _pair("La dimensione è: {size}.", "The size is: {size}.")
START = _pair(
    "Si parte dalla classe del primo anno, il {year}: {size}.",
    "The class of the first year, {year}, is where we start: {size}.",
)
CHANGED = _pair(
    "La classe cambia dopo gli anni {years}, di fila oltre il limite o sotto: {size}. Fonte: {source}.",
    "The class changes after the years {years}, in a row beyond the limit or below it: {size}. Source: {source}.",
)
KEPT = _pair(
    "Il solo {year} darebbe: {alone}. La classe cambia dopo {count} anni di fila. Molti bandi guardano il solo ultimo "
    "anno. Fonte: {source}.",
    "The year {year} alone would give: {alone}. The class changes after {count} years in a row. Many calls look at the "
    "last year only. Source: {source}.",
)
YEAR = _pair(
    "Nel {year}: unità di lavoro {awu}, fatturato {turnover}, bilancio {balance}. Da solo quest'anno dà: {size}.",
    "In {year}: work units {awu}, turnover {turnover}, balance {balance}. This year alone gives: {size}.",
)
PARTNER = _pair(
    "Un'impresa associata per il {share} si somma in proporzione. Fonte: {source}.",
    "A partner firm of {share} is added pro rata. Source: {source}.",
)
PARTNER_ABOVE = _pair(
    "Un'impresa legata per il {share} è collegata: si somma per intero. Fonte: {source}.",
    "A firm tied by {share} is linked: it is added in full. Source: {source}.",
)
PARTNER_BELOW = _pair(
    "Una quota del {share} non si conta: si conta dal {least}. Fonte: {source}.",
    "A share of {share} does not count: it counts from {least}. Source: {source}.",
)
LINKED = _pair(
    "Le imprese collegate si sommano per intero: sono {count}. Fonte: {source}.",
    "Linked firms are added in full: there are {count}. Source: {source}.",
)
TIES_NOT_SAID = _pair(
    "Non tutto è detto su imprese associate e collegate: quelle non dette non sono contate.",
    "Not all is said about partner and linked firms: those not said are not counted.",
)
PUBLIC_NOT_SAID = _pair(
    "Non è detto se c'è una quota pubblica: qui non è contata.",
    "It is not said whether there is a public share: here none is counted.",
)
PUBLIC = _pair(
    "La quota pubblica è {share}. Dal {limit} un'impresa non è più una PMI. Fonte: {source}.",
    "The public share is {share}. From {limit} a firm is no SME. Source: {source}.",
)
NO_YEARS = _pair(
    "Manca almeno un anno chiuso: senza, la dimensione non si può dire.",
    "At least one closed year is missing: without it the size cannot be told.",
)
NOT_KNOWN = _pair(
    "La classe del {year} dipende da dati che mancano: {missing}.",
    "The class of {year} depends on figures that are missing: {missing}.",
)
