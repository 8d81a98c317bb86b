from typing import Any, BinaryIO

class pisaContext:
    dest: BinaryIO
    err: int
    warn: int
    log: list[Any]
    fontList: dict[str, str]
    meta: dict[str, str]
    pathDocument: str
    pathDirectory: str
