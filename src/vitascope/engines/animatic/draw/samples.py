"""What a march over a height field sees of it: places along one column's ray, how high they are, in what light.

A loop that reads at an index which it computes is never made of vectors, so each such look is a loop of its own that
does nothing else; noise is read from `quads`, which hold the four points about a place in one number. Numba makes 64
bits of what is computed from numbers of 32: each such result is made one of 32 again, or half as many fit in a vector.
"""

# ruff: noqa: PLR0915 - a long kernel keeps its values in registers
from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.noise import Field

MOST = 2048
"""Samples of a column at most. Some 400 are taken up to where they are 2.6 cells apart, and one each 2.6 cells then."""
_S = MOST + 48  # no power of two, since planes so far apart would share the lines of a cache
# Planes over samples. Offsets that are constants let a compiler see that no two planes overlap.
H, ROW, NEAR, FX, FZ, _H01, _H10, _H11 = (np.uint64(k * _S) for k in range(8))
# Planes over those that are seen.
SEEN_T, SEEN_H, SEEN_ROW, SEEN_NEAR, _VX, _VZ, R, G, B, HAZE, SPOTS, PEND, _U, _V = (
    np.uint64(k * _S) for k in range(8, 22)
)
SAMPLES = 22 * _S
# Planes of whole numbers.
AT, _S01, _S10, _S11, TOP, FILL, FROM, _LOOK = (np.uint64(k * _S) for k in range(8))
WHOLES = 8 * _S


