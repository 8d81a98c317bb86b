"""Every page, in both languages: sound HTML, labels, headings, language; and few queries."""

import re
from functools import cache
from itertools import pairwise
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask

from cip.web.state import EXTENSION
from tests.integration.web.counting import MOST_QUERIES, counted
from tests.integration.web.owner import Owner
from tests.integration.web.rich import Rich, sent
from tests.integration.web.rich import pages as rich_pages
from tests.integration.web.routes import addresses
from tests.integration.worlds import LONG_ON_POSTGRESQL

pytestmark = pytest.mark.parametrize("database_kind", LONG_ON_POSTGRESQL, indirect=True)

MISSING = ("/it/nothing", "/en/nothing", "somebody else's")
# One page under two addresses.
SAME_MATTER = ("firm.profile_group", "public.resume_code", "public.leave_request", "public.leave_hours_plan")
CACHE: dict[str, dict[str, str]] = {}
"""The pages by kind of database: to make them takes seconds, and no test here changes anything."""


@pytest.fixture
def pages(request: pytest.FixtureRequest, database_kind: str) -> dict[str, str]:
    """Every page in both languages, those that answer a form with them."""
    if database_kind not in CACHE:
        CACHE[database_kind] = opened(request.getfixturevalue("site"), request.getfixturevalue("rich"))
    return CACHE[database_kind]


def opened(site: Flask, rich: Rich) -> dict[str, str]:
    found = {}
    for language in ("it", "en"):
        for name, (owner, address) in rich_pages(site, rich, language).items():
            answer = owner.client.get(address, follow_redirects=True)
            assert answer.mimetype == "text/html", name
            assert answer.status_code == (404 if name in MISSING else 200), name
            found[f"{language} {name.removeprefix(f'/{language}')}"] = steady(answer.text, rich)
        for item in sent(rich):
            data = {"csrf_token": rich.owner.token(), "seq": str(rich.owner.last_seq()), **item.data}
            answer = rich.owner.client.post(item.address(language), data=data)
            assert answer.status_code == item.status, item.name
            if item.status == 303:
                answer = rich.owner.client.get(answer.headers["Location"])
            found[f"{language} {item.name}"] = steady(answer.text, rich)
    assert len(found) > 180
    return found


def steady(text: str, rich: Rich) -> str:
    """A page without what differs from one run to the next."""
    for name, check_up_id in (("owner", rich.owner.check_up_id), ("closed", rich.closed)):
        text = text.replace(check_up_id, name)
    return re.sub(r'(name="csrf_token" value=")[^"]+', r"\1token", text.replace(rich.newcomer.check_up_id, "newcomer"))


