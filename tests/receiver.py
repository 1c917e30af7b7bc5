"""A receiver of webhooks on a socket of this machine: keeps what comes, and answers as it is told."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One POST."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Receiver:
    """``answer`` gives the status for each POST, in the thread that serves it; 204 where there is none left."""

    url: str = ""
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    before_reply: Callable[[Received], None] | None = None
    _come: threading.Condition = field(default_factory=threading.Condition)

    def take(self, posted: Received) -> int:
        with self._come:
            self.received.append(posted)
            self._come.notify_all()
            status = self.statuses.pop(0) if self.statuses else 204
        if self.before_reply is not None:
            self.before_reply(posted)
        return status

    def wait(self, count: int, limit_s: float = 300.0) -> list[Received]:
        """The first ``count`` POSTs, once they are there."""
        with self._come:
            assert self._come.wait_for(lambda: len(self.received) >= count, limit_s), f"{len(self.received)} came"
            return self.received[:count]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status = receiver.take(Received(path=self.path, headers=headers, body=body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
