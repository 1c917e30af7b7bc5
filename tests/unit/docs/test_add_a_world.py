"""The world that ``docs/how-to/add-a-world.md`` shows fills its frames at every hour, and its line registers it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from vitascope.engines.animatic.draw.camera import pose_at
from vitascope.engines.animatic.draw.stage import Canvas, WorldFactory
from vitascope.engines.animatic.draw.worlds import WORLD_PAINTERS
from vitascope.engines.animatic.graph import Camera, Shot, TimeOfDay, World
from vitascope.engines.animatic.reading.lexicon import Entry

PAGE = (Path(__file__).parents[3] / "docs" / "how-to" / "add-a-world.md").read_text(encoding="utf-8")


@cache
def shown() -> dict[str, Any]:
    """The page's first block of Python, run."""
    block = re.search(r"```python\n(.*?)```", PAGE, re.S)
    assert block is not None
    names: dict[str, Any] = {}
    exec(compile(block[1], "add-a-world.md", "exec"), names)  # noqa: S102 - our own page
    return names


def painted(time: TimeOfDay, filler: int = 0) -> np.ndarray[Any, np.dtype[np.uint8]]:
    factory: WorldFactory = shown()["salt_flat"]
    shot = Shot(start_s=0, end_s=6, world=World(kind="desert", time=time, tags=("salt_flat",)), camera=Camera())
    world = factory(shot, 7)
    assert world.ground(0.0, 0.0) == pytest.approx(0.0)
    canvas = Canvas(rgb=np.full((72, 128, 3), filler, np.uint8), depth=np.full((72, 128), np.nan, np.float32))
    world.paint(canvas, pose_at(shot, 1.0, world.ground), 1.0)
    assert np.isfinite(canvas.depth).all()
    return canvas.rgb


@pytest.mark.parametrize("time", get_args(TimeOfDay))
def test_the_world_of_the_page_fills_every_pixel(time: TimeOfDay) -> None:
    assert np.array_equal(painted(time, 0), painted(time, 255))


def test_the_world_of_the_page_is_bright_by_day_and_dark_at_night() -> None:
    assert painted("night").mean() < 0.6 * painted("day").mean()


def test_the_line_and_the_words_of_the_page_fit_what_they_go_into() -> None:
    line = re.search(r"```python\n\s+(\(.*)\n```", PAGE)
    assert line is not None
    registered = eval("{" + line[1] + "}", shown())  # noqa: S307 - our own page
    ((kind, tag),) = registered
    assert kind in WORLD_PAINTERS
    words = re.search(r"```toml\n(.*?)```", PAGE, re.S)
    assert words is not None
    entry = tomllib.loads(words[1])[tag]
    assert entry["place"] == kind
    assert tag in entry["tags"]
    assert set(entry) - {"also"} <= set(Entry.__dataclass_fields__)
