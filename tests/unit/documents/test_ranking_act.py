"""The annex of the act: every application in order, names only where they are published, digests, draft or not."""

from dataclasses import replace
from datetime import date

from cip.documents.papers.ranking_act import RankingAct, ranking_act
from cip.documents.sheets import Sheet, Table
from cip.incentives.publication import Beneficiary, PublishedRanking, told_ranking
from cip.kernel.texts import Language
from tests.unit.incentives.ranked import made, stored
from tests.unit.incentives.test_publication import PERSON, TOLD, told


def act(told: PublishedRanking, language: Language = "it") -> Sheet:
    return ranking_act(RankingAct(told, {"0099": ["Il DURC non è regolare."]}, "proposta", date(2026, 12, 1), language))


def test_every_application_stands_in_order_with_its_sum() -> None:
    sheet = act(told())
    (table,) = (block for block in sheet.blocks if isinstance(block, Table) and len(block.head) == 6)
    assert [row[1].text for row in table.rows] == [award.application for award in told().awards]
    assert [row[0].text for row in table.rows] == [str(award.rank) for award in told().awards]
    assert PERSON not in " ".join(sheet.lines)


def test_who_is_out_reads_why_and_the_digests_are_there() -> None:
    text = " ".join(act(told()).lines)
    for part in (
        "0099",
        "Il DURC non è regolare.",
        told().digest,
        told().pack_sha256,
        "sorteggio inventato",
        "proposta",
    ):
        assert part in text, part
    assert "allegato all'atto 12/2026 del 1º dicembre 2026" in text
    assert "Bozza" not in text


def test_a_draft_says_so_on_every_page() -> None:
    ranking = replace(stored(made()), approval=None, published_at=None)
    who = {row["id"]: _somebody() for row in ranking.told["ranking"]}
    sheet = act(told_ranking(ranking, TOLD, who))
    assert "Bozza" in sheet.footer[0]
    assert "Bozza" in " ".join(sheet.lines)


def _somebody() -> Beneficiary:
    return Beneficiary("Forno", "01234567890")


def test_a_long_ranking_is_cut_into_tables() -> None:
    award = told().awards[0]
    many = tuple(award.model_copy(update={"rank": rank}) for rank in range(1, 91))
    sheet = act(told().model_copy(update={"awards": many}))
    tables = [block for block in sheet.blocks if isinstance(block, Table) and len(block.head) == 6]
    assert [len(table.rows) for table in tables] == [40, 40, 10]
    assert len({table.caption for table in tables}) == 3


def test_it_is_in_english_too() -> None:
    assert act(told(), "en").title.startswith("Ranking of the call")
