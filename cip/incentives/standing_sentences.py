"""The names of the standing checks and the sentences that explain them, in both languages."""

from cip.kernel.texts import Text


def _pair(it: str, en: str) -> Text:
    return Text(it=it, en=en)


NAMES: dict[str, Text] = {
    "durc": _pair("DURC regolare", "Regular DURC"),
    "catastrophe_insurance": _pair("Assicurazione contro le catastrofi", "Catastrophe insurance"),
    "chamber_fee": _pair("Diritto camerale pagato", "Chamber fee paid"),
    "business_register": _pair("Iscrizione attiva al registro imprese", "Active in the business register"),
    "no_aid_to_return": _pair("Nessun aiuto da restituire (Deggendorf)", "No aid to be returned (Deggendorf)"),
    "no_delocalisation": _pair("Nessuna delocalizzazione", "No relocation abroad"),
    "gender_certificate": _pair("Certificato di parità di genere", "Gender-equality certificate"),
    "aid_list_complete": _pair("Elenco di aiuti e legami completo", "List of aid and ties complete"),
}
NOTHING = _pair("{what}: il {on} non ne sappiamo nulla.", "{what}: on {on} nothing is known of it.")
IN_FORCE = _pair("{what}: sì, dal {start}. Fonte: {source}.", "{what}: yes, from {start}. Source: {source}.")
IN_FORCE_UNTIL = _pair(
    "{what}: sì, dal {start} al {end}. Fonte: {source}.", "{what}: yes, from {start} to {end}. Source: {source}."
)
NOT_MET = _pair("{what}: no, dal {start}. Fonte: {source}.", "{what}: no, from {start}. Source: {source}.")
NOT_MET_UNTIL = _pair(
    "{what}: no, dal {start} al {end}. Fonte: {source}.", "{what}: no, from {start} to {end}. Source: {source}."
)
NOT_DUE = _pair(
    "{what}: non è richiesto, dal {start}. Fonte: {source}.", "{what}: not due, from {start}. Source: {source}."
)
NOT_DUE_UNTIL = _pair(
    "{what}: non è richiesto, dal {start} al {end}. Fonte: {source}.",
    "{what}: not due, from {start} to {end}. Source: {source}.",
)
EXPIRED = _pair(
    "{what}: valeva dal {start} ed è scaduto il {end}. Fonte: {source}.",
    "{what}: it held from {start} and expired on {end}. Source: {source}.",
)
FARM = _pair("{what}: le imprese agricole sono escluse dall'obbligo.", "{what}: farms are left out of the duty.")
NOT_YET_DUE = _pair(
    "{what}: il {on} non era ancora dovuta. Fonte: {source}.", "{what}: on {on} it was not yet due. Source: {source}."
)
