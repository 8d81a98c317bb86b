"""Mails: what each template says in both languages, as text and as simple HTML, and the message that carries it."""

from cip.documents.mails.letters import write_letter
from cip.documents.mails.message import compose
from cip.documents.mails.words import Letter

__all__ = ["Letter", "compose", "write_letter"]
