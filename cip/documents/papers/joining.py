"""The papers of a joining: the form that is signed, the letter to the committee (A-05), the notice to who works
there (A-06), the letter that leaves. Each bears the mark of an invented or proposed agreement on every page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cip.agreement.joining import JoiningForm
from cip.documents.agreement_rights import Rights
from cip.documents.formats import long_day
from cip.documents.joining_words import matter_words, route_words
from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Qr, Sheet, Signatures, Together
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.agreements import row_of
from cip.rulebook.shapes.agreement import Agreement


@dataclass(frozen=True, slots=True)
class JoiningPaper:
    """What the papers print: the agreement, the form with its digest, where its code leads, the signature and the
    number once they are there. `contact` is whom people ask; empty: room to write it.
    """

    language: Language
    on: date
    agreement: Agreement
    form: JoiningForm
    sha256: str
    address: str
    joined_on: date | None = None
    signed_name: str = ""
    signed_in_system: bool = False
    protocol_number: str = ""
    leaves_on: date | None = None
    contact: str = ""

    def say(self, text: str) -> str:
        """A fixed word of the papers, already asked for with `gettext`."""
        return translations(self.language).gettext(text)

    def day(self, day: date) -> str:
        """`21 novembre 2026`."""
        return long_day(day, self.language)

    @property
    def name(self) -> str:
        """The agreement's name."""
        return self.agreement.name.in_language(self.language)

    @property
    def mark(self) -> str:
        """What must be said on every page: that it is a proposal, or invented; empty for a real text."""
        return self.agreement.mark.in_language(self.language) if self.agreement.mark else ""


def joining_form_sheet(paper: JoiningPaper) -> Sheet:
    """The form: who joins what, by which route, with which declarations; to sign."""
    _ = translations(paper.language).gettext
    return _sheet(
        paper,
        "joining_form",
        _("Adesione all'accordo territoriale"),
        (*_head(paper), *_said(paper), *_promises(paper), *_signing(paper)),
        f"sha256 {paper.sha256}",
    )


def committee_letter_sheet(paper: JoiningPaper) -> Sheet:
    """The letter by which the committee gets its copy of the joining."""
    _ = translations(paper.language).gettext
    words = _("Vi comunichiamo che abbiamo aderito a: %(name)s. La copia del modulo è allegata.") % {"name": paper.name}
    facts = _facts(paper)
    blocks: tuple[Block, ...] = (
        *_mark(paper),
        Para(Line(_("Al comitato dell'accordo e alle parti che lo hanno firmato")), "lead"),
        Para(Line(_("chiedetelo al comitato"), _("Indirizzo:"))),
        Para(Line(words)),
        Items(facts),
        Para(Line(_("Si manda per posta certificata. La ricevuta è la prova."))),
        Fill(_("Luogo e data")),
        Signatures((_("Per l'impresa, chi la rappresenta per legge"),)),
        _code(paper),
    )
    return _sheet(paper, "committee_letter", _("Comunicazione dell'adesione"), blocks, f"sha256 {paper.sha256}")


def workers_notice_sheet(paper: JoiningPaper) -> Sheet:
    """The notice to the people who work there: that the firm joined, what it means, whom to ask. To read standing."""
    _ = translations(paper.language).gettext
    joined = paper.day(paper.joined_on) if paper.joined_on else ""
    blocks: tuple[Block, ...] = (
        *_mark(paper),
        Para(Line(_("La nostra impresa ha aderito a: %(name)s.") % {"name": paper.name}), "lead"),
        Items((Line(joined, _("Dal:")), *_end(paper))),
        Heading(_("Che cosa cambia per voi")),
        Items(tuple(_rights(paper))),
        Heading(_("A chi chiedere")),
        Fill(_("In impresa"), paper.contact),
        Fill(_("Al sindacato")),
        Para(Line(_("Per chiedere non serve dire il motivo."))),
        Fill(_("Affisso o consegnato il")),
    )
    return _sheet(paper, "workers_notice", _("Abbiamo aderito a un accordo"), blocks, "", size="board")


def leaving_letter_sheet(paper: JoiningPaper) -> Sheet:
    """The letter by which a firm leaves, with its last day and what goes on until its end."""
    _ = translations(paper.language).gettext
    last = paper.day(paper.leaves_on) if paper.leaves_on else ""
    words = _("Vi comunichiamo che lasciamo: %(name)s. L'ultimo giorno in cui ci vincola è scritto sotto.")
    kept = _("I piani e le richieste di congedo già in corso si tengono fino alla loro fine.")
    blocks: tuple[Block, ...] = (
        *_mark(paper),
        Para(Line(_("Al comitato dell'accordo e alle parti che lo hanno firmato")), "lead"),
        Para(Line(words % {"name": paper.name})),
        Items((*_facts(paper), Line(last, _("Ultimo giorno:")))),
        Para(Line(kept)),
        Fill(_("Luogo e data")),
        Signatures((_("Per l'impresa, chi la rappresenta per legge"),)),
    )
    return _sheet(paper, "leaving_letter", _("Recesso dall'accordo territoriale"), blocks, "")


def _sheet(
    paper: JoiningPaper, name: str, title: str, blocks: tuple[Block, ...], below: str, *, size: str = "normal"
) -> Sheet:
    foot = f"{paper.name} · {paper.mark}" if paper.mark else paper.name
    return Sheet(
        name=name,
        language=paper.language,
        title=title,
        kicker=paper.form.firm,
        blocks=blocks,
        footer=(foot, below),
        on=paper.on.isoformat(),
        size="board" if size == "board" else "normal",
    )


