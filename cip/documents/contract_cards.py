"""A national contract in short: what a source says of it, and what nobody of us has read."""

from dataclasses import dataclass

from cip.agreement.wording import CONFIDENCE
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import CardFact, ContractCard


@dataclass(frozen=True, slots=True)
class CardRow:
    """One topic: what the contract says of it and where that is written; `source` is empty where nobody knows."""

    topic: str
    text: str
    source: str
    known: bool


@dataclass(frozen=True, slots=True)
class CardPart:
    """A card: `code` is CNEL's."""

    id: str
    code: str
    name: str
    for_whom: str
    rows: tuple[CardRow, ...]

    @property
    def known(self) -> tuple[CardRow, ...]:
        """What a source says."""
        return tuple(row for row in self.rows if row.known)

    @property
    def unknown(self) -> tuple[CardRow, ...]:
        """What nobody of us has read."""
        return tuple(row for row in self.rows if not row.known)


def card_of(book: AgreementBook, code: object, language: Language) -> CardPart | None:
    """The card of a contract by its CNEL code; None where there is no card."""
    found = next((card for card in book.cards if code is not None and card.code == code), None)
    return None if found is None else card_part(found, language)


def card_part(card: ContractCard, language: Language) -> CardPart:
    """A card in words."""
    rows = tuple(_row(fact, language) for fact in card.facts)
    return CardPart(
        card.id, card.code or "", card.name.in_language(language), card.for_whom.in_language(language), rows
    )


def _row(fact: CardFact, language: Language) -> CardRow:
    # What was read is a page about the contract, seldom the contract.
    public = translations(language).gettext("pagina pubblica")
    said = CONFIDENCE[fact.confidence].in_language(language) if fact.confidence else ""
    sure = public if fact.confidence == "published" else said
    source = f"{fact.source} ({sure})" if fact.source else ""
    topic = topic_words(language)[fact.topic]
    return CardRow(topic, fact.text.in_language(language), source, fact.status == "known")


def topic_words(language: Language) -> dict[str, str]:
    """What cards speak of."""
    _ = translations(language).gettext
    return {
        "weekly_hours": _("Ore della settimana"),
        "hourly_leave": _("Congedo parentale a ore"),
        "part_time": _("Part-time"),
        "hours_bank": _("Banca ore"),
        "welfare": _("Welfare"),
        "bilateral_body": _("Ente bilaterale"),
        "expiry": _("Scadenza"),
    }
