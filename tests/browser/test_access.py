"""Every page that the map of the site has, seen with many eyes: axe finds nothing, nothing sticks out or is cut, the
focus can be seen. All in Italian on a phone and a third in English on a desk in every run, the rest in the long one.
"""

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.conftest import NewPage
from tests.browser.looking import Eyes, faults, new_context, visits
from tests.browser.walking import ITALIAN, start
from tests.integration.web.rich import Rich

PHONE, DESK = 360, 1280
ALWAYS = {
    "Italian on a phone": Eyes("it", PHONE, focus=True),
    "English on a desk, each third page": Eyes("en", DESK, every=3),
}
SELDOM = {
    "English on a desk": Eyes("en", DESK),
    "Italian on a desk": Eyes("it", DESK, focus=True),
    "English on a phone": Eyes("en", PHONE),
    "forced colours": Eyes("it", PHONE, {"forced_colors": "active"}, focus=True),
    "dark": Eyes("it", PHONE, {"color_scheme": "dark"}),
    "more contrast": Eyes("en", DESK, {"contrast": "more"}),
    "text twice as large": Eyes("it", DESK, text="200%", axe=False),
    "a window of 320": Eyes("it", 320, axe=False, focus=True),
    "a window of 320, English": Eyes("en", 320, axe=False),
    "without scripts": Eyes("it", PHONE, {"color_scheme": "light"}, text="110%", axe=False),
}


@pytest.mark.parametrize(
    "eyes",
    [pytest.param(eyes, id=name) for name, eyes in ALWAYS.items()]
    + [pytest.param(eyes, id=name, marks=pytest.mark.long) for name, eyes in SELDOM.items()],
)
def test_every_page_can_be_used(
    browser: Browser, base_url: str, site: Flask, rich: Rich, axe_source: str, eyes: Eyes
) -> None:
    context = new_context(browser, base_url, eyes, axe_source)
    page = context.new_page()
    found, names = [], []
    for name in visits(page, site, rich, eyes, base_url):
        names.append(name)
        found += [f"{name}: {fault}" for fault in faults(page, eyes)]
    context.close()
    assert len(names) > 90
    assert found == [], "\n".join(found)


def test_the_looks_find_what_is_wrong(browser: Browser, base_url: str, axe_source: str) -> None:
    eyes = Eyes("it", PHONE, focus=True)
    context = new_context(browser, base_url, eyes, axe_source)
    page = context.new_page()
    page.goto("/it/")
    assert faults(page, eyes) == []
    page.evaluate(
        """() => {
          const bad = document.createElement("div");
          bad.innerHTML = `<img src="/static/mark.svg"><p>wide</p><button tabindex="3">x</button>
            <a href="/it/">plain</a><p>This text is cut.</p><p>pale</p>`;
          document.querySelector("main").append(bad);
          const [wide, cut, pale] = bad.querySelectorAll("p");
          wide.style.width = "900px";
          Object.assign(cut.style, {overflow: "hidden", height: "8px"});
          pale.style.color = "#bbb";
          bad.querySelector("a").style.setProperty("outline", "none", "important");
        }"""
    )
    said = "\n".join(faults(page, eyes))
    for fault in ("image-alt", "color-contrast", "stick", "cut: p", "the order is forced", "cannot be seen"):
        assert fault in said, fault
    context.close()


def test_text_of_other_sizes_keeps_the_walk_together(new_page: NewPage) -> None:
    page = new_page(scripts=True, viewport={"width": 320, "height": 640})
    base = start(page, ITALIAN)
    for path in ("", "/profile", "/area/C", "/already", "/what-if", "/quick"):
        page.goto(base + path)
        for size in ("100%", "150%"):
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} at 320 with text of {size}"
