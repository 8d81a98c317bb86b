"""The pooled needs of small firms by area and sector, beside the supply of services."""

from flask import Response, render_template

from cip.parties.access import load_for
from cip.parties.standing import PLATFORM_ID
from cip.voice.reads import POOLED_NEEDS, all_pools
from cip.web.account.guards import need_strong
from cip.web.association import association
from cip.web.owner.survey_result import needs_and_measures, numbers_of
from cip.web.owner.surveys import sector_words
from cip.web.state import actor, reading
from cip.web.worker.book import protection_of, survey_book


@association.get("/needs")
def pooled_needs() -> Response:
    """All released pools, newest first; which firms are in them nobody learns."""
    need_strong()
    with reading() as session:
        load_for(session, actor(), POOLED_NEEDS, PLATFORM_ID, action="read")
        pools = all_pools(session)
    book = survey_book()
    page = render_template(
        "association/needs.html",
        pools=[(pool, needs_and_measures(numbers_of(pool))) for pool in pools],
        sector_words=sector_words,
        protection=protection_of(book) if book else None,
    )
    return Response(page, mimetype="text/html")
