"""A mail server on loopback that delivers nothing and remembers what it answered for."""

import hashlib
import re
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy


@dataclass(frozen=True)
class Received:
    """One mail that was taken: its Message-ID, the link in it, the digest of all its bytes, to whom it went."""

    message_id: str
    link: str
    sha256: str
    to: str


@dataclass
class Sink:
    """What came in, in order; `pause` holds each answer back, so that kills fall into the middle of a sending; `answer`
    is what a mail is answered with.
    """

    port: int = 0
    pause: float = 0.0
    answer: str = "250 taken"
    received: list[Received] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait_for_more(self, than: int, seconds: float) -> bool:
        """Wait until more than so many mails have come."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.received) > than, seconds)

    def take(self, to: str, content: bytes) -> None:
        """Remember one mail."""
        message = message_from_bytes(content, policy=policy.default)
        text = message.get_body(("plain",))
        assert text is not None
        link = re.search(r"https?://\S+", text.get_content())
        assert link
        found = Received(str(message["Message-ID"]), link[0], hashlib.sha256(content).hexdigest(), to)
        with self.arrived:
            self.received.append(found)
            self.arrived.notify_all()


class _Conversation(socketserver.StreamRequestHandler):
    sink: Sink

    def handle(self) -> None:
        to = ""
        self._say("220 sink")
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                self._say("250 sink")
            elif word.startswith(b"RCPT"):
                to = line.decode().partition("<")[2].partition(">")[0]
                self._say("250 known")
            elif word == b"DATA":
                self._say("354 go on")
                self._data(to)
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 yes")

    def _data(self, to: str) -> None:
        content = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            content += line.removeprefix(b".") if line.startswith(b"..") else line
        time.sleep(self.sink.pause)
        if self.sink.answer.startswith("250"):
            self.sink.take(to, content)
        # A mail that is taken and whose answer never arrives: the worker cannot know, and sends it again.
        time.sleep(self.sink.pause)
        self._say(self.sink.answer)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A worker that was killed hangs up in the middle of a sentence: nothing to say about it."""


@contextmanager
def open_sink(pause: float = 0.0) -> Iterator[Sink]:
    """A sink that listens on a free port."""
    sink = Sink(pause=pause)
    handler = type("Conversation", (_Conversation,), {"sink": sink})
    with _Server(("127.0.0.1", 0), handler) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
