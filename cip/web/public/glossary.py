"""The words that owners meet, with what they mean and the law behind them."""

from flask import render_template, request

from cip.documents.citing import Citer
from cip.documents.parts import Citation
from cip.web.glossing import newest_book, words_of
from cip.web.language import current
from cip.web.public import public
from cip.web.searching import LONGEST_SEARCH, matches
from cip.web.state import today


@public.get("/glossary")
def glossary() -> str:
    """All terms in the order of the alphabet, or those in which the words of `?q=` occur."""
    language = current()
    wanted = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    terms = [
        term
        for term in newest_book().terms.values()
        if matches(wanted, (*words_of(term, language), term.means.in_language(language)))
    ]
    terms.sort(key=lambda term: term.term.in_language(language).casefold())
    laws = {term.id: citations(term.law) for term in terms}
    return render_template("public/glossary.html", terms=terms, wanted=wanted, laws=laws, words_of=words_of)


def citations(keys: tuple[str, ...]) -> tuple[Citation, ...]:
    """What the law says today on what a guide cites: it may name more than a check-up reads."""
    cited = newest_book().content.law
    return Citer(cited, today(), current()).parameters(keys) if cited else ()
