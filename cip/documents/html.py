"""Prints a report's parts as HTML: a fragment for the screen, a whole document for the maker of PDF."""

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cip.documents.answers_in_words import plain_words
from cip.documents.fonts import PAPER_FAMILY, Fonts, find_fonts
from cip.documents.measure_words import measure_lists
from cip.documents.paper import Paper, Stamp, contents_height
from cip.documents.parts import Report
from cip.documents.report import area_chart, ladder_chart
from cip.documents.translation import translations
from cip.kernel.characters import plain_text
from cip.kernel.texts import Language

TEMPLATES = Path(__file__).parent / "templates"
WIDTHS = (6, 10, 12, 13, 14, 18, 20, 22, 23, 28, 30, 36, 46, 50, 52, 54, 64, 80)


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
    made = page.render(
        report=report,
        charts=charts,
        contents=contents(report),
        lists=measure_lists(report.language),
        paper=False,
        **headings,
    )
    return plain_text(made)


def paper_of(report: Report) -> Paper:
    """The report as a whole document for the maker of PDF. Raises RefusalError where the fonts are missing."""
    fonts = find_fonts()
    return Paper(_document(report, fonts), _stamp(report), fonts)


def _document(report: Report, fonts: Fonts) -> str:
    charts = Charts(
        chart_picture(area_chart(report, width=620, family=PAPER_FAMILY), 400),
        chart_picture(ladder_chart(report, width=350, family=PAPER_FAMILY), 262),
    )
    words = environment(report.language)
    style = words.get_template("paper.css").render(fonts=fonts, widths=WIDTHS)
    return words.get_template("paper.html.j2").render(
        report=report,
        charts=charts,
        lists=measure_lists(report.language),
        style=Markup(style),  # noqa: S704 - the style sheet is ours
        paper=True,
        contents_height=contents_height(len(contents(report))),
        h1="h1",
        h2="h2",
        h3="h3",
    )


def _stamp(report: Report) -> Stamp:
    _ = translations(report.language).gettext
    identity = report.identity
    first = _("%(model)s, check-up del %(on)s, motore %(engine)s.") % {
        "model": identity.model,
        "on": identity.on,
        "engine": identity.engine,
    }
    if identity.printed_on:
        first += " " + _("Stampato il %(day)s.") % {"day": identity.printed_on}
    page = _("Pagina %(page)s di %(pages)s") % {"page": "{page}", "pages": "{pages}"}
    return Stamp((first, f"sha256 {identity.sha256}"), page, _("Indice"))


@dataclass(frozen=True, slots=True)
class Section:
    """A line of the list of contents."""

    id: str
    title: str
    level: int = 0


def contents(report: Report) -> tuple[Section, ...]:
    """The sections that a report has, in order; lists of measures stand one level below."""
    _ = translations(report.language).gettext
    sections = [Section("narrative", report.narrative.title)] if report.narrative else []
    sections += [Section("level", _("Il vostro livello")), Section("areas", _("Le aree"))]
    sections += [Section("duties", _("Obblighi di legge")), Section("measures", _("Misure"))]
    sections += [
        Section(f"measures-{name}", title, 1)
        for name, title, _lead in measure_lists(report.language)
        if report.in_list(name)
    ]
    rest = (
        (report.could_fit, "could-fit", _("Potrebbero servire: diteci di più")),
        (report.not_proposed, "not-proposed", _("Non proposte, e perché")),
        (report.unknown, "unknown", _("Domande ancora aperte")),
        (report.profile, "profile", _("Che cosa ci avete detto di voi")),
        (True, "method", _("Come si calcola il punteggio")),
        (True, "sources", _("Fonti")),
    )
    return (*sections, *(Section(identifier, title) for there, identifier, title in rest if there))


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
    made.filters["answer"] = lambda value: plain_words(value, language)
    made.filters["lower_first"] = _lower_first
    made.filters["without_stop"] = lambda text: text.removesuffix(".")
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    return made


def chart_picture(svg: str, width: float) -> Markup:
    """A chart as a picture so many points wide, its content in its address: inline drawings are dropped on paper."""
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
    height = width * float(size[2]) / float(size[1]) if size else width
    content = b64encode(svg.encode()).decode()
    return Markup('<img style="width: {:.0f}pt; height: {:.0f}pt" src="data:image/svg+xml;base64,{}" alt=""/>').format(
        width, height, content
    )


def _lower_first(text: str) -> str:
    """A name inside a sentence; abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
