"""Trains at a platform: they come in along the track beside it, or rush through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vitascope.engines.animatic.graph import Actor, Waypoint

TRACK_M, DROP_M = 4.6, 1.1
"""How far right of the camera the track lies, and how far under the platform; as `draw.worlds.station` has them."""
_MOVED_M = 10.0


def on_track(actors: Sequence[Actor], start_s: float, end_s: float) -> tuple[Actor, ...]:
    """Who goes by rail is on the rails: it rushes past where it was to pass, and else comes in and stops."""
    return tuple(_railed(a, start_s, end_s) if a.rig == "train" else a for a in actors)


def _railed(train: Actor, start_s: float, end_s: float) -> Actor:
    rushes = abs(train.path[-1].x - train.path[0].x) > _MOVED_M
    ways = ((0.0, 190.0), (1.0, -30.0)) if rushes else ((0.0, 88.0), (0.35, 48.0), (0.7, 23.0), (1.0, 14.0))
    path = tuple(
        Waypoint(time_s=round(start_s + (end_s - start_s) * share, 3), x=TRACK_M, y=-DROP_M, z=z)
        for share, z in ways
    )  # fmt: skip
    return replace(train, path=path, facing="path")
