"""Each CHECK, key and reference of the tables of the decision on awards refuses what it is there to refuse."""

from collections.abc import Mapping

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError

from cip.database.base import Base
from cip.database.work import open_reading
from cip.incentives.reads.award_checks import checks_made, preparations_of
from cip.kernel.clock import today
from tests.integration.incentives.awarding import Awarding
from tests.integration.incentives.calling import NOW

ID, NOBODY, SHA, DAY = "1" * 32, "0" * 32, "a" * 64, today(NOW)
_SHOWN = 50
ROWS: Mapping[str, Mapping[str, object]] = {
    "award_checks": {
        "id": ID, "seq": 9, "on_day": DAY, "results": "[]", "in_order": True, "at": NOW, "by_label": "x",
    },
    "award_preparations": {"id": ID, "seq": 9, "prepared_label": "x", "prepared_at": NOW},
    "award_approvals": {
        "approved_label": "x", "approved_at": NOW, "act_number": "1", "act_on": DAY, "aid_id": None,
    },
    "register_imports": {"id": ID, "sha256": SHA, "report": "[]", "at": NOW, "by_label": "x"},
    "register_codes": {
        "id": ID, "award_id": None, "seq": 99, "kind": "car", "code": "C", "on_day": DAY, "source": "typed",
        "import_id": None, "reason": "", "at": NOW, "by_label": "x",
    },
    "award_letters": {
        "protocol_year": 2027, "protocol_number": 1, "protocol_on": DAY, "content": "{}", "sha256": SHA, "made_at": NOW,
        "made_label": "x",
    },
}  # fmt: skip
BREAKS: list[tuple[str, str, Mapping[str, object]]] = [
    ("award_checks", "ck_award_checks_id_length", {"id": "1"}),
    ("award_checks", "ck_award_checks_seq_from_one", {"seq": 0}),
    ("award_checks", "ck_award_checks_results_length", {"results": ""}),
    ("award_checks", "ck_award_checks_by_label_length", {"by_label": ""}),
    ("award_checks", "fk_award_checks_award_id_awards", {"award_id": NOBODY}),
    ("award_checks", "uq_award_checks_award_id_seq", {"seq": 1}),
    ("award_preparations", "ck_award_preparations_id_length", {"id": "1"}),
    ("award_preparations", "ck_award_preparations_seq_from_one", {"seq": 0}),
    ("award_preparations", "ck_award_preparations_prepared_label_length", {"prepared_label": ""}),
    ("award_preparations", "fk_award_preparations_check_id_award_id_award_checks", {"check_id": NOBODY}),
    ("award_preparations", "fk_award_preparations_prepared_by_people", {"prepared_by": NOBODY}),
    ("award_preparations", "uq_award_preparations_award_id_seq", {"seq": 1}),
    ("award_approvals", "ck_award_approvals_act_number_length", {"act_number": ""}),
    ("award_approvals", "ck_award_approvals_approved_label_length", {"approved_label": ""}),
    (
        "award_approvals",
        "fk_award_approvals_preparation_id_award_id_preparer_award_preparations",
        {"preparation_id": NOBODY},
    ),
    ("award_approvals", "fk_award_approvals_check_id_award_id_award_checks", {"check_id": NOBODY}),
    ("award_approvals", "fk_award_approvals_approved_by_people", {"approved_by": NOBODY}),
    ("award_approvals", "fk_award_approvals_aid_id_aids", {"aid_id": NOBODY}),
    ("register_imports", "ck_register_imports_id_length", {"id": "1"}),
    ("register_imports", "ck_register_imports_sha256_length", {"sha256": "a"}),
    ("register_imports", "ck_register_imports_report_length", {"report": ""}),
    ("register_imports", "ck_register_imports_by_label_length", {"by_label": ""}),
    ("register_imports", "fk_register_imports_call_id_calls", {"call_id": NOBODY}),
    ("register_codes", "ck_register_codes_id_length", {"id": "1"}),
    ("register_codes", "ck_register_codes_seq_from_one", {"seq": 0}),
    ("register_codes", "ck_register_codes_kind_known", {"kind": "rna", "award_id": "award"}),
    ("register_codes", "ck_register_codes_source_known", {"source": "guess"}),
    ("register_codes", "ck_register_codes_car_is_of_the_call", {"award_id": "award"}),
    ("register_codes", "ck_register_codes_cor_is_of_an_award", {"kind": "cor"}),
    ("register_codes", "ck_register_codes_file_is_named", {"source": "file"}),
    ("register_codes", "ck_register_codes_code_length", {"code": ""}),
    ("register_codes", "ck_register_codes_by_label_length", {"by_label": ""}),
    ("register_codes", "fk_register_codes_call_id_calls", {"call_id": NOBODY}),
    ("register_codes", "fk_register_codes_award_id_awards", {"kind": "cup", "award_id": NOBODY}),
    ("register_codes", "fk_register_codes_import_id_register_imports", {"source": "file", "import_id": NOBODY}),
    ("register_codes", "uq_register_codes_call_id_seq", {"seq": 1}),
    ("award_letters", "ck_award_letters_year_range", {"protocol_year": 1999}),
    ("award_letters", "ck_award_letters_number_range", {"protocol_number": 0}),
    ("award_letters", "ck_award_letters_content_length", {"content": ""}),
    ("award_letters", "ck_award_letters_sha256_length", {"sha256": "a"}),
    ("award_letters", "ck_award_letters_made_label_length", {"made_label": ""}),
    ("award_letters", "fk_award_letters_award_id_award_approvals", {"award_id": "other"}),
    ("award_letters", "fk_award_letters_body_id_bodies", {"body_id": NOBODY}),
]


