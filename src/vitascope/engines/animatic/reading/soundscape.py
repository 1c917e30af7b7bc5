"""What is heard: named sounds, those that a place, a weather or an actor implies, and music."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from vitascope.engines.animatic.graph import FALLS_BACK_AT, Actor, Instrument, Mood, Music, Sound, World
from vitascope.engines.animatic.reading.drafts import Notes, Role, Take

_OF_WORLD: dict[str, tuple[tuple[str, float], ...]] = {
    "mountains": (("wind", 0.35),),
    "sea": (("sea", 0.5),),
    "coast": (("sea", 0.45), ("seagulls", 0.2)),
    "city": (("city", 0.4),),
    "street": (("city", 0.3),),
    "hills": (("birds", 0.2),),
    "forest": (("forest", 0.3), ("birds", 0.2)),
    "desert": (("wind", 0.3),),
    "space": (("space", 0.3),),
    "sky": (("wind", 0.35),),
    "interior": (("room", 0.2),),
    "underwater": (("underwater", 0.45), ("bubbles", 0.25)),
    "abstract": (),
}
_OF_WEATHER: dict[str, tuple[tuple[str, float], ...]] = {
    "rain": (("rain", 0.6),),
    "storm": (("rain", 0.55), ("wind", 0.55), ("thunder", 0.6)),
    "snow": (("wind", 0.15),),
    "wind": (("wind", 0.45),),
    "fog": (("wind", 0.12),),
}
_NAMED_GAIN = 0.55
_FOOTSTEPS = {"walk", "run", "dance"}
_GLIDES = {"skis", "snowboard", "skateboard", "surfboard"}
"""On these nobody is heard to step."""
_ARMED = {"knight", "samurai", "soldier", "pirate", "viking", "king", "captain", "skeleton"}
_FISHLIKE = {"fish", "school", "quadruped"}
_FRESH = {"lake", "river", "pond", "swamp", "waterfall", "rapids", "ice"}
"""Water without surf, and without gulls."""
_NOT_AT_NIGHT = {"birds", "seagulls"}
_OWN: dict[tuple[str, str], str] = {
    ("roar", "lion"): "lion", ("roar", "tiger"): "lion", ("roar", "leopard"): "lion", ("roar", "bear"): "bear",
    ("growl", "bear"): "bear", ("roar", "elephant"): "elephant", ("birds", "owl"): "owl", ("birds", "crow"): "crow",
    ("birds", "duck"): "duck", ("birds", "goose"): "duck", ("wind", "eagle"): "eagle", ("birds", "eagle"): "eagle",
    ("motor", "helicopter"): "helicopter", ("aircraft", "helicopter"): "helicopter", ("motor", "biplane"): "propeller",
    ("aircraft", "biplane"): "propeller", ("engine", "truck"): "truck", ("engine", "bus"): "truck",
    ("engine", "van"): "motor", ("motor", "truck"): "truck", ("steam_train", "train"): "train",
    ("splash", "dolphin"): "dolphin", ("whale", "dolphin"): "dolphin", ("birds", "bat"): "wings",
}  # fmt: skip
"""What a broad kind is from a certain animal or machine, by its form."""
_OWN_BY_WORD: dict[str, tuple[str, tuple[str, ...]]] = {
    "dinosaur": ("roar", ("dinosaur", "rex", "raptor", "tyrannosaurus", "triceratops", "brontosaurus", "velociraptor")),
    "rooster": ("birds", ("rooster", "cockerel")),
    "chicken": ("birds", ("hen", "chicken", "chick", "turkey", "hens", "chickens")),
    "spaceship": ("rocket", ("spaceship", "spacecraft", "starship", "cruiser", "destroyer", "shuttle", "falcon")),
    "drone": ("motor", ("quadcopter", "drone", "drones")),
    "propeller": ("aircraft", ("zeppelin", "airship", "blimp", "dirigible")),
    "saucer": ("aircraft", ("saucer", "saucers", "ufo")),
}
"""The same for what no form tells apart, by a word of its label."""
_CALLS: dict[str, str] = {
    "cow": "cow", "sheep": "sheep", "goat": "sheep", "wolf": "growl", "bear": "bear", "elephant": "elephant",
    "frog": "frogs", "toad": "frogs", "pig": "pig", "piglet": "pig", "monkey": "monkey", "chimpanzee": "monkey",
    "snake": "snake", "cobra": "snake", "bee": "insects", "bees": "insects", "robot": "robot", "ufo": "saucer",
    "motorcycle": "motorcycle", "motorbike": "motorcycle", "bicycle": "bicycle", "bike": "bicycle",
    "flying saucer": "saucer", "phone": "phone", "typewriter": "typewriter", "clock": "clock",
}  # fmt: skip
"""What is heard of an animal or a thing that the prompt names without a sound, by form or label."""
_CALL_GAIN = 0.35
_MACHINES = {"aircraft": "aircraft", "car": "engine", "rocket": "rocket", "train": "steam_train", "boat": "motor"}
_WEATHERED = {"wind", "rain", "sea", "stream"}
"""What a storm is itself; all else has to be heard over it."""
_LOUD = {"roar", "rocket", "explosion", "thunder", "splash", "fireworks", "cannon", "gunshots", "lion", "dinosaur"}
_INSTRUMENT: dict[str, str] = {
    "calm": "piano", "menacing": "suspense", "joyful": "guitar", "sad": "piano", "epic": "orchestra",
    "tense": "suspense", "mysterious": "pad",
}  # fmt: skip
_VAGUE = {"pad", "drums"}
"""What loses to any other: upbeat *guitar*, *piano* music."""
_TEMPO = {"calm": 66, "menacing": 72, "joyful": 104, "sad": 58, "epic": 92, "tense": 96, "mysterious": 60}
_IMPLIED_GAIN, _NAMED_MUSIC_GAIN = 0.16, 0.65


def sounds_of(
    take: Take, world: World, actors: Sequence[Actor], ids: Sequence[tuple[Role, str]], start_s: float, end_s: float
) -> tuple[Sound, ...]:
    """The sounds of one shot; each kind once an actor, and once for the place."""
    made: dict[tuple[str, str | None], float] = {}
    ambient = _ambient(world)
    bare = world.weather in {"storm", "rain"} or world.time == "night" or "mars" in world.tags or "moon" in world.tags
    for kind, gain in ambient:
        if kind in _NOT_AT_NIGHT and bare:
            continue
        level = (
            gain * (0.6 + 0.8 * world.weather_strength) if kind in dict(_OF_WEATHER.get(world.weather, ())) else gain
        )
        made[kind, None] = level * (0.5 if world.kind == "interior" and kind != "room" else 1.0)
    if (
        world.time == "night"
        and world.kind in {"forest", "hills"}
        and world.weather == "clear"
        and world.season != "winter"
    ):
        made["crickets", None] = 0.25
    by_id = {actor.id: actor for actor in actors}
    for kind, role in take.sounds:
        name = next((name for known, name in ids if known is role), None)
        if kind == "rocket" and name is not None and by_id[name].action != "launch":
            continue
        if kind == "sword" and name is not None and not _armed(by_id[name]):
            continue  # fists do not ring
        if _mute(kind, by_id.get(name or ""), world):
            continue
        gain = 0.8 if kind in _LOUD or (world.weather == "storm" and kind not in _WEATHERED) else _NAMED_GAIN
        own = kind if name is None else _own(kind, by_id[name])
        made[own, name] = max(made.get((own, name), 0.0), gain * _nearness(by_id.get(name or "")))
    for actor in actors:
        if (
            _FOOTSTEPS & ({deed.action for deed in actor.deeds} or {actor.action})
            and actor.rig in {"biped", "quadruped"}
            and actor.form not in {"horse", "unicorn"}
            and not _GLIDES & {*actor.props}
        ):
            made["footsteps", actor.id] = 0.4 if actor.rig == "biped" else 0.2
    for actor in actors:
        call = _CALLS.get(actor.form) or _CALLS.get(actor.label.lower())
        if call is not None and not any(name == actor.id and kind != "footsteps" for kind, name in made):
            made[call, actor.id] = _CALL_GAIN * _nearness(actor)
    owned = {kind for kind, name in made if name is not None}
    made = {key: gain for key, gain in made.items() if key[1] is not None or key[0] not in owned}
    told = {name: _in_row(role, by_id[name]) for role, name in ids if name in by_id and by_id[name].deeds}
    return tuple(
        Sound(
            kind=kind, actor=name, gain=round(min(1.0, gain), 3),
            **(told.get(name or "", {}).get(kind) or _span(kind, by_id.get(name or ""), start_s, end_s)),
        )
        for (kind, name), gain in made.items()
    )  # fmt: skip


def _in_row(role: Role, actor: Actor) -> dict[str, dict[str, float]]:
    """From and to of the sounds of what is done in turn, each as long as its deeds last."""
    heard: dict[str, dict[str, float]] = {}
    for deed in actor.deeds:
        told = (d for d in role.deeds if d.text in deed.label.split(", "))
        kinds = {_own(kind, actor) for d in told for kind in d.verb.sounds}
        for kind in kinds | ({"footsteps"} if deed.action in _FOOTSTEPS else set()):
            begin = heard.get(kind, {}).get("start_s", deed.start_s)
            heard[kind] = {"start_s": begin, "end_s": deed.end_s}
    return heard


def _armed(actor: Actor) -> bool:
    """Whether what it fights with is of steel."""
    return actor.form in _ARMED or "sword" in actor.props or actor.rig == "object"


def _ambient(world: World) -> tuple[tuple[str, float], ...]:
    """What a place and its weather sound like, and how loud."""
    ambient = (*_OF_WORLD[world.kind], *_OF_WEATHER.get(world.weather, ()))
    if world.kind in {"sea", "coast"} and _FRESH & {*world.tags}:
        ambient = tuple((kind, gain) for kind, gain in ambient if kind not in {"sea", "seagulls"})
    return (*ambient, ("wind", 0.35)) if "ice" in world.tags else ambient


def _mute(kind: str, actor: Actor | None, world: World) -> bool:
    """Whether what is known by a sound makes none now: hoofs that stand, bubbles in the air, water under ice."""
    if actor is None:
        return kind == "stream" and "ice" in world.tags
    stands = len({(p.x, p.z) for p in actor.path}) == 1 and actor.action not in _FOOTSTEPS
    return (kind == "hooves" and stands) or (
        kind == "bubbles" and actor.rig in _FISHLIKE and world.kind != "underwater"
    )


def music_of(notes: Notes, mood: Mood) -> Music | None:
    """The music that the prompt names, or a quiet one where its mood is plain; none if it asks for silence."""
    if notes.silent:
        return None
    if not notes.music and mood == "neutral":
        return None
    named = [m for m in notes.music if m not in _VAGUE] or [m for m in notes.music if m != "pad"] or notes.music
    instrument = named[0] if named else _INSTRUMENT[mood]
    return Music(
        mood=mood,
        instrument=cast("Instrument", instrument),
        tempo_bpm=notes.tempo or _TEMPO.get(mood, 80),
        gain=_NAMED_MUSIC_GAIN if notes.music else _IMPLIED_GAIN,
    )


def _own(kind: str, actor: Actor) -> str:
    """The finer kind where who makes it has a voice of its own; machines roar and howl as machines do."""
    if kind in {"roar", "growl", "howl", "purr"} and actor.rig in _MACHINES:
        return _own(_MACHINES[actor.rig], actor)
    if kind == "sword" and actor.count > 1:
        return "swords"
    words = set(actor.label.lower().replace("-", " ").split())
    by_word = next((own for own, (broad, known) in _OWN_BY_WORD.items() if broad == kind and words & {*known}), kind)
    return _OWN.get((kind, actor.form), by_word)


def _nearness(actor: Actor | None) -> float:
    if actor is None:
        return 1.0
    nearest = min(p.z for p in actor.path)
    return max(0.25, min(1.0, (60.0 + actor.size_m * 2) / (60.0 + nearest)))


def _span(kind: str, actor: Actor | None, start_s: float, end_s: float) -> dict[str, float]:
    """From and to: sounds of a moment last as long as the moment, the others all of the shot."""
    if actor is not None and actor.action_at is not None and kind in {"splash", "rocket", "explosion", "roar", "fire"}:
        begin, end = actor.action_at
        if kind == "splash":
            begin += FALLS_BACK_AT * (end - begin)
        return {"start_s": begin, "end_s": min(end_s, end + 2.0)}
    return {"start_s": start_s, "end_s": end_s}
