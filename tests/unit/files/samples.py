"""Small files of every type, and files that pretend to be one."""

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

PDF = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64 + b"\xff\xd9"
# Built here, so that no scanner stumbles over this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
INFECTED = PDF.replace(b"%%EOF", EICAR + b"\n%%EOF")


def png() -> bytes:
    """One grey pixel."""
    parts = [
        (b"IHDR", struct.pack("!IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    ]
    chunks = [
        struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data)) for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def packed(parts: Mapping[str, bytes], *, stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """An archive with these parts, in this order."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(ZipInfo(name), data, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return out.getvalue()


def open_xml(main: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A document of Word or Excel, as far as we look."""
    listed = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    return packed({"[Content_Types].xml": listed.encode(), "main.xml": b"<a/>" * 100, **(more or {})})


def open_document(kind: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """A document of LibreOffice, as far as we look."""
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return packed({"mimetype": mime, "content.xml": b"<a/>" * 100, **(more or {})})


WORD = "wordprocessingml.document.main+xml"
EXCEL = "spreadsheetml.sheet.main+xml"


def good() -> dict[str, bytes]:
    """One small file of every type that is accepted."""
    return {
        "pdf": PDF,
        "jpg": JPEG,
        "png": png(),
        "docx": open_xml(WORD),
        "xlsx": open_xml(EXCEL),
        "odt": open_document("text"),
        "ods": open_document("spreadsheet"),
    }


def bomb(mega: int) -> bytes:
    """A document that unpacks to so many million bytes."""
    return open_xml(WORD, {"word/document.xml": b"\0" * (mega * 1_000_000)})


def lying_bomb(mega: int) -> bytes:
    """The same, with a list that says that its largest part is one byte long."""
    data = bomb(mega)
    size = struct.pack("<I", mega * 1_000_000)
    assert data.count(size) == 2
    return data.replace(size, struct.pack("<I", 1))
