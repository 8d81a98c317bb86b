"""The guide for the owner: short, plain, with pictures that exist and the words that the pages really say."""

import re
from pathlib import Path

from babel.messages.pofile import read_po
from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs/guida-impresa.md"
TEXT = PAGE.read_text(encoding="utf-8")
PICTURE = re.compile(r'<img src="([^"]+)" width="\d+" alt="([^"]+)">')
MOST_WORDS = 1_100  # with nine small pictures in three rows: four printed pages
MOST_WORDS_A_SENTENCE = 20
MOST_BYTES = 600_000
# The generic masculine, and words of the office.
NOT_OURS = (
    r"\b(?:i lavoratori|tutti i (?:soci|colleghi)|il dipendente|i dipendenti|il titolare|ciascuno|utent[ei]"
    r"|compilare il form)\b"
)


def sentences() -> list[str]:
    plain = re.sub(r"<[^>]+>|\(`[^`]+`\)|`[^`]+`|[*#|]|^-{3,}$", " ", TEXT, flags=re.MULTILINE)
    return [found for part in re.split(r"[.!?:;…]+\s|\n\s*[-\d]|\n\n", plain) if (found := " ".join(part.split()))]


def test_every_picture_exists_and_none_is_idle() -> None:
    named = {PAGE.parent / source for source, _alt in PICTURE.findall(TEXT)}
    there = set((ROOT / "docs/guida-impresa").glob("*"))
    assert named == there
    assert len(named) == TEXT.count("<img"), "each picture once, each with words for who does not see it"
    for path in named:
        with Image.open(path) as picture:
            assert picture.width == 360, path.name
            assert picture.mode == "P", path.name
    assert sum(path.stat().st_size for path in named) <= MOST_BYTES


def test_it_says_what_the_pages_say() -> None:
    with (ROOT / "cip/web/locale/en/LC_MESSAGES/messages.po").open("rb") as catalogue:
        known = {m.id if isinstance(m.id, str) else m.id[0] for m in read_po(catalogue, locale="en")}
    quoted = set(re.findall(r"«([^»]+)»", TEXT))
    assert len(quoted) > 10
    assert quoted - known == set()


def test_it_is_short_and_plain() -> None:
    assert len(re.sub(r"<[^>]+>", " ", TEXT).split()) <= MOST_WORDS
    long = [sentence for sentence in sentences() if len(sentence.split()) > MOST_WORDS_A_SENTENCE]
    assert long == []
    assert re.findall(NOT_OURS, TEXT, re.IGNORECASE) == []


def test_the_readme_leads_to_it() -> None:
    assert "docs/guida-impresa.md" in (ROOT / "README.md").read_text(encoding="utf-8")
