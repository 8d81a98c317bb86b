"""Every mail in both languages: short, whole, one message however often it is composed, no way out of a header."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any

import html5lib
import pytest

from cip.documents.mails import Letter, compose, write_letter
from cip.documents.mails.letters import TEMPLATES as WRITTEN
from cip.documents.mails.letters import as_stored, read_letter
from cip.documents.mails.message import html_of, text_of
from cip.kernel.mails import CHANGES, TEMPLATES, read_order
from cip.kernel.texts import LANGUAGES

AT = datetime(2026, 11, 21, 9, 30, 15, 999_999, tzinfo=UTC)
BASE = "https://cip.example.org"
SAMPLE: dict[str, Any] = {
    "link": "/it/check-up/x?a=1&b=2",
    "minutes": 15,
    "what": "password",
    "on": "2026-11-21",
    "until": "2026-12-01",
    "from_day": "2026-11-21",
    "to_day": "2027-11-21",
    "party": "Falegnameria <b>Colombo</b> & figli",
    "firm": "Falegnameria <b>Colombo</b> & figli",
    "body": "Istituto di prova",
    "place": "Morbegno",
    "months": 6,
    "clause": "B-02",
    "agreement": "Accordo di prova",
    "count": 3,
    "call": "Bando di prova",
    "number": "12",
    "at": "11:59:59",
    "digest": "a" * 64,
    "file": "07",
}
ALL = [(name, language) for name in sorted(TEMPLATES) for language in LANGUAGES]


def letter_of(name: str, language: str = "it", **changes: Any) -> Letter:
    values = {key: {**SAMPLE, **changes}[key] for key in TEMPLATES[name]}
    return write_letter(
        read_order({"template": name, "to": "anna@example.org", "language": language, "values": values})
    )


def composed(letter: Letter, **changes: Any) -> EmailMessage:
    given: dict[str, Any] = {
        "id": "a" * 32,
        "to": "anna@example.org",
        "sender": "posta@cip.example.org",
        "sender_name": "Sportello è qui",
        "base_url": BASE,
        "at": AT,
    }
    return compose(letter, **{**given, **changes})


def parsed(message: EmailMessage) -> EmailMessage:
    found = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_every_template_has_words() -> None:
    assert set(TEMPLATES) == WRITTEN


@pytest.mark.parametrize(("name", "language"), ALL)
def test_every_mail_says_all_it_was_given(name: str, language: str) -> None:
    letter = letter_of(name, language)
    text = text_of(letter, BASE)
    assert f"\n{BASE}/it/check-up/x?a=1&b=2\n" in text
    shown = {
        "minutes": "15",
        "months": "6",
        "party": SAMPLE["party"],
        "firm": SAMPLE["firm"],
        "body": SAMPLE["body"],
        "place": SAMPLE["place"],
        "at": "11:59:59",
        "digest": "a" * 64,
        "on": "21 novembre 2026" if language == "it" else "21 November 2026",
        "from_day": "21 novembre 2026" if language == "it" else "21 November 2026",
        "to_day": "21 novembre 2027" if language == "it" else "21 November 2027",
        "until": "1º dicembre 2026" if language == "it" else "1 December 2026",
    }
    for key in TEMPLATES[name] & set(shown):
        assert shown[key] in text, key
    assert "%(" not in text
    assert letter.language == language
    assert not re.search(r"[<>&]", letter.subject), "nothing that somebody typed stands in a subject"


@pytest.mark.parametrize(("name", "language"), ALL)
def test_page_and_text_say_the_same_and_the_page_is_plain(name: str, language: str) -> None:
    letter = letter_of(name, language)
    page = html_of(letter, BASE)
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page)
    for paragraph in (*letter.before, letter.opens, *letter.after):
        assert paragraph in unescape(page)
    assert "<b>" not in page
    assert not re.search(r"<script|<style|<img|style=|src=|<link", page)
    assert re.findall(r'href="([^"]*)"', page) == [f"{BASE}/it/check-up/x?a=1&amp;b=2"]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_both_languages_differ(name: str) -> None:
    italian, english = letter_of(name, "it"), letter_of(name, "en")
    assert italian.subject != english.subject
    assert italian.opens != english.opens
    pairs = zip(italian.before + italian.after, english.before + english.after, strict=True)
    assert all(one != other for one, other in pairs)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_italian_sentences_are_short(name: str) -> None:
    letter = letter_of(name, firm="Alfa", body="Beta", party="Alfa", place="Morbegno")
    for paragraph in (letter.subject, *letter.before, letter.opens, *letter.after):
        for sentence in re.split(r"(?<=[.:?!])\s+", paragraph):
            assert len(sentence.split()) <= 20, sentence


def test_each_change_has_words_of_its_own() -> None:
    said = [letter_of("security_notice", "en", what=what).before[0] for what in CHANGES]
    assert len(set(said)) == len(CHANGES)


def test_an_open_mandate_says_so() -> None:
    assert "finché" in letter_of("mandate_given", to_day="").before[1]


@pytest.mark.parametrize(("minutes", "words"), [(1, "1 minuto "), (15, "15 minuti "), (60, "1 ora "), (120, "2 ore ")])
def test_minutes_and_hours(minutes: int, words: str) -> None:
    assert words in letter_of("sign_in_link", minutes=minutes).after[0]


def test_headers_are_those_of_the_standard() -> None:
    message = parsed(composed(letter_of("plan_to_sign")))
    assert message["Message-ID"] == f"<{'a' * 32}@cip.example.org>"
    assert parsedate_to_datetime(message["Date"]) == AT.replace(microsecond=0)
    assert message["From"].addresses[0].display_name == "Sportello è qui"
    assert message["From"].addresses[0].addr_spec == "posta@cip.example.org"
    assert [address.addr_spec for address in message["To"].addresses] == ["anna@example.org"]
    assert message["Subject"] == "Il piano è pronto da firmare"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    raw = composed(letter_of("plan_to_sign")).as_bytes(policy=SMTP)
    assert all(len(line) <= 78 for line in raw.split(b"\r\n"))
    raw.decode("ascii")


def test_the_same_order_gives_the_same_bytes() -> None:
    first, second = (composed(letter_of("follow_up_due")).as_bytes() for _ in range(2))
    assert first == second
    assert composed(letter_of("follow_up_due"), id="b" * 32).as_bytes() != first


@pytest.mark.parametrize("breaking", ["\r\nBcc: b@c.it", "\nBcc: b@c.it", "\r\n\r\nbody", "\x0bX: y", "\x85X: y"])
def test_no_value_gets_out_of_its_place(breaking: str) -> None:
    """Line ends in what people typed: not in a header, and in the text no line of their own either."""
    message = parsed(composed(letter_of("invitation", party=f"Alfa{breaking}")))
    assert message["Bcc"] is None
    assert message["X"] is None
    body = message.get_body(("plain",))
    assert body is not None
    assert not re.search(r"^(Bcc|X|body)", body.get_content(), re.MULTILINE)
    assert set(message.keys()) == set(parsed(composed(letter_of("invitation"))).keys())


@pytest.mark.parametrize("field", ["to", "sender", "sender_name", "id"])
def test_what_would_break_a_header_is_refused(field: str) -> None:
    good = {"to": "a@b.it", "sender": "a@b.it", "sender_name": "A", "id": "a" * 32}[field]
    with pytest.raises(ValueError, match=r"."):
        composed(letter_of("plan_to_sign"), **{field: f"{good}\r\nBcc: berta@example.org"}).as_bytes()


def test_a_letter_survives_being_stored() -> None:
    letter = letter_of("survey_closed", "en")
    assert read_letter(as_stored(letter)) == letter
