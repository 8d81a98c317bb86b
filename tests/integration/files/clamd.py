"""A clamd of our own: listens on a unix socket, reads the stream as the real one does, finds EICAR."""

import socket
import struct
from pathlib import Path
from threading import Thread

from tests.unit.files.samples import EICAR


class FakeClamd:
    """Answers INSTREAM until it is stopped; `reply` replaces the verdict, what stands in `mute` gets an error."""

    def __init__(self, path: Path) -> None:
        self.address = f"unix:{path}"
        self.reply: bytes | None = None
        self.mute: set[bytes] = set()
        self.seen: list[bytes] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.bind(str(path))
        self._socket.listen()
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        """From now on nobody answers."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                data = b""
                while length := struct.unpack("!I", stream.read(4))[0]:
                    data += stream.read(length)
                self.seen.append(data)
                found = b"Eicar-Test-Signature FOUND" if EICAR in data else b"OK"
                reply = b"INSTREAM size limit exceeded. ERROR" if data in self.mute else b"stream: " + found
                connection.sendall(self.reply if self.reply is not None else reply + b"\0")
