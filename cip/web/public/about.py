"""Pages that explain: privacy, the score, accessibility, sources, contacts."""

from importlib.metadata import version

from flask import render_template

from cip.documents.citing import Citer
from cip.documents.tagged import can_tag
from cip.rulebook.shapes.model import BANDS
from cip.web.language import current
from cip.web.public import public
from cip.web.state import state, today


@public.get("/privacy")
def privacy() -> str:
    """What is kept, for how long, and how to take it back."""
    return render_template("public/privacy.html")


@public.get("/score")
def score() -> str:
    """How the score works, from the numbers of the newest pack."""
    pack = state().packs.newest_on(today())
    return render_template("public/score.html", pack=pack, weights=pack.weights_on(today()), bands=BANDS)


@public.get("/accessibility")
def accessibility() -> str:
    """What works for everybody, what does not, how it was tested, how to complain."""
    return render_template("public/accessibility.html", tagged=can_tag(), version=version("cip"))


@public.get("/sources")
def sources() -> str:
    """Every law that the check-up cites, with its value today."""
    pack = state().packs.newest_on(today())
    cite = Citer(pack.content.law, today(), current())
    return render_template(
        "public/sources.html",
        pack=pack,
        found=cite.sources(pack, pack.measures, pack.indicators),
        on=today(),
    )


@public.get("/contacts")
def contacts() -> str:
    """Whom to ask."""
    return render_template("public/contacts.html")


@public.get("/erased")
def erased() -> str:
    """Said after a check-up was erased."""
    return render_template("public/erased.html")
