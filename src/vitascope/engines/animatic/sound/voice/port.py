"""What any voice must do. A neural one can take the place of the formant voice without the mixer knowing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from vitascope.engines.animatic.graph import Manner
from vitascope.engines.animatic.sound.noise import Mono


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words to be said within ``duration_s`` seconds."""

    text: str
    duration_s: float
    manner: Manner
    voice: Literal["man", "woman", "child", "monster", "robot"]
    who: int = 0
    """Which of those that have this voice: two men who talk are told apart."""


class Voice(Protocol):
    def speak(self, line: Line, *, rate: int, rng: np.random.Generator) -> Mono | None:
        """At most ``line.duration_s`` of sound at ``rate`` Hz, or ``None`` if it cannot say any of it."""
        ...
