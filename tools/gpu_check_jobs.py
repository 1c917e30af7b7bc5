"""The 18 shapes of job, the most telling first, so that a check that runs out of time has said most."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from vitascope.core.media import RESOLUTIONS, Resolution, frame_count
from vitascope.engines.ltx.cost import Transformer, step_flops
from vitascope.engines.ltx.geometry import LatentSize, Plan, plan

DURATIONS, RATES = (6, 8, 10), (25, 50)
FIRST = (("1080p", 6, 25), ("1080p", 10, 25), ("1440p", 6, 25), ("2160p", 6, 25), ("1080p", 6, 50), ("1080p", 10, 50))
"""The default, its longest, each larger size, and the costliest that is refined in one piece."""
TINY = {
    "1080p": Resolution(name="1080p", width=120, height=60),
    "1440p": Resolution(name="1440p", width=33 * 64, height=64),
    "2160p": Resolution(name="2160p", width=33 * 64, height=64),
}
"""In a tiny check: one size in one piece, and two that are tiled."""
TINY_RATE = 25
"""Of a tiny check's frames, one in so many is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One shape, and how it is rendered."""

    resolution: str
    seconds: int
    fps: int
    plan: Plan

    @property
    def name(self) -> str:
        return f"{self.resolution} {self.seconds} s {self.fps} fps"

    def sizes(self) -> tuple[LatentSize, LatentSize]:
        """What the transformer sees at once: of stage 1, and of stage 2 (its first tile; all are alike)."""
        tile = self.plan.tiles[0]
        piece = LatentSize(frames=self.plan.full.frames, height=len(tile.rows), width=len(tile.columns))
        return self.plan.half, piece

    def tflop(self, model: Transformer, size: LatentSize) -> float:
        """Of one pass over ``size``."""
        return step_flops(model, size.tokens, self.plan.audio_latents) / 1e12


def jobs(*, tiny: bool) -> list[Job]:
    """All 18."""
    every = [(name, seconds, fps) for name in RESOLUTIONS for seconds in DURATIONS for fps in RATES]
    ordered = [*FIRST, *sorted((shape for shape in every if shape not in FIRST), key=_volume)]
    return [_job(*shape, tiny=tiny) for shape in ordered]


def _volume(shape: tuple[str, int, int]) -> int:
    name, seconds, fps = shape
    return RESOLUTIONS[name].width * RESOLUTIONS[name].height * seconds * fps


def _job(name: str, seconds: int, fps: int, *, tiny: bool) -> Job:
    rate, size = Fraction(fps), TINY[name] if tiny else RESOLUTIONS[name]
    frames = frame_count(seconds, rate) // (TINY_RATE if tiny else 1)
    return Job(resolution=name, seconds=seconds, fps=fps, plan=plan(size, frames, rate))