def test_each_rule_refuses_what_it_is_for(made: Awarding, subtests: pytest.Subtests) -> None:
    first, other = (award.id for award in made.awards[:2])
    made.prepare(first)
    made.prepare(other)
    made.approve(other)
    with open_reading(made.database) as session:
        prepared, check = preparations_of(session, first)[-1], checks_made(session, first)[-1]
    who = {"preparation_id": prepared.id, "preparer": prepared.prepared_by, "check_id": check.id}
    names: Mapping[str, object] = {
        "award_id": first, "call_id": made.call_id, "check_id": check.id, "body_id": made.ranks.calling.body,
        "prepared_by": prepared.prepared_by, "approved_by": made.ranks.calling.people["piero"], **who,
    }  # fmt: skip
    for table, rule, change in BREAKS:
        with subtests.test(rule, change=change):
            row = {name: value for name, value in names.items() if name in Base.metadata.tables[table].c}
            row |= ROWS[table]
            if table == "award_letters":
                row["award_id"] = other
            row |= {name: {"award": first, "other": first}.get(str(value), value) for name, value in change.items()}
            refused(made, table, row, rule)


def refused(made: Awarding, table: str, row: Mapping[str, object], rule: str) -> None:
    with pytest.raises((IntegrityError, DataError)) as error, made.database.engine.begin() as connection:
        connection.execute(sa.insert(Base.metadata.tables[table]), row)
    if made.database.engine.dialect.name == "postgresql":
        # Names longer than the database takes are cut there.
        assert rule[:_SHOWN] in str(error.value)


def test_a_protocol_number_is_unique_in_its_office_and_year(made: Awarding) -> None:
    first, other = (award.id for award in made.awards[:2])
    for award_id in (first, other):
        made.prepare(award_id)
        made.approve(award_id)
    made.number(first, first=7)
    row = {**ROWS["award_letters"], "award_id": other, "body_id": made.ranks.calling.body}
    refused(
        made,
        "award_letters",
        {**row, "protocol_year": made.today.year, "protocol_number": 7},
        "uq_award_letters_body_id_protocol_year_protocol_number",
    )
    refused(made, "award_letters", {**row, "award_id": first}, "pk_award_letters")
