from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.unit.engines.animatic.draw_rigs.scenery import actor, canvas, changed, paint, shot
from vitascope.engines.animatic.draw.rigs.body import Body
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.costumes import COSTUMES, GARMENTS, HATS
from vitascope.engines.animatic.draw.rigs.deeds import DEEDS
from vitascope.engines.animatic.draw.rigs.hair import STYLES, _cap
from vitascope.engines.animatic.draw.rigs.heads import MIENS
from vitascope.engines.animatic.draw.rigs.looks import look_of
from vitascope.engines.animatic.draw.rigs.people import draw_biped
from vitascope.engines.animatic.draw.rigs.poses import stance_of
from vitascope.engines.animatic.draw.rigs.stances import FORE, SHIN, THIGH, UPPER, limbs_of
from vitascope.engines.animatic.graph import ACTIONS
from vitascope.engines.animatic.reading.vocabulary import FEELINGS, WORN


def cast(label: str = "man", *, action: str = "idle", time_s: float = 1.0, mouth: float = 0.0, pixels: float = 300.0,
         act: float = 0.5, speed: float = 0.0, props: tuple[str, ...] = (), seed: int = 3) -> Cast:  # fmt: skip
    one = actor("biped", (0, 0, 5), form="man", label=label, action=action, props=props)
    return Cast(actor=one, time_s=time_s, shot_s=time_s, seed=seed, travelled=time_s * speed, speed=speed, mouth=mouth,
                act=act, night=0.0, to_camera=0.0, pixels=pixels)  # fmt: skip


def solids(**told: object) -> np.ndarray:
    body = Body()
    draw_biped(body, cast(**told))  # type: ignore[arg-type]
    return body.solids()


@pytest.mark.parametrize("action", sorted({*DEEDS, *ACTIONS}))
def test_whatever_is_done_bones_keep_their_length_and_nothing_is_torn(action: str) -> None:
    for time_s in (0.0, 0.37, 1.9, 4.4):
        for props in ((), ("sword",), ("guitar",)):
            arms, legs = limbs_of(stance_of(cast(action=action, time_s=time_s, props=props), 0.17), 0.17)
            for chain, first, second in (*((a, UPPER, FORE) for a in arms), *((leg, THIGH, SHIN) for leg in legs)):
                assert math.dist(chain[0], chain[1]) == pytest.approx(first, abs=0.02)
                assert math.dist(chain[1], chain[2]) <= second + 0.02


@pytest.mark.parametrize("who", sorted(COSTUMES))
def test_every_costume_is_drawn_from_shoes_to_hat(who: str) -> None:
    rows = solids(label=who)
    assert np.isfinite(rows).all()
    assert rows[:, 2].min() > -0.2
    assert 1.5 < rows[:, 2].max() < 2.9


def test_what_reading_calls_worn_is_what_a_costume_has() -> None:
    has = {*GARMENTS, *HATS, "scarf", "cape"}
    assert [worn for worn in WORN if not any(worn.endswith(one) for one in has)] == []


def test_costumes_ask_for_hair_that_there_is() -> None:
    assert {costume.hair for costume in COSTUMES.values()} - {""} <= set(STYLES)
    assert set(MIENS) <= {*ACTIONS, "play", *FEELINGS.values()}
    assert set(FEELINGS.values()) <= set(MIENS)


def test_people_of_one_kind_differ_and_one_person_stays_the_same() -> None:
    looks = [look_of("man", "man", None, (), seed) for seed in range(40)]
    assert len({(look.top, look.hair, look.visage.skin) for look in looks}) > 25
    assert look_of("man", "man", None, (), 5) == looks[5]


def test_a_word_for_clothes_dresses_and_a_colour_paints_them() -> None:
    look = look_of("girl", "girl", "yellow", ("raincoat",), 1)
    assert look.outfit == "coat"
    assert look.top[0] > 2 * look.top[2]
    assert look.age == "child"


def test_a_face_that_speaks_moves_its_lips_and_one_that_smiles_their_corners() -> None:
    moods = (("idle", 0.0), ("idle", 1.0), ("smile", 0.0))
    cast_ = [shot(actor("face", (0, 1.55, 0.5), size_m=0.35, action=action)) for action, _ in moods]
    still, open_, glad = (
        paint(canvas(240, 240), one, 1.0, mouth).rgb for one, (_, mouth) in zip(cast_, moods, strict=True)
    )
    for other in (open_, glad):
        assert (np.abs(still.astype(int) - other.astype(int)).max(axis=2) > 25).sum() > 20


def test_who_is_far_off_is_built_of_fewer_parts() -> None:
    assert len(solids(pixels=20.0)) < 0.5 * len(solids(pixels=600.0))


def test_who_plays_guitar_by_a_fire_sits_on_something() -> None:
    stance = stance_of(cast(action="sit", props=("guitar",)), 0.17)
    assert stance.seat == "log"
    assert stance.hip[1] > 0.4


def test_two_people_stand_apart_and_turn_to_one_another() -> None:
    from vitascope.engines.animatic.draw.rigs.register import entry_of
    from vitascope.engines.animatic.draw.rigs.standing import heading_of, place_of

    pair = actor("biped", (0, 0, 5), form="man", label="men", count=2, size_m=1.75, facing="camera")
    entry = entry_of("biped")
    spots = [place_of(pair, k, 1.0, lambda _x, _z: 0.0)[0] for k in (0, 1)]
    yaws = [heading_of(pair, entry, at, np.zeros(3), 1.0, k)[0] for k, at in enumerate(spots)]
    assert spots[1][0] - spots[0][0] > 0.6
    assert math.sin(yaws[0]) > 0.3 > -0.3 > math.sin(yaws[1])
    assert changed(paint(canvas(), shot(pair))) > 100


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"bald", "curly", "bun", "ponytail", "pigtails", "rim"}))
def test_hair_leaves_no_hole_at_the_crown(style: str) -> None:
    top = _cap(style, 9, 34, 0.11)[0][0]
    assert np.ptp(top[:, 0]) < 1e-9
    assert np.ptp(top[:, 2]) < 1e-9
    assert top[:, 1].min() > 1.5


def test_a_child_sits_as_high_on_a_bench_as_an_adult() -> None:
    def seat_m(size_m: float) -> float:
        one = cast("girl", action="sit", props=("bench",))
        sized = replace(one, actor=replace(one.actor, size_m=size_m))
        return float(stance_of(sized, 0.14, 0.03).hip[1]) * size_m / 1.8

    assert seat_m(1.3) == pytest.approx(seat_m(1.75), abs=0.02)


@pytest.mark.parametrize(
    "gear", ["racket", "baseball bat", "golf club", "hockey stick", "skateboard", "snowboard", "skis"]
)
def test_gear_is_drawn_where_its_owner_is(gear: str) -> None:
    for action in ("idle", "raise", "jump"):
        bare, geared = solids(action=action), solids(action=action, props=(gear,))
        assert len(geared) > len(bare)
        assert np.isfinite(geared).all()
        assert np.abs(geared[:, 1:4]).max() < 3.2


def test_who_skis_takes_no_steps() -> None:
    feet = [stance_of(cast(action="run", speed=8.0, time_s=t, props=("skis",)), 0.2).feet for t in (0.1, 0.3, 0.7)]
    assert feet[0] == feet[1] == feet[2]


def test_a_rider_sits_astride_however_fast_the_beast_goes() -> None:
    for speed in (0.0, 2.0, 9.0):
        left, right = stance_of(cast(speed=speed, props=("saddle",)), 0.2).feet
        assert right[0] - left[0] > 0.6
