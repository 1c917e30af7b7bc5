"""What somebody does one after another is drawn one after another; what goes on at once stays at once."""

from __future__ import annotations

import itertools

import pytest

from vitascope.engines.animatic.graph import Actor, Scene
from vitascope.engines.animatic.reading.describe import describe, seen
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.scene_file import read_scene


def read(prompt: str, duration_s: float = 6.0) -> Scene:
    return read_prompt(prompt, seed=1, duration_s=duration_s)


def first(prompt: str, duration_s: float = 6.0) -> Actor:
    return read(prompt, duration_s).shots[0].actors[0]


def done(actor: Actor) -> str:
    return " ".join(deed.action for deed in actor.deeds if deed.label) or actor.action


@pytest.mark.parametrize(
    ("prompt", "row"),
    [
        ("A man walks to the window, opens it and waves.", "walk open wave"),
        ("She sits down, picks up a cup and drinks.", "sit take drink"),
        ("A cat jumps onto the table, then lies down and sleeps.", "jump lie sleep"),
        ("The boy runs, stops, looks up and smiles.", "run idle look_up"),
        ("A dog runs to the ball, picks it up and runs back to its owner.", "run take run"),
        ("A dancer spins, then bows.", "spin bow"),
        ("The knight kneels, rises and raises his sword.", "kneel idle raise"),
        ("A woman stands up, walks to the door and opens it.", "idle walk open"),
        ("A man sits down, reads a letter and cries.", "sit read"),
        ("The old king rises, bows, then sits down again.", "idle bow sit"),
        ("A girl runs, stops, turns around and waves.", "run idle turn_head wave"),
        ("A boy kneels down, picks up a stone and throws it.", "kneel take throw"),
        ("The soldier salutes, turns and marches away.", "wave turn_head walk"),
        ("A puppy sits down, barks, then lies down and sleeps.", "sit bark lie sleep"),
        ("A horse gallops, stops and grazes.", "run idle graze"),
        ("A fox walks, stops and looks up.", "walk idle look_up"),
        ("The wolf stops, howls and runs away.", "idle howl run"),
        ("A monk sits down before praying.", "sit pray"),
        ("The dancer bows after spinning.", "spin bow"),
        ("Before leaving, the old man turns and waves.", "turn_head wave walk"),
        ("After waving to the crowd, the king sits down on his throne.", "wave sit"),
        ("A man wakes up, stands up and walks away.", "sit idle walk"),
        ("A clown juggles, then bows and runs off.", "juggle bow run"),
        ("A lion walks towards us, sits down and roars.", "walk sit roar"),
        ("First the boy jumps, then he claps, and finally he bows.", "jump clap bow"),
        ("A waiter walks to the table, bows and pours wine.", "walk bow pour"),
        ("A woman waves goodbye and walks away.", "wave walk"),
        ("An old man sits down, pours tea and drinks.", "sit pour drink"),
        ("A robot walks, stops and waves.", "walk idle wave"),
        ("She drops the book, kneels and prays.", "put kneel pray"),
    ],
)
def test_deeds_follow_one_another_as_they_are_told(prompt: str, row: str) -> None:
    actor = first(prompt)
    assert done(actor) == row
    times = [time_s for deed in actor.deeds for time_s in (deed.start_s, deed.end_s)]
    assert times == sorted(times)
    assert (times[0], times[-1]) == (0.0, 6.0)


@pytest.mark.parametrize(
    ("prompt", "action"),
    [
        ("A woman walks and sings.", "walk"),
        ("A man walks while singing.", "walk"),
        ("A woman walks along the beach, smiling and waving.", "wave"),
        ("A chef cooks and sings.", "cook"),
        ("A man laughs while reading a newspaper.", "read"),
        ("A girl sits on a bench and reads a book.", "read"),
        ("A man dances and sings.", "dance"),
        ("He looks up as he walks.", "walk"),
        ("A black cat sits on a windowsill and turns its head to look at us.", "turn_head"),
        ('A knight in armour raises his sword on a misty hill and says: "For the king!"', "raise"),
    ],
)
def test_what_goes_on_at_once_is_one_pose(prompt: str, action: str) -> None:
    actor = first(prompt)
    assert not actor.deeds
    assert actor.action == action


def test_words_for_waves_and_smiles_are_deeds_where_somebody_does_them_next() -> None:
    assert done(first("A man opens a box and waves.")) == "open wave"
    sea = read("A woman stands on a beach, watching the sea and waves.").shots[0]
    assert sea.actors[0].action == "idle"
    assert not read("The wind blows and leaves fall.").shots[0].actors


def test_a_place_is_reached_before_the_next_deed_begins() -> None:
    man = first("A man walks to the window, opens it and waves.")
    walk, opening, wave = man.deeds
    there = next(p for p in man.path if p.time_s == walk.end_s)
    assert there.z > man.path[0].z + 1.0
    assert all((p.x, p.z) == (there.x, there.z) for p in man.path if p.time_s >= walk.end_s)
    assert (opening.facing, wave.facing) == ("away", "camera")


