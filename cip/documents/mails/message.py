"""A letter as the message that travels (RFC 5322): the same letter, id and moment give the same bytes."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from cip.documents.html import environment
from cip.documents.mails.words import Letter
from cip.documents.translation import translations
from cip.kernel.moments import in_utc


def compose(  # one argument for each thing that a mail bears
    letter: Letter, *, id: str, to: str, sender: str, sender_name: str, base_url: str, at: datetime
) -> EmailMessage:
    """The message: `id` (of the outbox) makes its Message-ID, `at` its Date, so that a second sending is the same
    message to whoever gets it. Raises ValueError if an address or the subject would break out of its header.
    """
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{id}@{sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(in_utc(at).replace(microsecond=0))
    message["From"] = Address(sender_name or "CIP", addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = letter.subject
    message["Content-Language"] = letter.language
    # No machine should answer: neither an absent person's, nor ours to theirs (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text_of(letter, base_url), cte="quoted-printable")
    message.add_alternative(html_of(letter, base_url), subtype="html", cte="quoted-printable")
    # Else one is made up at random, and the same message would never have the same bytes.
    message.set_boundary(f"cip-{id}")
    return message


def text_of(letter: Letter, base_url: str) -> str:
    """The letter as plain text: paragraphs with an empty line between, the link on a line of its own."""
    _ = translations(letter.language).gettext
    link = f"{letter.opens}:\n{base_url}{letter.link}"
    paragraphs = (*letter.before, link, *letter.after, _signature(letter))
    return "\n\n".join(paragraphs) + "\n"


def html_of(letter: Letter, base_url: str) -> str:
    """The letter as a simple page without styles, pictures or anything loaded from elsewhere."""
    page = environment(letter.language).get_template("mail.html.j2")
    return page.render(letter=letter, address=f"{base_url}{letter.link}", signature=_signature(letter))


def _signature(letter: Letter) -> str:
    _ = translations(letter.language).gettext
    return _("CIP · Conciliazione In Pratica. Questo messaggio è automatico: non rispondete a questo indirizzo.")
