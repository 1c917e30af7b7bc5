"""What a signal reaches between its samples: 4× oversampling, of which only the largest values are kept.

`scipy.signal.resample_poly` gives the same values: it writes four times the signal and takes five times as long.
"""

# mypy: disable-error-code="no-untyped-def"

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import signal

from vitascope.engines.animatic.sound.noise import Mono

UP = 4
_REACH = 10
"""Samples on either side that a value between two of them is made of."""
_BLOCK = 512


def _taps() -> tuple[float, NDArray[np.float64]]:
    """Of the low-pass that `resample_poly` makes: what a sample has of itself, and ``(3, 20)`` for what lies between.

    At the samples the other taps are zeros of the sinc.
    """
    whole = UP * signal.firwin(2 * _REACH * UP + 1, 1 / UP, window=("kaiser", 5.0))
    return float(whole[_REACH * UP]), np.stack([whole[part::UP] for part in range(1, UP)])


_OWN, _BETWEEN = _taps()


def peaks_between(x: Mono) -> Mono:
    """Of ``x``, shaped ``(channels, samples)``, the largest value from each sample up to the next; linear."""
    channels, samples = x.shape
    padded = np.zeros((channels, samples + 2 * _REACH))
    padded[:, _REACH : _REACH + samples] = x
    out = np.zeros(samples)
    _peaks(padded, out, _OWN, _BETWEEN)
    return out


@njit(nogil=True, cache=True, fastmath=True, error_model="numpy")
def _peaks(padded, out, own, between):
    """A block at a time, tap by tap over neighbours: the shape that compilers make vectors of."""
    total, reach = np.empty(_BLOCK), np.uint64(_REACH)
    for start in range(0, out.shape[0], _BLOCK):
        count = min(_BLOCK, out.shape[0] - start)
        best = out[start : start + count]
        for channel in range(padded.shape[0]):
            line = padded[channel, start : start + count + 2 * _REACH]
            for i in range(count):
                best[i] = max(best[i], abs(line[np.uint64(i) + reach] * own))
            for part in range(between.shape[0]):
                # The last tap is for what comes first.
                for k in range(0, between.shape[1], 4):
                    a, b, c, d = between[part, k], between[part, k + 1], between[part, k + 2], between[part, k + 3]
                    n = np.uint64(2 * _REACH - k)
                    one, two, three = np.uint64(1), np.uint64(2), np.uint64(3)
                    for i in range(count):
                        m = np.uint64(i) + n
                        value = a * line[m] + b * line[m - one] + c * line[m - two] + d * line[m - three]
                        total[i] = value if k == 0 else total[i] + value
                for i in range(count):
                    best[i] = max(best[i], abs(total[i]))
