"""Evaluators of a call: named, drawn, judging blind, meeting where scores lie far apart; on both databases."""

from datetime import date
from fractions import Fraction

import pytest

from cip.agreement.records import AdherenceRow, AttestationRow
from cip.database.engine import Database
from cip.database.work import Work, open_reading
from cip.incentives.actions.draw_evaluators import (
    DrawnMeanwhileError,
    NothingToDrawError,
    draw_evaluators,
    plan_draw,
    take_file,
)
from cip.incentives.actions.judge import (
    BadScoreError,
    KnownConflictError,
    NotCalibratedError,
    NotCompleteError,
    declare_conflict,
    declare_link,
    declare_no_conflict,
    hand_in,
    save_scores,
)
from cip.incentives.actions.judging_work import NotJudgingError, NotThatReviewMoveError, NoWhyGivenError
from cip.incentives.actions.name_evaluators import (
    AlreadyNamedError,
    NotOnPanelError,
    PanelClosedError,
    end_place,
    name_by_address,
    name_evaluator,
)
from cip.incentives.actions.settle_scores import (
    NotAgreedYetError,
    OldMeetingError,
    agree,
    note_meeting,
    reopen,
)
from cip.incentives.actions.try_samples import try_sample, write_sample
from cip.incentives.drawing import NoDrawError
from cip.incentives.evaluation import Given
from cip.incentives.judging import SampleItem
from cip.incentives.reads import call_of
from cip.incentives.reads.evaluation import (
    final_scores,
    firms_to_declare,
    known_conflicts,
    loads,
    progress,
    ready_for_ranking,
    scores_for_office,
)
from cip.incentives.reads.evaluation_kinds import JUDGED_FILE, PANEL, REVIEW
from cip.incentives.reads.panel_words import words_of_panel
from cip.incentives.reads.panels import (
    all_sample_scores,
    draws_of,
    find_panel,
    places_of_person,
    sample_scores,
    samples_of,
    samples_to_do,
)
from cip.incentives.reads.reviews import (
    consensus_for,
    history_of,
    moves_of_review,
    others_for,
    others_in_for,
    reviews_of_person,
)
from cip.incentives.records import CallRow, FirmLinkRow
from cip.parties.access import NotYoursError, load_for
from cip.parties.actions.add_member import add_member
from cip.parties.actions.give_mandate import give_mandate
from cip.parties.actions.open_body import open_body
from cip.parties.reads.ties import codes_of_firms
from tests.integration.incentives.judges import LAW, Judges, make_judges, reason
from tests.integration.parties.cast import Cast, make_cast

NEAR = {"B3": 8, "E2": 3}
FAR = {"B3": 2, "E2": 3}


@pytest.fixture
def cast(database: Database) -> Cast:
    """See Cast."""
    return make_cast(database)


@pytest.fixture
def judges(cast: Cast) -> Judges:
    """One application, two people who judge it."""
    found = make_judges(cast)
    found.name("anna", "bea")
    found.draw()
    return found


@pytest.fixture
def many(cast: Cast) -> Judges:
    """Six applications, three people, drawn."""
    found = make_judges(cast, 6)
    found.name("anna", "bea", "carlo")
    found.draw()
    return found


def test_the_draw_gives_everybody_as_many_files_and_tells_them(many: Judges) -> None:
    assert [len(many.who_judges(n)) for n in range(1, 7)] == [2] * 6
    with open_reading(many.cast.database) as session:
        assert set(loads(session, many.call, many.officer).values()) == {(4, 0)}
        assert set(loads(session, many.call, many.person["anna"]).values()) == {(4, 0), (4, None)}
        (draw,) = draws_of(session, many.call)
    assert (draw.number, draw.needed, len(draw.seed)) == (1, 2, 64)
    assert sorted({one.file_number for one in many.reviews}) == [1, 2, 3, 4, 5, 6]
    assert many.cast.mails("files_given") == ["anna@example.org", "bea@example.org", "carlo@example.org"]


def test_a_draw_is_what_the_preview_showed(many: Judges) -> None:
    with open_reading(many.cast.database) as session:
        before = plan_draw(session, call_of(session, many.call))
    assert before.result.new == frozenset()
    with many.work() as work, pytest.raises(NothingToDrawError):
        draw_evaluators(work, many.call, previewed=before.asked.digest)
    many.name("dora")
    with many.work() as work, pytest.raises(DrawnMeanwhileError):
        draw_evaluators(work, many.call, previewed=before.asked.digest)


