"""What a person reads when a call has gone on, or cannot be opened, while the page stood open."""

from flask import Response

from cip.incentives.actions.move_call import NotOpenError, WrongCallStateError
from cip.kernel.errors import RefusalError
from cip.web.errors import not_now
from cip.web.language import gettext as _
from cip.web.office import office


@office.app_errorhandler(WrongCallStateError)
def moved_on(_error: RefusalError) -> Response:
    """Somebody, or the clock, was faster."""
    return not_now(
        409,
        _("Con questo bando adesso non si può"),
        _("Nel frattempo il bando è andato avanti. Tornate alla sua pagina e guardate che cosa c'è da fare."),
    )


@office.app_errorhandler(NotOpenError)
def not_open(_error: RefusalError) -> Response:
    """Before the opening, or after the closing."""
    return not_now(
        409,
        _("Il bando adesso non è aperto"),
        _("Le domande si mandano solo tra l'apertura e la chiusura, secondo l'orologio di questo sito."),
    )
