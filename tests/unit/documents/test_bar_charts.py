"""Bars for weights and money: names and numbers stand beside them, texts are escaped, widths follow the values."""

import re
from xml.etree import ElementTree

from cip.documents.bar_charts import MoneyPart, WeightBar, WeightWords, money_bar, weight_bars
from cip.documents.charts import Words

WORDS = Words("weights", "Pesi", "Pesi per criterio")
LABELS = WeightWords("dichiarato", "effettivo", "visto")


def widths(picture: str) -> list[float]:
    return [float(found) for found in re.findall(r'<rect x="[^"]+" y="[^"]+" width="([0-9.]+)"', picture)]


def test_bars_are_as_long_as_their_weights_and_say_them() -> None:
    picture = weight_bars([WeightBar("A1 <x>", 20.0, 10.0, None)], LABELS, WORDS, lambda value: f"{value:g}")
    drawn = widths(picture)[3:]
    assert len(drawn) == 2
    assert drawn[0] == 2 * drawn[1]
    assert "A1 &lt;x&gt;" in picture
    assert ">20<" in picture
    ElementTree.fromstring(picture)  # noqa: S314 - our own text


def test_less_than_nothing_is_a_bar_of_no_width_with_its_number() -> None:
    picture = weight_bars([WeightBar("A1", 20.0, 20.0, -2.0)], LABELS, WORDS, lambda value: f"{value:g}")
    assert widths(picture)[3:][-1] == 0
    assert ">-2<" in picture


def test_no_bars_are_a_picture_too() -> None:
    ElementTree.fromstring(weight_bars([], LABELS, WORDS, str))  # noqa: S314 - our own text


def test_the_parts_of_the_money_fill_the_bar() -> None:
    parts = [MoneyPart("Contributi", 0.75, given=True), MoneyPart("Restano", 0.25, given=False)]
    whole, first, _legend, second, _other = widths(money_bar(parts, WORDS))
    assert abs(first + second - whole) < 0.2
    assert abs(first - 3 * second) < 0.5
