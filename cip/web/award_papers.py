"""The letters about an award and the files behind its report, to keep: the same for the firm and for its office."""

from flask import Response

from cip.documents.papers.recovery_letters import LETTERS, RecoveryLetter
from cip.files.reads import find_file
from cip.incentives.expenses import ExpenseReport
from cip.web.errors import not_now
from cip.web.handing_in import handed_out
from cip.web.language import gettext as _
from cip.web.printed import pdf_or_sorry
from cip.web.state import reading


def award_letter(found: RecoveryLetter, award_paper: str, page: str) -> Response:
    """A letter as PDF, or a page that says that there is none."""
    sheet = LETTERS[award_paper](found)
    if sheet is None:
        return not_now(409, _("Questo documento non c'è"), _("In questo caso non serve una lettera."), page)
    return pdf_or_sorry(sheet, f"{sheet.name}.pdf", page)


def proof_at(found: ExpenseReport | None, place: int, page: str) -> Response:
    """The file at a place among all files of a report, or a page that says that there is none."""
    held = [proof.file_id for line in (found.lines if found else ()) for proof in line.proofs]
    with reading() as session:
        file = find_file(session, held[place - 1]) if 1 <= place <= len(held) else None
    if file is None or file.state == "erased":
        return not_now(409, _("Questo file non c'è"), _("Nessuno l'ha caricato, oppure è stato tolto."), page)
    return handed_out(file, page)
