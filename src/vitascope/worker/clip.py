"""One clip from a spec: the engine's chunks into the muxer, and the poster beside it. Plain sync code, any process."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitascope import __version__
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaInfo
from vitascope.core.ports import Engine, Inputs, Report
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer
from vitascope.media.poster import Poster
from vitascope.media.receipt import make_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """Two finished files."""

    video: Path
    poster: Path
    media: MediaInfo
    notes: Mapping[str, Any]
    encode_s: float = 0.0
    """Time that the encoder was busy, on its own thread."""
    encode_began_ns: int = 0
    """Since the epoch."""


class _Notebook:
    """Passes a report on and keeps what the engine describes, which the file must say of itself."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._step = ("frames", 0, 1)
        self.notes: Mapping[str, Any] = {}

    def step(self, stage: str, done: int, total: int) -> None:
        self._step = (stage, done, total)
        self._report.step(stage, done, total)

    def encoding(self) -> None:
        """The engine has gone no further, and is not to blame: the encoder is at work. Raises what `step` raises."""
        self._report.step(*self._step)

    def describe(self, notes: Mapping[str, Any]) -> None:
        self.notes = notes
        self._report.describe(notes)

    def keep(self, write: Callable[[Path], None]) -> None:
        self._report.keep(write)


def render_clip(
    engine: Engine,
    spec: GenerationSpec,
    inputs: Inputs,
    report: Report,
    *,
    folder: Path,
    generation_id: str | None = None,
    encode: EncodeSettings | None = None,
    still: Callable[[Path], None] | None = None,
) -> Clip:
    """Render ``spec`` into ``folder``; the engine is loaded. Nothing is left there when this raises.

    The file's receipt names ``generation_id``, where a server gave one. ``encode`` is for rendering a clip again as it
    was; the size decides otherwise. ``still`` is told of the poster as soon as it is whole, and may take it away.
    """
    video, poster_path = folder / "clip.mp4", folder / "poster.jpg"
    notebook, poster = _Notebook(report), Poster(spec.frames)
    chunks = iter(engine.generate(spec, inputs, notebook))
    first = next(chunks)  # the engine describes the clip before this, and the file's header holds the description
    began_ns = time.time_ns()
    receipt = make_receipt(
        engine.info, spec, generation_id=generation_id, inputs=inputs, notes=notebook.notes, version=__version__
    )
    with Muxer(
        video,
        resolution=spec.frame_size,
        fps=spec.fps,
        has_audio=spec.generate_audio,
        receipt=receipt,
        settings=encode,
        waiting=notebook.encoding,
    ) as muxer:
        chunk: Any = first
        try:
            while chunk is not None:
                muxer.write(chunk)
                if poster.see(chunk):
                    poster_path.write_bytes(poster.jpeg())
                    if still is not None:
                        still(poster_path)
                chunk = next(chunks, None)
            media = muxer.close()
        except BaseException:
            poster_path.unlink(missing_ok=True)
            raise
        busy_s = muxer.busy_s
    return Clip(
        video=video,
        poster=poster_path,
        media=media,
        notes=notebook.notes,
        encode_s=busy_s,
        encode_began_ns=began_ns,
    )
