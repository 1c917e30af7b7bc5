"""Clouds by kind, worked out once a shot for each way that one looks, or anew each frame where time is lapsed.

A layer of heaps is a height field on a flat base, walked through by each ray; a deck is a sheet seen from below, and
cirrus a thin one far above. Lengths are in kilometres.
"""

# ruff: noqa: PLR0915 - a long kernel keeps its values in registers
from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.noise import Field, bearing, fractal, tile
from vitascope.engines.animatic.graph import TimeOfDay, Weather

ROWS, COLS = 320, 1536
"""Of the picture of the whole sky: rows by the root of the sine of elevation, columns by azimuth."""
_PART_ROWS, _PART_COLS = 80, 64
"""Of what is worked out together when somebody looks there: a camera sees a tenth of the sky, or less."""
_PARTS = (ROWS // _PART_ROWS, COLS // _PART_COLS)
_BLUR = 0.75
_MARGIN = 3
"""Points about a part that its blur takes in."""
_SIDE = 512
_TILE_KM = 36.0
"""After so far the clouds repeat; from there on, haze hides them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Formation:
    """What clouds there are."""

    heaps: float = 0.0
    """Share of the sky under heaped clouds, 0 to 1."""
    tall_km: float = 1.0
    """From their bases to the highest of their tops."""
    base_km: float = 1.1
    size: float = 1.0
    """How large heaps are, 1.0 is about two kilometres."""
    deck: float = 0.0
    """How closed a sheet of grey cloud is."""
    rolls: float = 0.5
    """How much light and dark the sheet has."""
    cirrus: float = 0.0
    veil_turn: float = 0.4
    """Which way the high wind blows, in radians."""
    airless: bool = False
    """In space: no air dims what is low."""


IN_SPACE = Formation(airless=True)


def formation(  # noqa: PLR0911 - one kind of weather a line
    weather: Weather, time: TimeOfDay, strength: float, seed: int
) -> Formation:
    """The clouds that a forecast of ``weather`` means; of those that it leaves open, one by ``seed``."""
    random = np.random.default_rng(seed + 18)
    turn = float(random.uniform(-1.2, 1.2))
    pick = int(random.integers(5))
    low_sun = time in ("dawn", "golden", "dusk")
    match weather:
        case "rain" | "snow" | "fog":
            return Formation(deck=1.0, rolls=0.35 if weather != "rain" else 0.6, veil_turn=turn)
        case "storm":
            return Formation(deck=1.0, rolls=1.25, base_km=0.8, veil_turn=turn)
        case "cloudy":
            if strength > 0.7:
                return Formation(deck=1.0, rolls=0.7, veil_turn=turn)
            return Formation(heaps=0.36, tall_km=0.8, base_km=1.4, size=0.7, cirrus=0.4, veil_turn=turn)
        case "wind":
            return Formation(heaps=0.36, tall_km=0.7, base_km=1.1, size=0.8, cirrus=0.6, veil_turn=turn)
        case "clear":
            pass
    if time == "night":
        return Formation(heaps=0.12 * (pick % 3), tall_km=0.6, base_km=1.3, cirrus=0.25, veil_turn=turn)
    if low_sun:
        kinds = (
            Formation(heaps=0.26, tall_km=0.7, base_km=1.5, size=0.7, cirrus=0.8, veil_turn=turn),
            Formation(heaps=0.16, tall_km=1.2, base_km=1.1, cirrus=1.0, veil_turn=turn),
            Formation(heaps=0.42, tall_km=0.45, base_km=2.4, size=0.55, cirrus=0.4, veil_turn=turn),
            Formation(heaps=0.30, tall_km=1.5, base_km=1.0, size=1.2, cirrus=0.5, veil_turn=turn),
            Formation(heaps=0.10, tall_km=0.5, base_km=1.2, cirrus=1.2, veil_turn=turn),
        )
    else:
        kinds = (
            Formation(heaps=0.20, tall_km=0.8, base_km=1.3, size=0.7, cirrus=0.35, veil_turn=turn),
            Formation(heaps=0.16, tall_km=0.7, base_km=1.2, size=0.55, cirrus=0.8, veil_turn=turn),
            Formation(heaps=0.20, tall_km=1.3, base_km=1.2, size=0.9, cirrus=0.2, veil_turn=turn),
            Formation(heaps=0.26, tall_km=0.45, base_km=2.2, size=0.45, cirrus=0.4, veil_turn=turn),
            Formation(heaps=0.10, tall_km=0.9, base_km=1.1, size=0.8, cirrus=1.2, veil_turn=turn),
        )
    return kinds[pick]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clouds:
    """The clouds of one shot."""

    heaps: Field
    """Where heaps stand: mean 0, deviation 1; side ``_SIDE``."""
    lumps: Field
    """Their cauliflower, likewise."""
    how: NDArray[np.float64]
    """`Formation` in numbers, and the way to the sun."""
    cover: float
    """Of the light for which they were made; a sky that clears has less of them."""
    _picture: Field = field(init=False, default_factory=lambda: np.zeros((ROWS, COLS, 2), np.float32))
    _there: NDArray[np.bool_] = field(init=False, default_factory=lambda: np.zeros(_PARTS, np.bool_))
    _working: threading.Lock = field(init=False, default_factory=threading.Lock)

    @classmethod
    def make(cls, seed: int, kind: Formation, sun: tuple[float, float, float], cover: float) -> Clouds:
        heaps = fractal(_SIDE, seed + 17, slope=2.1, lowest=7 / max(kind.size, 0.3), highest=110)
        folded = fractal(_SIDE, seed + 19, slope=1.3, lowest=26, highest=200)
        lumps = (0.8 - np.abs(folded)).astype(np.float32)
        # Of a normal deviate, what is over the threshold is about the share that is asked for.
        threshold = math.sqrt(2) * _inverse_error(1 - 2 * min(max(kind.heaps, 1e-3), 0.98)) if kind.heaps > 0 else 9.0
        how = np.array([
            threshold, kind.tall_km, kind.base_km, kind.deck, kind.rolls, kind.cirrus, math.cos(kind.veil_turn),
            math.sin(kind.veil_turn), *sun, float(kind.airless),
        ])  # fmt: skip
        made = cls(heaps=heaps, lumps=lumps, how=how, cover=cover)
        if kind.heaps + kind.deck + kind.cirrus <= 0:
            made._there[:] = True
        return made

    @property
    def whole(self) -> Field:
        """How much cloud and how lit, ``(ROWS, COLS, 2)``: the picture of the whole sky."""
        return self.seen(0.0, 1.0, 1.0)

    def seen(self, left: float, right: float, high: float) -> Field:
        """`whole`, of which there is at least what lies between two azimuths and up to a sine of elevation.

        ``left`` and ``right`` are in turns as `kept` counts them, 0.5 along +z, and may be any number. The same
        whatever was looked at before, from any thread.
        """
        first = math.floor((left * COLS - 2) / _PART_COLS)
        last = min(math.floor((right * COLS + 2) / _PART_COLS), first + _PARTS[1] - 1)
        top = min(int(math.sqrt(min(max(high, 0.0), 1.0)) * (ROWS - 1)) + 2, ROWS - 1) // _PART_ROWS
        parts = [(row, col % _PARTS[1]) for col in range(first, last + 1) for row in range(top + 1)]
        if not all(self._there[part] for part in parts):
            with self._working:
                for part in parts:
                    if not self._there[part]:
                        self._work_out(*part)
                        self._there[part] = True
        return self._picture

    def _work_out(self, row: int, col: int) -> None:
        above, left = row * _PART_ROWS, col * _PART_COLS
        begin, end = max(above - _MARGIN, 0), min(above + _PART_ROWS + _MARGIN, ROWS)
        part = np.empty((end - begin, _PART_COLS + 2 * _MARGIN, 2), np.float32)
        _bake(part, begin, left - _MARGIN, self.heaps, self.lumps, self.how)
        # The steps of each ray start at chance, which a blur as wide as they scatter turns into softness.
        soft = np.asarray(cv2.GaussianBlur(part, (2 * _MARGIN + 1, 2 * _MARGIN + 1), _BLUR), np.float32)
        self._picture[above : above + _PART_ROWS, left : left + _PART_COLS] = soft[
            above - begin : above - begin + _PART_ROWS, _MARGIN:-_MARGIN
        ]


def _inverse_error(x: float) -> float:
    """About erf⁻¹ (Winitzki, 2008)."""
    a = 0.147
    log = math.log(max(1 - x * x, 1e-9))
    first = 2 / (math.pi * a) + log / 2
    return math.copysign(math.sqrt(math.sqrt(first * first - log / a) - first), x)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _bake(part, above, left, heaps, lumps, how):  # type: ignore[no-untyped-def]
    """Rows from ``above`` and columns from ``left`` on of the picture of the whole sky."""
    for n in range(part.shape[0]):
        j = above + n
        dy = ((j + 0.25) / (ROWS - 1)) ** 2
        flat = np.sqrt(max(1 - dy * dy, 0.0))
        for m in range(part.shape[1]):
            i = (left + m) % COLS
            a = (i / COLS - 0.5) * 2 * np.pi
            chance = (i * 0.754877666 + j * 0.569840296) % 1.0  # Roberts' R2 sequence: even, and no pattern
            part[n, m, 0], part[n, m, 1] = cloud(
                flat * np.sin(a), dy, flat * np.cos(a), heaps, lumps, how, 0.0, 0.0, chance
            )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def kept(whole, dx, dy, dz, turn):  # type: ignore[no-untyped-def]
    """How much cloud there is that way, and how lit it is, 0 to 1, out of the picture of the whole sky."""
    rows, cols = whole.shape[0], whole.shape[1]
    y = min(np.sqrt(max(dy, 0.0)) * (rows - 1), rows - 1.001)
    x = (bearing(dx, dz) / (2 * np.pi) + 0.5 + turn) * cols
    x -= np.floor(x / cols) * cols
    j, i = int(y), int(x)
    f, g = np.float32(x - i), np.float32(y - j)
    i0, i1 = np.uint64(i % cols), np.uint64((i + 1) % cols)
    j0, j1 = np.uint64(j), np.uint64(j + 1)
    one = np.float32(1)
    w00, w01, w10, w11 = (one - f) * (one - g), f * (one - g), (one - f) * g, f * g
    return (
        whole[j0, i0, 0] * w00 + whole[j0, i1, 0] * w01 + whole[j1, i0, 0] * w10 + whole[j1, i1, 0] * w11,
        whole[j0, i0, 1] * w00 + whole[j0, i1, 1] * w01 + whole[j1, i0, 1] * w10 + whole[j1, i1, 1] * w11,
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def cloud(dx, dy, dz, heaps, lumps, how, ox, oz, start):  # type: ignore[no-untyped-def]
    """How much cloud lies that way and how lit it is; ``ox`` and ``oz`` are how far the wind has blown."""
    if dy < 0.004:
        return 0.0, 0.0
    threshold, tall, base, deck, rolls, cirrus = how[0], how[1], how[2], how[3], how[4], how[5]
    vc, vs, sx, sy, sz = how[6], how[7], how[8], how[9], how[10]
    per = 512.0 / 36.0
    cover, light = 0.0, 0.0
    low = min(max(1 - sy * 4.5, 0.0), 1.0)  # how far down the sun is: then clouds are lit from beneath
    if cirrus > 0 and dy > 0.03:
        far = 8.0 / (dy + 0.04)
        x, z = dx * far + ox * 1.7, dz * far + oz * 1.7
        along, across = x * vc + z * vs, z * vc - x * vs
        n = tile(heaps, along * per * 0.10 + 3, across * per * 0.36 + 40)
        n += 0.55 * tile(lumps, along * per * 0.07 + 0.5 * n, across * per * 0.5)
        fine = tile(lumps, along * per * 0.2 + 90, across * per * 1.9)
        k = min(max((n - 0.55 + 0.25 * fine) * 0.42, 0.0), 0.75) * min(cirrus, 1.3)
        cover = k * min((dy - 0.03) * 9, 1.0)
        light = 0.95
    if deck > 0:
        far = base / (dy + 0.045)
        x, z = dx * far + ox, dz * far + oz
        n = tile(heaps, x * per * 0.75, z * per * 0.75)
        m = tile(lumps, x * per * 0.9 + 0.8 * n, z * per * 0.9 + 31)
        w = tile(heaps, x * per * 2.6 + 77, z * per * 2.6)
        # Thick parts are dark from below; what is thin lets the light of the sky through.
        shadow = 0.52 + rolls * (0.19 * n + 0.13 * m + 0.09 * w)
        toward = max(dx * sx + dz * sz, 0.0)
        shadow += 0.10 * toward * toward
        k = deck * min(dy * 14, 1.0) * 0.96
        light = light * (1 - k) + min(max(shadow, 0.0), 1.0) * k
        cover = cover + (1 - cover) * k
    if threshold < 8 and base / dy < 70:
        steps = 30
        rise = tall / steps
        ds = rise / dy
        rest, got = 1.0, 0.0
        # What is smaller than a point of the picture is no detail any more.
        much, little = min(22 * dy / base, 1.0), min(9 * dy / base, 1.0)
        far_off = transmittance(max(base / dy - 6, 0.0) / 26.0)
        for k in range(steps):
            over = (k + start) * rise
            t = (base + over) / dy
            x, z = dx * t + ox, dz * t + oz
            n = tile(heaps, x * per, z * per) - threshold
            if n < -0.5:
                continue
            # Each leans its own way by as much as it rises: bulges, where what stands upright would be a comb.
            lump = tile(lumps, (x + over * 0.9) * per, (z - over * 0.8) * per) * much
            fine = tile(lumps, (x - over * 0.7) * per * 2.9, (z - over * 0.9) * per * 2.9) * little
            top = tall * np.sqrt(min(max(n * 0.75 + 0.30 * lump + 0.12 * fine, 0.0), 1.0))
            inside = (top - over) / (0.2 * tall)
            if inside <= 0 or top <= 0.02:
                continue
            part = 1 - transmittance(min(inside, 1.0) * min(max(n + 0.5, 0.0) * 3, 1.0) * min(ds, 0.6) * 13.0)
            share = over / max(top, 1e-3)
            # Two looks towards the sun: what stands there as high as the ray has climbed keeps the light off.
            hidden = 0.0
            for reach in (0.16, 0.5):
                other = tile(heaps, (x + sx * reach) * per, (z + sz * reach) * per) - threshold
                other = tall * np.sqrt(min(max(other * 0.75 + 0.1, 0.0), 1.0))
                hidden += min(max((other - over - sy * reach) / (0.30 * tall), 0.0), 1.0)
            lit = (0.24 + 0.80 * share) * (1 - 0.36 * hidden) + 0.10 * fine
            lit += low * (0.62 * (1 - share) * (1 - 0.2 * hidden) - 0.22 * share)
            got += rest * part * min(max(lit, 0.0), 1.0)
            rest *= 1 - part
            if rest < 0.03:
                break
        k = (1 - rest) * far_off
        if k > 0.001:
            tone = got / (1 - rest)
            light = light * (1 - k) + tone * k if cover > 0 else tone
            cover = cover + (1 - cover) * k
    return cover, light
