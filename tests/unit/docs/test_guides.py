"""The guides: short, plain, with pictures that exist and the words that the pages really say."""

import math
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
PICTURE = re.compile(r'<img src="([^"]+)" width="(\d+)" alt="([^"]+)">')
# A printed page holds about 440 words or two and a half rows of small pictures: more than a browser's print needs.
MOST_PAGES = 4
WORDS_A_PAGE = 440
ROWS_A_PAGE = 2.5
MOST_WORDS_A_SENTENCE = 20
# The generic masculine, and words of the office.
NOT_OURS = (
    r"\b(?:i lavoratori|tutti i (?:soci|colleghi)|il dipendente|i dipendenti|il titolare|ciascuno|utent[ei]"
    r"|compilare il form)\b"
)


@dataclass(frozen=True)
class Guide:
    """A guide: its name, and the most bytes that its pictures may hold."""

    name: str
    most_bytes: int

    @property
    def page(self) -> Path:
        return ROOT / f"docs/{self.name}.md"

    @property
    def text(self) -> str:
        return self.page.read_text(encoding="utf-8")


AGREEMENT = Guide("guida-accordo", 300_000)
CALLS = Guide("guida-bandi", 300_000)
MONEY = Guide("guida-incentivo", 300_000)
GUIDES = [Guide("guida-impresa", 600_000), Guide("guida-persone", 700_000), AGREEMENT, CALLS, MONEY]
each = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)


def sentences(text: str) -> list[str]:
    plain = re.sub(r"<[^>]+>|\(`[^`]+`\)|`[^`]+`|[*#|]|^-{3,}$", " ", text, flags=re.MULTILINE)
    return [found for part in re.split(r"[.!?:;…]+\s|\n\s*[-\d]|\n\n", plain) if (found := " ".join(part.split()))]


def words_in(text: str) -> int:
    return len(re.sub(r"<[^>]+>", " ", text).split())


def pages_in(text: str) -> float:
    """How far a printing gets, in pages: a row of pictures that no longer fits begins the next page."""
    at, row = 0.0, 1 / ROWS_A_PAGE
    for line in text.splitlines():
        if "<img" in line:
            at = (at if at % 1 <= 1 - row else math.ceil(at)) + row
        else:
            at += words_in(line) / WORDS_A_PAGE
    return at


@each
def test_every_picture_exists_and_none_is_idle(guide: Guide) -> None:
    named = {guide.page.parent / source for source, _width, _alt in PICTURE.findall(guide.text)}
    there = set((ROOT / "docs" / guide.name).glob("*"))
    assert named == there
    assert len(named) == guide.text.count("<img"), "each picture once, each with words for who does not see it"
    assert {int(width) for _source, width, _alt in PICTURE.findall(guide.text)} == {200}, "three stand in a row"
    for path in named:
        with Image.open(path) as picture:
            assert picture.width == 360, path.name
            assert picture.mode == "P", path.name
    assert sum(path.stat().st_size for path in named) <= guide.most_bytes


@each
def test_it_says_what_the_pages_say(guide: Guide) -> None:
    with (ROOT / "cip/web/locale/en/LC_MESSAGES/messages.po").open("rb") as catalogue:
        known = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(catalogue, locale="en")}
    quoted = set(re.findall(r"«([^»]+)»", guide.text))
    assert len(quoted) > 10
    assert quoted - known == set()


@each
def test_it_fits_four_pages_and_is_plain(guide: Guide) -> None:
    assert pages_in(guide.text) <= MOST_PAGES
    long = [sentence for sentence in sentences(guide.text) if len(sentence.split()) > MOST_WORDS_A_SENTENCE]
    assert long == []
    assert re.findall(NOT_OURS, guide.text, re.IGNORECASE) == []


@each
def test_the_readme_leads_to_it(guide: Guide) -> None:
    assert f"docs/{guide.name}.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_guide_to_agreements_tells_the_marks_of_what_binds_nobody() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "rules/agreements").glob("*.yaml")]
    marks = {mark for text in texts for mark in re.findall(r'^mark: \{it: "([^"]+)"', text, re.MULTILINE)}
    assert len(marks) == 2
    assert {mark for mark in marks if f"*{mark}*" not in AGREEMENT.text} == set()


def test_the_guide_to_agreements_speaks_to_its_four_audiences() -> None:
    heads = re.findall(r"^## (.+)$", AGREEMENT.text, re.MULTILINE)
    assert heads[:4] == [
        "Per chi guida l'impresa",
        "Per chi chiede le ore",
        "Per chi lavora in un sindacato",
        "Per chi siede nel comitato",
    ]


def test_the_guide_to_calls_speaks_to_its_audiences_and_tells_what_is_a_proposal() -> None:
    heads = re.findall(r"^## (.+)$", CALLS.text, re.MULTILINE)
    assert heads == [
        "Per chi guida l'impresa",
        "Per chi lavora nell'ufficio",
        "Per chi valuta",
        "Per chi vuole controllare",
    ]
    assert "*bando pilota* è una nostra proposta" in CALLS.text


def test_the_guide_to_the_money_speaks_to_its_audiences_and_tells_what_is_a_proposal() -> None:
    heads = re.findall(r"^## (.+)$", MONEY.text, re.MULTILINE)
    assert heads == [
        "Per chi guida l'impresa",
        "Per chi lavora nell'ufficio",
        "Per chi lavora in un sindacato o fa consulenza",
    ]
    assert "*bando pilota* sono una nostra proposta" in MONEY.text
