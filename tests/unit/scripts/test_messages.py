"""The check of the catalogues: one Italian text has one English text, on pages and on papers."""

from pathlib import Path

from babel.messages.catalog import Catalog

from scripts.messages import CATALOGUE, SOURCES, disagreements, read

ROOT = Path(__file__).resolve().parents[3]


def catalogue(*texts: tuple[str, str], context: str | None = None) -> Catalog:
    made = Catalog(locale="en", fuzzy=False)
    for italian, english in texts:
        made.add(italian, english, context=context)
    return made


def test_two_translations_of_one_text_are_refused() -> None:
    web, papers = catalogue(("Misure", "Measures"), ("Da", "From")), catalogue(("Da", "Since"), ("Sedi", "Places"))
    (complaint,) = disagreements({"web.po": web, "papers.po": papers})
    assert complaint.startswith("papers.po:")
    assert "'Da' is 'Since' here, 'From' in web.po" in complaint


def test_what_agrees_is_missing_or_stands_in_another_context_is_let_be() -> None:
    web = catalogue(("Misure", "Measures"), ("Da", "From"))
    assert list(disagreements({"web.po": web, "papers.po": catalogue(("Misure", "Measures"), ("Da", ""))})) == []
    assert list(disagreements({"web.po": web, "papers.po": catalogue(("Da", "Since"), context="a day")})) == []


def test_the_catalogues_of_the_project_agree() -> None:
    files = {folder: read(ROOT / folder / CATALOGUE) for folder in SOURCES}
    assert all(len(file) > 100 for file in files.values())
    assert list(disagreements(files)) == []
