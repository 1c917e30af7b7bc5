"""A TCP proxy on this machine that breaks connections at a byte of one's choosing, as real networks do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

BLOCK = 65536


@dataclass(slots=True, kw_only=True)
class Cut:
    """The reply to a request that contains ``request`` ends after ``after`` of its bytes; 0 lets nothing through."""

    request: bytes
    after: int


@dataclass(slots=True)
class FaultyProxy:
    """What goes through it, and what is to go wrong."""

    target: tuple[str, int]
    port: int
    requests: list[bytes] = field(default_factory=list)
    """Every block that came from a client, in order: a request's head, or part of its body."""
    cuts: list[Cut] = field(default_factory=list)
    """Each happens once, in order."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self, request: bytes) -> int:
        """How many requests with these bytes have come through."""
        return sum(request in block for block in self.requests)

    def carry(self, client: socket.socket) -> None:
        """One connection, to its end."""
        try:
            server = socket.create_connection(self.target)
        except OSError:
            client.close()
            return
        left: list[int] = []  # bytes of reply that still go through, once a cut was asked for
        back = threading.Thread(target=self._back, args=(server, client, left), daemon=True)
        back.start()
        with suppress(OSError):
            while block := client.recv(BLOCK):
                with self.lock:
                    self.requests.append(block)
                    if self.cuts and self.cuts[0].request in block:
                        left[:] = [self.cuts.pop(0).after]
                server.sendall(block)
        for end in (server, client):
            _end(end)
        back.join(10)

    def _back(self, server: socket.socket, client: socket.socket, left: list[int]) -> None:
        with suppress(OSError):
            while block := server.recv(BLOCK):
                if left:
                    client.sendall(block[: left[0]])
                    left[0] -= len(block)
                    if left[0] <= 0:
                        break
                else:
                    client.sendall(block)
        for end in (server, client):
            _end(end)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def faulty_proxy(target: tuple[str, int]) -> Iterator[FaultyProxy]:
    """A proxy to ``target``, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    proxy = FaultyProxy(target, listener.getsockname()[1])

    def accept() -> None:
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=proxy.carry, args=(client,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(10)
