"""Small scenes by hand."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.animatic.graph import Actor, Camera, Mood, Music, Scene, Shot, Sound, Speech, Waypoint, World

MOUNTAINS = World(kind="mountains", time="dusk", weather="wind")


def actor(*points: tuple[float, float, float, float], id: str = "one", action: str = "drive") -> Actor:
    """Points are time, x, y, z."""
    path = tuple(Waypoint(time_s=t, x=x, y=y, z=z) for t, x, y, z in points)
    return Actor(id=id, rig="car", label="thing", path=path, action=action)


def scene(
    *,
    duration_s: float = 6.0,
    world: World = MOUNTAINS,
    actors: Sequence[Actor] = (),
    sounds: Sequence[Sound] = (),
    speeches: Sequence[Speech] = (),
    music: Music | None = None,
    seed: int = 7,
    prompt: str = "a scene",
) -> Scene:
    mood: Mood = "neutral"
    shot = Shot(
        start_s=0.0,
        end_s=duration_s,
        world=world,
        camera=Camera(),
        actors=tuple(actors),
        sounds=tuple(sounds),
        speeches=tuple(speeches),
    )
    return Scene(
        prompt=prompt,
        seed=seed,
        duration_s=duration_s,
        mood=mood,
        style=None,
        shots=(shot,),
        music=music,
        understood=(),
        not_understood=(),
        approximated=(),
    )


def dragon(seed: int = 7) -> Scene:
    """The first of the twenty prompts, by hand."""
    beast = actor((0, -60, 120, 700), (6, 0, 3, 14), id="dragon", action="fly")
    return scene(
        actors=[beast],
        sounds=[
            Sound(kind="wings", start_s=0, end_s=6, actor="dragon"),
            Sound(kind="roar", start_s=1.2, end_s=3.0, actor="dragon"),
        ],
        speeches=[
            Speech(
                text="WHERE ARE MY TREASURES?", start_s=3.5, end_s=5.6, manner="roar", actor="dragon", voice="monster"
            )
        ],
        music=Music(mood="menacing", instrument="strings"),
        seed=seed,
    )
