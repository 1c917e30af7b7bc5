from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from vitascope.engines.animatic.draw.rigs.body import Body, Paint, moved

PAINT = Paint((200.0, 100.0, 50.0))


def globe(*, inside_out: bool = False) -> NDArray[np.float64]:
    a = np.linspace(0, 2 * math.pi, 24, endpoint=False) * (-1 if inside_out else 1)
    b = np.linspace(0.05, math.pi - 0.05, 13)[:, None]
    return np.stack([np.sin(b) * np.sin(a), np.cos(b) + 0 * a, np.sin(b) * np.cos(a)], axis=2)


@pytest.mark.parametrize("inside_out", [False, True])
def test_a_globes_skin_looks_outwards_all_around_and_has_no_seam(inside_out: bool) -> None:
    body = Body()
    body.sheet(globe(inside_out=inside_out), PAINT, closed=True, solid=True)
    rows = body.solids()
    assert len(rows) == 12 * 24 * 2
    places, normals = rows[:, 1:10].reshape(-1, 3), rows[:, 10:19].reshape(-1, 3)
    within = np.abs(places[:, 1]) < 0.95  # central differences are one-sided at the poles
    assert ((places * normals).sum(axis=1)[within] > 0.99).all()


def test_strips_take_their_paints_in_turn_and_corners_their_tints() -> None:
    other = Paint((1.0, 2.0, 3.0))
    body = Body()
    grid = np.array([[[x, y, 0.0] for x in (0.0, 1.0, 2.0)] for y in (0.0, 1.0)])
    body.sheet(grid, [PAINT, other], tint=np.array([[0.0, 0.2, 0.4], [0.6, 0.8, 1.0]]))
    rows = body.solids()
    assert rows[:, 19].tolist() == [200.0, 200.0, 1.0, 1.0]
    for row in rows:
        for k in range(3):
            x, y = row[1 + 3 * k], row[2 + 3 * k]
            assert int(row[31]) >> 8 * k & 255 == round(255 * (0.2 * x + 0.6 * y))


def test_what_is_moved_keeps_its_form() -> None:
    body = Body()
    body.sheet(globe(), PAINT, closed=True, solid=True)
    body.limb((0.0, 0.0, 0.0), 0.5, (0.0, 2.0, 0.0), 0.25, PAINT)
    body.ball((1.0, 0.0, 0.0), (1.0, 2.0, 3.0), PAINT)
    turn = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]])
    was, now = body.solids(), moved(body.solids(), 3 * turn, np.array([5.0, 6.0, 7.0]))
    shift = np.array([5.0, 6.0, 7.0])
    limb, ball, faces = np.flatnonzero(was[:, 0] == 0)[0], np.flatnonzero(was[:, 0] == 1)[0], was[:, 0] == 2
    assert np.allclose(now[limb, 1:9], [5, 6, 7, 5, 12, 7, 1.5, 0.75])
    assert np.allclose(now[ball, 1:4], 3 * turn @ (1, 0, 0) + shift)
    assert np.allclose(now[ball, 4:13].reshape(3, 3), 3 * (np.diag([1.0, 2.0, 3.0]) @ turn.T))
    for k in range(3):
        assert np.allclose(
            now[faces, 1 + 3 * k : 4 + 3 * k], 3 * was[faces, 1 + 3 * k : 4 + 3 * k] @ turn.T + shift, atol=1e-5
        )
        assert np.allclose(now[faces, 10 + 3 * k : 13 + 3 * k], was[faces, 10 + 3 * k : 13 + 3 * k] @ turn.T, atol=1e-5)
    assert (now[:, 19:] == was[:, 19:]).all()
