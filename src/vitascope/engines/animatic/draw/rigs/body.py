"""What a rig builds: solids in its own metres (x right, y up, z ahead), and what clings to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs import skins
from vitascope.engines.animatic.draw.rigs.cover import CAPSULE, ELLIPSOID, SIDES, TRIANGLE
from vitascope.engines.animatic.draw.rigs.shade import BACKED, FLAT, ROW
from vitascope.engines.animatic.draw.stage import Colour
from vitascope.engines.animatic.graph import EffectKind

Point = tuple[float, float, float]
_PLAIN = (0.0, 0.0, 0.0, 0.0)
_PATTERN = 28
"""The end of a row that has no tint and shares no sides."""
_NO_TINT = np.zeros((0, 0), np.int64)
_FACES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
"""Of a box, by its corners in the order of their signs, each turned outwards."""


@dataclass(frozen=True, slots=True)
class Paint:
    """How a surface takes light."""

    colour: Colour
    second: Colour = (255.0, 255.0, 255.0)
    shine: float = 0.0
    """0 matt, 0.3 wet or lacquered, 0.8 polished metal."""
    glow: float = 0.0
    """0 lit by the scene, 1 shines by itself."""
    alpha: float = 1.0
    pattern: int = 0
    """Bits of `raster`: BELLY, SCALES, STRIPES, MOTTLE, CUT, TINT."""
    grain: float = 0.1
    """Metres of one scale or band; for striped ellipsoids, how many pairs of stripes go around."""
    soft: float = 0.0
    """0 opaque, 1 a thin skin that light from behind comes through."""

    def row(self) -> list[float]:
        return [
            *self.colour,
            *self.second,
            self.shine,
            self.glow,
            self.alpha,
            float(self.pattern),
            self.grain,
            self.soft,
            *_PLAIN,
        ]


def backed(paint: Paint) -> Paint:
    """``paint`` on what is never seen from behind; its normals must look outwards."""
    return replace(paint, pattern=paint.pattern | BACKED)


@dataclass(frozen=True, slots=True)
class Source:
    """A place on a body that an effect comes from."""

    kind: EffectKind
    at: Point
    scale: float
    strength: float = 1.0
    drift: Point = (0.0, 0.0, 0.0)
    """Where its particles are carried, in the body's own metres a second."""
    along: Point = (0.0, 0.0, 0.0)
    """Half the length of what gives it off, where that is no point."""
    since_s: float | None = None
    """For what happens once: how long ago, in seconds; `None` is when the actor's moment says."""


