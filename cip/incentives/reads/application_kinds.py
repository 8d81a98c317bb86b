"""How applications are found and what an actor is to them; importing this makes `load_for` know them.

A consultant needs a mandate for applications: one for the check-up alone opens none of them.
"""

from sqlalchemy.orm import Session

from cip.incentives.application import Application, ApplicationFile
from cip.incentives.reads.applications import find_application, find_application_file
from cip.parties.access import Actor, Kind, register_kind, roles_on_firm
from cip.parties.firms import Firm
from cip.parties.permissions import Role
from cip.parties.reads import find_firm


def _firm_roles(_session: Session, actor: Actor, firm: Firm) -> frozenset[Role]:
    return roles_on_firm(actor, firm.id, "application")


def _roles(_session: Session, actor: Actor, application: Application) -> frozenset[Role]:
    return roles_on_firm(actor, application.firm_id, "application")


def _file_roles(session: Session, actor: Actor, file: ApplicationFile) -> frozenset[Role]:
    application = find_application(session, file.application_id)
    return frozenset() if application is None else _roles(session, actor, application)


APPLYING_FIRM: Kind[Firm] = register_kind(Kind("applying_firm", find_firm, _firm_roles))
"""A firm, from the side of its applications."""
APPLICATION: Kind[Application] = register_kind(
    Kind("application", find_application, _roles, parent=lambda application: application.firm_id)
)
APPLICATION_FILE: Kind[ApplicationFile] = register_kind(
    Kind("application_file", find_application_file, _file_roles, parent=lambda file: file.application_id)
)
