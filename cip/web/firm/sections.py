"""The hub's sections: how far each one is, how long the rest takes, and which comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask import url_for

from cip.assessment.answers import UNKNOWN
from cip.assessment.minutes import minutes_of_question
from cip.assessment.path import FactQuestion
from cip.web.firm.visit import Visit
from cip.web.language import gettext as _
from cip.web.shown import in_words

Progress = Literal["todo", "started", "done"]

PROFILE, DUTIES, ALREADY = "profile", "duties", "already"


@dataclass(frozen=True, slots=True)
class Part:
    """One section: how many questions it asks now, how many are settled, and how many of these by «I don't know»;
    the minutes for what nobody looked at yet; how many answers were copied from an earlier check-up and wait for a yes;
    whether anybody answered here (what the profile settles by itself is no start).
    """

    id: str
    asked: int
    settled: int
    unknown: int
    minutes_left: float
    to_confirm: int = 0
    touched: bool = False

    @property
    def progress(self) -> Progress:
        """To do, started (somebody answered here) or done; what waits for a yes is not done yet."""
        if self.settled >= self.asked and not self.to_confirm:
            return "done"
        return "started" if self.touched else "todo"

    @property
    def open(self) -> int:
        """Answers still missing, «I don't know» among them: those that keep the result an interval."""
        return self.asked - self.settled + self.unknown


def parts(visit: Visit) -> tuple[Part, ...]:
    """Profile, areas and duties, in the order of the walk."""
    return (_profile(visit), *(_area(visit, area) for area in visit.pack.areas), _duties(visit))


def open_answers(states: Sequence[Part]) -> int:
    """How many answers that count for the score are missing: as many as the result lists as unknown."""
    return sum(part.open for part in states if part.id != DUTIES)


def _part(visit: Visit, section: str, asked: Sequence[str], settled: set[str], unknown: set[str]) -> Part:
    left = sum(minutes_of_question(visit.pack, item) for item in asked if item not in settled | unknown)
    kinds = ("facts", "indicators", "duties")
    waiting = sum((kind, item) in visit.stored.carried for item in asked for kind in kinds)
    touched = any(item in visit.file[kind] for item in asked for kind in kinds)
    return Part(section, len(asked), len(settled | unknown), len(unknown), left, waiting, touched)


def _profile(visit: Visit) -> Part:
    facts = visit.walk.facts()
    settled = {question.fact.id for question in facts if question.answered}
    unknown = {q.fact.id for q in facts if q.fact.id not in settled and _unknown(visit, q)}
    return _part(visit, PROFILE, [question.fact.id for question in facts], settled, unknown)


def _unknown(visit: Visit, question: FactQuestion) -> bool:
    return visit.file["facts"].get(question.fact.id) == UNKNOWN


def _area(visit: Visit, area: str) -> Part:
    questions, said = visit.walk.indicators(area), visit.file["indicators"]
    settled = {q.indicator.id for q in questions if q.status != "open"}
    unknown = {q.indicator.id for q in questions if q.status == "open" and said.get(q.indicator.id) == UNKNOWN}
    return _part(visit, area, [question.indicator.id for question in questions], settled, unknown)


def _duties(visit: Visit) -> Part:
    duties, said = visit.walk.duties(), visit.file["duties"]
    unknown = {q.duty.id for q in duties if not q.no_case and said.get(q.duty.id) == UNKNOWN}
    settled = {q.duty.id for q in duties if q.no_case or q.duty.id in said} - unknown
    return _part(visit, DUTIES, [question.duty.id for question in duties], settled, unknown)


def order(visit: Visit) -> tuple[str, ...]:
    """The sections as the buttons «next» and «previous» go through them."""
    return (PROFILE, *visit.pack.areas, DUTIES, ALREADY)


def section_url(visit_id: str, section: str, anchor: str | None = None) -> str:
    """The page of a section; of the profile, the first."""
    if section in (PROFILE, DUTIES, ALREADY):
        return url_for(f"firm.{section}", check_up_id=visit_id, _anchor=anchor)
    return url_for("firm.area", check_up_id=visit_id, area_id=section, _anchor=anchor)


def group_url(visit: Visit, group: str, anchor: str | None = None) -> str:
    """A page of the profile; the first one has the profile's own address."""
    if group == next(iter(visit.pack.groups)):
        return section_url(visit.id, PROFILE, anchor)
    return url_for("firm.profile_group", check_up_id=visit.id, group=group, _anchor=anchor)


def asked_groups(visit: Visit) -> list[str]:
    """The pages of the profile: the groups in which something is asked."""
    return [group for group, facts in visit.pack.groups.items() if any(fact.asked for fact in facts)]


def section_name(visit: Visit, section: str) -> str:
    """What the section is called."""
    names = {PROFILE: _("Profilo dell'impresa"), DUTIES: _("Obblighi di legge"), ALREADY: _("Che cosa fate già")}
    if section in names:
        return names[section]
    return in_words(visit.pack.areas[section].name)


def question_section(visit: Visit, identifier: str) -> str:
    """Where a question is asked: an indicator in its area, a duty among the duties, needs and measures where the firm
    says what it does already, a fact in the profile.
    """
    indicator = visit.pack.indicators.get(identifier)
    if indicator is not None:
        return indicator.area
    if identifier in visit.pack.duties:
        return DUTIES
    return ALREADY if identifier in visit.pack.needs or identifier in visit.pack.measures else PROFILE


def question_url(visit: Visit, identifier: str) -> str:
    """The place where a question is asked."""
    section = question_section(visit, identifier)
    if section == ALREADY:
        return section_url(visit.id, ALREADY, identifier)
    group = visit.pack.group_of.get(identifier)
    if group is not None:
        return group_url(visit, group, f"q-{identifier}")
    return section_url(visit.id, section, f"q-{identifier}")


def target(visit: Visit, section: str, go: str | None) -> str:
    """Where a saved page leads: on, back, or to the hub."""
    sections = order(visit)
    index = sections.index(section) + {"next": 1, "previous": -1}.get(go or "next", len(sections))
    if not 0 <= index < len(sections):
        return url_for("firm.hub", check_up_id=visit.id)
    return group_url(visit, asked_groups(visit)[-1]) if index == 0 else section_url(visit.id, sections[index])
