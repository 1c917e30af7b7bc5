"""A scene to frames: place, actors, weather, finish, caption."""

from __future__ import annotations

import sys
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache, partial

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.caption import caption_at, draw_caption
from vitascope.engines.animatic.draw.finish import Finish
from vitascope.engines.animatic.draw.focus import give_depth, lens_at, pull_focus
from vitascope.engines.animatic.draw.motion_blur import OPEN, streak_place, streak_turn
from vitascope.engines.animatic.draw.stage import Canvas, Heaving, WorldPainter
from vitascope.engines.animatic.draw.weather import paint_weather
from vitascope.engines.animatic.draw.worlds import painter_of
from vitascope.engines.animatic.graph import Actor, Camera, Move, RigKind, Scene, Shot, Waypoint, World, WorldKind


class Renderer:
    """Draws any frame of one scene, from any thread: a frame depends on its number alone."""

    def __init__(
        self,
        scene: Scene,
        *,
        width: int,
        height: int,
        fps: Fraction,
        mouths: Mapping[str, NDArray[np.float32]],
    ) -> None:
        """``mouths`` is how loud each actor speaks at every frame, 0 to 1, by the actor's id.

        It may be filled later, until the first frame is asked for.
        """
        self._scene = scene
        self._size = (height, width)
        self._fps = fps
        self._mouths = mouths
        self._finish = Finish.of(scene)
        self._painters: dict[int, WorldPainter] = {}
        self._building = tuple(threading.Lock() for _ in scene.shots)
        self._seeds = _seeds(scene)

    def prepare(self, index: int) -> None:
        """Build what frame ``index`` stands in, on the caller's thread; nothing if it is there."""
        self._painter(self._number(index))

    def frame(self, index: int) -> NDArray[np.uint8]:
        """Frame ``index``, ``(height, width, 3)`` sRGB; a new array each time."""
        from vitascope.engines.animatic.draw.rigs import paint_actors

        time_s = float(index / self._fps)
        shot = self._scene.shot_at(time_s)
        world = self._painter(self._number(index))
        height, width = self._size
        canvas = Canvas(rgb=_picture(height, width), depth=_depth(height, width))
        ground, below = world.ground, world.ground
        if isinstance(world, Heaving):
            ground, below = partial(_at, world.surface, time_s), partial(_at, world.eye, time_s)
        pose = pose_at(shot, time_s, below)
        if (deck := _deck(shot, time_s, ground)) != 0:  # the camera is aboard as well: framed as on calm water
            calm = pose_at(shot, time_s, world.ground)
            pose = replace(calm, y=max(calm.y + deck, below(calm.x, calm.z) + 1.0))
        world.paint(canvas, pose, time_s)
        opened = pose_at(shot, time_s - OPEN / float(self._fps), below)
        streak_place(canvas, pose, opened)
        light = world.light
        levels = {
            name: float(levels[min(index, len(levels) - 1)]) for name, levels in self._mouths.items() if len(levels)
        }
        lens = lens_at(shot, pose, time_s)
        empty = None if lens is None else Canvas(rgb=canvas.rgb.copy(), depth=canvas.depth.copy())
        paint_actors(canvas, pose, light, shot, time_s, levels, ground)
        if lens is not None and empty is not None:
            give_depth(canvas, empty, lens)
        paint_weather(canvas, pose, light, shot, time_s, self._scene.seed)
        if lens is not None:
            pull_focus(canvas, lens)
        streak_turn(canvas.rgb, pose, opened)
        self._finish.apply(canvas.rgb, pose.roll)
        if (text := caption_at(shot, time_s)) is not None:
            draw_caption(canvas.rgb, text)
        return canvas.rgb

    def _number(self, index: int) -> int:
        return self._scene.shots.index(self._scene.shot_at(float(index / self._fps)))

    def _painter(self, number: int) -> WorldPainter:
        """The place of one shot, made when it is first needed, so that a long clip holds two or three at a time."""
        with self._building[number]:
            world = self._painters.get(number)
            if world is None:
                shot = self._scene.shots[number]
                world = self._painters[number] = painter_of(shot.world)(shot, self._seeds[number])
                for old in range(number - 1):
                    self._painters.pop(old, None)
            return world


