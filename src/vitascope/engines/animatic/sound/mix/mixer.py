"""Stems to one track: speech in front, everything else ducked beneath it, at −16 LUFS."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from vitascope.engines.animatic.sound.mix.limiter import limited
from vitascope.engines.animatic.sound.mix.loudness import integrated_lufs
from vitascope.engines.animatic.sound.mix.oversampling import peaks_between
from vitascope.engines.animatic.sound.noise import Mono, faded, highpass

TARGET_LUFS = -16.0
"""What streaming players level stereo to, and the project's promise."""

DUCK_DB = 14.0
"""How far the bed steps back under speech, at least."""

SPEECH_OVER_BED_DB = 14.0
"""How far speech stands over the ducked bed; 10 dB is promised, the rest is for the limiter to take."""

LOWEST_HZ = 36.0
"""What lies below is felt in a cinema, and costs loudness everywhere else."""

QUIET_RMS = 10 ** (-40 / 20)
"""Stems whose loudest moment is softer than this before mixing are meant to be quiet, and stay so."""

QUIET_LUFS = -30.0
"""Where a quiet room is put: plainly there, plainly quiet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stems:
    """Each shaped ``(2, samples)``, at its own level; ``spoken`` is 1 where somebody speaks, else 0: ``(samples,)``."""

    speech: Mono
    effects: Mono
    music: Mono
    spoken: Mono

    @property
    def bed(self) -> Mono:
        return self.effects + self.music


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """``track`` is finished; ``speech`` and ``bed`` are its parts, before the limiter."""

    track: Mono
    speech: Mono
    bed: Mono


def _rms(x: Mono, where: Mono) -> float:
    weight = float(where.sum()) * x.shape[0]
    return float(np.sqrt(np.einsum("ij,ij,j", x, x, where) / weight)) if weight > 0 else 0.0


def _loudest(x: Mono, rate: int) -> float:
    """Root mean square of the loudest half second."""
    width = min(rate // 2, x.shape[1])
    total = np.concatenate(([0.0], np.cumsum(np.mean(x * x, axis=0))))
    return float(np.sqrt(np.max(total[width:] - total[:-width], initial=0.0) / max(width, 1)))


def _duck(spoken: Mono, rate: int, depth_db: float) -> Mono:
    """Gain of the bed: down ``depth_db`` from a little before the first word until a little after the last."""
    near = ndimage.maximum_filter1d(spoken, 2 * int(0.15 * rate) + 1)
    smooth = ndimage.uniform_filter1d(near, int(0.16 * rate))
    return 10 ** (-depth_db * np.clip(smooth, 0, 1) / 20)


def mix(stems: Stems, rate: int) -> Mix:
    """The finished mix, with 20 ms fades at both ends. A scene that is nearly silent keeps its quiet."""
    bed, speech = np.stack([highpass(side, LOWEST_HZ, rate, 3) for side in stems.bed]), stems.speech
    everywhere = np.ones_like(stems.spoken)
    bed_rms = _rms(bed, everywhere)
    talk_rms = _rms(speech, stems.spoken)
    if talk_rms > 0:
        if bed_rms > 0:
            # speech 4 dB over the bed's own level already; ducking does the rest
            speech = speech * (bed_rms * 10 ** (4 / 20) / talk_rms)
        talk_rms = _rms(speech, stems.spoken)
        under = _rms(bed, stems.spoken)
        wanted = 20 * np.log10(max(under, 1e-9) / talk_rms) + SPEECH_OVER_BED_DB
        bed = bed * _duck(stems.spoken, rate, float(max(DUCK_DB, wanted)))
    both = np.stack([faded(side, rate) for side in bed + speech])
    between = peaks_between(both)  # they grow as the signal does
    gain, track = _makeup(both, between, rate, keep_quiet=talk_rms == 0 and _loudest(bed, rate) < QUIET_RMS)
    return Mix(track=track, speech=speech * gain, bed=bed * gain)


def _makeup(x: Mono, between: Mono, rate: int, *, keep_quiet: bool) -> tuple[float, Mono]:
    """The gain at which the limited track has the target loudness, and that track.

    ``between`` is what `peaks_between` gives for ``x``.
    """
    loudness = integrated_lufs(x, rate)
    if loudness < -69:
        return 1.0, limited(x, rate, between=between)
    if keep_quiet:
        gain = min(10 ** ((QUIET_LUFS - loudness) / 20), 20.0)
        return gain, limited(x * gain, rate, between=between * gain)
    gain = 10 ** ((TARGET_LUFS - loudness) / 20)
    track = limited(x * gain, rate, between=between * gain)
    for _ in range(4):  # the limiter takes some away: push until it no longer shows
        missing = TARGET_LUFS - integrated_lufs(track, rate)
        if abs(missing) < 0.25:
            break
        gain *= 10 ** (float(np.clip(missing, -6, 6)) / 20)
        track = limited(x * gain, rate, between=between * gain)
    return gain, track
