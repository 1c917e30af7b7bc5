"""Where people live out of doors: a village with its lane, a farm, a graveyard, a Japanese garden, a camp."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vitascope.engines.animatic.draw.worlds.hills import hills
from vitascope.engines.animatic.draw.worlds.land import Land
from vitascope.engines.animatic.graph import Actor, Shot, Waypoint

_CLEAR_M = 3.0
"""About who acts there, nothing is put."""


def settled(shot: Shot, seed: int) -> Land:
    """Hills, and on them what the words of the place mean."""
    tags = set(shot.world.tags)
    random = np.random.default_rng(seed + 201)
    things = (
        _graves(random) if "graveyard" in tags
        else _garden(random) if "japanese_garden" in tags
        else _farm(random) if "farm" in tags
        else _stadium() if "stadium" in tags
        else _village(random, market="market" in tags)
    )  # fmt: skip
    land = hills(shot, seed)
    busy = [(p.x, p.z, a.size_m) for a in shot.actors for p in a.path]
    free = [
        t
        for t in things
        if t.form == "stands" or all(_apart(t, x, z) > _CLEAR_M + 0.6 * min(size, 8.0) for x, z, size in busy)
    ]
    cold = shot.world.weather == "snow" or shot.world.season == "winter"
    if cold:
        free = [replace(t, form="snowy cabin") if t.form in ("cottage", "house") else t for t in free]
    return replace(land, furniture=tuple(free))


def _apart(thing: Actor, x: float, z: float) -> float:
    spot = thing.path[0]
    return float(np.hypot(spot.x - x, spot.z - z)) - 0.45 * thing.size_m


def _thing(number: int, form: str, x: float, z: float, size_m: float, *, rig: str = "building") -> Actor:
    at = Waypoint(time_s=0.0, x=round(x, 2), y=0.0, z=round(z, 2))
    return Actor(id=f"{form} {number}", rig=rig, label=form, form=form, size_m=size_m, path=(at,))  # type: ignore[arg-type]


def _village(random: np.random.Generator, *, market: bool) -> list[Actor]:
    """Houses on both sides of a lane that leads to the church, and stalls along it on market day."""
    things = [_thing(0, "church", -7.0 + 14 * float(random.random()), 98.0, 22.0)]
    for side in (-1.0, 1.0):
        z = 13.0 + 5 * float(random.random())
        while z < 52:
            size = float(random.uniform(6.0, 8.2))
            form = "cottage" if random.random() < 0.75 else "house"
            aside = 10.5 + float(random.uniform(0.0, 3.0)) + 0.03 * z
            things.append(_thing(len(things), form, side * aside, z, size))
            z += size * 1.05 + float(random.uniform(0.5, 4.0))
        for z in (36.0,):
            things.append(_thing(len(things), "tree", side * (16 + 5 * float(random.random())), z + 4, 7.0, rig="tree"))
        if market:
            for k in range(3):
                z = 9.0 + 6.8 * k + float(random.uniform(-0.8, 0.8))
                things.append(_thing(len(things), "stall", side * (4.3 + 0.025 * z), z, 2.6))
    return things


def _farm(random: np.random.Generator) -> list[Actor]:
    side = float(random.choice([-1.0, 1.0]))
    things = [_thing(0, "barn", side * 21.0, 42.0, 10.5), _thing(1, "house", -side * 17.0, 37.0, 8.0)]
    things += [_thing(2 + k, "tree", -side * (24.0 + 6 * k), 44.0 + 5 * k, 8.5, rig="tree") for k in range(3)]
    things.append(_thing(6, "windmill", side * 52.0, 95.0, 14.0, rig="windmill"))
    return things


def _stadium() -> list[Actor]:
    """Stands about the pitch, a goal before them, and a mast at each end."""
    things = [_thing(0, "stands", 0.0, 24.0, 13.0), _thing(1, "goal", 3.0, 30.0, 7.3)]
    return [*things, *(_thing(2 + k, "floodlight", side * 47.0, 62.0, 26.0) for k, side in enumerate((-1.0, 1.0)))]


def _graves(random: np.random.Generator) -> list[Actor]:
    things = [_thing(0, "church", 14.0, 62.0, 17.0)]
    for row in range(7):
        for k in range(9):
            x, z = (
                -13.0 + 3.2 * k + float(random.uniform(-0.5, 0.5)),
                6.5 + 4.4 * row + float(random.uniform(-0.4, 0.4)),
            )
            if abs(x) > 1.1 and random.random() < 0.82:
                things.append(_thing(len(things), "grave", x, z, float(random.uniform(0.8, 1.35))))
    things.append(replace(_thing(90, "bare tree", -9.0, 24.0, 9.0, rig="tree"), form="dead"))
    return things


def _garden(random: np.random.Generator) -> list[Actor]:
    things = [_thing(0, "torii", 3.4, 17.0, 4.6), _thing(1, "pagoda", -13.0, 46.0, 17.0)]
    for k, (x, z) in enumerate(((-5.6, 11.0), (7.8, 12.5), (-9.5, 21.0), (11.5, 27.0), (-3.0, 33.0), (17.0, 38.0))):
        size = 4.6 + 1.8 * float(random.random())
        things.append(replace(_thing(2 + k, "cherry", x, z, size, rig="tree"), form="cherry", label="cherry tree"))
    return things
