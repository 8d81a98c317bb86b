"""Each CHECK, key and reference of the tables of acceptances and appeals refuses what it is there to refuse."""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from cip.database.base import Base
from cip.database.engine import Database
from cip.database.work import open_reading
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.calls import call_of
from tests.integration.incentives.calling import NOW
from tests.integration.incentives.ranks import make_ranks

ID, NOBODY, DIGEST = "1" * 32, "0" * 32, "d" * 64
ROWS: Mapping[str, Mapping[str, object]] = {
    "award_acceptances": {"promises": "[]", "promises_sha256": DIGEST, "accepted_at": NOW, "accepted_label": "x"},
    "appeals": {
        "id": ID,
        "way": "review",
        "said": "Mesi contati male.",
        "state": "admitted",
        "filed_at": NOW,
        "filed_label": "x",
    },
    "appeal_moves": {
        "id": ID,
        "appeal_id": ID,
        "seq": 1,
        "action": "admit",
        "to_state": "admitted",
        "at": NOW,
        "by_label": "x",
        "reason": "",
        "reference": "",
    },
}
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("award_acceptances", "ck_award_acceptances_promises_length", {"promises": "["}),
    ("award_acceptances", "ck_award_acceptances_promises_sha256_length", {"promises_sha256": "d"}),
    ("award_acceptances", "ck_award_acceptances_accepted_label_length", {"accepted_label": ""}),
    ("award_acceptances", "fk_award_acceptances_award_id_awards", {"award_id": NOBODY}),
    ("award_acceptances", "fk_award_acceptances_pack_sha256_packs", {"pack_sha256": DIGEST}),
    ("award_acceptances", "fk_award_acceptances_accepted_by_people", {"accepted_by": NOBODY}),
    ("appeals", "ck_appeals_id_length", {"id": "1"}),
    ("appeals", "ck_appeals_way_known", {"way": "letter"}),
    ("appeals", "ck_appeals_state_known", {"state": "lost"}),
    ("appeals", "ck_appeals_said_length", {"said": ""}),
    ("appeals", "ck_appeals_filed_label_length", {"filed_label": ""}),
    ("appeals", "fk_appeals_call_id_calls", {"call_id": NOBODY}),
    ("appeals", "fk_appeals_application_id_applications", {"application_id": NOBODY}),
    ("appeals", "fk_appeals_firm_id_firms", {"firm_id": NOBODY}),
    ("appeals", "fk_appeals_ranking_id_ranking_publications", {"ranking_id": NOBODY}),
    ("appeals", "fk_appeals_filed_by_people", {"filed_by": NOBODY}),
    ("appeal_moves", "ck_appeal_moves_id_length", {"id": "1"}),
    ("appeal_moves", "ck_appeal_moves_action_known", {"action": "lose"}),
    ("appeal_moves", "ck_appeal_moves_to_state_known", {"to_state": "lost"}),
    ("appeal_moves", "ck_appeal_moves_seq_from_one", {"seq": 0}),
    ("appeal_moves", "ck_appeal_moves_by_label_length", {"by_label": ""}),
    ("appeal_moves", "ck_appeal_moves_accepted_changes", {"to_state": "accepted", "reason": "Sì."}),
    ("appeal_moves", "ck_appeal_moves_says_why", {"to_state": "rejected"}),
    ("appeal_moves", "fk_appeal_moves_appeal_id_appeals", {"appeal_id": NOBODY}),
    ("appeal_moves", "fk_appeal_moves_by_person_people", {"by_person": NOBODY}),
    (
        "appeal_moves",
        "fk_appeal_moves_change_id_ranking_changes",
        {"to_state": "partly", "reason": "x", "change_id": ID},
    ),
]


def test_each_rule_refuses_what_it_is_there_for(database: Database, subtests: pytest.Subtests) -> None:
    ranks = make_ranks(database, firms=3)
    ranking_id = ranks.published()
    with open_reading(database) as session:
        one = awards_of_call(session, ranks.call_id)[0]
        pack = call_of(session, ranks.call_id).pack_sha256
    owner = ranks.owner[1]
    given: dict[str, dict[str, object]] = {
        "award_acceptances": {"award_id": one.id, "pack_sha256": pack, "accepted_by": owner},
        "appeals": {
            "call_id": one.call_id,
            "application_id": one.application_id,
            "firm_id": one.firm_id,
            "ranking_id": ranking_id,
            "filed_by": owner,
        },
        "appeal_moves": {"by_person": owner},
    }
    whole = {table: {**row, **given[table]} for table, row in ROWS.items()}
    with database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables["appeals"]), whole["appeals"])
    for table, rule, broken in BREAKS:
        with subtests.test(rule):
            row = {**whole[table], "id": "2" * 32, **broken} if table == "appeals" else {**whole[table], **broken}
            if table == "appeals":
                row = {**row, "way": row["way"] if "way" in broken else "court"}
            with pytest.raises(IntegrityError) as caught, database.engine.begin() as connection:
                connection.execute(sa.insert(Base.metadata.tables[table]), row)
            named = rule in str(caught.value) or "FOREIGN KEY constraint failed" in str(caught.value)
            assert named, str(caught.value)

    # One way is gone once against one version.
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables["appeals"]), {**whole["appeals"], "id": "2" * 32})
