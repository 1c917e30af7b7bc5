"""The face of the water along one row of a frame: swell, ripples, surf, mirrored land, foam. Kernels of `water`."""

# ruff: noqa: PLR0912, PLR0915 - long kernels keep their values in registers
from __future__ import annotations

import numpy as np
from numba import njit

from vitascope.engines.animatic.draw.air import transmittance

BREAK_M = 30.0
"""From land, where waves of the surf begin to break: about where they are as high as the water is deep."""


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def three(field, x, y):  # type: ignore[no-untyped-def]
    """A value and its two slopes between the points of a field ``(side, side, 3)`` that tiles."""
    mask = field.shape[0] - 1
    fx, fy = np.floor(x), np.floor(y)
    ix, iy = int(fx), int(fy)
    u, v = np.float32(x - fx), np.float32(y - fy)
    x0, x1 = np.uint64(ix & mask), np.uint64((ix + 1) & mask)
    y0, y1 = np.uint64(iy & mask), np.uint64((iy + 1) & mask)
    one = np.float32(1)
    w00, w01, w10, w11 = (one - u) * (one - v), u * (one - v), (one - u) * v, u * v
    return (
        field[y0, x0, 0] * w00 + field[y0, x1, 0] * w01 + field[y1, x0, 0] * w10 + field[y1, x1, 0] * w11,
        field[y0, x0, 1] * w00 + field[y0, x1, 1] * w01 + field[y1, x0, 1] * w10 + field[y1, x1, 1] * w11,
        field[y0, x0, 2] * w00 + field[y0, x1, 2] * w01 + field[y1, x0, 2] * w10 + field[y1, x1, 2] * w11,
    )


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def swell_at(swell, x, z, time_s):  # type: ignore[no-untyped-def]
    """Height and slopes of the swell, for a roughness of 1."""
    h1, x1, z1 = three(swell, x * 0.55 + time_s * 1.3, z * 0.85 + time_s * 3.2)
    h2, x2, z2 = three(swell, x * 1.5 - time_s * 1.9 + 90, z * 1.2 + time_s * 4.4 + 40)
    return h1 + 0.55 * h2, 0.55 * x1 + 0.825 * x2, 0.85 * z1 + 0.66 * z2


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def surf_at(away, wander, turns, surf):  # type: ignore[no-untyped-def]
    """A wave that runs in: its height in metres, its slope over ``away``, its foam, and the foam left on the water.

    ``away`` is metres from the water's edge, below 0 on land; ``turns`` counts the waves that have come in; ``surf`` is
    height and length of the waves and how far they wash up, in metres. A crest is where the phase is whole: steep
    before, long behind.
    """
    high, long_, wash = surf[0], surf[1], surf[2]
    phase = away / long_ + turns + wander
    f = phase - np.floor(phase)
    behind, before = np.exp(-4.5 * f), np.exp(-15.0 * (1 - f))
    # Waves rise as the water grows shallow, break, and run on as a low bore.
    build = min(max((BREAK_M * 2.2 - away) / (BREAK_M * 1.6), 0.0), 1.0)
    spent = min(max((away + 1.0) / 9.0, 0.0), 1.0)
    size = high * build * build * (0.30 + 0.70 * spent)
    rise = size * (behind + before)
    slope = size * (-4.5 * behind + 15.0 * before) / long_
    broken = min(max((BREAK_M - away) / (0.45 * BREAK_M), 0.0), 1.0)
    front = broken * (behind * behind + before * before)
    lace = broken / (1 + 1.7 * f * (1 + f))
    edge = min(max((7.0 - away) / 7.0, 0.0), 1.0)
    edge *= min(max((away + 9.0) / 6.0, 0.0), 1.0)
    lift = wash * edge * edge * (0.5 + 0.5 * np.cos(6.2832 * (turns + wander - 0.12)))
    return rise + lift, slope, front, lace


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def mirrored(scene, scene_depth, x, y, z, rx, ry, rz, camera, rows, cols):  # type: ignore[no-untyped-def]
    """Where in the small picture ``scene`` a ray from a point of the water meets land: row, column, or -1, -1 for sky.

    The first guess is what lies infinitely far; each look at the depth there mends it (as games do: reflections in
    screen space).
    """
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    ox, oy, oz = x - px, y - py, z - pz
    side0, ahead0 = ox * cy - oz * sy, ox * sy + oz * cy
    up0, deep0 = oy * cp - ahead0 * sp, oy * sp + ahead0 * cp
    side, ahead = rx * cy - rz * sy, rx * sy + rz * cy
    up, deep = ry * cp - ahead * sp, ry * sp + ahead * cp
    if deep < 1e-3:
        return np.float32(-1), np.float32(-1)
    fi, fj = scene.shape[1] / cols, scene.shape[0] / rows
    i, j = (cols / 2 + side / deep * scale) * fi, (rows / 2 - up / deep * scale) * fj
    seen = False
    for _ in range(3):
        ii, jj = int(min(max(i, 0.0), scene.shape[1] - 1.0)), int(max(j, 0.0))
        if jj >= scene.shape[0]:
            return np.float32(-1), np.float32(-1)
        there = scene_depth[jj, ii]
        seen = there < np.float32(15000) and there > deep0 * 0.98
        if not seen:
            break
        way = max((there - deep0) / deep, 0.0)
        d = max(deep0 + deep * way, 1e-3)
        before = j
        i = (cols / 2 + (side0 + side * way) / d * scale) * fi
        j = (rows / 2 - (up0 + up * way) / d * scale) * fj
        if abs(j - before) < 0.7:
            break
    if not seen or j < 0:
        return np.float32(-1), np.float32(-1)
    return np.float32(min(max(j, 0.0), scene.shape[0] - 1.001)), np.float32(min(max(i, 0.0), scene.shape[1] - 1.001))


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def paint_row(  # type: ignore[no-untyped-def]
    out,
    j,
    rows,
    cols,
    every,
    camera,
    mirror,
    swell,
    ripple,
    rough,
    colours,
    haze_m,
    sun,
    disc,
    foam,
    time_s,
    above,
    below,
    scene,
    scene_depth,
    shore,
    coast,
):
    """Colour, depth and ripple of every ``every``-th point of row ``j`` that shows in the rows above or below."""
    px, py, pz, yaw, pitch, focal = camera[0], camera[1], camera[2], camera[3], camera[4], camera[5]
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    scale = focal * cols / 2
    mrows, mcols = mirror.shape[0], mirror.shape[1]
    high = max(py, 0.4)
    v = (rows / 2 - j - 0.5) / scale
    dy, ahead = v * cp + sp, cp - v * sp
    dy = min(dy, -1e-5)
    t0 = min(-high / dy, 30000.0)
    # A wave smaller than a pixel is seen as shine, not as slope.
    wide = t0 * t0 / (scale * high)
    fine = 1.0 / (1.0 + wide / 0.6)
    tiny = 1.0 / (1.0 + wide / 0.05)
    long_ = 1.0 / (1.0 + wide / (5.0 + 3 * rough))
    chop = min(0.10, 0.9 * rough) + 0.11 * rough
    # A rough sea mirrors all of the sky at every point: not its clouds, which would swim in it like marble.
    clear = np.float32(1 / (1 + 1.1 * rough * rough))
    # Steep swell would throw the sky about in smooth blobs: its slopes are softened, and broken up by chop.
    slope = rough * long_ / (1 + 0.45 * rough)
    coarse = (1.3 + 0.9 * min(rough, 2.0)) * long_
    lift = 0.35 * min(rough, 1.2)
    white = long_ if foam > 0 else 0.0
    toward = ahead * cp + dy * sp
    shored, surf_high = coast[0] > 0, coast[4]
    inv, half, turns = 1.0 / max(coast[0], 1e-6), shore.shape[0] / 2, coast[1]
    steep = 1.0 / (1.0 + wide / 1.5)
    for k in range(out.shape[0]):
        if not above[k] and not below[k]:
            out[k, 3] = t0 * toward
            continue
        u = (k * every + 0.5 - cols / 2) / scale
        ax, az = u * cy + ahead * sy, ahead * cy - u * sy
        t = t0
        x, z = px + ax * t, pz + az * t
        bump = np.float32(0)
        if rough > 0.4 and long_ > 0.05:
            h, _, _ = swell_at(swell, x, z, time_s)
            bump = min(h * rough * long_ * 0.5, 0.5 * high)
        wander = 0.0
        away, ax_shore, az_shore, wave, lean, front, lace = 60.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        if shored:
            away, ax_shore, az_shore = three(shore, x * inv + half, z * inv + half)
            if surf_high > 0 and away < 2.2 * BREAK_M:
                wander, _, _ = three(swell, x * 0.11 + 7, z * 0.11)
                wave, lean, front, lace = surf_at(away, 0.16 * wander, turns, coast[4:7])
                bump += min(wave, 0.22 * high)
        if bump != 0:
            t = max(-(high - bump) / dy, 0.3)
            x, z = px + ax * t, pz + az * t
            if wave > 0:
                away, ax_shore, az_shore = three(shore, x * inv + half, z * inv + half)
                wave, lean, front, lace = surf_at(away, 0.16 * wander, turns, coast[4:7])
        h0, hx, hz = swell_at(swell, x, z, time_s)
        r1, rx1, rz1 = np.float32(0.0), np.float32(0.0), np.float32(0.0)
        if fine > 0.03:
            r1, rx1, rz1 = three(ripple, x * 6.1 + time_s * 2.1, z * 7.0 + time_s * 5.0)
        r3, rx3, rz3 = three(ripple, x * 1.3 + time_s * 1.2 + 9, z * 1.9 + time_s * 2.6)
        nx = hx * slope + chop * (1.5 * rx1 * fine + coarse * rx3)
        nz = hz * slope + chop * (1.5 * rz1 * fine + coarse * rz3)
        if tiny > 0.1:
            _, rx2, rz2 = three(ripple, x * 17 - time_s * 4.0 + 60, z * 21 + time_s * 9.0)
            nx += 0.9 * chop * tiny * rx2
            nz += 0.9 * chop * tiny * rz2
        if wave > 0:
            lean *= inv * steep
            nx += lean * ax_shore
            nz += lean * az_shore
        n = 1.0 / np.sqrt(1 + nx * nx + nz * nz)
        nx, ny, nz = -nx * n, n, -nz * n
        m = 1.0 / np.sqrt(ax * ax + dy * dy + az * az)
        vx, vy, vz = ax * m, dy * m, az * m
        facing = max(-(vx * nx + vy * ny + vz * nz), 0.02)
        q = 1 - facing
        # Far off only the faces turned to us are seen: Fresnel's law alone would be a mirror at the horizon.
        fresnel = min(0.03 + 0.97 * q * q * q * q * q, 0.86)
        fresnel += (0.34 - fresnel) * (1 - clear) * 0.65
        rx, ry, rz = vx + 2 * facing * nx, vy + 2 * facing * ny, vz + 2 * facing * nz
        ry = abs(ry) + 0.03
        side, forth = rx * cy - rz * sy, rx * sy + rz * cy
        a = side / (abs(forth) + 0.6 * abs(side) + 1e-6)
        mi = min(max((a / 1.25 * 0.5 + 0.5) * (mcols - 1), 0.0), mcols - 1.001)
        mj = min(np.sqrt(ry / 1.5) * (mrows - 1), mrows - 1.001)
        ii, jj = np.uint64(int(mi)), np.uint64(int(mj))
        f, g = np.float32(mi - int(mi)), np.float32(mj - int(mj))
        glint = rx * sun[0] + ry * sun[1] + rz * sun[2]
        s = max(glint / np.sqrt(rx * rx + ry * ry + rz * rz), 0.0)
        s2 = s * s
        s4 = s2 * s2
        s8 = s4 * s4
        s16 = s8 * s8
        s32 = s16 * s16
        s64 = s32 * s32
        s128 = s64 * s64
        s256 = s128 * s128
        s512 = s256 * s256
        shine = disc * (s512 * 2.2 + s32 * 0.17)
        body = 0.75 + 0.45 * min(max(h0 * lift + 0.3, 0.0), 1.0)
        crest = (0.55 * h0 + 0.8 * r3 + 0.6 * r1 * fine - 2.6 + 1.2 * foam) * 1.3
        cap = min(max(crest * (r1 * 0.7 + 0.7), 0.0), 0.9) * white
        if front > 0 or lace > 0:
            # Foam: whole on the breaking front, lace where it has been, torn by two sizes of ripples.
            torn = 0.55 * r3 + 0.55 * r1 * fine
            q = front * (1.1 + 0.5 * torn) + lace * 1.5 * max(1 - 0.9 * abs(r3), 0.0) * min(
                max(0.30 + 0.75 * r1 * fine, 0.0), 1.0
            )
            cap = max(cap, min(max(q, 0.0), 0.97))
        shallow = np.exp(-max(away, 0.0) / coast[7]) if shored else 0.0
        glow = min(wave * 0.22, 0.45)
        mi_land, ni_land = np.float32(-1), np.float32(-1)
        if scene.shape[0] > 2 and fresnel > 0.045:
            mi_land, ni_land = mirrored(scene, scene_depth, x, 0.0, z, rx, ry, rz, camera, rows, cols)
        fog = (1 - transmittance(t / haze_m)) * 0.85
        one = np.uint64(1)
        for c in range(3):
            m0 = mirror[jj, ii, c] + (mirror[jj, ii + one, c] - mirror[jj, ii, c]) * f
            m1 = mirror[jj + one, ii, c] + (mirror[jj + one, ii + one, c] - mirror[jj + one, ii, c]) * f
            deep = colours[0, c] * body
            deep += (colours[4, c] - deep) * min(shallow + glow, 1.0)
            seen = colours[3, c] + (m0 + (m1 - m0) * g - colours[3, c]) * clear
            if mi_land >= 0:
                lj, li = np.uint64(int(mi_land)), np.uint64(int(ni_land))
                lg, lf = mi_land - np.float32(int(mi_land)), ni_land - np.float32(int(ni_land))
                p0 = scene[lj, li, c] * (1 - lf) + scene[lj, li + one, c] * lf
                p1 = scene[lj + one, li, c] * (1 - lf) + scene[lj + one, li + one, c] * lf
                seen = p0 + (p1 - p0) * lg
            value = deep + (seen - deep) * fresnel + shine * colours[1, c]
            value += (colours[2, c] - value) * cap
            value += (colours[3, c] - value) * fog
            out[k, c] = value
        out[k, 3] = t * toward
        out[k, 4] = r3
