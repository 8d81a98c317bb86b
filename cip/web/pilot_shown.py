"""The file of a pilot firm in words; the pages of every role draw it from here, each with what it was given."""

from collections.abc import Mapping

from flask import Response, render_template

from cip.incentives.pilot_file import PilotFile, Viewer, sees
from cip.web.award_words import award_chip, award_words, part_look, part_words
from cip.web.language import gettext as _
from cip.web.party_words import stage_words


def pilot_page(file: PilotFile, viewer: Viewer, visit: object, frame: str, **more: object) -> Response:
    """The page of a file in the frame of a role's area."""
    page = render_template(
        "pilot_file.html",
        file=file,
        viewer=viewer,
        visit=visit,
        frame=frame,
        sees=lambda section: sees(viewer, section),
        state_words=award_words,
        chip=award_chip,
        stage_words=stage_words,
        day_words=_day_words(),
        verdicts=_verdicts(),
        part_words=part_words,
        part_look=part_look,
        done="",
        **more,
    )
    return Response(page, mimetype="text/html")


def _day_words() -> Mapping[str, str]:
    return {
        "answer": _("ultimo giorno per accettare il contributo"),
        "plan": _("finisce una misura del Piano"),
        "agreement": _("l'impresa esce dall'accordo"),
        "attestation": _("scade una dichiarazione del sindacato"),
        "meeting": _("incontro di verifica"),
        "keep": _("fino a qui va tenuta una misura"),
    }


def _verdicts() -> Mapping[str, str]:
    return {"attests": _("conferma"), "disputes": _("contesta"), "asks": _("chiede una prova per")}