def test_known_links_exclude_and_too_few_people_are_refused(cast: Cast) -> None:
    judges = make_judges(cast)
    judges.name("anna", "bea")
    with cast.work() as work:
        add_member(work, judges.person["anna"], party_kind="firm", party_id=judges.firm[1], role="collaborator")
    with pytest.raises(NoDrawError) as refused:
        judges.draw()
    assert refused.value.short == {judges.application[1]: 1}
    judges.name("carlo")
    assert judges.draw() == 2
    assert judges.who_judges() == ["bea", "carlo"]


def test_every_known_link_excludes(cast: Cast) -> None:
    judges = make_judges(cast, 5)
    judges.name("anna", "bea", "carlo", "dora", "ezio")
    day = cast.now.date()
    with cast.work() as work:
        union = open_body(work, "union", "Sindacato Prova")
        add_member(work, judges.person["anna"], party_kind="firm", party_id=judges.firm[5], role="collaborator")
        add_member(work, judges.person["bea"], party_kind="body", party_id=cast.body, role="staff")
        add_member(work, judges.person["carlo"], party_kind="body", party_id=union, role="staff")
        give_mandate(work, judges.firm[1], cast.body, scopes=["check_up"], from_day=day, given_by=None)
        link = {"a_name": "Uno", "b_name": "Cinque", "kind": "majority", "recorded_at": work.now, "recorded_by": "x"}
        codes = codes_of_firms(work.session, [judges.firm[1], judges.firm[5]])
        a, b = codes[judges.firm[1]], codes[judges.firm[5]]
        work.session.add(FirmLinkRow(id=work.new_id(), firm_id=judges.firm[1], a_code=a, b_code=b, **link))
        _attested(work, judges.firm[1], union, judges.person["carlo"])
        work.session.flush()
        panel = find_panel(work.session, judges.call)
        assert panel is not None
        firms = {judges.application[n]: judges.firm[n] for n in (1, 2)}
        found = known_conflicts(work.session, panel.sitting, firms)
    assert {place: [one.rule for one in reasons] for (place, _application), reasons in found.items()} == {
        judges.place["anna"]: ["conflict.linked_firm"],
        judges.place["bea"]: ["conflict.consultancy"],
        judges.place["carlo"]: ["conflict.union"],
    }
    assert {application for _place, application in found} == {judges.application[1]}
    judges.draw()
    assert judges.who_judges(1) == ["dora", "ezio"]


def _attested(work: Work, firm_id: str, union: str, person_id: str) -> None:
    adherence, day = work.new_id(), work.now.date()
    work.session.add(
        AdherenceRow(
            id=adherence,
            firm_id=firm_id,
            agreement_id="demo-2026",
            state="draft",
            started_on=day,
            started_by="system",
            form_version=0,
        )
    )
    work.session.flush()
    work.session.add(
        AttestationRow(
            id=work.new_id(),
            adherence_id=adherence,
            clause_id="B-02",
            body_id=union,
            verdict="attests",
            scope="visit",
            from_day=day,
            to_day=day,
            made_on=day,
            made_at=work.now,
            made_by=person_id,
        )
    )
    work.session.flush()


def test_who_stands_aside_sees_the_file_no_more_and_somebody_else_is_drawn(many: Judges) -> None:
    who = many.who_judges(1)[0]
    review, others = many.review(who), {one.id for one in many.reviews}
    with many.work(who) as work:
        declare_conflict(work, review.id, LAW, "Conosco chi la dirige.")
    with open_reading(many.cast.database) as session:
        assert review.id not in {one.id for one in reviews_of_person(session, many.person[who], many.call)}
        with pytest.raises(NotYoursError):
            load_for(session, many.actor(many.person[who]), REVIEW, review.id, action="read", parent=many.call)
        assert ready_for_ranking(session, many.call)[0].rule == "evaluation.not_drawn"
    assert many.draw() == 1
    assert who not in many.who_judges(1)
    assert len({one.id for one in many.reviews} - others) == 1
    with many.work(who) as work, pytest.raises(NotThatReviewMoveError):
        save_scores(work, review.id, {})


