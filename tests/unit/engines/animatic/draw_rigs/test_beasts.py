from __future__ import annotations

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs.builds import ALIASES, BUILDS, build_of
from vitascope.engines.animatic.draw.rigs.hide import skin, spots


@pytest.mark.parametrize("form", BUILDS)
def test_every_build_stands_on_the_ground_and_holds_its_head_where_its_size_says(form: str) -> None:
    target = canvas(320, 180)
    paint(target, shot(actor("quadruped", (0, 0, 8), size_m=2.0, form=form, label=form, facing="right")))
    rows = np.nonzero((target.depth < 100).any(axis=1))[0]
    metre = 1.5 * 160 / 8
    high = (rows.max() - rows.min()) / metre
    assert 1.3 < high < 3.0  # antlers and manes reach over the head, and a bull carries his below his back
    assert abs(rows.max() - (90 + 1.7 * metre)) < 0.12 * metre


def test_a_label_tells_more_than_the_form_that_it_is_a_kind_of() -> None:
    assert build_of("dog", "german shepherd") is BUILDS["shepherd"]
    assert build_of("cat", "kittens") is BUILDS["cat"]
    assert set(ALIASES.values()) <= BUILDS.keys()


@pytest.mark.parametrize("action", ["howl", "graze", "lie", "sleep", "sit", "run", "jump", "bark"])
def test_a_beast_shows_what_it_does(action: str) -> None:
    still = paint(canvas(), shot(actor("quadruped", (0, 0, 4), size_m=1.0, form="wolf", facing="right")), 2.0)
    busy = actor("quadruped", (0, 0, 4), size_m=1.0, form="wolf", facing="right", action=action)
    assert int((still.rgb != paint(canvas(), shot(busy), 2.0).rgb).any(axis=2).sum()) > 60


def test_a_coat_lies_on_its_skin() -> None:
    grid = skin([(0, 1, z / 4, 0.3, 0.3) for z in range(5)], 12)
    on = spots(grid, np.linspace(2, 9, 20), np.linspace(-7, 7, 20))
    np.testing.assert_allclose(np.hypot(on.at[:, 0], on.at[:, 1] - 1), 0.3, atol=0.01)
    assert (on.out[:, 1] * (on.at[:, 1] - 1) >= -1e-3).all()


def test_a_zebra_and_a_horse_are_told_apart_by_their_coats() -> None:
    seen = [paint(canvas(), shot(actor("quadruped", (0, 0, 4), form=f, facing="right"))) for f in ("zebra", "horse")]
    assert changed(seen[0]) > 400
    spread = [s.rgb[s.depth < 100].astype(float).std() for s in seen]
    assert spread[0] > 1.3 * spread[1]
