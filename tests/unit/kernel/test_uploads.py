"""The settings of uploads: safe when nothing is said, refused when they cannot be right."""

from dataclasses import replace
from pathlib import Path

import pytest

from cip.files.stored import shelf_for
from cip.kernel.errors import RefusalError
from cip.kernel.settings import read_settings
from cip.kernel.uploads import Uploads, read_uploads


@pytest.mark.parametrize(
    "address", ["unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:[::1]:3310", "tcp:clamd.example.org:3310"]
)
def test_reads_the_address_of_a_scanner(address: str) -> None:
    assert read_uploads({"CIP_CLAMD": address}) == Uploads(address, without_scan=False)


@pytest.mark.parametrize(
    "address", ["", "unix:", "unix:clamd.ctl", "tcp:host", "tcp:host:0", "tcp:a b:1", "tcp::1", "host:3310"]
)
def test_refuses_what_is_no_address(address: str) -> None:
    with pytest.raises(RefusalError, match="CIP_CLAMD"):
        read_uploads({"CIP_CLAMD": address})


@pytest.mark.parametrize("word", ["true", "1", "Yes", "sì"])
def test_only_yes_means_yes(word: str) -> None:
    with pytest.raises(RefusalError, match="CIP_UPLOADS_WITHOUT_SCAN"):
        read_uploads({"CIP_UPLOADS_WITHOUT_SCAN": word})


def test_without_a_word_nothing_comes_in(tmp_path: Path) -> None:
    settings = read_settings({"CIP_VAR": str(tmp_path)})
    assert not shelf_for(settings).open
    assert shelf_for(settings).folder == tmp_path / "files"
    assert shelf_for(replace(settings, demo=True)).open
    assert shelf_for(replace(settings, environment="development")).open
    assert shelf_for(replace(settings, uploads=Uploads(without_scan=True))).open
    scanned = shelf_for(replace(settings, uploads=Uploads("unix:/clamd")))
    assert scanned.open
    assert not scanned.unscanned
