"""The scanner: a clamd that is asked over a socket (its command INSTREAM), piece by piece.

Whatever goes wrong is no verdict: the file stays where it is, and nobody gets it.
"""

import socket
import struct
from typing import BinaryIO

from cip.files.stored import Verdict
from cip.kernel.errors import RefusalError

SECONDS = 30.0
_PIECE = 64 * 1024
_LONGEST_REPLY = 4_096
_OK = b"stream: OK"
_FOUND = b" FOUND"


class ScannerError(RefusalError):
    """The scanner cannot be asked, or answers what is no verdict."""


def scan(address: str, file: BinaryIO, seconds: float = SECONDS) -> Verdict:
    """What the clamd at `address` (`unix:/path` or `tcp:host:port`) says of an open file. Raises ScannerError."""
    try:
        with _connect(address, seconds) as connection:
            connection.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            reply = _reply(connection)
    except (OSError, ValueError) as error:
        raise ScannerError("The scanner cannot be asked.") from error
    return _verdict(reply)


def _connect(address: str, seconds: float) -> socket.socket:
    sort, _, place = address.partition(":")
    if sort == "tcp":
        host, _, port = place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(seconds)
        connection.connect(place)
    except BaseException:
        connection.close()
        raise
    return connection


def _reply(connection: socket.socket) -> bytes:
    reply = b""
    while b"\0" not in reply and len(reply) < _LONGEST_REPLY:
        piece = connection.recv(_LONGEST_REPLY)
        if not piece:
            break
        reply += piece
    return reply.split(b"\0", 1)[0].strip()


def _verdict(reply: bytes) -> Verdict:
    if reply == _OK:
        return Verdict(None)
    if reply.startswith(b"stream: ") and reply.endswith(_FOUND):
        found = reply.removeprefix(b"stream: ").removesuffix(_FOUND).decode("ascii", "replace").strip()
        return Verdict(found or "unknown")
    raise ScannerError("The scanner gave no verdict.")
