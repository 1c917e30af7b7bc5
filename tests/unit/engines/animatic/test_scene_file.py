"""A scene that a person edited is read strictly: what is wrong is named by its path, with the nearest that is legal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from vitascope.core.errors import InvalidField
from vitascope.engines.animatic.graph import ACTIONS
from vitascope.engines.animatic.reading.lexicon import lexicon
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.scene_file import read_scene


def scene() -> Any:
    read = read_prompt('A red fox runs and says "Ha!" Cut to the sea.', seed=4, duration_s=6.0)
    return json.loads(json.dumps(read.to_json()))


def edited(change: Callable[[Any], None]) -> Any:
    data = scene()
    change(data)
    return data


def test_what_was_printed_reads_back_as_it_was() -> None:
    assert read_scene(scene()) == read_prompt('A red fox runs and says "Ha!" Cut to the sea.', seed=4, duration_s=6.0)


def test_a_scene_written_by_hand_needs_little() -> None:
    made = read_scene({"duration_s": 6, "shots": [{"start_s": 0, "end_s": 6, "world": {"kind": "sea"}}]})
    assert made.shots[0].camera.framing == "wide"
    assert made.music is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda d: d["shots"][1]["world"].update(kind="mountain"),
            "`shots[1].world.kind` is 'mountain': use 'mountains",
        ),
        (lambda d: d["shots"][1]["world"].update(kind="see"), "`shots[1].world.kind` is 'see': use 'sea'."),
        (lambda d: d["shots"][1]["world"].update(time=7), "`shots[1].world.time` is 7: use one of dawn, day, golden"),
        (
            lambda d: d["shots"][0]["actors"][0].update(clour="red"),
            "`shots[0].actors[0].clour` is 'red': there is no",
        ),
        (lambda d: d["shots"][0]["actors"][0].update(action="swims"), "use 'swim'."),
        (lambda d: d["shots"][0]["actors"][0].update(count=0), "it may be 1 to 500; use 1."),
        (lambda d: d["shots"][0]["actors"][0].update(count=True), "it has to be a whole number."),
        (lambda d: d["shots"][0]["actors"][0].update(size_m="big"), "it has to be a number."),
        (lambda d: d["shots"][0]["actors"][0].update(size_m=float("nan")), "it has to be a number."),
        (lambda d: d["shots"][0]["actors"][0].update(path=[]), "it needs one waypoint at least."),
        (lambda d: d["shots"][0]["actors"][0]["path"][0].update(time_s=9), "the shot lasts from 0 to"),
        (lambda d: d["shots"][0]["actors"].append(d["shots"][0]["actors"][0]), "another actor of the clip has it"),
        (lambda d: d["shots"][0]["sounds"][0].update(kind="bird"), "use 'birds'."),
        (lambda d: d["shots"][0]["speeches"][0].update(actor="fix-1"), "use 'fox-1', an actor of the shot."),
        (lambda d: d["shots"][1]["camera"]["moves"][0].update(target="fox-1"), "the shot has no actors; use null."),
        (lambda d: d["shots"][1].update(start_s=4.5), "where shots[0] ends."),
        (lambda d: d["shots"][1].update(end_s=5.5), "use 6, the clip's duration_s."),
        (lambda d: d.update(shots=[]), "a clip has one shot at least."),
        (lambda d: d.update(shots={}), "`shots` is {}: it has to be a list."),
        (lambda d: d.pop("duration_s"), "`duration_s` is None: it is missing, and has no default."),
        (lambda d: d["shots"].insert(0, "a shot"), "it has to be an object"),
    ],
)
def test_the_first_mistake_is_named_with_its_place_and_the_nearest_legal_value(
    change: Callable[[Any], None], sentence: str
) -> None:
    with pytest.raises(InvalidField) as raised:
        read_scene(edited(change))
    assert sentence in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("deeds", "sentence"),
    [
        ([{"action": "bows", "start_s": 0, "end_s": 1}], "deeds[0].action` is 'bows': use 'bow'."),
        ([{"action": "bow", "start_s": 1, "end_s": 1}], "it has to be later than 1."),
        ([{"start_s": 0, "end_s": 2}, {"start_s": 1, "end_s": 3}], "use 2 or later, where the deed before ends."),
        ([{"start_s": 0, "end_s": 99}], "the shot lasts from 0 to"),
    ],
)
def test_deeds_are_one_at_a_time_and_within_the_shot(deeds: list[dict[str, Any]], sentence: str) -> None:
    with pytest.raises(InvalidField) as raised:
        read_scene(edited(lambda d: d["shots"][0]["actors"][0].update(deeds=deeds)))
    assert sentence in str(raised.value)


def test_a_scene_that_was_kept_before_there_were_deeds_is_read_as_it_was() -> None:
    data = scene()
    for shot in data["shots"]:
        for actor in shot["actors"]:
            assert actor.pop("deeds") == []
    assert read_scene(data) == read_prompt('A red fox runs and says "Ha!" Cut to the sea.', seed=4, duration_s=6.0)


@pytest.mark.parametrize("data", [None, [], "a scene", 3, {}])
def test_what_is_no_scene_at_all_is_refused(data: object) -> None:
    with pytest.raises(InvalidField):
        read_scene(data)


def test_every_action_of_a_verb_is_one_that_a_scene_may_hold() -> None:
    assert {entry.action for entry in lexicon().verbs.values()} - {""} <= set(ACTIONS)
    assert {entry.gait for entry in lexicon().verbs.values()} - {""} <= set(ACTIONS)
    assert {entry.action for entry in lexicon().others.values()} - {""} <= set(ACTIONS)
