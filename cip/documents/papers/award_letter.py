"""The decision letter of an award: how much and why, in which parts, what the firm must do, codes, how to answer.

It is made from what was kept with its protocol number, so that it reads the same for good; before that it is a draft.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cip.documents.formats import long_day
from cip.documents.sheets import Block, Heading, Items, Line, NewPage, Para, Sheet, Signatures, Table
from cip.documents.translation import translations
from cip.incentives.award_letter import AppealTerm, AwardLetter, Protocol
from cip.incentives.award_sentences import LABELS
from cip.kernel.money import euros
from cip.kernel.texts import Language

NAME = "award_letter"


def award_letter(letter: AwardLetter, protocol: Protocol | None, language: Language) -> Sheet:
    """The letter in one language; without a protocol number it says that it is a draft."""
    _ = translations(language).gettext
    mark = letter.mark.in_language(language)
    draft = _("Bozza senza numero di protocollo") if protocol is None else ""
    return Sheet(
        name=NAME,
        language=language,
        title=_("Contributo concesso"),
        kicker=" · ".join(filter(None, (letter.office, _numbered(protocol, language)))),
        blocks=tuple(_blocks(letter, protocol, language)),
        footer=(" · ".join(filter(None, (letter.office, mark, draft))), ""),
        on=(protocol.on if protocol is not None else letter.act_on).isoformat(),
        size="normal",
    )


def letters_batch(letters: Sequence[tuple[AwardLetter, Protocol | None]], title: str, language: Language) -> Sheet:
    """Several letters one after the other, each from a page of its own, to be read before they leave."""
    _ = translations(language).gettext
    blocks: list[Block] = []
    for letter, protocol in letters:
        blocks += [NewPage()] if blocks else []
        blocks.append(Heading(_("Contributo concesso: %(firm)s") % {"firm": letter.firm}))
        blocks.append(Para(Line(_numbered(protocol, language), letter.office), "small"))
        blocks += [_lower(block) for block in _blocks(letter, protocol, language)]
    office = letters[0][0].office if letters else ""
    on = max((letter.act_on for letter, _protocol in letters), default=None)
    return Sheet(
        name=NAME,
        language=language,
        title=title,
        kicker=office,
        blocks=tuple(blocks),
        footer=(office, ""),
        on=on.isoformat() if on else "",
        size="compact",
    )


def _lower(block: Block) -> Block:
    """The headings of a letter stand below that of the letter."""
    return replace(block, level=2) if isinstance(block, Heading) else block


def _numbered(protocol: Protocol | None, language: Language) -> str:
    _ = translations(language).gettext
    if protocol is None:
        return _("bozza")
    return _("protocollo %(number)s del %(day)s") % {
        "number": protocol.shown,
        "day": long_day(protocol.on, language),
    }


def _blocks(letter: AwardLetter, protocol: Protocol | None, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    if protocol is None:
        yield Para(Line(_("Bozza: la lettera non ha ancora un numero di protocollo.")), "warning")
    mark = letter.mark.in_language(language)
    if mark:
        yield Para(Line(f"{mark[:1].upper()}{mark[1:]}."), "warning")
    yield _head(letter, language)
    said = {"sum": _sum(letter.cents, language), "firm": letter.firm}
    yield Para(Line(lead=_("A %(firm)s è concesso un contributo di %(sum)s.") % said))
    act = {"number": letter.act_number, "day": long_day(letter.act_on, language)}
    yield Para(Line(_("Atto %(number)s del %(day)s.") % act, _("Lo dice:")))
    yield from _amount(letter, language)
    yield from _parts(letter, language)
    yield from _answer(letter, language)
    yield from _duties(letter, language)
    yield from _codes(letter, language)
    yield from ways_to_appeal(letter.court, letter.head, language)
    yield from _foot(letter, protocol, language)


def _head(letter: AwardLetter, language: Language) -> Block:
    _ = translations(language).gettext
    sent = {"number": letter.number, "day": long_day(letter.sent_on, language)}
    return Items(
        (
            Line(f"{letter.firm} ({letter.tax_code})", _("A:")),
            Line(letter.call, _("Bando:")),
            Line(_("numero %(number)s, arrivata il %(day)s") % sent, _("Domanda:")),
        )
    )


def _amount(letter: AwardLetter, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    yield Heading(_("Come si arriva alla somma"))
    rows = [(Line(text.in_language(language)), Line(_sum(cents, language))) for text, cents in letter.lines]
    rows.append((Line(lead=_("In tutto")), Line(lead=_sum(letter.cents, language))))
    yield Table(_("La somma riga per riga"), (_("Voce"), _("Somma")), tuple(rows), (75, 25))


def _parts(letter: AwardLetter, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    yield Heading(_("Quando viene pagata"))
    if not letter.parts:
        yield Para(Line(_("dato non noto nella fonte"), _("Parti del pagamento:")))
        return
    rows = tuple(
        (
            Line(part.label.in_language(language), note=f"{part.share:g}\u00a0%"),
            Line(part.when.in_language(language)),
            Line(_sum(part.cents, language)),
        )
        for part in letter.parts
    )
    yield Table(_("Le parti del pagamento"), (_("Parte"), _("Quando"), _("Somma")), rows, (25, 50, 25))


def _answer(letter: AwardLetter, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    yield Heading(_("Che cosa fare adesso"))
    days = _("Accettate o rinunciate entro %(days)s giorni da quando ricevete l'avviso di questa lettera.")
    yield Para(Line(days % {"days": letter.answer_days}), "callout")
    if letter.answer_proposal:
        yield Para(Line(_("Il termine è una proposta: lo fissa l'ente.")), "small")
    yield Para(Line(_("Si risponde nella pagina del contributo, nel vostro spazio.")))
    yield Para(Line(_("Senza risposta il contributo decade.")))


def _duties(letter: AwardLetter, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    if not letter.duties:
        return
    yield Heading(_("Che cosa promettete se accettate"))
    lines = []
    for duty in letter.duties:
        notes = [_("clausola %(clause)s dell'accordo") % {"clause": duty.clause}] if duty.clause else []
        notes += [_("per %(months)s mesi") % {"months": duty.months}] if duty.months else []
        lines.append(Line(duty.label.in_language(language), note=", ".join(notes)))
    yield Items(tuple(lines), ordered=True)


def _codes(letter: AwardLetter, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    if not letter.codes:
        return
    yield Heading(_("I codici"))
    rows = tuple(
        (Line(LABELS[one.kind].in_language(language)), Line(one.code), Line(long_day(one.on, language)))
        for one in letter.codes
    )
    yield Table(
        _("Codici del registro nazionale degli aiuti e CUP"), (_("Quale"), _("Codice"), _("Giorno")), rows, (40, 32, 28)
    )
    if any(one.kind == "cup" for one in letter.codes):
        yield Para(Line(_("Fate scrivere il CUP su ogni fattura: senza, la spesa può essere tagliata.")), "callout")


def ways_to_appeal(court: AppealTerm, head: AppealTerm, language: Language) -> Iterator[Block]:
    """To whom one can appeal against an act, and until when."""
    _ = translations(language).gettext
    unknown = _("dato non noto nella fonte")
    lines = []
    for term, where in (
        (court, _("Al tribunale amministrativo regionale (TAR):")),
        (head, _("Ricorso straordinario al Presidente della Repubblica:")),
    ):
        shown = _("entro %(days)s giorni") % {"days": term.days} if term.days else unknown
        lines.append(Line(shown, where, term.source))
    yield Heading(_("Come si può fare ricorso"))
    yield Items(tuple(lines))
    yield Para(Line(_("I giorni si contano da quando ricevete questo atto.")))


def _foot(letter: AwardLetter, protocol: Protocol | None, language: Language) -> Iterator[Block]:
    _ = translations(language).gettext
    if letter.law:
        yield Para(Line("; ".join(letter.law), _("Legge:")), "small")
    if letter.contact:
        yield Para(Line(letter.contact, _("A chi chiedere:")))
    yield Para(Line(long_day(protocol.on if protocol else letter.act_on, language), _("Giorno:")))
    yield Signatures((_("Per l'ufficio"),))


def _sum(cents: int, language: Language) -> str:
    return euros(cents).in_language(language)