def test_a_link_is_declared_from_the_list_of_firms_without_its_number(many: Judges) -> None:
    who = many.who_judges(1)[0]
    panel = many.place[who]
    with open_reading(many.cast.database) as session:
        (place,) = (one for one in places_of_person(session, many.person[who]) if one.id == panel)
        before = firms_to_declare(session, place)
    assert list(before.values()) == [f"Impresa Segreta {n}" for n in range(1, 7)]
    arguments = (many.call, many.person[who], many.firm[1], LAW)
    with many.work(who) as work, pytest.raises(NoWhyGivenError):
        declare_link(work, *arguments, why="")
    with many.work(who) as work:
        declare_link(work, *arguments, why="È la ditta di mia sorella.")
    with many.work(who) as work, pytest.raises(NotThatReviewMoveError):
        declare_link(work, *arguments, why="Di nuovo.")
    with open_reading(many.cast.database) as session:
        assert many.firm[1] not in firms_to_declare(session, place)
    assert who not in many.who_judges(1)
    # Named again, the person is still the same.
    with many.work() as work:
        end_place(work, many.call, panel, "Rinuncia.")
        many.place[who] = name_evaluator(work, many.call, many.person[who])
    many.draw()
    assert who not in many.who_judges(1)
    assert len(many.who_judges(1)) == 2


def test_a_file_is_taken_away_with_a_reason(judges: Judges) -> None:
    review = judges.review("anna")
    with judges.work() as work, pytest.raises(NoWhyGivenError):
        take_file(work, review.id, " ")
    with judges.work() as work:
        take_file(work, review.id, "È in ferie.")
    with pytest.raises(NoDrawError):
        judges.draw()


def test_nothing_is_scored_before_the_declaration(judges: Judges) -> None:
    review = judges.review("anna")
    with judges.work("anna") as work, pytest.raises(NotThatReviewMoveError):
        save_scores(work, review.id, {"B3": (Fraction(8), "")})
    with judges.work("anna") as work, pytest.raises(NoWhyGivenError):
        declare_conflict(work, review.id, LAW, "")


def test_a_known_link_cannot_be_declared_away(judges: Judges) -> None:
    with judges.cast.work() as work:
        add_member(work, judges.person["anna"], party_kind="firm", party_id=judges.firm[1], role="collaborator")
    with pytest.raises(KnownConflictError) as refused:
        judges.declare("anna")
    assert [one.rule for one in refused.value.because] == ["conflict.firm"]


def test_drafts_are_kept_as_they_are_typed_and_nothing_is_lost(judges: Judges) -> None:
    review_id = judges.declare("anna")
    with judges.work("anna") as work:
        assert save_scores(work, review_id, {"B3": (None, "a metà"), "E2": (Fraction(3), "")}) == 2
        assert save_scores(work, review_id, {"B3": (None, "a metà"), "E2": (Fraction(5), "")}) == 1
    with open_reading(judges.cast.database) as session:
        history = history_of(session, judges.person["anna"], review_id)
        assert history_of(session, judges.person["bea"], review_id) == []
    assert [(one.seq, one.item, one.points, one.reason) for one in history] == [
        (1, "B3", None, "a metà"),
        (2, "E2", 3, ""),
        (3, "E2", 5, ""),
    ]
    assert judges.review("anna").state == "draft"


@pytest.mark.parametrize("given", [{"B3": (Fraction(3), "")}, {"Z9": (None, "")}, {"B3": (None, "x" * 2_001)}])
def test_what_the_grid_does_not_know_is_no_score(judges: Judges, given: dict[str, tuple[Fraction | None, str]]) -> None:
    review_id = judges.declare("anna")
    with judges.work("anna") as work, pytest.raises(BadScoreError):
        save_scores(work, review_id, given)


def test_scores_need_points_and_a_reason_that_is_no_copy(many: Judges) -> None:
    who = many.who_judges(1)[0]
    many.judge(who, NEAR)
    other = next(n for n in range(2, 7) if who in many.who_judges(n))
    review_id = many.declare(who, other)
    with many.work(who) as work:
        save_scores(work, review_id, {"B3": (None, reason(0)), "E2": (Fraction(3), "poco")})
    with many.work(who) as work, pytest.raises(NotCompleteError) as refused:
        hand_in(work, review_id)
    assert refused.value.faults == {"B3": ("no_points", "copied"), "E2": ("short",)}


