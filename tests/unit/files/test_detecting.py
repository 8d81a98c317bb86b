"""Types are told apart by content; what pretends, is damaged, holds macros or explodes is refused."""

import io
import tracemalloc
from zipfile import ZIP_BZIP2, ZipFile

import docx
import openpyxl
import pytest

from cip.files.accepted import MOST_PACKED, TYPES, FileRefusedError
from cip.files.detecting import detect
from tests.unit.files.samples import (
    EXCEL,
    JPEG,
    PDF,
    WORD,
    bomb,
    good,
    lying_bomb,
    open_document,
    open_xml,
    packed,
    png,
)


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefusedError) as refused:
        detect(io.BytesIO(data))
    return refused.value.why


@pytest.mark.parametrize("name", TYPES)
def test_every_accepted_type_is_told_by_its_content(name: str) -> None:
    assert detect(io.BytesIO(good()[name])) is TYPES[name]


def test_documents_of_real_programs_are_taken() -> None:
    word, sheet = io.BytesIO(), io.BytesIO()
    docx.Document().save(word)
    openpyxl.Workbook().save(sheet)
    assert detect(word).id == "docx"
    assert detect(sheet).id == "xlsx"


def test_a_photo_with_a_film_behind_it_is_a_photo() -> None:
    assert detect(io.BytesIO(JPEG + b"\0" * 20_000)).id == "jpg"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"   ", "type"),
        (b"una riga di testo", "type"),
        (b"<html><script>alert(1)</script></html>", "type"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "type"),
        (b"MZ\x90\x00" + b"\0" * 200, "type"),
        (b"GIF89a" + b"\0" * 200, "type"),
        (b"<script>%PDF-1.4 %%EOF", "type"),
        (b"%PDF-9", "type"),
        (PDF[:40], "damaged"),
        (png()[:-4], "damaged"),
        (png() + b"<script>", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82", "damaged"),
        (JPEG[:-2], "damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "type"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged"),
        (open_xml(WORD)[:-30], "damaged"),
        (packed({"a.txt": b"a"}), "type"),
        (packed({"mimetype": b"application/epub+zip"}), "type"),
        (packed({"mimetype": TYPES["odt"].mime.encode()}, stored=()), "type"),
        (packed({"a": b"a", "mimetype": TYPES["odt"].mime.encode()}), "type"),
        (open_xml("presentationml.presentation.main+xml"), "type"),
        (open_xml(f"{WORD} {EXCEL}"), "type"),
    ],
)
def test_anything_else_is_refused(data: bytes, why: str) -> None:
    assert refusal(data) == why


@pytest.mark.parametrize(
    "data",
    [
        open_xml("document.macroEnabled.main+xml"),
        open_xml(WORD, {"word/vbaProject.bin": b"x"}),
        open_xml(WORD, {"WORD/VBAPROJECT.BIN": b"x"}),
        open_xml(EXCEL, {"xl/activeX/activeX1.xml": b"x"}),
        open_document("text", {"Basic/Standard/Module1.xml": b"x"}),
        open_document("text", {"Scripts/python/a.py": b"x"}),
    ],
)
def test_macros_are_refused(data: bytes) -> None:
    assert refusal(data) == "macros"


def test_an_index_of_no_macros_is_no_macro() -> None:
    assert detect(io.BytesIO(open_document("text", {"Basic/Standard/script-lb.xml": b"x"}))).id == "odt"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b", "..\\b"])
def test_parts_that_would_leave_their_folder_are_refused(name: str) -> None:
    assert refusal(open_xml(WORD, {name: b"x"})) == "damaged"


def test_a_part_that_stands_twice_is_refused() -> None:
    out = io.BytesIO(open_xml(WORD))
    with ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("main.xml", b"another")
    assert refusal(out.getvalue()) == "damaged"


def test_a_locked_document_is_refused() -> None:
    data = bytearray(open_xml(WORD))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "locked"


def test_other_ways_of_packing_are_refused() -> None:
    out = io.BytesIO(open_xml(WORD))
    with ZipFile(out, "a", ZIP_BZIP2) as archive:
        archive.writestr("more.xml", b"x")
    assert refusal(out.getvalue()) == "damaged"


def test_too_many_parts_are_refused() -> None:
    assert refusal(open_xml(WORD, {f"p{number}": b"" for number in range(MOST_PACKED)})) == "unpacks_too_large"


@pytest.mark.parametrize("data", [bomb(120), lying_bomb(120)], ids=["honest", "lying"])
def test_a_bomb_is_refused_without_holding_it(data: bytes) -> None:
    assert len(data) < 200_000
    tracemalloc.start()
    why = refusal(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert why in ("unpacks_too_large", "damaged")
    assert peak < 5_000_000
