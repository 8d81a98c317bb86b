"""The words of each mail. Short, without names of people; every link opens a page on which a button does the thing, as
programs that scan mail follow links too.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from cip.documents.mails.application_letters import APPLICATION_LETTERS
from cip.documents.mails.award_answers import ANSWER_LETTERS
from cip.documents.mails.award_followed import FOLLOWED_LETTERS
from cip.documents.mails.check_letters import CHECK_LETTERS
from cip.documents.mails.evaluation_letters import EVALUATION_LETTERS
from cip.documents.mails.joining_letters import JOINING_LETTERS
from cip.documents.mails.ranking_letters import RANKING_LETTERS
from cip.documents.mails.union_letters import UNION_LETTERS
from cip.documents.mails.words import Letter, Words
from cip.documents.translation import translations
from cip.kernel.mails import MailOrder


def as_stored(letter: Letter) -> dict[str, object]:
    """A letter as JSON values; `read_letter` reads them."""
    return {**asdict(letter), "before": list(letter.before), "after": list(letter.after)}


def read_letter(stored: Mapping[str, Any]) -> Letter:
    """The letter that `as_stored` wrote."""
    return Letter(**{**stored, "before": tuple(stored["before"]), "after": tuple(stored["after"])})


def write_letter(order: MailOrder) -> Letter:
    """The mail that an order asks for, in its language."""
    return _LETTERS[order.template](Words(order.language, order.values))


def _for_minutes(words: Words) -> str:
    ngettext = translations(words.language).ngettext
    count = words.number("minutes")
    if count % 60 == 0:
        count //= 60
        said = ngettext("Vale per %(count)s ora e una volta sola.", "Vale per %(count)s ore e una volta sola.", count)
    else:
        said = ngettext(
            "Vale per %(count)s minuto e una volta sola.", "Vale per %(count)s minuti e una volta sola.", count
        )
    return said % {"count": count}


def _not_you(words: Words) -> str:
    _ = translations(words.language).gettext
    return _("Se non l'avete chiesto voi, non fate nulla: senza il pulsante non succede niente.")


def _sign_in_link(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Il vostro accesso a CIP"),
        (_("Avete chiesto di entrare in CIP. Aprite il collegamento e premete il pulsante."),),
        _("Aprite la pagina di accesso"),
        (_for_minutes(words), _not_you(words)),
    )


def _set_password(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Scegliete la password di CIP"),
        (_("Aprite il collegamento e scegliete la vostra password."),),
        _("Scegliete la password"),
        (_for_minutes(words), _not_you(words)),
    )


def _confirm_email(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Confermate il vostro indirizzo"),
        (_("Questo indirizzo è stato indicato per un accesso a CIP. Per confermarlo, aprite e premete il pulsante."),),
        _("Confermate l'indirizzo"),
        (_for_minutes(words), _not_you(words)),
    )


def _security_notice(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Il vostro accesso a CIP è cambiato"),
        (
            words.say(_changed()[words.text("what")]),
            _("È successo il %(day)s.") % {"day": words.day("on")},
            _("Se siete stati voi, non serve altro."),
        ),
        _("Controllate il vostro accesso"),
        (_("Se non siete stati voi, cambiate subito la password e chiudete gli altri accessi."),),
    )


def _changed() -> dict[str, str]:
    # Named here in Italian, so that the catalogue finds them; said in the language of the mail.
    _ = str
    return {
        "password": _("La password del vostro accesso è stata cambiata."),
        "second_factor": _("La verifica in due passaggi del vostro accesso è stata cambiata."),
        "recovery_codes": _("I codici di riserva del vostro accesso sono stati rifatti o usati."),
        "email": _("L'indirizzo di posta del vostro accesso è stato cambiato."),
        "role": _("Ciò che potete fare con il vostro accesso è stato cambiato."),
        "signed_out": _("Tutti gli accessi aperti a vostro nome sono stati chiusi."),
    }


def _invitation(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Un invito a lavorare insieme in CIP"),
        (
            _("Vi invitano in CIP per %(party)s.") % {"party": words.text("party")},
            _("CIP aiuta le piccole imprese a far stare insieme lavoro e vita privata."),
        ),
        _("Guardate l'invito"),
        (
            _("L'invito vale fino al %(day)s.") % {"day": words.day("until")},
            _("Se non ve lo aspettavate, non fate nulla: senza il pulsante non entrate da nessuna parte."),
        ),
    )


def _mandate_given(words: Words) -> Letter:
    _ = translations(words.language).gettext
    parties = {"firm": words.text("firm"), "body": words.text("body")}
    if words.has("to_day"):
        lasts = _("L'incarico vale dal %(first)s al %(last)s.") % {
            "first": words.day("from_day"),
            "last": words.day("to_day"),
        }
    else:
        lasts = _("L'incarico vale dal %(first)s, finché non viene tolto.") % {"first": words.day("from_day")}
    return words.letter(
        _("Un nuovo incarico in CIP"),
        (_("%(firm)s ha dato un incarico a %(body)s.") % parties, lasts),
        _("Guardate l'incarico"),
        (_("L'impresa può toglierlo in ogni momento."),),
    )


def _mandate_revoked(words: Words) -> Letter:
    _ = translations(words.language).gettext
    parties = {"firm": words.text("firm"), "body": words.text("body"), "day": words.day("on")}
    return words.letter(
        _("Un incarico in CIP è finito"),
        (
            _("L'incarico di %(firm)s a %(body)s è finito il %(day)s.") % parties,
            _("Se ne serve uno nuovo, può darlo solo l'impresa."),
        ),
        _("Guardate gli incarichi"),
    )


def _help_request(words: Words) -> Letter:
    _ = translations(words.language).gettext
    where = {"firm": words.text("firm"), "place": words.text("place")}
    return words.letter(
        _("Un'impresa chiede aiuto"),
        (_("%(firm)s (%(place)s) chiede di essere seguita nel check-up.") % where,),
        _("Guardate la richiesta"),
        (_("Vedrete le risposte dell'impresa solo dopo che vi ha dato l'incarico."),),
    )


def _numbers_link(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Servono alcuni numeri per un check-up"),
        (
            _("%(firm)s vi chiede di scrivere alcuni numeri del suo check-up.") % {"firm": words.text("firm")},
            _("Vedete solo le domande sui numeri. Non serve registrarsi."),
        ),
        _("Scrivete i numeri"),
        (_("Il collegamento vale fino al %(day)s. Non passatelo ad altri.") % {"day": words.day("until")},),
    )


def _follow_up_due(words: Words) -> Letter:
    _ = translations(words.language).gettext
    ngettext = translations(words.language).ngettext
    months = words.number("months")
    passed = ngettext(
        "È passato %(count)s mese dall'inizio di alcune misure del piano di %(firm)s.",
        "Sono passati %(count)s mesi dall'inizio di alcune misure del piano di %(firm)s.",
        months,
    ) % {"count": months, "firm": words.text("firm")}
    return words.letter(
        _("È ora di guardare come va il piano"),
        (passed, _("Bastano pochi minuti: per ogni misura dite se è in uso, finita o lasciata.")),
        _("Aprite il piano"),
    )


def _plan_to_sign(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Il piano è pronto da firmare"),
        (
            _("Il piano di conciliazione di %(firm)s è pronto.") % {"firm": words.text("firm")},
            _("Leggetelo, poi firmatelo nella pagina oppure su carta."),
        ),
        _("Leggete il piano"),
    )


def _survey_closed(words: Words) -> Letter:
    _ = translations(words.language).gettext
    closed = {"firm": words.text("firm"), "day": words.day("on")}
    return words.letter(
        _("Il questionario per chi lavora da voi è chiuso"),
        (
            _("Il questionario di %(firm)s si è chiuso il %(day)s.") % closed,
            _("Le risposte restano anonime: vedete solo ciò che non fa riconoscere nessuno."),
        ),
        _("Guardate i risultati"),
    )


def _check_up_validated(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "body": words.text("body"), "day": words.day("on")}
    return words.letter(
        _("Il vostro check-up è verificato"),
        (
            _("%(body)s ha verificato il check-up di %(firm)s il %(day)s.") % said,
            _("Nella pagina leggete che cosa ha guardato. Le vostre risposte restano come le avete date."),
        ),
        _("Leggete la verifica"),
        (_("Se qualcosa non torna, potete riaprire il check-up."),),
    )


def _numbers_changed(words: Words) -> Letter:
    _ = translations(words.language).gettext
    said = {"firm": words.text("firm"), "day": words.day("on")}
    return words.letter(
        _("Alcuni numeri del check-up sono cambiati"),
        (
            _("Il %(day)s chi ha il vostro collegamento ha cambiato dei numeri nel check-up di %(firm)s.") % said,
            _("Dove c'era già una risposta, ora vale quella nuova. Quella di prima si legge ancora."),
        ),
        _("Guardate che cosa è cambiato"),
        (_("Se non va bene, correggete il numero, oppure togliete il collegamento dal check-up."),),
    )


def _about(words: Words) -> str:
    _ = translations(words.language).gettext
    if not words.has("clause"):
        return _("Riguarda il testo dell'accordo.")
    return _("Riguarda la clausola %(clause)s.") % {"clause": words.text("clause")}


def _dispute_opened(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Una controversia davanti al comitato"),
        (
            _("Il %(day)s è stata aperta una controversia davanti al comitato dell'accordo.")
            % {"day": words.day("on")},
            _about(words),
        ),
        _("Aprite la controversia"),
        (_("Il giudice e l'ispettorato del lavoro restano sempre aperti."),),
    )


def _dispute_settled(words: Words) -> Letter:
    _ = translations(words.language).gettext
    return words.letter(
        _("Il comitato ha chiuso una controversia"),
        (_("Il comitato ha chiuso la controversia il %(day)s.") % {"day": words.day("on")}, _about(words)),
        _("Leggete come si è chiusa"),
        (_("Il giudice e l'ispettorato del lavoro restano sempre aperti."),),
    )


def _committee_due(words: Words) -> Letter:
    _ = translations(words.language).gettext
    ngettext = translations(words.language).ngettext
    count = words.number("count")
    waits = ngettext(
        "C'è %(count)s cosa da fare per il comitato di %(agreement)s.",
        "Ci sono %(count)s cose da fare per il comitato di %(agreement)s.",
        count,
    ) % {"count": count, "agreement": words.text("agreement")}
    first = _("Il primo termine è il %(day)s.") % {"day": words.day("on")}
    return words.letter(_("Il comitato ha dei termini vicini"), (waits, first), _("Aprite la pagina del comitato"))


_LETTERS: Mapping[str, Callable[[Words], Letter]] = MappingProxyType(
    {
        "sign_in_link": _sign_in_link,
        "set_password": _set_password,
        "confirm_email": _confirm_email,
        "security_notice": _security_notice,
        "invitation": _invitation,
        "mandate_given": _mandate_given,
        "mandate_revoked": _mandate_revoked,
        "help_request": _help_request,
        "numbers_link": _numbers_link,
        "follow_up_due": _follow_up_due,
        "plan_to_sign": _plan_to_sign,
        "survey_closed": _survey_closed,
        "check_up_validated": _check_up_validated,
        "numbers_changed": _numbers_changed,
        "dispute_opened": _dispute_opened,
        "dispute_settled": _dispute_settled,
        "committee_due": _committee_due,
        **APPLICATION_LETTERS,
        **UNION_LETTERS,
        **RANKING_LETTERS,
        **JOINING_LETTERS,
        **ANSWER_LETTERS,
        **CHECK_LETTERS,
        **FOLLOWED_LETTERS,
        **EVALUATION_LETTERS,
    }
)
TEMPLATES = frozenset(_LETTERS)
