"""Every character that a paper can print is in a font that it embeds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from cip.documents.fonts import find_fonts
from cip.documents.report import area_chart, ladder_chart
from cip.kernel.errors import RefusalError
from cip.kernel.texts import LANGUAGES
from tests.unit.documents.papers import report_of, the_pack

DOCUMENTS = Path(__file__).parents[3] / "cip/documents"


def characters(path: Path) -> set[int]:
    with TTFont(path) as font:
        return set(font.getBestCmap())


def words() -> Iterator[str]:
    yield the_pack().canonical
    for pattern in ("templates/*", "locale/*/LC_MESSAGES/*.po", "*.py"):
        for path in DOCUMENTS.glob(pattern):
            yield path.read_text(encoding="utf-8")


def test_the_embedded_fonts_have_every_character_of_rules_templates_and_translations() -> None:
    fonts = find_fonts()
    wanted = {ord(letter) for text in words() for letter in text if letter not in "\n"}
    for first, second in ((fonts.regular, fonts.fallback), (fonts.bold, fonts.fallback_bold)):
        missing = wanted - characters(first) - characters(second)
        assert not missing, [chr(code) for code in missing]


def test_charts_need_no_second_font() -> None:
    """The reader of SVG takes one font and has no fallback."""
    fonts = find_fonts()
    known = characters(fonts.regular) & characters(fonts.bold)
    for language in LANGUAGES:
        report = report_of("part", language)
        assert {ord(letter) for letter in area_chart(report) + ladder_chart(report)} <= known


def test_missing_fonts_are_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match=r"is missing: run `make set-up`"):
        find_fonts(tmp_path)