class Body:
    """Collects solids. Rigs call it some hundred times a frame, so it only appends; `solids` makes the array."""

    def __init__(self) -> None:
        self._rows: list[list[float]] = []
        self._sheets: list[NDArray[np.float32]] = []
        self._paints: dict[int, tuple[Paint, list[float]]] = {}
        self._shells: dict[int, tuple[Paint, Paint]] = {}
        self.sources: list[Source] = []

    def _paint(self, paint: Paint) -> list[float]:
        # By identity, which is ten times as quick as a hash of all fields; the paint is kept, and so is its identity.
        known = self._paints.get(id(paint))
        if known is None:
            known = self._paints[id(paint)] = paint, paint.row()
        return known[1]

    def _shell(self, paint: Paint) -> Paint:
        """``paint`` on the outside of something closed, which hides its far side if one does not see through it."""
        if paint.alpha < 1:
            return paint
        known = self._shells.get(id(paint))
        if known is None:
            known = self._shells[id(paint)] = paint, backed(paint)
        return known[1]

    def limb(self, a: Point, ra: float, b: Point, rb: float, paint: Paint) -> None:
        """A tapered capsule from ``a`` to ``b``, in metres."""
        self._rows.append([CAPSULE, *a, *b, ra, rb, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, *self._paint(paint)])

    def tube(self, points: Sequence[Point], radii: Sequence[float], paint: Paint) -> None:
        """Capsules along a line of points."""
        for i in range(len(points) - 1):
            self.limb(points[i], radii[i], points[i + 1], radii[i + 1], paint)

    def ball(self, at: Point, radius: float | Point, paint: Paint, *, turn: NDArray[np.float64] | None = None) -> None:
        """An ellipsoid with half axes ``radius`` along x, y, z, turned by a 3 × 3 matrix if one is given."""
        rx, ry, rz = (radius, radius, radius) if isinstance(radius, int | float) else radius
        if turn is None:
            axes = [rx, 0, 0, 0, ry, 0, 0, 0, rz]
        else:
            axes = [*(turn[:, 0] * rx), *(turn[:, 1] * ry), *(turn[:, 2] * rz)]
        self._rows.append([ELLIPSOID, *at, *axes, 0, 0, 0, 0, 0, 0, *self._paint(paint)])

    def tri(self, a: Point, b: Point, c: Point, paint: Paint) -> None:
        ux, uy, uz = b[0] - a[0], b[1] - a[1], b[2] - a[2]
        vx, vy, vz = c[0] - a[0], c[1] - a[1], c[2] - a[2]
        n = (uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx)
        self._rows.append([TRIANGLE, *a, *b, *c, *n, *n, *n, *self._paint(paint)])
        self._rows[-1][_PATTERN] += FLAT

    def quad(self, a: Point, b: Point, c: Point, d: Point, paint: Paint) -> None:
        self.tri(a, b, c, paint)
        self.tri(a, c, d, paint)
        self._rows[-2][SIDES + 1], self._rows[-1][SIDES + 2] = 1.0, -1.0

    def box(self, at: Point, half: Point, paint: Paint, *, turn: NDArray[np.float64] | None = None) -> None:
        """A box with half sides ``half`` about ``at``."""
        signs = np.array([(i, j, k) for i in (-1, 1) for j in (-1, 1) for k in (-1, 1)], dtype=np.float64)
        corners = signs * np.abs(half)
        if turn is not None:
            corners = corners @ turn.T
        p: list[Point] = [tuple(map(float, c)) for c in corners + at]  # type: ignore[misc]
        shell = self._shell(paint)
        for a, b, c, d in _FACES:
            self.quad(p[a], p[b], p[c], p[d], shell)

    def sheet(
        self,
        grid: NDArray[np.float64],
        paint: Paint | Sequence[Paint],
        *,
        closed: bool = False,
        tint: NDArray[np.float64] | None = None,
        solid: bool = False,
    ) -> None:
        """A smooth skin over ``grid``, shaped ``(rows, columns, 3)``; ``closed`` joins the last column to the first.

        Several paints colour the columns' strips in turn (a wing's panels, a balloon's gores). ``tint``, shaped
        ``(rows, columns)``, is how much of the paint's second colour each point has, 0 to 1, if its pattern is `TINT`.
        The far side of what is ``solid`` is never seen, and left out (`outlines`).
        """
        corner = skins.corners(np.ascontiguousarray(grid, np.float64), closed)
        if solid:
            skins.turn_out(corner)
        paints = np.array([self._paint(p) for p in ([paint] if isinstance(paint, Paint) else paint)], np.float32)[
            :, : SIDES - 19
        ]
        if solid:
            paints[:, 9] += BACKED
        mixed = _NO_TINT if tint is None else np.rint(np.clip(tint, 0, 1) * 255).astype(np.int64)
        self._sheets.append(skins.triangles(corner, paints, mixed, closed))

    def graft(self, part: Body, matrix: NDArray[np.float64], at: Point) -> None:
        """Add another body, turned and scaled by ``matrix``, with its origin at ``at``."""
        self._sheets.append(moved(part.solids(), matrix, np.asarray(at, np.float64)))
        for s in part.sources:
            x, y, z = matrix @ np.asarray(s.at) + np.asarray(at)
            self.sources.append(replace(s, at=(float(x), float(y), float(z))))

    def place(self, solids: NDArray[np.float32]) -> None:
        """Add what another body made, as it is: parts that never change are built once."""
        self._sheets.append(solids)

    def source(
        self,
        kind: EffectKind,
        at: Point,
        scale: float,
        strength: float = 1.0,
        drift: Point = (0, 0, 0),
        *,
        along: Point = (0, 0, 0),
        since_s: float | None = None,
    ) -> None:
        self.sources.append(Source(kind, at, scale, strength, drift, along, since_s))

    def solids(self) -> NDArray[np.float32]:
        """All solids, shaped ``(n, ROW)``, in the body's own axes."""
        parts = [np.array(self._rows, np.float32)] if self._rows else []
        parts += self._sheets
        return np.concatenate(parts) if parts else np.zeros((0, ROW), np.float32)


def moved(solids: NDArray[np.float32], matrix: NDArray[np.float64], shift: NDArray[np.float64]) -> NDArray[np.float32]:
    """``solids`` under ``p → matrix p + shift``, where ``matrix`` turns and scales evenly."""
    scale = np.float32(np.cbrt(abs(np.linalg.det(matrix))))
    return skins.move(solids, matrix.astype(np.float32), shift.astype(np.float32), scale)
