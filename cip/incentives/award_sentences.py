"""The sentences of the last checks before an award, of the codes of the register and of its files."""

from collections.abc import Mapping

from cip.kernel.texts import Text

LABELS: Mapping[str, Text] = {
    "de_minimis": Text(it="Spazio de minimis", en="Room for de minimis aid"),
    "durc": Text(it="DURC regolare", en="Social contributions in order (DURC)"),
    "catastrophe_insurance": Text(it="Polizza contro le catastrofi", en="Catastrophe insurance"),
    "car": Text(it="Codice CAR della misura", en="CAR code of the measure"),
    "cor": Text(it="Codice COR dell'aiuto", en="COR code of the aid"),
    "vercor": Text(it="Codice VERCOR della visura", en="VERCOR code of the extract"),
    "cup": Text(it="Codice CUP", en="CUP code"),
}
SOURCES: Mapping[str, Text] = {
    "state_aid": Text(it="aiuti e legami registrati qui", en="aid and ties recorded here"),
    "standing": Text(it="verifiche datate dell'impresa", en="dated checks of the firm"),
    "call": Text(it="requisito del bando alla concessione", en="condition of the call at the grant"),
    "typed": Text(it="scritto dall'ufficio", en="written by the office"),
    "file": Text(it="file del registro nazionale", en="file of the national register"),
    "nowhere": Text(it="non ancora ricevuto", en="not received yet"),
}
MISSING = Text(it="{label}: {why}", en="{label}: {why}")
RULE_NOT_MET = Text(
    it='All\'impresa manca "{label}". Deve esserci entro il giorno della concessione.',
    en='The firm lacks "{label}". It has to be there by the day of the grant.',
)
RULE_UNKNOWN = Text(
    it="Non risulta se l'impresa ha \"{label}\". Chiedete all'impresa il documento con la data.",
    en='Whether the firm has "{label}" is not on record. Ask the firm for the dated document.',
)
ROOM_MET = Text(
    it="Il contributo è {cents} e lo spazio il {on} è {room}: ci sta.",
    en="The award is {cents} and the room on {on} is {room}: it fits.",
)
ROOM_NOT_MET = Text(
    it="Il contributo è {cents}, ma lo spazio il {on} è {room}. Già ricevuti {used}, per altri bandi {reserved}.",
    en="The award is {cents}, but the room on {on} is {room}. Received {used}, kept for other calls {reserved}.",
)
CODE_THERE = Text(it="Codice {code} del {day}.", en="Code {code} of {day}.")
CODE_MISSING = Text(
    it="Il codice non c'è ancora. Va chiesto al registro prima dell'atto.",
    en="The code is not there yet. It is asked of the register before the act.",
)
CUP_MISSING = Text(
    it="Il CUP non c'è ancora. L'atto senza CUP non vale.", en="The CUP is not there yet. An act without it is void."
)
CODE_LATER = Text(
    it="Il codice {code} è del {day}, dopo il giorno della concessione: {on}.",
    en="Code {code} is of {day}, after the day of the grant: {on}.",
)
MEASURE_LATER = Text(
    it="La misura è registrata il {day}, dopo l'aiuto del {aid}. Prima si registra la misura.",
    en="The measure was registered on {day}, after the aid of {aid}. The measure comes first.",
)
CODE_LAPSED = Text(
    it="Il codice {code} del {day} è scaduto. La data dell'atto andava comunicata entro {days} giorni: {end}.",
    en="Code {code} of {day} has lapsed. The day of the act was to be sent within {days} days: {end}.",
)