def test_who_goes_on_is_still_in_the_picture_for_what_comes_then() -> None:
    woman = first("A woman stands up, walks to the door and opens it.")
    end = woman.path[-1]
    assert 0.5 < abs(end.x) < 0.6 * end.z / 1.15


def test_a_dog_carries_the_ball_in_its_jaws_from_when_it_has_picked_it_up() -> None:
    shot = read("A dog runs to the ball, picks it up and runs back to its owner.").shots[0]
    dog, ball, owner = (next(a for a in shot.actors if a.form == form) for form in ("dog", "ball", "man"))
    taken = dog.deeds[1]
    assert all(p.y == 0 for p in ball.path if p.time_s < taken.start_s)
    assert ball.path[-1].y > 0.2
    assert abs(ball.path[-1].x - dog.path[-1].x) < 1.2 * dog.size_m
    assert abs(dog.path[-1].x - owner.path[0].x) < 1.5


def test_what_is_picked_up_is_in_the_hand_from_then_on() -> None:
    woman = first("She sits down, picks up a cup and drinks.")
    assert "holding cup" not in woman.props
    assert ["holding cup" in deed.props for deed in woman.deeds if deed.label] == [False, False, True]


def test_who_has_sat_down_stays_seated_until_they_rise() -> None:
    rows = {deed.label: deed.props for deed in first("A man sits down, drinks, then stands up and waves.").deeds}
    assert "seated" in rows["drinks"]
    assert "seated" not in rows["waves"]


def test_a_throne_stands_there_before_it_is_sat_on() -> None:
    king, throne = read("After waving to the crowd, the king sits down on his throne.").shots[0].actors
    assert throne.form == "throne"
    assert king.path[0].z < throne.path[0].z < king.path[-1].z + 0.2


def test_a_cat_is_on_the_table_when_it_lies_down() -> None:
    cat = first("A cat jumps onto the table, then lies down and sleeps.")
    assert cat.path[0].y == 0
    assert next(p for p in cat.path if p.time_s == cat.deeds[0].end_s).y == pytest.approx(0.75)
    assert max(p.y for p in cat.path) > 0.9


def test_the_storyboard_tells_the_row_in_its_order() -> None:
    scene = read("A boy runs, stops and waves.")
    assert seen(scene.shots[0].actors[0]) == "boy (run, then stand, then wave)"
    assert "boy (run, then stand, then wave)" in describe(scene)["storyboard"][0]


def test_what_there_is_no_time_for_is_said() -> None:
    prompt = "A man bows, kneels, rises, waves, claps, jumps and dances."
    assert any("no time for all" in text for text in read(prompt, 2.0).approximated)
    assert not any("no time for all" in text for text in read(prompt, 10.0).approximated)


def test_a_row_that_cannot_be_drawn_is_said_to_be_one_thing() -> None:
    scene = read("A man runs to the tree and climbs it.")
    assert not scene.shots[0].actors[0].deeds
    assert any("one thing is seen" in text for text in scene.approximated)


def test_a_long_clip_of_a_row_is_one_shot() -> None:
    assert len(read("A dancer spins, then bows.", 10.0).shots) == 1


def test_rows_read_back_as_they_were_printed() -> None:
    scene = read("The knight kneels, rises and raises his sword.")
    assert read_scene(scene.to_json()) == scene


def test_no_waypoint_comes_before_the_one_before() -> None:
    for prompt in ("A man opens the door, walks in and sits down.", "A woman walks, sits down, and rises."):
        for actor in read(prompt).shots[0].actors:
            assert all(a.time_s < b.time_s for a, b in itertools.pairwise(actor.path))


def test_each_deed_is_heard_while_it_is_done() -> None:
    shot = read("A puppy sits down, barks, then lies down and sleeps.").shots[0]
    bark = next(sound for sound in shot.sounds if sound.kind == "bark")
    deed = next(d for d in shot.actors[0].deeds if d.action == "bark")
    assert (bark.start_s, bark.end_s) == (deed.start_s, deed.end_s)
    shot = read("A man stops, laughs, then walks away.").shots[0]
    steps = next(sound for sound in shot.sounds if sound.kind == "footsteps")
    assert steps.start_s == shot.actors[0].deeds[-1].start_s > 1.0


def test_words_are_spoken_when_what_comes_before_them_is_done() -> None:
    shot = read('A knight kneels, rises, raises his sword and says: "For the king!"').shots[0]
    knight, (speech,) = shot.actors[0], shot.speeches
    assert speech.start_s >= knight.deeds[-1].start_s
    assert speech.end_s <= shot.end_s
    assert done(knight) == "kneel idle raise"


def test_words_of_a_later_shot_are_said_in_it_whatever_their_speaker_does_there() -> None:
    prompt = 'An aardvark. Cut to: aim "hello" cannonball accordionist ask'
    scene = read_prompt(prompt, seed=0, duration_s=6.0)
    (speech,) = scene.shots[1].speeches
    assert scene.shots[1].start_s <= speech.start_s < speech.end_s <= scene.shots[1].end_s
