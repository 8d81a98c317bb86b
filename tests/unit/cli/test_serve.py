"""What `cip run` says before it serves, and how it starts the server."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cip.cli import serve
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


class Kept:
    """A server that only keeps what it is told."""

    told: dict[str, object]

    def __init__(self, _app: object, options: dict[str, object]) -> None:
        Kept.told = options

    def run(self) -> None:
        """Serve nothing."""


def test_the_server_writes_no_socket_into_the_home_of_its_account(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """That home may be read-only, and two servers of one account would share the socket."""
    for name in ("upgrade", "erase_due", "refuse_demonstration", "create_app"):
        monkeypatch.setattr(serve, name, lambda *_given: None)
    monkeypatch.setattr(serve, "_Server", Kept)
    given = {"CIP_ENV": "development", "CIP_VAR": str(tmp_path / "var")}
    result = CliRunner().invoke(serve.run, ["--port", "1"], env=given)
    assert result.exit_code == 0, result.output
    assert Kept.told["control_socket_disable"] is True
