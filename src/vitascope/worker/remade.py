"""A finished file from elsewhere as an `Engine` whose frames are that file's: what the child makes of what a hand-off
brought, by the same muxer and with the same receipt as any clip of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.media.remake import Remake

SECONDS_A_MEGAPIXEL = 0.05
"""To decode, scale and encode one million pixels, with a margin (measured on two shared cores: 0.01 to 0.02 s of CPU,
and up to 0.04 s by the clock)."""


class Remade:
    """One clip of a hand-off's."""

    def __init__(self, info: EngineInfo, source: Path, notes: Mapping[str, Any]) -> None:
        """``info`` is of the engine that the clip counts as, ``notes`` are what it told of it."""
        self._info = info
        self._source = source
        self._notes = notes

    @property
    def info(self) -> EngineInfo:
        return self._info

    def load(self, report: Report) -> None:
        """Nothing to load."""

    def seconds(self, spec: GenerationSpec) -> float:
        size = spec.frame_size
        return spec.frames * size.width * size.height / 1e6 * SECONDS_A_MEGAPIXEL

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        """Raises `BadDelivery` and `RemoteFailed` for files that cannot be made into ``spec``."""
        del inputs  # frame 0 is in the file
        report.step("finishing", 0, spec.frames)
        film = Remake(
            self._source, size=spec.frame_size, fps=spec.fps, frames=spec.frames, has_audio=spec.generate_audio
        )
        approximated = [*self._notes.get("approximated", ()), *film.approximated]
        report.describe({**self._notes, "approximated": approximated})
        for chunk in film.chunks():
            report.step("finishing", chunk.first, spec.frames)
            yield chunk
