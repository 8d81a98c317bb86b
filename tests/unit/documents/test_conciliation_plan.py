"""The sheet that people sign, and its code."""

from datetime import UTC, date, datetime

import pytest

from cip.assessment.plan_versions import PlanSignature, PlanVersion, version_content
from cip.documents.papers.basis import Basis
from cip.documents.papers.conciliation_plan import SignedPlan, conciliation_plan
from cip.documents.qr import qr_png
from cip.documents.sheet_html import render_sheet, sheet_paper
from cip.documents.sheets import Qr, Sheet, Together
from cip.kernel.canonical import sha256_of
from cip.kernel.texts import Language
from cip.rulebook.packs import Pack
from tests.unit.assessment.firms import the_pack

DAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ADDRESS = "https://cip.example/it/plan/" + "a" * 64
NASTY = '<script>alert("x")</script>'
SIGNERS = ["Anna Verdi, RSA", "Luca Neri"]
PLAN: dict[str, object] = {
    "M01": {
        "state": "agreed",
        "owner": NASTY,
        "start": "2026-12-01",
        "end": "2027-12-01",
        "cost": 125_050,
        "note": NASTY,
    },
    "M05": {"state": "in_use", "owner": "cassa", "start": "2026-01-10", "cost": 0, "evidence": "Il registro delle ore"},
    "M20": {"state": "dropped", "reason": "Costa troppo."},
    "heard": {
        "ways": ["survey"],
        "on": "2026-11-20",
        "said": "Vanno bene.",
        "signers": ["Anna Verdi, RSA", "Luca Neri"],
    },
}


def version(plan: dict[str, object] = PLAN) -> PlanVersion:
    content = version_content("c" * 32, 3, DAY, the_pack(), (6, 12), plan)
    return PlanVersion(
        id="1" * 32,
        check_up_id="c" * 32,
        number=3,
        on_day=DAY,
        last_seq=4,
        pack_sha256=the_pack().sha256,
        content=content,
        sha256=sha256_of(content),
        made_at=AT,
        made_by="guest",
        prev_digest="0" * 64,
        digest="",
    ).sealed()


def signature() -> PlanSignature:
    return PlanSignature(
        id="2" * 32,
        check_up_id="c" * 32,
        version_id="1" * 32,
        number=1,
        kind="in_system",
        name="Mara Titolare",
        day=DAY,
        person_id="3" * 32,
        file_id=None,
        file_sha256=None,
        made_at=AT,
        made_by="x",
        prev_digest="0" * 64,
        digest="",
    )


def sheet(language: Language = "it", plan: dict[str, object] = PLAN) -> Sheet:
    found = version(plan)
    basis = Basis(the_pack(), language, DAY, found.plan)
    return conciliation_plan(basis, SignedPlan(found, ADDRESS, (signature(),), "Forno Ada", "00000089995"))


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_sheet_says_all_that_is_signed(language: Language) -> None:
    text = "\n".join(sheet(language).lines)
    found = version()
    for said in (
        "Vanno bene.",
        "Anna Verdi, RSA",
        "Luca Neri",
        "Mara Titolare",
        "Il registro delle ore",
        "Costa troppo.",
        "Forno Ada",
        "00000089995",
    ):
        assert said in text
    for said in (found.short, found.sha256, "M01", "M20", "T1"):
        assert said in text
    assert ("1.250,50" if language == "it" else "1,250.50") in text
    assert ("Clausole di accordi:" if language == "it" else "Clauses of agreements:") in text
    assert "B-01" in text or "C-01" in text
    assert ("21 novembre 2026" if language == "it" else "21 November 2026") in text
    assert "%(" not in text


def test_a_plan_of_rules_without_agreements_cites_no_clause() -> None:
    found, whole = version(), the_pack()
    old = Pack.of(whole.content.model_copy(update={"agreements": None}))
    basis = Basis(old, "it", DAY, found.plan)
    text = "\n".join(conciliation_plan(basis, SignedPlan(found, ADDRESS, ())).lines)
    assert "queste regole non contengono accordi" in text
    assert "C-01" not in text


def test_without_names_there_is_still_a_line_for_the_workers() -> None:
    heard = {"ways": ["talk"], "on": "2026-11-20", "said": "Bene."}
    assert "Per chi lavora qui, o per il sindacato (se c'è)" in "\n".join(sheet(plan={**PLAN, "heard": heard}).lines)


def test_what_the_firm_writes_is_never_markup() -> None:
    for printed in (render_sheet(sheet()), sheet_paper(sheet()).document):
        assert NASTY not in printed
        assert "&lt;script&gt;" in printed


def test_the_code_leads_to_the_page_that_checks_it() -> None:
    last = sheet().blocks[-1]
    assert isinstance(last, Together)
    (code,) = (block for block in last.blocks if isinstance(block, Qr))
    assert code.address == ADDRESS
    page, paper = render_sheet(sheet()), sheet_paper(sheet()).document
    assert '<svg role="img"' in page
    assert "style=" not in page
    assert "data:image/png;base64," in paper
    assert qr_png(ADDRESS) == qr_png(ADDRESS)
    assert qr_png(ADDRESS) != qr_png(ADDRESS + "b")
