"""Office documents are zip files that remember the moment they were written: here they forget it."""

import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_FIXED = (1980, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def with_fixed_days(archive: bytes, on: str) -> bytes:
    """The same office document, made on a day (ISO) whatever the clock says: equal contents give equal bytes."""
    out = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item.filename)
            if item.filename == _CORE:
                content = _MOMENT.sub(rb"\g<1>" + f"{on}T00:00:00Z".encode() + rb"\g<3>", content)
            fixed = ZipInfo(item.filename, _FIXED)
            fixed.compress_type = ZIP_DEFLATED
            new.writestr(fixed, content)
    return out.getvalue()
