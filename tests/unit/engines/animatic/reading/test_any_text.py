"""Whatever is typed, reading gives a scene that can be drawn."""

import json
import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.scene_file import read_scene

_PHRASES = sorted({*lexicon().others, *lexicon().verbs})
_JOINS = [" ", ", ", ". ", " then ", ". Cut to ", " says: ", ' "hello" ', " with ", " toward the camera "]
anything = st.text(max_size=400)
sentences = st.lists(st.tuples(st.sampled_from(_PHRASES), st.sampled_from(_JOINS)), max_size=30).map(
    lambda pairs: "".join(word + join for word, join in pairs)
)


def check(scene, duration_s):
    assert scene.shots[0].start_s == 0
    assert scene.shots[-1].end_s == duration_s
    ids = set()
    for before, after in zip(scene.shots, scene.shots[1:], strict=False):
        assert before.end_s == after.start_s
    for shot in scene.shots:
        assert shot.start_s < shot.end_s
        assert math.isfinite(shot.camera.height_m)
        names = {a.id for a in shot.actors}
        assert len(names) == len(shot.actors)
        assert not names & ids
        ids |= names
        for actor in shot.actors:
            assert 0 < actor.size_m <= 10_000
            assert actor.count >= 1
            times = [p.time_s for p in actor.path]
            assert times == sorted(set(times))
            assert times[0] == shot.start_s
            assert times[-1] == shot.end_s
            for p in actor.path:
                assert abs(p.x) <= 6000
                assert -10 <= p.y <= 6000
                assert 0 < p.z <= 6000
            if actor.action_at is not None:
                assert shot.start_s <= actor.action_at[0] <= actor.action_at[1] <= shot.end_s
        for timed in (*shot.effects, *shot.speeches, *shot.sounds):
            assert shot.start_s - 1e-3 <= timed.start_s <= timed.end_s <= shot.end_s + 1e-3
            assert timed.actor is None or timed.actor in names
        for move in shot.camera.moves:
            assert 0 <= move.speed <= 1
            assert move.target is None or move.target in names
        assert all(0 <= s.gain <= 1 for s in shot.sounds)
        assert all(0 <= e.strength <= 1 for e in shot.effects)


@given(prompt=anything, duration_s=st.sampled_from([6.0, 10.0, 20.0]), has_image=st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_text_gives_a_sane_scene(prompt, duration_s, has_image):
    check(read_prompt(prompt, seed=7, duration_s=duration_s, has_image=has_image), duration_s)


@given(prompt=sentences, seed=st.integers(0, 2**32 - 1))
@settings(max_examples=120, deadline=None)
def test_any_heap_of_known_words_gives_a_sane_scene_that_reads_back(prompt, seed):
    scene = read_prompt(prompt, seed=seed, duration_s=6.0)
    check(scene, 6.0)
    assert read_scene(json.loads(json.dumps(scene.to_json()))) == scene


def test_the_same_prompt_and_seed_give_the_same_scene():
    prompt = "Three dogs run on a beach at dawn, then a car drives past."
    assert read_prompt(prompt, seed=5, duration_s=8.0) == read_prompt(prompt, seed=5, duration_s=8.0)


@pytest.mark.parametrize("prompt", ["Коза танцует на лугу", "猫が窓辺に座っている", "🐐🎸", "...", "   "])
def test_what_cannot_be_read_gives_a_neutral_scene_and_is_named(prompt):
    scene = read_prompt(prompt, seed=1, duration_s=6.0)
    check(scene, 6.0)
    assert scene.shots[0].actors == ()
    assert scene.approximated
    assert bool(scene.not_understood) == bool(prompt.strip())


def test_twenty_thousand_characters_are_read_in_moments():
    prompt = 'A dragon flies over the sea, then a knight shouts: "Halt!" ' * 340
    read_prompt("warm", seed=1, duration_s=6.0)
    began = time.thread_time()  # what it takes itself: a machine may have other things to do
    scene = read_prompt(prompt[:20_000], seed=1, duration_s=20.0)
    assert time.thread_time() - began < 1.0
    check(scene, 20.0)
    assert any("characters" in s for s in scene.approximated)
