"""The catalogue: every measure by area, with search, and the page of each."""

from flask import abort, render_template, request

from cip.documents.catalogue import Catalogue, MeasureSheet, catalogue_for
from cip.documents.citing import Citer
from cip.web.language import current
from cip.web.public import public
from cip.web.searching import LONGEST_SEARCH, matches
from cip.web.shown import in_words
from cip.web.state import guide_book, state, today


@public.get("/measures")
def measures() -> str:
    """All measures by area, or those in which the words of `?q=` occur."""
    catalogue = _catalogue()
    wanted = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    sheets = [catalogue.sheet(code) for code in catalogue.pack.measures]
    found = [sheet for sheet in sheets if matches(wanted, _words(sheet))]
    groups = [
        (area.id, in_words(area.name), [sheet for sheet in found if sheet.area == area.id])
        for area in catalogue.pack.areas.values()
    ]
    return render_template(
        "public/measures.html",
        groups=[group for group in groups if group[2]],
        count=len(found),
        all=len(sheets),
        wanted=wanted,
    )


@public.get("/measures/<code>")
def measure(code: str) -> str:
    """One measure, as it is for any firm."""
    catalogue = _catalogue()
    if code not in catalogue.pack.measures:
        abort(404)
    return render_template("public/measure.html", sheet=catalogue.sheet(code))


def _catalogue() -> Catalogue:
    pack = state().packs.newest_on(today())
    return catalogue_for(pack, guide_book(pack.id), Citer(pack.content.law, today(), current()), current())


def _words(sheet: MeasureSheet) -> tuple[str, ...]:
    return (sheet.code, sheet.name, sheet.what, *sheet.needs)
