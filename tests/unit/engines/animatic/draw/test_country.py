"""Hills that people live on."""

from __future__ import annotations

import numpy as np

from tests.unit.engines.animatic.draw.scenes import shot_of
from vitascope.engines.animatic.draw.worlds.country import stream, tilled
from vitascope.engines.animatic.draw.worlds.hills import hills
from vitascope.engines.animatic.graph import Actor, Waypoint, World

_VALE = World(kind="hills", time="dawn", season="summer")


def _with(rig: str, form: str) -> Actor:
    at = Waypoint(time_s=0.0, x=0.0, y=0.0, z=6.0)
    return Actor(id=form, rig=rig, label=form, form=form, path=(at,))  # type: ignore[arg-type]


def test_fields_are_where_people_live_and_not_where_the_wild_is_nor_in_mist() -> None:
    assert tilled(shot_of(_VALE))
    assert tilled(shot_of(_VALE, actors=(_with("quadruped", "sheep"),)))
    assert not tilled(shot_of(_VALE, actors=(_with("quadruped", "elephant"),)))
    assert not tilled(shot_of(_VALE, actors=(_with("dragon", "dragon"),)))
    assert not tilled(shot_of(World(kind="hills", weather="fog")))
    assert not tilled(shot_of(World(kind="hills", tags=("savanna",))))


def test_the_stream_lies_in_the_vale_level_and_in_full_light() -> None:
    terrain = hills(shot_of(_VALE), 5).terrain
    half, cell = terrain.skin.shape[0] // 2, terrain.cell_m
    along = np.arange(140.0, 600.0, 20.0, dtype=np.float32)
    at = [(float(x), float(z)) for x, z in zip(stream(along), along, strict=True)]
    beds = [terrain.ground(x, z) for x, z in at]
    assert max(beds) - min(beds) < 3.0
    assert all(terrain.ground(x + 300.0, z) > bed + 8.0 for (x, z), bed in zip(at, beds, strict=True))
    assert min(int(terrain.skin[int(z / cell + half), int(x / cell + half), 3]) for x, z in at) > 200


def test_who_stands_on_the_hill_stands_before_the_slope_and_not_on_it() -> None:
    walker = _with("biped", "man")
    land = hills(shot_of(_VALE, actors=(walker,)), 5)
    assert abs(land.ground(0.0, 6.0) - land.ground(0.0, 0.0)) < 0.8
    assert land.ground(0.0, 130.0) < -15.0


def test_what_lies_beyond_the_meadow_is_a_patchwork() -> None:
    skin = hills(shot_of(_VALE), 5).terrain.skin[..., :3].astype(np.float32)
    near, far = skin[512:521, 505:520], skin[572:772, 380:640]
    assert far.reshape(-1, 3).std(axis=0).mean() > 1.6 * near.reshape(-1, 3).std(axis=0).mean()


def test_windows_of_the_village_are_lit_in_the_dark() -> None:
    warm = []
    for time in ("day", "night"):
        village = hills(shot_of(World(kind="hills", time=time)), 5).village  # type: ignore[arg-type]
        assert village is not None
        red, blue, solid = village.texels[:, 0] > 240, village.texels[:, 2] < 150, village.texels[:, 3] == 255
        warm.append(int(np.sum(red & blue & solid)))
    assert warm[0] == 0 < warm[1]
