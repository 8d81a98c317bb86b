"""How surveys are found and what an actor is to them; importing this makes `load_for` know them."""

from sqlalchemy.orm import Session

from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Role
from cip.parties.reads import find_firm
from cip.parties.standing import PLATFORM_ID
from cip.voice.reads.surveys import find_survey
from cip.voice.surveys import Survey


def _voice_roles(_session: Session, actor: Actor, firm: Firm) -> frozenset[Role]:
    return roles_on_firm(actor, firm.id, "survey")


def _survey_roles(_session: Session, actor: Actor, survey: Survey) -> frozenset[Role]:
    return roles_on_firm(actor, survey.firm_id, "survey")


def _pools(_session: Session, platform_id: str) -> str | None:
    return platform_id if platform_id == PLATFORM_ID else None


def _pools_roles(_session: Session, actor: Actor, _platform_id: str) -> frozenset[Role]:
    member = actor.standing is not None and actor.standing.bodies("association")
    return frozenset({"association"}) if member else frozenset()


POOLED_NEEDS: Kind[str] = register_kind(Kind("pooled_needs", _pools, _pools_roles))
"""The needs of all pools: there is one of them, for the whole installation."""
VOICE: Kind[Firm] = register_kind(Kind("voice", find_firm, _voice_roles))
"""A firm, as far as the voice of who works there goes: a consultant needs a mandate for surveys."""
SURVEY: Kind[Survey] = register_kind(Kind("survey", find_survey, _survey_roles, parent=lambda survey: survey.firm_id))
