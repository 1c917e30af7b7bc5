"""What every engine owes, as a suite; a report that remembers; a clock that is moved.

Subclass a suite, give it what it asks for, and pytest runs it:

    class TestMyEngine(EngineContract):
        def engine(self) -> Engine:
            return MyEngine()
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.core.errors import Cancelled
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import CHANNELS, RESOLUTIONS, MediaChunk, audio_span
from vitascope.core.ports import Engine, Inputs


@dataclass(slots=True)
class RecordingReport:
    """A `core.ports.Report` that remembers, and raises `Cancelled` at step ``cancel_at``."""

    cancel_at: int | None = None
    steps: list[tuple[str, int, int]] = field(default_factory=list)
    notes: list[Mapping[str, Any]] = field(default_factory=list)
    folder: Path | None = None
    """Where checkpoints go; without one none is made."""
    kept: list[Path] = field(default_factory=list)

    def step(self, stage: str, done: int, total: int) -> None:
        self.steps.append((stage, done, total))
        if self.cancel_at is not None and len(self.steps) >= self.cancel_at:
            raise Cancelled("cancelled by the test")

    def describe(self, notes: Mapping[str, Any]) -> None:
        self.notes.append(notes)

    def keep(self, write: Callable[[Path], None]) -> None:
        if self.folder is not None:
            path = self.folder / f"checkpoint-{len(self.kept)}"
            write(path)
            self.kept.append(path)


@dataclass(slots=True)
class FakeClock:
    """A `core.ports.Clock` that stands still until it is moved."""

    time: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


class EngineContract:
    """What every engine owes its callers. Override `engine`; `spec` may be made smaller, not `check`."""

    frame_zero_is_exact = True
    """Whether the first frame is the input image to the code value. A model's own decoder comes near to it."""
    last_frame_is_exact = True
    """Likewise the last frame, where the engine offers ``last_image``."""

    def engine(self) -> Engine:
        raise NotImplementedError

    def spec(self) -> GenerationSpec:
        return GenerationSpec(
            model="ltxv/ltxv-2-fast",
            prompt="A red boat on a calm sea at dawn.",
            duration_s=6,
            resolution=RESOLUTIONS["1080p"],
            fps=Fraction(25),
            generate_audio=True,
            seed=7,
            engine=self.engine().info.name,
        )

    def chunks(
        self, spec: GenerationSpec, inputs: Inputs | None = None, report: RecordingReport | None = None
    ) -> Iterator[MediaChunk]:
        engine = self.engine()
        engine.load(RecordingReport())
        return engine.generate(spec, inputs or Inputs(), report or RecordingReport())

    def test_chunks_tile_the_clip_and_hold_exactly_their_frames_and_samples(self) -> None:
        spec, expected = self.spec(), 0
        for chunk in self.chunks(spec):
            height, width = spec.resolution.height, spec.resolution.width
            assert chunk.first == expected
            assert chunk.y.shape == (chunk.frames, height, width)
            assert chunk.u.shape == chunk.v.shape == (chunk.frames, height // 2, width // 2)
            assert {chunk.y.dtype, chunk.u.dtype, chunk.v.dtype} == {np.dtype(np.uint8)}
            span = audio_span(chunk.first, chunk.frames, fps=spec.fps)
            assert chunk.pcm is not None
            assert chunk.pcm.shape == (CHANNELS, span.stop - span.start)
            assert chunk.pcm.dtype == np.float32
            assert np.isfinite(chunk.pcm).all()
            assert np.abs(chunk.pcm).max() <= 1.0
            expected += chunk.frames
        assert expected == spec.frames

    def test_no_sound_is_made_where_none_was_asked(self) -> None:
        assert all(c.pcm is None for c in self.chunks(replace(self.spec(), generate_audio=False)))

    def test_the_same_spec_gives_the_same_chunks(self) -> None:
        assert list(map(digest, self.chunks(self.spec()))) == list(map(digest, self.chunks(self.spec())))

    def test_progress_only_grows_over_a_constant_total(self) -> None:
        report = RecordingReport()
        for _ in self.chunks(self.spec(), report=report):
            pass
        done = [d for _, d, _ in report.steps]
        assert done == sorted(done)
        assert len({t for _, _, t in report.steps}) == 1
        assert all(0 <= d <= t and t > 0 for _, d, t in report.steps)
        assert len(report.steps) >= 2

    def test_the_clip_is_described_once_before_its_first_chunk(self) -> None:
        report = RecordingReport()
        chunks = self.chunks(self.spec(), report=report)
        next(chunks)
        assert len(report.notes) == 1
        for _ in chunks:
            pass
        assert len(report.notes) == 1
        assert all(isinstance(report.notes[0][key], list) for key in ("approximated", "not_understood"))

    def test_a_cancel_at_a_step_ends_the_render_there(self) -> None:
        report = RecordingReport(cancel_at=3)
        try:
            for _ in self.chunks(self.spec(), report=report):
                pass
        except Cancelled:
            assert len(report.steps) == 3
        else:
            raise AssertionError("the engine swallowed a Cancelled")

    def test_an_input_image_is_frame_zero(self) -> None:
        spec = self.spec()
        height, width = spec.resolution.height, spec.resolution.width
        image = gradient(width, height)
        if not self.frame_zero_is_exact:
            without = digest(next(iter(self.chunks(spec))))
            assert digest(next(iter(self.chunks(spec, Inputs(image=image))))) != without, "the image is not looked at"
            return
        assert_shows(next(iter(self.chunks(spec, Inputs(image=image)))), 0, image)

    def test_an_offered_last_image_is_the_last_frame(self) -> None:
        if "last_image" not in self.engine().info.offers:
            return
        spec = self.spec()
        image = gradient(spec.resolution.width, spec.resolution.height)
        chunks = [*self.chunks(spec, Inputs(last_image=image))]
        assert chunks[-1].first + chunks[-1].frames == spec.frames
        if self.last_frame_is_exact:
            assert_shows(chunks[-1], -1, image)
        *_, without = self.chunks(spec)
        assert digest(chunks[-1]) != digest(without), "the image is not looked at"

    def test_a_first_and_an_offered_last_image_are_both_shown(self) -> None:
        if "last_image" not in self.engine().info.offers:
            return
        spec = self.spec()
        first = gradient(spec.resolution.width, spec.resolution.height)
        last = np.ascontiguousarray(first[::-1, ::-1])
        chunks = [*self.chunks(spec, Inputs(image=first, last_image=last))]
        if self.frame_zero_is_exact:
            assert_shows(chunks[0], 0, first)
        if self.last_frame_is_exact:
            assert_shows(chunks[-1], -1, last)
        *_, alone = self.chunks(spec, Inputs(image=first))
        assert digest(chunks[-1]) != digest(alone), "the last image is not looked at beside a first"


def gradient(width: int, height: int) -> NDArray[np.uint8]:
    """A picture that survives chroma subsampling: sRGB, ``(height, width, 3)``."""
    image = np.empty((height, width, 3), np.uint8)
    image[..., 0] = np.linspace(30, 220, width, dtype=np.uint8)[None]
    image[..., 1] = np.linspace(40, 200, height, dtype=np.uint8)[:, None]
    image[..., 2] = 90
    return image


def assert_shows(chunk: MediaChunk, index: int, image: NDArray[np.uint8]) -> None:
    """Frame ``index`` of ``chunk`` is ``image``, to one code value."""
    from vitascope.media.convert import rgb_to_i420

    for plane, expected in zip((chunk.y[index], chunk.u[index], chunk.v[index]), rgb_to_i420(image), strict=True):
        assert np.abs(plane.astype(int) - expected).max() <= 1


def digest(chunk: MediaChunk) -> tuple[int, ...]:
    """A checksum of everything in ``chunk``, cheap enough for every chunk of a clip."""
    sound = 0 if chunk.pcm is None else zlib.crc32(chunk.pcm.tobytes())
    planes = (zlib.crc32(p.tobytes()) for p in (chunk.y, chunk.u, chunk.v))
    return (chunk.first, chunk.frames, *planes, sound)
