"""A true-peak limiter that looks ahead."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from vitascope.engines.animatic.sound.mix.loudness import true_peak
from vitascope.engines.animatic.sound.mix.oversampling import peaks_between
from vitascope.engines.animatic.sound.noise import Mono

CEILING_DB = -1.2
"""0.2 dB under the promised −1 dBTP: room for what an encoder or another meter's filter adds."""


def limited(x: Mono, rate: int, ceiling_db: float = CEILING_DB, *, between: Mono | None = None) -> Mono:
    """``x``, shaped ``(2, samples)``, with no true peak over ``ceiling_db``; both sides get the same gain.

    ``between`` is what `peaks_between` gives for it, where that is known.

    The gain needed at each sample is held over 3 ms around it and smoothed over as much, so it has arrived when the
    peak does and does not click.
    """
    ceiling = 10 ** (ceiling_db / 20)
    peaks = peaks_between(x) if between is None else between
    peaks = ndimage.maximum_filter1d(peaks, 3)  # a peak between two samples belongs to both
    if float(peaks.max(initial=0.0)) > ceiling:
        need = np.minimum(ceiling / np.maximum(peaks, 1e-9), 1.0)
        width = 2 * int(0.0015 * rate) + 1
        held = ndimage.minimum_filter1d(need, 2 * width + 1)
        gain = ndimage.uniform_filter1d(ndimage.uniform_filter1d(held, width), width)
        x = x * gain
    left = true_peak(x)
    return x * (ceiling / left) if left > ceiling else x
