"""Where the work of a signed-in person is: the entries beside their name, and the page that signing in leads to."""

from dataclasses import dataclass

from flask import Flask, g, url_for

from cip.parties.reads.standings import SignedIn
from cip.parties.standing import Standing
from cip.web.language import gettext as _
from cip.web.state import signed_in


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: its words and its address."""

    title: str
    address: str


def places(standing: Standing, *, judges: bool = False) -> list[Place]:
    """Everything that somebody's memberships open in this session, the daily work first; `judges`: they sit on the
    panel of a call, which needs no membership.
    """
    rows = (
        (standing.bodies("consultancy"), _("Le imprese che seguite"), "consultant.portfolio"),
        (standing.bodies("union"), _("Imprese che hanno aderito"), "union.index"),
        (standing.firms, _("La vostra impresa"), "owner.index"),
        (standing.bodies("association"), _("I bisogni del territorio"), "association.pooled_needs"),
        (standing.bodies("committee"), _("Il comitato dell'accordo"), "committee.index"),
        (standing.bodies("office"), _("I bandi"), "office.index"),
        (judges, _("Le domande da valutare"), "evaluator.index"),
        (any(one.party_kind == "body" for one in standing.counted), _("Il vostro ente"), "body.index"),
        (standing.is_admin, _("Amministrazione"), "admin.home"),
    )
    return [Place(title, url_for(endpoint)) for there, title, endpoint in rows if there]


def first_place() -> str:
    """The address that signing in leads to: the first place of the person, else how to register a firm."""
    known = signed_in()
    mine = places(known.standing, judges=g.get("judges", False)) if known is not None else []
    return mine[0].address if mine else url_for("owner.index")


def install(app: Flask) -> None:
    """The global that draws the entries on every page. It asks no database: a page about a broken one can be drawn."""

    def places_here() -> list[Place]:
        known: SignedIn | None = g.get("signed_in")
        return places(known.standing, judges=g.get("judges", False)) if known is not None else []

    app.jinja_env.globals.update(places_here=places_here)
