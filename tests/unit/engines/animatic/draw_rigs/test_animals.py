from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.kinds import IN_THE_AIR, IN_WATER, ON_LAND
from vitascope.engines.animatic.draw.rigs.plumage import ALIASES, BIRDS, plumage_of
from vitascope.engines.animatic.draw.rigs.splashes import LASTS_S, splash
from vitascope.engines.animatic.draw.rigs.swarms import swarms_of
from vitascope.engines.animatic.draw.rigs.swimmers import draw_whale
from vitascope.engines.animatic.graph import FALLS_BACK_AT, Effect, RigKind


@pytest.mark.parametrize("name", BIRDS)
def test_every_bird_stands_as_high_as_it_is_said_to_be(name: str) -> None:
    target = canvas(320, 180)
    paint(
        target, shot(actor("bird", (0, 0, 6), size_m=1.6, form=name, label=name, action="graze", facing="right")), 0.0
    )
    rows = np.nonzero((target.depth < 100).any(axis=1))[0]
    high = (rows.max() - rows.min()) / (1.5 * 160 / 6)
    assert 0.5 < high < 3.0  # a peacock spreads its train
    assert set(ALIASES.values()) <= BIRDS.keys()


def test_a_bird_that_sits_is_upright_and_one_that_flies_is_level() -> None:
    def shape(action: str) -> float:
        target = paint(canvas(320, 180), shot(actor("bird", (0, 1.6, 5), size_m=1.0, form="crow", action=action)), 1.3)
        y, x = np.nonzero(target.depth < 100)
        return float(np.ptp(y) / np.ptp(x))

    assert plumage_of("goose", "flamingo") is BIRDS["flamingo"]
    perched = actor("bird", (0, 0, 5), size_m=1.0, form="crow", action="sit")
    y, x = np.nonzero(paint(canvas(320, 180), shot(perched), 1.3).depth < 100)
    assert np.ptp(y) > np.ptp(x)
    assert shape("fly") < 1.0


@pytest.mark.parametrize(
    ("rig", "form"),
    [*(("quadruped", f) for f in ON_LAND), *(("fish", f) for f in IN_WATER), *(("butterfly", f) for f in IN_THE_AIR)],
)
def test_an_animal_of_its_own_kind_is_neither_dog_nor_fish_nor_butterfly(rig: RigKind, form: str) -> None:
    own = paint(canvas(), shot(actor(rig, (0, 1.4, 3), size_m=1.0, form=form)), 1.0)
    common = paint(canvas(), shot(actor(rig, (0, 1.4, 3), size_m=1.0, form=rig)), 1.0)
    assert changed(own) > 40
    assert (own.rgb != common.rgb).any(axis=2).sum() > 60


def _whale(act: float) -> Body:
    body = Body()
    whale = actor("whale", (0, 0, 30), action="breach", action_at=(0.0, 3.4))
    draw_whale(
        body,
        Cast(
            actor=whale,
            time_s=3.4 * act,
            shot_s=3.4 * act,
            seed=1,
            travelled=0,
            speed=0,
            mouth=0,
            act=act,
            night=0,
            to_camera=0,
        ),
    )
    return body


def test_a_whale_lies_on_the_water_when_its_splash_begins_and_was_upright_before() -> None:
    def extent(act: float) -> tuple[float, float]:
        solids = _whale(act).solids()
        return float(solids[:, 2].max()), float(np.ptp(solids[:, 3]))

    risen, struck = extent(0.3), extent(FALLS_BACK_AT)
    assert risen[0] > 7
    assert risen[1] < 7
    assert -0.5 < struck[0] < 3.5
    assert struck[1] > 8
    assert len(_whale(1.0).solids()) == 0


def test_drops_fall_under_gravity_and_foam_stays() -> None:
    def heights(since: float) -> np.ndarray:
        puffs = splash(np.zeros(3), np.array((0.0, 0.0, 3.0)), 2.0, 1.0, since, 7, (200.0, 200.0, 200.0))
        return puffs[puffs[:, 8] > 0.02, 1]

    assert heights(0.6).max() > heights(0.05).max() + 1
    assert heights(2.5).max() < heights(1.0).max()
    assert len(heights(4.0)) > 20
    assert heights(4.0).max() < 0.5
    assert len(heights(LASTS_S)) == 0


def test_butterflies_keep_ahead_of_who_chases_them() -> None:
    puppy = actor("quadruped", (-1, 0, 4), (1, 0, 4), size_m=0.4, action="run")
    scene = shot(puppy, effects=(Effect(kind="butterflies", start_s=1, end_s=5, strength=0.6),))
    ((_, swarm),) = swarms_of(scene)
    assert len(swarm) > 4
    assert all(b.path[0].x > puppy.path[0].x + 0.15 for b in swarm)
    assert all(abs(b.path[-1].x - puppy.path[-1].x) < 1.0 for b in swarm)
    bare = shot(puppy)
    assert changed(paint(canvas(), scene, 2.0)) > changed(paint(canvas(), bare, 2.0))
    assert changed(paint(canvas(), scene, 0.5)) == changed(paint(canvas(), bare, 0.5))
