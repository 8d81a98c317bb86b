"""Where each fact that an application was ranked with came from."""

from collections.abc import Mapping

from pydantic import JsonValue
from sqlalchemy.orm import Session

from cip.incentives.dossier import Dossier
from cip.incentives.reads.admissibility import dossier_of

DECLARED, ANSWERED, FOUND = "declared", "answered", "found"
"""What the firm said in the application, what it answered when it was asked to complete it, what the office found."""


def origins_of(session: Session, application_id: str, facts: Mapping[str, JsonValue]) -> dict[str, str]:
    """Of each of these facts (values as ranked) its source: that of the application as it was sent (a `SourceKind`),
    ANSWERED or FOUND. Nothing for an application that was taken back.
    """
    dossier = dossier_of(session, application_id)
    if dossier is None:
        return {}
    told = dossier.sent.told["facts"]
    known = told if isinstance(told, dict) else {}
    return {id: _origin(dossier, known.get(id), id, value) for id, value in facts.items()}


def _origin(dossier: Dossier, told: JsonValue, id: str, value: JsonValue) -> str:
    if isinstance(told, dict) and told["value"] == value:
        return str(told["source"])
    answer = dossier.clarification.answer if dossier.clarification is not None else None
    return ANSWERED if answer is not None and answer.facts.get(id) == value else FOUND
