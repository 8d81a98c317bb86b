"""What every request needs: settings, database, packs and the clock; who asks; in which session."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import Flask, current_app, g, request, session

from cip.database.engine import Database
from cip.database.work import Session, Work, open_reading, open_work
from cip.documents.pool import PdfPool
from cip.incentives.reads.panels import places_of_person
from cip.kernel import clock, ids
from cip.kernel.canonical import sha256_of
from cip.kernel.settings import Settings
from cip.parties.access import ANONYMOUS, Actor, NotYoursError, guest, guest_digest, person
from cip.parties.actions.stand_firm import stand_firm
from cip.parties.reads.standings import SignedIn
from cip.parties.reads.standings import signed_in as read_signed_in
from cip.parties.standing import Scope, Standing
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.call_packs import CallPack
from cip.rulebook.guides import NO_GUIDES, GuideBook
from cip.rulebook.shapes.law import CitedLaw
from cip.rulebook.shapes.programme import Programme
from cip.web.packs import Packs

EXTENSION = "cip"
# In the session: the id of the check-up that this browser started or opened last.
LAST_STARTED = "check_up"
_GUEST = "guest"
# The secret of who is signed in: its digest is the one of a row in `web_sessions`.
_ACCOUNT = "account"
_CSRF = "csrf_token"


@dataclass(frozen=True)
class State:
    """What belongs to the whole process."""

    settings: Settings
    database: Database
    packs: Packs
    guides: Mapping[str, GuideBook]
    calls: Mapping[str, CallPack]
    programmes: Mapping[str, Programme]
    law: CitedLaw
    pdf: PdfPool
    clock: Callable[[], datetime]

    def close(self) -> None:
        """End what runs beside the pages: connections, the maker of PDF."""
        self.pdf.close()
        self.database.dispose()


def state() -> State:
    """The state of the application that answers this request."""
    return state_of(current_app)


def state_of(app: Flask) -> State:
    """The state of an application, also outside a request."""
    return cast("State", app.extensions[EXTENSION])


def guide_book(model_id: str) -> GuideBook:
    """The guides of a model; an empty book for one that has none, or that the folder of rules no longer holds."""
    return state().guides.get(model_id, NO_GUIDES)


def call_packs() -> Mapping[str, CallPack]:
    """The calls of today's rules by id: the templates from which an office opens one."""
    return state().calls


def programmes() -> Mapping[str, Programme]:
    """The public programmes of today's rules by id, which an office may follow."""
    return state().programmes


def agreement_book() -> AgreementBook:
    """The agreements of today's rules. Raises NotYoursError where the rules hold none: then no page is about them."""
    found = state().packs.newest_on(today()).content.agreements
    if found is None:
        raise NotYoursError
    return found


def now() -> datetime:
    """The one moment of this request."""
    if "now" not in g:
        g.now = state().clock()
    return cast("datetime", g.now)


def today() -> date:
    """The Italian calendar day of this request."""
    return clock.today(now())


def actor() -> Actor:
    """Who asks: the person who is signed in, else the guest whose secret is in the signed cookie, else nobody in
    particular. A person keeps what the same browser began as a guest.
    """
    secret = session.get(_GUEST)
    known = signed_in()
    if known is not None:
        return person(known.standing, today(), guest_digest(secret) if isinstance(secret, str) else None)
    return guest(secret, today()) if isinstance(secret, str) else ANONYMOUS


def signed_in() -> SignedIn | None:
    """The person who is signed in in this browser, read once a request; None, without any question to the database,
    where nobody ever signed in.
    """
    secret = session.get(_ACCOUNT)
    if not isinstance(secret, str):
        return None
    if g.get("signed_in_by") != secret:
        with reading() as database:
            found = g.signed_in = read_signed_in(database, sha256_of(secret), now(), today())
            g.judges = (
                found is not None and _may_judge(found.standing) and bool(places_of_person(database, found.person.id))
            )
        g.signed_in_by = secret
    return cast("SignedIn | None", g.signed_in)


def _may_judge(standing: Standing) -> bool:
    """Whether it is worth asking if somebody sits on a panel: evaluators have given both factors, and come from outside
    or from an office. For anybody else the question would cost every page; their own page of access has the link.
    """
    return standing.strong and (not standing.memberships or bool(standing.bodies("office")))


def hold_account(secret: str) -> None:
    """Let this browser hold the secret of a session that was just committed, with new forms."""
    session[_ACCOUNT] = secret
    # A form drawn for somebody else in this browser must not be sent in the name of this person.
    _forget_forms()
    session.permanent = True


def forget_account() -> None:
    """Take the secret of who was signed in out of this browser; what it holds as a guest stays."""
    session.pop(_ACCOUNT, None)
    _forget_forms()


def _forget_forms() -> None:
    session.pop(_CSRF, None)
    g.pop(_CSRF, None)


def act_for(firm_id: str, scope: Scope) -> None:
    """From here on this request is about a firm: who acts under its mandate is recorded with it."""
    g.acting_for = (firm_id, scope)


def become_guest() -> str:
    """Give this browser a secret if it has none; the digest, which is all that the database will know."""
    if not isinstance(session.get(_GUEST), str):
        session[_GUEST] = ids.new_secret()
        # So long as the answers are kept, the browser that gave them can come back to them.
        session.permanent = True
    return guest_digest(session[_GUEST])


def reading() -> AbstractContextManager[Session]:
    """A session that can only read."""
    return open_reading(state().database)


@contextmanager
def working(*, ending: str | None = None) -> Iterator[Work]:
    """The one Work of this request, done by whoever asks; under the mandate of the firm that `act_for` named.

    Who is signed in must at its end still be to that firm what they were when they were let in: a request may have
    waited for a lock while its mandate was revoked. `ending` is the membership that the Work itself ends. Raises
    NotYoursError then, and nothing was written.
    """
    who, about = actor(), cast("tuple[str, Scope] | None", g.get("acting_for"))
    if about is not None:
        who = who.for_firm(*about)
    with open_work(state().database, actor=who, now=now(), act=request.endpoint or "unnamed") as work:
        yield work
        if about is not None and who.standing is not None:
            work.session.flush()
            stand_firm(work, who.standing, *about, ending=ending)
