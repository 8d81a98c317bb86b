"""Office documents forget the moment in which they were written, and nothing else."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from cip.documents.archives import with_fixed_days

CORE = (
    '<cp:coreProperties><dc:title>2026-11-21</dc:title><dcterms:created xsi:type="dcterms:W3CDTF">{created}'
    '</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified></cp:coreProperties>'
)
BODY = "<w:t>Scritto il 2026-11-21T10:00:00Z &amp; così</w:t>"


def document(created: str, *, year: int = 2026, core: bool = True) -> bytes:
    """A small office document, written at a moment."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo("word/document.xml", (year, 11, 21, 10, 0, 0)), BODY)
        if core:
            content = CORE.format(created=created, modified=created)
            archive.writestr(ZipInfo("docProps/core.xml", (year, 11, 21, 10, 0, 2)), content)
    return out.getvalue()


def contents(archive: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_two_moments_give_the_same_bytes_and_two_days_do_not() -> None:
    first, later = document("2026-11-21T10:00:00Z"), document("2031-01-02T03:04:05Z", year=2031)
    assert first != later
    assert with_fixed_days(first, "2026-11-21") == with_fixed_days(later, "2026-11-21")
    assert with_fixed_days(first, "2026-11-21") != with_fixed_days(first, "2026-11-22")


def test_only_the_moments_of_writing_become_the_day() -> None:
    found = contents(with_fixed_days(document("2031-01-02T03:04:05Z"), "2026-11-21"))
    midnight = "2026-11-21T00:00:00Z"
    assert found == {
        "word/document.xml": BODY,
        "docProps/core.xml": CORE.format(created=midnight, modified=midnight),
    }


@pytest.mark.parametrize("core", [True, False])
def test_it_is_done_once_for_all(core: bool) -> None:
    once = with_fixed_days(document("2026-11-21T10:00:00Z", core=core), "2026-11-21")
    assert with_fixed_days(once, "2026-11-21") == once
    with ZipFile(BytesIO(once)) as opened:
        assert {item.date_time for item in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
