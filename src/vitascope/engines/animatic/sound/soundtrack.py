"""A scene's whole sound: the one call that the engine makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from vitascope.core.media import SAMPLE_RATE, Waveform, audio_span
from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.sound.mix.mixer import mix
from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.stems import rest, voices
from vitascope.engines.animatic.sound.voice.formant import FormantVoice
from vitascope.engines.animatic.sound.voice.kokoro import kokoro
from vitascope.engines.animatic.sound.voice.port import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundtrack:
    pcm: Waveform
    """``(2, samples)`` float32 in [-1, 1]; the samples of `audio_span` over all frames."""
    mouths: Mapping[str, NDArray[np.float32]]
    """By the id of each actor that speaks or calls: how far its mouth is open in each frame, 0–1, ``(frames,)``."""
    approximated: tuple[str, ...] = ()
    """Sentences: what stands for something else, or is not heard."""


def synthesise(
    scene: Scene, *, fps: Fraction, frames: int, sample_rate: int = SAMPLE_RATE, voice: Voice | None = None
) -> Soundtrack:
    """The soundtrack of ``frames`` frames at ``fps`` frames/second, the same bit for bit for the same scene.

    ``voice`` says the quoted words; the built-in formant voice if ``None``.
    """
    return Sounding(scene, fps=fps, frames=frames, sample_rate=sample_rate, voice=voice).finish()


class Sounding:
    """A soundtrack whose voices are heard, which is what pictures wait for, and the rest of it yet to come."""

    def __init__(
        self, scene: Scene, *, fps: Fraction, frames: int, sample_rate: int = SAMPLE_RATE, voice: Voice | None = None
    ) -> None:
        span = audio_span(0, frames, fps=fps, sample_rate=sample_rate)
        self._scene, self._rate = scene, sample_rate
        self._score = voices(scene, samples=span.stop - span.start, rate=sample_rate, voice=voice or chosen_voice())
        self.mouths = {actor: _mouth(level, fps, frames, sample_rate) for actor, level in self._score.mouths.items()}
        """As `Soundtrack.mouths`."""

    def finish(self) -> Soundtrack:
        """All of it, once."""
        score = rest(self._scene, self._score)
        del self._score  # its parts are twenty times the track
        mixed = mix(score.stems(), self._rate)
        return Soundtrack(
            pcm=np.ascontiguousarray(mixed.track, np.float32),
            mouths=self.mouths,
            approximated=tuple(dict.fromkeys(score.approximated)),
        )


def chosen_voice() -> Voice:
    """The voice that speaks where none is given: Kokoro where it is installed, else the built-in one."""
    return kokoro() or FormantVoice()


def _mouth(level: Mono, fps: Fraction, frames: int, rate: int) -> NDArray[np.float32]:
    """Root mean square within each frame, 1 at the actor's loudest tenth, with the quiet between words at 0."""
    power = np.concatenate(([0.0], np.cumsum(level * level)))
    edges = np.array([audio_span(k, 1, fps=fps, sample_rate=rate).start for k in range(frames)] + [level.size])
    rms = np.sqrt(np.diff(power[edges]).clip(0) / np.maximum(np.diff(edges), 1))
    loud = rms[rms > 0.05 * rms.max(initial=0.0)]
    if not loud.size:
        return np.zeros(frames, np.float32)
    opened = (rms / float(np.quantile(loud, 0.9)) - 0.06) / 0.94
    return np.clip(opened, 0, 1).astype(np.float32)
