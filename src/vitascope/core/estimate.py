"""How long a generation still takes: arithmetic over what is ahead of it, who renders, and how fast it went lately.

Predictions are an engine's own seconds for a spec. The pace says how long such a second really took here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

PACES = (0.02, 50.0)
"""What a measured pace is kept within: one clip that stood still for a day says nothing of the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One place in the queue, and the predicted seconds of work up to its end."""

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


class Outlook:
    """The queue and the workers at one moment. Not changed after it is made."""

    def __init__(
        self,
        *,
        workers: int,
        pace: float,
        renders: Sequence[tuple[float, float, float]],
        marks: Sequence[Mark],
        served: frozenset[str] = frozenset(),
    ) -> None:
        """``renders`` are those under way: predicted seconds, elapsed seconds, progress. ``marks`` are in order.

        ``served`` are the queues that somebody takes from; none where nobody says.

        Where the queue is long, marks are not given for every place; what lies between is interpolated.
        """
        self.workers = workers
        self.pace = pace
        self.renders = len(renders)
        self.waiting = marks[-1].place if marks else 0  # the last place is always marked
        self._served = served
        self._idle = max(0, workers - len(renders))
        self._busy_s = sum(self.rendering(*render) for render in renders)
        self._marks = marks
        self._keys = [(mark.tag, mark.id) for mark in marks]

    def serves(self, queue: str) -> bool:
        """Whether a worker takes from it, as far as is known: older ones do not say from what they take."""
        return queue in self._served if self._served else self.workers > 0

    def rendering(self, predicted_s: float, elapsed_s: float, progress: float) -> float:
        """Seconds left of a render that is under way; ``predicted_s`` is the engine's."""
        return rendering_left_s(predicted_s=predicted_s * self.pace, elapsed_s=elapsed_s, progress=progress)

    def queued(self, tag: int, generation_id: UUID, predicted_s: float) -> tuple[int, float | None]:
        """The place of a waiting generation, and seconds until it has ended: ``None`` while nobody is there to render.

        What was queued after this outlook was made counts as the last.
        """
        place, ahead_s = self._ahead(tag, generation_id, predicted_s)
        if not self.workers:
            return place, None
        waits_s = 0.0 if place <= self._idle else (self._busy_s + ahead_s * self.pace) / self.workers
        return place, waits_s + max(0.0, predicted_s) * self.pace

    def _ahead(self, tag: int, generation_id: UUID, predicted_s: float) -> tuple[int, float]:
        at = bisect_left(self._keys, (tag, generation_id))
        if at < len(self._keys) and self._keys[at] == (tag, generation_id):
            return self._marks[at].place, max(0.0, self._marks[at].until_s - predicted_s)
        before = self._marks[at - 1] if at else Mark(tag=min(0, tag), id=generation_id, place=0, until_s=0.0)
        if at == len(self._keys):
            return before.place + 1, before.until_s
        after = self._marks[at]
        share = (tag - before.tag) / (after.tag - before.tag) if after.tag > before.tag else 0.0
        between = (after.place - before.place - 1) * share
        return before.place + 1 + round(between), before.until_s + (after.until_s - before.until_s) * share
