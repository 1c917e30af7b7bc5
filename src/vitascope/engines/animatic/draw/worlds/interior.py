"""A room: plaster, boards, a table, and a window with the weather behind it, out of focus."""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.light import Palette, mix, palette_midway
from vitascope.engines.animatic.draw.noise import Field
from vitascope.engines.animatic.draw.sky import DITHER, buffer
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose, WorldPainter
from vitascope.engines.animatic.draw.terrain import detail_texture
from vitascope.engines.animatic.draw.trees import Grove, grove
from vitascope.engines.animatic.draw.weather import paint_weather
from vitascope.engines.animatic.draw.worlds.baking import Room, bake
from vitascope.engines.animatic.draw.worlds.heaven import space
from vitascope.engines.animatic.draw.worlds.land import Land, scattered
from vitascope.engines.animatic.draw.worlds.room_looks import METAL, PLASTER, SILL_M, RoomLook
from vitascope.engines.animatic.draw.worlds.rooms import room_of
from vitascope.engines.animatic.draw.worlds.walls import paint_walls
from vitascope.engines.animatic.graph import Actor, Shot, Waypoint, World
from vitascope.engines.animatic.views import VIEWS, view_of

_scratch = threading.local()
_COLD_WEATHER = ("rain", "storm", "snow")
_DARK = 0.5
NEAR_M = 2.9
"""Width of the far wall's part in the picture of a close-up."""
SILL_NEAR_M = 0.05
_COLD = np.diag((0.54, 0.64, 0.80)).astype(np.float32)
"""What a day of snow or rain is beside lamplight: darker, and blue to an eye that is used to the lamp."""
_BLUE, _SHADE = (58.0, 76.0, 112.0), (62.0, 70.0, 92.0)
_NAVE = Actor(id="nave", rig="building", label="nave", form="nave", size_m=10.0,
              path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=0.05),), facing="camera")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """A `WorldPainter` of a room; ``outside`` paints what is seen through its window."""

    shot: Shot
    seed: int
    room: Room
    outside: WorldPainter
    over_m: float
    """How high over the ground outside the room's floor is."""
    look: RoomLook
    lit: NDArray[np.float32]
    """Light on each face, ``(6, side, side, 3)``: left, right, floor, ceiling, wall ahead, table."""
    glow: NDArray[np.float32]
    """What the lamp or the fire adds, likewise."""
    beam: NDArray[np.float64]
    """The way to the sun outside, its strength on the floor, its colour."""
    detail: Field
    air: Light
    furniture: tuple[Actor, ...] = ()
    """What belongs to the room: pillars, pews."""
    pieces: NDArray[np.float32] | None = None
    """The solids of what stands along its walls."""

    @property
    def light(self) -> Light:
        return self.air

    def ground(self, x: float, z: float) -> float:  # noqa: ARG002 - floors are flat
        """The floor: what stands on the table says so by its height."""
        return 0.0

    def paint(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        room = self.room
        canvas.depth[:] = 60.0
        if room.window[1] > room.window[0]:
            self._view(canvas, pose, time_s)
        else:
            canvas.rgb[:] = 0
        # From near, plain plaster and the folds of a curtain are as wide as a third more pixels.
        pixel_m = (room.back - pose.z) / (pose.focal * canvas.width / 2)
        near = self.look.walls == PLASTER and room.table[1] <= room.table[0] and pixel_m * canvas.width < NEAR_M
        points = max(canvas.width // (320 if near else 480), 1)
        shape = (canvas.height // points + 2, canvas.width // points + 2)
        low, what = buffer("walls", (*shape, 4)), buffer("surfaces", shape)
        look = self.look
        # A fire is never still: two slow beats and a quick one.
        fire = 1 + 0.10 * look.hearth * (math.sin(7.1 * time_s) + math.sin(11.3 * time_s + 1) + math.sin(23 * time_s))
        lit = self.lit + self.glow * np.float32(fire)
        paint_walls(
            canvas.rgb, canvas.depth, low, what, points,
            np.array([
                pose.x, pose.y, pose.z, math.cos(pose.yaw), math.sin(pose.yaw), math.cos(pose.pitch),
                math.sin(pose.pitch), pose.focal * canvas.width / 2,
            ]),
            np.array([room.half, room.back, room.high]), np.array(room.window), np.array(room.table),
            np.array([room.plaster, room.curtain]), lit, self.detail, time_s, DITHER,
            np.array([
                look.walls, look.floor, look.hearth_m, look.hearth, look.lamps, look.flicker, look.counter, look.draped,
            ]),
            self.beam,
        )  # fmt: skip
        if self.pieces is not None and len(self.pieces):
            from vitascope.engines.animatic.draw.rigs.furnishings import paint_still

            paint_still(canvas, pose, self.air, self.pieces)
        if self.furniture:
            from vitascope.engines.animatic.draw.rigs import paint_actors  # rigs read worlds no more than worlds rigs

            dressed = replace(self.shot, actors=self.furniture, effects=())
            paint_actors(canvas, pose, self.air, dressed, time_s, {}, self.ground)

    def _view(self, canvas: Canvas, pose: Pose, time_s: float) -> None:
        """What is outside, at a fifth of the size and blurred, as a lens focused in the room sees it."""
        height, width = canvas.height // 5, canvas.width // 5
        small: Canvas | None = getattr(_scratch, "small", None)
        if small is None or small.rgb.shape[:2] != (height, width):
            small = Canvas(rgb=np.zeros((height, width, 3), np.uint8), depth=np.zeros((height, width), np.float32))
            _scratch.small = small
        up = replace(pose, y=pose.y + self.over_m + max(self.outside.ground(pose.x, pose.z), 0.0))
        self.outside.paint(small, up, time_s)
        blurred = cv2.GaussianBlur(small.rgb, (0, 0), max(width / 210, 0.6))
        size = (canvas.width, canvas.height)
        if self.shot.world.weather not in _COLD_WEATHER:
            cv2.resize(blurred, size, dst=canvas.rgb, interpolation=cv2.INTER_LINEAR)
            return
        # Flakes and drops are seen against what is a little darker than they are, and begin beyond the glass.
        half = self._half(canvas.width // 2, canvas.height // 2)
        cv2.resize(cv2.transform(blurred, _COLD), half.rgb.shape[1::-1], dst=half.rgb)
        half.depth[:] = 400.0
        there, beyond = _outdoors(self.shot)[0], replace(up, z=up.z + 1.0)
        # No veil of mist: of how far things are this picture knows nothing.
        paint_weather(half, beyond, self.outside.light, there, time_s, self.seed, air=False)
        cv2.resize(half.rgb, size, dst=canvas.rgb, interpolation=cv2.INTER_LINEAR)

    def _half(self, width: int, height: int) -> Canvas:
        half: Canvas | None = getattr(_scratch, "half", None)
        if half is None or half.rgb.shape[:2] != (height, width):
            half = Canvas(rgb=np.zeros((height, width, 3), np.uint8), depth=np.zeros((height, width), np.float32))
            _scratch.half = half
        return half


def _outdoors(shot: Shot) -> tuple[Shot, float]:
    """The same hour and weather, out of doors, and how high over the ground the room's floor is there.

    Where nothing was said of it, it is a vale, of which rain and snow leave only what is near, or by night a city.
    """
    world = shot.world
    if (view := view_of(world)) is not None:
        return replace(shot, world=view, actors=(), effects=()), VIEWS[view.kind]
    tags = ("meadow",) if world.weather in _COLD_WEATHER else ()
    night = world.time == "night"
    kind: World = replace(world, kind="city" if night else "hills", tags=tags)
    return replace(shot, world=kind, effects=()), 34.0 if night else 2.0


def interior(shot: Shot, seed: int) -> Inside:
    room, look = room_of(shot, seed)
    if shot.world.weather in _COLD_WEATHER:  # on such a day a lamp is on
        look = replace(look, warm=max(look.warm, 1.05))
    sky = palette_midway(shot)
    if shot.world.weather in _COLD_WEATHER and sky.night < _DARK:
        sky = _by_lamplight(sky)
    from vitascope.engines.animatic.draw.worlds import painter_of  # rooms are among its painters

    outside_shot, over_m = _outdoors(shot)
    outside = painter_of(outside_shot.world)(outside_shot, seed)
    if shot.world.weather == "snow" and view_of(shot.world) is None and isinstance(outside, Land):
        outside = replace(outside, trees=_firs(outside, seed))
    if look.walls == METAL:  # who is aboard sees the stars
        tags = () if "planet" in shot.world.tags else ("alien",)
        outside = space(replace(outside_shot, world=World(kind="space", time="night", tags=tags)), seed)
    lit, glow = bake(room, sky, warm=max(0.8 * sky.night, look.warm))
    pieces, prints = _furnish(shot, seed, room, look, sky)
    _shade(lit[2], glow[2], room, prints)
    lit += np.float32(0.62 * look.lamps) * np.array((0.94, 0.98, 1.0), np.float32)  # tubes light all of a room evenly
    return Inside(
        shot=shot, seed=seed, room=room, look=look, outside=outside, over_m=over_m, lit=lit, glow=glow,
        detail=detail_texture(seed), beam=_beam(shot, sky, look), air=_air(room, sky, look),
        furniture=(_NAVE,) if "church" in shot.world.tags else (), pieces=pieces,
    )  # fmt: skip


def _by_lamplight(sky: Palette) -> Palette:
    """The light of a dull day as it comes into a room where a lamp is on: less of it, and blue."""
    return replace(
        sky, horizon=mix(sky.horizon, _BLUE, 0.7), middle=mix(sky.middle, _BLUE, 0.7), key=mix(sky.key, _SHADE, 0.8),
        ambient=mix(sky.ambient, _SHADE, 0.8),
    )  # fmt: skip


def _firs(land: Land, seed: int) -> Grove:
    """Under snow, before a window: near enough to be told for what they are when they are out of focus."""
    return grove(scattered(land.terrain, seed, count=80, nearest=13.0, farthest=80.0, tallest=9.0), "winter", "conifer",
                 snowy=True)  # fmt: skip


def _furnish(
    shot: Shot, seed: int, room: Room, look: RoomLook, sky: Palette
) -> tuple[NDArray[np.float32], list[tuple[float, float, float, float]]]:
    """What stands in the room, and where on its floor."""
    from vitascope.engines.animatic.draw.rigs.furnishings import Floor, furnished

    if any(abs(a.path[0].y - SILL_M) < SILL_NEAR_M for a in shot.actors):
        return np.zeros((0, 0), np.float32), []  # what is on a sill is all that one sees
    busy = tuple(
        (p.x + (q.x - p.x) * k / 6, p.z + (q.z - p.z) * k / 6)
        for a in shot.actors for p, q in zip(a.path, a.path[1:] or a.path, strict=False) for k in range(7)
    )  # fmt: skip
    hearth = (look.hearth_m - 1.15, look.hearth_m + 1.15) if look.hearth else (0.0, 0.0)
    at = next((a.path[0].x for a in shot.actors if a.form == "door"), None)
    door = (at - 0.65, at + 0.65) if at is not None else (0.0, 0.0)
    floor = Floor(half=room.half, back=room.back, high=room.high, window=room.window[:2], hearth=hearth, door=door,
                  lamp=room.lamp, busy=busy)  # fmt: skip
    return furnished(look.furniture, floor, tags=shot.world.tags, seed=seed % 9973, night=sky.night)


def _shade(
    lit: NDArray[np.float32], glow: NDArray[np.float32], room: Room, prints: list[tuple[float, float, float, float]]
) -> None:
    """Under and about what stands on the floor there is less light."""
    side = lit.shape[0]
    at = (np.arange(side, dtype=np.float32) + 0.5) / side
    z, x = np.meshgrid(at * room.back, (2 * at - 1) * room.half, indexing="ij")
    for left, right, near, far in prints:
        off = np.hypot(np.maximum(np.maximum(left - x, x - right), 0), np.maximum(np.maximum(near - z, z - far), 0))
        shade = (1 - 0.55 * np.exp(-((off / 0.28) ** 2)))[..., None].astype(np.float32)
        lit *= shade
        glow *= shade


def _beam(shot: Shot, sky: Palette, look: RoomLook) -> NDArray[np.float64]:
    """The way to the sun that shines in from the left, how strongly, and its colour."""
    clear = {"clear": 1.0, "wind": 0.9, "cloudy": 0.15}.get(shot.world.weather, 0.0)
    low = shot.world.time in ("dawn", "golden", "dusk")
    up = 0.42 if low else 0.85
    way = np.array((-0.52, up, 0.75))
    way /= np.linalg.norm(way)
    strength = clear * (0.10 if sky.night > 0.9 else 1.0) * (0.0 if look.lamps else 1.0)
    return np.array([*way, 2.3 * strength, *(c / 255 for c in sky.key)])


def _air(room: Room, sky: Palette, look: RoomLook) -> Light:
    """For what stands in the room: the window lights it from the side, the walls and the lamp fill its shade."""
    warm = max(0.30 + 0.70 * sky.night, look.warm)
    day = 1 - 0.75 * sky.night
    fill = 1.0 if room.window[0] < room.window[1] else 1.25
    key = tuple(min(1.05 * k * day + w * 0.62 * warm, 255.0) for k, w in zip(sky.key, (255, 190, 124), strict=True))
    shade = tuple(
        min((0.80 * a * day + w * 0.28 * warm + 16) * fill, 190.0)
        for a, w in zip(sky.ambient, (255, 196, 140), strict=True)
    )
    sun = (-0.55, 0.45, -0.70) if room.window[0] == room.window[1] else (-0.78, 0.56, -0.12)
    if look.hearth:
        sun = (0.35, 0.25, -0.75)
    size = math.sqrt(sum(c * c for c in sun))
    return Light(
        sun=(sun[0] / size, sun[1] / size, sun[2] / size), key=(key[0], key[1], key[2]),
        ambient=(shade[0], shade[1], shade[2]), rim=sky.horizon, haze=(120, 104, 88), haze_m=60.0,
        night=sky.night * 0.5,
    )  # fmt: skip
