"""What sides, meetings, disputes and verdicts are called on the pages."""

from cip.agreement.committee import MeetingKind, NoteKind, Side
from cip.agreement.disputes import DisputeState, Ground, Opener, Outcome
from cip.agreement.questions import Asker
from cip.agreement.reviews import Verdict
from cip.agreement.yearly import Cell, Field
from cip.web.language import gettext as _


def side_words() -> dict[Side, str]:
    """The sides of a committee."""
    return {"employers": _("imprese"), "union": _("sindacati"), "public": _("enti pubblici")}


def party_side_words() -> dict[str, str]:
    """The sides of the parties of an agreement."""
    names: dict[str, str] = dict(side_words().items())
    return {**names, "other": _("altri")}


def meeting_words() -> dict[MeetingKind, str]:
    """The three levels of government of an agreement."""
    return {"steering": _("Cabina di regia"), "committee": _("Comitato"), "assembly": _("Assemblea annuale")}


def state_words() -> dict[DisputeState, str]:
    """Where a dispute stands."""
    return {
        "opened": _("aperta"),
        "heard": _("parti sentite"),
        "settled": _("chiusa"),
        "withdrawn": _("ritirata"),
    }


def outcome_words() -> dict[Outcome, str]:
    """How a dispute was closed."""
    return {
        "agreed": _("Le parti si sono accordate"),
        "advice": _("Il comitato ha dato un parere"),
        "no_agreement": _("Nessun accordo"),
    }


def ground_words() -> dict[Ground, str]:
    """What a dispute is about."""
    return {
        "clause_not_kept": _("Una clausola non è rispettata"),
        "attestation": _("Una attestazione non è giusta"),
        "meaning_of_text": _("Che cosa vuol dire una frase del testo"),
        "duty_of_parties": _("Un compito di chi ha firmato l'accordo"),
        "other": _("Altro"),
    }


def opener_words() -> dict[Opener, str]:
    """Who opened a dispute."""
    return {"firm": _("l'impresa"), "union": _("un sindacato"), "committee": _("il comitato")}


def asker_words() -> dict[Asker, str]:
    """Who asked a question."""
    return {
        "firm": _("un'impresa"),
        "worker": _("una persona che lavora in un'impresa"),
        "union": _("un sindacato"),
    }


def verdict_words() -> dict[Verdict, str]:
    """What a review says of a clause."""
    return {"kept": _("Resta così"), "changed": _("Cambiata dalle parti"), "to_bargain": _("Da contrattare")}


def note_words() -> dict[NoteKind, str]:
    """What is noted of an agreement."""
    return {
        "list_published": _("Elenco pubblico aggiornato"),
        "deposit_wanted": _("Si vogliono gli effetti fiscali del deposito"),
        "deposited": _("Testo depositato"),
        "plans_kept": _("Dopo la scadenza i piani in corso arrivano alla loro fine"),
        "party_asked": _("Una nuova parte chiede di entrare"),
        "monitoring_attended": _("Incontro di verifica con un'impresa"),
    }


def field_words() -> dict[Field, str]:
    """The numbers that a firm sends for a year."""
    return {
        "women": _("Donne che lavorano da voi"),
        "men": _("Uomini che lavorano da voi"),
        "hourly_leave_women": _("Donne che hanno usato il congedo parentale a ore"),
        "hourly_leave_men": _("Uomini che hanno usato il congedo parentale a ore"),
        "hourly_leave_hours": _("Ore di congedo parentale usate in tutto"),
        "flexible_time": _("Persone con orario flessibile"),
        "part_time": _("Persone passate al part-time per cura"),
        "agile_work": _("Persone che lavorano anche da casa"),
        "care_hours": _("Persone con ore per la cura di chi è anziano o malato"),
        "welfare": _("Persone che hanno usato il welfare"),
    }


def cell_words(cell: Cell | None, limit: int | None = None) -> str:
    """What a cell says."""
    if cell is None or cell.said == "unsaid":
        return _("non indicato")
    if cell.said == "count":
        return str(cell.low)
    if cell.said == "few":
        return _("meno di %(limit)s") % {"limit": (cell.high or 0) + 1}
    if cell.said == "most":
        return _("quasi tutte o tutte")
    return _("nascosto: riguarda poche persone")
