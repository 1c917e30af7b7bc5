"""Shots and scenes for the tests of drawing."""

from __future__ import annotations

from vitascope.engines.animatic.graph import Actor, Camera, Effect, Framing, Move, MoveKind, Scene, Shot, World


def shot_of(
    world: World,
    *moves: MoveKind,
    height_m: float = 1.7,
    actors: tuple[Actor, ...] = (),
    effects: tuple[Effect, ...] = (),
    framing: Framing = "wide",
) -> Shot:
    camera = Camera(framing=framing, moves=tuple(Move(kind=m) for m in moves or ("static",)), height_m=height_m)
    return Shot(start_s=0.0, end_s=6.0, world=world, camera=camera, actors=actors, effects=effects)


def scene_of(*shots: Shot, style: str | None = None) -> Scene:
    return Scene(
        prompt="", seed=5, duration_s=shots[-1].end_s, mood="neutral", style=style, shots=shots, music=None,
        understood=(), not_understood=(), approximated=(),
    )  # fmt: skip
