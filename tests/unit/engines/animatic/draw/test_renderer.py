from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from typing import get_args

import numpy as np
import pytest

from tests.unit.engines.animatic.draw.scenes import scene_of, shot_of
from vitascope.engines.animatic.draw.renderer import Renderer, warm_up
from vitascope.engines.animatic.graph import WORLDS, Effect, EffectKind, Move, Scene, Speech, World, WorldKind


def _renderer(scene: Scene) -> Renderer:
    return Renderer(scene, width=160, height=90, fps=Fraction(25), mouths={})


@pytest.mark.parametrize("kind", WORLDS)
def test_a_frame_is_the_same_whenever_and_on_whatever_thread_it_is_drawn(kind: WorldKind) -> None:
    scene = scene_of(shot_of(World(kind=kind, time="dusk", weather="rain"), "push_in", "handheld"))
    renderer = _renderer(scene)
    order = [7, 30, 8, 31]
    with ThreadPoolExecutor(2) as threads:
        threaded = dict(zip(order, threads.map(renderer.frame, order), strict=True))
    fresh = _renderer(scene)
    for index in sorted(order, reverse=True):
        assert np.array_equal(fresh.frame(index), threaded[index])


@pytest.mark.parametrize("kind", get_args(EffectKind))
def test_every_effect_that_fills_the_place_draws(kind: EffectKind) -> None:
    effect = Effect(kind=kind, start_s=0.0, end_s=6.0)
    frame = _renderer(scene_of(shot_of(World(kind="hills", time="night"), effects=(effect,)))).frame(30)
    assert frame.shape == (90, 160, 3)


@pytest.mark.parametrize(("kind", "weather"), [("hills", "rain"), ("hills", "snow"), ("street", "storm")])
def test_rain_and_snow_fall_between_frames(kind: WorldKind, weather: str) -> None:
    world = World(kind=kind, time="day", weather=weather)  # type: ignore[arg-type]
    renderer = Renderer(scene_of(shot_of(world)), width=480, height=270, fps=Fraction(25), mouths={})
    one, other = renderer.frame(0).astype(int), renderer.frame(2).astype(int)
    assert (np.abs(one - other).max(axis=2) > 6).mean() > 0.001


def test_a_cut_is_hard() -> None:
    first = shot_of(World(kind="sea", time="day"))
    second = replace(shot_of(World(kind="forest", time="night")), start_s=6.0, end_s=9.0)
    renderer = _renderer(scene_of(first, second))
    before, last, after = (renderer.frame(i).astype(int) for i in (148, 149, 150))
    assert np.abs(last - before).mean() < np.abs(after - last).mean() / 3


def test_words_are_captioned_only_while_they_are_spoken() -> None:
    shot = shot_of(World(kind="abstract", time="night"))
    spoken = replace(shot, speeches=(Speech(text="Where are my treasures?", start_s=1.0, end_s=2.0),))
    with_words, without = _renderer(scene_of(spoken)), _renderer(scene_of(shot))
    assert np.array_equal(with_words.frame(10), without.frame(10))
    assert np.array_equal(with_words.frame(51), without.frame(51))
    rows = np.flatnonzero((with_words.frame(30) != without.frame(30)).any(axis=(1, 2)))
    assert rows.min() > 60


def test_monochrome_has_no_colour() -> None:
    frame = _renderer(scene_of(shot_of(World(kind="sea", time="golden")), style="monochrome")).frame(0).astype(int)
    assert np.abs(frame[..., 0] - frame[..., 2]).max() <= 1


def test_panning_right_moves_features_left_in_the_picture() -> None:
    shot = shot_of(World(kind="mountains", time="day"), height_m=12.0)
    pan = replace(shot, camera=replace(shot.camera, moves=(Move(kind="pan_right", speed=0.3),)))
    renderer = Renderer(scene_of(pan), width=320, height=180, fps=Fraction(25), mouths={})
    strips = [renderer.frame(i)[40:80].mean(axis=(0, 2)) for i in (70, 80)]
    shifts = range(-20, 21)
    errors = [np.abs(strips[0][40:280] - strips[1][40 + s : 280 + s]).mean() for s in shifts]
    assert shifts[int(np.argmin(errors))] < 0


def test_a_frame_that_somebody_holds_is_not_painted_over() -> None:
    renderer = _renderer(scene_of(shot_of(World(kind="hills", time="day"), "pan_right")))
    held = renderer.frame(0)
    before, part = held.copy(), renderer.frame(40)[4:8]
    renderer.frame(80)
    assert np.array_equal(held, before)
    assert np.array_equal(part, renderer.frame(40)[4:8])


def test_after_warming_up_no_world_compiles_a_kernel() -> None:
    from vitascope.engines.animatic.draw import blocks, finish, march, sky, trees, water
    from vitascope.engines.animatic.draw import weather as falling
    from vitascope.engines.animatic.draw.worlds import heaven

    warm_up()
    kernels = [
        blocks._town, finish._grade, sky._sky_rows, march.march, trees._stand, water._sea, falling._drift,
        heaven._cloud_sea,
    ]  # fmt: skip
    before = [len(k.signatures) for k in kernels]
    for kind in WORLDS:
        _renderer(scene_of(shot_of(World(kind=kind, time="night", weather="rain")))).frame(0)
    assert [len(k.signatures) for k in kernels] == before
