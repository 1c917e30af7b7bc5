"""The room of a shot: how large it is, and where window, table, hearth and lamps are, about who is in it."""

from __future__ import annotations

from dataclasses import replace

from vitascope.engines.animatic.draw.rigs.colours import mix, paint_of
from vitascope.engines.animatic.draw.worlds.baking import TABLE_M, Room
from vitascope.engines.animatic.draw.worlds.room_looks import LOOKS, PLASTER, SILL_M, RoomLook
from vitascope.engines.animatic.graph import Shot, Waypoint, World

_SEEN_BEHIND = ("kitchen", "bar", "restaurant", "office", "laboratory")
"""What stands in them is seen behind their tables."""
_DOOR_M = 0.09
"""How far behind the middle of its door a wall is."""
_AT_NIGHT = 0.3
"""How much of a corridor's light is on by night."""
_AT_HOME = (3.2, 5.2, 2.7)
"""Of a room that is more than what is behind a table or about a window."""
_PLASTERS: tuple[tuple[float, float, float], ...] = (
    (214, 202, 182), (172, 190, 174), (158, 178, 198), (222, 182, 150), (226, 208, 158), (198, 176, 184),
)  # fmt: skip
"""What rooms at home are painted, one as good as another."""
_DRAPES: tuple[tuple[float, float, float], ...] = (
    (196, 184, 166), (92, 112, 104), (120, 136, 166), (172, 96, 70), (150, 60, 62), (226, 220, 206),
)  # fmt: skip


def room_of(shot: Shot, seed: int) -> tuple[Room, RoomLook]:
    """The room in which ``shot`` plays: as its tags say, about who is in it."""
    tags = shot.world.tags
    look = next((LOOKS[t] for t in tags if t in LOOKS), RoomLook())
    kind = next((t for t in tags if t in LOOKS), "")
    on_table = [a.path[0] for a in shot.actors if abs(a.path[0].y - TABLE_M) < 0.06]
    on_sill = [a.path[0] for a in shot.actors if abs(a.path[0].y - SILL_M) < 0.05]
    still = on_table or on_sill or ("window" in tags and not kind)
    half, back, high = look.size or ((2.5, 3.3, 2.7) if still else _AT_HOME)
    if on_table or on_sill:
        half, back, high = (2.5, 3.3, 2.7) if kind != "spaceship" else (half, back, high)
    window, curtain = look.window, look.curtain
    table = (0.0, 0.0, 0.0, 0.0)
    look, curtain = _decorated(look, shot.world, seed)
    if on_table or "table" in tags:
        table, back, window = _laid(shot, look, on_table, window)
    people = {"chair" in a.props for a in shot.actors if a.rig == "biped"}
    wanted = (on_table and True in people) or ("table" in tags and (True in people or not on_table))
    if wanted and (before := _before_people(shot)) is not None:
        table, back = before, max(back, before[3] + 1.3)
    look = replace(look, counter=float(people == {False} and "table" in tags))
    if on_sill:
        x, z = on_sill[0].x, on_sill[0].z
        back = z + 0.13
        window = (x - 1.0, x + 1.15, SILL_M, 2.3)
    if "corridor" in tags:
        half, back, high = 1.5, 26.0, 2.7
        look = replace(look, furniture="doors" if look.walls == PLASTER else "bare")
    look = _lit(look, shot.world)
    if "stage" in tags:
        half, back, high, curtain = 6.0, 9.0, 5.5, (150.0, 24.0, 30.0)
        look = replace(look, plaster=(64.0, 50.0, 52.0), warm=1.0, dark=True, draped=1.0, furniture="bare")
    far = min(max((a.path[0].z for a in shot.actors), default=0.0), 16.0)
    if not on_table and not on_sill:
        back = max(back, far + 1.6)
        half = half if look.size or "corridor" in tags else max(half, 0.5 * far + 1.5)
    lamp = (-0.75 * half, 1.5, 0.72 * back)
    if on_table and table[3] > back - 0.2:  # what stands by the window is lit from the side
        lamp = (table[0] + 0.35, 1.45, table[2] + 0.35)
    fire = next((a.path[0] for a in shot.actors if a.rig == "campfire"), None)
    if "fireplace" in tags and fire is not None and not on_sill:
        back = fire.z + 0.32
        lamp = (fire.x, 0.55, fire.z - 0.15)
        look = replace(look, hearth=1.0, hearth_m=fire.x, warm=1.0)
        window = (fire.x + 1.25, fire.x + 2.75, SILL_M, 2.25)
        half = max(half, abs(fire.x) + 3.2)
    if look.dark and not on_sill and "window" not in tags:
        window = (0.0, 0.0, 0.0, 0.0)
    if (door := next((a.path[0] for a in shot.actors if a.form == "door"), None)) is not None:
        half, back, window = _with_door(half, door, window)
    room = Room(
        half=half, back=back, high=high, window=window, table=table, curtain=curtain, plaster=look.plaster, lamp=lamp
    )
    return room, look


