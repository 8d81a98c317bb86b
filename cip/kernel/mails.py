"""What may be mailed: the templates with the values each needs. The contract between who puts a mail into the outbox
and who writes and sends it, so that both refuse the same mistakes and neither imports the other.

A value is a short text or a whole number. `link` is a path of this site (`/it/...`): the public address is put before
it when the mail is sent, so that nobody's request can choose the host. Days are ISO days.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cip.kernel.days import parse_day
from cip.kernel.texts import LANGUAGES, Language

Value = str | int

LONGEST_VALUE = 2_000
LONGEST_ADDRESS = 254

TEMPLATES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sign_in_link": frozenset({"link", "minutes"}),
        "set_password": frozenset({"link", "minutes"}),
        "confirm_email": frozenset({"link", "minutes"}),
        "security_notice": frozenset({"what", "on", "link"}),
        "invitation": frozenset({"party", "link", "until"}),
        "mandate_given": frozenset({"firm", "body", "from_day", "to_day", "link"}),
        "mandate_revoked": frozenset({"firm", "body", "on", "link"}),
        "help_request": frozenset({"firm", "place", "link"}),
        "numbers_link": frozenset({"firm", "link", "until"}),
        "follow_up_due": frozenset({"firm", "months", "link"}),
        "plan_to_sign": frozenset({"firm", "link"}),
        "survey_closed": frozenset({"firm", "on", "link"}),
        "check_up_validated": frozenset({"firm", "body", "on", "link"}),
        "numbers_changed": frozenset({"firm", "on", "link"}),
        "dispute_opened": frozenset({"clause", "on", "link"}),
        "dispute_settled": frozenset({"clause", "on", "link"}),
        "committee_due": frozenset({"agreement", "count", "on", "link"}),
        "clause_disputed": frozenset({"firm", "body", "clause", "on", "link"}),
        "clause_asked": frozenset({"firm", "body", "clause", "until", "link"}),
        "statement_withdrawn": frozenset({"firm", "body", "clause", "on", "link"}),
        "clause_answered": frozenset({"firm", "clause", "on", "link"}),
        "visit_planned": frozenset({"firm", "body", "on", "link"}),
        "duty_due": frozenset({"firm", "agreement", "clause", "until", "link"}),
        "duty_late": frozenset({"firm", "agreement", "clause", "until", "link"}),
        "application_received": frozenset({"firm", "call", "number", "on", "at", "digest", "link"}),
        "ranking_published": frozenset({"firm", "body", "call", "link"}),
        "award_letter": frozenset({"firm", "body", "call", "link"}),
        "agreement_ends": frozenset({"firm", "agreement", "until", "link"}),
        "files_given": frozenset({"call", "count", "link"}),
        "files_waiting": frozenset({"call", "count", "link"}),
        "scores_far_apart": frozenset({"call", "file", "link"}),
        "award_followed": frozenset({"firm", "call", "link"}),
        "award_due": frozenset({"firm", "call", "until", "link"}),
        "award_term": frozenset({"firm", "call", "until", "link"}),
        "register_due": frozenset({"call", "count", "until", "link"}),
        "appeal_decided": frozenset({"firm", "call", "link"}),
        "clarification_asked": frozenset({"firm", "call", "until", "link"}),
        "clarification_due": frozenset({"firm", "call", "until", "link"}),
        "refusal_announced": frozenset({"firm", "call", "until", "link"}),
        "refusal_announced_due": frozenset({"firm", "call", "until", "link"}),
        "application_admitted": frozenset({"firm", "call", "on", "link"}),
        "application_refused": frozenset({"firm", "call", "on", "link"}),
    }
)
# What a security notice may be about.
CHANGES = ("password", "second_factor", "recovery_codes", "email", "role", "signed_out")

_DAYS = frozenset({"on", "until", "from_day", "to_day"})
_NUMBERS = frozenset({"minutes", "months", "count"})
# One address, plain: no display name, no comment, no quoting, nothing that could begin another header.
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?",
    re.ASCII,
)
_PATH = re.compile(r"/([A-Za-z0-9._~%!$&'()*+,;=:@-][A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?(#[A-Za-z0-9._~-]*)?", re.ASCII)


class BadMessageError(ValueError):
    """A message that could never be sent. Its subclasses say why by their names, which is all that a log may keep."""


class UnknownTopicError(BadMessageError):
    """Nobody handles this topic."""


class UnknownTemplateError(BadMessageError):
    """There is no such template."""


class WrongValuesError(BadMessageError):
    """Values are missing, or too many, or none that the template can write."""


class BadAddressError(BadMessageError):
    """Not one plain e-mail address."""


class BadLinkError(BadMessageError):
    """Not a path of this site."""


@dataclass(frozen=True, slots=True)
class MailOrder:
    """One mail to be written: checked, so that writing it cannot fail for what it holds."""

    template: str
    to: str
    language: Language
    values: Mapping[str, Value]


def is_address(text: str) -> bool:
    """Whether `text` is one plain e-mail address that a mail may go to."""
    local, _, _domain = text.rpartition("@")
    return len(text) <= LONGEST_ADDRESS and len(local) <= 64 and _ADDRESS.fullmatch(text) is not None


def read_order(payload: Mapping[str, object]) -> MailOrder:
    """The mail that a payload `{template, to, language, values}` orders.

    Raises UnknownTemplateError, BadAddressError, WrongValuesError or BadLinkError; no sentence quotes what was given.
    """
    if set(payload) != {"template", "to", "language", "values"}:
        raise WrongValuesError("a mail has a template, an address, a language and values, and nothing else")
    template, to, language = payload["template"], payload["to"], payload["language"]
    if not isinstance(template, str) or template not in TEMPLATES:
        raise UnknownTemplateError("there is no such template of a mail")
    if not isinstance(to, str) or not is_address(to):
        raise BadAddressError("a mail goes to one plain address")
    if language not in LANGUAGES:
        raise WrongValuesError("a mail is written in a language that we have")
    return MailOrder(template, to, language, _values(template, payload["values"]))


def _values(template: str, given: object) -> dict[str, Value]:
    asked = TEMPLATES[template]
    if not isinstance(given, Mapping) or set(given) != asked:
        raise WrongValuesError(f"the template {template} takes {', '.join(sorted(asked))}")
    for name, value in given.items():
        _check(name, value)
    return dict(given)


def _check(name: str, value: object) -> None:
    if name in _NUMBERS:
        if type(value) is not int or not 0 < value < 100_000:
            raise WrongValuesError(f"{name} is a whole number")
        return
    if not isinstance(value, str) or len(value) > LONGEST_VALUE:
        raise WrongValuesError(f"{name} is a text of at most {LONGEST_VALUE} characters")
    if name == "link" and not _PATH.fullmatch(value):
        raise BadLinkError("a link is a path of this site")
    if name == "what" and value not in CHANGES:
        raise WrongValuesError(f"what changed is one of {', '.join(CHANGES)}")
    # Only the end of a mandate may be open.
    if name in _DAYS and not (name == "to_day" and not value):
        _check_day(name, value)


def _check_day(name: str, value: str) -> None:
    try:
        parse_day(value)
    except ValueError as error:
        raise WrongValuesError(f"{name} is a day written as YYYY-MM-DD") from error
