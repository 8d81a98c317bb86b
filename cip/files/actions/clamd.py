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


class ScannerDownError(ScannerError):
    """Nobody answers at the address of the scanner: asking for another file is of no use now."""


class NoVerdictError(ScannerError):
    """The scanner was reached and gave no verdict for this file: it is too large for it, it broke off, it fell silent.
    Another file may well get one.
    """


def scan(address: str, file: BinaryIO, seconds: float = SECONDS) -> Verdict:
    """What the clamd at `address` (`unix:/path` or `tcp:host:port`) says of an open file.

    Raises ScannerDownError if it cannot be reached, NoVerdictError if it can and says nothing of this file.
    """
    try:
        connection = _connect(address, seconds)
    except (OSError, ValueError) as error:
        raise ScannerDownError("The scanner cannot be asked.") from error
    try:
        with connection:
            connection.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            reply = _reply(connection)
    except OSError as error:
        raise NoVerdictError("The scanner broke off.") from error
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
    raise NoVerdictError("The scanner gave no verdict.")
