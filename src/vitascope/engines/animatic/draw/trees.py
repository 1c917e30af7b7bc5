"""Trees: drawn once as textures by `tree_shapes`, then stood in the place by the hundred, far ones first."""

# ruff: noqa: PLR0912, PLR0915 - a long kernel keeps its values in registers
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Colour, Pose
from vitascope.engines.animatic.draw.tree_shapes import (
    TEXTURE_H,
    TEXTURE_W,
    Texture,
    acacia,
    bamboo,
    broadleaf,
    conifer,
    rock,
)
from vitascope.engines.animatic.graph import Season

SIZE = (TEXTURE_H, TEXTURE_W)
"""Of a texture: rows and columns."""
KINDS = 6
Sort = Literal["broadleaf", "conifer", "birch", "bamboo", "acacia", "rock", "red rock", "sandstone"]

_STONES: dict[Sort, Colour] = {"rock": (112, 108, 104), "red rock": (150, 92, 66), "sandstone": (178, 122, 86)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grove:
    """Trees of one shot: textures in halving sizes, and where each stands."""

    texels: Texture
    """Premultiplied RGBA of every kind in every size, one after the other, ``(texels, 4)``."""
    spans: NDArray[np.int32]
    """First and last column of each row that hold anything, in the same order, ``(rows, 2)``."""
    holds: NDArray[np.uint8]
    """What every eight texels of those rows hold: 1 something solid, 2 something at all, 4 a hole; ``(rows, 64)``."""
    sheets: NDArray[np.int64]
    """Where a size starts: its first texel, its first row, its height and width, ``(sizes, 4)``."""
    places: NDArray[np.float32]
    """``(count, 5)``: x, foot, z, height in metres, and which texture."""

    def paint(
        self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, *, wind: float,
        beyond: NDArray[np.float32] | None = None,
    ) -> None:  # fmt: skip
        """Draw all that is in view: what is solid near first, so that nothing is drawn twice; then the soft edges.

        ``beyond`` is the depth from which on nothing will be seen, in every 32 pixels of a row, ``(rows, …)``; written.
        """
        trees = self._seen(canvas, pose, palette, time_s, wind)
        key, shade = np.array(palette.key), np.array(palette.ambient)
        colours = np.array([0.75 * shade / 255, 0.62 * key / 255, palette.haze], np.float32)
        _stand(
            canvas.rgb,
            canvas.depth,
            self.texels.view(np.int32).ravel(),
            self.spans,
            self.holds,
            self.sheets,
            trees,
            colours,
            np.full((canvas.height, (canvas.width + 31) // 32), 2 * FAR_M, np.float32) if beyond is None else beyond,
        )

    def _seen(
        self, canvas: Canvas, pose: Pose, palette: Palette, time_s: float, wind: float
    ) -> NDArray[np.float32]:  # fmt: skip
        """Trees in view, near ones first: column, foot, height in pixels, depth, light, clearness, lean, size, kind."""
        x, foot, z, tall, kind = self.places.T.astype(np.float64)
        dx, dy, dz = x - pose.x, foot - pose.y, z - pose.z
        side = dx * math.cos(pose.yaw) - dz * math.sin(pose.yaw)
        ahead = dx * math.sin(pose.yaw) + dz * math.cos(pose.yaw)
        cos, sin = math.cos(pose.pitch), math.sin(pose.pitch)
        depth = dy * sin + ahead * cos
        scale = pose.focal * canvas.width / 2
        far, head = np.maximum(depth, 0.3), np.maximum(depth + tall * sin, 0.3)
        col = canvas.width / 2 + side / far * scale
        low = canvas.height / 2 - (dy * cos - ahead * sin) / far * scale
        top = canvas.height / 2 - ((dy + tall) * cos - ahead * sin) / head * scale
        height = low - top
        half = height * TEXTURE_W / TEXTURE_H / 2
        seen = (depth > 0.7) & (height >= 2) & (low >= 0) & (top <= canvas.height)
        seen &= (col + half >= 0) & (col - half <= canvas.width)
        lean = wind * height * 0.012 * (np.sin(time_s * 1.3 + x * 0.7 + z) + 0.4 * np.sin(time_s * 3.1 + z))
        level = np.clip(np.log2(np.maximum(TEXTURE_H / np.maximum(height, 1e-3), 1.0)) + 0.3, 0, len(self.sheets) - 1)
        towards = 0.5 + 0.5 * (1 - min(max(palette.sun[1], 0.0) * 1.2, 1.0))
        fall = 0.62 + 0.38 * np.minimum(depth / 30.0, 1.0) * towards
        kept = np.exp(-depth / palette.haze_m)
        trees = np.stack([col, low, height, depth, fall, kept, lean, np.floor(level), kind], axis=1)[seen]
        return np.ascontiguousarray(trees[np.argsort(trees[:, 3], kind="stable")], np.float32)


def grove(places: NDArray[np.float32], season: Season, sort: Sort, *, snowy: bool) -> Grove:
    """Trees for ``places``, whose last column picks one of `KINDS`."""
    texels, spans, holds, sheets = _drawn(season, sort, snowy)
    return Grove(texels=texels, spans=spans, holds=holds, sheets=sheets, places=places)


@lru_cache(maxsize=4)
def _drawn(
    season: Season, sort: Sort, snowy: bool
) -> tuple[Texture, NDArray[np.int32], NDArray[np.uint8], NDArray[np.int64]]:
    """`Grove.texels`, `spans`, `holds` and `sheets`: kept, for every wood of a season has the same kinds of tree."""
    kinds = []
    for k in range(KINDS // 2):
        match sort:
            case "conifer":
                kinds.append(conifer(k, snowy))
            case "broadleaf":
                kinds.append(broadleaf(k, season, snowy))
            case "birch":
                kinds.append(broadleaf(k + 20, season, snowy, bark=(226, 222, 214)))
            case "acacia":
                kinds.append(acacia(k, season))
            case "bamboo":
                kinds.append(bamboo(k))
            case "rock" | "red rock" | "sandstone":
                kinds.append(rock(k, snowy, stone=_STONES[sort]))
    return _packed(kinds)


def grove_of(kinds: Sequence[Texture], places: NDArray[np.float32]) -> Grove:
    """What is drawn elsewhere, stood as trees are: ``kinds`` is premultiplied RGBA of `SIZE`; twice as many to pick."""
    texels, spans, holds, sheets = _packed(kinds)
    return Grove(texels=texels, spans=spans, holds=holds, sheets=sheets, places=places)


def _packed(kinds: Sequence[Texture]) -> tuple[Texture, NDArray[np.int32], NDArray[np.uint8], NDArray[np.int64]]:
    """Textures, and each mirrored, in halving sizes."""
    both = [*kinds, *(np.ascontiguousarray(kind[:, ::-1]) for kind in kinds)]
    levels = [np.stack(both)]
    while levels[-1].shape[1] > 24:
        smaller = [cv2.resize(t, (t.shape[1] // 2, t.shape[0] // 2), interpolation=cv2.INTER_AREA) for t in levels[-1]]
        levels.append(np.stack(smaller).astype(np.uint8))
    sheets, texel, row = [], 0, 0
    for level in levels:
        sheets.append((texel, row, level.shape[1], level.shape[2]))
        texel, row = texel + level.size // 4, row + level.shape[0] * level.shape[1]
    texels = np.concatenate([level.reshape(-1, 4) for level in levels])
    spans = np.concatenate([_spans(level).reshape(-1, 2) for level in levels])
    holds = np.concatenate([_holds(level).reshape(-1, TEXTURE_W // 8) for level in levels])
    return texels, spans, holds, np.array(sheets, np.int64)


def _spans(level: Texture) -> NDArray[np.int32]:
    held = level[..., 3] > 4
    some = held.any(axis=2)
    first = np.where(some, held.argmax(axis=2), level.shape[2])
    last = np.where(some, level.shape[2] - 1 - held[..., ::-1].argmax(axis=2), -1)
    return np.stack([first, last], axis=2).astype(np.int32)


def _holds(level: Texture) -> NDArray[np.uint8]:
    alpha = np.zeros((*level.shape[:2], TEXTURE_W + 1), np.uint8)
    alpha[..., : level.shape[2]] = level[..., 3]
    tiles = np.stack([alpha[..., k : k + TEXTURE_W : 8] for k in range(9)])  # and the next one, which is mixed in
    most, least = tiles.max(axis=0), tiles.min(axis=0)
    return np.asarray((most >= 128) * 1 + (most > 4) * 2 + (least < 128) * 4, np.uint8)


# Planes over the pixels that are looked up together: offsets that are constants let a compiler see that none overlaps.
_SHARE = np.uint64(0)
_AT_ONCE = np.uint64(16)
_WORK = 40
_AT, _T01, _T10, _T11, _COLOUR = (np.uint64(40 * k) for k in range(5))
_TEXEL = 5 * 40


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _stand(rgb, depth, texels, spans, holds, sheets, trees, colours, closed):  # type: ignore[no-untyped-def]
    """``closed`` is the farthest depth in every 32 pixels of a row: what is behind is passed over unseen."""
    count = trees.shape[0]
    work, texel = np.zeros(_WORK, np.float32), np.zeros(_TEXEL, np.int32)
    # What lets the picture behind it through waits until all that is solid is there: pixel, tree, premultiplied RGBA.
    soft, used = np.empty((rgb.shape[0] * rgb.shape[1], 3), np.int32), 0
    for k in range(count):
        box = (min(int(trees[k, 2]), rgb.shape[0]) + 2) * min(int(trees[k, 2]) + 8, rgb.shape[1])
        if used + box > soft.shape[0]:
            more = np.empty((2 * used + box, 3), np.int32)
            more[:used] = soft[:used]
            soft = more
        used = _tree(
            rgb, depth, closed, texels, spans, holds, sheets, trees[k], colours, soft, used, k, work, texel
        )  # fmt: skip
    _lay(rgb, depth, trees, soft, used)


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lay(rgb, depth, trees, soft, used):  # type: ignore[no-untyped-def]
    """Lay the ``used`` soft pixels over the picture, the last first: they were put down from near to far."""
    flat, far = rgb.reshape(rgb.shape[0] * rgb.shape[1], 3), depth.reshape(rgb.shape[0] * rgb.shape[1])
    unit, one, full = np.float32(1 / 255), np.float32(1), np.int32(255)
    for e in range(used - 1, -1, -1):
        m = np.uint64(e)
        n = np.uint64(soft[m, 0])
        if far[n] <= trees[soft[m, 1], 3]:
            continue
        c = np.uint32(soft[m, 2])
        rest = one - np.float32(c >> 24) * unit
        for k in range(3):
            above = np.int32((c >> np.uint32(8 * k)) & 255)
            flat[n, k] = np.uint8(min(above + np.int32(np.float32(flat[n, k]) * rest), full))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _tree(rgb, depth, closed, texels, spans, holds, sheets, tree, colours, soft, used, number, work, texel):  # type: ignore[no-untyped-def]
    """Draw the solid part of one tree, where it hides more than half of what is behind; note the soft part about it.

    Returns how many soft pixels there are by now.
    """
    rows, cols = rgb.shape[0], rgb.shape[1]
    x, low, height, far, fall, kept, lean = tree[0], tree[1], tree[2], tree[3], tree[4], tree[5], tree[6]
    sheet, kind = sheets[int(tree[7])], int(tree[8])
    th, tw = sheet[2], sheet[3]
    first, first_row = sheet[0] + kind * th * tw, sheet[1] + kind * th
    s = np.float32(th) / height
    top, left = low - height, x - np.float32(tw) / s / np.float32(2)
    one, zero, half, unit = np.float32(1), np.float32(0), np.float32(0.5), np.float32(1 / 255)
    full, least, whole = np.float32(255), np.float32(4), np.float32(256)
    eight, byte, pair = np.int32(8), np.int32(255), np.int32(0x00FF00FF)
    few, enough, last = np.int32(5), np.int32(128), np.int32(tw)
    tr, hr = (colours[0, 0] + colours[1, 0] * fall) * kept, colours[2, 0] * (one - kept) * unit
    tg, hg = (colours[0, 1] + colours[1, 1] * fall) * kept, colours[2, 1] * (one - kept) * unit
    tb, hb = (colours[0, 2] + colours[1, 2] * fall) * kept, colours[2, 2] * (one - kept) * unit
    # A near tree is larger than its texture: every other pixel of it is its neighbour's.
    twice = np.uint64(1 if s < np.float32(1.1) else 0)
    pace = s * np.float32(2 if s < np.float32(1.1) else 1)
    bottom, right = np.float32(th - 1) - np.float32(0.001), np.float32(tw - 1) - np.float32(0.001)
    for j in range(max(int(top), 0), min(int(low) + 1, rows)):
        v = min(max((np.float32(j) + half - top) * s - half, zero), bottom)
        jj = int(v)
        g = v - np.float32(jj)
        up = one - v / np.float32(th)
        shift = left + lean * up * np.sqrt(up)
        row = first_row + jj
        begin = min(spans[row, 0], spans[row + 1, 0])
        end = max(spans[row, 1], spans[row + 1, 1])
        if end < begin:
            continue
        base = first + jj * tw
        line, behind = rgb[j], depth[j]
        w_low = np.int32(g * whole)
        start = max(int(shift + np.float32(begin - 1) / s), 0)
        stop = min(int(shift + np.float32(end + 2) / s) + 1, cols)
        for block in range(start >> 5, ((stop - 1) >> 5) + 1):
            if closed[j, block] <= far:
                continue
            ends = (block + 1) << 5
            u0 = min(max((np.float32(max(start, block << 5)) + half - shift) * s - half, zero), right)
            u1 = min(max((np.float32(min(stop, ends)) + half - shift) * s - half, zero), right)
            held_here = np.uint8(0)
            for m in range(int(u0) >> 3, (int(u1) >> 3) + 1):
                held_here |= holds[row, m] | holds[row + 1, m]
            if not held_here & 1 and held_here & 6 != 6:
                continue
            drawn = False
            begin_i, n_px = max(start, block << 5), min(stop, ends) - max(start, block << 5)
            # Where in the texture, in steps of as many pixels as share a texel; what is there; its mean and its light.
            count = np.uint64((n_px + np.int64(twice)) >> np.int64(twice))
            from_u = (np.float32(begin_i) + half - shift) * s - half
            for q in range(count):
                u = min(max(from_u + np.float32(np.int32(q)) * pace, zero), right)
                ii = np.int32(u)
                work[q + _SHARE] = u - np.float32(ii)
                texel[q + _AT] = ii
            for q in range(count):
                p = np.uint64(base + texel[q + _AT])
                n = p + np.uint64(last)
                texel[q + _AT], texel[q + _T01] = texels[p], texels[p + np.uint64(1)]
                texel[q + _T10], texel[q + _T11] = texels[n], texels[n + np.uint64(1)]
            for part in range(np.uint64(0), count, _AT_ONCE):
                for k in range(_AT_ONCE):  # so many that no loop for a rest is left to run
                    q = part + k
                    # Each sum is made one of 32 bits, for numba would make 64 of it.
                    w = np.int32(work[q + _SHARE] * whole)
                    w11 = np.int32(np.int32(w * w_low) >> eight)
                    w10, w01 = np.int32(w_low - w11), np.int32(w - w11)
                    w00 = np.int32(np.int32(np.int32(256) - w01) - w_low)
                    t0, t1, t2, t3 = texel[q + _AT], texel[q + _T01], texel[q + _T10], texel[q + _T11]
                    rb = np.int32(
                        np.int32((t0 & pair) * w00) + np.int32((t1 & pair) * w01)
                        + np.int32((t2 & pair) * w10) + np.int32((t3 & pair) * w11)
                    )  # fmt: skip
                    ga = np.int32(
                        np.int32(((t0 >> eight) & pair) * w00) + np.int32(((t1 >> eight) & pair) * w01)
                        + np.int32(((t2 >> eight) & pair) * w10) + np.int32(((t3 >> eight) & pair) * w11)
                    )  # fmt: skip
                    a = np.int32((ga >> np.int32(24)) & byte)
                    alpha = np.float32(a)
                    gain = full / max(alpha, least) if a >= enough else one
                    r = min((np.float32(np.int32((rb >> eight) & byte)) * tr + hr * alpha) * gain, full)
                    g_ = min((np.float32(np.int32((ga >> eight) & byte)) * tg + hg * alpha) * gain, full)
                    b = min((np.float32(np.int32((rb >> np.int32(24)) & byte)) * tb + hb * alpha) * gain, full)
                    texel[q + _COLOUR] = (
                        np.int32(r) | np.int32(np.int32(g_) << eight) | np.int32(np.int32(b) << np.int32(16))
                        | np.int32(a << np.int32(24))
                    )  # fmt: skip
            for k in range(np.uint64(n_px)):
                n = np.uint64(begin_i) + k
                c = texel[(k >> twice) + _COLOUR]
                a = (c >> np.int32(24)) & byte
                if a < few or behind[n] <= far:
                    continue
                if a < enough:
                    e = np.uint64(used)
                    soft[e, 0], soft[e, 1], soft[e, 2] = np.int32(j * cols) + np.int32(n), number, c
                    used += 1
                    continue
                behind[n] = far
                drawn = True
                line[n, 0], line[n, 1], line[n, 2] = c & byte, (c >> eight) & byte, (c >> np.int32(16)) & byte
            if drawn:
                most = zero
                for i in range(block << 5, min((block + 1) << 5, cols)):
                    most = max(most, behind[np.uint64(i)])
                closed[j, block] = min(most, closed[j, block])
    return used
