"""The `cip` command as a person runs it: the installed script, in a process of its own, with a cache of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

RULES = Path(__file__).parents[3] / "rules"
MODEL = "cip-2026"
ON = "2026-03-02"


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stdout holds."""
        return json.loads(self.out)


Cip = Callable[..., Ran]


def script() -> str:
    """The console script beside this Python, or on the path."""
    beside = Path(sys.executable).parent / "cip"
    found = str(beside) if beside.exists() else shutil.which("cip")
    assert found, "the `cip` script is not installed"
    return found


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """An empty cache folder."""
    return tmp_path / "cache"


@pytest.fixture
def cip_process(tmp_path: Path, cache: Path) -> Cip:
    """Runs the script in a process of its own."""

    def run(*arguments: str | Path, environ: Mapping[str, str] | None = None) -> Ran:
        ended = subprocess.run(
            [script(), *map(str, arguments)],
            capture_output=True,
            cwd=tmp_path,
            env=_environ(cache) | dict(environ or {}),
            timeout=120,
            check=False,
        )
        return Ran(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return run


@pytest.fixture
def cip(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Cip:
    """Runs the entry point in this process: the same sentences and exit codes, much faster."""
    from cip.cli import main as entry

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CIP_RULES", raising=False)
    monkeypatch.setenv("CIP_CACHE", str(cache))

    def run(*arguments: str | Path, environ: Mapping[str, str] | None = None) -> Ran:
        runner = CliRunner()
        with monkeypatch.context() as patch, runner.isolation(env=dict(environ or {})) as (out, err, _):
            patch.setattr(sys, "argv", ["cip", *map(str, arguments)])
            try:
                entry.main()
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else 1
            return Ran(code, out.getvalue().decode(), err.getvalue().decode())

    return run


def _environ(cache: Path) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("CIP_")}
    return own | {"CIP_CACHE": str(cache)}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules that a test may change, with the worked example as its one case."""
    copy = tmp_path / "my rules"
    shutil.copytree(RULES, copy, ignore=shutil.ignore_patterns("cases"))
    cases = Path("models") / MODEL / "cases"
    (copy / cases).mkdir()
    shutil.copy(RULES / cases / "formula.yaml", copy / cases)
    return copy


@pytest.fixture
def firm(tmp_path: Path) -> Path:
    """A firm of seven that answered a little."""
    file = tmp_path / "firm.yaml"
    file.write_text(
        "facts: {workers: 7, leave_cases_24m: 2, carers_told: yes}\n"
        "indicators:\n"
        "  C1: {step: 3, count: 1}\n"
        "  C2: 0\n"
        "  C3: {not_applicable: no_fathers_24_months}\n"
        "  C4: 2\n"
        "  K2: 1\n",
        encoding="utf-8",
    )
    return file
