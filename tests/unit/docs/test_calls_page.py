"""The page on calls: its whole example is a sound call, its case tells the truth, and it names every shipped call."""

import re
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from cip.incentives.amounts import amount_of
from cip.incentives.bound_call import BoundCall
from cip.incentives.eligibility import check_eligibility
from cip.incentives.grid import score
from cip.rulebook.call_packs import CallPack
from cip.rulebook.calls import call_ids, load_call_packs
from cip.rulebook.diagnostics import CATALOGUE

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/bandi.md").read_text(encoding="utf-8")
CALL, CASE = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> CallPack:
    rules = tmp_path_factory.mktemp("example") / "rules"
    shutil.copytree(ROOT / "rules/law", rules / "law")
    shutil.copytree(ROOT / "rules/territories", rules / "territories")
    (rules / "calls").mkdir()
    (rules / "calls/orari-amici.yaml").write_text(CALL, encoding="utf-8")
    checked = load_call_packs(rules)
    assert [str(item) for item in checked.diagnostics] == []
    return checked.packs["orari-amici"]


def test_the_case_of_the_page_tells_the_truth(example: CallPack) -> None:
    (case,) = yaml.safe_load(CASE)
    bound = BoundCall(example, None)
    facts = bound.read_facts(case["facts"])
    given = {name: {who: Fraction(n) for who, n in row.items()} for name, row in case["scores"].items()}
    result = score(bound, facts, given)
    told = case["expect"]
    assert {verdict.status for verdict in check_eligibility(bound, facts, None)} == {"met"}
    assert {one.id: one.points for one in result.criteria} == told["criteria"]
    assert (result.total, amount_of(bound, facts, None).cents) == (told["total"], told["cents"])


def test_the_page_names_every_shipped_call() -> None:
    assert [name for name in call_ids(ROOT / "rules") if f"`{name}`" not in PAGE] == []


def test_the_page_names_only_codes_that_exist() -> None:
    codes = set(re.findall(r"\bE\d{3}\b", PAGE))
    assert codes
    assert codes <= set(CATALOGUE)
