"""What is said to be drawn is drawn: the list of tags is held against the painters' own sources."""

import re
from pathlib import Path

import pytest

from vitascope.engines.animatic import draw
from vitascope.engines.animatic.reading.drawn import PAINTED, draws
from vitascope.engines.animatic.reading.reader import read_prompt

_SOURCES = Path(draw.__file__).parent


def _words_of_the_painters():
    text = "".join(p.read_text() for p in sorted(_SOURCES.rglob("*.py")))
    return set(re.findall(r"\"([a-z_]+)\"", text))


@pytest.mark.parametrize("kind", sorted(PAINTED))
def test_every_tag_that_is_said_to_be_painted_is_asked_for_by_a_painter(kind):
    assert PAINTED[kind] <= _words_of_the_painters()


def read(prompt):
    return read_prompt(prompt, seed=1, duration_s=6.0)


def test_what_no_painter_draws_is_not_called_understood():
    scene = read("A horse in a meadow with a boulder.")
    assert "boulder" not in scene.understood
    assert "Not drawn: boulder." in scene.approximated
    assert "meadow" in scene.understood


def test_a_place_that_is_drawn_without_one_of_its_details_says_so():
    scene = read("A shark over a shipwreck.")
    assert "shipwreck" in scene.understood
    assert any("wreck" in line for line in scene.approximated)


def test_a_planet_that_no_painter_knows_is_said_to_be_drawn_as_another():
    assert "Pluto is drawn as a planet like the Earth." in read("A comet passes Pluto in space.").approximated
    assert not any("Earth" in line for line in read("A comet passes Saturn in space.").approximated)


def test_the_moon_is_drawn_where_neither_clouds_nor_stars_hide_it():
    night, snow = read("A fox under a full moon."), read("A fox under a full moon in heavy snow.")
    assert draws(night.shots[0].world, "moon")
    assert not draws(snow.shots[0].world, "moon")


def test_a_pronoun_brings_its_actor_into_the_next_shot():
    scene = read("An eagle soars over the sea. Cut to: a canyon; it dives.")
    assert {a.label for a in scene.shots[1].actors} == {"eagle"}


def test_no_ship_sails_in_a_town():
    scene = read("A pirate ship sails into a harbour while fireworks explode over the town.")
    assert scene.shots[0].world.kind == "sea"
    assert "harbour" in scene.understood


def test_a_balloon_in_the_hand_does_not_carry_a_basket():
    scene = read("A girl with a red balloon stands in the street.")
    assert [a.rig for a in scene.shots[0].actors] == ["biped"]
    assert "holding balloon" in scene.shots[0].actors[0].props


def test_a_leaping_dolphin_stays_where_it_leaps():
    (dolphin,) = read("A dolphin jumps out of the water, then dives back in.").shots[0].actors
    assert {(p.x, p.y, p.z) for p in dolphin.path} == {(dolphin.path[0].x, 0.0, dolphin.path[0].z)}


def test_a_drone_flies_low_over_who_runs():
    shot = read("Horses gallop along a beach, drone shot.").shots[0]
    assert shot.camera.height_m < 10
    assert {"drone", "track"} <= {m.kind for m in shot.camera.moves}


def test_who_is_followed_through_a_forest_runs_along_the_path():
    (wolf,) = read("A wolf runs through a forest, the camera tracking it.").shots[0].actors
    assert wolf.path[-1].z - wolf.path[0].z > 10
    assert wolf.path[-1].x == wolf.path[0].x


def test_a_sentence_after_spoken_words_begins_its_own_shot():
    scene = read('Close-up of a wizard who says "You shall not pass!" Wide shot: a dragon flies over the sea.')
    near, far = scene.shots
    assert (near.camera.framing, [a.form for a in near.actors]) == ("close", ["wizard"])
    assert (far.camera.framing, [a.rig for a in far.actors]) == ("wide", ["dragon"])


def test_who_walks_together_stays_in_the_picture_together():
    shot = read("A boy and his dog walk along a beach.").shots[0]
    for actor in shot.actors:
        assert all(abs(p.x) / p.z * 1.15 < 0.85 for p in actor.path)


def test_a_train_that_rushes_at_us_is_upon_us_in_the_end():
    (train,) = read("A steam train rushes toward us.").shots[0].actors
    assert train.path[-1].z < 10


def test_a_burning_forest_does_not_burn_what_flies_over_it():
    shot = read("A helicopter flies over a burning forest at dusk.").shots[0]
    assert [(e.kind, e.actor) for e in shot.effects] == [("fire", None)]


def test_a_road_leads_out_of_the_street():
    assert read("A cyclist rides along a mountain road.").shots[0].world.kind == "hills"


def test_who_keeps_a_lighthouse_is_a_person():
    (keeper,) = read('A lighthouse keeper looks at the sea and whispers: "She is coming back."').shots[0].actors
    assert keeper.rig == "biped"


def test_what_is_large_and_flies_is_over_the_trees_and_so_are_we():
    shot = read("A helicopter flies over a forest.").shots[0]
    assert shot.camera.height_m == 30
    assert all(p.y > 25 for p in shot.actors[0].path)


def test_a_shot_that_names_no_place_stays_where_the_film_was():
    scene = read('Shot 1: a rover drives on Mars. Shot 2: an astronaut waves and says "Hello!" Shot 3: an eagle flies.')
    assert {(s.world.kind, "mars" in s.world.tags) for s in scene.shots} == {("desert", True)}
    assert len(scene.shots) == 3


def test_a_rooster_that_crows_is_no_crow():
    assert [a.form for a in read("A rooster crows at sunrise.").shots[0].actors] == ["rooster"]


def test_every_word_that_a_rig_is_said_to_draw_can_be_read():
    from vitascope.engines.animatic.reading.lexicon import _drawn, lexicon

    known = lexicon().others
    assert [word for word in _drawn() if word and word not in known] == []


def test_what_is_not_drawn_is_not_called_understood_as_well():
    scene = read_prompt("A baker puts bread into a dishwasher, a woman opens a door.", seed=1, duration_s=6.0)
    assert any("dishwasher" in text for text in scene.approximated)
    assert not {"dishwasher", "puts"} & {*scene.understood}


def test_the_earth_is_seen_from_a_space_station_that_is_said_to_look_at_it():
    scene = read_prompt("An astronaut floats in a space station, looking at the Earth", seed=1, duration_s=6.0)
    assert not any("Earth" in text for text in scene.approximated)


def test_a_chest_that_is_beaten_is_no_treasure_chest():
    (shot,) = read_prompt("A gorilla beats its chest", seed=1, duration_s=6.0).shots
    assert [a.form for a in shot.actors] == ["gorilla"]