def test_near_scores_are_settled_at_once(judges: Judges) -> None:
    judges.judge("anna", NEAR)
    with open_reading(judges.cast.database) as session:
        assert [hole.rule for hole in ready_for_ranking(session, judges.call)] == ["evaluation.open"]
        assert final_scores(session, judges.call)[judges.application[1]] == {}
    judges.judge("bea", {"B3": 10, "E2": 3}, first=4)
    assert {one.state for one in judges.reviews} == {"closed"}
    with open_reading(judges.cast.database) as session:
        assert ready_for_ranking(session, judges.call) == ()
        assert final_scores(session, judges.call) == {
            judges.application[1]: {
                "B3": {"evaluator-1": 8, "evaluator-2": 10},
                "E2": {"evaluator-1": 3, "evaluator-2": 3},
            }
        }
    assert judges.cast.mails("scores_far_apart") == []


def test_far_scores_need_a_meeting_that_all_agree_with(judges: Judges) -> None:
    anna, bea = judges.judge("anna", NEAR), judges.judge("bea", FAR, first=4)
    assert judges.cast.mails("scores_far_apart") == ["anna@example.org", "bea@example.org"]
    with open_reading(judges.cast.database) as session:
        assert [hole.rule for hole in ready_for_ranking(session, judges.call)] == ["evaluation.far_apart"]
        assert progress(session, judges.call, judges.officer)[0].meet
        assert words_of_panel(session, call_of(session, judges.call), judges.application[1]) == {}
    with judges.work("anna") as work, pytest.raises(NotAgreedYetError) as refused:
        note_meeting(work, anna, {}, met_on=date(2026, 11, 21))
    assert refused.value.items == ("B3",)
    agreed = {"B3": Given(Fraction(5), reason(2))}
    with judges.work("anna") as work:
        first = note_meeting(work, anna, {"B3": Given(Fraction(6), reason(3))}, met_on=date(2026, 11, 21))
        meeting = note_meeting(work, anna, agreed, met_on=date(2026, 11, 21), note="Ci siamo visti.")
    with judges.work("bea") as work, pytest.raises(OldMeetingError):
        agree(work, bea, first)
    assert judges.review("bea").state == "handed_in"
    with judges.work("bea") as work:
        assert agree(work, bea, meeting)
    with open_reading(judges.cast.database) as session:
        assert ready_for_ranking(session, judges.call) == ()
        assert final_scores(session, judges.call)[judges.application[1]] == {
            "B3": {"consensus": 5},
            "E2": {"evaluator-1": 3, "evaluator-2": 3},
        }
        met = consensus_for(session, judges.person["bea"], bea)
        said = words_of_panel(session, call_of(session, judges.call), judges.application[1])
    # The firm reads the one reason that was agreed on; of the rest both, and not whose they are.
    assert [(one.agreed, one.reasons) for one in said["B3"]] == [(True, (agreed["B3"].reason,))]
    assert [(one.agreed, list(one.reasons) == sorted(one.reasons)) for one in said["E2"]] == [(False, True)]
    assert met is not None
    assert met.scores == agreed
    assert met.note == "Ci siamo visti."
    assert met.agreed == {anna, bea}


def test_near_scores_ask_for_no_meeting(judges: Judges) -> None:
    anna = judges.judge("anna", NEAR)
    with judges.work("anna") as work, pytest.raises(NotThatReviewMoveError):
        note_meeting(work, anna, {"B3": Given(Fraction(5), reason(2))}, met_on=date(2026, 11, 21))


def test_a_review_is_opened_again_and_what_was_agreed_no_longer_counts(judges: Judges) -> None:
    anna, bea = judges.judge("anna", NEAR), judges.judge("bea", FAR, first=4)
    with judges.work("anna") as work:
        meeting = note_meeting(work, anna, {"B3": Given(Fraction(5), reason(2))}, met_on=date(2026, 11, 21))
    with judges.work("bea") as work:
        agree(work, bea, meeting)
    judges.later()
    with judges.work() as work, pytest.raises(NoWhyGivenError):
        reopen(work, bea, "")
    with judges.work() as work:
        reopen(work, bea, "Ha sbagliato riga.")
    assert (judges.review("anna").state, judges.review("bea").state) == ("handed_in", "reopened")
    judges.later()
    judges.judge("bea", {"B3": 10, "E2": 3}, first=4)
    assert {one.state for one in judges.reviews} == {"closed"}
    with open_reading(judges.cast.database) as session:
        assert final_scores(session, judges.call)[judges.application[1]]["B3"] == {
            "evaluator-1": 8,
            "evaluator-2": 10,
        }
        moves = [one.to_state for one in moves_of_review(session, judges.person["bea"], bea)]
        points = [one.points for one in history_of(session, judges.person["bea"], bea) if one.item == "B3"]
    assert moves == ["assigned", "declared", "draft", "handed_in", "closed", "reopened", "handed_in", "closed"]
    assert points == [2, 10]


