"""How many small changes of the money and ranking modules some test notices: `python -m scripts.mutation [MODULE ...]`.

Each module is changed in one place at a time (mutmut) in a copy of the checkout, and its tests run. The table is
printed; the exit code is 1 if a module stays below the least share.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEAST = 85.0
SURVIVORS = "--survivors"
"""Print also the names of the changes that nobody noticed: `mutmut show NAME` shows one."""
TESTS = "tests/unit/incentives"
# A module and the files of tests that must notice its changes.
MODULES: dict[str, tuple[str, ...]] = {
    "size": ("test_size.py",),
    "de_minimis": ("test_de_minimis.py",),
    "undertaking": ("test_undertaking.py", "test_de_minimis.py"),
    "bounds": ("test_bounds.py",),
    "grid": ("test_grid.py",),
    "points": ("test_grid.py", "test_weights.py"),
    "amounts": ("test_amounts.py",),
    "ranking": ("test_ranking.py",),
    "ties": ("test_ranking.py",),
    "allocation": ("test_allocation.py",),
    "ledger": ("test_ledger.py", "test_money_rules.py"),
    "money_rules": ("test_money_rules.py",),
    "money": ("test_money.py",),
    "plan_finance": ("test_plan_finance.py",),
    "tranches": ("test_tranches.py",),
    "payment_checks": ("test_payment_checks.py", "test_payment_reasons.py"),
    "expenses": ("test_expenses.py",),
    "recoveries": ("test_recoveries.py",),
    "closing": ("test_closing.py",),
    "premium": ("test_premium.py",),
    "sepa": ("test_bank_files.py",),
    "statements": ("test_bank_files.py", "test_statements.py"),
}
_COPIED = ("cip", "rules", "tests", "scripts", "pyproject.toml")


def main(wanted: list[str]) -> int:
    """Change the modules named, or all; 1 if one is below the least share."""
    print(f"{'module':<14}{'changes':>8}{'noticed':>9}{'share':>8}")
    low = [name for name in wanted or MODULES if _share_of(name) < LEAST]
    if low:
        print(f"below {LEAST:g} %: {', '.join(low)}")
    return 1 if low else 0


def _share_of(name: str) -> float:
    with tempfile.TemporaryDirectory(prefix="cip-mutation-") as folder:
        copy = Path(folder)
        _copy_to(copy, name)
        ran = subprocess.run(
            [sys.executable, "-m", "mutmut", "run", "--max-children", "2"],
            cwd=copy, capture_output=True, text=True, check=False,
        )  # fmt: skip
        subprocess.run(
            [sys.executable, "-m", "mutmut", "export-cicd-stats"], cwd=copy, capture_output=True, check=False
        )
        stats = copy / "mutants" / "mutmut-cicd-stats.json"
        if ran.returncode or not stats.is_file():
            print(f"{name}: the changes could not be tried\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}")
            return 0.0
        counts = json.loads(stats.read_text(encoding="utf-8"))
        survivors = subprocess.run(
            [sys.executable, "-m", "mutmut", "results"], cwd=copy, capture_output=True, text=True, check=False
        ).stdout
    noticed = counts["killed"] + counts["timeout"] + counts["segfault"] + counts["suspicious"]
    share = 100.0 * noticed / counts["total"] if counts["total"] else 0.0
    print(f"{name:<14}{counts['total']:>8}{noticed:>9}{share:>7.1f}%", flush=True)
    if SURVIVORS in sys.argv:
        print(survivors)
    return share


def _copy_to(copy: Path, name: str) -> None:
    for piece in _COPIED:
        source = ROOT / piece
        if source.is_dir():
            shutil.copytree(source, copy / piece, ignore=shutil.ignore_patterns("__pycache__", "vendor", "fonts"))
        else:
            shutil.copy(source, copy / piece)
    tests = [f"{TESTS}/{file}" for file in MODULES[name] if (ROOT / TESTS / file).is_file()]
    (copy / "setup.cfg").write_text(
        "[mutmut]\n"
        "source_paths=cip\n"
        f"only_mutate=cip/incentives/{name}.py\n"
        "also_copy=\n    rules\n    tests\n    scripts\n    pyproject.toml\n"
        "pytest_add_cli_args_test_selection=\n" + "".join(f"    {test}\n" for test in tests),
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main([word for word in sys.argv[1:] if word != SURVIVORS]))