def _mark(paper: JoiningPaper) -> Iterator[Block]:
    if paper.mark:
        yield Para(Line(f"{paper.mark[:1].upper()}{paper.mark[1:]}."), "warning")


def _head(paper: JoiningPaper) -> Iterator[Block]:
    yield from _mark(paper)
    yield Para(Line(paper.name), "lead")
    yield Para(Line(paper.agreement.note.in_language(paper.language)), "small")


def _facts(paper: JoiningPaper) -> tuple[Line, ...]:
    _ = translations(paper.language).gettext
    form = paper.form
    found = [Line(form.firm, _("Impresa:")), Line(form.tax_code, _("Codice fiscale:")), Line(form.seat, _("Sede:"))]
    if paper.joined_on:
        found.append(Line(paper.day(paper.joined_on), _("Adesione dal:")))
    if paper.protocol_number:
        found.append(Line(paper.protocol_number, _("Protocollo:")))
    return tuple(found)


def _said(paper: JoiningPaper) -> Iterator[Block]:
    _ = translations(paper.language).gettext
    form = paper.form
    yield Heading(_("1. Chi aderisce"))
    yield Items(_facts(paper))
    yield Heading(_("2. Che cosa dichiara"))
    route = route_words(paper.language)[form.route]
    lines = [Line(route, _("Via di adesione:"))]
    if form.reference:
        lines.append(Line(form.reference, _("Numero o codice della prova:")))
    if form.ccnl_code:
        lines.append(Line(form.ccnl_code, _("Contratto nazionale applicato (codice CNEL):")))
    if form.size_counted is not None:
        lines.append(Line(str(form.size_counted), _("Persone che lavorano nell'impresa:")))
    if form.other_text:
        matters = matter_words(paper.language)
        said = ", ".join(matters[one] for one in form.other_text_matters)
        lines.append(Line(said, _("Altro accordo di secondo livello, su:")))
        if form.other_text_on:
            lines.append(Line(paper.day(form.other_text_on), _("in vigore dal:")))
    else:
        lines.append(Line(_("nessuno"), _("Altri accordi di secondo livello:")))
    yield Items(tuple(lines))


def _promises(paper: JoiningPaper) -> Iterator[Block]:
    _ = translations(paper.language).gettext
    yield Heading(_("3. A che cosa si impegna"))
    clauses = len(paper.agreement.obligations)
    lines = [Line(_("Applica l'accordo: %(count)s clausole.") % {"count": clauses})]
    committee, workers = _term(paper, "notify_committee_days"), _term(paper, "inform_workers_days")
    if committee is not None:
        lines.append(Line(_("Manda copia dell'adesione al comitato entro %(days)s giorni.") % {"days": committee}))
    if workers is not None:
        told = _("Informa per iscritto chi lavora nell'impresa entro %(days)s giorni.")
        lines.append(Line(told % {"days": workers}))
    months = _term(paper, "leaving_notice_months")
    if months is not None:
        lines.append(Line(_("Se lascia l'accordo, avvisa %(months)s mesi prima.") % {"months": months}))
    lines.append(Line(_("Le condizioni migliori della legge e dei contratti restano.")))
    lines.append(Line(_("Il nome dell'impresa sta nell'elenco pubblico, salvo opposizione motivata.")))
    yield Items(tuple(lines))


def _signing(paper: JoiningPaper) -> Iterator[Block]:
    _ = translations(paper.language).gettext
    given: tuple[Items, ...] = ()
    if paper.signed_in_system and paper.joined_on:
        signed = _("Firmato nel sistema da %(name)s:") % {"name": paper.signed_name}
        given = (Items((Line(paper.day(paper.joined_on), signed),)),)
    yield Together(
        (
            Heading(_("Firma")),
            *given,
            Fill(_("Luogo e data")),
            Signatures((_("Per l'impresa, chi la rappresenta per legge"),)),
            _code(paper),
        )
    )


def _code(paper: JoiningPaper) -> Qr:
    _ = translations(paper.language).gettext
    told = _("Il codice apre una pagina: dice se questo modulo è conservato qui, e di quale giorno è.")
    short = _("Modulo %(number)s del %(day)s, impronta %(short)s.") % {
        "number": paper.form.version,
        "day": paper.day(paper.form.fixed_on),
        "short": paper.sha256[:12],
    }
    return Qr(paper.address, _("Codice QR che apre la pagina di controllo"), Line(told, short))


def _end(paper: JoiningPaper) -> Iterator[Line]:
    _ = translations(paper.language).gettext
    if isinstance(paper.agreement.expires_on, date):
        yield Line(paper.day(paper.agreement.expires_on), _("L'accordo dura fino al:"))


def _rights(paper: JoiningPaper) -> Iterator[Line]:
    """What the text itself gives to who works there, in one line each; only what is known."""
    _ = translations(paper.language).gettext
    yield from (Line(said) for said in Rights(paper.agreement, paper.on, paper.language).all())
    yield Line(_("Le condizioni migliori della legge e dei contratti restano."))


def _term(paper: JoiningPaper, param: str) -> object:
    row = row_of(paper.agreement.params.get(param), paper.form.fixed_on)
    return row.value if row is not None and row.kind == "known" else None
