"""Prints a report's parts as HTML: a fragment for the screen, a whole document for the maker of PDF."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cip.documents.fonts import PAPER_FAMILY, Fonts
from cip.documents.parts import Report
from cip.documents.report import area_chart, ladder_chart
from cip.documents.translation import translations
from cip.kernel.texts import Language

TEMPLATES = Path(__file__).parent / "templates"
WIDTHS = (6, 10, 12, 14, 16, 18, 20, 22, 25, 30, 36, 42, 46, 51, 54, 64, 80)
_PAGE_NUMBER, _PAGE_COUNT = Markup("<pdf:pagenumber/>"), Markup("<pdf:pagecount/>")


@dataclass(frozen=True, slots=True)
class Charts:
    """The pictures of a printing, as markup."""

    areas: Markup
    levels: Markup


def render_html(report: Report, *, first_heading: int = 1) -> str:
    """The accessible report as a fragment: its title is a heading of level `first_heading` (1-3), the rest follows.

    Holds no scripts and no style attributes, so that it passes a strict content security policy. Its sections have the
    ids `level`, `areas`, `area-T`, `duties`, `measures`, `measures-now`, `sources` and so on.
    """
    if not 1 <= first_heading <= 3:
        raise ValueError("the first heading is of level 1, 2 or 3")
    headings = {f"h{index}": f"h{first_heading + index}" for index in range(4)}
    charts = Charts(
        Markup(area_chart(report, identifier="report-areas")),  # noqa: S704 - charts escape their texts
        Markup(ladder_chart(report, identifier="report-levels")),  # noqa: S704
    )
    page = environment(report.language).get_template("page.html.j2")
    return page.render(report=report, charts=charts, contents=contents(report), paper=False, **headings)


def render_paper(report: Report, fonts: Fonts) -> str:
    """The whole document that the maker of PDF reads."""
    charts = Charts(
        _picture(area_chart(report, width=490, family=PAPER_FAMILY)),
        _picture(ladder_chart(report, width=265, family=PAPER_FAMILY)),
    )
    words = environment(report.language)
    style = words.get_template("paper.css").render(fonts=fonts, widths=WIDTHS)
    return words.get_template("paper.html.j2").render(
        report=report,
        charts=charts,
        style=Markup(style),  # noqa: S704 - the style sheet is ours
        paper=True,
        pagenumber=_PAGE_NUMBER,
        pagecount=_PAGE_COUNT,
        h1="h1",
        h2="h2",
        h3="h3",
    )


def contents(report: Report) -> tuple[tuple[str, str], ...]:
    """The sections that a report has, as pairs of id and title."""
    _ = translations(report.language).gettext
    sections = (
        ("level", _("Il vostro livello"), True),
        ("areas", _("Le aree"), True),
        ("duties", _("Obblighi di legge"), True),
        ("measures", _("Misure"), True),
        ("could-fit", _("Potrebbero servire: diteci di più"), bool(report.could_fit)),
        ("not-proposed", _("Non proposte, e perché"), bool(report.not_proposed)),
        ("unknown", _("Domande ancora aperte"), bool(report.unknown)),
        ("profile", _("Che cosa ci avete detto di voi"), bool(report.profile)),
        ("method", _("Come si calcola il punteggio"), True),
        ("sources", _("Fonti"), True),
    )
    return tuple((identifier, title) for identifier, title, there in sections if there)


@cache
def environment(language: Language) -> Environment:
    """The templates with the words of one language; everything is escaped, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return made


def _picture(svg: str) -> Markup:
    """A chart as a picture whose address holds its content: inline drawings are dropped by the maker of PDF."""
    return Markup('<img src="data:image/svg+xml;base64,{}" alt=""/>').format(b64encode(svg.encode()).decode())
