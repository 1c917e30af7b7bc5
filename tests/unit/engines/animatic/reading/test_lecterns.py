"""Who speaks from a lectern stands behind it."""

from __future__ import annotations

from vitascope.engines.animatic.reading.reader import read_prompt


def test_a_lectern_stands_between_the_camera_and_who_speaks():
    shot = read_prompt('The prime minister speaks at a lectern: "We will prevail."', seed=1, duration_s=6.0).shots[0]
    lectern = next(a for a in shot.actors if a.form == "lectern")
    speaker = next(a for a in shot.actors if a.rig == "biped")
    assert lectern.rig == "object"
    assert lectern.path[0].x == speaker.path[0].x
    assert lectern.path[0].z < speaker.path[0].z


def test_the_pool_of_a_waterfall_is_no_card():
    scene = read_prompt("A waterfall plunges into a clear pool in the jungle.", seed=1, duration_s=6.0)
    assert "waterfall" in scene.shots[0].world.tags
    assert not scene.shots[0].actors