def test_nothing_is_opened_again_while_somebody_is_still_at_work(judges: Judges) -> None:
    anna = judges.judge("anna", NEAR)
    with judges.work() as work, pytest.raises(NotThatReviewMoveError):
        reopen(work, anna, "Ha sbagliato.")


def test_who_still_judges_is_told_nothing_of_the_others(judges: Judges) -> None:
    anna = judges.judge("anna", NEAR)
    bea = judges.save("bea", FAR, first=4) if judges.declare("bea") else ""
    with open_reading(judges.cast.database) as session:
        assert others_for(session, judges.person["bea"], bea) == {}
        assert others_in_for(session, judges.person["bea"], bea) is None
        assert consensus_for(session, judges.person["bea"], bea) is None
        # Handed in, one learns that the other has not, and nothing of the draft.
        assert others_for(session, judges.person["anna"], anna) == {}
        assert others_in_for(session, judges.person["anna"], anna) is False
        assert scores_for_office(session, judges.application[1]) is None
        # Nobody reads through somebody else's review.
        assert others_for(session, judges.person["bea"], anna) == {}
        assert others_in_for(session, judges.officer, anna) is None
        (seen,) = progress(session, judges.call, judges.person["bea"])
        (counted,) = progress(session, judges.call, judges.officer)
    assert (seen.hidden, seen.handed_in) == (True, 0)
    assert (counted.hidden, counted.handed_in, counted.given) == (False, 1, 2)
    with judges.work("bea") as work:
        hand_in(work, bea)
    with open_reading(judges.cast.database) as session:
        assert others_for(session, judges.person["bea"], bea)[1]["B3"].points == 8
        assert others_for(session, judges.person["anna"], anna)[2]["B3"].points == 2
        found = scores_for_office(session, judges.application[1])
    assert found is not None
    assert set(found) == {anna, bea}


def test_while_a_seat_is_free_the_office_is_told_nothing(judges: Judges) -> None:
    """An officer of the panel may be drawn for it."""
    anna = judges.judge("anna", NEAR)
    with judges.work() as work:
        take_file(work, judges.review("bea").id, "È in ferie.")
    with open_reading(judges.cast.database) as session:
        assert scores_for_office(session, judges.application[1]) is None
        (counted,) = progress(session, judges.call, judges.officer)
        assert (counted.given, counted.handed_in, counted.meet) == (1, 1, False)
        assert others_for(session, judges.person["anna"], anna) == {}


def test_while_opened_again_one_is_blind_again(judges: Judges) -> None:
    judges.judge("anna", NEAR)
    bea = judges.judge("bea", FAR, first=4)
    with judges.work() as work:
        reopen(work, bea, "Ha sbagliato riga.")
    with open_reading(judges.cast.database) as session:
        assert others_for(session, judges.person["bea"], bea) == {}
        assert others_in_for(session, judges.person["bea"], bea) is None


def test_who_leaves_the_panel_leaves_what_is_open_and_sees_nothing(many: Judges) -> None:
    many.name("dora")
    who = many.who_judges(1)[0]
    done = many.judge(who, NEAR)
    other = next(name for name in many.who_judges(1) if name != who)
    many.judge(other, {"B3": 10, "E2": 3}, first=4)
    with many.work() as work:
        assert end_place(work, many.call, many.place[who], "Ha cambiato ufficio.") == 3
    with open_reading(many.cast.database) as session:
        assert reviews_of_person(session, many.person[who], many.call) == []
        assert history_of(session, many.person[who], done) != [], "what was closed stays on record"
        gone = many.actor(many.person[who])
        with pytest.raises(NotYoursError):
            load_for(session, gone, PANEL, many.call, action="answer")
        with pytest.raises(NotYoursError):
            load_for(session, gone, REVIEW, done, action="answer", parent=many.call)
        assert final_scores(session, many.call)[many.application[1]]["B3"] != {}
    assert many.draw() == 3
    assert all(len(many.who_judges(n)) == 2 for n in range(1, 7))
    with many.work() as work, pytest.raises(NotOnPanelError):
        end_place(work, many.call, many.place[who], "Di nuovo.")


