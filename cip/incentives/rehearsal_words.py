"""The sentences of a rehearsal's findings. They belong to the engine. Pure."""

from collections.abc import Mapping

from cip.kernel.texts import Reason, Text, Value

SENTENCES: Mapping[str, Text] = {
    "weight": Text(
        it="{what}: il peso dichiarato è {declared}, ma nei fatti è {effective}. Correggete la griglia.",
        en="{what}: the declared weight is {declared}, the effective one is {effective}. Correct the grid.",
    ),
    "never_decides_funded": Text(
        it="{what}: anche senza questo criterio il contributo andrebbe alle stesse imprese.",
        en="{what}: without this criterion the same firms would be funded.",
    ),
    "never_decides_order": Text(
        it="{what}: anche senza questo criterio la graduatoria sarebbe la stessa.",
        en="{what}: without this criterion the ranking would be the same.",
    ),
    "no_spread": Text(
        it="{what}: in questo campione tutte le domande hanno gli stessi punti.",
        en="{what}: all applications of this sample have the same points.",
    ),
    "sensitive_funded": Text(
        it="Il criterio più delicato: {what}. Imprese che cambiano: {heavier} con peso +10%, {lighter} con peso −10%.",
        en="The most delicate criterion: {what}. Firms that change: {heavier} at +10% weight, {lighter} at −10%.",
    ),
    "sensitive_order": Text(
        it="Il criterio più delicato: {what}. Posti che cambiano: {heavier} con peso +10%, {lighter} con peso −10%.",
        en="The most delicate criterion: {what}. Places that change: {heavier} at +10% weight, {lighter} at −10%.",
    ),
    "ties": Text(
        it="Domande con gli stessi punti di un'altra: {count} su {ranked}.",
        en="Applications with the same points as another: {count} of {ranked}.",
    ),
    "group_left_out": Text(
        it="{what}: nessuna impresa ha il contributo, su {ranked} in graduatoria.",
        en="{what}: no firm is funded, of {ranked} in the ranking.",
    ),
    "no_money": Text(
        it="La fonte non dice quanti soldi ci sono: guardiamo l'ordine, non chi ha il contributo.",
        en="The source does not say how much money there is: we look at the order, not at who is funded.",
    ),
    "nothing": Text(it="Nessun avviso su questo campione.", en="Nothing to point out on this sample."),
}


def told(rule: str, values: Mapping[str, Value]) -> Reason:
    """A finding, by the name of its sentence."""
    return Reason(f"rehearsal.{rule}", SENTENCES[rule], values)
