"""What rooms of each kind are made of, how large they are, and what they are furnished as."""

from __future__ import annotations

from dataclasses import dataclass

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
    """1 where a curtain is the wall ahead: a stage; -1 where not even windows have one."""
    dark: bool = False
    """No window."""
    furniture: str = "plain"
    """Which of the kinds of `rigs.furnishings` it is furnished as."""
    size: tuple[float, float, float] | None = None
    """Half the width, the depth and the height of what is not as large as a room at home."""
    window: tuple[float, float, float, float] = (-0.85, 1.25, SILL_M, 2.25)
    """Left, right, sill and head."""
    curtain: tuple[float, float, float] = (196.0, 184.0, 166.0)


_ASIDE = (0.45, 2.3, SILL_M, 2.25)
"""A window that is not behind who stands in the middle."""
LOOKS: dict[str, RoomLook] = {
    "living_room": RoomLook(furniture="living", warm=0.75, window=_ASIDE),
    "bedroom": RoomLook(furniture="bedroom", warm=0.70, window=_ASIDE),
    "bathroom": RoomLook(
        draped=-1.0, walls=TILES, floor=SQUARES,
        warm=0.5, furniture="bathroom", size=(2.4, 4.2, 2.6), window=(0.9, 1.7, 1.35, 2.15),
    ),
    "books": RoomLook(walls=BOOKS, plaster=(150, 120, 90), warm=0.60, furniture="study"),
    "tiled": RoomLook(
        draped=-1.0, walls=TILES, floor=CHEQUERS, warm=0.40, furniture="kitchen", size=(3.1, 4.8, 2.7),
        window=(-0.75, 0.95, 1.2, 2.2),
    ),
    "tavern": RoomLook(walls=PLANKS, warm=0.95, furniture="bar", dark=True),
    "restaurant": RoomLook(
        plaster=(196, 166, 138), warm=0.80, furniture="restaurant", size=(4.2, 6.2, 2.9), curtain=(142, 62, 54),
    ),
    "log_walls": RoomLook(walls=PLANKS, warm=0.55),
    "classroom": RoomLook(
        draped=-1.0, plaster=(206, 208, 184), warm=0.40,
        furniture="classroom", size=(4.6, 7.4, 3.0), window=(1.2, 4.0, 0.9, 2.4),
    ),
    "office": RoomLook(
        floor=SQUARES, plaster=(218, 220, 220), warm=0.40, furniture="office", size=(4.4, 6.4, 2.8),
        window=(-1.5, 1.7, 0.9, 2.4), curtain=(158, 166, 174),
    ),
    "laboratory": RoomLook(
        draped=-1.0, walls=TILES, floor=SQUARES,
        warm=0.50, furniture="laboratory", size=(3.6, 5.4, 2.8),
    ),
    "hospital": RoomLook(
        floor=SQUARES, plaster=(204, 220, 218), warm=0.40, furniture="hospital", size=(4.4, 6.2, 2.8),
        curtain=(166, 200, 198),
    ),
    "gym": RoomLook(
        draped=-1.0, plaster=(190, 190, 188), warm=0.45,
        furniture="gym", size=(4.8, 6.8, 3.6), window=(-0.4, 1.6, 1.9, 3.1),
    ),
    "dance": RoomLook(furniture="dance", size=(4.4, 6.4, 3.4), window=(0.5, 2.9, 0.6, 2.9), curtain=(226, 222, 214)),
    "museum": RoomLook(
        plaster=(150, 62, 56), warm=1.0, furniture="museum", size=(5.2, 8.0, 4.4), dark=True, lamps=0.6
    ),
    "nightclub": RoomLook(
        floor=PLATES, plaster=(110, 70, 150), warm=0.5, furniture="nightclub", size=(5.2, 8.0, 4.0), dark=True
    ),
    "shop": RoomLook(
        floor=SQUARES, plaster=(220, 222, 220), furniture="shop", size=(3.4, 12.4, 3.3), dark=True, lamps=1.0
    ),
    "warehouse": RoomLook(
        draped=-1.0, walls=BRICKS, floor=PLATES, plaster=(150, 122, 108), furniture="warehouse", size=(6.4, 16.0, 6.6),
        window=(-3.6, 3.6, 3.7, 5.9),
    ),
    "lobby": RoomLook(
        floor=CHEQUERS, plaster=(206, 184, 148), warm=1.1, furniture="lobby", size=(6.0, 10.0, 4.8), dark=True
    ),
    "staircase": RoomLook(
        floor=CHEQUERS, plaster=(196, 178, 150), warm=1.1, furniture="stairs", size=(4.4, 8.6, 6.2), dark=True
    ),
    "concourse": RoomLook(
        draped=-1.0, walls=BRICKS, floor=SQUARES,
        plaster=(214, 200, 176), warm=0.7, furniture="concourse", size=(11.0, 30.0, 11.0),
        window=(-8.5, 8.5, 5.5, 10.2),
    ),
    "lockers": RoomLook(walls=TILES, floor=SQUARES, furniture="lockers", dark=True, lamps=1.0),
    "cell": RoomLook(
        draped=-1.0, walls=BRICKS, floor=FLAGS,
        plaster=(146, 138, 126), warm=0.35, furniture="cell", size=(2.1, 4.4, 2.7),
        window=(0.35, 1.05, 1.75, 2.35),
    ),
    "stone_walls": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(146, 138, 126), warm=0.55, furniture="bare"),
    "church": RoomLook(
        draped=-1.0, walls=BRICKS, floor=FLAGS,
        plaster=(196, 184, 162), warm=0.55, furniture="bare", size=(6.0, 21.0, 11.0),
        window=(-1.2, 1.2, 2.7, 8.0),  # behind the glass of the altar, which `rigs.nave` puts before it
    ),
    "brick_walls": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(158, 92, 72), warm=0.60),
    "spaceship": RoomLook(
        walls=METAL, floor=PLATES, plaster=(150, 158, 170), warm=0.45, lamps=1.0, furniture="bare",
        size=(3.6, 6.5, 3.0), window=(-2.6, 2.6, 1.0, 2.5),
    ),
    "subway": RoomLook(walls=TILES, floor=SQUARES, warm=0.55, lamps=1.0, dark=True, furniture="bare"),
    "tube": RoomLook(  # of a station under the ground, from its tracks up
        walls=TILES, floor=FLAGS, warm=0.55, lamps=1.0, dark=True, furniture="bare", size=(7.9, 120.0, 6.4)
    ),
    "cave": RoomLook(
        walls=STONE, floor=FLAGS, plaster=(118, 104, 92), warm=0.75, dark=True, furniture="bare", size=(4.5, 9.0, 4.2)
    ),
    "cellar": RoomLook(walls=BRICKS, floor=FLAGS, plaster=(132, 96, 80), warm=0.6, dark=True, furniture="bare"),
    "bare": RoomLook(furniture="bare"),
}  # fmt: skip
"""By the tags of a room."""
