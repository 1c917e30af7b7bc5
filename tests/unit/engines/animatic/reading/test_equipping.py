"""What people handle is drawn with them, and no card stands beside them for it."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str) -> Scene:
    return read_prompt(prompt, seed=3, duration_s=6.0)


@pytest.mark.parametrize(
    ("prompt", "action", "prop"),
    [
        ("A smith hammers a glowing sword on an anvil.", "hammer", "anvil"),
        ("An old woman sweeps the floor with a broom.", "sweep", ""),
        ("A farmer digs a hole with a shovel.", "dig", ""),
        ("A woodcutter chops wood with an axe.", "chop", ""),
        ("A clown juggles three balls.", "juggle", ""),
        ("A boy flies a red kite on a beach.", "kite", "red kite"),
        ("A mother holds her baby in her arms.", "cradle", ""),
        ("An artist paints at an easel.", "paint", "easel"),
        ("A mother pushes a pram through the park.", "walk", "pram"),
        ("A child rides a sled down a snowy hill.", "walk", "sled"),
        ("A girl swings on a swing.", "swing", ""),
        ("A boy skateboards down the street.", "run", "skateboard"),
        ("A woman waters flowers in her garden.", "water", ""),
    ],
)
def test_who_does_something_with_a_thing_has_it(prompt: str, action: str, prop: str) -> None:
    scene = read(prompt)
    (actor,) = scene.shots[0].actors
    assert (actor.rig, actor.action) == ("biped", action)
    assert not prop or prop in actor.props
    assert not [line for line in scene.approximated if line.startswith(("Not drawn", "Not shown", "A labelled"))]


def test_who_only_carries_a_shovel_does_not_dig() -> None:
    (farmer,) = read("A farmer with a shovel walks across a field.").shots[0].actors
    assert (farmer.action, "shovel" in farmer.props) == ("walk", True)


def test_a_climber_goes_up_a_rock_that_stands_still() -> None:
    climber, rock = read("A climber climbs a steep rock face.").shots[0].actors
    assert climber.path[-1].y > climber.path[0].y + 1
    assert (rock.form, {p.y for p in rock.path}) == ("rock face", {0.0})
    assert rock.path[0].z > climber.path[-1].z


def test_up_a_hill_one_walks() -> None:
    (hiker,) = read("A hiker climbs a grassy hill.").shots[0].actors
    assert hiker.action == "walk"


def test_a_wheelchair_is_under_who_sits_in_it_and_before_who_pushes_it() -> None:
    nurse, old_man = read("A nurse pushes an old man in a wheelchair.").shots[0].actors
    assert "pushes" in nurse.props
    assert "in wheelchair" in old_man.props
    assert all(b.x - a.x == pytest.approx(0.8) for a, b in zip(nurse.path, old_man.path, strict=True))


def test_a_couple_dances_in_hold_and_two_dancers_on_their_own() -> None:
    couple = read("A couple dances in a ballroom.").shots[0].actors
    assert {a.action for a in couple} == {"waltz"}
    assert {a.facing for a in couple} == {"left", "right"}
    assert abs(couple[0].path[0].x - couple[1].path[0].x) < 0.5
    assert {a.action for a in read("Dancers dance on a stage.").shots[0].actors} == {"dance"}


def test_who_goes_hand_in_hand_uses_the_hands_that_are_next_to_each_other() -> None:
    boy, girl = read("A boy and a girl hold hands and walk along the beach.").shots[0].actors
    assert boy.path[0].z < girl.path[0].z
    right = boy.path[-1].x > boy.path[0].x
    assert ("left hand" in boy.props, "right hand" in girl.props) == (right, right)


@pytest.mark.parametrize(
    ("prompt", "prop", "kind"),
    [
        ("Close-up of hands typing on a laptop keyboard.", "doing type", "interior"),
        ("Close-up of a baker's hands kneading dough on a table.", "doing knead", "interior"),
        ("Close-up of hands playing the piano.", "doing piano", "interior"),
        ("A close-up of a hand holding a small seed.", "holding seed", "hills"),
        ("A potter's hands shape clay on a wheel, close-up.", "doing pot", "interior"),
        ("Close-up of a woman's hands writing a letter.", "doing write", "interior"),
        ("Close-up: two hands shake.", "doing shake", "interior"),
    ],
)
def test_hands_that_a_close_shot_is_about_fill_it(prompt: str, prop: str, kind: str) -> None:
    scene = read(prompt)
    (hands,) = scene.shots[0].actors
    assert (hands.form, hands.props, hands.facing) == ("hands", (prop,), "away")
    assert (scene.shots[0].world.kind, scene.shots[0].camera.framing) == (kind, "close")
    assert not [line for line in scene.approximated if line.startswith(("Not drawn", "Not shown", "A labelled"))]


@pytest.mark.parametrize(
    "prompt",
    [
        "Mona Lisa puts on glasses with her hands.",
        "A woman with floury hands bakes bread.",
        "A man waves his hand.",
    ],
)
def test_hands_in_passing_take_nobody_out_of_the_picture(prompt: str) -> None:
    assert {a.rig for s in read(prompt).shots for a in s.actors} <= {"biped", "face"}


def test_who_swims_is_in_the_water() -> None:
    for where in ("a lake", "the sea"):
        scene = read(f"A woman swims in {where}.")
        assert scene.shots[0].world.kind == "sea"
        assert scene.shots[0].actors[0].action == "swim"
    assert "pool" in read("A woman swims in a pool.").shots[0].world.tags


def test_what_is_poured_and_what_it_goes_into_are_in_the_hands_of_who_pours() -> None:
    scene = read("A waiter pours red wine into a glass.")
    (waiter,) = scene.shots[0].actors
    assert (waiter.action, waiter.props, scene.not_understood) == ("pour", ("pours red wine",), ())


def test_who_dives_goes_from_a_rock_into_the_water() -> None:
    scene = read("A girl dives from a cliff into the sea.")
    girl, rock = scene.shots[0].actors
    assert (girl.action, rock.form, scene.shots[0].world.kind) == ("dive", "ledge", "sea")
    assert girl.path[0].y == pytest.approx(rock.size_m, abs=0.01)
    assert max(p.y for p in girl.path) > girl.path[0].y > 0 > girl.path[-1].y
    assert girl.action_at is not None
    assert next(p.y for p in girl.path if p.time_s >= girl.action_at[1]) < 0


def test_a_goalkeeper_dives_after_a_ball_and_not_into_water() -> None:
    assert all(a.action != "dive" for a in read("A goalkeeper dives for the ball in a stadium.").shots[0].actors)


def test_a_rose_that_opens_blooms_and_one_that_stands_is_open() -> None:
    (rose,) = read("A red rose opens its petals, time-lapse, close-up.").shots[0].actors
    assert rose.action == "bloom"
    assert read("A red rose in a garden.").shots[0].actors[0].action == "idle"


def test_a_chase_indoors_stays_in_the_room() -> None:
    cat, mouse = read("A cat chases a mouse across the kitchen.").shots[0].actors
    assert all(abs(p.x) < 2.2 for a in (cat, mouse) for p in a.path)
    assert mouse.path[0].x - cat.path[0].x > 0.3


def test_boxers_fight_in_a_ring_and_not_over_one() -> None:
    assert {a.rig for a in read("Two boxers fight in a ring.").shots[0].actors} == {"biped"}


@pytest.mark.parametrize(
    ("prompt", "action", "props"),
    [
        ("A soldier fires a rifle.", "point", {"rifle"}),
        ("A fisherman catches a fish with a fishing rod.", "fish", {"fish"}),
        ("An old man fishes at a lake.", "fish", set()),
        ("A girl jumps rope.", "jump", {"jump rope"}),
        ("A man does push-ups in a gym.", "push_up", set()),
        ("A gymnast does a handstand.", "handstand", set()),
        ("A woman does yoga on the beach.", "yoga", set()),
        ("A man mows the lawn.", "walk", {"lawn mower"}),
    ],
)
def test_arms_rods_ropes_and_bodies_are_used_as_they_are(prompt: str, action: str, props: set[str]) -> None:
    scene = read(prompt)
    (actor,) = scene.shots[0].actors
    assert (actor.action, {*actor.props}) == (action, props)
    assert scene.shots[0].world.kind != "underwater"
    assert not [line for line in scene.approximated if line.startswith(("Not drawn", "Not shown", "A labelled"))]


def test_who_fires_is_not_on_fire() -> None:
    assert not [e for e in read("A soldier fires a rifle.").shots[0].effects if e.kind == "fire"]


def test_a_microphone_stands_before_who_sings_into_it() -> None:
    singer, stand = read("A singer sings into a microphone on stage.").shots[0].actors
    assert stand.form == "microphone"
    assert 0.2 < singer.path[0].z - stand.path[0].z < 0.5
    assert abs(singer.path[0].x - stand.path[0].x) < 0.2


def test_hands_that_slice_slice_whatever_pots_stand_behind_them() -> None:
    scene = read("Close-up of a chef's hands slicing a tomato. The knife moves quickly. Steam rises from a copper pot.")
    hands = next(a for a in scene.shots[0].actors if a.form == "hands")
    assert hands.props == ("doing slice",)
