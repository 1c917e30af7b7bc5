"""Written words as they are seen."""

from __future__ import annotations

import pytest

from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.lettering import breadth, lines_of
from vitascope.engines.animatic.reading.reader import read_prompt


def read(prompt: str) -> Scene:
    return read_prompt(prompt, seed=1, duration_s=6.0)


def test_the_words_of_a_logo_are_drawn_in_their_colour_and_no_card_stands_for_it() -> None:
    scene = read('Logo reveal: the word "NOVA" in gold letters emerging from smoke on a black background.')
    (word,) = scene.shots[0].actors
    assert (word.label, word.form, word.colour) == ("NOVA", "lettering", "gold")
    assert (scene.approximated, scene.not_understood) == ((), ())
    assert [(e.kind, e.actor) for e in scene.shots[0].effects] == [("smoke", None)]


def test_words_on_nothing_stand_before_black() -> None:
    world = read('The title "ALONE" appears.').shots[0].world
    assert (world.kind, world.colours) == ("interior", ("black",))


def test_a_title_over_a_place_leaves_the_place_and_stands_in_the_sky() -> None:
    shot = read('The title "DAWN" appears over mountains.').shots[0]
    assert shot.world.kind == "mountains"
    assert shot.actors[0].path[0].y + shot.actors[0].size_m / 2 > shot.camera.height_m


def test_who_is_in_the_picture_is_before_the_words_that_stand_over_them() -> None:
    actors = read('A knight rides a horse through the hills, title "VALOR".').shots[0].actors
    assert [a.label for a in actors][-1] == "VALOR"
    assert actors[-1].path[0].x == 0.0


@pytest.mark.parametrize("prompt", ['A man holds a sign: "HELP".', 'A film called "Dawn" about a lighthouse.'])
def test_words_on_a_sign_and_names_are_told_and_not_drawn(prompt: str) -> None:
    scene = read(prompt)
    assert not any(a.form == "lettering" for shot in scene.shots for a in shot.actors)
    assert any("are not drawn" in text for text in scene.approximated)


def test_long_words_are_set_in_two_lines_that_are_about_as_long() -> None:
    assert lines_of("THE LONG WAY HOME") == ("THE LONG", "WAY HOME")
    assert lines_of("NOVA") == ("NOVA",)
    assert breadth("THE LONG WAY HOME") < breadth("THELONGWAYHOME")
