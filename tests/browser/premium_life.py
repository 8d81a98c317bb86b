"""What happens beside the pages of a premium: a consultant verifies the last check-up, the call opens and is ranked."""

from dataclasses import replace
from datetime import timedelta

from cip.assessment.actions.review_answers import review_answers
from cip.assessment.actions.save_answers import save_answers
from cip.assessment.actions.start_next_check_up import start_next_check_up
from cip.assessment.bound import BoundPack
from cip.assessment.reads import check_ups_without_results, current_answers
from cip.assessment.reviewing import Review
from cip.cli.packs import load_bound
from cip.cli.worlds.calls import admit, open_now
from cip.cli.worlds.firm import validate_answers
from cip.cli.worlds.premium import TEMPLATE, decided_premium
from cip.incentives.actions.move_call import hold_call, move_call
from cip.incentives.actions.rank_call import approve_ranking, make_ranking, publish_ranking
from cip.incentives.actions.record_code import record_code
from cip.incentives.register_codes import CodeKind
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.standing import SCOPES
from cip.web.packs import rules_folder
from cip.web.state import state_of
from tests.browser.life import Firm, Life
from tests.integration.incentives.calling import templates

TITLE = "Premio di prova"
FUNDED, ADDED = "M01", "M10"
_SOURCE = "demo"
_CODES: tuple[tuple[CodeKind, str], ...] = (("cor", "9100001"), ("vercor", "8100001"), ("cup", "G17H27000000091"))


def verified_at_the_end(life: Life, firm: Firm) -> None:
    """The check-ups T1 and T2 of a firm; in T2 a consultant found the funded measure and one more in use."""
    bound = bound_today(life)
    body_id = life.scene.office.cast.bodies["consultancy"]
    with life.scene.stage.by(firm.owner, firm.id) as work:
        give_mandate(work, firm.id, body_id, scopes=SCOPES, from_day=life.day, given_by=firm.owner)
        check_up_id = check_ups_without_results(work.session, firm.id)[0].id
        for _stage in ("T1", "T2"):
            kept = life.day + timedelta(days=365)
            check_up_id = start_next_check_up(
                work, check_up_id, bound=bound, language="it", expires_on=kept, kept_until=kept
            ).id
        used = {("in_use", code): life.day.isoformat() for code in (FUNDED, ADDED)}
        save_answers(work, check_up_id, used, _SOURCE)  # type: ignore[arg-type]  # a section is a word of its own
    with life.scene.stage.by(life.scene.people["consultant"], firm.id) as work:
        stored = current_answers(work.session, check_up_id)
        step = stored.file["indicators"]["T3"]
        seen: dict[tuple[object, str], Review | None] = {("indicators", "T3"): Review(step, step, seen=life.day)}
        review_answers(work, check_up_id, seen, _SOURCE, seen=stored)  # type: ignore[arg-type]  # as above
        validate_answers(work, check_up_id, body_id, bound)


def bound_today(life: Life) -> BoundPack:
    """The model as it stands today."""
    return load_bound(rules_folder(state_of(life.scene.site).settings), None, life.day)


def open_premium(life: Life) -> None:
    """The premium call takes applications; from now on the scene is at this call."""
    pack = decided_premium(templates()[TEMPLATE], templates()["pilot-2026"])
    scene = life.scene
    applying = replace(scene.applying(), template=pack, bound=bound_today(life))
    scene.office = replace(scene.office, template=pack, applying=applying)
    scene.begun(open_now(scene.office, TITLE, scene.clock.now))


def rank_premium(life: Life) -> None:
    """The call is over, who applied is admitted, the ranking is published."""
    life.later(31)
    office = life.scene.office
    for step in ("start_admissibility", "start_evaluation", "start_ranking"):
        with life.do("officer") as work:
            hold_call(work, office.call_id)
            move_call(work, office.call_id, step)
        if step == "start_admissibility":
            for application_id in life.scene.sent():
                admit(office, office.call_id, application_id, life.scene.stage, life.day)
    with life.do("officer") as work:
        ranking_id = make_ranking(work, office.call_id, key=office.secret_key)
    with life.do("head") as work:
        approve_ranking(work, ranking_id, act_number="PROVA/2", act_on=life.day)
        publish_ranking(work, ranking_id)
        move_call(work, office.call_id, "allocate")


def coded(life: Life, award_id: str) -> None:
    """The register gave every code of an award."""
    with life.do("officer") as work:
        call_id = life.scene.office.call_id
        record_code(work, call_id, None, "car", "CAR-88", life.day)
        for kind, code in _CODES:
            record_code(work, call_id, award_id, kind, code, life.day)
