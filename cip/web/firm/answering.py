"""How every page of questions is shown and saved: one way, with or without scripts.

A page says which fields it has and how they become answers (`FormPage`); drawing, refusing, merging with what somebody
else saved meanwhile, soft warnings and the answer to a script are the same for all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import redirect, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from cip.assessment.answer_file import Problem
from cip.assessment.doubts import question_of
from cip.assessment.merging import Merged, Question, merge
from cip.assessment.reads import answers_at
from cip.kernel.characters import plain_text
from cip.rulebook.packs import Pack
from cip.web.fields import LONGEST_NOTE
from cip.web.firm import replies
from cip.web.firm.conflict import choices_made, conflict_page
from cip.web.firm.mistakes import sentence, too_long
from cip.web.firm.notices import remember
from cip.web.firm.saving import Changes, Saved, again_if_changed, save
from cip.web.firm.sections import question_section, section_url, target
from cip.web.firm.sheet import Sheet, read_form
from cip.web.firm.visit import Visit
from cip.web.shown import in_words
from cip.web.state import reading

REASON = ".reason"


def _by_id(question: Question) -> tuple[str, ...]:
    return (question[1],)


def _same_name(name: str) -> str:
    return name


@dataclass(frozen=True)
class FormPage:
    """One page of questions.

    `section` is where it stands in the walk, `source` what its events name as their origin. `open` loads the check-up
    for an action (`read` or `answer`), `form` gives the fields, `changes` turns what was sent into answers (and may
    refuse on the sheet), `values` says what the stored answers look like in the fields, `draw` makes the page.
    `names` are the fields of a question, `anchor` is the element to go to for a field, `field_of` the field that a
    mistake found by the rules belongs to; `leads` is the address after a save, given what the button said.
    """

    section: str
    source: str
    open: Callable[..., Visit]
    form: Callable[[Pack], type[FlaskForm]]
    changes: Callable[[Visit, FlaskForm, Sheet], Changes]
    values: Callable[[Visit], Mapping[str, object]]
    draw: Callable[[Visit, Sheet], str]
    names: Callable[[Question], tuple[str, ...]] = _by_id
    anchor: Callable[[str], str] = _same_name
    field_of: Callable[[Problem], str] = field(default=lambda problem: str(problem.path[1]))
    leads: Callable[[Visit, str | None], str] | None = None
    holds: Callable[[Visit, str], bool] | None = None
    here: Callable[[Visit, str | None], str] | None = None

    def after(self, visit: Visit, go: str | None) -> str:
        """The address that a save leads to; `stay` is this page again."""
        if go == "stay":
            return self.address(visit)
        return self.leads(visit, go) if self.leads else target(visit, self.section, go)

    def fields(self, question: Question) -> tuple[str, ...]:
        """The fields of a question."""
        return (question[1] + REASON,) if question[0] == "reasons" else self.names(question)

    def shows(self, visit: Visit, identifier: str) -> bool:
        """Whether a question stands on this page."""
        return self.holds(visit, identifier) if self.holds else question_section(visit, identifier) == self.section

    def address(self, visit: Visit, anchor: str | None = None) -> str:
        """The address of the page itself."""
        return self.here(visit, anchor) if self.here else section_url(visit.id, self.section, anchor)


def show(page: FormPage) -> str:
    """The page with the answers so far."""
    visit = page.open("read")
    return page.draw(visit, _sheet(visit, page))


def answer_page(page: FormPage) -> Response:
    """Save what is right. To a browser: the page again where something is wrong, both answers where somebody else was
    faster, else on. To a script (`Accept: application/json`): what became of it.
    """
    return again_if_changed(lambda: _answer(page))


@dataclass(frozen=True)
class _Outcome:
    """What one save gave, for the answer to it."""

    before: Visit
    sheet: Sheet
    merged: Merged
    saved: Saved
    drawn: int


def _answer(page: FormPage) -> Response:
    visit = page.open("answer")
    form, sheet = read_form(page.form(visit.pack), page.anchor)
    mine = {**page.changes(visit, form, sheet), **_reasons(visit, page, sheet)}
    drawn = drawn_at(visit)
    merged = choices_made(_merge(visit, drawn, mine))
    script = replies.wanted()
    changes = replies.really_new(visit, merged.changes) if script else merged.changes
    saved = save(visit, changes, page.source, seen=visit.stored)
    for problem in saved.problems:
        name = page.field_of(problem)
        sheet.refuse(name, sentence(visit.pack, problem), page.anchor(name))
    remember(visit, saved)
    outcome = _Outcome(visit, sheet, merged, saved, drawn)
    return _to_script(page, outcome) if script else _to_browser(page, outcome)


def drawn_at(visit: Visit) -> int:
    """The last event that the form was drawn with. One that says nothing of it, or something odd, is taken as having
    seen no answers, so that it overwrites none unasked.
    """
    sent = request.form.getlist("seq")
    text = sent[0] if len(sent) == 1 else ""
    known = text.isascii() and text.isdecimal() and len(text) <= 9
    return int(text) if known and int(text) <= visit.stored.last_seq else 0


def _merge(visit: Visit, drawn: int, mine: Changes) -> Merged:
    if drawn == visit.stored.last_seq:
        return Merged(dict(mine), (), ())
    with reading() as session:
        then = answers_at(session, visit.id, drawn)
    return merge(then, visit.stored, mine)


def _reasons(visit: Visit, page: FormPage, sheet: Sheet) -> Changes:
    """Why answers that raise a soft warning are right all the same, in the owner's words."""
    changes: Changes = {}
    for name in request.form:
        identifier = name.removesuffix(REASON)
        if identifier == name or not _asked(visit, identifier) or not page.shows(visit, identifier):
            continue
        text = plain_text(request.form[name]).strip()
        if len(text) > LONGEST_NOTE or len(request.form.getlist(name)) > 1:
            sheet.refuse(name, too_long(LONGEST_NOTE), name)
        else:
            changes["reasons", identifier] = text or None
    return changes


