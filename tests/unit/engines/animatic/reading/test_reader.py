"""Grammar, honesty and framing, beyond the twenty prompts."""

import pytest

from vitascope.engines.animatic.draw import camera
from vitascope.engines.animatic.reading.framing import FOCAL
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt, **others):
    return read_prompt(prompt, **{"seed": 3, "duration_s": 6.0, **others})


def first(prompt):
    return read(prompt).shots[0]


def test_cut_to_begins_a_shot_that_keeps_the_place():
    scene = read('A girl sits in a kitchen. Cut to her mother smiling. "Happy birthday!" she whispers.')
    assert len(scene.shots) == 2
    assert scene.shots[1].world.kind == "interior"
    assert scene.shots[1].speeches[0].voice == "woman"
    assert scene.shots[1].speeches[0].manner == "whisper"


def test_a_sentence_set_elsewhere_is_a_shot_of_its_own():
    scene = read("A wolf runs through a forest. A ship sails on the sea.")
    assert [s.world.kind for s in scene.shots] == ["forest", "sea"]


def test_shots_that_do_not_fit_are_said_to_be_left_out():
    scene = read(" Cut to ".join(["a dog", "a cat", "a horse", "a lion", "a bear", "a fox", "a deer"]), duration_s=6.0)
    assert len(scene.shots) <= 4
    assert any("no time" in s for s in scene.approximated)


@pytest.mark.parametrize(
    ("words", "count"), [("two wolves", 2), ("wolves", 3), ("a herd of deer", 9), ("12 horses", 12)]
)
def test_counts_are_read(words, count):
    assert first(f"{words} in a forest").actors[0].count == count


def test_an_unknown_subject_is_a_labelled_placeholder_and_said_to_be():
    scene = read("A zorblax dances on a hill in the rain.")
    (actor,) = scene.shots[0].actors
    assert (actor.rig, actor.label) == ("placeholder", "zorblax")
    assert any("zorblax" in s for s in scene.approximated)
    assert scene.shots[0].world.weather == "rain"


def test_an_unknown_adjective_is_named_and_draws_nothing():
    scene = read("A quizzical dog in a meadow.")
    assert [a.form for a in scene.shots[0].actors] == ["dog"]
    assert scene.not_understood == ("quizzical",)


def test_what_an_unknown_noun_does_is_not_given_to_another():
    (plane,) = first("A biplane flies over hills, gizmo waving.").actors
    assert plane.action == "fly"


def test_stop_words_are_not_listed():
    assert read("The dog is on the hill, and it is there.").not_understood == ()


def test_snow_that_falls_does_not_drop_the_reader():
    shot = first("An old man reads by the fire while snow falls outside the window.")
    man = next(a for a in shot.actors if a.rig == "biped")
    assert {p.y for p in man.path} == {0.0}
    assert shot.world.kind == "interior"
    assert shot.world.weather == "snow"


@pytest.mark.parametrize(
    ("prompt", "sign"), [("a man walks from left to right", 1), ("a man walks from right to left", -1)]
)
def test_directions_across_are_kept(prompt, sign):
    path = first(prompt).actors[0].path
    assert (path[-1].x - path[0].x) * sign > 0


def test_who_comes_gets_nearer_and_faces_us():
    (robot,) = first("A robot walks toward the camera in a corridor.").actors
    assert robot.path[-1].z < robot.path[0].z
    assert robot.facing == "camera"


def test_a_sign_is_not_spoken_and_said_not_to_be_drawn():
    scene = read('A neon sign that reads "OPEN" on a street at night.')
    assert scene.shots[0].speeches == ()
    assert any("OPEN" in s for s in scene.approximated)


def test_things_in_the_hand_that_no_rig_holds_are_named():
    scene = read("A man holding a stapler on a hill.")
    assert len(scene.shots[0].actors) == 1
    assert any("stapler" in s for s in scene.approximated)


def test_a_small_animal_is_in_the_frame_of_a_low_camera():
    shot = first("A puppy sits in a meadow.")
    (puppy,) = shot.actors
    foot, depth = puppy.path[0].y, puppy.path[0].z
    row = (shot.camera.height_m - foot) / depth * FOCAL[shot.camera.framing]
    assert 0 < row < 9 / 16


def test_distances_are_reckoned_with_the_lens_that_draws():
    assert FOCAL == camera.FOCAL


def test_silence_is_kept():
    assert read("A menacing dragon, no music.").music is None


def test_long_speech_is_squeezed_into_its_shot():
    said = "word " * 60
    shot = first(f'A man says: "{said}"')
    (speech,) = shot.speeches
    assert speech.end_s <= shot.end_s


def test_two_who_are_joined_do_it_together():
    boy, dog = first("A boy and his dog run along the beach.").actors
    assert boy.action == dog.action == "run"


def test_words_that_change_nothing_are_not_said_to_be_understood():
    scene = read("We see a hooded man.")
    assert scene.understood == ("man",)


def test_mist_that_rises_does_not_lift_the_camera():
    moves = {m.kind for m in first("The camera pans right across a lake as mist rises.").camera.moves}
    assert moves == {"pan_right"}


def test_a_face_stays_where_it_is():
    (face,) = first("Close-up of a woman's face, tears rolling down.").actors
    assert face.action == "idle"
    assert len({(p.x, p.y, p.z) for p in face.path}) == 1


def test_a_speaker_may_be_named_after_the_words():
    shot = first('"Where are you?" asks the woman in the red dress as she walks toward us through fog.')
    assert shot.speeches[0].actor == shot.actors[0].id
    assert shot.speeches[0].voice == "woman"


def test_a_later_shot_has_its_own_hour_and_else_that_of_the_one_before():
    scene = read("Shot 1: a desert at dawn. Shot 2: close-up of a wolf. Shot 3: the dunes at sunset.")
    assert [s.world.time for s in scene.shots] == ["dawn", "dawn", "golden"]


def test_a_place_after_in_does_not_take_the_verb():
    (owl,) = first("An owl in a moonlit forest turns its head.").actors
    assert owl.action == "turn_head"
