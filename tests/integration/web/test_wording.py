"""A question is asked in the words of the firm: every wording that the model has for its sector is on the page."""

from html import unescape

import pytest

from cip.rulebook.shapes import model
from cip.web.packs import Packs
from tests.integration.web.owner import Owner

SECTORS = ("shop", "workshop", "cooperative", "office")


def of_sector(indicator: model.Indicator, sector: str) -> model.Variant | None:
    """The wording that an indicator has for a sector."""
    return next((variant for variant in indicator.variants if variant.when == f'sector == "{sector}"'), None)


@pytest.mark.parametrize("sector", SECTORS)
def test_the_page_speaks_of_the_sector(owner: Owner, packs: Packs, sector: str) -> None:
    # Shifts, and one workplace: wordings for other facts come before those for the sector.
    owner.profile(sector=sector, shifts="yes", seats="1")
    worded = {code: found.ask.it for code, i in packs.current[0].indicators.items() if (found := of_sector(i, sector))}
    assert len(worded) >= 2, "the model speaks to every sector in its own words"
    for code, ask in worded.items():
        assert ask in unescape(owner.get(f"/area/{packs.current[0].indicators[code].area}").text), code


def test_an_unknown_sector_reads_the_plain_question(owner: Owner, packs: Packs) -> None:
    owner.profile(sector="other")
    indicator = packs.current[0].indicators["T1"]
    assert indicator.ask.it in unescape(owner.get("/area/T").text)
