"""The request for leave by the hour, to print and sign: only what clause B-08 asks for. No reasons, no health."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cip.agreement.leave.minutes import in_words
from cip.agreement.leave.summary import Span, Summary
from cip.documents.formats import long_day, short_day
from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Sheet, Signatures, Table, Ticks, Together
from cip.documents.translation import translations
from cip.kernel.texts import Language

NAME = "hourly_request"
_BLANK_DAYS = 5


@dataclass(frozen=True)
class HoursAsked:
    """What is filled in already: the rules that hold and, where they were said, the day, the minutes, and the day of
    the request.
    """

    summary: Summary
    language: Language
    on: date
    day: date | None = None
    minutes: int | None = None
    requested_on: date | None = None

    def span(self, span: Span) -> str:
        """`5 giorni di calendario`."""
        return f"{span.days} {span.unit.in_language(self.language)}"


def hourly_request(asked: HoursAsked) -> Sheet:
    """The form, with what is known of the rules and of the request."""
    _ = translations(asked.language).gettext
    title = _("Richiesta di congedo parentale a ore")
    return Sheet(
        name=NAME,
        language=asked.language,
        title=title,
        kicker=_("Da chi chiede all'impresa"),
        blocks=(*_who(asked), *_when(asked), *_rules(asked), *_signatures(asked), *_reply(asked)),
        footer=(
            f"CIP, {title}, {long_day(asked.on, asked.language)}.",
            _("È un modello: prima di usarlo fatelo controllare a chi vi segue."),
        ),
        on=asked.on.isoformat(),
        size="compact",
        most_pages=2,
    )


def _who(asked: HoursAsked) -> Iterator[Block]:
    _ = translations(asked.language).gettext
    yield Para(
        Line(
            _("Non si scrivono motivi e non si scrive nulla sulla salute: l'impresa non li chiede."),
            _("Solo ciò che serve."),
        ),
        "callout",
    )
    yield Fill(_("All'impresa"))
    yield Fill(_("Chi chiede"))


def _when(asked: HoursAsked) -> Iterator[Block]:
    _ = translations(asked.language).gettext
    yield Heading(_("1. Che cosa chiedo"), id="what")
    first = short_day(asked.day, asked.language) if asked.day else ""
    yield Fill(_("Periodo, dal – al"), first)
    yield Fill(_("Giornate di congedo a cui corrispondono le ore"))
    length = in_words(asked.minutes) if asked.minutes else ""
    rows = ((Line(first), Line(length), Line()),) if first else ()
    yield Table(
        _("I giorni"),
        (_("Giorno"), _("Quante ore"), _("In quale parte della giornata (dalle – alle)")),
        rows,
        (30, 24, 46),
        blank=_BLANK_DAYS - len(rows),
    )
    yield Ticks((Line(_("allego copia della domanda all'INPS")),))


def _rules(asked: HoursAsked) -> Iterator[Block]:
    _ = translations(asked.language).gettext
    summary = asked.summary
    unit = summary.unit or (_("nessun minimo") if summary.no_least else _("da leggere nel testo"))
    name = summary.holds.name.in_language(asked.language)
    mark = summary.named.mark.in_language(asked.language) if summary.named.mark else ""
    lines = [
        Line(f"{name} ({mark})" if mark and summary.holds is summary.named else name, _("Testo che vale:")),
        Line(unit, _("Solo questa misura:") if summary.only else _("Almeno:")),
    ]
    if summary.step:
        lines.append(Line(summary.step, _("Poi a scatti di:")))
    if summary.notice:
        lines.append(Line(asked.span(summary.notice), _("Preavviso:")))
    if summary.urgent:
        lines.append(Line(asked.span(summary.urgent), _("Se prima era impossibile:")))
    if summary.whole_days:
        lines.append(Line(_("le ore del mese fanno giornate intere"), _("Nel mese:")))
    yield Together((Heading(_("2. Le regole che valgono"), id="rules"), Items(tuple(lines))))


def _signatures(asked: HoursAsked) -> Iterator[Block]:
    _ = translations(asked.language).gettext
    day = short_day(asked.requested_on, asked.language) if asked.requested_on else ""
    yield Together((Fill(_("Luogo e data"), day), Signatures((_("Chi chiede"),))))


def _reply(asked: HoursAsked) -> Iterator[Block]:
    _ = translations(asked.language).gettext
    summary = asked.summary
    blocks: list[Heading | Para | Ticks | Fill | Signatures] = [Heading(_("3. Risposta dell'impresa"), id="reply")]
    if summary.reply:
        by = _("L'impresa risponde entro %(days)s dalla richiesta.") % {"days": asked.span(summary.reply)}
        silence = _("Se non risponde, la richiesta è accettata.") if summary.silence_is_yes else ""
        blocks.append(Para(Line(f"{by} {silence}".strip())))
    blocks += [
        Ticks(
            (
                Line(_("ricevuta il ……………………")),
                Line(_("va bene così")),
                Line(_("da accordo tra noi, un altro orario: ……………………")),
            )
        ),
        Signatures((_("Per l'impresa"),)),
    ]
    yield Together(tuple(blocks))
