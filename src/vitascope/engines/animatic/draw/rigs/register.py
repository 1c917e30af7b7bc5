"""Which function builds which rig, how large it was drawn, and how it meets the ground."""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.animatic.draw.arches import UNIT
from vitascope.engines.animatic.draw.rigs import (
    air,
    beasts,
    birds,
    buildings,
    cars,
    cups,
    dragon,
    faces,
    objects,
    people,
    places,
    ships,
    swimmers,
    vehicles,
)
from vitascope.engines.animatic.draw.rigs.body import Body, Point
from vitascope.engines.animatic.draw.rigs.cast import Cast, Rig
from vitascope.engines.animatic.draw.rigs.decks import Deck
from vitascope.engines.animatic.graph import RigKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How `staging` treats one kind of rig."""

    rig: Rig
    unit: float = 1.0
    """The rig's own metres that make one `Actor.size_m`."""
    grounded: bool = True
    afloat: bool = False
    flies: bool = False
    shadow: bool = True
    spacing: float = 1.1
    """Between instances, in sizes."""
    rest_yaw: float = 0.6
    """How far it looks past the camera when it stands still, in radians."""
    anchor: Point = (0.0, 0.5, 0.0)
    """Where an effect of the prompt comes from, in the rig's own metres."""
    plume: float = 0.2
    """Width of such an effect, in the rig's own metres."""
    deck: Deck | None = None
    """What people stand on aboard of it, where that moves in the rig itself or may fill the picture."""


def _nothing(_body: Body, _cast: Cast) -> None:
    """Placeholders are flat: `card` draws them."""


_ENTRIES: dict[RigKind, Entry] = {
    "dragon": Entry(
        rig=dragon.draw_dragon,
        unit=0.75 * dragon.LENGTH,  # much of its length is tail, which points away from us
        grounded=False,
        flies=True,
        rest_yaw=0.5,
        anchor=(0, 0.9, 4.9),
        plume=0.7,
    ),
    "maw": Entry(
        rig=dragon.draw_maw, unit=1.2, grounded=False, shadow=False, rest_yaw=0.0, anchor=(0, 0.4, 0.8), plume=0.2
    ),
    "bird": Entry(rig=birds.draw_bird, unit=1.9, grounded=False, flies=True, rest_yaw=0.9),
    "flock": Entry(rig=birds.draw_flock, unit=2.0, grounded=False, flies=True, shadow=False, rest_yaw=1.2),
    "butterfly": Entry(rig=birds.draw_butterfly, unit=1.0, grounded=False, shadow=False, spacing=2.5),
    "quadruped": Entry(rig=beasts.draw_quadruped, unit=1.35, anchor=(0, 0.05, -0.4), plume=0.3, spacing=1.3),
    "biped": Entry(rig=people.draw_biped, unit=1.8, rest_yaw=0.35, anchor=(0, 0.05, 0), plume=0.25, spacing=0.55),
    "face": Entry(rig=faces.draw_face, unit=5.2, grounded=False, shadow=False, rest_yaw=0.22, anchor=(0, 2.8, 1.2)),
    "whale": Entry(
        rig=swimmers.draw_whale, unit=10.4, grounded=False, afloat=True, shadow=False, rest_yaw=1.0, plume=3.0
    ),
    "fish": Entry(rig=swimmers.draw_fish, unit=1.15, grounded=False, shadow=False, rest_yaw=1.1),
    "school": Entry(rig=swimmers.draw_school, unit=2.4, grounded=False, shadow=False, rest_yaw=1.3),
    "car": Entry(rig=cars.draw_car, unit=cars.LENGTH, rest_yaw=0.7, anchor=(0, 0.1, -2.0), plume=0.5),
    "train": Entry(rig=vehicles.draw_train, unit=42.0, rest_yaw=0.9, anchor=(0, 4.3, 4.5), plume=0.8),
    "viaduct": Entry(
        rig=vehicles.draw_viaduct, unit=UNIT, grounded=False, shadow=False, rest_yaw=0.0, anchor=(0, 1, 0), plume=3.0
    ),
    "boat": Entry(rig=ships.draw_boat, unit=6.0, grounded=False, afloat=True, shadow=False, rest_yaw=0.9, plume=0.6),
    "sailing_ship": Entry(
        rig=ships.draw_sailing_ship,
        unit=30.0,
        grounded=False,
        afloat=True,
        shadow=False,
        rest_yaw=0.9,
        anchor=(0, 0, 12),
        plume=3.0,
        deck=Deck(lines=ships.deck_lines, carries=ships.carried_by_ship),
    ),
    "rocket": Entry(rig=air.draw_rocket, unit=10.0, rest_yaw=0.3, anchor=(0, -0.6, 0), plume=1.2),
    "aircraft": Entry(
        rig=air.draw_aircraft, unit=10.0, grounded=False, flies=True, rest_yaw=0.8, anchor=(0, 0.2, -5), plume=0.6
    ),
    "balloon": Entry(
        rig=air.draw_balloon, unit=10.0, grounded=False, rest_yaw=0.3, anchor=(0, 2, 0), plume=0.4, spacing=1.5
    ),
    "windmill": Entry(rig=places.draw_windmill, unit=12.4, rest_yaw=0.5, anchor=(0, 7, 0), plume=1.0),
    "lighthouse": Entry(rig=places.draw_lighthouse, unit=20.0, rest_yaw=0.4, anchor=(0, 16.9, 0), plume=4.0),
    "tree": Entry(rig=places.draw_tree, unit=10.0, anchor=(0, 5, 0), plume=1.5, spacing=0.46),
    "flower": Entry(rig=places.draw_flower, unit=1.0, rest_yaw=0.2, spacing=0.5),
    "cup": Entry(rig=cups.draw_cup, unit=1.0, rest_yaw=1.2, anchor=(0, 0.95, 0), plume=0.34, spacing=2.2),
    "campfire": Entry(rig=places.draw_campfire, unit=1.15, anchor=(0, 0.14, 0), plume=0.5),
    "building": Entry(
        rig=buildings.draw_building, unit=10.0, rest_yaw=0.45, anchor=(0, 9.0, 0), plume=1.5, spacing=1.9
    ),
    "object": Entry(rig=objects.draw_object, unit=1.0, rest_yaw=0.35, anchor=(0, 0.7, 0), plume=0.3, spacing=1.2),
    "picture": Entry(rig=_nothing),
    "placeholder": Entry(rig=_nothing),
}

GROUP_RIGS: frozenset[RigKind] = frozenset({"flock", "school"})
"""They draw their whole number themselves."""


def entry_of(kind: RigKind) -> Entry:
    return _ENTRIES[kind]
