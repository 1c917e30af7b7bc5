"""The faces of a room, pixel by pixel: their cladding, the light that is baked on them, the sun on the floor."""

# ruff: noqa: PLR0911, PLR0912, PLR0915, PLW3301 - kernels, their arguments by position
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance
from vitascope.engines.animatic.draw.facades import chance
from vitascope.engines.animatic.draw.noise import tile

GLASS = 90
"""The surface that is not painted, since the view is there already."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _sine(x):  # type: ignore[no-untyped-def]
    """About ``sin(x)``, off by 0.001 at most, in a quarter of its time (after Devmaster's parabola, 2006)."""
    t = x * 0.15915494309189535
    t -= np.floor(t + 0.5)
    p = t * (8.0 - 16.0 * abs(t))
    return p * (0.775 + 0.225 * abs(p))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _lit(lit, face, u, v):  # type: ignore[no-untyped-def]
    n = lit.shape[1]
    x, y = min(max(u * n - 0.5, 0.0), n - 1.001), min(max(v * n - 0.5, 0.0), n - 1.001)
    f, g = np.float32(x - int(x)), np.float32(y - int(y))
    k, i, j, one = np.uint64(face), np.uint64(int(x)), np.uint64(int(y)), np.uint64(1)
    w00, w01 = (1 - f) * (1 - g), f * (1 - g)
    w10, w11 = (1 - f) * g, f * g
    i1, j1 = i + one, j + one
    return (
        lit[k, j, i, 0] * w00 + lit[k, j, i1, 0] * w01 + lit[k, j1, i, 0] * w10 + lit[k, j1, i1, 0] * w11,
        lit[k, j, i, 1] * w00 + lit[k, j, i1, 1] * w01 + lit[k, j1, i, 1] * w10 + lit[k, j1, i1, 1] * w11,
        lit[k, j, i, 2] * w00 + lit[k, j, i1, 2] * w01 + lit[k, j1, i, 2] * w10 + lit[k, j1, i1, 2] * w11,
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _flicker(number, time_s, unsteady):  # type: ignore[no-untyped-def]
    """How bright a tube is: every third one stutters where ``unsteady``."""
    if unsteady <= 0 or number % 3 != 1:
        return 1.0
    beat = int(time_s * 11.0)
    on = chance(number & 1023, beat, 5)
    return 0.08 if on < 0.42 else 0.55 if on < 0.6 else 1.0


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _flags(x, z, style, detail, foot):  # type: ignore[no-untyped-def]
    """Floors that are not boards: 1 tiles, 2 stone flags, 3 metal plates, 4 a chequerboard."""
    side = 0.3 if style == 1 else 0.6 if style != 3 else 1.2
    fx, fz = x / side, z / side
    ix, iz = np.floor(fx), np.floor(fz)
    edge = min(min(fx - ix, ix + 1 - fx), min(fz - iz, iz + 1 - fz)) * side
    tone = 0.94 + 0.12 * chance(int(ix) & 255, int(iz) & 255, 3)
    seam = 0.72 if edge < 0.008 and foot < 0.02 else 1.0
    k = tone * seam * (1 + 0.05 * tile(detail, x * 26, z * 26))
    if style == 1:
        return 196.0, 192.0, 184.0, k
    if style == 2:
        return 128.0, 122.0, 114.0, k * (1 + 0.08 * tile(detail, x * 7, z * 7))
    if style == 3:
        return 92.0, 98.0, 108.0, k
    if (int(ix) + int(iz)) & 1:
        return 214.0, 208.0, 198.0, k
    return 52.0, 48.0, 48.0, k


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _cladding(u, y, r, g, b, style, detail, foot):  # type: ignore[no-untyped-def]
    """What a wall is clad with: 0 plaster, 1 books, 2 rough stone, 3 tiles, 4 bricks or ashlar, 5 metal, 6 planks."""
    k = 1 + 0.025 * tile(detail, u * 30, y * 30)
    if style == 1:
        bay = u / 0.9
        shelf = y / 0.34
        fb, fs = bay - np.floor(bay), shelf - np.floor(shelf)
        if y < 0.10 or fb < 0.045 or fs < 0.09:
            return 98.0, 64.0, 40.0, 0.9 + 0.1 * tile(detail, u * 50, y * 8)
        n = int(np.floor(u / 0.038))
        c, h = chance(n & 1023, int(shelf), 11), chance(n & 1023, int(shelf), 12)
        across = u / 0.038 - np.floor(u / 0.038)
        if fs > 0.62 + 0.30 * h:
            return 46.0, 30.0, 22.0, 0.8
        round_ = 0.62 + 0.5 * np.sin(np.pi * across)
        band = 1.35 if abs(fs - 0.28) < 0.02 or abs(fs - 0.5) < 0.014 else 1.0
        if c < 0.26:
            r, g, b = 128.0, 44.0, 38.0
        elif c < 0.48:
            r, g, b = 58.0, 76.0, 62.0
        elif c < 0.66:
            r, g, b = 50.0, 62.0, 98.0
        elif c < 0.86:
            r, g, b = 142.0, 104.0, 66.0
        else:
            r, g, b = 208.0, 194.0, 164.0
        return r, g, b, round_ * band * (0.8 + 0.35 * h)
    if style == 2:
        n = tile(detail, u * 9, y * 9) + 0.6 * tile(detail, u * 23 + 40, y * 23)
        crack = abs(tile(detail, u * 5 + 90, y * 5))
        return r, g, b, 0.86 + 0.16 * n - (0.22 if crack < 0.05 else 0.0)
    if style == 3:
        fu, fy = u / 0.15, y / 0.15
        edge = min(min(fu - np.floor(fu), np.floor(fu) + 1 - fu), min(fy - np.floor(fy), np.floor(fy) + 1 - fy))
        if y > 2.1:
            return r, g, b, k
        c = chance(int(np.floor(fu)) & 255, int(np.floor(fy)) & 255, 2)
        return 226.0, 230.0, 228.0, (0.80 if edge < 0.035 and foot < 0.01 else 0.97 + 0.05 * c)
    if style == 4:
        course = np.floor(y / 0.16)
        fu = u / 0.42 + 0.5 * (int(course) & 1)
        eu, ey = fu - np.floor(fu), y / 0.16 - course
        if (eu < 0.03 or ey < 0.08) and foot < 0.02:
            return r * 0.78, g * 0.78, b * 0.78, 1.0
        c = chance(int(np.floor(fu)) & 255, int(course) & 255, 4)
        return r, g, b, (0.84 + 0.28 * c) * (1 + 0.06 * tile(detail, u * 40, y * 40))
    if style == 5:
        fu, fy = u / 1.2, y / 0.9
        eu, ey = fu - np.floor(fu), fy - np.floor(fy)
        c = chance(int(np.floor(fu)) & 255, int(np.floor(fy)) & 255, 6)
        if eu < 0.02 or ey < 0.025:
            return r * 0.4, g * 0.42, b * 0.46, 1.0
        if 1.06 < y < 1.14 and c > 0.2:
            return 130.0, 225.0, 255.0, 2.6
        if c > 0.72 and 0.2 < eu < 0.8 and 0.25 < ey < 0.75:
            lamp = chance(int(u * 18) & 255, int(y * 22) & 255, 8)
            if lamp > 0.82:
                return (255.0, 170.0, 70.0, 2.2) if lamp > 0.93 else (90.0, 240.0, 190.0, 1.9)
            return r * 0.36, g * 0.38, b * 0.42, 1.0
        return r, g, b, 0.90 + 0.16 * c
    if style == 6:
        plank = np.floor(u / 0.16)
        grain = tile(detail, plank * 37 + u * 60, y * 5 + plank * 11)
        edge = 0.62 if u / 0.16 - plank < 0.05 and foot < 0.01 else 1.0
        return 148.0, 100.0, 62.0, (1 + 0.12 * grain + 0.07 * np.sin(plank * 12.9898)) * edge
    return r, g, b, k


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def paint_walls(  # type: ignore[no-untyped-def]
    rgb, depth, low, what, points, camera, size, window, table, colours, lit, detail, time_s, dither, style, beam
):
    """Every ``points``-th pixel each way, mixed between where all four see the same surface, and computed where not."""
    rows, cols = rgb.shape[0], rgb.shape[1]
    # As tuples: out of an array they would be read again, and divided by again, for every pixel.
    eye = (camera[0], camera[1], camera[2], camera[3], camera[4], camera[5], camera[6], camera[7])
    room, pane = (size[0], size[1], size[2]), (window[0], window[1], window[2], window[3])
    top, sun = (table[0], table[1], table[2], table[3]), (beam[0], beam[1], beam[2], beam[3], beam[4], beam[5], beam[6])
    look = (style[0], style[1], style[2], style[3], style[4], style[5], style[6], style[7])
    tints = (colours[0, 0], colours[0, 1], colours[0, 2], colours[1, 0], colours[1, 1], colours[1, 2])
    for j in range(low.shape[0]):
        for i in range(low.shape[1]):
            if _bare(j * points, i * points, rows, cols, eye, room, pane, top, look):
                what[j, i] = GLASS
                continue
            y, x = np.uint64(min(j * points, rows - 1)), np.uint64(min(i * points, cols - 1))
            r, g, b, t, surface = _point(
                j * points, i * points, rows, cols, rgb[y, x, 0], rgb[y, x, 1], rgb[y, x, 2], eye, room, pane,
                top, tints, lit, detail, time_s, look, sun,
            )  # fmt: skip
            low[j, i, 0], low[j, i, 1], low[j, i, 2], low[j, i, 3] = r, g, b, t
            what[j, i] = surface
    # Rows are mixed whole, as flat runs of bytes: what of them shows more than one surface is dropped, or the view.
    above, below = np.empty(cols * 3, np.float32), np.empty(cols * 3, np.float32)
    nearer, farther = np.empty(cols, np.float32), np.empty(cols, np.float32)
    mixed, noise, full = np.empty(cols * 3, np.uint8), np.empty((4, cols * 3), np.float32), np.float32(255)
    for k in range(4):
        for i in range(cols * 3):
            noise[k, i] = dither[k, (i // 3) & 3]
    cells = (cols + points - 1) // points
    _widen(low[0], above, nearer, points)
    for jj in range((rows + points - 1) // points):
        _widen(low[jj + 1], below, farther, points)
        kinds, others = what[jj], what[jj + 1]
        for j in range(jj * points, min(jj * points + points, rows)):
            f = np.float32(j - jj * points) / np.float32(points)
            line, far, flat, grain = rgb[j], depth[j], rgb[j].reshape(cols * 3), noise[j & 3]
            for k in range(cols * 3):
                mixed[k] = np.uint8(np.int32(min(above[k] + (below[k] - above[k]) * f + grain[k], full)))
            ii = 0
            while ii < cells:
                kind, begun = kinds[ii], ii
                while ii < cells and kinds[ii] == kind and kinds[ii + 1] == kind and _alike(others, ii, kind):
                    ii += 1
                if ii > begun and kind != GLASS:
                    first, last = begun * points, min(ii * points, cols)
                    flat[first * 3 : last * 3] = mixed[first * 3 : last * 3]
                    deep, a, b = far[first:last], nearer[first:last], farther[first:last]
                    for k in range(last - first):
                        deep[k] = a[k] + (b[k] - a[k]) * f
                if ii > begun:
                    continue
                for i in range(ii * points, min(ii * points + points, cols)):
                    at = np.uint64(i)
                    r, gr, b, t, surface = _point(
                        j, i, rows, cols, line[at, 0], line[at, 1], line[at, 2], eye, room, pane, top, tints,
                        lit, detail, time_s, look, sun,
                    )  # fmt: skip
                    if surface != GLASS:
                        d = dither[j & 3, i & 3]
                        line[at, 0] = np.uint8(min(r + d, 255.0))
                        line[at, 1] = np.uint8(min(gr + d, 255.0))
                        line[at, 2] = np.uint8(min(b + d, 255.0))
                        far[at] = t
                ii += 1
        above, below = below, above
        nearer, farther = farther, nearer


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _alike(kinds, i, kind):  # type: ignore[no-untyped-def]
    return kinds[i] == kind and kinds[i + 1] == kind


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _widen(line, out, far, points):  # type: ignore[no-untyped-def]
    """A row of points, colours and depths, mixed to one of pixels."""
    steps = np.arange(points).astype(np.float32) / np.float32(points)
    for m in range((far.shape[0] + points - 1) // points):
        a, b = line[m], line[m + 1]
        r, g, bl, t = a[0], a[1], a[2], a[3]
        dr, dg, db, dt = b[0] - r, b[1] - g, b[2] - bl, b[3] - t
        for step in range(min(points, far.shape[0] - m * points)):
            k, f = np.uint64(m * points + step), steps[np.uint64(step)]
            n = k * np.uint64(3)
            out[n], out[n + np.uint64(1)], out[n + np.uint64(2)] = r + dr * f, g + dg * f, bl + db * f
            far[k] = t + dt * f


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _bare(j, i, rows, cols, camera, size, window, table, style):  # type: ignore[no-untyped-def]
    """Whether a pixel surely shows what is behind the glass: a window may fill the frame, and is asked for first."""
    left, right, foot, head = window[0], window[1], window[2], window[3]
    if right <= left or style[3] > 0:
        return False
    inv, cy, sy, cp, sp = 1.0 / camera[7], camera[3], camera[4], camera[5], camera[6]
    v, u = (rows * 0.5 - j - 0.5) * inv, (i + 0.5 - cols * 0.5) * inv
    dy, ahead = v * cp + sp, cp - v * sp
    ax, az = u * cy + ahead * sy, ahead * cy - u * sy
    if az <= 1e-6:
        return False
    t = (size[1] - camera[2]) / az
    x, y = camera[0] + ax * t, camera[1] + dy * t
    if not (abs(x) < size[0] and 0 < y < size[2]):
        return False
    hem = min(x - left, right - x)
    edge = min(hem - 0.05, min(y - foot, head - y) - 0.05)
    edge = min(edge, abs(x - (left + right) * 0.5) - 0.028, abs(y - (foot + (head - foot) * 0.62)) - 0.016)
    if edge <= max(1.5 * t * inv, 1e-4) or (style[0] != 5.0 and style[7] >= 0 and hem <= 0.142 * (right - left)):
        return False  # by a frame or a bar, or where a curtain may hang
    if table[1] <= table[0]:
        return True
    # The ray falls below the table's top only past its far edge, or never.
    return camera[1] + dy * t * (table[3] - camera[2]) / (size[1] - camera[2]) > 0.76 and camera[1] > 0.76


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy", forceinline=True)
def _point(  # type: ignore[no-untyped-def]
    j, i, rows, cols, br, bg, bb, camera, size, window, table, colours, lit, detail, time_s, style, beam
):
    """Colour, depth and surface of what is seen at one pixel."""
    px, py, pz, cy, sy, cp, sp, scale = (
        camera[0], camera[1], camera[2], camera[3], camera[4], camera[5], camera[6], camera[7],
    )  # fmt: skip
    half, back, high = size[0], size[1], size[2]
    has_window, has_table = window[1] > window[0], table[1] > table[0]
    width = window[1] - window[0]
    v = (rows / 2 - j - 0.5) / scale
    dy, ahead = v * cp + sp, cp - v * sp
    u = (i + 0.5 - cols / 2) / scale
    ax, az = u * cy + ahead * sy, ahead * cy - u * sy
    # The nearest face of the box.
    t, face, nearness = 1e9, 4, 0.0
    if az > 1e-6:
        nearness = 1 / az
        t = (back - pz) * nearness
    if abs(ax) > 1e-6:
        s = ((half if ax > 0 else -half) - px) / ax
        if s < t:
            t, face = s, (1 if ax > 0 else 0)
    steep = 1 / dy if abs(dy) > 1e-6 else 0.0
    if steep != 0:
        s = ((high if dy > 0 else 0.0) - py) * steep
        if s < t:
            t, face = s, (3 if dy > 0 else 2)
    if has_table and steep != 0:
        s = (0.75 - py) * steep
        if 0 < s < t and table[0] < px + ax * s < table[1] and table[2] < pz + az * s < table[3]:
            t, face = s, 5
        # Its front and far edges are 4 cm thick; only the far one can be seen from above, as a line.
        # Below them it stands on four legs, or, where it is a counter, on a front of boards.
        if az > 1e-6 and (dy < 0 or py < 0.75):
            for edge in range(2, 4):
                s = (table[edge] - pz) * nearness
                tx, ty = px + ax * s, py + dy * s
                if 0 < s < t and table[0] < tx < table[1] and 0.0 < ty < 0.75:
                    post = min(tx - table[0], table[1] - tx)
                    if ty > 0.71 or 0.03 < post < 0.1 or (style[6] > 0 and edge == 2 and ty > 0.08):
                        t, face = s, 6
    x, y, z = px + ax * t, py + dy * t, pz + az * t
    if face == 6:
        z += 0.004  # off the seam where its boards may end, or rounding draws lines across legs
    foot = t / scale
    r, g, b = colours[0], colours[1], colours[2]
    k = 1.0
    lu, lv, lf, surface = 0.0, 0.0, face, 0
    if face == 4:
        lu, lv = (x / half + 1) / 2, y / high
        r, g, b, k = _cladding(x, y, r, g, b, style[0], detail, foot)
        hx = abs(x - style[2])
        if style[3] > 0 and hx < 1.05 and y < 1.36:
            # A hearth: black within, brick about it, a mantel over it.
            if hx < 0.52 and y < 0.78:
                r, g, b, k = 40.0, 26.0, 20.0, 0.7 + 0.5 * max(0.6 - y, 0.0)
                surface = 6
            elif y > 1.22:
                r, g, b, k, surface = 116.0, 78.0, 50.0, 1.15 + 0.1 * tile(detail, x * 60, y * 9), 7
            else:
                r, g, b, k = _cladding(x, y, 150.0, 78.0, 60.0, 4.0, detail, foot)
                surface = 7
        elif has_window:
            inside = window[0] < x < window[1] and window[2] < y < window[3]
            if inside:
                # Frame and glazing bars, 5 cm and 3 cm.
                ex, ey = min(x - window[0], window[1] - x), min(y - window[2], window[3] - y)
                bar = abs(x - (window[0] + window[1]) / 2)
                cross = abs(y - (window[2] + (window[3] - window[2]) * 0.62))
                edge = min(ex - 0.05, ey - 0.05, bar - 0.028, cross - 0.016)
                if edge > 0:
                    glass = min(edge / max(foot * 1.5, 1e-4), 1.0)
                    if glass >= 1.0:
                        # Bare glass, where no curtain hangs before it.
                        hem = min(x - window[0], window[1] - x) / width
                        if style[0] == 5.0 or style[7] < 0 or hem > 0.13 + 0.012 * _sine(y * 2.1 + time_s * 0.5):
                            return 0.0, 0.0, 0.0, 60.0, GLASS
                r, g, b = 236.0, 230.0, 220.0
                # The bars are against the light.
                k, surface = 0.95, 1
            hem = min(x - window[0], window[1] - x) / width
            if (
                style[0] != 5.0
                and style[7] >= 0
                and -0.16 < hem < 0.142
                and hem < 0.13 + 0.012 * _sine(y * 2.1 + time_s * 0.5)
                and 0.25 < y < window[3] + 0.14
            ):
                fold = _sine(x * 46 + 1.5 * _sine(y * 1.7 + time_s * 0.4) + 0.6 * _sine(x * 17))
                r, g, b = colours[3], colours[4], colours[5]
                k, surface = 0.80 + 0.26 * fold, 2
                through = 0.55 if hem > 0 and y > window[2] else 0.0
                if through > 0:
                    surface = 3
                    # Cloth before glass glows with what is behind it.
                    r = r * 0.55 + br * 0.75
                    g = g * 0.55 + bg * 0.75
                    b = b * 0.55 + bb * 0.75
            elif window[2] - 0.045 < y <= window[2] and window[0] - 0.1 < x < window[1] + 0.1:
                r, g, b, k, surface = 232.0, 226.0, 214.0, 1.15, 4
        elif style[7] > 0:
            # A stage: the curtain fills the wall.
            r, g, b = colours[3], colours[4], colours[5]
            k = 0.7 + 0.36 * _sine(x * 9 + 0.6 * _sine(y * 1.1 + time_s * 0.4) + 0.8 * _sine(x * 3.1))
        if y < 0.11 and (style[3] <= 0 or hx > 1.05) and style[0] in (0.0, 1.0, 6.0):
            r, g, b, surface = 222.0, 214.0, 200.0, 5
    elif face <= 1:
        lu, lv = z / back, y / high
        r, g, b, k = _cladding(z + 0.37, y, r, g, b, style[0], detail, foot)
        if y < 0.11 and style[0] in (0.0, 1.0, 6.0):
            r, g, b, surface = 222.0, 214.0, 200.0, 5
    elif face == 3:
        lu, lv = (x / half + 1) / 2, z / back
        r, g, b = 226.0, 220.0, 210.0
        if style[0] in (2.0, 4.0):
            r, g, b, k = _cladding(x, z, colours[0], colours[1], colours[2], style[0], detail, foot)
        elif style[0] == 6.0:
            beamed = x / 1.1 - np.floor(x / 1.1)
            r, g, b = (92.0, 64.0, 42.0) if beamed < 0.2 else (176.0, 150.0, 118.0)
        if style[4] > 0:
            # Tubes of light along the ceiling, one of which is never quite well.
            q = z / 3.0 - np.floor(z / 3.0)
            if abs(x) < 0.16 and 0.25 < q < 0.75:
                power = _flicker(int(np.floor(z / 3.0)), time_s, style[5])
                d = 255.0 * (0.25 + 0.75 * power)
                return d, d, 0.97 * d, t * (ahead * cp + dy * sp), 8 * face + 7
    elif face == 2 and style[1] > 0:
        lu, lv = (x / half + 1) / 2, z / back
        r, g, b, k = _flags(x, z, style[1], detail, foot)
        surface = (int(np.floor(x / 0.6)) * 3 + int(np.floor(z / 0.6))) & 7
    elif face == 2:
        lu, lv = (x / half + 1) / 2, z / back
        plank = np.floor(x / 0.14)
        seam = x / 0.14 - plank
        grain = tile(detail, plank * 37 + x * 60, z * 5 + plank * 11)
        r, g, b = 152.0, 106.0, 68.0
        k = 1 + 0.12 * grain + 0.08 * _sine(plank * 12.9898)
        surface = int(plank) & 7
        if seam < 0.03 and foot < 0.006:
            k *= 0.6
    else:
        lf = 5
        lu, lv = (x - table[0]) / (table[1] - table[0]), (z - table[2]) / (table[3] - table[2])
        board = np.floor(z / 0.16)
        grain = tile(detail, x * 9 + board * 31, z * 130) * 0.6 + tile(detail, x * 3 + board * 57, z * 44)
        ring = _sine(z * 90 + 2.6 * tile(detail, x * 4, z * 12 + board * 7))
        r, g, b = 168.0, 108.0, 64.0
        k = 1 + 0.075 * grain + 0.035 * ring + 0.05 * _sine(board * 7.7)
        surface = int(board) & 7
        if z / 0.16 - board < 0.012:
            k *= 0.72
        if face == 6:
            k *= 0.55
            if style[6] > 0 and y < 0.71:  # the front of a counter: panels, and light that the floor gives back
                panel = (x - table[0]) / 0.45 - np.floor((x - table[0]) / 0.45)
                k *= 1.5 * (0.8 if panel < 0.06 or panel > 0.94 or y > 0.64 or y < 0.14 else 1.0)
    lr, lg, lb = _lit(lit, lf, lu, lv)
    if style[4] > 0:
        # Light comes in pools under the tubes.
        q = z / 3.0 - 0.5
        n = int(np.floor(q))
        pool = q - n
        p0, p1 = _flicker(n, time_s, style[5]), _flicker(n + 1, time_s, style[5])
        power = 0.30 + 0.70 * (p0 + (p1 - p0) * pool) * (0.72 + 0.28 * np.cos(2 * np.pi * pool))
        lr, lg, lb = lr * power, lg * power, lb * power
    if beam[3] > 0 and (face <= 2 or face == 5) and has_window:
        # The sun itself comes in: what of this spot sees it through the glass.
        tw = (back - z) / beam[2]
        wx, wy = x + beam[0] * tw, y + beam[1] * tw
        soft = 0.012 + 0.02 * tw
        ex = min(wx - window[0] - 0.16 * width, window[1] - 0.16 * width - wx)
        ey = min(wy - window[2], window[3] - wy)
        bar = abs(wx - (window[0] + window[1]) / 2) - 0.028
        cross = abs(wy - (window[2] + (window[3] - window[2]) * 0.62)) - 0.016
        p = min(max(min(ex, ey, bar, cross) / soft + 0.5, 0.0), 1.0)
        if p > 0:
            facing = beam[1] if face in (2, 5) else abs(beam[0])
            p *= facing * beam[3]
            lr, lg, lb = lr + beam[4] * p, lg + beam[5] * p, lb + beam[6] * p
    r, g, b = r * k * lr, g * k * lg, b * k * lb
    if face == 5 and has_window:
        # Varnish: the window lies on the table as a soft bright patch, mirrored below it.
        tw = (back - pz) / az
        wy, wx = 0.75 - dy * (tw - t), px + ax * tw
        inx = min(max(min(wx - window[0], window[1] - wx) / 0.12, 0.0), 1.0)
        iny = min(max(min(wy - window[2], window[3] - wy) / 0.12, 0.0), 1.0)
        q = 1 - min(-dy / np.sqrt(ax * ax + dy * dy + az * az), 1.0)
        p = (0.05 + 0.55 * q * q * q * q) * inx * iny * (1 + 0.16 * tile(detail, x * 9, z * 130))
        r, g, b = r + 190 * p * lr, g + 196 * p * lg, b + 204 * p * lb
    # A shoulder keeps what is near the window from clipping.
    shoulder = 1 / 190
    return (
        255 * (1 - transmittance(max(r, 0.0) * shoulder)),
        255 * (1 - transmittance(max(g, 0.0) * shoulder)),
        255 * (1 - transmittance(max(b, 0.0) * shoulder)),
        t * (ahead * cp + dy * sp),
        face * 8 + surface,
    )
