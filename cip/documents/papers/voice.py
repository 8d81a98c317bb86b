"""The papers of the workers' survey: the sheet of one-time codes to cut, and the answers for the notice board."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cip.documents.formats import long_day
from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Qr, Sheet, Together
from cip.documents.translation import translations
from cip.kernel.texts import Language


@dataclass(frozen=True, slots=True)
class CodesPaper:
    """The codes in groups, the address where they are used, the last day."""

    language: Language
    on: date
    address: str
    closes_on: date
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticePaper:
    """What may be told: how many answered (None: nothing of the firm), the needs with their numbers in words, and until
    when the firm answers.
    """

    language: Language
    on: date
    answers: int | None
    needs: tuple[tuple[str, str], ...]
    answer_by: date


def codes_sheet(paper: CodesPaper) -> Sheet:
    """One slip a person, to cut and to take by hand from a box."""
    _ = translations(paper.language).gettext
    slips = tuple(
        Together(
            (
                Para(Line(code), "big"),
                Para(Line(paper.address, _("Aprite:")), "small"),
                Para(Line(long_day(paper.closes_on, paper.language), _("Fino al:")), "small"),
            ),
            card=True,
        )
        for code in paper.codes
    )
    cut = _("Tagliate i biglietti, piegateli e metteteli in una scatola. Ognuno ne prende uno a caso.")
    point = _("Con il telefono si apre il questionario. Poi si scrive il codice.")
    head: tuple[Block, ...] = (
        Para(Line(cut), "lead"),
        Para(Line(_("Non segnate mai chi ha preso quale codice. I codici non presi si buttano."))),
        Qr(
            paper.address,
            _("Il questionario"),
            Line(point),
        ),
    )
    return Sheet(
        name="survey_codes",
        language=paper.language,
        title=_("I codici del questionario"),
        kicker=_("Per chi lavora qui"),
        blocks=(*head, *slips),
        footer=(_("Ogni codice vale una volta. Nessuno sa chi lo ha usato."), ""),
        on=paper.on.isoformat(),
    )


def notice_sheet(paper: NoticePaper) -> Sheet:
    """What people said and, beside it, room for what the firm answers."""
    _ = translations(paper.language).gettext
    return Sheet(
        name="survey_notice",
        language=paper.language,
        title=_("Che cosa avete detto, che cosa rispondiamo"),
        kicker=_("Per chi lavora qui"),
        blocks=tuple(_notice(paper)),
        footer=(_("Il questionario è anonimo. I numeri piccoli non si dicono."), ""),
        on=paper.on.isoformat(),
        size="board",
    )


def _notice(paper: NoticePaper) -> Iterator[Block]:
    _ = translations(paper.language).gettext
    if paper.answers is None:
        hidden = _("Grazie a chi ha risposto. Per proteggere tutti, i numeri della nostra impresa non si mostrano.")
        yield Para(Line(hidden))
    else:
        yield Para(Line(str(paper.answers), _("Risposte arrivate:")), "lead")
        yield Heading(_("Che cosa pesa di più"))
        if paper.needs:
            yield Items(tuple(Line(said, f"{words}:") for words, said in paper.needs))
        else:
            yield Para(Line(_("Nessuna esigenza ha numeri che si possono dire.")))
    yield Heading(_("Che cosa rispondiamo"))
    yield Para(Line(long_day(paper.answer_by, paper.language), _("Rispondiamo entro il:")))
    yield Fill(_("Che cosa faremo, e da quando"), lines=4)
    yield Fill(_("Che cosa non possiamo fare, e perché"), lines=3)
    yield Heading(_("I nostri cinque numeri"))
    yield Fill(_("Giorni di assenza a persona nell'ultimo anno"))
    yield Fill(_("Persone che hanno lasciato l'impresa"))
    yield Fill(_("Persone rientrate dopo un congedo"))
    yield Fill(_("Persone che usano almeno una misura"))
    yield Fill(_("Misure in uso"))
    yield Fill(_("A chi chiedere"))
