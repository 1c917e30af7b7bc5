from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from vitascope.engines.animatic.draw.rigs.body import Body, Paint
from vitascope.engines.animatic.draw.rigs.furnishings import KINDS, Floor, furnished
from vitascope.engines.animatic.draw.rigs.spots import Spot
from vitascope.engines.animatic.draw.worlds.room_looks import LOOKS, RoomLook

_PLAIN = Floor(
    half=3.2, back=5.2, high=2.7, window=(0.45, 2.3), hearth=(0.0, 0.0), door=(0.0, 0.0), lamp=(-2.4, 1.5, 3.7), busy=()
)


def _floor(*busy: tuple[float, float]) -> Floor:
    return Floor(
        half=3.2,
        back=5.2,
        high=2.7,
        window=(0.45, 2.3),
        hearth=(0.0, 0.0),
        door=(0.0, 0.0),
        lamp=(-2.4, 1.5, 3.7),
        busy=busy,
    )


def test_every_room_is_of_a_kind_that_can_be_furnished() -> None:
    assert {look.furniture for look in (*LOOKS.values(), RoomLook())} <= KINDS


@pytest.mark.parametrize("kind", ["living", "bedroom", "kitchen", "office", "hospital", "laboratory"])
def test_what_stands_in_a_room_is_within_its_walls(kind: str) -> None:
    solids, prints = furnished(kind, _PLAIN, tags=(), seed=5, night=0.0)
    assert len(solids) > 30
    for left, right, near, far in prints:
        assert -3.2 <= left < right <= 3.2
        assert 0 < near < far <= 5.2


@pytest.mark.parametrize("kind", ["living", "bedroom", "gym", "office"])
def test_nothing_stands_where_somebody_walks(kind: str) -> None:
    walked = [(-2.0 + 0.5 * k, 4.3) for k in range(9)]
    _, prints = furnished(kind, _floor(*walked), tags=(), seed=5, night=0.0)
    for left, right, near, far in prints:
        assert not any(left < x < right and near < z < far for x, z in walked)


def test_no_two_pieces_stand_in_one_place() -> None:
    for kind in ("living", "bedroom", "kitchen", "office"):
        _, prints = furnished(kind, _PLAIN, tags=(), seed=3, night=0.0)
        ahead = sorted((p[0], p[1]) for p in prints if p[3] == 5.2)
        assert all(a[1] <= b[0] + 1e-6 for a, b in pairwise(ahead))


def test_what_a_prompt_names_is_there_and_a_bare_room_is_bare() -> None:
    assert not len(furnished("bare", _PLAIN, tags=(), seed=5, night=0.0)[0])
    assert len(furnished("bare", _PLAIN, tags=("bookcase",), seed=5, night=0.0)[0]) > 100


def test_the_sides_of_a_box_look_out_of_it_at_any_wall() -> None:
    for along, out in (((1.0, 0.0), (0.0, -1.0)), ((0.0, 1.0), (1.0, 0.0)), ((0.0, -1.0), (-1.0, 0.0))):
        body = Body()
        spot = Spot(body=body, at=(1.0, 0.0, 2.0), along=along, out=out, seed=1, night=0.0)
        spot.box((-0.5, 0.5), (1.0, 2.0), (0.0, 1.0), Paint((9.0, 9.0, 9.0)))
        solids, middle = body.solids(), np.array(spot.point(0.0, 1.5, 0.5))
        assert (((solids[:, 1:4] - middle) * solids[:, 10:13]).sum(1) > 0).all()
