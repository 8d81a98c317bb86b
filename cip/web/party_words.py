"""What roles, scopes, kinds of bodies and states of requests are called on the pages."""

from datetime import datetime

from flask import Flask

from cip.assessment.portfolio import PortfolioState
from cip.assessment.stored import Stage
from cip.kernel.clock import today as day_of
from cip.parties.firms import Counter
from cip.parties.help_requests import HelpState
from cip.parties.matching import EVERYWHERE, Match
from cip.parties.standing import BodyKind, MemberRole, Scope
from cip.parties.workforce import AgeBand, Contract, Sex
from cip.web.language import gettext as _
from cip.web.shown import day, option_in_words
from cip.web.state import state, today


def role_words(role: MemberRole) -> str:
    """What somebody is in a party."""
    return {
        # Who registers a firm need not be who represents it by law: that is declared when signing.
        "owner": _("gestisce lo spazio dell'impresa"),
        "collaborator": _("persona che collabora"),
        "manager": _("responsabile"),
        "staff": _("personale"),
        "admin": _("amministrazione di CIP"),
    }[role]


def scope_words(scope: Scope) -> str:
    """What a mandate lets somebody do."""
    return {
        "check_up": _("Fare con voi il check-up e il piano delle misure"),
        "survey": _("Preparare il questionario per chi lavora da voi"),
        "application": _("Preparare e inviare le domande ai bandi"),
    }[scope]


def body_kind_words(kind: BodyKind) -> str:
    """What a body is."""
    return {
        "consultancy": _("ente di consulenza"),
        "union": _("sindacato"),
        "office": _("ufficio pubblico"),
        "association": _("associazione di imprese"),
        "municipality": _("comune"),
        "provider": _("ente che offre servizi"),
        "committee": _("comitato di un accordo"),
    }[kind]


def help_words(help_state: HelpState) -> str:
    """Where a request for help stands."""
    return {
        "open": _("in attesa di risposta"),
        "accepted": _("risposta: sì. Manca la vostra conferma"),
        "refused": _("risposta: no"),
        "withdrawn": _("ritirata"),
        "confirmed": _("incarico dato"),
    }[help_state]


def sector_words(sector: str) -> str:
    """What the sector of a firm is called; `*` is every sector."""
    if sector == EVERYWHERE:
        return _("tutti i settori")
    options = state().packs.newest_on(today()).facts["sector"].options or ()
    return next((option_in_words(option) for option in options if option.id == sector), sector)


def sectors() -> list[str]:
    """The sectors that the profile asks for."""
    return [option.id for option in state().packs.newest_on(today()).facts["sector"].options or ()]


def place_words(municipality: str) -> str:
    """A municipality, or all of them."""
    return _("tutti i comuni") if municipality == EVERYWHERE else municipality


def why_words(match: Match) -> str:
    """Why a body fits a firm."""
    place = (
        _("Lavora a %(place)s, dove avete una sede.") % {"place": match.municipality}
        if match.municipality
        else _("Lavora in tutti i comuni.")
    )
    sector = _("Segue proprio il vostro settore.") if match.sector else _("Segue imprese di ogni settore.")
    return f"{place} {sector}"


def check_up_states() -> dict[PortfolioState, str]:
    """Where a check-up stands: the same words for the firm and for who accompanies it."""
    return {
        "none": _("Da iniziare"),
        "in_progress": _("In corso"),
        "concluded": _("Con risultato"),
        "under_review": _("In verifica"),
        "validated": _("Verificato"),
    }


def stage_words(stage: Stage) -> str:
    """What a check-up is in the row of a firm's check-ups, beside the short name that papers give it."""
    return {
        "T0": _("il primo (T0)"),
        "T1": _("il secondo, dopo le prime misure (T1)"),
        "T2": _("il terzo, per vedere che cosa resta (T2)"),
    }[stage]


def counter_words(counter: Counter) -> tuple[str, str, str]:
    """A way of counting people: its name, who counts, and what the number is for."""
    return {
        "under_20": (
            _("Meno di 20: per le sostituzioni"),
            _("Chi lavora part-time conta in proporzione. Non contano apprendistato e lavoro in somministrazione."),
            _("Serve per lo sgravio sui contributi di chi sostituisce chi è in congedo (D.Lgs. 151/2001 art. 4)."),
        ),
        "over_50": (
            _("Più di 50: per il rapporto su donne e uomini"),
            _("Conta chi ha un contratto di lavoro dipendente con voi."),
            _("Sopra i 50 il rapporto è obbligatorio; sotto è facoltativo (D.Lgs. 198/2006 art. 46)."),
        ),
        "awu": (
            _("Unità lavorative in un anno (ULA)"),
            _(
                "Un anno intero a tempo pieno vale 1; part-time e mesi contano a frazioni. Contano anche titolari e "
                "soci che lavorano. Non contano apprendistato, tirocini, congedi di maternità e parentali."
            ),
            _("Serve per sapere se siete micro, piccola o media impresa (Racc. 2003/361/CE, allegato, art. 5)."),
        ),
        "up_to_50": (
            _("Fino a 50: per i bandi"),
            _("Contate come dice il bando. Se non lo dice, chi ha un contratto di lavoro dipendente con voi."),
            _("Molti bandi per la conciliazione sono per imprese fino a 50 persone dipendenti."),
        ),
        "uni_band": (
            _("Fascia della certificazione di parità"),
            _("Conta tutta l'organizzazione: lo guarda chi certifica."),
            _("La prassi UNI/PdR 125 chiede cose diverse secondo la grandezza."),
        ),
    }[counter]


def sex_words(sex: Sex) -> str:
    """A column of the table of people."""
    return {"woman": _("Donne"), "man": _("Uomini"), "unsaid": _("Non indicato")}[sex]


def contract_words(contract: Contract) -> str:
    """A part of the table of people."""
    return {
        "permanent": _("Tempo indeterminato"),
        "fixed_term": _("Tempo determinato"),
        "apprentice": _("Apprendistato"),
        "other": _("Altro contratto di lavoro"),
    }[contract]


def band_words(band: AgeBand) -> str:
    """A row of the table of people."""
    return {
        "under_30": _("fino a 29 anni"),
        "from_30": _("30-44 anni"),
        "from_45": _("45-54 anni"),
        "from_55": _("55 anni e più"),
    }[band]


def on_day(moment: datetime) -> str:
    """The Italian calendar day of a moment, in words."""
    return day(day_of(moment))


def install(app: Flask) -> None:
    """These words in every template."""
    app.jinja_env.filters.update(on_day=on_day)
    app.jinja_env.globals.update(
        role_words=role_words,
        scope_words=scope_words,
        body_kind_words=body_kind_words,
        help_words=help_words,
        sector_words=sector_words,
        stage_words=stage_words,
        check_up_states=check_up_states,
        place_words=place_words,
        why_words=why_words,
        counter_words=counter_words,
        sex_words=sex_words,
        contract_words=contract_words,
        band_words=band_words,
    )