def _deck(shot: Shot, time_s: float, ground: Callable[[float, float], float]) -> float:
    """How much a deck on which somebody stands is lifted."""
    from vitascope.engines.animatic.draw.rigs.afloat import carried

    return next((up for a in shot.actors if (up := carried(a, shot, time_s, ground)) != 0), 0.0)


def _at(height: Callable[[float, float, float], float], time_s: float, x: float, z: float) -> float:
    return height(x, z, time_s)


def _seeds(scene: Scene) -> tuple[int, ...]:
    """A seed for the place of each shot: the same for as long as the place is, and another for another prompt."""
    own = (scene.seed + zlib.crc32(scene.prompt.encode())) % 2**31  # one seed for many prompts is not one sky for all
    seeds: list[int] = []
    for number, shot in enumerate(scene.shots):
        stays = number > 0 and shot.world == scene.shots[number - 1].world
        seeds.append(seeds[-1] if stays else own + 101 * number)
    return tuple(seeds)


_kept = threading.local()


def _picture(height: int, width: int) -> NDArray[np.uint8]:
    """A frame that nobody holds: this thread's last one, if that was let go, for a new one costs more to map than to
    fill.
    """
    last = getattr(_kept, "rgb", None)
    size = None if last is None else last.shape
    del last
    if size != (height, width, 3) or sys.getrefcount(_kept.rgb) > 2:  # `_kept` holds it, and the call itself
        _kept.rgb = np.empty((height, width, 3), np.uint8)
    rgb: NDArray[np.uint8] = _kept.rgb
    return rgb


def _depth(height: int, width: int) -> NDArray[np.float32]:
    """A buffer that this thread keeps: depth is of no use once a frame is done."""
    depth: NDArray[np.float32] | None = getattr(_kept, "depth", None)
    if depth is None or depth.shape != (height, width):
        depth = np.empty((height, width), np.float32)
        _kept.depth = depth
    return depth


_KERNELS: tuple[WorldKind, ...] = ("hills", "sea", "street", "sky", "space", "interior", "underwater", "abstract")
"""Worlds that between them run every kernel."""
_CAST: tuple[RigKind, ...] = ("dragon", "car", "balloon", "campfire", "placeholder")
"""Actors that between them run every kernel of the rigs: solids, skins, puffs and cards."""


@lru_cache(maxsize=1)
def warm_up() -> None:
    """Compile every kernel on tiny frames, or read them from numba's cache on disk."""
    for kind in _KERNELS:
        _tiny(World(kind=kind, time="night", weather="rain")).frame(1)
    # A sea that heaves, and lightning, which strikes there at 2.0 s; what falls; a coast that goes by.
    _tiny(World(kind="sea", time="night", weather="storm")).frame(51)
    _tiny(World(kind="forest", time="night", weather="fog", tags=("waterfall",))).frame(1)
    _tiny(World(kind="coast", time="night", weather="snow", tags=("road",)), track=True).frame(1)


def _tiny(world: World, *, track: bool = False) -> Renderer:
    kind = world.kind
    here = (Waypoint(time_s=0, x=0, y=1, z=6), Waypoint(time_s=3, x=90 * track, y=1, z=6))
    cast = tuple(Actor(id=rig, rig=rig, label=rig, path=here) for rig in _CAST)
    shot = Shot(
        start_s=0, end_s=3, world=world, actors=cast if kind == "hills" else cast[1:2] if track else (),
        camera=Camera(moves=(Move(kind="shake"), Move(kind="track" if track else "rack_focus"))),
    )  # fmt: skip
    scene = Scene(
        prompt="", seed=1, duration_s=3, mood="neutral", style=None, shots=(shot,), music=None, understood=(),
        not_understood=(), approximated=(),
    )  # fmt: skip
    return Renderer(scene, width=64, height=36, fps=Fraction(25), mouths={})
