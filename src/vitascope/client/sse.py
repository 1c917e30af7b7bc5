"""Server-sent events out of bytes, as they come (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_LINE_BYTES = 4 * 2**20
"""A line longer than this is no event of ours: whatever it is, it is not kept in memory."""

_LINE_END = re.compile(rb"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One event. ``id`` is the last that any event has named, as ``Last-Event-ID`` wants it."""

    name: str
    data: str
    id: str | None


class Decoder:
    """Fed with bytes, however they are cut, gives the messages in them. Raises `ValueError` for what is none."""

    def __init__(self) -> None:
        self.retry_s: float | None = None
        """How long the server wants a client to wait before it connects again."""
        self._rest = bytearray()
        self._searched = 0
        self._first = True
        self._name = ""
        self._data: list[str] = []
        self._id: str | None = None

    def feed(self, chunk: bytes) -> Iterator[Message]:
        self._rest += chunk
        start = 0
        while (end := _LINE_END.search(self._rest, max(start, self._searched))) is not None:
            if end[0] == b"\r" and end.end() == len(self._rest):
                break  # its \n may be in the next chunk
            line = bytes(self._rest[start : end.start()])
            start = end.end()
            if (message := self._line(line)) is not None:
                yield message
        del self._rest[:start]
        self._searched = max(0, len(self._rest) - 1)
        if len(self._rest) > MAX_LINE_BYTES:
            raise ValueError(f"a line of more than {MAX_LINE_BYTES} bytes")

    def _line(self, raw: bytes) -> Message | None:
        line = raw.decode("utf-8", "replace")
        if self._first:
            line, self._first = line.removeprefix("\ufeff"), False
        if not line:
            return self._dispatched()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._name = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdigit():
            self.retry_s = int(value[:9]) / 1000
        return None

    def _dispatched(self) -> Message | None:
        name, data = self._name or "message", self._data
        self._name, self._data = "", []
        return Message(name=name, data="\n".join(data), id=self._id) if data else None
