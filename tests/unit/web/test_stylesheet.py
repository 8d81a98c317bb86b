"""One look: what the pages wear is in the style sheet, what is in the style sheet is worn, and sizes and colours are
tokens.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

CIP = Path(__file__).parents[3] / "cip"
STATIC = CIP / "web/static"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
ATTRIBUTE = re.compile(r'\bclass="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', re.DOTALL)
PRINTED = re.compile(r"\{\{.*?\}\}")
INSIDE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# A text that a class attribute compares with or looks up is no class: only what it prints is.
PRINTED_TEXT = re.compile(r'((?:[=!]=|\() ?)?"([^"]*)"')
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(|:\s*(?:white|black|red|green|blue|gray|grey)\b")
TOKEN = re.compile(r"\s*(@media[^{]*)\{|\s*([^{}]+)\{([^{}]*)\}|\s*(\})")


SHEETS = (STATIC / "cip.css", STATIC / "people.css")


def css(*paths: Path) -> str:
    return COMMENT.sub("", "\n".join(path.read_text(encoding="utf-8") for path in paths or SHEETS))


def rules() -> Iterator[tuple[str, str, str]]:
    """Every rule: the condition it stands under, its selector, its declarations."""
    condition = ""
    for opening, selector, body, closing in TOKEN.findall(css()):
        if opening:
            condition = " ".join(opening.split())
        elif closing:
            condition = ""
        else:
            yield condition, " ".join(selector.split()), body.strip()


def templates() -> dict[str, str]:
    """Every template by its path: names such as `measures.html` stand in several folders."""
    folder = CIP / "web/templates"
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}


def worn() -> dict[str, set[str]]:
    """Every class that a page can wear, with the templates that say so."""
    found: dict[str, set[str]] = {}
    for name, source in templates().items():
        for match in ATTRIBUTE.finditer(source):
            printed = [
                text for part in PRINTED.findall(match[1]) for other, text in PRINTED_TEXT.findall(part) if not other
            ]
            for word in " ".join([INSIDE.sub(" ", match[1]), *printed]).split():
                found.setdefault(word, set()).add(name)
    return found


def everything() -> str:
    """All that can put a class on an element: templates of pages and papers, code that draws, scripts."""
    paths = [*CIP.rglob("*.html"), *CIP.rglob("*.j2"), *CIP.rglob("*.py"), *(STATIC / "js").glob("*.js")]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def classes(text: str) -> set[str]:
    return set(CLASS.findall(re.sub(r"\{[^{}]*\}", "{}", text)))


def test_every_class_of_a_page_has_a_style() -> None:
    known = classes(css()) | classes(css(STATIC / "vendor/bootstrap-italia/bootstrap-italia.min.css"))
    unknown = {word: names for word, names in worn().items() if word not in known and not word.endswith("-")}
    assert unknown == {}


def test_every_style_of_ours_is_worn() -> None:
    text = everything()
    own = {name for _condition, selector, _body in rules() for name in CLASS.findall(selector)}
    idle = {name for name in own if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
    # `class="cip-chip-{{ kind }}"` wears every class that begins so
    begun = tuple(re.findall(r"(cip-[a-z-]+-)[\"{]", text))
    idle = {name for name in idle if not name.startswith(begun)} if begun else idle
    assert idle == set()


def test_no_selector_stands_twice() -> None:
    seen = Counter((condition, selector) for condition, selector, _body in rules() if selector != "@font-face")
    # the same selector under two blocks of one condition is two places to look at for one thing
    assert [item for item, count in seen.items() if count > 1] == []


def test_colours_are_tokens() -> None:
    found = [f"{selector}: {body}" for _c, selector, body in rules() if selector != ":root" and COLOUR.search(body)]
    assert found == []


def test_type_and_spacing_are_tokens() -> None:
    found = []
    for _condition, selector, body in rules():
        if selector in (":root", "@font-face"):
            continue
        for declaration in filter(None, (part.strip() for part in body.split(";"))):
            name, _, value = declaration.partition(":")
            literal = re.search(r"(?<![\w.(-])\d*\.?\d+(?:rem|px)\b", re.sub(r"calc\([^;]*\)", "", value))
            if name == "font-size" and "var(" not in value and value.strip() != "inherit":
                found.append(f"{selector}: {declaration}")
            # a hanging indent is as wide as the sign that hangs
            if "text-indent" not in body and re.fullmatch(r"(?:margin|padding)(?:-[a-z]+)?|gap", name) and literal:
                found.append(f"{selector}: {declaration}")
    assert found == []


def test_every_token_exists_and_is_used() -> None:
    text = css()
    declared = set(re.findall(r"(--cip-[\w-]+):", text))
    used = set(re.findall(r"var\((--cip-[\w-]+)\)", text))
    assert used - declared == set()
    assert declared - used == set()


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_template_holds_a_style_or_a_script(name: str) -> None:
    text = templates()[name]
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']", text)
    inline = [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
    assert inline == []
