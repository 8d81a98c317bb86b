"""The pages of accounts with something on each: a guest's, those of who is signed in, those that mailed links open."""

from dataclasses import dataclass

from flask import Flask

from cip.database.work import open_work
from cip.kernel.sealing import seal
from cip.parties.access import SYSTEM
from cip.parties.actions.links import make_link
from cip.parties.actions.second_factor import turn_on_factor
from cip.parties.second_factor import SEALED_AS
from cip.parties.standing import PLATFORM_ID
from cip.web.state import state_of
from tests.integration.web.account.acting import PASSWORD, hash_of
from tests.integration.web.owner import Owner
from tests.integration.web.people import mails_in, make_person

GUEST = ("sign-in", "ask-link", "ask-link?what=set_password", "new")
MEMBER = ("", "password", "email", "close", "second-factor/new", "fresh", "calendar")
APP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@dataclass(frozen=True)
class Accounts:
    """The browsers, and what stands behind the links."""

    guest: Owner
    member: Owner
    entering: Owner
    welcome: str

    def pages(self, language: str) -> dict[str, tuple[Owner, str]]:
        """Who opens which address, by name."""
        base = f"/{language}/account"
        links = {"link": "sign_in", "choose-password": "set_password"}
        opened = [(self.guest, path) for path in GUEST]
        opened += [(self.guest, f"{page}/{purpose}") for page, purpose in links.items()]
        # Only who asked for another address confirms it.
        opened += [(self.member, "confirm/confirm_email")]
        opened += [(self.guest, f"welcome/{self.welcome}"), (self.entering, "second-factor")]
        opened += [(self.member, path) for path in MEMBER]
        return {f"account {_name(path)}": (owner, f"{base}/{path}".rstrip("/")) for owner, path in opened}


def _name(path: str) -> str:
    """What a page is called: without the secret in its address."""
    return path if path.startswith("second-factor") else path.partition("/")[0]


def make_accounts(site: Flask) -> Accounts:
    """A member who administers the installation, somebody who still has to give a second factor, and the links."""
    state = state_of(site)
    member = make_person(site, "Ada Prova", [("platform", PLATFORM_ID, "admin")], password_hash=hash_of(PASSWORD))
    entering = make_person(site, "Bice Prova")
    with open_work(state.database, actor=SYSTEM, now=state.clock()) as work:
        for person in (member, entering):
            sealed = seal(str(site.secret_key), APP_SECRET.encode(), purpose=SEALED_AS)
            turn_on_factor(work, person.id, sealed_secret=sealed, step=1, code_digests=["0" * 64])
        # Each link has the name of its purpose as its secret.
        make_link(work, member.id, "sign_in", "sign_in")
        make_link(work, member.id, "set_password", "set_password")
        make_link(work, member.id, "confirm_email", "confirm_email", new_email="nuova@example.org")
    guest = Owner(site)
    data = {"csrf_token": guest.token(), "name": "Carla Prova", "email": "carla.prova@example.org"}
    guest.client.post("/it/account/new", data=data)
    [mail] = [one for one in mails_in(site) if one.to == "carla.prova@example.org"]
    return Accounts(guest, member.browser(), entering.browser(strong=False), mail.secret)
