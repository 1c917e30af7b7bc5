"""What `body.Body` does to thousands of triangles a frame, in compiled loops: skins over grids, and solids moved."""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import math

import numba
import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, SIDES, TRIANGLE
from vitascope.engines.animatic.draw.rigs.shade import ROW


@numba.njit(nogil=True, cache=True, error_model="numpy")
def corners(grid, closed):
    """Places and unit normals of a grid shaped ``(rows, columns, 3)``, shaped ``(rows, columns, 6)``.

    A ``closed`` one has its first column again as its last. Normals are those of central differences.
    """
    rows, columns = grid.shape[0], grid.shape[1] + int(closed)
    out = np.empty((rows, columns, 6), np.float64)
    for i in range(rows):
        for j in range(columns):
            for a in range(3):
                out[i, j, a] = grid[i, j % grid.shape[1], a]
    for i in range(rows):
        above, below = max(i - 1, 0), min(i + 1, rows - 1)
        for j in range(columns):
            left, right = max(j - 1, 0), min(j + 1, columns - 1)
            if closed and (j == 0 or j == columns - 1):
                left, right = columns - 2, 1
            p, q, u, v = out[above, j], out[below, j], out[i, left], out[i, right]
            ax, ay, az = q[0] - p[0], q[1] - p[1], q[2] - p[2]
            bx, by, bz = v[0] - u[0], v[1] - u[1], v[2] - u[2]
            x, y, z = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
            size = 1.0 / max(math.sqrt(x * x + y * y + z * z), 1e-12)
            out[i, j, 3], out[i, j, 4], out[i, j, 5] = x * size, y * size, z * size
    return out


@numba.njit(nogil=True, cache=True, error_model="numpy")
def turn_out(corner):
    """Turn the normals of ``corner``, which `corners` made of something solid, from its middle outwards."""
    x, y, z = corner[:, :, 0].mean(), corner[:, :, 1].mean(), corner[:, :, 2].mean()
    out = 0.0
    for i in range(corner.shape[0]):
        for j in range(corner.shape[1]):
            c = corner[i, j]
            out += (c[0] - x) * c[3] + (c[1] - y) * c[4] + (c[2] - z) * c[5]
    if out < 0:
        corner[:, :, 3:] = -corner[:, :, 3:]


@numba.njit(nogil=True, cache=True, error_model="numpy")
def _share(sides, i, j, half, rows, columns, closed):
    """Write with which other triangle those of cell ``(i, j)`` share the sides opposite their corners."""
    if half == 0:  # corners (i, j), (i, j + 1), (i + 1, j + 1)
        last = j == columns - 1
        sides[0] = (3 - 2 * columns if closed else 0) if last else 3
        sides[1] = 1
        sides[2] = 1 - 2 * columns if i > 0 else 0
    else:  # corners (i, j), (i + 1, j + 1), (i + 1, j)
        sides[0] = 2 * columns - 1 if i < rows - 1 else 0
        sides[1] = (2 * columns - 3 if closed else 0) if j == 0 else -3
        sides[2] = -1


@numba.njit(nogil=True, cache=True, error_model="numpy")
def triangles(corner, paints, tint, closed):
    """Rows of solids, two triangles a cell, shaped ``(cells × 2, ROW)``.

    ``paints``, shaped ``(n, 13)``, colour the strips of columns in turn; ``tint``, 0 to 255 at each corner, is shaped
    as ``corner`` is, or empty. A ``closed`` grid's last column of cells has its first one as its neighbour.
    """
    rows, columns = corner.shape[0] - 1, corner.shape[1] - 1
    out = np.zeros((rows * columns * 2, ROW), np.float32)
    n = 0
    for i in range(rows):
        for j in range(columns):
            for half in range(2):
                row = out[n]
                n += 1
                row[0] = TRIANGLE
                packed = 0
                for k in range(3):
                    down = i + (k == 2 or (half == 1 and k == 1))
                    right = j + (k > 0 and not (half == 1 and k == 2))
                    for a in range(3):
                        row[1 + 3 * k + a] = corner[down, right, a]
                        row[10 + 3 * k + a] = corner[down, right, 3 + a]
                    if tint.size:
                        column = right if right < tint.shape[1] else 0
                        packed += tint[down, column] << (8 * k)
                _share(row[SIDES:], i, j, half, rows, columns, closed)
                row[19:SIDES] = paints[j % paints.shape[0]]
                if tint.size:
                    row[31] = packed
    return out


@numba.njit(nogil=True, cache=True, error_model="numpy")
def move(solids, m, s, scale):
    """``solids`` under ``p → m p + s``, where ``m``, 3 × 3, turns and scales by ``scale``; all float32."""
    out = solids.copy()
    m00, m01, m02, m10, m11, m12, m20, m21, m22 = (
        m[0, 0], m[0, 1], m[0, 2], m[1, 0], m[1, 1], m[1, 2], m[2, 0], m[2, 1], m[2, 2],
    )  # fmt: skip
    for n in range(len(solids)):
        row, kind = out[n], int(solids[n, 0])
        places = 10 if kind == TRIANGLE else 7 if kind == CAPSULE else 4
        ways = 19 if kind == TRIANGLE else 7 if kind == CAPSULE else 13
        for i in range(1, ways, 3):
            x, y, z = row[i], row[i + 1], row[i + 2]
            tx, ty, tz = m00 * x + m01 * y + m02 * z, m10 * x + m11 * y + m12 * z, m20 * x + m21 * y + m22 * z
            if i < places:
                tx, ty, tz = tx + s[0], ty + s[1], tz + s[2]
            elif kind == TRIANGLE:
                size = np.float32(1.0) / max(math.sqrt(tx * tx + ty * ty + tz * tz), np.float32(1e-12))
                tx, ty, tz = tx * size, ty * size, tz * size
            row[i], row[i + 1], row[i + 2] = tx, ty, tz
        if kind == CAPSULE:
            row[7] *= scale
            row[8] *= scale
    return out
