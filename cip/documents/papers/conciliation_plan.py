"""The conciliation plan to sign: one version, with its number, its digest and the code that ties paper and record.

Everybody who works there may read it: no level and no score stands on it, and no name but those under the lines.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cip.assessment.plan import PlannedMeasure
from cip.assessment.plan_versions import PlanSignature, PlanVersion
from cip.documents.catalogue import clauses_of_measure
from cip.documents.papers.basis import Basis, law_items, state_words
from cip.documents.plan_words import way_words
from cip.documents.sheets import (
    Block,
    Fill,
    Heading,
    Items,
    Line,
    Para,
    Qr,
    Sheet,
    Signatures,
    Table,
    Ticks,
    Together,
)
from cip.documents.translation import translations
from cip.kernel.money import euros

NAME = "conciliation_plan"
MOST_SIGNERS = 4


@dataclass(frozen=True, slots=True)
class SignedPlan:
    """What the sheet prints beside its plan: the version, where its code leads, the signatures given in the system, and
    the firm's name and tax code, empty while the check-up is of none.
    """

    version: PlanVersion
    address: str
    signatures: tuple[PlanSignature, ...] = ()
    firm: str = ""
    tax_code: str = ""


def conciliation_plan(basis: Basis, signed: SignedPlan) -> Sheet:
    """The sheet of one version; `basis` holds its plan, its pack and the day on which it was agreed."""
    _ = translations(basis.language).gettext
    title = _("Piano di conciliazione")
    number = _("versione %(number)s") % {"number": signed.version.number}
    return Sheet(
        name=NAME,
        language=basis.language,
        title=title,
        kicker=f"{number} · {basis.kicker}",
        blocks=(
            *_opening(basis, signed),
            *_measures(basis),
            *_heard(basis, signed.version),
            *_checks(basis),
            *_law(basis),
            *_signing(basis, signed),
        ),
        footer=(
            _("%(title)s, %(number)s, %(day)s.") % {"title": title, "number": number, "day": basis.day(basis.on)},
            f"sha256 {signed.version.sha256}",
        ),
        on=basis.on.isoformat(),
    )


def _opening(basis: Basis, signed: SignedPlan) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    if basis.proposal:
        yield Para(Line(_("Il modello da cui vengono le misure è una proposta: può ancora cambiare.")), "small")
    yield Fill(_("Impresa"), signed.firm)
    if signed.tax_code:
        yield Fill(_("Codice fiscale"), signed.tax_code)
    yield Items(
        (
            Line(basis.day(signed.version.on_day), _("Concordato il:")),
            Line(str(len(basis.plan.promised)), _("Misure:")),
            Line(euros(basis.plan.cost).in_language(basis.language), _("Spesa prevista in tutto:")),
            Line(_clauses_in_all(basis), _("Clausole di accordi:")),
        )
    )


def _clauses_in_all(basis: Basis) -> str:
    """Which clauses the plan serves; a plan of older rules knew of no agreement."""
    _ = translations(basis.language).gettext
    if basis.pack.content.agreements is None:
        return _("queste regole non contengono accordi, quindi non citiamo clausole.")
    found = {
        clause.id
        for item in basis.plan.promised
        for clause in clauses_of_measure(basis.pack, item.code, basis.language)
    }
    return ", ".join(sorted(found)) or _("nessuna misura del piano ne riguarda una.")


def _measures(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("1. Le misure"), id="measures")
    yield Table(
        _("Misure, con chi le segue, quando e con quale spesa"),
        (_("Misura"), _("Chi la segue"), _("Dal"), _("Al"), _("Spesa")),
        tuple(
            (
                Line(basis.measure(item.code), "", item.code),
                Line(item.owner),
                Line(basis.short(item.start)),
                Line(basis.short(item.end)),
                Line(euros(item.cost or 0).in_language(basis.language)),
            )
            for item in basis.plan.promised
        ),
        (38, 24, 13, 13, 12),
    )
    for item in basis.plan.promised:
        yield Together(tuple(_card(basis, item)), card=True)
    yield from _left(basis)


def _card(basis: Basis, item: PlannedMeasure) -> Iterator[Heading | Para]:
    _ = translations(basis.language).gettext
    declared = basis.pack.measures.get(item.code)
    yield Heading(f"{item.code} {basis.measure(item.code)}", 2)
    yield Para(Line(state_words(basis.language)[item.state], _("A che punto è:")))
    if item.note:
        yield Para(Line(item.note, _("La nostra regola:")))
    if declared is None:
        return
    indicators = (basis.pack.indicators[raised.indicator] for raised in declared.raises)
    moved = "; ".join(f"{found.id} {basis.say(found.name)}" for found in indicators)
    yield Para(Line(moved, _("Che cosa dovrebbe migliorare:")))
    yield Para(Line(item.evidence or basis.say(declared.proof), _("La prova:")))
    served = clauses_of_measure(basis.pack, item.code, basis.language)
    if served:
        yield Para(Line("; ".join(f"{clause.id} {clause.name}" for clause in served), _("Clausole di accordi:")))


def _left(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    left = [item for item in basis.plan.measures if item.state in ("done", "dropped")]
    if not left:
        return
    states = state_words(basis.language)
    yield Heading(_("Misure concluse o lasciate"), 2)
    yield Items(
        tuple(Line(item.reason, f"{item.code} {basis.measure(item.code)}, {states[item.state]}.") for item in left)
    )


def _heard(basis: Basis, version: PlanVersion) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    heard, ways = version.heard, way_words(basis.language)
    yield Together(
        (
            Heading(_("2. L'ascolto di chi lavora qui"), id="heard"),
            Ticks(
                tuple(Line(words) for words in ways.values()),
                frozenset(index for index, way in enumerate(ways) if way in heard.ways),
            ),
            Items(
                (
                    Line(basis.day(heard.on) if heard.on else "", _("Quando:")),
                    Line(heard.said, _("Che cosa è emerso:")),
                )
            ),
        )
    )


def _checks(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    if not basis.follow_up_months:
        return
    yield Heading(_("3. Come guardiamo se funziona"), id="checks")
    yield Para(
        Line(
            _("Dopo %(months)s mesi guardiamo ogni misura. Contiamo gli usi, mai le persone per nome.")
            % {"months": basis.months_in_words}
        )
    )
    yield Items(
        tuple(
            Line(
                "; ".join(basis.day(look.due) for look in item.follow_ups if look.due),
                f"{item.code} {basis.measure(item.code)}:",
            )
            for item in basis.plan.promised
        )
    )


def _law(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    declared = (basis.pack.measures.get(item.code) for item in basis.plan.promised)
    items = law_items(basis, [key for measure in declared if measure for key in measure.law])
    if items.lines:
        yield Heading(_("4. Che cosa dice la legge"), id="law")
        yield Para(Line(_("Il piano può dare di più, mai di meno.")))
        yield items


def _signing(basis: Basis, signed: SignedPlan) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    version = signed.version
    signers = (_("Per l'impresa, chi la rappresenta per legge"), *version.heard.signers[:MOST_SIGNERS])
    if not version.heard.signers:
        signers = (*signers, _("Per chi lavora qui, o per il sindacato (se c'è)"))
    given = tuple(
        Line(basis.day(item.day), _("Firmato nel sistema da %(name)s:") % {"name": item.name})
        for item in signed.signatures
        if item.kind == "in_system"
    )
    yield Together(
        (
            Heading(_("Firme"), id="signatures"),
            *((Items(given),) if given else ()),
            Fill(_("Luogo e data")),
            Signatures(signers),
            Qr(
                signed.address,
                _("Codice QR che apre la pagina di controllo"),
                Line(
                    _("Il codice apre una pagina: dice se questo foglio è una versione del piano, e di quale giorno."),
                    _("Versione %(number)s, impronta %(short)s.") % {"number": version.number, "short": version.short},
                ),
            ),
        )
    )