def _asked(visit: Visit, identifier: str) -> bool:
    return identifier in visit.pack.facts or identifier in visit.pack.indicators


def _to_browser(page: FormPage, outcome: _Outcome) -> Response:
    visit = outcome.saved.after
    sheet = outcome.sheet
    if sheet.mistakes:
        # The typed values stay on the page; where somebody else was at work too, it still counts as drawn before that.
        merged = outcome.merged
        untouched = not merged.kept and not merged.conflicts and not _unsaid_here(page, outcome)
        whole = _sheet(visit, page, seq=visit.stored.last_seq if untouched else outcome.drawn)
        whole.values, whole.mistakes, whole.order = sheet.values, sheet.mistakes, sheet.order
        return Response(page.draw(visit, whole), 422, mimetype="text/html")
    if outcome.merged.conflicts:
        return conflict_page(visit, outcome.merged.conflicts, outcome.drawn, page.fields, page.address(visit))
    known = _unexplained(outcome.before, page)
    fresh = [identifier for identifier in _unexplained(visit, page) if identifier not in known]
    if fresh:
        return redirect(page.address(visit, f"q-{fresh[0]}"), 303)
    return redirect(page.after(visit, request.form.get("go")), 303)


def _to_script(page: FormPage, outcome: _Outcome) -> Response:
    """Whatever the script must put on the page; the fields that somebody else changed come with their new values, so
    that the form shows what is stored and may count as drawn now.
    """
    visit = outcome.saved.after
    if outcome.merged.conflicts:
        return replies.conflict(visit, outcome.merged.conflicts, outcome.drawn)
    values = page.values(visit)
    unsaid = _unsaid_here(page, outcome)
    # A field with a mistake keeps what was typed: what somebody else saved there is still to be looked at.
    unseen = [question for question in unsaid if any(map(outcome.sheet.error, page.fields(question)))]
    shown = [*outcome.merged.kept, *(question for question in unsaid if question not in unseen)]
    theirs = {name: values.get(name) for question in shown for name in page.fields(question)}
    return replies.saved(
        outcome.before,
        visit,
        seq=outcome.drawn if unseen else visit.stored.last_seq,
        mistakes={mistake.name: mistake.text for mistake in outcome.sheet.listed},
        fields=theirs,
        warnings={identifier: text for identifier, text in _warnings(visit).items() if page.shows(visit, identifier)},
    )


def _unsaid_here(page: FormPage, outcome: _Outcome) -> list[Question]:
    """What somebody else changed on this page and the form said nothing of, or nothing that could be read."""
    return [question for question in outcome.merged.unsaid if page.shows(outcome.saved.after, question[1])]


def _sheet(visit: Visit, page: FormPage, seq: int | None = None) -> Sheet:
    """The page's values with all that saving it needs."""
    low, high, _level = visit.walk.score
    reasons = {identifier + REASON: text for identifier, text in visit.stored.extra["reasons"].items()}
    return Sheet(
        {**page.values(visit), **reasons},
        seq=visit.stored.last_seq if seq is None else seq,
        warnings=_warnings(visit),
        score=(low, high),
    )


def _warnings(visit: Visit) -> dict[str, str]:
    """The soft warnings by question, in words."""
    found: dict[str, list[str]] = {}
    for warning in visit.walk.warnings():
        found.setdefault(question_of(warning), []).append(in_words(warning))
    return {identifier: " ".join(sentences) for identifier, sentences in found.items()}


def _unexplained(visit: Visit, page: FormPage) -> list[str]:
    """Questions that the page asks now with a soft warning and no reason yet. What is hidden has no place for one."""
    explained = visit.stored.extra["reasons"]
    found = dict.fromkeys(question_of(warning) for warning in visit.walk.warnings())
    return [
        identifier
        for identifier in found
        if identifier not in explained
        and (identifier in visit.pack.indicators or visit.walk.asks(identifier))
        and page.shows(visit, identifier)
    ]
