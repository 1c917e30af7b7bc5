"""A machine of its own as far as the network can tell: a namespace, and a cable to it that can be cut.

Needs root and iproute2. What is behind a cut cable keeps its connections open and hears nothing, as with a switch that
has died: no connection is refused, no route is missing.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass, field

NUMBERS = itertools.count(1)
BLOCK = 65536


def allowed() -> str | None:
    """Why there can be no namespaces here; ``None`` where there can."""
    if shutil.which("ip") is None:
        return "the program ip (iproute2) is not installed"
    name = f"vitascope-probe-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True, check=False)
    if made.returncode != 0:
        return f"network namespaces are not allowed here ({made.stderr.strip()})"
    subprocess.run(["ip", "netns", "del", name], capture_output=True, check=False)
    return None


@dataclass(slots=True, kw_only=True)
class Cable:
    """Between this machine, at ``here``, and a namespace, at ``there``."""

    number: int = field(default_factory=lambda: next(NUMBERS))
    services: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Ports of ours that are led to somewhere on loopback."""
    _listeners: list[socket.socket] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"vita{os.getpid() % 100000}n{self.number}"

    @property
    def here(self) -> str:
        return f"10.211.{self.number + os.getpid() % 60 * 4}.1"

    @property
    def there(self) -> str:
        return self.here[:-1] + "2"

    @property
    def within(self) -> tuple[str, ...]:
        """What runs a program on the other side."""
        return ("ip", "netns", "exec", self.name)

    def lay(self) -> None:
        """Make it. Raises ``CalledProcessError``."""
        ours, theirs = f"{self.name}a"[-15:], f"{self.name}b"[-15:]
        _ip("netns", "add", self.name)
        _ip("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", self.name)
        _ip("addr", "add", f"{self.here}/24", "dev", ours)
        _ip("link", "set", ours, "up")
        _ip("-n", self.name, "addr", "add", f"{self.there}/24", "dev", theirs)
        _ip("-n", self.name, "link", "set", theirs, "up")
        _ip("-n", self.name, "link", "set", "lo", "up")

    def lead(self, port: int, target: tuple[str, int]) -> None:
        """Have connections to ``here`` and ``port`` go to ``target``."""
        listener = socket.create_server((self.here, port))
        self._listeners.append(listener)
        threading.Thread(target=_accept, args=(listener, target), daemon=True).start()

    def cut(self) -> None:
        _ip("link", "set", f"{self.name}a"[-15:], "down")

    def heal(self) -> None:
        _ip("link", "set", f"{self.name}a"[-15:], "up")

    def remove(self) -> None:
        for listener in self._listeners:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with suppress(subprocess.CalledProcessError):
            _ip("link", "del", f"{self.name}a"[-15:])
        with suppress(subprocess.CalledProcessError):
            _ip("netns", "del", self.name)


def _ip(*command: str) -> None:
    subprocess.run(["ip", *command], check=True, capture_output=True)


def _accept(listener: socket.socket, target: tuple[str, int]) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            try:
                server = socket.create_connection(target)
            except OSError:
                client.close()
                continue
            for source, sink in ((client, server), (server, client)):
                threading.Thread(target=_carry, args=(source, sink), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(BLOCK):
            sink.sendall(block)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
    sink.close()
