"""What happens in a browser when somebody signs in there, proves more, or goes."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from cip.database.work import Work
from cip.kernel import ids
from cip.kernel.canonical import sha256_of
from cip.parties.actions.end_sessions import end_session
from cip.parties.actions.open_web_session import open_web_session, renew_web_session
from cip.web.account.browsers import browser_name
from cip.web.account.where import checked
from cip.web.places import first_place
from cip.web.state import hold_account, signed_in


def begin_session(work: Work, person_id: str, *, password_hash: str | None = None) -> str:
    """Sign a person in in this browser, within a Work; whoever was signed in here before no longer is. The secret: give
    it to `hold_account` once the Work is committed.

    Raises SignInRefusedError.
    """
    secret = ids.new_secret()
    browser = browser_name(request.user_agent.string)
    open_web_session(work, person_id, digest=sha256_of(secret), browser=browser, password_hash=password_hash)
    # After that, which holds the person: sessions are never held before people.
    before = signed_in()
    if before is not None:
        end_session(work, before.opened.id, before.person.id)
    return secret


def renew_session(work: Work, session_id: str, *, strong: bool = False, fresh: bool = False) -> str:
    """Give this browser's session a new secret after more was proved; see `begin_session`."""
    secret = ids.new_secret()
    renew_web_session(work, session_id, digest=sha256_of(secret), strong=strong, fresh=fresh)
    return secret


def entered(secret: str) -> Response:
    """Hold the new secret in this browser, and go on: to the second factor if it is asked for, else to the page that
    somebody came from, else to the first place of their work.
    """
    hold_account(secret)
    following = checked(request.form.get("next"))
    known = signed_in()
    if known is not None and known.waits:
        # Who has a second factor gives it now; who needs one sets it up.
        endpoint = "account.second_factor" if known.person.second_factor else "account.new_factor"
        return redirect(url_for(endpoint, next=following), 303)
    return redirect(following or first_place(), 303)
