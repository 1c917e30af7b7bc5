"""A world for flows to run in: a clock that is moved by sleeping, and a server that is a list of answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from vitascope.client.calls import Api, Reply, Request
from vitascope.client.errors import NoReply
from vitascope.client.retry import Backoff, Exchange
from vitascope.client.steps import Do, Emit, Flow, Open, Read, Send, Sleep

ID = "0198c0de-3224-7b14-8e7d-0aa0db708325:ltxv/ltxv-2-fast"

REFUSED = NoReply("refused", sent=False)
CUT = NoReply("cut", sent=True)


def reply(body: object = None, status: int = 200, **headers: str) -> Reply:
    """``headers`` have ``_`` for ``-``."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Reply(status=status, headers={k.replace("_", "-"): v for k, v in headers.items()}, body=content)


def told(status: str = "generating", **more: Any) -> dict[str, Any]:
    return {"id": ID, "status": status, **more}


@dataclass(frozen=True, kw_only=True)
class Stream:
    """An answer that comes bit by bit; an exception among the chunks breaks it."""

    chunks: Sequence[bytes | NoReply]
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/event-stream"})
    every_s: float = 0.0
    """Time from chunk to chunk."""


Answer = Reply | NoReply | Stream


@dataclass
class World:
    """Answers are used up in order; the last of them goes on answering."""

    answers: list[Answer]
    now: float = 1000.0
    requests: list[Request] = field(default_factory=list)
    sleeps: list[float] = field(default_factory=list)
    reply_s: float = 0.0

    def exchange(self, attempts: int = 8) -> Exchange:
        api = Api(base_url="http://server", key="k")
        return Exchange(api=api, backoff=Backoff(attempts=attempts), chance=lambda: 0.999999)

    def run(self, flow: Flow) -> list[Any]:
        """What the flow emits."""
        emitted: list[Any] = []
        answer: Any = None
        failure: Exception | None = None
        chunks: list[bytes | NoReply] = []
        every_s = 0.0
        while True:
            try:
                step = flow.send(answer) if failure is None else flow.throw(failure)
            except StopIteration:
                return emitted
            answer, failure = None, None
            match step:
                case Emit(value):
                    emitted.append(value)
                case Sleep(seconds):
                    self.sleeps.append(seconds)
                    self.now += seconds
                case Do(work):
                    answer = work()
                case Read():
                    self.now += every_s
                    chunk = chunks.pop(0) if chunks else b""
                    answer, failure = (None, chunk) if isinstance(chunk, NoReply) else (chunk, None)
                case Send(request) | Open(request):
                    self.requests.append(request)
                    self.now += self.reply_s
                    given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                    if isinstance(given, NoReply):
                        failure = given
                    elif isinstance(given, Stream):
                        chunks, every_s = list(given.chunks), given.every_s
                        answer = Reply(status=given.status, headers=given.headers)
                    else:
                        chunks = [given.body] if isinstance(step, Open) and given.body else []
                        answer = given