def test_a_second_factor_opens_the_desk(judges: Judges) -> None:
    with open_reading(judges.cast.database) as session:
        strong, weak = judges.actor(judges.person["anna"]), judges.actor(judges.person["anna"], strong=False)
        assert load_for(session, strong, PANEL, judges.call, action="answer").call_id == judges.call
        for actor in (weak, judges.actor(judges.officer)):
            with pytest.raises(NotYoursError):
                load_for(session, actor, PANEL, judges.call, action="answer")
        review = judges.review("anna")
        assert load_for(session, strong, REVIEW, review.id, action="read", parent=judges.call) == review
        for actor in (weak, judges.actor(judges.person["bea"]), judges.actor(judges.officer)):
            with pytest.raises(NotYoursError):
                load_for(session, actor, REVIEW, review.id, action="read", parent=judges.call)
        with pytest.raises(NotYoursError):
            load_for(session, strong, JUDGED_FILE, judges.application[1], action="read", parent=judges.call)


def test_nobody_is_named_twice_or_without_an_account(judges: Judges) -> None:
    with judges.work() as work, pytest.raises(AlreadyNamedError):
        name_evaluator(work, judges.call, judges.person["anna"])
    with judges.work() as work, pytest.raises(NotOnPanelError):
        name_evaluator(work, judges.call, "f" * 32)


def test_somebody_from_outside_gets_an_account_and_a_mail(judges: Judges) -> None:
    with judges.work() as work:
        name_by_address(
            work,
            judges.call,
            email="fuori@example.org",
            name="Fuori Prova",
            language="it",
            secret="s" * 43,
            path="/it/account/choose/" + "s" * 43,
        )
        name_by_address(
            work, judges.call, email="ADA@example.org", name="Altra", language="it", secret="t" * 43, path="/it/"
        )
    assert judges.cast.mails("set_password") == ["fuori@example.org"]


def test_outside_the_evaluation_nothing_moves(judges: Judges) -> None:
    review = judges.review("anna")
    with judges.cast.work() as work:
        work.session.get_one(CallRow, judges.call).state = "ranking"
    with judges.work("anna") as work, pytest.raises(NotJudgingError):
        declare_no_conflict(work, review.id, LAW)
    with judges.work() as work, pytest.raises(PanelClosedError):
        name_evaluator(work, judges.call, judges.cast.ada)
    with judges.work() as work, pytest.raises(NotJudgingError):
        draw_evaluators(work, judges.call, previewed="")


def test_the_sample_comes_first_and_is_shown_after_ones_own_scores(judges: Judges) -> None:
    sample = {
        item: SampleItem(f"Un testo di prova su {item}.", Fraction(n), reason(7)) for item, n in (("B3", 6), ("E2", 3))
    }
    with judges.work() as work, pytest.raises(BadScoreError):
        write_sample(work, judges.call, "Domanda di prova", {"B3": sample["B3"]})
    with judges.work() as work:
        sample_id = write_sample(work, judges.call, "Domanda di prova", sample)
    with pytest.raises(NotCalibratedError):
        judges.declare("anna")
    given = {"B3": Given(Fraction(8), reason(0)), "E2": Given(Fraction(0), reason(1))}
    with judges.work("anna") as work, pytest.raises(NotCompleteError):
        try_sample(work, judges.call, sample_id, judges.person["anna"], {"B3": given["B3"]})
    with judges.work("anna") as work:
        try_sample(work, judges.call, sample_id, judges.person["anna"], given)
    with judges.work("anna") as work, pytest.raises(NotThatReviewMoveError):
        try_sample(work, judges.call, sample_id, judges.person["anna"], given)
    with open_reading(judges.cast.database) as session:
        (kept,) = samples_of(session, judges.call)
        assert kept.gold == {"B3": 6, "E2": 3}
        assert samples_to_do(session, judges.call, judges.place["anna"]) == []
        assert samples_to_do(session, judges.call, judges.place["bea"]) == [sample_id]
        assert sample_scores(session, judges.place["anna"])[sample_id]["B3"] == (Fraction(8), reason(0))
        assert set(all_sample_scores(session, judges.call)[sample_id]) == {judges.place["anna"]}
    judges.declare("anna")


def test_before_the_draw_every_application_is_short_of_people(cast: Cast) -> None:
    judges = make_judges(cast, 2)
    with open_reading(cast.database) as session:
        (hole,) = ready_for_ranking(session, judges.call)
    assert (hole.rule, hole.values["count"]) == ("evaluation.not_drawn", 2)