@cache
def elements(text: str) -> tuple[Element, ...]:
    """All elements of a page, which the strict parser must take as it stands."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    return tuple(element for element in tree.iter() if isinstance(element.tag, str))


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_every_page_is_sound(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        found = list(elements(text))
        ids = [identifier for element in found if (identifier := element.get("id"))]
        assert len(ids) == len(set(ids)), f"{name}: {sorted({i for i in ids if ids.count(i) > 1})}"
        for element in found:
            for attribute in ("aria-describedby", "aria-labelledby", "for"):
                for target in (element.get(attribute) or "").split():
                    assert target in ids, f"{name}: {attribute}={target} leads nowhere"
            href = element.get("href") or ""
            if href.startswith("#") and element.tag == "a":
                assert href[1:] in ids, f"{name}: {href} leads nowhere"


def test_every_page_has_its_title_language_and_landmarks(pages: dict[str, str]) -> None:
    titles: dict[str, str] = {}
    for name, text in pages.items():
        found = list(elements(text))
        by_tag = {tag: [element for element in found if element.tag == tag] for tag in ("html", "title", "h1", "main")}
        assert by_tag["html"][0].get("lang") == name[:2], name
        assert len(by_tag["h1"]) == len(by_tag["main"]) == 1, name
        title = words(next(element for element in by_tag["title"]))
        assert title.endswith(" · CIP"), name
        titles[name] = title
    with_mistakes = {name: title for name, title in titles.items() if " mistakes in " in name}
    assert len(with_mistakes) == 16
    for name, title in with_mistakes.items():
        assert title.startswith("Errore: " if name.startswith("it") else "Error: "), name


def test_no_two_pages_bear_the_same_title(pages: dict[str, str]) -> None:
    found: dict[str, str] = {}
    for name, text in pages.items():
        title = words(next(element for element in elements(text) if element.tag == "title"))
        endpoint = name.split()[1]
        if endpoint.startswith(("firm.", "public.")) and endpoint not in SAME_MATTER:
            other = found.setdefault(name[:2] + title, name)
            assert other == name, f"{other} and {name} are both called {title}"


def test_headings_go_down_one_level_at_a_time(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        levels = [int(e.tag[1]) for e in elements(text) if e.tag in ("h1", "h2", "h3", "h4", "h5", "h6")]
        body = levels[levels.index(1) :] if "mistakes" not in name else levels
        for before, after in pairwise(body):
            assert after <= before + 1, f"{name}: {levels}"


def test_every_field_has_a_label_and_every_group_a_legend(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        found = list(elements(text))
        labelled = {element.get("for") for element in found if element.tag == "label"}
        for element in found:
            if element.tag in ("input", "textarea", "select") and element.get("type") != "hidden":
                # In the cell of a table the name is said, not drawn: row and column draw it.
                assert element.get("id") in labelled or element.get("aria-label"), f"{name}: {element.attrib}"
            if element.tag == "fieldset":
                assert element[0].tag == "legend", name
                assert words(element[0]), name


def test_what_an_owner_writes_is_never_markup(pages: dict[str, str]) -> None:
    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in pages["it firm.area"]


def test_english_pages_speak_english(pages: dict[str, str]) -> None:
    italian = ("Salva e", "Non lo so", "Perché", "Riepilogo", "Punteggio", "Vedi il", "obbligh", "Misure", "Livello")
    for name, text in pages.items():
        if name.startswith("en"):
            shown = text.replace('hreflang="it">Italiano', "")
            assert not [word for word in italian if word in shown], name


def test_the_switch_leads_to_the_same_page(pages: dict[str, str]) -> None:
    for name, path in (("it firm.area", "/area/T"), ("it firm.result", "/result"), ("it firm.hub", "")):
        assert f'href="/en/check-up/owner{path}" lang="en"' in pages[name]
    assert 'href="/it/privacy" lang="it"' in pages["en public.privacy"]


@pytest.mark.parametrize(
    ("accepted", "language"), [("en-GB,en;q=0.9,it;q=0.5", "en"), ("it", "it"), ("de", "it"), ("", "it")]
)
def test_the_entrance_follows_the_browser(site: Flask, accepted: str, language: str) -> None:
    answer = site.test_client().get("/", headers={"Accept-Language": accepted})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/{language}/"
    assert "Accept-Language" in answer.headers["Vary"]


def test_a_language_that_we_do_not_speak_is_not_found(site: Flask) -> None:
    assert site.test_client().get("/de/").status_code == 404


def test_without_a_sample_firm_nothing_leads_to_one(site: Flask) -> None:
    assert "/it/sample" not in site.test_client().get("/it/").text
    assert site.test_client().get("/it/sample").status_code == 404


def test_the_sample_is_for_reading_only(pages: dict[str, str]) -> None:
    page = pages["it public.sample"]
    assert "l'impresa è inventata" in page
    assert page.count("<form") == 1, "only the start button"
    assert "/profile#" not in page
    assert "/it/sample" in pages["it public.home"]


def test_no_page_and_no_save_asks_the_database_often(site: Flask, owner: Owner) -> None:
    owner.profile()
    owner.conclude()
    token = owner.token()
    for endpoint, address in addresses(site, "GET", owner.check_up_id).items():
        with counted(site) as seen:
            owner.client.get(address)
        assert len(seen) <= MOST_QUERIES, (endpoint, seen)
    forms = {"/profile": {"workers": "8"}, "/area/T": {"T1": "1", "T2": "2", "T3": "3"}, "/result": {}}
    for path, form in forms.items():
        with counted(site) as seen:
            owner.client.post(owner.base + path, data={**form, "csrf_token": token})
        assert len(seen) <= MOST_QUERIES, (path, seen)


def test_the_sources_page_names_every_law_that_the_check_up_cites(site: Flask, pages: dict[str, str]) -> None:
    state = site.extensions[EXTENSION]
    pack = state.packs.newest_on(state.clock().date())
    cited = {
        key for group in (pack.indicators, pack.duties, pack.measures) for item in group.values() for key in item.law
    }
    page = html5lib.parse(pages["it public.sources"], namespaceHTMLElements=False)
    text = " ".join("".join(page.itertext()).split())
    missing = [key for key in cited if pack.content.law.parameters[key].label.it not in text]
    assert missing == []
