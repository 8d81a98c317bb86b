"""`cip check-up FILE`: output, mistakes in one sentence, which rules and which day (design, section 8)."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.conftest import MODEL, ON, RULES, Cip, Ran


def is_refused(ran: Ran, *words: str) -> None:
    """One sentence on stderr, nothing on stdout, exit 1, no traceback."""
    assert (ran.code, ran.out) == (1, ""), ran
    assert ran.err.startswith("cip: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("\n")
    assert "Traceback" not in ran.err
    for word in words:
        assert word in ran.err, ran.err


def refused_file(cip: Cip, tmp_path: Path, content: bytes, name: str = "firm.yaml") -> Ran:
    (tmp_path / name).write_bytes(content)
    return cip("check-up", tmp_path / name, "--on", ON, "--json")


# What comes out -------------------------------------------------------------------------------------------------------


def test_clauses_are_those_of_the_agreement_of_the_municipality(cip: Cip, tmp_path: Path) -> None:
    content = b'facts: {municipality: "999001", workers: 7}\nindicators: {T1: 1, R2: 2}\n'
    (tmp_path / "firm.yaml").write_bytes(content)
    clauses = cip("check-up", tmp_path / "firm.yaml", "--on", ON, "--json").json["clauses"]
    assert {clause["agreement"] for clause in clauses} == {"demo-2026"}
    assert [clause["id"] for clause in clauses] == sorted({clause["id"] for clause in clauses})
    assert all(list(clause) == ["id", "agreement", "status", "because"] and clause["because"] for clause in clauses)
    assert {clause["id"]: clause["status"] for clause in clauses}["C-01"] == "not_met"
    (tmp_path / "firm.yaml").write_bytes(b"facts: {workers: 7}\n")
    assert cip("check-up", tmp_path / "firm.yaml", "--on", ON, "--json").json["clauses"] == []


def test_json_on_stdout_nothing_on_stderr_exit_0(cip_process: Cip, firm: Path) -> None:
    ran = cip_process("check-up", firm, "--on", ON, "--json")
    assert (ran.code, ran.err) == (0, "")
    found = ran.json
    assert found["on"] == ON
    assert next(area for area in found["areas"] if area["id"] == "C") == {
        "id": "C",
        "weight": 20,
        "low": 32.4,
        "high": 50.0,
        "scorable": True,
    }


def test_the_order_of_the_keys_is_that_of_the_contract(cip: Cip, firm: Path) -> None:
    assert list(cip("check-up", firm, "--on", ON, "--json").json) == [
        "pack", "on", "law_known_to", "result", "band", "total", "level", "level_by_score", "held_by", "areas",
        "indicators", "unproved", "duties", "measures", "could_fit", "not_proposed", "clauses", "unknown",
    ]  # fmt: skip


def test_the_same_file_gives_the_same_bytes_twice(cip: Cip, firm: Path) -> None:
    runs = [cip("check-up", firm, "--on", ON, "--json").out for _ in range(2)]
    assert runs[0] == runs[1]


def test_yaml_and_json_with_tabs_give_the_same_result(cip: Cip, tmp_path: Path) -> None:
    value = {"facts": {"workers": 7, "shifts": "no"}, "indicators": {"T1": {"step": 3, "count": 2}}}
    (tmp_path / "a.yaml").write_text("facts: {workers: 7, shifts: no}\nindicators: {T1: {step: 3, count: 2}}\n")
    (tmp_path / "b.json").write_text(json.dumps(value, indent="\t"))
    (tmp_path / "c.json").write_text(json.dumps(value, separators=(",", ":")))
    results = {cip("check-up", tmp_path / name, "--on", ON, "--json").out for name in ("a.yaml", "b.json", "c.json")}
    assert len(results) == 1


@pytest.mark.parametrize("content", [b"", b"\n\n", b"# nothing\n", b"{}", b"\xef\xbb\xbf", b"null"])
def test_an_empty_file_gives_0_to_100_and_level_1(cip: Cip, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "empty.yaml").write_bytes(content)
    found = cip("check-up", tmp_path / "empty.yaml", "--on", ON, "--json").json
    assert (found["total"], found["level"], found["band"]) == ({"low": 0, "high": 100}, 1, None)


def test_in_words_the_level_and_the_reasons_are_printed_in_italian_or_english(cip: Cip, firm: Path) -> None:
    italian, english = cip("check-up", firm, "--on", ON), cip("check-up", firm, "--on", ON, "--lang", "en")
    assert (italian.code, english.code) == (0, 0)
    assert "Livello 1, Avvio" in italian.out
    assert "Level 1, Starting" in english.out
    assert "2026-04-30" in italian.out


def test_on_is_today_when_left_out(cip: Cip, firm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date

    monkeypatch.setattr("cip.cli.options.today", lambda: date(2026, 5, 17))
    assert cip("check-up", firm, "--json").json["on"] == "2026-05-17"


def test_nothing_is_written_beside_the_file(cip: Cip, tmp_path: Path, cache: Path, firm: Path) -> None:
    before = set(tmp_path.rglob("*"))
    cip("check-up", firm, "--on", ON, "--json")
    assert {path for path in set(tmp_path.rglob("*")) - before if not path.is_relative_to(cache)} == set()


# Mistakes -------------------------------------------------------------------------------------------------------------

BAD: list[tuple[bytes, list[str]]] = [
    (b"facts: {worker: 7}\n", ["firm.yaml:1: facts.worker:", 'did you mean "workers"']),
    (b"\nindicators:\n  T1: 2\n  K22: 1\n", ["firm.yaml:4: indicators.K22:", 'did you mean "K2"']),
    (b"facts:\n  workers: many\n", ["firm.yaml:2: facts.workers:", "whole numbers from 1 to 4999"]),
    (b"facts:\n  workers: 5000\n", ["firm.yaml:2: facts.workers:", "out of range", "1 to 4999"]),
    (b"indicators: {T1: 5}\n", ["firm.yaml:1: indicators.T1:", "0, 1, 2, 3, 4"]),
    (b"in_use:\n  M05: 2026-02-30\n", ["firm.yaml:2: in_use.M05:", "2026-02-30", "YYYY-MM-DD"]),
    (b'in_use:\n  M05: "2026-02-30"\n', ["firm.yaml:2: in_use.M05:", "2026-02-30", "YYYY-MM-DD"]),
    (b"in_use:\n  M05: 2030-01-01\n", ["firm.yaml:2: in_use.M05:", "after the day of the check-up"]),
    (b"facts: {workers: 7\n", ["firm.yaml:1:", "not YAML"]),
    (b"facts:\n\tworkers: 7\n", ["firm.yaml:2:", "not YAML"]),
    (b"facts: {workers: 7}\nfacts: {workers: 8}\n", ["firm.yaml:2:", '"facts" stands twice']),
    (b"a: &x 1\nb: *x\n", ["firm.yaml:", "aliases"]),
    (b"facts: !!python/object:os.system {}\n", ["firm.yaml:1:", "tag"]),
    (b"\x7fELF\x02\x01\xff\xfe\x00", ["firm.yaml:1:", "UTF-8"]),
    (b"facts: {workers: 7}\n\x00", ["firm.yaml:", "not"]),
    (b"[" * 50_000, ["firm.yaml:1:"]),
    (b"- 1\n", ["firm.yaml:1:", "map"]),
    (b"hello\n", ["firm.yaml:1:", "map"]),
]


@pytest.mark.parametrize(("content", "words"), BAD, ids=[repr(content[:40]) for content, _ in BAD])
def test_bad_input_is_one_sentence_with_file_line_and_key(
    cip: Cip, tmp_path: Path, content: bytes, words: list[str]
) -> None:
    is_refused(refused_file(cip, tmp_path, content), *words)


def test_bad_json_is_one_sentence_too(cip: Cip, tmp_path: Path) -> None:
    is_refused(refused_file(cip, tmp_path, b'{"facts": {"workers": 7}', "firm.json"), "firm.json:1:")
    is_refused(
        refused_file(cip, tmp_path, b'{"facts":\n\t{"workers":\t"7"}}', "firm.json"), "firm.json:2: facts.workers:"
    )


def test_a_file_that_is_not_there_a_folder_and_a_file_that_may_not_be_read(
    cip: Cip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_refused(cip("check-up", tmp_path / "none.yaml", "--on", ON), "none.yaml", "no such file")
    is_refused(cip("check-up", tmp_path, "--on", ON), "is a directory")

    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)  # the mode of a file does not stop root
    is_refused(cip("check-up", tmp_path / "x.yaml", "--on", ON), "x.yaml", "permission denied")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--on", "2026-02-30"], ['"2026-02-30"', "YYYY-MM-DD"]),
        (["--on", "tomorrow"], ['"tomorrow"', "YYYY-MM-DD"]),
        (["--on", "02/03/2026"], ["YYYY-MM-DD"]),
        (["--on", "2025-12-31"], ["no model is in force on 2025-12-31", MODEL]),
        (["--on", "2025-12-31", "--model", MODEL], ["2025-12-31", "no value"]),
        (["--model", "cip-2025"], ["cip-2025", f'did you mean "{MODEL}"', "known"]),
        (["--lang", "de"], ["it", "en"]),
        (["--jsn"], ["--json"]),
        (["more"], ["unexpected"]),
        (["--rules", "/nowhere"], ["/nowhere", "not a folder of rules"]),
    ],
    ids=" ".join,
)
def test_an_option_that_cannot_be_right_is_one_sentence(
    cip: Cip, firm: Path, arguments: list[str], words: list[str]
) -> None:
    is_refused(cip("check-up", firm, *arguments), *words)


def test_without_a_file_the_sentence_says_so(cip: Cip) -> None:
    is_refused(cip("check-up"), "FILE")


def test_a_command_that_does_not_exist_is_one_sentence(cip: Cip) -> None:
    is_refused(cip("chek-up"), "chek-up")


@pytest.mark.parametrize("arguments", [["--help"], ["check-up", "--help"], ["rules", "--help"], ["--version"], []])
def test_help_goes_to_stdout_with_exit_0(cip: Cip, arguments: list[str]) -> None:
    ran = cip(*arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out


def test_the_script_itself_never_shows_a_traceback(cip_process: Cip, tmp_path: Path) -> None:
    (tmp_path / "firm.yaml").write_text("facts: {worker: 7}\n")
    is_refused(cip_process("check-up", "firm.yaml", "--on", ON), "firm.yaml:1: facts.worker:")
    is_refused(cip_process("check-up", tmp_path, "--on", ON), "is a directory")


def test_a_reader_that_goes_away_is_not_our_mistake(cip_process: Cip, firm: Path, tmp_path: Path) -> None:
    import subprocess

    from tests.unit.cli.conftest import script

    environ = dict(os.environ) | {"CIP_CACHE": str(tmp_path / "cache")}
    command = [script(), "check-up", str(firm), "--on", ON, "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""


# Which rules ----------------------------------------------------------------------------------------------------------


def reweighed(rules: Path) -> Path:
    """The rules with one weight changed: flexible hours 31 instead of 30, part-time 19 instead of 20."""
    file = rules / "models" / MODEL / "indicators" / "time.yaml"
    text = (
        file.read_text(encoding="utf-8").replace("weight: 30", "weight: 31", 1).replace("weight: 20", "weight: 19", 1)
    )
    file.write_text(text, encoding="utf-8")
    return rules


def test_changing_one_weight_changes_the_sha256_and_the_printed_reason(cip: Cip, tmp_path: Path, rules: Path) -> None:
    (tmp_path / "f.yaml").write_text("facts: {workers: 7}\nindicators: {T1: 0, T2: 0}\n")
    before = cip("check-up", tmp_path / "f.yaml", "--on", ON, "--json").json
    after = cip("check-up", tmp_path / "f.yaml", "--on", ON, "--json", "--rules", reweighed(rules)).json
    assert before["pack"]["sha256"] != after["pack"]["sha256"]
    old, new = (_reasons(found, "measures.M02.raises.T1") for found in (before, after))
    assert "weighs 30 of 100" in str(old["en"])
    assert "weighs 31 of 100" in str(new["en"])
    assert old["inputs"]["weight"] != new["inputs"]["weight"]


def _reasons(found: dict[str, list[dict[str, object]]], rule: str) -> dict[str, dict[str, object]]:
    rows = [reason for row in found["measures"] for reason in row["because"]]  # type: ignore[attr-defined]
    return next(reason for reason in rows if reason["rule"] == rule)


def test_rules_wins_over_cip_rules_which_wins_over_the_checkout(cip: Cip, firm: Path, rules: Path) -> None:
    def sha(*arguments: str | Path, environ: dict[str, str] | None = None) -> str:
        found: str = cip("check-up", firm, "--on", ON, "--json", *arguments, environ=environ).json["pack"]["sha256"]
        return found

    own = {"CIP_RULES": str(reweighed(rules))}
    checkout = sha()
    assert sha("--rules", rules) != checkout
    assert sha(environ=own) == sha("--rules", rules)
    assert sha("--rules", RULES, environ=own) == checkout
    assert sha(environ={"CIP_RULES": ""}) == checkout


def test_a_cip_rules_that_is_no_folder_of_rules_is_one_sentence(cip: Cip, firm: Path, tmp_path: Path) -> None:
    is_refused(cip("check-up", firm, environ={"CIP_RULES": "/nowhere"}), "/nowhere", "not a folder of rules")
    is_refused(cip("check-up", firm, environ={"CIP_RULES": str(firm)}), "not a folder of rules")
    (tmp_path / "empty").mkdir()
    is_refused(cip("check-up", firm, "--rules", tmp_path / "empty"), "not a folder of rules")


Break = Callable[[Path], object]
BREAKS: dict[str, tuple[Break, str]] = {
    "a line that is no YAML": (lambda m: _append(m / "needs.yaml", "\n- [\n"), "needs.yaml"),
    "an unknown key": (lambda m: _append(m / "about.yaml", "\nlabels: 1\n"), "about.yaml"),
    "about.yaml cannot be read": (lambda m: (m / "about.yaml").write_text("id: [\n"), "about.yaml"),
    "about.yaml is empty": (lambda m: (m / "about.yaml").write_text(""), "about.yaml"),
    "about.yaml is missing": (lambda m: (m / "about.yaml").unlink(), "about.yaml"),
    "about.yaml is a list": (lambda m: (m / "about.yaml").write_text("- 1\n"), "about.yaml"),
    "a file is missing": (lambda m: (m / "weights.yaml").unlink(), "weights.yaml"),
    "a reference to nothing": (
        lambda m: _replace(m / "duties.yaml", "leave_cases_24m > 0", "leave_cases > 0"),
        "duties.yaml",
    ),
    "a broken law": (lambda m: _append(m.parents[1] / "law" / "safety.yaml", "\n: :\n"), "law/safety.yaml"),
}


def _append(file: Path, text: str) -> None:
    file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", BREAKS)
def test_broken_rules_are_one_sentence_that_names_the_file(cip: Cip, firm: Path, rules: Path, name: str) -> None:
    spoil, file = BREAKS[name]
    spoil(rules / "models" / MODEL)
    is_refused(cip("check-up", firm, "--on", ON, "--rules", rules), "the rules have mistakes", file)


def test_a_folder_of_rules_without_a_model_is_one_sentence(cip: Cip, firm: Path, tmp_path: Path) -> None:
    (tmp_path / "r" / "law").mkdir(parents=True)
    is_refused(cip("check-up", firm, "--rules", tmp_path / "r"), "no model")


def test_the_newest_model_in_force_is_used_unless_another_is_named(cip: Cip, firm: Path, rules: Path) -> None:
    import shutil

    newer = rules / "models" / "cip-2027"
    shutil.copytree(rules / "models" / MODEL, newer, ignore=shutil.ignore_patterns("cases"))
    _replace(newer / "about.yaml", "id: cip-2026", "id: cip-2027")
    _replace(newer / "about.yaml", "from: 2026-01-01", "from: 2027-01-01")

    def used(*arguments: str) -> str:
        found: str = cip("check-up", firm, "--rules", rules, "--json", *arguments).json["pack"]["id"]
        return found

    assert used("--on", "2026-12-31") == "cip-2026"
    assert used("--on", "2027-01-01") == "cip-2027"
    assert used("--on", "2027-01-01", "--model", "cip-2026") == "cip-2026"


# The report and what is imported --------------------------------------------------------------------------------------


def test_the_pdf_option_writes_a_pdf_and_says_where(cip_process: Cip, firm: Path, tmp_path: Path) -> None:
    ran = cip_process("check-up", firm, "--on", ON, "--pdf", "out.pdf")
    assert (ran.code, ran.out, ran.err) == (0, "out.pdf\n", "")
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")


def test_the_pdf_may_be_a_tagged_one(cip: Cip, firm: Path, tmp_path: Path) -> None:
    assert cip("check-up", firm, "--on", ON, "--pdf", tmp_path / "out.pdf", "--tagged").code == 0
    assert b"/MarkInfo" in (tmp_path / "out.pdf").read_bytes()
    is_refused(cip("check-up", firm, "--on", ON, "--tagged"), "--pdf")


def test_a_pdf_that_cannot_be_written_is_one_sentence(cip_process: Cip, cip: Cip, firm: Path, tmp_path: Path) -> None:
    is_refused(cip_process("check-up", firm, "--on", ON, "--pdf", "none/out.pdf"), "none/out.pdf")
    is_refused(cip("check-up", firm, "--on", ON, "--pdf", tmp_path), "directory")


HEAVY = {
    "pandas",
    "numpy",
    "flask",
    "jinja2",
    "sqlalchemy",
    "docx",
    "openpyxl",
    "xhtml2pdf",
    "reportlab",
    "wtforms",
    "babel",
    "cip.database",
    "cip.web",
}


def test_a_check_up_imports_nothing_heavy(firm: Path, cache: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys\nfrom cip.cli.main import main\n"
        f"sys.argv = ['cip', 'check-up', {str(firm)!r}, '--on', {ON!r}, '--json']\n"
        "try:\n    main()\nexcept SystemExit as ended:\n    assert not ended.code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\n"
    )
    environ = {key: value for key, value in os.environ.items() if key != "CIP_RULES"} | {"CIP_CACHE": str(cache)}
    for _ in ("cold", "cached"):
        ended = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env=environ, cwd=tmp_path, check=True, timeout=120
        )
        assert json.loads(ended.stdout)["on"] == ON
        assert HEAVY & set(ended.stderr.decode().splitlines()) == set()
