"""Who is new in a shot, who was named before, and who comes in."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Actor, Scene
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str) -> Scene:
    return read_prompt(prompt, seed=1, duration_s=6.0)


def actors(prompt: str) -> tuple[Actor, ...]:
    return read(prompt).shots[0].actors


def test_two_of_a_trade_in_one_sentence_are_two_people() -> None:
    cast = actors("A footballer takes a penalty kick, the goalkeeper dives.")
    assert [a.label for a in cast] == ["footballer", "goalkeeper"]


def test_the_man_of_the_next_sentence_is_who_was_told_of_and_nobody_new() -> None:
    (fisherman,) = actors("An old fisherman walks along the beach. The man smiles.")
    assert (fisherman.label, "happy" in fisherman.props or fisherman.action == "smile") == ("old fisherman", True)


def test_the_man_beside_a_woman_is_somebody_else() -> None:
    assert len(actors("A woman walks along the beach. The man smiles.")) == 2


def test_who_comes_in_by_a_door_that_opens_does_what_follows() -> None:
    penguin = actors('An elevator door opens and a penguin walks out, says: "Good evening."')[0]
    assert (penguin.form, penguin.action) == ("penguin", "walk")


def test_who_is_taught_to_ride_is_who_rides() -> None:
    labels = {a.label for a in actors("A father teaches his daughter to ride a bicycle in a park.")}
    assert labels == {"father", "daughter on a bicycle"}


def test_a_drop_that_falls_is_not_the_snail_that_was_named_before() -> None:
    (snail,) = actors("A snail on a leaf, a drop falls.")
    assert (snail.action, snail.path[0].y) == ("idle", 0.0)


@pytest.mark.parametrize("prompt", ["A small cat sits on the table.", "A cat sleeps on the kitchen table."])
def test_a_cat_on_the_table_is_not_under_it(prompt: str) -> None:
    shot = read(prompt).shots[0]
    assert shot.actors[0].path[0].y == pytest.approx(0.75)
    assert shot.camera.height_m > 0.75


def test_a_rug_is_of_the_room_and_stands_before_nobody() -> None:
    scene = read("A cat sleeps on the rug.")
    assert [a.form for a in scene.shots[0].actors] == ["cat"]
    assert (scene.shots[0].world.kind, scene.shots[0].world.tags) == ("interior", ("rug",))
    assert scene.approximated == ()


def test_nobody_is_underwater_for_what_lurks_beneath_the_surface() -> None:
    scene = read("A herd of zebras drinks at a waterhole, a crocodile lurks beneath the surface.")
    assert scene.shots[0].world.kind != "underwater"
    assert read("A diver swims beneath the surface.").shots[0].world.kind == "underwater"


@pytest.mark.parametrize(
    "prompt",
    ["A baker climbs the stairs.", "Soldiers climb out of a trench.", "A goalkeeper dives.", "A man rises slowly."],
)
def test_nobody_on_their_feet_goes_up_into_the_air(prompt: str) -> None:
    assert all(p.y == 0.0 for p in actors(prompt)[0].path)


def test_what_has_the_shape_of_a_horse_is_no_horse() -> None:
    scene = read("Ink drops in water forming the shape of a horse.")
    assert scene.shots[0].actors == ()
    assert "Read as a comparison, and not drawn: horse." in scene.approximated


def test_bottles_have_no_colour_of_the_stone_that_they_stand_on() -> None:
    for prompt in ("A bottle of perfume on black marble, slow orbit.", "A bottle of perfume on black basalt."):
        shot = read(prompt).shots[0]
        assert (shot.actors[0].colour, shot.world.kind) == (None, "interior")


def test_an_orbit_is_the_cameras_unless_something_is_in_one() -> None:
    assert "orbit" in {m.kind for m in read("A vase on a table, slow orbit.").shots[0].camera.moves}
    assert read("A satellite in orbit.").shots[0].world.kind == "space"


def test_a_dog_that_catches_a_frisbee_has_it_in_its_jaws() -> None:
    dog, disc = actors("A golden retriever catches a frisbee in a park.")
    assert abs(disc.path[0].x - dog.path[0].x) < 1.2 * dog.size_m
    assert 0.3 * dog.size_m < disc.path[0].y < dog.size_m


def test_the_camera_does_not_run_off_with_one_of_two() -> None:
    assert "track" not in {m.kind for m in read("A boy runs, an old man sleeps.").shots[0].camera.moves}
    assert "track" in {m.kind for m in read("A boy runs across a field.").shots[0].camera.moves}


def test_those_on_a_deck_stand_side_by_side() -> None:
    shot = read('Vikings row a longship, the captain shouts "Row!"').shots[-1]
    people = [a for a in shot.actors if a.rig == "biped"]
    assert abs(people[0].path[0].x - people[1].path[0].x) > 0.9


def test_several_that_a_table_names_by_themselves_are_several() -> None:
    for prompt in ("Asteroids tumble past a spaceship.", "Chrome spheres floating in a white void."):
        assert actors(prompt)[0].count == 3
    assert actors("A pair of shoes on a table.")[0].count == 1


def test_what_others_pass_does_not_fly_out_of_the_picture() -> None:
    ship = actors("Asteroids tumble past a spaceship, camera tracks alongside.")[1]
    assert len({(p.x, p.z) for p in ship.path}) == 1


def test_who_reads_at_the_fireplace_sits_there_and_a_cook_has_the_flames_in_the_pan() -> None:
    reader = actors("An old man reads a book by the fireplace.")[0]
    assert "armchair" in reader.props
    cook = actors("A street vendor in Bangkok frying noodles in a wok, flames.")[0]
    assert {"pan", "flames"} <= {*cook.props}


def test_the_head_of_a_penguin_is_in_the_picture() -> None:
    shot = read("A penguin walks on the ice.").shots[0]
    penguin = shot.actors[0]
    nearest = min(p.z for p in penguin.path)
    assert 1.6 * penguin.size_m < 1.125 * nearest / 1.15


def test_the_father_is_one_of_the_family_and_not_one_more() -> None:
    cast = actors('A family of four eats dinner, the father says "Pass the salt", the mother laughs.')
    assert sum(a.count for a in cast if a.rig == "biped") == 4
    assert not any(a.rig == "object" for a in cast)


def test_friends_who_sit_by_a_fire_drinking_drink_and_the_fire_does_not() -> None:
    scene = read("Two old friends sit by the fireplace drinking whisky.")
    assert "holding tumbler" in scene.shots[0].actors[0].props
    assert scene.approximated == ()


def test_everyone_bows_and_nobody_holds_a_bow() -> None:
    assert "bow" not in actors("The queen walks in, everyone bows.")[0].props


def test_the_slow_motion_of_somebody_is_not_about_the_camera() -> None:
    player = actors("Slow motion of a basketball player dunking in the arena.")[0]
    assert player.action == "jump"


def test_a_whale_that_jumps_over_a_boat_leaves_the_water() -> None:
    assert actors("A whale jumps over a sailboat at sunset.")[0].action == "breach"


def test_who_chases_somebody_keeps_them_in_the_picture() -> None:
    hunter, prey = actors("A T-Rex chases a jeep through the jungle.")
    gaps = {round(q.z - p.z, 2) for p, q in zip(hunter.path, prey.path, strict=True)}
    assert len(gaps) == 1


def test_a_car_that_drifts_stays_on_the_ground_and_is_no_cloud() -> None:
    car = actors("A red sports car drifts around a corner.")[0]
    assert {p.y for p in car.path} == {0.0}
    assert abs(car.path[-1].x - car.path[0].x) + abs(car.path[-1].z - car.path[0].z) > 5


def test_who_dives_under_water_swims() -> None:
    swimmer = actors("Underwater shot of a swimmer diving, bubbles.")[0]
    assert (swimmer.action, swimmer.path[0].y > 0.3) == ("swim", True)


def test_an_ant_does_not_drive() -> None:
    shot = read("An ant carries a leaf.").shots[0]
    assert (shot.actors[0].action, shot.world.kind) == ("walk", "hills")


def test_friends_who_sit_and_drink_do_so_on_chairs() -> None:
    friends = actors("Two old friends sit by the fireplace drinking whisky.")[0]
    assert "chair" in friends.props


def test_a_corner_in_the_desert_is_in_the_desert() -> None:
    assert read("A red sports car drifts around a corner in the desert.").shots[0].world.kind == "desert"


@pytest.mark.parametrize("prompt", ["A cow and her calf on a meadow.", "An elephant and her calf walk."])
def test_a_calf_is_young_and_not_its_mother(prompt: str) -> None:
    old, young = actors(prompt)
    assert (young.form, young.size_m < 0.7 * old.size_m) == (old.form, True)


def test_a_baby_by_the_window_is_no_small_window() -> None:
    assert len(actors("A mother smiles at her baby by the window.")) == 2


@pytest.mark.parametrize("seat", ["chair", "throne", "bed", "sofa"])
def test_furniture_stands_on_the_floor_in_its_own_size(seat: str) -> None:
    thing = actors(f"An empty {seat} in a room.")[0]
    assert (thing.path[0].y, thing.size_m > 0.8) == (0.0, True)


def test_what_an_eagle_takes_from_a_lake_does_not_draw_it_under_water() -> None:
    assert read("An eagle catches a fish from the lake.").shots[0].world.kind != "underwater"


def test_who_carries_something_up_the_stairs_does_not_float() -> None:
    assert all(p.y == 0.0 for p in actors("Two monks carry water up the mountain stairs.")[0].path)
