"""The voice of a world's firm: a survey that was answered and closed, and the next one, open."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from cip.assessment.bound import BoundPack
from cip.cli.worlds.acting import Stage
from cip.cli.worlds.people import Cast
from cip.kernel import ids
from cip.rulebook.surveys import SurveyBook, read_survey
from cip.voice.actions import Opening, answer, close_survey, draw_codes, open_survey
from cip.voice.rules import LINE, Asked, Protection
from cip.voice.tally import Chosen
from cip.voice.vault import Vault
from cip.web.demo.spec import WorldSpec

# What invented people say: most name the closures of the school, some their parents.
SAID: Sequence[Chosen] = (
    {"needs": ["N04", "N10"], "weigh_most": ["N04"], "how_often": ["weekly"], "whom_to_ask": ["know"]},
    {"needs": ["N04", "N06"], "weigh_most": ["N04", "N06"], "how_often": ["daily"], "whom_to_ask": ["do_not_know"]},
    {"needs": ["N04"], "weigh_most": ["N04"], "how_often": ["once"], "whom_to_ask": ["know"]},
    {"needs": ["N10", "N06"], "weigh_most": ["N10"], "how_often": ["weekly"], "whom_to_ask": ["do_not_know"]},
    {"needs": ["N10", "N04"], "weigh_most": ["N10"], "how_often": ["never"], "whom_to_ask": ["know"]},
    {"needs": ["N06"], "weigh_most": ["N06"], "how_often": ["once"], "whom_to_ask": ["do_not_know"]},
)


def seed_voice(
    stage: Stage, world: WorldSpec, cast: Cast, firm_id: str, bound: BoundPack, *, rules: Path, secret_key: str
) -> dict[str, str]:
    """The firm's surveys; the id of the closed one by the name that addresses give it. None without a survey."""
    book = read_survey(rules)
    if book is None:
        return {}
    vault, cards = Vault(secret_key), tuple(bound.pack.measures)[:8]
    with stage.by(cast.people["consultant"], firm_id) as work:
        survey_id = open_survey(work, firm_id, _opening(world, book, cards, bound.on), on=bound.on)
        codes = draw_codes(work, survey_id, ids.new_code, on=bound.on)
    with stage.system() as work:
        for place, code in enumerate(codes):
            line = world.firm.review if place == 0 else None
            answer(work, vault, survey_id, code, SAID[place % len(SAID)], line, on=bound.on)
    with stage.by(cast.people["consultant"], firm_id) as work:
        close_survey(work, vault, survey_id, on=bound.on)
        following = open_survey(work, firm_id, _opening(world, book, cards, bound.on), on=bound.on)
        draw_codes(work, following, ids.new_code, on=bound.on)
    return {"survey_id": survey_id}


def _opening(world: WorldSpec, book: SurveyBook, cards: tuple[str, ...], on: date) -> Opening:
    structure = book.structure
    asked = tuple(
        Asked(one.id, one.kind, cards if one.cards is not None else book.options_of(one), one.limit or 1, one.panel)
        for one in structure.questions
        if one.kind != LINE
    )
    return Opening(
        headcount=world.firm.workers,
        sector=world.firm.sector,
        area=world.territory,
        closes_on=on + timedelta(days=structure.open_days),
        book=structure.id,
        asked=asked,
        protection=Protection.from_json(structure.protection.model_dump()),
    )
