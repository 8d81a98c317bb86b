"""Icons and classes: what pages use is there, and what nothing uses is not."""

import re
from collections.abc import Iterable
from pathlib import Path

from cip.web.assets import ICONS, SPRITES, STATIC

CIP = Path(__file__).parents[3] / "cip"
PAGES = tuple((CIP / "web/templates").rglob("*.html"))
PAPERS = tuple((CIP / "documents/templates").glob("*.j2"))
OURS = (STATIC / "cip.css", STATIC / "people.css")
PAPER_SHEETS = tuple((CIP / "documents/templates").glob("*.css"))
CODE = tuple(CIP.rglob("*.py"))
ICON = re.compile(r'icon\("([a-z-]+)"')
CLASSES = re.compile(r'class="((?:\{[{%].*?[}%]\}|[^"])*)"')
EXPRESSION = re.compile(r"\{\{(.*?)\}\}")
BRANCH = re.compile(r"\{%.*?%\}")
COMPARED = re.compile(r'== "[^"]*"')
QUOTED = re.compile(r'"([^"]*)"')
NAME = re.compile(r"[a-z][a-z0-9-]*")
STYLED = re.compile(r"\.([a-z][a-z0-9-]*)")


def read(paths: Iterable[Path]) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in paths)


def classes(text: str) -> set[str]:
    """The names in class attributes, also those that a template chooses from."""
    found = set(re.findall(r'icon\("[a-z-]+", "([a-z-]+)"\)', text))
    for attribute in CLASSES.findall(text):
        chosen = " ".join(" ".join(QUOTED.findall(COMPARED.sub("", part))) for part in EXPRESSION.findall(attribute))
        found |= set(NAME.findall(BRANCH.sub(" ", EXPRESSION.sub(" ", attribute)) + " " + chosen))
    return found


def styled(*sheets: Path) -> set[str]:
    """The names that style sheets know."""
    return set(STYLED.findall(re.sub(r'url\((?:"[^"]*"|[^)"]*)\)|"[^"]*"', "", read(sheets))))


def test_the_icons_are_those_that_pages_use() -> None:
    assert set(ICON.findall(read(PAGES))) == set(ICONS)
    sprites = (STATIC / SPRITES).read_text(encoding="utf-8")
    assert [name for name in ICONS if f'id="it-{name}"' not in sprites] == []


def test_every_class_has_a_style() -> None:
    system = styled(next((STATIC / "vendor/bootstrap-italia").glob("*.css")))
    ours = styled(*OURS, *PAPER_SHEETS)
    widths = {name for name in classes(read(PAPERS)) if re.fullmatch(r"w\d+", name)}
    assert classes(read(PAGES)) | classes(read(PAPERS)) <= system | ours | widths


def test_every_style_of_ours_has_a_use() -> None:
    # what code draws: charts, the links of the glossary, the square code
    used = classes(read(PAGES)) | classes(read(PAPERS)) | classes(read(CODE)) | {"cip-chart", "cip-qr"}
    used |= {"it-header-slim-wrapper", "after", "btn"}
    assert styled(*OURS) - used == set()


def test_attributes_that_a_page_hands_to_a_field_hold_no_quotes() -> None:
    # They would be escaped: a phone would then show letters where it should show digits.
    extra = re.compile(r"""extra='[^'\n]*"[^'\n]*'(?!\|safe)""")
    assert extra.search("""extra='inputmode="numeric"')""")
    assert [page.name for page in PAGES if extra.search(page.read_text(encoding="utf-8"))] == []
