"""How long the questions take, as the pack says: the one truth for pages and papers."""

from dataclasses import dataclass

from cip.rulebook.packs import Pack


@dataclass(frozen=True, slots=True)
class Minutes:
    """Minutes of a whole questionnaire, section by section."""

    profile: float
    areas: dict[str, float]
    duties: float

    @property
    def score(self) -> float:
        """What the score asks: profile and areas."""
        return self.profile + sum(self.areas.values())

    @property
    def whole(self) -> float:
        """The same with the duties."""
        return self.score + self.duties


def minutes_of(pack: Pack) -> Minutes:
    """The minutes of a pack's questions."""
    areas = {area.id: float(area.minutes) for area in pack.areas.values()}
    return Minutes(pack.content.minutes, areas, pack.content.duties_minutes)


def minutes_of_question(pack: Pack, identifier: str) -> float:
    """Minutes that one fact, indicator or duty takes: an even share of its section. Raises KeyError for another id."""
    if identifier in pack.indicators:
        area = pack.indicators[identifier].area
        return float(pack.areas[area].minutes) / len(pack.of_area[area])
    if identifier in pack.duties:
        return pack.content.duties_minutes / len(pack.duties)
    _ = pack.facts[identifier]
    return pack.content.minutes / sum(fact.asked for fact in pack.facts.values())
