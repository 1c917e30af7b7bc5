from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.rigs import platform as built
from vitascope.engines.animatic.draw.stage import Canvas, WorldPainter
from vitascope.engines.animatic.draw.worlds import painter_of
from vitascope.engines.animatic.graph import Actor, Waypoint, World
from vitascope.engines.animatic.reading import tracks
from vitascope.engines.animatic.reading.reader import read_prompt

_PLATFORM = World(kind="street", tags=("platform",))
_TUBE = World(kind="interior", tags=("subway_station",))


def _painter(world: World, *actors: Actor) -> WorldPainter:
    return painter_of(world)(shot_of(world, actors=actors), 5)


def _painted(world: World) -> Canvas:
    shot = shot_of(world)
    place = painter_of(world)(shot, 5)
    canvas = Canvas(rgb=np.zeros((54, 96, 3), np.uint8), depth=np.zeros((54, 96), np.float32))
    place.paint(canvas, pose_at(shot, 1.0, place.ground), 1.0)
    return canvas


def test_reading_and_drawing_agree_on_where_the_track_lies() -> None:
    assert (tracks.TRACK_M, tracks.DROP_M) == (built.TRACK_M, built.DROP_M)


@pytest.mark.parametrize("world", [_PLATFORM, _TUBE])
def test_people_stand_on_the_platform_and_trains_on_the_rails(world: World) -> None:
    place = _painter(world)
    assert (place.ground(0.0, 5.0), place.ground(built.TRACK_M, 5.0)) == (0.0, -built.DROP_M)


def test_a_station_under_the_ground_shows_no_sky() -> None:
    assert _painted(_TUBE).depth.max() < 300 < _painted(_PLATFORM).depth.max()


@pytest.mark.parametrize(
    ("prompt", "stops"),
    [("A train arrives at a railway station.", True), ("A train rushes past in a subway station.", False)],
)
def test_a_train_comes_in_beside_the_platform_or_rushes_by(prompt: str, stops: bool) -> None:
    scene = read_prompt(prompt, seed=1, duration_s=6.0)
    (train,) = (a for a in scene.shots[0].actors if a.rig == "train")
    assert {p.x for p in train.path} == {tracks.TRACK_M}
    assert (train.path[-1].z > 0) is stops


def test_who_crosses_a_bridge_walks_on_its_boards_over_what_lies_deep_below() -> None:
    way = (Waypoint(time_s=0.0, x=-2.0, y=0.0, z=4.0), Waypoint(time_s=6.0, x=2.0, y=0.0, z=4.0))
    hiker = Actor(id="h", rig="biped", label="hiker", size_m=1.75, path=way, action="walk")
    world = World(kind="mountains", tags=("rope_bridge",))
    shot = shot_of(world, actors=(hiker,))
    place = painter_of(world)(shot, 5)
    canvas = Canvas(rgb=np.zeros((54, 96, 3), np.uint8), depth=np.zeros((54, 96), np.float32))
    place.paint(canvas, pose_at(shot, 1.0, place.ground), 1.0)
    assert place.ground(1.0, 4.0) == 0.0
    assert 3.0 < canvas.depth[-3].min() < 5.0  # the boards
    assert canvas.depth[30].max() > 30  # between the ropes


def test_a_pool_is_blue_and_has_a_rim_to_stand_on() -> None:
    world = World(kind="hills", tags=("pool",))
    assert _painter(world).ground(0.0, 0.5) == pytest.approx(0.0, abs=0.1)
    rgb = _painted(world).rgb[-12:, 30:66].reshape(-1, 3).astype(int).mean(0)
    assert rgb[2] > rgb[0] + 20


def test_the_basin_of_a_pool_has_walls() -> None:
    world = World(kind="underwater", tags=("pool",))
    place = _painter(world)
    assert place.ground(7.0, 4.0) - place.ground(0.0, 4.0) > 3.0


@pytest.mark.parametrize(
    ("prompt", "kind", "tag"),
    [
        ("Waves breaking on black rocks, storm at sea.", "coast", "waves"),
        ("Penguins on the ice.", "coast", "ice"),
        ("A woman waits on a railway platform.", "street", "platform"),
        ("A backyard swimming pool.", "hills", "pool"),
        ("A man swims underwater in a pool.", "underwater", "pool"),
        ("A wooden footbridge over a forest stream.", "forest", "footbridge"),
    ],
)
def test_places_are_read_as_what_they_are(prompt: str, kind: str, tag: str) -> None:
    scene = read_prompt(prompt, seed=1, duration_s=6.0)
    assert scene.shots[0].world.kind == kind
    assert tag in scene.shots[0].world.tags
    assert scene.approximated == ()


def _furniture(world: World, *actors: Actor) -> list[Actor]:
    return list(_painter(world, *actors).furniture)  # type: ignore[attr-defined]


def test_a_market_has_stalls_on_both_sides_and_none_on_who_walks_there() -> None:
    world = World(kind="street", tags=("market",))
    walker = Actor(id="w", rig="biped", label="woman", path=(Waypoint(time_s=0.0, x=4.4, y=0.0, z=9.0),))
    stalls = _furniture(world, walker)
    assert {a.form for a in stalls} == {"stall"}
    assert {a.path[0].x > 0 for a in stalls} == {True, False}
    assert min(np.hypot(a.path[0].x - 4.4, a.path[0].z - 9.0) for a in stalls) > 1.5


def test_an_alley_is_narrower_than_a_street_and_has_no_trees() -> None:
    alley, street = _painter(World(kind="street", tags=("alley",))), _painter(World(kind="street"))
    assert alley.town.road_m < 0.5 * street.town.road_m  # type: ignore[attr-defined]
    assert not alley.furniture  # type: ignore[attr-defined]


def test_who_comes_for_a_river_alone_stands_at_its_edge() -> None:
    def water(*actors: Actor) -> float:
        place = _painter(World(kind="forest", tags=("river",)), *actors)
        level = place.level  # type: ignore[attr-defined]
        return min(abs(x) for x in range(-40, 41) if place.ground(float(x), 10.0) <= level)

    man = Actor(id="m", rig="biped", label="man", path=(Waypoint(time_s=0.0, x=0.0, y=0.0, z=4.0),))
    assert water() < 4 < water(man)
