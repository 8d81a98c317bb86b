"""Charts: what they say, that they escape, and that everybody can read them."""

import re
from xml.etree import ElementTree

import pytest

from cip.documents import charts
from cip.documents.charts import Bar, BarLegend, Marks, Rung, Words, area_bars, area_radar, level_ladder

SVG = "{http://www.w3.org/2000/svg}"
WORDS = Words("areas", "Punteggio di ogni area", "Tempo: 32,4–50; Salute: non si valuta.")
LEGEND = BarLegend("certi", "aperti")
BARS = (Bar("Tempo", 32.4, 50.0, "32,4–50"), Bar("Luogo", 40.0, 40.0, "40"), Bar("Salute", None, None, "non si valuta"))
RUNGS = tuple(Rung(level, f"nome {level}", f"da {20 * (level - 1)}") for level in range(1, 6))


def texts_of(svg: str) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314 - our own


def drawn_for(*bars: Bar) -> int:
    """How many shapes the bars need, beyond grid and legend."""
    shapes = area_bars(bars, LEGEND, WORDS).count("<rect") + area_bars(bars, LEGEND, WORDS).count("<line")
    nothing = area_bars((), LEGEND, WORDS)
    return shapes - nothing.count("<rect") - nothing.count("<line")


@pytest.mark.parametrize("width", [300, 360, 640])
def test_bars_carry_names_numbers_and_the_word_for_an_area_that_is_not_scored(width: int) -> None:
    texts = texts_of(area_bars(BARS, LEGEND, WORDS, width=width))
    for expected in ("Tempo", "32,4–50", "Luogo", "40", "Salute", "non si valuta", "certi", "aperti"):
        assert expected in texts


def test_a_picture_has_a_role_a_title_and_a_description_that_it_is_labelled_by() -> None:
    picture = ElementTree.fromstring(area_bars(BARS, LEGEND, WORDS))  # noqa: S314 - our own
    named = {node.get("id"): node.text for node in picture.iter() if node.get("id")}
    assert picture.get("role") == "img"
    labels = (picture.get("aria-labelledby") or "").split()
    assert [named[label] for label in labels] == [WORDS.title, WORDS.description]


def test_texts_are_escaped() -> None:
    nasty = '</text><script>alert("1")</script>&'
    svg = area_bars([Bar(nasty, 1.0, 2.0, nasty)], BarLegend(nasty, nasty), Words("x", nasty, nasty), family='a"b<')
    assert "<script" not in svg
    assert texts_of(svg).count(nasty) == 4


def test_an_id_that_could_leave_its_attribute_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be the id"):
        area_bars(BARS, LEGEND, Words('a"b', "", ""))


def test_only_an_open_interval_is_hatched_and_what_is_certain_is_solid() -> None:
    known, unknown, absent = drawn_for(BARS[1]), drawn_for(Bar("x", 0.0, 100.0, "0–100")), drawn_for(BARS[2])
    assert absent < known < unknown


def test_widths_of_a_bar_are_its_score() -> None:
    svg = area_bars([Bar("x", 25.0, 75.0, "25–75")], LEGEND, WORDS, width=360)
    widths = [float(found) for found in re.findall(r'<rect [^>]*?width="([\d.]+)" height="16"', svg)]
    assert 0.25 * 358 in widths
    assert 0.5 * 358 in widths


def test_the_ladder_says_where_the_firm_is_and_what_the_score_alone_would_give() -> None:
    held = texts_of(level_ladder(RUNGS, Marks(2, 4, "siete qui", "solo punteggio"), WORDS))
    same = texts_of(level_ladder(RUNGS, Marks(4, 4, "siete qui", "solo punteggio"), WORDS))
    assert {"siete qui", "solo punteggio", "nome 5", "da 80"} <= set(held)
    assert "solo punteggio" not in same


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (charts.INK, charts.WHITE),
        (charts.INK, charts.PALE),
        (charts.EDGE, charts.WHITE),
        (charts.WHITE, charts.BLUE),
    ],
)
def test_text_has_the_contrast_that_aa_asks(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    ("shape", "ground"), [(charts.BLUE, charts.WHITE), (charts.BLUE, charts.TRACK), (charts.EDGE, charts.WHITE)]
)
def test_shapes_have_the_contrast_that_aa_asks(shape: str, ground: str) -> None:
    assert contrast(shape, ground) >= 3.0


def corners_of(svg: str) -> list[int]:
    """How many corners each shape of a radar has: five rings first, then what is possible, then what is certain."""
    shapes = ElementTree.fromstring(svg).iter(f"{SVG}polygon")  # noqa: S314 - our own
    return [len((shape.get("points") or "").split()) for shape in shapes]


def test_a_radar_names_every_area_and_gives_no_corner_to_one_that_is_not_scored() -> None:
    svg = area_radar(BARS, LEGEND, WORDS)
    texts = texts_of(svg)
    for expected in ("Tempo", "32,4–50", "Luogo", "40", "Salute", "non si valuta", "certi", "aperti"):
        assert expected in texts
    assert corners_of(svg) == [3] * 5 + [2, 2]


def test_a_radar_says_in_words_what_it_draws() -> None:
    picture = ElementTree.fromstring(area_radar(BARS, LEGEND, WORDS))  # noqa: S314 - our own
    assert picture.get("role") == "img"
    assert picture[1].text == WORDS.description


def test_a_long_name_on_a_radar_is_folded_between_words() -> None:
    texts = texts_of(area_radar([Bar("Ascolto, regole e parità", 1.0, 2.0, "1–2")], LEGEND, WORDS))
    assert " ".join(texts[:-3]) == "Ascolto, regole e parità"
