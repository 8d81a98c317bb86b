"""The sentences that say why an application moved between two rankings. They belong to the engine. Pure."""

from collections.abc import Mapping, Sequence

from cip.kernel.texts import Reason, Text, Value

_SHOWN = 5

SENTENCES: Mapping[str, Text] = {
    "left": Text(
        it="Non è più in graduatoria: la domanda è stata ritirata o ha rinunciato.",
        en="It is no longer ranked: the application was withdrawn or gave up the award.",
    ),
    "left_excluded": Text(it="Ora è esclusa: {why}", en="It is excluded now: {why}"),
    "entered": Text(it="Prima non era in graduatoria.", en="It was not ranked before."),
    "entered_excluded": Text(it="Prima era esclusa: {why}", en="It was excluded before: {why}"),
    "fact": Text(
        it="È cambiato un dato. {what}: prima {before}, ora {after}.",
        en="A fact changed. {what}: {before} before, {after} now.",
    ),
    "requested": Text(
        it="È cambiato l'importo chiesto: prima {before}, ora {after}.",
        en="The amount asked for changed: {before} before, {after} now.",
    ),
    "scores": Text(it="Sono cambiati i voti su: {what}.", en="The scores changed on: {what}."),
    "points": Text(it="{what}: prima {before} punti, ora {after}.", en="{what}: {before} points before, {after} now."),
    "rules": Text(it="Sono cambiate le regole del bando.", en="The rules of the call changed."),
    "came_new": Text(
        it="Ora sta sopra chi prima non era in graduatoria. Domande: {ids}.",
        en="Who was not ranked before stands above now. Applications: {ids}.",
    ),
    "came_past": Text(it="Altre domande l'hanno superata: {ids}.", en="Other applications went past it: {ids}."),
    "went_out": Text(
        it="Stava sopra chi ora non è più in graduatoria. Domande: {ids}.",
        en="Who is no longer ranked stood above. Applications: {ids}.",
    ),
    "went_below": Text(it="Ha superato altre domande: {ids}.", en="It went past other applications: {ids}."),
    "budget": Text(
        it="È cambiata la somma del bando: prima {before}, ora {after}.",
        en="The money of the call changed: {before} before, {after} now.",
    ),
    "others_less": Text(
        it="Ad altre domande vanno {cents} in meno: {ids}.", en="Other applications get {cents} less: {ids}."
    ),
    "others_more": Text(
        it="Ad altre domande vanno {cents} in più: {ids}.", en="Other applications get {cents} more: {ids}."
    ),
    "others_even": Text(
        it="I contributi di altre domande sono cambiati, la loro somma no: {ids}.",
        en="The awards of other applications changed, their sum did not: {ids}.",
    ),
}


def said(rule: str, values: Mapping[str, Value]) -> Reason:
    """A reason of this module, by the name of its sentence."""
    return Reason(f"ranking.{rule}", SENTENCES[rule], values)


def some_ids(ids: Sequence[str]) -> Text:
    """The first five of a list of applications, and how many more there are."""
    named, more = ", ".join(ids[:_SHOWN]), len(ids) - _SHOWN
    if more <= 0:
        return Text(it=named, en=named)
    return Text(it=f"{named} e altre {more}", en=f"{named} and {more} more")
