"""The hub's sections: how far each one is, how long the rest takes, and which comes next."""

from dataclasses import dataclass
from typing import Literal

from flask import url_for

from cip.assessment.answers import UNKNOWN
from cip.web.firm.visit import Visit
from cip.web.language import gettext as _
from cip.web.shown import in_words

Progress = Literal["todo", "started", "done"]

PROFILE, DUTIES, ALREADY = "profile", "duties", "already"
DUTIES_MINUTES = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """One section: how many questions it asks now, how many are settled, and how many of these by «I don't know»."""

    id: str
    asked: int
    settled: int
    unknown: int
    minutes: float

    @property
    def progress(self) -> Progress:
        """To do, started or done."""
        if self.settled >= self.asked:
            return "done"
        return "started" if self.settled else "todo"

    @property
    def minutes_left(self) -> float:
        """Minutes for what is still open."""
        return self.minutes * (self.asked - self.settled) / self.asked if self.asked else 0.0


def parts(visit: Visit) -> tuple[Part, ...]:
    """Profile, areas and duties, in the order of the walk."""
    areas = (_area(visit, area.id, area.minutes) for area in visit.pack.areas.values())
    return (_profile(visit), *areas, _duties(visit))


def _profile(visit: Visit) -> Part:
    facts, said = visit.walk.facts(), visit.file["facts"]
    unknown = sum(not question.answered and said.get(question.fact.id) == UNKNOWN for question in facts)
    settled = sum(question.answered for question in facts) + unknown
    return Part(PROFILE, len(facts), settled, unknown, visit.pack.content.minutes)


def _area(visit: Visit, area: str, minutes: float) -> Part:
    questions, said = visit.walk.indicators(area), visit.file["indicators"]
    unknown = sum(q.status == "open" and said.get(q.indicator.id) == UNKNOWN for q in questions)
    settled = sum(q.status != "open" for q in questions) + unknown
    return Part(area, len(questions), settled, unknown, minutes)


def _duties(visit: Visit) -> Part:
    duties, said = visit.walk.duties(), visit.file["duties"]
    unknown = sum(not q.no_case and said.get(q.duty.id) == UNKNOWN for q in duties)
    settled = sum(q.no_case or q.duty.id in said for q in duties)
    return Part(DUTIES, len(duties), settled, unknown, DUTIES_MINUTES)


def order(visit: Visit) -> tuple[str, ...]:
    """The sections as the buttons «next» and «previous» go through them."""
    return (PROFILE, *visit.pack.areas, DUTIES, ALREADY)


def section_url(visit_id: str, section: str, anchor: str | None = None) -> str:
    """The page of a section."""
    if section in (PROFILE, DUTIES, ALREADY):
        return url_for(f"firm.{section}", check_up_id=visit_id, _anchor=anchor)
    return url_for("firm.area", check_up_id=visit_id, area_id=section, _anchor=anchor)


def section_name(visit: Visit, section: str) -> str:
    """What the section is called."""
    names = {PROFILE: _("Profilo dell'impresa"), DUTIES: _("Obblighi di legge"), ALREADY: _("Che cosa fate già")}
    if section in names:
        return names[section]
    return in_words(visit.pack.areas[section].name)


def question_section(visit: Visit, identifier: str) -> str:
    """Where a question is asked: an indicator in its area, a fact in the profile, a duty among the duties."""
    indicator = visit.pack.indicators.get(identifier)
    if indicator is not None:
        return indicator.area
    return DUTIES if identifier in visit.pack.duties else PROFILE


def question_url(visit: Visit, identifier: str) -> str:
    """The place where a question is asked."""
    return section_url(visit.id, question_section(visit, identifier), f"q-{identifier}")


def target(visit: Visit, section: str, go: str | None) -> str:
    """Where a saved page leads: on, back, or to the hub."""
    sections = order(visit)
    index = sections.index(section) + {"next": 1, "previous": -1}.get(go or "next", len(sections))
    if 0 <= index < len(sections):
        return section_url(visit.id, sections[index])
    return url_for("firm.hub", check_up_id=visit.id)
