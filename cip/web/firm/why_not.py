"""Every measure that is not in the three lists, with the reason; searched by name, code or reason."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cip.documents.parts import Report
from cip.web.firm import firm
from cip.web.firm.result import stored_outcome
from cip.web.firm.visit import open_visit
from cip.web.firm.words import page_words
from cip.web.language import gettext as _
from cip.web.searching import LONGEST_SEARCH, matches


@dataclass(frozen=True)
class Row:
    """A measure with the sentence that says why it is not in a list."""

    code: str
    name: str
    because: str


@firm.get("/<check_up_id>/why-not")
def why_not(check_up_id: str) -> str | Response:
    """The measures by kind of reason, or those in which the words of `?q=` occur; the hub while there is no result."""
    visit = open_visit(check_up_id, "read", with_result=True)
    outcome = stored_outcome(visit)
    if outcome is None:
        return redirect(url_for("firm.hub", check_up_id=check_up_id))
    wanted = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    groups = [
        (name, title, text, [row for row in rows if matches(wanted, (row.code, row.name, row.because))])
        for name, title, text, rows in _groups(outcome.report)
    ]
    shown = [group for group in groups if group[3]]
    count = sum(len(group[3]) for group in shown)
    return render_template(
        "firm/why_not.html", visit=visit, groups=shown, count=count, wanted=wanted, **page_words(visit)
    )


def _groups(report: Report) -> list[tuple[str, str, str, list[Row]]]:
    used = {item.code for item in report.in_use}
    later = [Row(item.code, item.name, item.why) for item in report.in_list("later")]
    could = [Row(item.code, item.name, " ".join(item.because)) for item in report.could_fit]
    refused = [Row(item.code, item.name, " ".join(item.because)) for item in report.not_proposed]
    return [
        ("later", _("Più avanti"), _("Fanno per voi: vengono dopo le altre."), later),
        ("could", _("Manca una risposta"), _("Potrebbero servire: appena rispondete lo sappiamo."), could),
        ("no", _("Non fanno per voi"), _("Il motivo è accanto a ognuna."), [r for r in refused if r.code not in used]),
        ("used", _("Le usate già"), _("Contano tra le misure in uso."), [r for r in refused if r.code in used]),
    ]
