"""What a person reads when an evaluation has gone on while the page stood open."""

from flask import Response

from cip.incentives.actions.judging_work import NotJudgingError, NotThatReviewMoveError
from cip.kernel.errors import RefusalError
from cip.web.errors import not_now
from cip.web.evaluator import evaluator
from cip.web.language import gettext as _


@evaluator.app_errorhandler(NotJudgingError)
def not_judging(_error: RefusalError) -> Response:
    """The call is not under evaluation: not yet, or no longer."""
    return not_now(
        409, _("Adesso non si valuta"), _("La valutazione di questo bando non è ancora iniziata, oppure è finita.")
    )


@evaluator.app_errorhandler(NotThatReviewMoveError)
def moved_on(_error: RefusalError) -> Response:
    """Somebody was faster, or the form is old."""
    return not_now(
        409,
        _("La valutazione è cambiata"),
        _("Nel frattempo qualcosa è cambiato. Tornate alle vostre domande e rileggete."),
    )
