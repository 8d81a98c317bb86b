"""The form with which two or more firms start together: who they are, what they share, who leads, the first day."""

from collections.abc import Iterator

from cip.documents.papers.basis import Basis
from cip.documents.sheets import Block, Fill, Heading, Line, Para, Sheet, Signatures, Table, Ticks, Together
from cip.documents.translation import translations

NAME = "joint_start"
FIRMS = 4
"""Rows for firms: the smallest networks have two or three; more firms copy the page."""


def joint_start(basis: Basis) -> Sheet:
    """The form; nothing of a firm stands in it but the pooled measures that it chose, which are ticked."""
    _ = translations(basis.language).gettext
    title = _("Partire insieme")
    return Sheet(
        name=NAME,
        language=basis.language,
        title=title,
        kicker=_("Per due o più imprese") + " · " + basis.kicker,
        blocks=(
            *_firms(basis),
            *_needs(basis),
            *_measures(basis),
            *_pact(basis),
        ),
        footer=basis.footer(title),
        on=basis.on.isoformat(),
    )


def _firms(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Para(
        Line(
            _("Insieme si dividono lavoro e spesa. Ogni impresa fa il proprio check-up: qui va solo ciò che è comune.")
        )
    )
    yield Para(Line(_("Bastano due imprese. Il foglio si compila a mano e non ci arriva.")), "callout")
    yield Heading(_("1. Le imprese"), id="firms")
    yield Table(
        _("Le imprese che partono insieme"),
        (_("Impresa"), _("Comune"), _("Addetti"), _("Chi se ne occupa")),
        (),
        (36, 22, 12, 30),
        blank=FIRMS,
    )
    yield Fill(_("Chi guida il gruppo"))
    yield Fill(_("Chi lo aiuta (associazione, IRENE, sindacato)"))


def _needs(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("2. I bisogni comuni"), id="needs")
    yield Para(Line(_("Segnate quante imprese hanno sentito il bisogno. Mai quante persone, mai chi.")))
    yield Table(
        _("Bisogni, e in quante imprese"),
        (_("Bisogno"), _("In quante imprese")),
        tuple((Line(basis.say(need.label), "", need.id), Line()) for need in basis.pack.needs.values()),
        (74, 26),
    )


def _measures(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    pooled = [item for item in basis.pack.measures.values() if item.together]
    chosen = {item.code for item in basis.plan.promised}
    yield Together(
        (
            Heading(_("3. Le misure da fare in rete"), id="measures"),
            Para(Line(_("Segnate al massimo due misure per cominciare."))),
            Ticks(
                tuple(Line(basis.say(item.what), f"{basis.say(item.name)}.", item.id) for item in pooled),
                frozenset(index for index, item in enumerate(pooled) if item.id in chosen),
            ),
        )
    )


def _pact(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Heading(_("4. Come ci mettiamo d'accordo"), id="pact")
    yield Fill(_("Come si dividono le spese"))
    yield Fill(_("Chi firma la convenzione"))
    yield Fill(_("Che cosa succede se un'impresa esce"))
    yield Table(
        _("I primi passi"),
        (_("Che cosa"), _("Chi"), _("Entro il")),
        (
            (Line(_("Primo incontro")), Line(), Line()),
            (Line(_("Ogni impresa finisce il proprio check-up")), Line(), Line()),
            (Line(_("Si scelgono le misure comuni")), Line(), Line()),
            (Line(_("Si chiede un'offerta ai servizi della zona")), Line(), Line()),
            (Line(_("Si guarda com'è andata, dopo sei mesi")), Line(), Line()),
        ),
        (54, 26, 20),
    )
    labels = tuple(_("Impresa %(number)s") % {"number": number} for number in range(1, FIRMS + 1))
    yield Together((Heading(_("Firme"), id="signatures"), Fill(_("Luogo e data")), Signatures(labels)))
