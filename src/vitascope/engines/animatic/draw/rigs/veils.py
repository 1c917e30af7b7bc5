"""What one sees through – a headlight's beam, glass, a wing of silk – blended over what is behind, in vectors.

Numba keeps this on disk by itself: who changes `shade` or `cover` changes a line here too
(last: no rim on what is flat).
"""

# mypy: disable-error-code="operator,no-untyped-def"
# numba types the kernels; mixed NumPy scalars mean nothing to mypy

from __future__ import annotations

import numpy as np

from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID, NEAR_M
from vitascope.engines.animatic.draw.rigs.edges import capsule_edge, ellipsoid_edge, triangle_edge
from vitascope.engines.animatic.draw.rigs.kernel import inlined, kernel
from vitascope.engines.animatic.draw.rigs.shade import NY, NZ, SPAN, gather_run, glows_plain, light_run, plain_colour

_LEAST = np.float32(0.004)
"""Less of a pixel than this is not seen."""


@inlined
def _veil(kind, g, deep, y, lo, strength, share, own):
    """Write how much of each pixel from column ``lo`` on is veiled, 0 where something is before it, and how deep.

    Their sum is returned: of sums a compiler makes vectors, and not of the greatest.
    """
    half, zero, near, slack = np.float32(0.5), np.float32(0.0), np.float32(NEAR_M), np.float32(1.00001)
    first, py, total = np.float32(lo) + half, np.float32(y) + half, zero
    count = np.uint64(len(deep))
    if kind == CAPSULE:
        for i in range(count):
            share[i], own[i] = capsule_edge(g, first + np.float32(np.int32(i)) - g[0], py - g[1])
    elif kind == ELLIPSOID:
        for i in range(count):
            share[i], own[i] = ellipsoid_edge(g, first + np.float32(np.int32(i)), py)
    else:
        for i in range(count):
            share[i], own[i] = triangle_edge(g, first + np.float32(np.int32(i)) - g[0], py - g[1])
    for i in range(count):
        a, z = share[i] * strength, own[i]
        a = a if (a > _LEAST) & (z >= near) & (z <= deep[i] * slack) else zero
        share[i] = a
        total += a
    return total


@kernel
def veil_run(row, kind, g, c, flat, rgb, depth, y, lo, hi, noise, buf, spot, share, own):
    """Blend columns ``[lo, hi)`` of row ``y`` of a translucent solid.

    ``c`` is what `shade.colours` gives, ``flat`` what `shade.slopes_of` writes;
    ``buf`` and ``spot`` are those of `shade.gather_run`; ``share`` and ``own`` take `shade.SPAN` numbers each.
    """
    half, one = np.float32(0.5), np.float32(1.0)
    for start in range(lo, hi, SPAN):
        end = min(hi, start + SPAN)
        count = np.uint64(end - start)
        if _veil(kind, g, depth[y, start:end], y, start, g[37] * row[27], share, own) <= _LEAST:
            continue
        out = rgb[y, start:end]
        if glows_plain(g, row):
            r, gr, b = plain_colour(c, g[36])
            for k in range(count):
                a = share[k]
                kept = one - a
                out[k, 0] = np.uint8(np.int32(np.float32(out[k, 0]) * kept + r * a + half))
                out[k, 1] = np.uint8(np.int32(np.float32(out[k, 1]) * kept + gr * a + half))
                out[k, 2] = np.uint8(np.int32(np.float32(out[k, 2]) * kept + b * a + half))
            continue
        gather_run(row, g, flat, own[: end - start], y, start, end, np.uint64(0), noise, buf, spot)
        light_run(c, np.int32(g[39]), buf, count)
        for k in range(count):
            a = share[k]
            kept = one - a
            out[k, 0] = np.uint8(np.int32(np.float32(out[k, 0]) * kept + buf[k] * a + half))
            out[k, 1] = np.uint8(np.int32(np.float32(out[k, 1]) * kept + buf[k + NY] * a + half))
            out[k, 2] = np.uint8(np.int32(np.float32(out[k, 2]) * kept + buf[k + NZ] * a + half))
