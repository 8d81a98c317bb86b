"""Words for the states of awards and appeals, as firms and offices read them."""

from cip.incentives.appeal_states import AppealState
from cip.incentives.appeals import AppealWay
from cip.incentives.award_states import AwardState
from cip.incentives.bank_accounts import OutsideSepaError, WrongIbanError
from cip.incentives.payments import PartState
from cip.web.language import gettext as _


def award_words(state: AwardState) -> str:
    """How far an award is, for the firm."""
    return {
        "reserved": _("in graduatoria, da decidere"),
        "prepared": _("decisione in preparazione"),
        "approved": _("concesso, la lettera è in arrivo"),
        "notified": _("aspetta la vostra risposta"),
        "accepted": _("accettato"),
        "closed": _("concluso"),
        "released": _("non più in graduatoria"),
        "lapsed": _("termine scaduto"),
        "waived": _("rinunciato"),
        "revoked": _("revocato"),
    }[state]


def award_chip(state: AwardState) -> str:
    """The look of the chip of a state."""
    if state in ("accepted", "closed"):
        return "cip-chip-done"
    return "cip-chip-no" if state in ("released", "lapsed", "waived", "revoked") else "cip-chip-open"


def appeal_words(state: AppealState) -> str:
    """How far an appeal is."""
    return {
        "filed": _("presentato"),
        "admitted": _("in esame"),
        "accepted": _("accolto"),
        "partly": _("accolto in parte"),
        "rejected": _("respinto"),
        "withdrawn": _("ritirato"),
    }[state]


def way_words(way: AppealWay) -> str:
    """What kind of appeal it is."""
    return {
        "review": _("Chiedete all'ufficio di rivedere la decisione"),
        "court": _("Avete fatto ricorso al TAR"),
        "head": _("Avete fatto ricorso straordinario al Presidente della Repubblica"),
    }[way]


def way_name(way: AppealWay) -> str:
    """The same as a name."""
    return {
        "review": _("richiesta di riesame"),
        "court": _("ricorso al TAR"),
        "head": _("ricorso straordinario"),
    }[way]


def way_title(way: AppealWay) -> str:
    """The same at the beginning of a line: names of courts keep their letters."""
    name = way_name(way)
    return name[0].upper() + name[1:]


def part_words(state: PartState) -> str:
    """How a part of an award stands, for the firm."""
    return {
        "paid": _("pagata"),
        "on_its_way": _("in pagamento"),
        "payable": _("si può pagare"),
        "held": _("ferma per ora"),
        "waiting": _("in attesa"),
        "nothing": _("nulla da pagare"),
    }[state]


def part_look(state: PartState) -> str:
    """The look of the chip of a part."""
    if state == "paid":
        return "cip-chip-done"
    return "cip-chip-no" if state in ("held", "nothing") else "cip-chip-open"


def wrong_iban(error: WrongIbanError) -> str:
    """Why an IBAN is not taken."""
    if isinstance(error, OutsideSepaError):
        return _("Questo IBAN è fuori dall'area SEPA. L'ufficio paga solo con bonifici SEPA: scrivetene un altro.")
    return _("Questo IBAN non torna: controllatelo cifra per cifra.")
