"""Articles before days: l'8 and l'11, not il 8 and il 11."""

from datetime import date

import pytest

from cip.documents.formats import long_day, long_span, span
from cip.kernel.elision import Italian, elided
from cip.kernel.texts import Reason, Text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("entro il 11 febbraio 2026", "entro l'11 febbraio 2026"),
        ("Il 8 marzo", "L'8 marzo"),
        ("dal 8 marzo al 11/6/2026", "dall'8 marzo all'11/6/2026"),
        ("dal 18 marzo al 1º aprile", "dal 18 marzo al 1º aprile"),
        ("dal 8 al 11 per cento; il 11 dei casi", "dal 8 al 11 per cento; il 11 dei casi"),
    ],
)
def test_a_day_that_begins_with_a_vowel_takes_the_short_article(before: str, after: str) -> None:
    assert elided(before) == after


def test_the_filled_texts_of_the_interface_elide() -> None:
    said = Italian().ngettext("Un giorno: dal %(day)s", "Più giorni: dal %(day)s", 2)
    assert said % {"day": "11 giugno 2026"} == "Più giorni: dall'11 giugno 2026"


def test_reasons_elide_days_in_letters_and_leave_days_in_figures() -> None:
    words = Text(it="Non prima del {day}, {figures}.", en="Not before {day}, {figures}.")
    reason = Reason("x", words, {"day": "8 maggio 2026", "figures": date(2026, 6, 11)})
    assert reason.it == "Non prima dell'8 maggio 2026, 11/06/2026."
    assert reason.en == "Not before 8 maggio 2026, 11 Jun 2026."


def test_days_in_letters() -> None:
    assert (long_day(date(2026, 6, 1), "it"), long_day(date(2026, 6, 11), "it")) == ("1º giugno 2026", "11 giugno 2026")
    assert long_day(date(2026, 6, 1), "en") == "1 June 2026"
    assert long_span(date(2026, 2, 11), date(2026, 6, 1), "it") == "dall'11 febbraio 2026 al 1º giugno 2026"
    assert span(None, date(2026, 2, 8), "it") == "fino all'8/2/2026"
