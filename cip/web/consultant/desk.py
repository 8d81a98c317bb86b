"""What the pages of consultants share: whose desk it is, a check-up opened for it, the body it is done for."""

from cip.parties.access import NotYoursError, roles_on_firm
from cip.parties.permissions import Action
from cip.parties.standing import Standing
from cip.web.firm.visit import Visit, open_visit
from cip.web.state import actor


def standing() -> Standing:
    """Where the signed-in person stands. Raises NotYoursError if nobody is signed in."""
    found = actor().standing
    if found is None:
        raise NotYoursError
    return found


def bodies() -> tuple[str, ...]:
    """The consultancies of the person. Raises NotYoursError if there is none: these pages are theirs."""
    found = standing().bodies("consultancy")
    if not found:
        raise NotYoursError
    return found


def body_for(firm_id: str | None) -> str:
    """The consultancy under whose mandate the person accompanies a firm. Raises NotYoursError without a mandate."""
    mandate = standing().mandate_for(firm_id, "check_up") if firm_id else None
    if mandate is None:
        raise NotYoursError
    return mandate.body_id


def accompanied() -> dict[str, str]:
    """The firms that the person accompanies, each with the consultancy under whose mandate (as `body_for` says). Raises
    NotYoursError if the person is of no consultancy.
    """
    bodies()
    firms = {one.firm_id for one in standing().mandates}
    # Who belongs to a firm is never its consultant: its pages here would not open.
    return {firm: body_for(firm) for firm in sorted(firms) if "consultant" in roles_on_firm(actor(), firm)}


def open_here(check_up_id: str, action: Action = "review", *, with_result: bool = False) -> Visit:
    """A check-up for the consultant. Raises NotYoursError where there is no mandate (any more)."""
    return open_visit(check_up_id, action, with_result=with_result)
