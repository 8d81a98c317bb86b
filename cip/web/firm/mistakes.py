"""What is wrong with an answer and what to write instead, in the language and the words of the page.

The rules refuse in English, for people who write files; here each kind of question has its own sentence.
"""

from collections.abc import Callable

from cip.assessment.answer_file import Problem
from cip.rulebook.packs import Pack
from cip.rulebook.shapes import model
from cip.web.language import gettext as _
from cip.web.shown import day, number, option_in_words
from cip.web.state import today


def fact_sentence(fact: model.Fact) -> str:
    """What to answer to a question of the profile."""
    if fact.type == "code":
        return _("Il codice non ha la forma giusta: guardate l'esempio nell'aiuto, oppure lasciate vuoto.")
    if fact.type == "several":
        alone = next((option for option in fact.options if option.id == "none"), None)
        if alone:
            return _("«%(option)s» si sceglie da sola: toglietela, oppure lasciate solo quella.") % {
                "option": option_in_words(alone)
            }
        return _("Scegliete tra le risposte.")
    if fact.options or fact.type == "yes_no":
        return _("Scegliete una delle risposte.")
    return number_sentence(fact.min or 0, fact.max if fact.max is not None else 1e9, whole=fact.type == "whole")


def number_sentence(least: float, most: float, *, whole: bool) -> str:
    """Which numbers are accepted."""
    ends = {"least": number(least), "most": number(most)}
    if whole:
        return _("Scrivete un numero intero da %(least)s a %(most)s.") % ends
    return _("Scrivete un numero da %(least)s a %(most)s.") % ends


def refusal_of(fact: model.Fact) -> Callable[[], str]:
    """The sentence of a fact, made when it is needed: the form outlives the language of one request."""
    return lambda: fact_sentence(fact)


def whole_from(least: int) -> str:
    """A count without an upper end."""
    return _("Scrivete un numero intero da %(least)s in su.") % {"least": least}


def too_long(most: int) -> str:
    """What to do about a text that is longer than we keep, or that came twice."""
    return _("Scrivete al massimo %(most)s caratteri.") % {"most": most}


def past_day() -> str:
    """Which days are accepted."""
    return _("Scrivete un giorno fino a oggi, %(day)s.") % {"day": day(today())}


def sentence(pack: Pack, problem: Problem) -> str:
    """What to say of a mistake that the rules found."""
    section, identifier = str(problem.path[0]), str(problem.path[1])
    part = problem.path[2] if len(problem.path) > 2 else None
    if section == "facts":
        return fact_sentence(pack.facts[identifier])
    if section == "in_use" or part == "date":
        return past_day()
    if part == "count":
        return _(
            "Dietro un gradino 3 o 4 c'è almeno un caso: scrivete un numero da 1 in su o scegliete un gradino sotto."
        )
    if part == "not_applicable":
        return _("Questo motivo non va d'accordo con il profilo: scegliete un gradino, oppure correggete il profilo.")
    if section == "needs" and identifier == "respondents":
        return whole_from(1)
    if section == "needs":
        return _(
            "Scrivete un numero intero da 0 in su, non più grande di quante persone hanno risposto (o lavorano da voi)."
        )
    return _("Scegliete una delle risposte.")
