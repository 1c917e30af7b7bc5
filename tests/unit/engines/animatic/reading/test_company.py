from __future__ import annotations

from vitascope.engines.animatic.graph import Actor
from vitascope.engines.animatic.reading.reader import read_prompt


def cast_of(prompt: str) -> dict[str, Actor]:
    return {a.rig: a for a in read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors}


def test_a_parrot_on_a_shoulder_sits_there_and_does_not_fly_past():
    cast = cast_of("A parrot on a pirate's shoulder says: 'Pieces of eight!'")
    bird, owner = cast["bird"], cast["biped"]
    assert bird.action == "sit"
    assert 0.7 < bird.path[0].y / owner.size_m < 0.9
    assert abs(bird.path[0].x - owner.path[0].x) < 0.2 * owner.size_m


def test_a_hummingbird_hovers_before_its_flower():
    cast = cast_of("A hummingbird hovers at a red flower")
    bird, flower = cast["bird"], cast["flower"]
    assert abs(bird.path[0].z - flower.path[0].z) < 0.01
    assert abs(bird.path[0].y - flower.path[0].y - flower.size_m) < 0.3 * flower.size_m


def test_who_is_on_a_horse_sits_on_its_back_and_goes_where_it_goes():
    for prompt in ("A knight on a white horse gallops across a meadow", "A cowboy rides a horse through the desert"):
        cast = cast_of(prompt)
        rider, horse = cast["biped"], cast["quadruped"]
        assert "saddle" in rider.props
        hips = rider.path[0].y + 0.53 * rider.size_m
        assert 0.55 < hips / horse.size_m < 0.75
        assert [(p.time_s, p.x, p.z) for p in rider.path] == [(p.time_s, p.x, p.z) for p in horse.path]


def test_three_riders_have_three_horses():
    actors = read_prompt("Three knights on horses ride over a hill.", seed=1, duration_s=6.0).shots[0].actors
    assert len([a for a in actors if a.rig == "biped"]) == len([a for a in actors if a.rig == "quadruped"]) == 3
    assert len({a.id for a in actors}) == 6


def test_a_saddle_holds_one_and_who_comes_second_is_told_of():
    scene = read_prompt(
        "Three knights ride a horse. Two samurai on the same horse leap over hills.", seed=1, duration_s=6.0
    )
    for shot in scene.shots:
        assert len({a.id for a in shot.actors}) == len(shot.actors)
    assert "The samurai are drawn beside the horse, not on it." in scene.approximated


def test_who_is_not_in_the_saddle_is_told_of_and_who_is_there_is_not():
    def told(prompt: str) -> tuple[str, ...]:
        return read_prompt(prompt, seed=1, duration_s=6.0).approximated

    assert told("A couple rides a horse.") == ("The man is drawn beside the horse, not on it.",)
    assert told("A knight on a white horse gallops. The knight on the horse raises his sword.") == ()


def test_riders_beside_a_ship_stay_in_their_saddles():
    for prompt in ("Children riding camels on a boat catch fish.", "Three knights on a ship chase a bear on a horse."):
        actors = read_prompt(prompt, seed=1, duration_s=6.0).shots[0].actors
        backs = {(a.path[0].x, a.path[0].z) for a in actors if a.rig == "quadruped"}
        riders = [a for a in actors if "saddle" in a.props]
        assert riders
        assert {(a.path[0].x, a.path[0].z) for a in riders} <= backs


def test_a_bear_that_catches_a_salmon_has_it_in_its_jaws():
    cast = cast_of("A grizzly bear catches a salmon in a rushing river")
    bear, fish = cast["quadruped"], cast["fish"]
    ahead = -1 if bear.facing == "left" else 1
    assert 0.7 < ahead * (fish.path[0].x - bear.path[0].x) / bear.size_m < 1.2
    assert fish.path[0].y > 0.4 * bear.size_m


def test_a_couple_is_a_man_and_a_woman_who_speak_each_for_themselves():
    scene = read_prompt(
        'A young couple sits in a car. She whispers: "Don\'t go." He answers: "I have to."', seed=1, duration_s=6.0
    )
    shot = scene.shots[0]
    forms = {a.id: a.form for a in shot.actors}
    assert [forms[s.actor or ""] for s in shot.speeches] == ["woman", "man"]


def test_what_only_calls_from_afar_is_heard_and_not_drawn():
    shot = read_prompt("A man rows a boat. A loon calls in the distance.", seed=1, duration_s=6.0).shots[0]
    assert "bird" not in {a.rig for a in shot.actors}
    assert {"duck", "birds"} & {s.kind for s in shot.sounds}


def test_what_stands_on_tables_stands_on_a_rock_out_of_doors():
    assert "rock" in cast_of("A treasure chest full of gold on a beach")["object"].props
    assert "rock" not in cast_of("A teapot on a table")["object"].props


def test_a_bird_that_sits_is_among_trees_and_one_that_flies_is_in_the_sky():
    worlds = [read_prompt(p, seed=1, duration_s=6.0).shots[0].world.kind for p in ("An owl sits.", "An eagle soars.")]
    assert worlds == ["forest", "sky"]


def test_what_an_animal_takes_out_of_doors_lies_on_the_ground_beside_it():
    cast = cast_of("A raccoon steals a donut from a picnic table and runs away")
    beast, prey = cast["quadruped"], cast["object"]
    assert "rock" not in prey.props
    assert (prey.path[0].y, prey.path[0].z) == (0.0, beast.path[0].z)


def test_a_submarine_is_drawn_that_is_pulled_into_the_deep():
    assert "boat" in cast_of("A giant octopus pulls a submarine into the deep, dark blue water.")


def test_who_jumps_on_a_trampoline_is_over_its_sheet():
    cast = cast_of("A boy jumps on a trampoline.")
    boy, bed = cast["biped"], cast["object"]
    assert (boy.path[0].x, bed.form) == (bed.path[0].x, "trampoline")
    assert 0.4 < boy.path[0].y / bed.size_m < 0.55
    assert abs(boy.path[0].z - bed.path[0].z) < 0.3 * bed.size_m


def test_no_earth_hangs_beside_a_black_hole():
    scene = read_prompt("A black hole in space", seed=1, duration_s=6.0)
    assert "stars" in scene.shots[0].world.tags
