"""Following a generation to its end: by events, else by polls that the server holds, else by plain polls.

A server of another version has no events, some proxies hold them back, and connections break; whoever waits should
notice none of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from vitascope.client.calls import Reply
from vitascope.client.errors import GenerationFailed, NoReply, UnreadableReply, WaitTimeout
from vitascope.client.results import Event, Generation, read_generation
from vitascope.client.retry import Exchange
from vitascope.client.sse import Decoder, Message
from vitascope.client.steps import Emit, Flow, Part, Sleep, open_stream, read

HEARTBEAT_S = 16.0
"""A stream that lives says something at least so often: the server's comments come every 15 s."""

SILENCE_S = 2 * HEARTBEAT_S
"""A stream without a byte for so long is lost."""

HOLD_S = 20
"""How long a poll asks to be held: less than the 30 s after which the more impatient proxies cut a request."""

GLANCE_S = 2
"""The same, where progress is to be seen on the way: a held poll is answered at the end and not before."""

POLL_S = 1.0
"""Least time from poll to poll, for servers that do not hold them."""

PATIENCE = 5
"""Whoever waits outlives an outage of two to five minutes: the generation does too."""

FRUITLESS = 2
"""Streams that broke before they told anything, after which events are given up for polls."""


@dataclass(slots=True, kw_only=True)
class Watch:
    """One generation, watched. ``now`` is a clock in seconds that never goes back."""

    exchange: Exchange
    generation_id: str
    timeout_s: float | None
    now: Callable[[], float]
    hold_s: int = GLANCE_S
    deadline: float | None = None
    last: Generation | None = None
    last_event_id: str | None = None

    def flow(self) -> Flow:
        """Emits an `Event` for each change, up to the one with a final status.

        Raises `WaitTimeout`, `ApiError`, `NoReply`, `UnreadableReply`.
        """
        if self.timeout_s is not None:
            self.deadline = self.now() + self.timeout_s
        fruitless = 0
        while fruitless < FRUITLESS and self._left_s() > HEARTBEAT_S:
            reply = yield from self._opened()
            if reply is not None and reply.status == 429:
                break  # as many streams are open as may be; where it was another limit, the poll is told of it
            if reply is None or self.exchange.momentary(reply):
                fruitless += 1
                yield Sleep(self.exchange.pause_s(fruitless))
                continue
            if reply.status != 200 or not reply.headers.get("content-type", "").startswith("text/event-stream"):
                break  # no events there; and where the server said no, the poll is told why
            decoder, told = Decoder(), self.last
            if (yield from self._streamed(decoder)):
                return
            fruitless = 0 if self.last is not told else fruitless + 1
            yield Sleep(decoder.retry_s if decoder.retry_s is not None else self.exchange.pause_s(fruitless + 1))
        yield from self._polled()

    def completed(self) -> Generation:
        """What `flow` ended with. Raises `GenerationFailed`."""
        if self.last is None:
            raise RuntimeError("nothing was watched yet")
        if self.last.status == "error":
            raise GenerationFailed(self.last)
        return self.last

    def _opened(self) -> Part[Reply | None]:
        request = self.exchange.api.events(
            self.generation_id, last_event_id=self.last_event_id, silence_s=min(SILENCE_S, self._left_s())
        )
        try:
            return (yield from open_stream(request))
        except NoReply:
            return None

    def _streamed(self, decoder: Decoder) -> Part[bool]:
        """Whether the generation has ended, when the stream has."""
        try:
            while chunk := (yield from read()):
                for message in decoder.feed(chunk):
                    self.last_event_id = message.id
                    event = read_event(message)
                    if event is None:
                        continue
                    self.last = event.generation
                    yield Emit(event)
                    if event.generation.done:
                        return True
                if self._left_s() <= HEARTBEAT_S:
                    return False  # nobody knows when the next byte comes; a poll can be told when to end
        except (NoReply, ValueError):
            pass
        return False

    def _polled(self) -> Flow:
        while True:
            began, hold_s = self.now(), int(min(self.hold_s, self._left_s()))
            call = self.exchange.api.poll(self.generation_id, hold_s=hold_s)
            generation = yield from self.exchange.answered(call, patience=PATIENCE, left_s=self._left_s)
            if generation != self.last:
                self.last = generation
                yield Emit(Event(name="poll", generation=generation))
            if generation.done:
                return
            if self._left_s() <= 0:
                raise WaitTimeout(self.last, self.generation_id, self.timeout_s or 0.0)
            yield Sleep(max(0.0, min(began + POLL_S - self.now(), self._left_s())))

    def _left_s(self) -> float:
        return inf if self.deadline is None else max(0.0, self.deadline - self.now())


def read_event(message: Message) -> Event | None:
    """The change that ``message`` tells of; ``None`` where it tells of something else."""
    try:
        generation = read_generation(json.loads(message.data))
    except (ValueError, UnreadableReply):
        return None
    return Event(name=message.name, id=message.id, generation=generation)
