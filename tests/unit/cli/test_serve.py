"""What `cip run` says before it serves."""

from dataclasses import replace
from pathlib import Path

import pytest

from cip.cli.serve import _warn_of_readers
from cip.kernel.settings import read_settings


@pytest.mark.parametrize(("mode", "warned"), [(0o700, False), (0o750, True), (0o755, True)])
def test_a_folder_that_others_can_look_into_is_named_and_left_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], mode: int, warned: bool
) -> None:
    var = tmp_path / "var"
    var.mkdir()
    var.chmod(mode)
    _warn_of_readers(replace(read_settings({}), var=var))
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (f"CIP: others on this machine can look into {var}; run: chmod 700 {var}\n" if warned else "")
    assert var.stat().st_mode & 0o777 == mode


def test_a_folder_that_is_not_there_yet_is_no_news(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _warn_of_readers(replace(read_settings({}), var=tmp_path / "var"))
    assert capsys.readouterr().err == ""
