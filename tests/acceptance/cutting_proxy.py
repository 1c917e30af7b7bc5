"""A proxy that loses replies: the request arrives, its answer does not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class CuttingProxy:
    """Listens on a port of its own and passes everything on to ``target``, but for the next ``to_cut`` replies."""

    target: tuple[str, int]
    to_cut: int = 0
    cut: int = 0
    _listener: socket.socket = field(init=False)
    _counting: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def serve(self) -> None:
        with suppress(OSError):  # the listener was closed
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._connection, args=(client,), daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _connection(self, client: socket.socket) -> None:
        with client, socket.create_connection(self.target) as server:
            there = threading.Thread(target=_pass_on, args=(client, server), daemon=True)
            there.start()
            with suppress(OSError):
                while data := server.recv(65536):
                    if self._is_cut():
                        break
                    client.sendall(data)
            for end in (client, server):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            there.join(10)

    def _is_cut(self) -> bool:
        with self._counting:
            if not self.to_cut:
                return False
            self.to_cut -= 1
            self.cut += 1
            return True


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def cutting_proxy(target: tuple[str, int]) -> Iterator[CuttingProxy]:
    """One in front of ``target``, for as long as the block runs."""
    proxy = CuttingProxy(target=target)
    thread = threading.Thread(target=proxy.serve, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join(10)
