"""The mailbox of a demonstration: what would have been sent, readable by whoever tries it out."""

from flask import render_template

from cip.documents.reads import demo_mails
from cip.web.demo import demo
from cip.web.shown import when
from cip.web.state import now, reading


@demo.get("/mails")
def mails() -> str:
    """The newest mails, newest first, with links that lead to this very site."""
    with reading() as session:
        found = demo_mails(session)
    moment = now()
    return render_template("demo/mails.html", mails=[(mail, when(mail.kept_at, moment)) for mail in found])
