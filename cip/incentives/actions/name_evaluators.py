"""People are named to the panel of a call, and leave it."""

from sqlalchemy import func, select

from cip.database.locks import lock
from cip.database.work import Work
from cip.incentives.actions.judging_work import NoWhyGivenError, move_review
from cip.incentives.actions.move_call import hold_call
from cip.incentives.call_states import CallState
from cip.incentives.reads.panels import find_panel
from cip.incentives.reads.reviews import reviews_where
from cip.incentives.records import JudgedFileRow, PanelPlaceRow, ReviewRow
from cip.kernel.errors import RefusalError
from cip.kernel.texts import Language
from cip.parties.actions.add_person import add_person
from cip.parties.actions.links import mail_link
from cip.parties.people import clean_email
from cip.parties.reads import find_person
from cip.parties.reads.people import person_by_email

NAMED_IN: tuple[CallState, ...] = ("published", "open", "closed", "admissibility", "evaluation")
"""While a call stands here its panel can change."""
_P = PanelPlaceRow.__table__.columns
_R = ReviewRow.__table__.columns


class AlreadyNamedError(RefusalError):
    """The person judges this call already."""

    def __init__(self) -> None:
        super().__init__("This person is on the panel already.")


class PanelClosedError(RefusalError):
    """The call is not published yet, or its scores are final: nobody is named or leaves."""

    def __init__(self) -> None:
        super().__init__("The panel of this call cannot change now.")


class NotOnPanelError(RefusalError):
    """The place has ended, or is another call's."""

    def __init__(self) -> None:
        super().__init__("This person is no longer on the panel.")


def name_evaluator(work: Work, call_id: str, person_id: str) -> str:
    """Name somebody with an account to the panel; the id of their place.

    Raises PanelClosedError, AlreadyNamedError, NotOnPanelError if there is no such account.
    """
    _hold(work, call_id)
    person = find_person(work.session, person_id)
    if person is None or person.closed_at is not None:
        raise NotOnPanelError
    panel = find_panel(work.session, call_id)
    if panel is None or panel.place_of(person_id) is not None:
        raise AlreadyNamedError
    last = work.session.scalar(select(func.max(_P.number)).where(_P.call_id == call_id)) or 0
    row = PanelPlaceRow(
        id=work.new_id(),
        call_id=call_id,
        person_id=person_id,
        number=last + 1,
        named_at=work.now,
        named_by=work.actor.label,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def name_by_address(
    work: Work, call_id: str, *, email: str, name: str, language: Language, secret: str, path: str
) -> str:
    """Name who reads the mail of an address; the id of their place. Whoever has no account yet gets one, with a mail to
    choose a password: `secret` (of `ids.new_secret`) stands in the page `path`.

    Raises PanelClosedError, AlreadyNamedError, BadEmailError, BadNameError.
    """
    known = person_by_email(work.session, clean_email(email))
    if known is not None:
        return name_evaluator(work, call_id, known.id)
    person_id = add_person(work, email=email, name=name, language=language)
    mail_link(work, person_id, "set_password", secret, path)
    return name_evaluator(work, call_id, person_id)


def end_place(work: Work, call_id: str, place_id: str, why: str) -> int:
    """Let somebody leave the panel; how many of their files need somebody else now. What they handed in and was closed
    stays.

    Raises PanelClosedError, NotOnPanelError, NoWhyGivenError.
    """
    if not why.strip():
        raise NoWhyGivenError
    _hold(work, call_id)
    row = lock(work.session, PanelPlaceRow, place_id)
    if row.call_id != call_id or row.ended_at is not None:
        raise NotOnPanelError
    freed = reviews_where(work.session, _R.place_id == place_id, _R.state.not_in(("closed", "recused", "removed")))
    for review in freed:
        lock(work.session, JudgedFileRow, review.application_id)
        move_review(work, review, "remove", why=why.strip())
    row.ended_at, row.ended_by, row.ended_because = work.now, work.actor.label, why.strip()
    work.session.flush()
    return len(freed)


def _hold(work: Work, call_id: str) -> None:
    if hold_call(work, call_id).stored_state not in NAMED_IN:
        raise PanelClosedError
