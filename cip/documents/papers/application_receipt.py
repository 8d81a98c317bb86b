"""The receipt of an application: what arrived, when, under which number, and the digest by which anybody can check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cip.documents.formats import long_day
from cip.documents.sheets import Block, Heading, Items, Line, Para, Qr, Sheet
from cip.documents.translation import translations
from cip.kernel.clock import ROME, today
from cip.kernel.money import euros
from cip.kernel.texts import Language


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """A document of what was sent: its name, how it came, and the digest of its file or of what it refers to."""

    name: str
    how: str
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt prints. `mark` says that the call is a proposal or invented; `asked` is in cents (None: what is
    computed); `address` is the public page; `withdrawn_at` is None while it counts.
    """

    language: Language
    call: str
    body: str
    mark: str
    firm: str
    tax_code: str
    number: int
    submitted_at: datetime
    digest: str
    pack_sha256: str
    asked: int | None
    computed: int | None
    documents: tuple[ReceiptDocument, ...]
    address: str
    withdrawn_at: datetime | None = None


def moment_words(moment: datetime, language: Language) -> str:
    """`21 novembre 2026, ore 11:59:59`, by the clock of Rome with its offset from UTC."""
    _ = translations(language).gettext
    at = moment.astimezone(ROME)
    offset = at.strftime("%z")
    said = {
        "day": long_day(today(moment), language),
        "hour": at.strftime("%H:%M:%S"),
        "offset": f"{offset[:3]}:{offset[3:]}",
    }
    return _("%(day)s, ore %(hour)s (ora italiana, UTC%(offset)s)") % said


def receipt_sheet(receipt: Receipt) -> Sheet:
    """The receipt as a paper of one page or two."""
    _ = translations(receipt.language).gettext
    return Sheet(
        name="application_receipt",
        language=receipt.language,
        title=_("Ricevuta della domanda"),
        kicker=receipt.firm,
        blocks=tuple(_blocks(receipt)),
        footer=(f"{receipt.call} · {receipt.mark}" if receipt.mark else receipt.call, f"sha256 {receipt.digest}"),
        on=today(receipt.submitted_at).isoformat(),
    )


def _blocks(receipt: Receipt) -> Iterator[Block]:
    _ = translations(receipt.language).gettext
    if receipt.mark:
        yield Para(Line(_("Questo bando è segnato così: %(mark)s.") % {"mark": receipt.mark}), "warning")
    if receipt.withdrawn_at is not None:
        taken_back = _("L'impresa ha ritirato questa domanda: %(moment)s.")
        yield Para(Line(taken_back % {"moment": moment_words(receipt.withdrawn_at, receipt.language)}), "warning")
    yield Para(Line(_("La domanda è arrivata. Conta il momento dell'orologio del nostro server.")), "lead")
    yield Items(tuple(_facts(receipt)))
    yield Heading(_("Che cosa è arrivato"))
    if receipt.documents:
        yield Items(tuple(Line(_said(one), f"{one.name}:") for one in receipt.documents))
    else:
        yield Para(Line(_("Nessun documento.")))
    yield Heading(_("Come si controlla"))
    yield Para(Line(receipt.digest, _("Impronta di tutta la domanda:")))
    yield Para(Line(receipt.pack_sha256, _("Impronta delle regole del bando:")), "small")
    yield Qr(
        receipt.address,
        _("Codice QR che apre la pagina di controllo"),
        Line(_("La pagina è pubblica. Dice solo che questa impronta è arrivata in questo momento.")),
    )
    yield Para(Line(receipt.address, _("Indirizzo della pagina:")), "small")


def _said(one: ReceiptDocument) -> str:
    return f"{one.how}, sha256 {one.sha256}" if one.sha256 else one.how


def _facts(receipt: Receipt) -> Iterator[Line]:
    _ = translations(receipt.language).gettext
    yield Line(receipt.call, _("Bando:"))
    yield Line(receipt.body, _("Ente:"))
    yield Line(receipt.firm, _("Impresa:"))
    yield Line(receipt.tax_code, _("Codice fiscale:"))
    yield Line(str(receipt.number), _("Numero della domanda:"))
    yield Line(moment_words(receipt.submitted_at, receipt.language), _("Arrivata:"))
    if receipt.computed is not None:
        yield Line(euros(receipt.computed).in_language(receipt.language), _("Importo calcolato:"))
    if receipt.asked is not None:
        yield Line(euros(receipt.asked).in_language(receipt.language), _("Importo chiesto:"))
