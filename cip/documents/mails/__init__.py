"""Mails: what each template says in both languages, as text and as simple HTML, and the message that carries it."""

from cip.documents.mails.letters import Letter, write_letter
from cip.documents.mails.message import compose

__all__ = ["Letter", "compose", "write_letter"]
