"""In a demonstration a mail is kept for everybody to read instead of being sent."""

from cip.database.work import Work
from cip.documents.mails.letters import as_stored
from cip.documents.mails.words import Letter
from cip.documents.records import DemoMailRow
from cip.kernel.canonical import canonical_json


def keep_demo_mail(work: Work, id: str, address: str, letter: Letter) -> None:
    """Keep the mail with the id of its message; kept a second time it is the same mail."""
    if work.session.get(DemoMailRow, id) is not None:
        return
    work.session.add(
        DemoMailRow(
            id=id,
            kept_at=work.now,
            address=address,
            language=letter.language,
            letter=canonical_json(as_stored(letter)),
        )
    )
