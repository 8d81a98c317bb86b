"""Turns the words of the glossary that stand in a text into links to their meaning."""

import re
from functools import lru_cache

from flask import url_for
from markupsafe import Markup, escape

from cip.kernel.texts import Language, Text
from cip.rulebook.guides import GuideBook
from cip.rulebook.shapes.guides import Term
from cip.web.language import current
from cip.web.language import gettext as _
from cip.web.state import guide_book, state, today


def newest_book() -> GuideBook:
    """The guides of the model that is in force today."""
    return guide_book(state().packs.newest_on(today()).id)


def glossed(text: Text | str, *, aside: bool = False) -> Markup:
    """The text, escaped, in which each term of the glossary is a link where it stands first; the meaning is its tip.

    With `aside` the link opens beside the page, for pages on which something may be typed and not yet saved.
    """
    said = text if isinstance(text, str) else text.in_language(current())
    return with_links(said, newest_book(), current(), _beside() if aside else Markup())


def _beside() -> Markup:
    return Markup('<span class="visually-hidden"> {}</span>').format(_("(si apre in una nuova scheda)"))


def with_links(text: str, book: GuideBook, language: Language, beside: Markup) -> Markup:
    """The same with everything given; `beside` is said inside a link that opens a new tab, and empty for one that does
    not.
    """
    pattern, terms = _finder(book, language)
    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        term = terms[found.group().lower()]
        if term.id in seen:
            return found.group()
        seen.add(term.id)
        # What was found is escaped already: the whole text was.
        tab = Markup(' target="_blank" rel="noopener"') if beside else ""
        return Markup('<a class="cip-term" href="{}#{}" title="{}"{}>{}{}</a>').format(
            url_for("public.glossary", language=language),
            term.id,
            term.means.in_language(language),
            tab,
            Markup(found.group()),  # noqa: S704
            beside,
        )

    return Markup(pattern.sub(link, str(escape(text))) if terms else escape(text))  # noqa: S704


@lru_cache(maxsize=8)
def _finder(book: GuideBook, language: Language) -> tuple[re.Pattern[str], dict[str, Term]]:
    """What finds every word of the glossary in escaped text, the longest first, and the term of each."""
    terms: dict[str, Term] = {}
    for term in book.terms.values():
        for word in words_of(term, language):
            terms.setdefault(str(escape(word)).lower(), term)
    longest_first = sorted(terms, key=len, reverse=True)
    # Neither inside a longer word nor inside an entity such as `&amp;`.
    return re.compile(rf"(?<![\w&#-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE), terms


def words_of(term: Term, language: Language) -> tuple[str, ...]:
    """The term and the other words for it in a language."""
    also = term.also.italian if language == "it" else term.also.english
    return (term.term.in_language(language), *also)
