"""Who comes at the camera stays in the picture: all of them on the way, the head until the end."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.draw.camera import _height, pose_at
from vitascope.engines.animatic.draw.paths import position
from vitascope.engines.animatic.graph import Actor, Shot
from vitascope.engines.animatic.reading.reader import read_prompt

COMERS = (
    "A cyclist rides down a winding mountain road at dawn",
    "A cyclist rides towards the camera",
    "A runner runs towards us",
    "A man walks toward the camera",
    "A little girl runs toward the camera",
    "A horse gallops towards us",
    "A knight on a horse rides toward the camera",
    "A car drives towards the camera",
    "A motorbike races toward the camera",
    "A dog runs towards us",
)


def _flat(_x: float, _z: float) -> float:
    return 0.0


def _rows(shot: Shot, tallest: Actor, time_s: float) -> tuple[float, float]:
    """Where the head and the feet are, in frames from the upper edge."""
    pose = pose_at(shot, time_s, _flat)
    x, y, z = position(tallest, time_s)
    rows = [pose.project(x, y + high, z, 640, 360)[1] / 360 for high in (_height(tallest), 0.0)]
    return rows[0], rows[1]


@pytest.mark.parametrize("prompt", COMERS)
def test_who_comes_at_us_is_never_cut_at_the_neck(prompt: str) -> None:
    (shot,) = read_prompt(prompt, seed=1, duration_s=6.0).shots
    who = shot.actors[0]
    assert who.path[-1].z < 0.5 * who.path[0].z, "it comes"
    for tenth in range(60):
        head, feet = _rows(shot, who, tenth / 10)
        assert head > 0.0, f"the head is in the picture after {tenth / 10} s"
        assert feet < 1.0 or tenth >= 48, f"so are the feet, until near the end: {tenth / 10} s"
    head, feet = _rows(shot, who, 6.0)
    assert feet - head > 0.35, "in the end it fills the picture"


def test_who_runs_at_us_runs() -> None:
    runs, walks = (
        read_prompt(f"A man {verb} toward the camera.", seed=1, duration_s=6.0).shots[0].actors[0]
        for verb in ("runs", "walks")
    )
    assert (runs.action, walks.action) == ("run", "walk")
    assert runs.path[0].z > walks.path[0].z
