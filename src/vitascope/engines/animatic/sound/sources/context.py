"""What a sound may know of the shot that it plays in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vitascope.engines.animatic.graph import Actor, World
from vitascope.engines.animatic.sound.noise import Mono


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """``speed`` is the actor's, in metres/second, one value a sample; zeros where there is no actor."""

    rate: int
    world: World
    actor: Actor | None
    speed: Mono
    steps: tuple[float, ...] = ()
    """When its feet fall, in seconds from the start of the sound."""
    flashes: tuple[float, ...] = ()
    """When lightning is seen, likewise."""
    starts_s: float = 0.0
    """When in the clip the sound starts."""

    def samples(self, duration_s: float) -> int:
        return max(round(duration_s * self.rate), 1)

    @property
    def pace(self) -> float:
        """The actor's mean speed in metres/second."""
        return float(np.mean(self.speed)) if self.speed.size else 0.0

    @property
    def form(self) -> str:
        """Which creature or machine makes it, in a word; empty where it is nobody's."""
        return (self.actor.form or self.actor.label).lower() if self.actor else ""

    @property
    def size(self) -> float:
        """Of who makes it, in metres; 1 where it is nobody's."""
        return self.actor.size_m if self.actor else 1.0

    def has(self, *tags: str) -> bool:
        """Whether the place has any of these."""
        return any(tag in self.world.tags for tag in tags)


Make = Callable[[float, np.random.Generator, Context], Mono]
"""``(duration_s, rng, context)`` → one channel of sound; its level is set by whoever asked."""
