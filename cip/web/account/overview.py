"""One's own account: who one is, where one is signed in, for whom one works."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.incentives.reads.panels import places_of_person
from cip.parties.access import load_for
from cip.parties.actions.change_person import change_person
from cip.parties.actions.end_sessions import end_session, end_sessions
from cip.parties.reads.account import WEB_SESSION, belongings_of, recovery_codes_left, sessions_of
from cip.parties.reads.standings import SignedIn
from cip.parties.timeouts import timeout_for
from cip.web.account import account
from cip.web.account.forms import Errors, page, typed_language, typed_name
from cip.web.account.guards import need_person
from cip.web.account.links import needs_password
from cip.web.shown import when
from cip.web.state import actor, forget_account, now, reading, working


@account.get("")
def overview() -> Response:
    """The account."""
    known = need_person()
    return _overview(known, {}, known.person.name)


@account.post("")
def overview_now() -> Response:
    """Keep another name or language."""
    known, errors = need_person(), Errors()
    name, language = typed_name(errors), typed_language()
    if errors:
        return _overview(known, errors, name)
    with working() as work:
        change_person(work, known.person.id, name=name, language=language)
    return redirect(url_for("account.overview", done="saved"), 303)


@account.post("/sessions/<session_id>/end")
def end_one(session_id: str) -> Response:
    """Sign out of one browser."""
    known = need_person()
    with working() as work:
        load_for(work.session, actor(), WEB_SESSION, session_id, action="manage")
        end_session(work, session_id, known.person.id)
    if session_id == known.opened.id:
        forget_account()
        return redirect(url_for("public.home"), 303)
    return redirect(url_for("account.overview", done="session"), 303)


@account.post("/sessions/end-others")
def end_others() -> Response:
    """Sign out of every browser but this one."""
    known = need_person()
    with working() as work:
        end_sessions(work, known.person.id, but=known.opened.id)
    return redirect(url_for("account.overview", done="session"), 303)


def _overview(known: SignedIn, errors: Errors, name: str) -> Response:
    memberships = known.standing.memberships
    lasts = timeout_for(memberships)
    with reading() as database:
        opened = sessions_of(
            database, known.person.id, seen_after=now() - lasts.idle, made_after=now() - lasts.absolute
        )
        return page(
            "account/overview.html",
            errors,
            known=known,
            name=name,
            sessions=opened,
            belongings=belongings_of(database, known.person.id),
            judges=bool(places_of_person(database, known.person.id)),
            codes_left=recovery_codes_left(database, known.person.id),
            needed=needs_password(memberships),
            done=request.args.get("done"),
            when=lambda moment: when(moment, now()),
        )
