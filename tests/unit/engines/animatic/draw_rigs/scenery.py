"""Small canvases, lights and actors for the tests of the rigs."""

from __future__ import annotations

from typing import Any

import numpy as np

from vitascope.engines.animatic.draw.rigs import paint_actors
from vitascope.engines.animatic.draw.stage import FAR_M, Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor, Camera, Effect, RigKind, Shot, Waypoint, World

LIGHT = Light(
    sun=(-0.55, 0.55, -0.62),
    key=(255, 236, 205),
    ambient=(96, 112, 140),
    rim=(255, 220, 170),
    haze=(180, 190, 205),
    haze_m=3000,
    night=0.3,
)
POSE = Pose(x=0.0, y=1.7, z=0.0, focal=1.5)
GREY = 90


def canvas(width: int = 160, height: int = 90) -> Canvas:
    rgb = np.full((height, width, 3), GREY, np.uint8)
    return Canvas(rgb=rgb, depth=np.full((height, width), FAR_M, np.float32))


def actor(rig: RigKind, *places: tuple[float, float, float], **more: Any) -> Actor:
    path = tuple(Waypoint(time_s=6.0 * i, x=x, y=y, z=z) for i, (x, y, z) in enumerate(places))
    return Actor(**{"id": rig, "rig": rig, "label": rig, "path": path, **more})


def shot(*actors: Actor, effects: tuple[Effect, ...] = ()) -> Shot:
    world = World(kind="hills", time="day")
    return Shot(start_s=0, end_s=6, world=world, camera=Camera(), actors=actors, effects=effects)


def paint(target: Canvas, scene: Shot, time_s: float = 1.0, mouth: float = 0.5) -> Canvas:
    mouths = {a.id: mouth for a in scene.actors}
    paint_actors(target, POSE, LIGHT, scene, time_s, mouths, lambda _x, _z: 0.0)
    return target


def changed(target: Canvas) -> int:
    """How many pixels are not as they were."""
    return int((target.rgb != GREY).any(axis=2).sum())
