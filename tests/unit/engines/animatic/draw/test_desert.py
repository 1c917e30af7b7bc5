from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.clinging import sources_of
from vitascope.engines.animatic.draw.rigs.register import entry_of
from vitascope.engines.animatic.draw.worlds.desert import desert
from vitascope.engines.animatic.graph import Shot
from vitascope.engines.animatic.reading.reader import read_prompt


def _shot(prompt: str) -> Shot:
    return read_prompt(prompt, seed=1, duration_s=6.0, has_image=False).shots[0]


@pytest.mark.parametrize("prompt", ["An astronaut walks across Mars", "A cowboy rides through a canyon"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_stone_lies_where_somebody_goes(prompt: str, seed: int) -> None:
    shot = _shot(prompt)
    boulders = desert(shot, seed).boulders
    assert boulders is not None
    assert len(boulders.places) > 200
    for actor in shot.actors:
        way = paths.positions(actor, np.linspace(shot.start_s, shot.end_s, 200))
        away = np.hypot(boulders.places[:, None, 0] - way[:, 0], boulders.places[:, None, 2] - way[:, 2])
        assert away.min() > 0.6


def test_dunes_have_no_stones() -> None:
    assert desert(_shot("A man walks over the sand dunes"), 1).boulders is None


@pytest.mark.parametrize(
    ("prompt", "dusty"),
    [
        ("An astronaut walks across Mars", True),
        ("A man walks over the sand dunes", True),
        ("An astronaut stands on Mars", False),
        ("A man walks down a city street", False),
    ],
)
def test_feet_raise_dust_from_powder_alone(prompt: str, dusty: bool) -> None:
    shot = _shot(prompt)
    actor = shot.actors[0]
    sources = sources_of(Body(), actor, shot, entry_of(actor.rig), 3.0)
    assert any(source.kind == "dust" for source in sources) == dusty
