"""The sound of a clip that was made elsewhere: any rate and layout to 48 kHz stereo, as many samples as are asked."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler

from vitascope.core.media import CHANNELS, SAMPLE_RATE, Waveform

MOST_SHIFT_S = Fraction(10)
"""A sound track that says that it begins later than this is not believed."""


class SoundReader:
    """Reads on from one place. A container of its own, so that it decodes no further than the picture is."""

    def __init__(self, path: Path | None, *, reader: str, start_s: Fraction) -> None:
        """``start_s`` is when the picture begins, in the file's own time. Without ``path`` there is silence."""
        self._container = None if path is None else av.open(str(path), format=reader)
        self._parts = iter(()) if self._container is None else self._decoded(start_s)
        self._rest: Waveform = np.zeros((CHANNELS, 0), np.float32)

    def read(self, samples: int) -> Waveform:
        """The next ``samples``, ``(2, samples)`` in [-1, 1]; silence after the end."""
        parts, ready = [self._rest], self._rest.shape[1]
        while ready < samples and (part := next(self._parts, None)) is not None:
            parts.append(part)
            ready += part.shape[1]
        if ready < samples:
            parts.append(np.zeros((CHANNELS, samples - ready), np.float32))
        whole = np.concatenate(parts, axis=1)
        self._rest = whole[:, samples:]
        return whole[:, :samples]

    def close(self) -> None:
        if self._container is not None:
            self._container.close()

    def _decoded(self, start_s: Fraction) -> Iterator[Waveform]:
        assert self._container is not None  # noqa: S101 - called where there is one
        resampler, skip = None, 0
        for frame in self._container.decode(audio=0):
            if resampler is None:
                # One channel is played by both sides as loud as it is; mixing it would take 3 dB away.
                layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
                resampler = AudioResampler(format="fltp", layout=layout, rate=SAMPLE_RATE)
                late_s = Fraction(0)
                if frame.pts is not None and frame.time_base is not None:
                    late_s = frame.pts * frame.time_base - start_s
                shift = round(max(-MOST_SHIFT_S, min(MOST_SHIFT_S, late_s)) * SAMPLE_RATE)
                skip = max(0, -shift)
                if shift > 0:
                    yield np.zeros((CHANNELS, shift), np.float32)
            frame.pts = None  # gaps in strangers' clocks are not filled; samples follow each other
            for ours in resampler.resample(frame):
                pcm = _bounded(ours.to_ndarray())
                yield pcm[:, skip:]
                skip = max(0, skip - pcm.shape[1])
        for ours in () if resampler is None else resampler.resample(None):
            yield _bounded(ours.to_ndarray())


def _bounded(pcm: np.ndarray) -> Waveform:
    """``(1 or 2, samples)`` as ``(2, samples)``. A float track may hold anything."""
    bounded: Waveform = np.clip(np.nan_to_num(pcm.astype(np.float32, copy=False)), -1.0, 1.0)
    return np.broadcast_to(bounded, (CHANNELS, pcm.shape[1]))
