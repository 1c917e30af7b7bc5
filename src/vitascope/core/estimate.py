"""How long a generation still takes: arithmetic over what is ahead of it, who renders, and how fast it went lately.

Predictions are an engine's own seconds for a spec. The pace says how long such a second really took here. Queues are
apart: one is worked off by the workers that take from it, and by nobody else. Where a worker takes from several, it
goes by tags over all of them, so that of another queue's earlier work such a part comes first as is done by workers
which the two have in common.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

PACES = (0.02, 50.0)
"""What a measured pace is kept within: one clip that stood still for a day says nothing of the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place in a queue, and the predicted seconds of work up to its end."""

    tag: int
    id: UUID
    place: int
    """From 1."""
    until_s: float


def rendering_left_s(*, predicted_s: float, elapsed_s: float, progress: float) -> float:
    """Seconds that a render still takes: the prediction, giving way to what it has shown as it goes along.

    ``predicted_s`` is for the whole at the present pace, ``elapsed_s`` since it began, ``progress`` 0 to 1. The whole
    is taken to last ``(1 - progress) · predicted + progress · (elapsed / progress)``. Never negative, and for a given
    ``elapsed_s`` it falls as the progress rises.
    """
    left = 1.0 - min(max(progress, 0.0), 1.0)
    return left * (left * max(0.0, predicted_s) + max(0.0, elapsed_s))


def pace_of(measured: float | None) -> float:
    """A measured ratio of real to predicted seconds, within reason; 1 where nothing was measured."""
    return 1.0 if measured is None else min(max(measured, PACES[0]), PACES[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """Workers that take from the same queues; from every one where ``queues`` is ``None``."""

    workers: int
    queues: frozenset[str] | None = None

    def takes(self, queue: str) -> bool:
        return self.queues is None or queue in self.queues


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """One that is under way."""

    queue: str
    predicted_s: float
    elapsed_s: float
    progress: float
    """0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """Of an account or a key that may have ``slots`` clips rendering at once; seconds are an engine's own."""

    of: Literal["account", "key"]
    slots: int
    rendering: int
    waiting: int
    waiting_s: float
    predicted_left_s: float
    """Of what renders, at pace 1."""
    shown_left_s: float
    """Of what renders, by how it has gone until now: no pace changes it."""

    def wait_s(self, pace: float, *, ahead: int = 0, ahead_s: float = 0.0) -> float:
        """Seconds until one may start, were there workers enough, that comes after ``ahead`` of those that wait, of
        ``ahead_s`` in all."""
        if self.rendering + ahead < self.slots:
            return 0.0
        return ((self.predicted_left_s + ahead_s) * pace + self.shown_left_s) / self.slots

    def last_s(self, pace: float, *, unseen: int = 0, unseen_s: float = 0.0) -> float:
        """The same for one that comes after all of them, and after ``unseen`` ones of ``unseen_s`` in all."""
        return self.wait_s(pace, ahead=self.waiting + unseen, ahead_s=self.waiting_s + unseen_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Those slots, and the line of what waits for them in all queues, each taken to be as long as their mean."""

    slots: Slots
    tags: Mapping[int, int]
    """By place, in order: the first, the last, and enough between them."""

    @property
    def each_s(self) -> float:
        return self.slots.waiting_s / self.slots.waiting

    def line(self) -> Line:
        each_s = self.each_s
        return Line([Mark(tag=tag, id=NOBODY, place=place, until_s=place * each_s) for place, tag in self.tags.items()])


class Line:
    """What waits in one queue. Where it is long, marks are not given for every place: in between is interpolated."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        """``marks`` are in order, and the last place is among them."""
        self.marks = marks
        self._keys = [(mark.tag, mark.id) for mark in marks]
        self.length = marks[-1].place if marks else 0
        self.all_s = marks[-1].until_s if marks else 0.0

    def each_s(self, at: int) -> float:
        """Seconds of the mark number ``at``; the mean since the mark before, where not every place has one."""
        mark = self.marks[at]
        place, until_s = (self.marks[at - 1].place, self.marks[at - 1].until_s) if at else (0, 0.0)
        return (mark.until_s - until_s) / (mark.place - place)

    def ahead(self, tag: int, generation_id: UUID, predicted_s: float) -> tuple[int, float]:
        """How many come before it, and their seconds of work. What was queued after the look counts as the last."""
        at = bisect_left(self._keys, (tag, generation_id))
        if at < len(self._keys) and self._keys[at] == (tag, generation_id):
            return self.marks[at].place - 1, max(0.0, self.marks[at].until_s - predicted_s)
        before = self.marks[at - 1] if at else Mark(tag=min(0, tag), id=generation_id, place=0, until_s=0.0)
        if at == len(self._keys):
            return before.place, before.until_s
        after = self.marks[at]
        share = (tag - before.tag) / (after.tag - before.tag) if after.tag > before.tag else 0.0
        untold = (after.place - before.place - 1) * share
        each_s = (after.until_s - before.until_s) / (after.place - before.place)
        return before.place + round(untold), before.until_s + untold * each_s


EMPTY = Line(())
NOBODY = UUID(int=0)
"""In an owner's own line tags are enough: there two are seldom the same."""


class Outlook:
    """The queues and the workers at one moment. Not changed after it is made."""

    def __init__(
        self,
        *,
        crews: Sequence[Crew],
        pace: float,
        renders: Sequence[Render],
        marks: Mapping[str, Sequence[Mark]],
        served: frozenset[str] = frozenset(),
        owned: Mapping[UUID, Own] | None = None,
    ) -> None:
        """``marks`` by queue; ``served`` are the queues that somebody takes from; none where nobody says; ``owned`` by
        accounts and keys that have more than they may have rendering at once."""
        self.workers = sum(crew.workers for crew in crews)
        self.pace = pace
        self.renders = len(renders)
        self._crews = crews
        self._served = served
        self._owned = owned or {}
        self._own_lines: dict[UUID, Line] = {}
        """Those that somebody has asked about."""
        self._lines = {queue: Line(found) for queue, found in marks.items()}
        self.waiting = sum(line.length for line in self._lines.values())
        self._busy: dict[str, tuple[int, float]] = {}
        for render in renders:
            count, busy_s = self._busy.get(render.queue, (0, 0.0))
            left_s = self.rendering(render.predicted_s, render.elapsed_s, render.progress)
            self._busy[render.queue] = count + 1, busy_s + left_s

    def serves(self, queue: str) -> bool:
        """Whether a worker takes from it, as far as is known: older ones do not say from what they take."""
        return queue in self._served if self._served else self.workers > 0

    def workers_of(self, queue: str) -> int:
        """How many take from it."""
        return sum(crew.workers for crew in self._crews if crew.takes(queue))

    def rendering(self, predicted_s: float, elapsed_s: float, progress: float) -> float:
        """Seconds left of a render that is under way; ``predicted_s`` is the engine's."""
        return rendering_left_s(predicted_s=predicted_s * self.pace, elapsed_s=elapsed_s, progress=progress)

    def queued(
        self, queue: str, tag: int, generation_id: UUID, predicted_s: float, *, owners: Sequence[UUID] = ()
    ) -> tuple[int, float | None]:
        """The place of a waiting generation in its queue, and seconds until it has ended: ``None`` while nobody is
        there to render it.

        Where its ``owners``, an account and a key, may have no more rendering, it waits for theirs to end, and those
        that start meanwhile have come before it.
        """
        place = self._lines.get(queue, EMPTY).ahead(tag, generation_id, predicted_s)[0] + 1
        waits_s = self.waits_s(queue, tag, generation_id, predicted_s)
        if waits_s is None:
            return place, None
        for owner in owners:
            own = self._owned.get(owner)
            if own is not None:
                line = self._own_line(owner, own)
                ahead, ahead_s = line.ahead(tag, NOBODY, own.each_s)
                own_s = own.slots.wait_s(self.pace, ahead=ahead, ahead_s=ahead_s)
                if own_s > waits_s:
                    waits_s, place = own_s, max(place, self._last_before(queue, own_s, line, ahead))
        return place, waits_s + max(0.0, predicted_s) * self.pace

    def ahead_s(self, queue: str, tag: int, generation_id: UUID) -> float:
        """Seconds of work that wait in a queue before this place."""
        return self._lines.get(queue, EMPTY).ahead(tag, generation_id, 0.0)[1]

    def _own_line(self, owner: UUID, own: Own) -> Line:
        if owner not in self._own_lines:
            self._own_lines[owner] = own.line()
        return self._own_lines[owner]

    def _last_before(self, queue: str, own_s: float, own: Line, own_ahead: int) -> int:
        """The place behind all that start within ``own_s``, but for those further back in the ``own`` line."""
        line = self._lines.get(queue, EMPTY)

        def starts_s(at: int) -> float:
            mark = line.marks[at]
            return self.waits_s(queue, mark.tag, mark.id, line.each_s(at)) or 0.0

        at = bisect_left(range(len(line.marks)), own_s, key=starts_s)
        if at == len(line.marks):
            return line.length - max(0, own.length - own_ahead - 1)
        return line.marks[at].place - 1 - max(0, own.ahead(line.marks[at].tag, NOBODY, 0.0)[0] - own_ahead - 1)

    def waits_s(
        self, queue: str, tag: int, generation_id: UUID, predicted_s: float, *, unseen_s: float = 0.0
    ) -> float | None:
        """Seconds until it starts; ``unseen_s`` of work came before it since the look. ``None`` as in `queued`."""
        workers = self.workers_of(queue)
        if not workers:
            return None
        places, ahead_s, renders, busy_s = 0.0, unseen_s, 0.0, 0.0
        for other in {queue, *self._lines, *self._busy}:
            share = 1.0 if other == queue else self._share(other, queue)
            if share:
                before, before_s = self._lines.get(other, EMPTY).ahead(tag, generation_id, predicted_s)
                count, left_s = self._busy.get(other, (0, 0.0))
                places += share * before
                ahead_s += share * before_s
                renders += share * count
                busy_s += share * left_s
        if not unseen_s and places < workers - renders:
            return 0.0
        return (busy_s + ahead_s * self.pace) / workers

    def _share(self, other: str, queue: str) -> float:
        """How much of what waits in ``other`` is done by workers that take from ``queue`` too."""
        theirs = self.workers_of(other)
        both = sum(crew.workers for crew in self._crews if crew.takes(other) and crew.takes(queue))
        return both / theirs if theirs else 0.0
