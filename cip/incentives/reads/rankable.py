"""What a ranking is made from: the applications that admissibility let in, their final scores, what was noted since."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from cip.incentives.calls import OfficeCall
from cip.incentives.dossier import Admission
from cip.incentives.making import entry_id
from cip.incentives.rankings import Change, standing, with_changes
from cip.incentives.reads.admissibility import admitted, open_checks
from cip.incentives.reads.evaluation import final_scores, ready_for_ranking
from cip.incentives.reads.rankings import changes_of_call, latest_ranking
from cip.kernel.moments import moment_text
from cip.kernel.texts import Reason, Text

_OPEN = Text(
    it="Domande ancora da controllare: {count}. Prima si chiude l'ammissibilità.",
    en="Applications still to be checked: {count}. Admissibility is closed first.",
)
_NONE = Text(it="Nessuna domanda è ammessa.", en="No application is admitted.")
_NOT_APPROVED = Text(
    it="Serve una graduatoria approvata da un'altra persona.", en="A ranking approved by somebody else is needed."
)


@dataclass(frozen=True, slots=True)
class Rankable:
    """`entries`: entries of FILE of `cip rank` by application id, what was noted taken in. `missing`: why no ranking
    can be made yet. `known`: every application of the call that was sent, let in or not.
    """

    entries: Mapping[str, Mapping[str, Any]]
    missing: tuple[Reason, ...]
    known: Mapping[str, Admission]
    changes: tuple[Change, ...]


def rankable_of(session: Session, call: OfficeCall) -> Rankable:
    """What the next ranking of a call would be made from."""
    known = admitted(session, call.id)
    changes = tuple(standing(changes_of_call(session, call.id)))
    readmitted = {change.application_id for change in changes if change.readmitted}
    scores = final_scores(session, call.id)
    plain = {
        identifier: _entry(found, scores.get(identifier, {}))
        for identifier, found in known.items()
        if found.admitted or identifier in readmitted
    }
    entries = with_changes(plain, changes)
    unchecked = open_checks(session, call.id)
    missing = [Reason("ranking.unchecked", _OPEN, {"count": len(unchecked)})] if unchecked else []
    missing += ready_for_ranking(session, call.id)
    if not entries:
        missing.append(Reason("ranking.nobody", _NONE))
    return Rankable(entries, tuple(missing), known, changes)


def not_approved(session: Session, call: OfficeCall) -> tuple[Reason, ...]:
    """Why the money of a call cannot be given yet: its newest ranking is not approved."""
    newest = latest_ranking(session, call.id)
    return () if newest is not None and newest.approval is not None else (Reason("ranking.approved", _NOT_APPROVED),)


def _entry(found: Admission, scores: Mapping[str, Mapping[str, Fraction]]) -> dict[str, Any]:
    return {
        "id": entry_id(found.sent.number),
        "submitted_at": moment_text(found.sent.submitted_at),
        "facts": dict(found.facts),
        "requested": found.sent.requested,
        "scores": {
            item: {who: _number(points) for who, points in given.items()} for item, given in scores.items() if given
        },
    }


def _number(points: Fraction) -> int | float:
    """As a file writes it: levels are whole numbers or short decimals."""
    return int(points) if points.denominator == 1 else float(points)