def quads(field: Field) -> tuple[NDArray[np.int32], tuple[float, float]]:
    """A ``field`` that tiles, four neighbours in a number by 8 bits each, ``(side², )``; its least, and one step of it.

    8 bits are enough for grain, whose whole range is a few tenths of a colour.
    """
    least, most = float(field.min()), float(field.max())
    step = max(most - least, 1e-9) / 255
    level = np.rint((field - np.float32(least)) * np.float32(1 / step)).astype(np.uint32)
    right = np.roll(level, -1, 1)
    packed = level | right << 8 | np.roll(level, -1, 0) << 16 | np.roll(right, -1, 0) << 24
    return np.ascontiguousarray(packed).view(np.int32).ravel(), (least, step)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def mixed(q, u, v):  # type: ignore[no-untyped-def]
    """The value, 0 to 255, between the four in ``q``."""
    byte = np.int32(255)
    a, b = np.float32(np.int32(q & byte)), np.float32(np.int32((q >> np.int32(8)) & byte))
    c, d = np.float32(np.int32((q >> np.int32(16)) & byte)), np.float32(np.int32((q >> np.int32(24)) & byte))
    top, low = a + (b - a) * u, c + (d - c) * u
    return top + (low - top) * v


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _clear(x):  # type: ignore[no-untyped-def]
    """`air.transmittance` in float32."""
    y = max(np.float32(1) - x * np.float32(0.03125), np.float32(0))
    y *= y
    y *= y
    y *= y
    y *= y
    return y * y


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _look(buf, ints, whole, side_bits, bits, ax, az, px, pz, by_x, by_z, off_x, off_z, seen):  # type: ignore[no-untyped-def]
    """Look up ``whole``, made by `quads`, at each place that is seen: `_LOOK` gets the four, `_U` and `_V` where."""
    side = np.int32(1 << side_bits)
    for i in range(seen):
        t = buf[i + SEEN_T]
        x, z = (px + ax * t) * by_x + off_x, (pz + az * t) * by_z + off_z
        fx, fz = np.floor(x), np.floor(z)
        buf[i + _U], buf[i + _V] = x - fx, z - fz
        ints[i + _LOOK] = np.int32(np.int32(np.int32(fz) & bits) * side) | np.int32(np.int32(fx) & bits)
    for i in range(seen):
        ints[i + _LOOK] = whole[np.uint64(np.uint32(ints[i + _LOOK]))]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def steps(ts, fade, first, far, coarse, longest, pixel, grain):  # type: ignore[no-untyped-def]
    """Where samples are taken, the same in every column, and how much of the widest grain is left there: their number.

    ``longest`` is the most between two.
    """
    t, n = first, 0
    while t < far and n < MOST:
        ts[n] = t
        fade[n] = 0.8 * grain / (1 + t * pixel * 0.12)
        n += 1
        t += min(t * coarse + 0.004, longest)
    return n


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def rise(buf, ints, heights, ts, k, n, px, py, pz, ax, az, inv, half, side_bits, bits, view):  # type: ignore[no-untyped-def]
    """Heights, rows and nearness, one over depth, of samples ``k`` to ``k + n``, at 0 to ``n`` of their planes."""
    cp, sp, scale, mid = view
    tiny, wide = np.float32(1e-3), np.int32(1 << side_bits)
    for i in range(n):
        t = ts[i + k]
        mx, mz = (px + ax * t) * inv + half, (pz + az * t) * inv + half
        fx, fz = np.floor(mx), np.floor(mz)
        buf[i + FX], buf[i + FZ] = mx - fx, mz - fz
        ints[i + AT] = np.int32(np.int32(np.int32(fz) & bits) * wide) | np.int32(np.int32(fx) & bits)
    one, mask = np.uint64(1), np.uint64(bits)
    side, whole = np.uint64(1) << np.uint64(side_bits), (np.uint64(1) << np.uint64(2 * side_bits)) - np.uint64(1)
    for i in range(n):
        a = np.uint64(np.uint32(ints[i + AT]))
        line = a & ~mask
        below, right = (line + side) & whole, (a + one) & mask
        buf[i + H], buf[i + _H01] = heights[a], heights[line | right]
        buf[i + _H10], buf[i + _H11] = heights[below | (a & mask)], heights[below | right]
    for i in range(n):
        u, v, t = buf[i + FX], buf[i + FZ], ts[i + k]
        top = buf[i + H] + (buf[i + _H01] - buf[i + H]) * u
        low = buf[i + _H10] + (buf[i + _H11] - buf[i + _H10]) * u
        h = top + (low - top) * v
        dy = h - py
        near = np.float32(1) / max(dy * sp + t * cp, tiny)
        buf[i + H], buf[i + NEAR] = h, near
        buf[i + ROW] = mid - (dy * cp - t * sp) * near * scale


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def keep(buf, ints, ts, k, i, seen):  # type: ignore[no-untyped-def]
    """Put sample ``i`` of those that `rise` found from ``k`` on among what is seen, as its ``seen``-th."""
    m, n = np.uint64(seen), np.uint64(i)
    buf[m + SEEN_T], buf[m + SEEN_H], buf[m + SEEN_ROW] = ts[n + np.uint64(k)], buf[n + H], buf[n + ROW]
    buf[m + SEEN_NEAR], buf[m + _VX], buf[m + _VZ] = buf[n + NEAR], buf[n + FX], buf[n + FZ]
    buf[m + SPOTS] = np.float32(k + i)
    ints[m + _S01] = ints[n + AT]
    ints[m + TOP] = ints[m + FILL] = np.int32(0)
    buf[m + PEND] = np.float32(0)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def light(  # type: ignore[no-untyped-def]
    buf, ints, skin, grains, fade, seen, px, pz, ax, az, side_bits, bits, fine_bits, fine, tints, how, time_s
):
    """Colours of what is seen, lit and behind haze, how much haze, and the widest grain."""
    one, zero, byte = np.float32(1), np.float32(0), np.int32(255)
    least, step, mist_m, mist, haze_m, sway, sway_m, caustics = how
    kr, kg, kb, sr, sg, sb = tints
    mask = np.uint64(bits)
    side, whole = np.uint64(1) << np.uint64(side_bits), (np.uint64(1) << np.uint64(2 * side_bits)) - np.uint64(1)
    for i in range(seen):
        a = np.uint64(np.uint32(ints[i + _S01]))
        line = a & ~mask
        below, right = (line + side) & whole, (a + np.uint64(1)) & mask
        ints[i + AT], ints[i + _S01] = skin[a], skin[line | right]
        ints[i + _S10], ints[i + _S11] = skin[below | (a & mask)], skin[below | right]
    eight, sixteen, top = np.int32(8), np.int32(16), np.int32(24)
    for i in range(seen):
        u, v = buf[i + _VX], buf[i + _VZ]
        w00, w01, w10, w11 = (one - u) * (one - v), u * (one - v), (one - u) * v, u * v
        a, b, c, d = ints[i + AT], ints[i + _S01], ints[i + _S10], ints[i + _S11]
        lit = (
            np.float32(np.int32((a >> top) & byte)) * w00 + np.float32(np.int32((b >> top) & byte)) * w01
            + np.float32(np.int32((c >> top) & byte)) * w10 + np.float32(np.int32((d >> top) & byte)) * w11
        )  # fmt: skip
        r = (
            np.float32(np.int32(a & byte)) * w00 + np.float32(np.int32(b & byte)) * w01
            + np.float32(np.int32(c & byte)) * w10 + np.float32(np.int32(d & byte)) * w11
        )  # fmt: skip
        g = (
            np.float32(np.int32((a >> eight) & byte)) * w00 + np.float32(np.int32((b >> eight) & byte)) * w01
            + np.float32(np.int32((c >> eight) & byte)) * w10 + np.float32(np.int32((d >> eight) & byte)) * w11
        )  # fmt: skip
        bl = (
            np.float32(np.int32((a >> sixteen) & byte)) * w00 + np.float32(np.int32((b >> sixteen) & byte)) * w01
            + np.float32(np.int32((c >> sixteen) & byte)) * w10 + np.float32(np.int32((d >> sixteen) & byte)) * w11
        )  # fmt: skip
        thick = one + mist * _clear(max(buf[i + SEEN_H], zero) / mist_m)
        kept = _clear(buf[i + SEEN_T] / haze_m * thick)
        buf[i + R] = r * (sr + kr * lit) * kept
        buf[i + G] = g * (sg + kg * lit) * kept
        buf[i + B] = bl * (sb + kb * lit) * kept
        buf[i + HAZE] = one - kept
    if sway > zero:
        by, slow = np.float32(0.6) / sway_m, np.float32(0.31) / sway_m
        s3, s13, s24 = time_s * np.float32(1.5), time_s * np.float32(0.7), time_s * np.float32(1.2)
        _look(buf, ints, grains, fine_bits, fine, ax, az, px, pz, by, by, s3, s13, seen)
        for i in range(seen):
            buf[i + FX] = least + step * mixed(ints[i + _LOOK], buf[i + _U], buf[i + _V])
        _look(buf, ints, grains, fine_bits, fine, ax, az, px, pz, slow, slow, s24, time_s, seen)
        for i in range(seen):
            w = buf[i + FX] + np.float32(0.5) * (least + step * mixed(ints[i + _LOOK], buf[i + _U], buf[i + _V]))
            w = one + sway * w
            buf[i + R] *= w
            buf[i + G] *= w
            buf[i + B] *= w
    if caustics > zero:
        five, six, seven = np.float32(5), np.float32(6), np.float32(7)
        along, aside = time_s * np.float32(1.5), time_s * np.float32(0.7)
        _look(buf, ints, grains, fine_bits, fine, ax, az, px, pz, six, six, along, aside, seen)
        for i in range(seen):
            buf[i + FX] = least + step * mixed(ints[i + _LOOK], buf[i + _U], buf[i + _V])
        _look(buf, ints, grains, fine_bits, fine, ax, az, px, pz, five, seven, np.float32(100) - along, -aside, seen)
        for i in range(seen):
            c = buf[i + FX] + least + step * mixed(ints[i + _LOOK], buf[i + _U], buf[i + _V])
            c = max(one - np.float32(0.75) * abs(c), zero)
            c = one + caustics * (c * c * c * np.float32(2.2) - np.float32(0.25))
            buf[i + R] *= c
            buf[i + G] *= c
            buf[i + B] *= c
    rare = np.float32(0.19)
    _look(buf, ints, grains, fine_bits, fine, ax, az, px, pz, rare, rare, np.float32(37), np.float32(11), seen)
    for i in range(seen):
        buf[i + SPOTS] = fade[np.uint64(np.int32(buf[i + SPOTS]))]
    for i in range(seen):
        spots = least + step * mixed(ints[i + _LOOK], buf[i + _U], buf[i + _V])
        buf[i + SPOTS] = one + buf[i + SPOTS] * spots
