"""Most skies: gradient, the sun's glow, the Milky Way, kept clouds, many points at a time. Kernel of `sky`.

Values lie side by side, each `LANE` numbers from the next: the shape that compilers turn into vector code, as in
`water_face`. Skies with lights in them or clouds that change go point by point in `sky`.
"""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

LANE = 512
"""Points at a time."""
DX, DY, DZ, _AT, _C, _X, _Y, _COVER, _LIGHT = (np.uint64(n * LANE) for n in range(9))
_RED, _GLOW, _BAND, _TURN = (np.uint64(n * LANE) for n in (9, 12, 15, 18))
_1, _2 = np.uint64(LANE), np.uint64(2 * LANE)
SCRATCH = 19 * LANE
"""Numbers that `plain_sky` works in; from `DX`, `DY` and `DZ` on it is given unit vectors."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def plain_sky(out, b, count, gradient, glow, sun, whole, night, how, tints, state):  # type: ignore[no-untyped-def]
    """Colours of ``count`` directions into ``out``, ``(count, 3)``; the rest as `sky` has it."""
    f = np.float32
    zero, one = f(0), f(1)
    sx, sy, sz = f(sun[0]), f(sun[1]), f(sun[2])
    tall, wide = whole.shape[0], whole.shape[1]
    rows, cols, turn = f(tall - 1), f(wide), f(state[1] + 0.5 - np.floor(state[1] + 0.5))
    for q in range(count):
        n = np.uint64(q)
        dx, dy, dz = b[DX + n], b[DY + n], b[DZ + n]
        root = np.sqrt(max(dy, zero))
        b[_AT + n] = min(root * f(255), f(254.99))
        b[_C + n] = min(max(dx * sx + dy * sy + dz * sz, -one), one)
        b[_Y + n] = min(root * rows, rows - f(0.001))
        # `noise.bearing`, by choices instead of branches.
        ax, az = abs(dx), abs(dz)
        a = min(ax, az) / max(ax, az, f(1e-12))
        s = a * a
        r = ((f(-0.0464964749) * s + f(0.15931422)) * s - f(0.327622764)) * s * a + a
        r = f(1.57079637) - r if ax > az else r
        r = f(3.14159274) - r if dz < zero else r
        r = -r if dx < zero else r
        b[_TURN + n] = r * f(0.5 / np.pi) + f(0.5)
        x = r * f(0.5 / np.pi) + turn
        b[_X + n] = min((x - np.floor(x)) * cols, cols - f(0.001))
    for q in range(count):
        n = np.uint64(q)
        at = b[_AT + n]
        i, aside = int(at), np.sqrt(max(f(0.5) - f(0.5) * b[_C + n], zero))
        g = np.uint64(int(max(one - aside, zero) * f(2047)))
        i0, i1, share = np.uint64(i), np.uint64(i + 1), at - f(i)
        for c in range(3):
            k = np.uint64(c)
            low = gradient[i0, k]
            b[_RED + k * _1 + n] = low + (gradient[i1, k] - low) * share
            b[_GLOW + k * _1 + n] = glow[g, k]
    band = state[4] > 0.01 and night.shape[0] > 1
    if band:
        _band(b, count, night, f(state[4]), how[11] > 0)
    left = f(min(state[0] * 1.6, 1.0)) if state[0] > 0.02 else zero
    if left > zero:
        for q in range(count):
            n = np.uint64(q)
            x, y = b[_X + n], b[_Y + n]
            i, j = int(x), int(y)
            i0, i1, j0, j1 = np.uint64(i), np.uint64(i + 1 if i + 1 < wide else 0), np.uint64(j), np.uint64(j + 1)
            u, v = x - f(i), y - f(j)
            w11 = u * v
            w01, w10 = u - w11, v - w11
            w00 = one - u - w10
            b[_COVER + n] = (
                whole[j0, i0, 0] * w00 + whole[j0, i1, 0] * w01 + whole[j1, i0, 0] * w10 + whole[j1, i1, 0] * w11
            )
            b[_LIGHT + n] = (
                whole[j0, i0, 1] * w00 + whole[j0, i1, 1] * w01 + whole[j1, i0, 1] * w10 + whole[j1, i1, 1] * w11
            )
    else:
        for q in range(count):
            n = np.uint64(q)
            b[_COVER + n], b[_LIGHT + n] = zero, zero
    for c in range(3):
        to, lit = _RED + np.uint64(c) * _1, _GLOW + np.uint64(c) * _1
        shade, bright, most = f(tints[1, c]), f(tints[0, c] - tints[1, c]), glow[glow.shape[0] - 1, c]
        for q in range(count):
            n = np.uint64(q)
            # Screen, not add: the sky around a low sun keeps its hue instead of clipping to white.
            b[to + n] += b[lit + n] * (one - b[to + n] * f(1 / 300))
        if band:
            light = _BAND + np.uint64(c) * _1
            for q in range(count):
                n = np.uint64(q)
                b[to + n] += b[light + n]
        for q in range(count):
            n = np.uint64(q)
            cover, value = b[_COVER + n] * left if b[DY + n] > f(0.004) else zero, b[to + n]
            c2 = max(b[_C + n], zero)
            c2 *= c2
            c4 = c2 * c2
            c8 = c4 * c4
            silver, near = c8 * (one - cover) * f(0.3) * cover, c8 * c8 * c8 * f(0.35)
            b[to + n] = value + (shade + bright * b[_LIGHT + n] + near * most - value) * cover + silver * most
    for q in range(count):
        n = np.uint64(q)
        out[n, 0], out[n, 1], out[n, 2] = b[_RED + n], b[_RED + _1 + n], b[_RED + _2 + n]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _band(b, count, picture, strength, airless):  # type: ignore[no-untyped-def]
    """`galaxy.glimpse` of ``count`` directions, as strong as air lets it through."""
    f = np.float32
    rows, cols = picture.shape[0], picture.shape[1]
    high, wide, half, zero, one = f(rows), f(cols), f(0.5), f(0), f(1)
    for q in range(count):
        n = np.uint64(q)
        dy = b[DY + n]
        x = b[_TURN + n] * wide - half
        b[_COVER + n] = min(x + wide if x < zero else x, wide - f(0.001))
        b[_LIGHT + n] = min(max((dy + one) * half * high - half, zero), high - f(1.001))
        # Near the horizon air is thick; in space there is none.
        b[_TURN + n] = strength if airless else strength * min(max(dy * f(4) + f(0.12), zero), one)
    for q in range(count):
        n = np.uint64(q)
        x, y, k = b[_COVER + n], b[_LIGHT + n], b[_TURN + n]
        i, j = int(x), int(y)
        i0, i1, j0, j1 = np.uint64(i), np.uint64(i + 1 if i + 1 < cols else 0), np.uint64(j), np.uint64(j + 1)
        u, v = x - f(i), y - f(j)
        w11 = u * v * k
        w01, w10 = u * k - w11, v * k - w11
        w00 = k - u * k - w10
        for c in range(3):
            m = np.uint64(c)
            upper = picture[j0, i0, m] * w00 + picture[j0, i1, m] * w01
            b[_BAND + m * _1 + n] = upper + picture[j1, i0, m] * w10 + picture[j1, i1, m] * w11
