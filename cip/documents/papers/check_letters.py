"""The letters of the formal check: what is asked to complete, a refusal that is announced, a refusal with its appeals.

Each names the call, the application by its number and digest, the days and the law with its source; a number that the
call does not cite is said to be unknown, never filled in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cip.documents.formats import long_day
from cip.documents.sheets import Block, Heading, Items, Line, Para, Sheet, Signatures, Table
from cip.documents.translation import translations
from cip.incentives.clarifying import Clarification
from cip.incentives.dossier import Decision, Ground, Notice
from cip.incentives.legal_clock import Terms
from cip.kernel.texts import Language
from cip.rulebook.shapes.call import Call


@dataclass(frozen=True, slots=True)
class CheckLetter:
    """What every letter says: who writes to whom about which application, under which law."""

    language: Language
    office: str
    title: str
    call: Call
    firm: str
    tax_code: str
    number: int
    digest: str
    sent_on: date
    terms: Terms
    contact: str = ""

    def day(self, day: date) -> str:
        """`21 novembre 2026`."""
        return long_day(day, self.language)

    def name_of(self, kind: str, id: str) -> str:
        """What a fact or a document is called in the call."""
        found = self.call.facts if kind == "fact" else self.call.documents
        return next((one.label.in_language(self.language) for one in found if one.id == id), id)


def request_letter(letter: CheckLetter, asked: Clarification) -> Sheet:
    """The request to complete an application: what, why, until when."""
    _ = translations(letter.language).gettext
    items = tuple(Line(item.note, f"{letter.name_of(item.kind, item.id)}:") for item in asked.items)
    blocks: tuple[Block, ...] = (
        *_head(letter),
        Para(Line(_("Per andare avanti serve completare la domanda.")), "lead"),
        Para(Line(asked.reason, _("Perché:"))),
        Heading(_("Che cosa è chiesto")),
        Items(items),
        Para(Line(letter.day(asked.due_on), _("Ultimo giorno per rispondere, compreso:")), "callout"),
        Para(Line(_("Si completa solo ciò che è scritto qui. Il resto della domanda resta com'è stato inviato."))),
        Para(Line(_("Si risponde nella pagina della domanda, con il pulsante della richiesta."))),
        Para(Line(_("Fino alla risposta, o alla fine del termine, il tempo del procedimento è sospeso."))),
        *_law(letter, ("missing_documents",)),
        *_foot(letter, asked.asked_on),
    )
    return _sheet(letter, "check_request", _("Richiesta di completare la domanda"), blocks, asked.asked_on)


def notice_letter(letter: CheckLetter, notice: Notice) -> Sheet:
    """The refusal that is announced: the reasons, and until when the firm may answer."""
    _ = translations(letter.language).gettext
    blocks: tuple[Block, ...] = (
        *_head(letter),
        Para(
            Line(_("La domanda oggi non può essere accolta. Prima di decidere aspettiamo la vostra risposta.")), "lead"
        ),
        Heading(_("I motivi")),
        _reasons(letter, notice.grounds),
        Para(Line(letter.day(notice.due_on), _("Ultimo giorno per le vostre osservazioni, compreso:")), "callout"),
        Para(
            Line(
                _("Potete scrivere le vostre osservazioni nella pagina della domanda. A ciascuna daremo una risposta.")
            )
        ),
        Para(Line(_restart(letter))),
        *_law(letter, ("rejection_notice_days", "rejection_notice_suspends")),
        *_foot(letter, notice.noticed_on),
    )
    return _sheet(
        letter, "check_notice", _("Comunicazione dei motivi che ostano alla domanda"), blocks, notice.noticed_on
    )


def refusal_letter(
    letter: CheckLetter, decision: Decision, remarks: Sequence[str] = (), *, why_no_notice: bool = False
) -> Sheet:
    """The refusal: facts, reasons, the answer to each remark, and how to appeal."""
    _ = translations(letter.language).gettext
    blocks: list[Block] = [
        *_head(letter),
        Para(Line(_("La domanda non è ammessa.")), "lead"),
        Heading(_("I motivi")),
        _reasons(letter, decision.grounds),
    ]
    if remarks:
        blocks += [Heading(_("Le vostre osservazioni e le nostre risposte")), *_answers(letter, remarks, decision)]
    if decision.note:
        blocks.append(Para(Line(decision.note)))
    if why_no_notice:
        blocks.append(Para(Line(_("La procedura è una graduatoria: la legge non chiede un preavviso di rigetto."))))
    blocks += [*_appeal(letter), *_law(letter, ("reasons_duty", "rejection_notice_scope")), *_foot(letter, decision.on)]
    return _sheet(letter, "check_refusal", _("Domanda non ammessa"), tuple(blocks), decision.on, decision.digest)


def _sheet(letter: CheckLetter, name: str, title: str, blocks: tuple[Block, ...], on: date, digest: str = "") -> Sheet:
    mark = letter.call.about.mark.in_language(letter.language)
    foot = f"{letter.office} · {mark}" if mark else letter.office
    return Sheet(
        name=name,
        language=letter.language,
        title=title,
        kicker=letter.office,
        blocks=blocks,
        footer=(foot, f"sha256 {digest}" if digest else ""),
        on=on.isoformat(),
        size="normal",
    )


def _head(letter: CheckLetter) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    mark = letter.call.about.mark.in_language(letter.language)
    if mark:
        yield Para(Line(f"{mark[:1].upper()}{mark[1:]}."), "warning")
    yield Items(
        (
            Line(f"{letter.firm} ({letter.tax_code})", _("A:")),
            Line(letter.title, _("Bando:")),
            Line(
                _("numero %(number)s, arrivata il %(day)s")
                % {"number": letter.number, "day": letter.day(letter.sent_on)},
                _("Domanda:"),
                _("impronta %(digest)s") % {"digest": letter.digest[:12]},
            ),
        )
    )


def _reasons(letter: CheckLetter, grounds: Sequence[Ground]) -> Items:
    _ = translations(letter.language).gettext
    return Items(
        tuple(
            Line(
                ground.said,
                f"{ground.label.in_language(letter.language)}:",
                _("Fonte: %(source)s") % {"source": ground.source} if ground.source else "",
            )
            for ground in grounds
        ),
        ordered=True,
    )


def _answers(letter: CheckLetter, remarks: Sequence[str], decision: Decision) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    rows = tuple((Line(remark), Line(answer)) for remark, answer in zip(remarks, decision.answers, strict=False))
    yield Table(_("Osservazioni e risposte"), (_("Osservazione"), _("Risposta")), rows, (50, 50))


def _restart(letter: CheckLetter) -> str:
    _ = translations(letter.language).gettext
    if letter.terms.notice_suspends is False:
        return _("Con questa comunicazione il tempo del procedimento si interrompe e poi riparte da capo.")
    return _("Con questa comunicazione il tempo del procedimento è sospeso.")


def _appeal(letter: CheckLetter) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    unknown = _("dato non noto nella fonte")
    days = {"court": letter.terms.appeal_days, "head": letter.terms.extraordinary_days}
    shown = {key: _("entro %(days)s giorni") % {"days": value} if value else unknown for key, value in days.items()}
    yield Heading(_("Come si può fare ricorso"))
    yield Items(
        (
            Line(
                shown["court"], _("Al tribunale amministrativo regionale (TAR):"), letter.terms.source("appeal_terms")
            ),
            Line(
                shown["head"],
                _("Ricorso straordinario al Presidente della Repubblica:"),
                letter.terms.source("appeal_terms_extraordinary"),
            ),
        )
    )
    yield Para(Line(_("I giorni si contano da quando ricevete questo atto.")))


def _law(letter: CheckLetter, keys: Sequence[str]) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    found = [letter.terms.source(key) for key in keys]
    said = "; ".join(dict.fromkeys(source for source in found if source))
    if said:
        yield Para(Line(said, _("Legge:")), "small")


def _foot(letter: CheckLetter, on: date) -> Iterator[Block]:
    _ = translations(letter.language).gettext
    if letter.contact:
        yield Para(Line(letter.contact, _("A chi chiedere:")))
    yield Para(Line(letter.day(on), _("Giorno:")))
    yield Signatures((_("Per l'ufficio"),))