def _with_door(
    half: float, door: Waypoint, window: tuple[float, float, float, float]
) -> tuple[float, float, tuple[float, float, float, float]]:
    """Of a room that has ``door`` in its far wall: half its breadth, how far off that wall is, and its window."""
    beside = door.x + 1.3
    if window[1] <= window[0]:
        return max(half, abs(door.x) + 0.8), door.z + _DOOR_M, window
    return max(half, beside + 2.0), door.z + _DOOR_M, (beside, beside + 1.5, SILL_M, 2.3)


def _laid(
    shot: Shot, look: RoomLook, on_table: list[Waypoint], window: tuple[float, float, float, float]
) -> tuple[tuple[float, float, float, float], float, tuple[float, float, float, float]]:
    """The table under what stands on it, how far off the wall behind it is, and the window there."""
    x, z = (on_table[0].x, on_table[0].z) if on_table else (0.0, 1.4)
    near = max(z - 0.45, 0.08)
    alone = not any(a.rig == "biped" for a in shot.actors)
    if on_table and alone and look.furniture == "plain" and "window" in shot.world.tags:
        # A table by the window stands at its sill, and no bar is behind what stands on it.
        return (x - 1.5, x + 1.5, near, z + 0.60), z + 0.68, (x - 0.78, x + 1.42, TABLE_M + 0.03, 2.3)
    back = max(z + (2.6 if look.furniture in _SEEN_BEHIND else 1.0), 1.7)
    return (x - 0.75, x + 0.85, near, z + 0.42), back, window


def _decorated(look: RoomLook, world: World, seed: int) -> tuple[RoomLook, tuple[float, float, float]]:
    """``look`` in the colours of its walls and by the lamps of its hour; and the colour of the curtains."""
    curtain = look.curtain
    if look.walls == PLASTER and look.furniture in ("plain", "living", "bedroom"):
        look = replace(look, plaster=_PLASTERS[seed % 6])
        curtain = _DRAPES[(seed // 6) % 6]
    if look.walls == PLASTER and world.colours:
        look = replace(look, plaster=mix(paint_of(world.colours[0], look.plaster), look.plaster, 0.35))
    if world.time == "night" and look.furniture in ("office", "classroom", "hospital"):
        look = replace(look, lamps=1.0)
    if world.time == "night" and look.furniture in ("living", "bedroom", "bar", "restaurant"):
        look = replace(look, warm=1.6 * look.warm)  # the lamps are all the light there is
    return look, curtain


def _before_people(shot: Shot) -> tuple[float, float, float, float] | None:
    """The table of who is in the room: between two that sit, and before anybody else."""
    people = [a for a in shot.actors if a.rig == "biped"]
    sitting = [a.path[0] for a in people if "chair" in a.props]
    if len(sitting) > 1:
        x, z = sum(p.x for p in sitting) / len(sitting), sitting[0].z
        return (x - 0.6, x + 0.6, z - 0.38, z + 0.38)
    if sitting:
        return (sitting[0].x - 0.8, sitting[0].x + 0.8, sitting[0].z - 1.02, sitting[0].z - 0.26)
    if not people:
        return None
    x, z = people[0].path[0].x, people[0].path[0].z
    return (x - 0.9, x + 0.9, max(z - 1.05, 0.3), z - 0.3)


def _lit(look: RoomLook, world: World) -> RoomLook:
    """``look`` with the tubes that corridors have, few of them by night, and those that stutter."""
    if "corridor" in world.tags:
        lamps = _AT_NIGHT if world.time == "night" else 1.0
        look = replace(look, lamps=lamps, dark=True, warm=max(look.warm, 0.5) * lamps)
    return replace(look, flicker=1.0, lamps=1.0) if "flicker" in world.tags else look
