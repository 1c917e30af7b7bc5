"""An eye as large as the picture: its lids open as its verb says, and stars turn in it where it looks at them."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.eyes import _lids, draw_eye
from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def _eye(prompt: str) -> Actor:
    return next(a for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors if a.form == "eye")


def _solids(actor: Actor, act: float, time_s: float = 1.0) -> np.ndarray:
    body = Body()
    draw_eye(body, Cast(
        actor=actor, time_s=time_s, shot_s=time_s, seed=3, travelled=0.0, speed=0.0, mouth=0.0, act=act, night=0.0,
        to_camera=0.0, pixels=900.0,
    ))  # fmt: skip
    return body.solids()


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("Close-up of an eye opening", "open"),
        ("Extreme close-up of a dragon's eye opening", "open"),
        ("Macro shot of a blue human eye", "idle"),
    ],
)
def test_it_is_in_the_middle_of_a_close_picture(prompt: str, action: str) -> None:
    shot = read_prompt(prompt, seed=1, duration_s=6.0).shots[0]
    eye = _eye(prompt)
    assert (eye.action, shot.camera.framing) == (action, "close")
    assert (eye.path[0].x, eye.path[0].y) == (0.0, pytest.approx(shot.camera.height_m, abs=0.05))


def test_an_eye_patch_is_no_eye() -> None:
    actors = read_prompt("A pirate with an eye patch", seed=1, duration_s=6.0).shots[0].actors
    assert [a.form for a in actors] == ["captain"]


def test_the_upper_lid_meets_the_lower_one_where_it_is_shut() -> None:
    (upper, lower), (shut, low) = _lids(1.0), _lids(0.0)
    assert (upper[:, 1] - lower[:, 1]).max() > 0.3
    assert np.allclose(shut, low)


def test_stars_turn_in_an_eye_that_reflects_a_galaxy_alone() -> None:
    galaxy, plain = _eye("Close-up of an eye reflecting a galaxy"), _eye("Close-up of an eye")
    now, then = _solids(galaxy, 1.0, 1.0), _solids(galaxy, 1.0, 2.0)
    assert len(now) > len(_solids(plain, 1.0)) + 100
    assert np.abs(now[:, 1:3] - then[:, 1:3]).max() > 0.02


@pytest.mark.parametrize("prompt", ["A dragon's eye", "A cat's eye", "A human eye"])
def test_every_kind_is_finite(prompt: str) -> None:
    assert np.isfinite(_solids(_eye(prompt), 0.5)).all()
