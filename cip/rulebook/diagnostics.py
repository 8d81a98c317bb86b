"""The catalogue of mistakes that an author of rules can make, and the shape in which they are reported.

Every message exists once, here. Tests assert codes, so wording may improve freely. The first digit of a code is the
stage that found it:
1 text, 2 shape, 3 references, 4 types of expressions, 5 dates, 6 graph, 7 texts, 8 cases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

CATALOGUE: dict[str, str] = {
    "E101": "this is not YAML: {problem}; mend the line, or quote the text",
    "E102": 'the key "{key}" stands twice (first on line {line}); keep one of them',
    "E103": "aliases and anchors (& and *) are not allowed; write the value out",
    "E104": "the file is not UTF-8 text; save it as UTF-8",
    "E105": '"{value}" looks like a day but is no day of the calendar; write it as YYYY-MM-DD',
    "E106": "a key must be one word, not a list or a map; write `key: value`",
    "E107": "the tag {tag} is not allowed; leave it out",
    "E108": "the file is empty; write its entries or remove it",
    "E109": "nesting is deeper than {limit} levels; flatten it",
    "E201": 'unknown key "{key}"{suggestion}; allowed here: {allowed}',
    "E202": 'the key "{key}" is missing here; add it',
    "E203": "{expected}, but found {found}",
    "E204": '"{found}" is not one of the accepted words{suggestion}; accepted: {allowed}',
    "E205": "{found} is out of range: {expected}",
    "E206": "{found} entries, but {expected}",
    "E207": '"{found}" does not have the right form: {expected}',
    "E208": "{problem}",
    "E209": 'the file "{file}" is missing; a model needs it',
    "E210": 'unknown file or folder "{file}"{suggestion}; nothing reads it, so move or rename it',
    "E301": 'there is no {kind} "{id}"{suggestion}',
    "E302": 'the {kind} "{id}" is defined twice (first in {first}); rename one of them',
    "E303": (
        "indicator {indicator} lists measure {measure}, but {measure} does not raise it; "
        'add "{indicator}" to `raises` of {measure} or take it out here'
    ),
    "E304": (
        "measure {measure} raises {indicator}, but {indicator} does not list it; "
        'add "{measure}" to `measures` of {indicator} or take it out here'
    ),
    "E305": '"{id}" is a name that expressions already use for {other}; rename it',
    "E306": "the shares of {what} add up to {found}, not 100; correct them",
    "E307": 'the reason "{id}" has a placeholder "{name}" that is never filled{suggestion}; filled: {allowed}',
    "E308": 'the sentence "{id}" is missing; the engine needs it to explain results',
    "E309": 'no indicator stands in the area "{area}", so it can never be scored; add one or take the area out',
    "E310": "the bands must follow each other without gap or overlap: {problem}",
    "E311": "the levels must be 1 to 5 with rising thresholds from 0: {problem}",
    "E312": 'the measure "{id}" has no guide; write one in {folder}',
    "E313": ("{this} names {other}, but {other} does not name {this}; add {this} there or take {other} out here"),
    "E314": "{fact} is of type {found}, but a check `{kind}` reads one of type {expected} here; name another fact",
    "E315": 'the clause {clause} needs the parameter "{param}", which this agreement does not have; add it to `params`',
    "E316": 'nothing reads the {kind} "{id}"; use it or take it out',
    "E317": 'the value of "{name}" must be {expected}, but found {found}',
    "E318": "first come, first served is for calls of the past; a new one orders by points and ends ties by a draw",
    "E401": "this is not an expression: {problem}",
    "E402": 'there is no fact, indicator or parameter "{name}"{suggestion}',
    "E403": (
        "{what} is not allowed in a rule; "
        "use `and or not`, comparisons, + - * /, `in`, `x if c else y` and the listed functions"
    ),
    "E404": '"{found}" is not an option of {name}{suggestion}; options: {allowed}',
    "E405": "needed here: {expected}, but found {found}: {what}",
    "E406": "choices and texts know only ==, != and in, not {operator}",
    "E407": 'there is no function "{name}"{suggestion}; known: {allowed}',
    "E408": "{name} takes {expected}, but {found} were given",
    "E409": "the expression is longer than {limit} characters; split the rule",
    "E410": "the expression is nested deeper than {limit} levels; split the rule",
    "E411": "compare two things at a time: write `a < b and b < c`",
    "E412": "numbers must be ordinary: {found} is not",
    "E413": (
        'the parameter "{name}" is a text or changes with its date between kinds; '
        "only numbers and true/false can stand in a rule"
    ),
    "E414": (
        "the expression becomes too large once compiled: `if` inside `if`, or `known` inside `known`; split the rule"
    ),
    "E501": "no row covers {start} to {end}; add one (`value: none` with its source if the law gave nothing)",
    "E502": "this row starts on {start}, but the row before lasts until {end}; they overlap",
    "E503": "`from` {start} is after `to` {end}; swap or correct them",
    "E504": 'the selector "{selector}" is not in selectors.yaml{suggestion}',
    "E505": "only the first row may start `open` and only the last may end `open`",
    "E506": 'the parameter "{name}" stands in a rule but has no value on {day}; add a row',
    "E507": "the day {day} lies after the day the law was read ({read_on})",
    "E508": "precision {precision} needs the {expected} of it here, found {day}",
    "E601": "these wait for each other and none can ever be asked: {cycle}; break the circle",
    "E602": "these measures need each other first: {cycle}; break the circle",
    "E603": "this condition can never be true for any firm of the model; correct it or take the {kind} out",
    "E701": "the text in {language} is empty; write it",
    "E702": "a sentence has {found} words, at most {limit}: \u201c{start}\u2026\u201d; split it",
    "E703": "the text has {found} words, at most {limit}; shorten it",
    "E704": "the Italian and the English text are the same; translate it",
    "E705": "the text has left-over marks ({found}); finish it",
    "E801": 'the case "{id}" gives something that is not accepted: {problem}',
    "E802": 'there is nothing called "{key}" to expect{suggestion}; expected keys: {allowed}',
}


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One mistake: where (`line` and `column` count from 1), which code, and the sentence for the author."""

    file: str
    line: int
    column: int
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column} {self.code} {self.text}"


def message(code: str, **values: object) -> str:
    """The catalogue's sentence for a code, filled in."""
    return CATALOGUE[code].format(**values)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "..."` for the nearest known word, or nothing."""
    near = get_close_matches(word, [k for k in known if k != word], n=1, cutoff=0.6)
    return f'; did you mean "{near[0]}"' if near else ""


def listed(words: Iterable[str], most: int = 14) -> str:
    """Words separated by commas, cut after `most` with a count of the rest."""
    all_words = list(words)
    shown = ", ".join(all_words[:most])
    return f"{shown} and {len(all_words) - most} more" if len(all_words) > most else shown
