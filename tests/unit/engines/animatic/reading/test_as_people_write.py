"""Small things that people write without a thought, and that a picture must get right."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.draw.worlds.town import ROOF_M
from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.reading import reader
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str) -> Scene:
    return read_prompt(prompt, seed=1, duration_s=6.0)


@pytest.mark.parametrize(
    ("prompt", "who", "held"),
    [
        ("An old man smiles while a boy with a red balloon watches.", "boy", "holding balloon"),
        ("A woman walks through an office, talking on the phone.", "woman", "holding phone"),
        ("A girl holds a burning candle.", "girl", "holding candle"),
        ("A man holds a bouquet.", "man", "holding flower"),
    ],
)
def test_what_somebody_holds_is_drawn_in_their_hand(prompt: str, who: str, held: str) -> None:
    scene = read(prompt)
    holder = next(a for a in scene.shots[0].actors if a.form == who)
    assert held in holder.props
    assert not any("Not drawn" in text for text in scene.approximated)


def test_her_bow_makes_an_archer_a_woman_and_his_none() -> None:
    forms = [read(f"A detective holds {whose} lantern.").shots[0].actors[0].form for whose in ("her", "his")]
    assert forms == ["woman", "man"]
    (king,) = read("A king looks at her.").shots[0].actors
    assert king.form == "king"


def test_a_mothers_tail_brings_no_woman() -> None:
    assert {a.rig for a in read("A lion cub plays with its mother's tail.").shots[0].actors} == {"quadruped"}


def test_a_boxer_who_trains_brings_no_train() -> None:
    scene = read("A boxer trains alone in a dark gym, hitting the punching bag.")
    assert {a.rig for a in scene.shots[0].actors} == {"biped", "object"}


def test_a_turtle_in_a_garden_walks_and_one_in_the_sea_swims() -> None:
    rigs = [read(f"A turtle {where}.").shots[0].actors[0].rig for where in ("in a garden", "under water")]
    assert rigs == ["quadruped", "fish"]


def test_somebody_who_swims_does_not_walk() -> None:
    (swimmer,) = read("A mermaid swims through a coral reef.").shots[0].actors
    assert swimmer.action == "swim"


def test_a_roof_is_as_high_for_who_flies_over_it_as_it_is_drawn() -> None:
    assert reader._ROOF_M == ROOF_M
    (_, eagle) = read("A man stands on a rooftop, an eagle flies over him.").shots[0].actors
    assert eagle.path[0].y > ROOF_M


def test_snow_is_driven_by_wind_only() -> None:
    windy = [
        "windy" in read(p).shots[0].world.tags for p in ("Heavy snow on a hill.", "Snow in the wind.", "A blizzard.")
    ]
    assert windy == [False, True, True]


def test_who_sits_in_a_rocking_chair_is_seen_in_it() -> None:
    (woman,) = read("A grandmother knits in a rocking chair.").shots[0].actors
    assert "wooden chair" in woman.props


def test_a_chest_that_is_found_lies_at_the_finders_feet() -> None:
    pirate, chest = read("A pirate opens a treasure chest on a beach.").shots[0].actors
    assert abs(chest.path[0].z - pirate.path[0].z) < 0.5
    assert chest.path[0].y == 0


def test_the_colour_of_hair_and_of_a_beard_is_drawn() -> None:
    scene = read("A wizard with a long red beard raises his staff.")
    assert "red beard" in scene.shots[0].actors[0].props
    assert not any("colour" in text for text in scene.approximated)


def test_elephants_raise_dust_on_a_savanna_and_none_in_the_rain() -> None:
    dry, wet = (read(f"An elephant walks across the savanna{w}.").shots[0] for w in ("", " in heavy rain"))
    assert [(e.kind, e.actor) for e in dry.effects] == [("dust", dry.actors[0].id)]
    assert not wet.effects


def test_a_river_under_fireworks_over_a_city_is_not_said_to_be_left_out() -> None:
    assert not any("river" in text for text in read("Fireworks over a river at night.").approximated)


def test_penguins_of_the_antarctic_stand_on_ice() -> None:
    world = read("Penguins waddle on the ice in Antarctica.").shots[0].world
    assert world.kind == "coast"
    assert "ice" in world.tags


def test_a_cat_on_a_sill_is_seen_with_its_sill_in_a_close_shot() -> None:
    shot = read("A black cat sits on a windowsill, close-up.").shots[0]
    foot = (shot.camera.height_m - shot.actors[0].path[0].y) / shot.actors[0].path[0].z
    assert foot * 2.3 < 9 / 16, "its feet, and what they are on, are above the lower edge"


def test_who_stands_in_a_named_place_does_what_follows():
    cook = read("In the kitchen a grandma in a green apron kneads dough while a boy watches.").shots[0].actors[0]
    assert (cook.form, cook.action) == ("old woman", "knead")


@pytest.mark.parametrize(
    ("when", "time"),
    [("at 3 a.m.", "night"), ("at 6am", "dawn"), ("at 12:30", "day"), ("at 6 p.m.", "golden"), ("at 22:15", "night")],
)
def test_a_clock_tells_the_light(when: str, time: str):
    scene = read(f"An empty street {when}, a fox walks by.")
    assert scene.shots[0].world.time == time
    assert [a.form for a in scene.shots[0].actors] == ["fox"]


def test_several_in_dresses_wear_dresses_and_hold_no_music():
    dancers = read("Two flamenco dancers in red dresses spin on a stage, guitar music.").shots[0].actors[0]
    assert (dancers.count, dancers.colour, dancers.props) == (2, "red", ("dress",))


def test_a_chef_hat_is_no_chef():
    scene = read("A hamster in a tiny chef hat cooks pasta.")
    assert not [a for a in scene.shots[0].actors if a.rig == "biped"]
    assert any("chef hat" in text for text in scene.approximated)


def test_children_run_while_they_laugh():
    children = read("Five children in colourful coats run down a snowy hill, laughing.").shots[0].actors[0]
    assert (children.action, children.facing) == ("run", "camera")
    assert {"coat", "happy"} <= {*children.props}
    assert children.path[-1].z < children.path[0].z


def test_a_pair_of_boots_makes_no_two_cowboys():
    scene = read("Camera tilts up from a pair of muddy boots to a cowboy on a white horse.")
    assert [(a.form, a.count) for a in scene.shots[0].actors] == [("man", 1), ("horse", 1)]


def test_a_frozen_lake_is_ice():
    assert "ice" in read("A fox trots across a frozen lake.").shots[0].world.tags
    assert "ice" not in read("A fox trots along a lake.").shots[0].world.tags


def test_a_focus_that_is_pulled_from_one_to_another_ends_on_the_second():
    shot = read("Rack focus from a red rose in the foreground to a woman in a white dress.").shots[0]
    assert next(m.target for m in shot.camera.moves if m.kind == "rack_focus") == "woman-1"


def test_a_word_that_is_often_misspelt_is_read_as_it_is_meant():
    scene = read("A girafe walks in the savana, montains behind.")
    assert [a.form for a in scene.shots[0].actors] == ["giraffe"]
    assert scene.not_understood == ()


def test_small_things_that_nothing_draws_are_told_and_no_cards():
    scene = read("Roman soldiers march through a forest, arrows rain down on them.")
    assert [a.rig for a in scene.shots[0].actors] == ["biped"]
    assert "Not drawn: arrows." in scene.approximated


def test_wipers_are_nobody():
    scene = read("Two people talk beside a car, wipers squeak.")
    assert not [a for a in scene.shots[0].actors if "wiper" in a.label.lower()]


def test_who_flies_through_space_with_their_own_eyes_goes_forward():
    moves = {m.kind: m.speed for m in read("POV: flying through space toward a ringed planet.").shots[0].camera.moves}
    assert moves["push_in"] > 0.8


@pytest.mark.parametrize(
    ("prompt", "colours"),
    [
        ("A perfume bottle on black velvet.", ("black",)),
        ("A woman in a red coat before a white background.", ("white",)),
    ],
)
def test_a_product_stands_in_a_studio(prompt: str, colours: tuple[str, ...]):
    world = read(prompt).shots[0].world
    assert (world.kind, world.tags, world.colours) == ("interior", ("studio",), colours)


def test_hands_at_work_are_indoors():
    shot = read("Close-up of an old man's hands carving a wooden horse.").shots[0]
    assert (shot.world.kind, shot.actors[0].form, shot.actors[0].label) == ("interior", "hands", "old man's hands")


@pytest.mark.parametrize(
    ("prompt", "unheard", "heard"),
    [
        ("A fox trots across a frozen lake.", {"sea", "seagulls", "stream"}, {"wind"}),
        ("A man walks along a lake.", {"sea", "seagulls"}, {"stream"}),
        ("A horse stands in a meadow.", {"hooves"}, {"birds"}),
        ("A horse gallops across a meadow.", set(), {"hooves"}),
        ("The crowd applauds a tennis player.", set(), {"applause"}),
        ("Water laps against a rowing boat.", {"waves_on_rocks"}, {"lapping"}),
    ],
)
def test_what_is_heard_is_what_makes_a_sound_there(prompt: str, unheard: set[str], heard: set[str]):
    kinds = {s.kind for s in read(prompt).shots[0].sounds}
    assert not unheard & kinds
    assert heard <= kinds


@pytest.mark.parametrize(
    ("prompt", "gear"),
    [
        ("A skateboarder in a red hoodie jumps down a street.", "skateboard"),
        ("A tennis player in white serves the ball.", "racket"),
        ("A skier races down a snowy mountain.", "skis"),
        ("A golfer swings on a green meadow.", "golf club"),
    ],
)
def test_sportspeople_have_their_gear(prompt: str, gear: str):
    scene = read(prompt)
    assert gear in scene.shots[0].actors[0].props
    assert not any(gear in text for text in scene.approximated)
