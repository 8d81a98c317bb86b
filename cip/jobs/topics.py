"""Who handles which topic: one row each.

A topic either *sends*, outside of any transaction, after which the message is marked: a crash in between sends it
again. Or it *turns into* other messages, in one commit with its own mark: a crash leaves nothing half done.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cip.database.outbox import TOPICS, Message
from cip.database.work import Work
from cip.documents.mails import compose, write_letter
from cip.jobs.follow_ups import turn_follow_up
from cip.jobs.posting import Parcel, Post
from cip.kernel.mails import WrongValuesError, read_order


@dataclass(frozen=True, slots=True)
class Office:
    """What handlers need: the post, and the public address of the site."""

    post: Post
    base_url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """How one topic is handled: exactly one of the two is there."""

    send: Callable[[Message], None] | None = None
    turn: Callable[[Work, Message], object] | None = None


def topics_of(office: Office) -> Mapping[str, Topic]:
    """The handler of each topic of the outbox."""
    table = {
        "mail": Topic(send=lambda message: _send_mail(office, message)),
        "follow_up": Topic(turn=lambda work, message: turn_follow_up(work, message.id, read_payload(message))),
    }
    if set(table) != set(TOPICS):
        raise LookupError("a topic of the outbox has no handler")
    return table


def read_payload(message: Message) -> dict[str, Any]:
    """What a message holds. Raises WrongValuesError if it is no JSON object."""
    try:
        payload = json.loads(message.payload)
    except ValueError:
        payload = None
    if not isinstance(payload, dict):
        raise WrongValuesError("a message holds an object")
    return payload


def _send_mail(office: Office, message: Message) -> None:
    # Checked again: it may have been put by an older version, with other templates.
    order = read_order(read_payload(message))
    letter = write_letter(order)
    composed = compose(
        letter,
        id=message.id,
        to=order.to,
        sender=office.post.sender,
        sender_name=office.post.sender_name,
        base_url=office.base_url,
        at=message.due_at,
    )
    office.post.send(Parcel(message.id, order.to, letter, composed))
