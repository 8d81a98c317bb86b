"""What a joining, and what was noted for it, say of the clauses: values by the ids of `clauses.yaml`. Pure.

What is not known is left out, never no. The agreement and the day decide whether a clause is kept; nothing here does.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cip.agreement.adherence import Adherence, ClauseProof, Route, newest_proofs

FactValue = date | int | bool
"""A day, a number, yes or no; False for a day that is stated not to be."""

PROVED_BY: Mapping[Route, str] = {
    "membership": "membership_proved",
    "full_ccnl": "full_ccnl_proved",
    "mandate": "mandate_proved",
}
"""The fact that shows each route of joining (clause A-03)."""


def route_proved(proofs: Iterable[ClauseProof], route: Route) -> ClauseProof | None:
    """The proof that shows a route: yes, with a paper, a paper that was seen, or the number of one."""
    counted = newest_proofs(list(proofs)).get(PROVED_BY[route])
    if counted is None or counted.yes_no is not True:
        return None
    return counted if counted.file_id or counted.seen or counted.reference else None


def adherence_facts(adherence: Adherence | None, proofs: Sequence[ClauseProof]) -> dict[str, FactValue]:
    """The facts of one joining and of all that was noted for it (`proofs`, oldest first); nothing without a joining.

    A joining that is not signed yet has no `joined_on`: the clauses then are unknown, not broken.
    """
    if adherence is None:
        return {}
    own: dict[str, FactValue | None] = {
        "joined_on": adherence.joined_on,
        "form_signed_on": adherence.signed_on,
        "protocol_on": adherence.protocol_on,
        "committee_told_on": adherence.committee_told_on,
        "workers_told_on": adherence.workers_told_on,
        "size_counted": adherence.size_counted,
        "other_text_declared": None if adherence.declares_other_text is None else True,
        "leaving_asked_on": adherence.leaving_asked_on or (False if adherence.live else None),
        "leaves_on": adherence.leaves_on,
        "on_public_list": adherence.hidden_on is None if adherence.live else None,
        "list_objection_accepted": adherence.objection_accepted,
    }
    noted: dict[str, FactValue] = {fact: proof.value for fact, proof in newest_proofs(proofs).items()}
    return noted | {fact: value for fact, value in own.items() if value is not None}
