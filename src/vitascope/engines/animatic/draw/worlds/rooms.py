"""Kinds of rooms: how large, what their walls and floors are of, where window, table, hearth and lamps are."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vitascope.engines.animatic.draw.worlds.baking import TABLE_M, Room
from vitascope.engines.animatic.graph import Shot

SILL_M = 0.90
"""Height of a window sill, as the reading has it."""
PLASTER, BOOKS, STONE, TILES, BRICKS, METAL, PLANKS = 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0
"""What walls are clad with, as the kernel of `walls` knows them."""
BOARDS, SQUARES, FLAGS, PLATES, CHEQUERS = 0.0, 1.0, 2.0, 3.0, 4.0
"""What floors are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLook:
    """What a room is made of."""

    walls: float = PLASTER
    floor: float = BOARDS
    plaster: tuple[float, float, float] = (214.0, 202.0, 182.0)
    warm: float = 0.34
    """Of its lamp by day."""
    hearth: float = 0.0
    """1 with a fire."""
    hearth_m: float = 0.0
    """Where along the wall ahead it burns."""
    lamps: float = 0.0
    """1 with tubes of light along the ceiling."""
    flicker: float = 0.0
    counter: float = 0.0
    """1 where its table is boarded up to the floor, as in a kitchen or a bar."""
    draped: float = 0.0
    """1 where a curtain is the wall ahead: a stage."""
    dark: bool = False
    """No window."""


LOOKS: dict[str, RoomLook] = {
    "books": RoomLook(walls=BOOKS, plaster=(150, 120, 90), warm=0.60),
    "tiled": RoomLook(walls=TILES, floor=CHEQUERS, warm=0.40),
    "tavern": RoomLook(walls=PLANKS, warm=0.75),
    "log_walls": RoomLook(walls=PLANKS, warm=0.55),
    "classroom": RoomLook(plaster=(196, 204, 188), warm=0.40),
    "office": RoomLook(floor=SQUARES, plaster=(218, 220, 220), warm=0.40),
    "laboratory": RoomLook(walls=TILES, floor=SQUARES, warm=0.50),
    "stone_walls": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(146, 138, 126), warm=0.55),
    "church": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(196, 184, 162), warm=0.55),
    "brick_walls": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(158, 92, 72), warm=0.60),
    "spaceship": RoomLook(walls=METAL, floor=PLATES, plaster=(150, 158, 170), warm=0.45, lamps=1.0),
    "subway": RoomLook(walls=TILES, floor=SQUARES, warm=0.55, lamps=1.0, dark=True),
    "cave": RoomLook(walls=STONE, floor=FLAGS, plaster=(118, 104, 92), warm=0.75, dark=True),
    "cellar": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(132, 96, 80), warm=0.6, dark=True),
}
"""By the tags of a room."""
_LARGE = {"church": (6.0, 21.0, 11.0), "cave": (4.5, 9.0, 4.2), "spaceship": (3.6, 6.5, 3.0)}
"""Half the width, the depth and the height of what is larger than a room at home."""


def room_of(shot: Shot, seed: int) -> tuple[Room, RoomLook]:  # noqa: ARG001 - rooms of a kind are alike
    """The room in which ``shot`` plays: as its tags say, about who is in it."""
    tags = shot.world.tags
    look = next((LOOKS[t] for t in tags if t in LOOKS), RoomLook())
    kind = next((t for t in tags if t in LOOKS), "")
    on_table = [a.path[0] for a in shot.actors if abs(a.path[0].y - TABLE_M) < 0.06]
    on_sill = [a.path[0] for a in shot.actors if abs(a.path[0].y - SILL_M) < 0.05]
    half, back, high = _LARGE.get(kind, (2.5, 3.3, 2.7))
    window = (-0.85, 1.25, SILL_M, 2.25)
    table = (0.0, 0.0, 0.0, 0.0)
    curtain = (196.0, 184.0, 166.0)
    if on_table or "table" in tags:
        x, z = (on_table[0].x, on_table[0].z) if on_table else (0.0, 1.4)
        table = (x - 0.75, x + 0.85, max(z - 0.45, 0.08), z + 0.42)
        back = max(z + 1.0, 1.7)
    people = {"chair" in a.props for a in shot.actors if a.rig == "biped"}
    wanted = (on_table and True in people) or ("table" in tags and (True in people or not on_table))
    if wanted and (before := _before_people(shot)) is not None:
        table, back = before, max(back, before[3] + 1.3)
    look = replace(look, counter=float(people == {False} and "table" in tags))
    if on_sill:
        x, z = on_sill[0].x, on_sill[0].z
        back = z + 0.13
        window = (x - 1.0, x + 1.15, SILL_M, 2.3)
    if kind == "church":  # behind the glass of the altar, which `rigs.nave` puts before it
        window = (-1.2, 1.2, 2.7, 8.0)
    if kind == "spaceship":
        window = (-0.72 * half, 0.72 * half, 1.0, 2.5)
    if "corridor" in tags:
        half, back = 1.5, 26.0
    look = _lit(look, tags)
    if "stage" in tags:
        half, back, high = 6.0, 9.0, 5.5
        curtain = (150.0, 24.0, 30.0)
        look = replace(look, plaster=(64.0, 50.0, 52.0), warm=1.0, dark=True, draped=1.0)
    far = min(max((a.path[0].z for a in shot.actors), default=0.0), 16.0)
    if not on_table and not on_sill:
        back = max(back, far + 1.6)
        half = max(half, 0.5 * far + 1.5)
    lamp = (-0.75 * half, 1.5, 0.72 * back)
    fire = next((a.path[0] for a in shot.actors if a.rig == "campfire"), None)
    if "fireplace" in tags and fire is not None and not on_sill:
        back = fire.z + 0.32
        lamp = (fire.x, 0.55, fire.z - 0.15)
        look = replace(look, hearth=1.0, hearth_m=fire.x, warm=1.0)
        window = (fire.x + 1.25, fire.x + 2.75, SILL_M, 2.25)
        half = max(half, abs(fire.x) + 3.2)
    if look.dark and not on_sill and "window" not in tags:
        window = (0.0, 0.0, 0.0, 0.0)
    room = Room(
        half=half, back=back, high=high, window=window, table=table, curtain=curtain, plaster=look.plaster, lamp=lamp
    )
    return room, look


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


def _lit(look: RoomLook, tags: tuple[str, ...]) -> RoomLook:
    """``look`` with the tubes that corridors have, and those that stutter."""
    if "corridor" in tags:
        look = replace(look, lamps=1.0, dark=True, warm=max(look.warm, 0.5))
    return replace(look, flicker=1.0, lamps=1.0) if "flicker" in tags else look
