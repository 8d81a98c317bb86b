from collections.abc import Callable, Mapping
from typing import BinaryIO, TextIO

from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.context import pisaContext

def pisaDocument(
    src: str | bytes | BinaryIO | TextIO,
    dest: BinaryIO | None = None,
    dest_bytes: bool = False,
    path: str = "",
    link_callback: Callable[[str, str], str | None] | None = None,
    debug: int = 0,
    default_css: str | None = None,
    xhtml: bool = False,
    encoding: str | None = None,
    xml_output: BinaryIO | None = None,
    raise_exception: bool = True,
    capacity: int = ...,
    context_meta: Mapping[str, str] | None = None,
    encrypt: object = None,
    signature: object = None,
    show_error_as_pdf: bool = False,
    resource_policy: ResourceAccessPolicy | None = None,
    pdfx: object = None,
) -> pisaContext: ...
