"""The scene graph: everything that drawing and sound know of a prompt.

`reading` makes one from a prompt and a seed; `draw` and `sound` turn it into frames and samples. It holds words and
numbers only, so it can be printed as JSON, edited by hand, and read back.

Space is measured in metres from where the camera stands at the start of the shot, looking along +z: x to the right,
y up from the ground (or the water) under it. Time is in seconds from the start of the clip.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

WorldKind = Literal[
    "mountains", "sea", "coast", "city", "street", "hills", "forest", "desert", "space", "sky",
    "interior", "underwater", "abstract",
]  # fmt: skip
TimeOfDay = Literal["dawn", "day", "golden", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "storm", "snow", "fog", "wind"]
Season = Literal["spring", "summer", "autumn", "winter"]
Mood = Literal["calm", "menacing", "joyful", "sad", "epic", "tense", "mysterious", "neutral"]
Framing = Literal["wide", "medium", "close"]
MoveKind = Literal[
    "static", "push_in", "pull_out", "pan_left", "pan_right", "truck_left", "truck_right", "track", "rise", "descend",
    "tilt_up", "tilt_down", "orbit", "shake", "handheld", "drone", "rack_focus", "timelapse", "slow_motion",
]  # fmt: skip
EffectKind = Literal[
    "fire", "smoke", "sparks", "steam", "dust", "splash", "bubbles", "fireworks", "lightning", "leaves", "butterflies",
    "light_shafts", "stars", "beam", "glow",
]  # fmt: skip
RigKind = Literal[
    "dragon", "maw", "bird", "flock", "quadruped", "biped", "face", "whale", "fish", "school", "car", "train", "boat",
    "sailing_ship", "rocket", "aircraft", "balloon", "windmill", "lighthouse", "viaduct", "tree", "flower", "cup",
    "campfire", "butterfly", "placeholder",
]  # fmt: skip
Manner = Literal["say", "shout", "roar", "whisper", "count", "sing", "radio"]

WORLDS: tuple[WorldKind, ...] = get_args(WorldKind)
FALLS_BACK_AT = 0.64
"""Share of a breach's moment at which the body meets the water again: when the splash is seen, and heard."""

RIGS: tuple[RigKind, ...] = get_args(RigKind)
MOVES: tuple[MoveKind, ...] = get_args(MoveKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where a shot plays, and in what light and weather."""

    kind: WorldKind
    time: TimeOfDay
    weather: Weather = "clear"
    weather_strength: float = 0.5
    """0 a hint, 1 as much as it can be."""
    season: Season = "summer"
    tags: tuple[str, ...] = ()
    """Details that worlds know: ``neon``, ``window``, ``viaduct``, ``wheat``, ``mars``, ``milky_way``, ``reef``…"""
    colours: tuple[str, ...] = ()
    """Colour words of the prompt that belong to the place rather than to an actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint:
    """Where an actor is at ``time_s``; between waypoints it moves on a smooth curve."""

    time_s: float
    x: float
    y: float
    z: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that is seen."""

    id: str
    rig: RigKind
    label: str
    """The noun as the prompt has it."""
    form: str = ""
    """Which of a rig's shapes: ``cat``, ``horse``, ``knight``, ``astronaut``, ``woman``, ``sports car``…"""
    colour: str | None = None
    count: int = 1
    size_m: float = 1.0
    """Height, or length for what is longer than high, in metres."""
    path: tuple[Waypoint, ...]
    """At least one; the first at the start of the shot, the last at its end. ``y`` is the foot of the actor."""
    action: str = "idle"
    """What it does in place while it moves: ``idle``, ``walk``, ``run``, ``fly``, ``roar``, ``raise``, ``turn_head``,
    ``breach``, ``drive``, ``sail``, ``spin``, ``wear``, ``sit``, ``launch``, ``swim``, ``dance``, ``burn``,
    ``float``."""
    action_at: tuple[float, float] | None = None
    """From and to, in seconds, where the action has a moment (a breach, a raised sword); else the whole shot."""
    facing: Literal["camera", "away", "left", "right", "path"] = "path"
    props: tuple[str, ...] = ()
    """``umbrella``, ``sword``, ``glasses``, ``guitar``…"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Particles or light that are not the weather."""

    kind: EffectKind
    start_s: float
    end_s: float
    strength: float = 0.5
    actor: str | None = None
    """The actor it clings to; else it fills the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that the camera does through a shot; a shot may have several at once."""

    kind: MoveKind
    speed: float = 0.5
    """0 barely, 0.5 unhurried, 1 as fast as is watchable."""
    target: str | None = None
    """The actor it follows or looks at: a static camera with a target turns after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    framing: Framing = "wide"
    moves: tuple[Move, ...] = (Move(kind="static"),)
    height_m: float = 1.7
    """Above the ground at the start of the shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Quoted words, spoken and captioned."""

    text: str
    start_s: float
    end_s: float
    manner: Manner = "say"
    actor: str | None = None
    """Who says it; ``None`` is a voice from outside the picture."""
    voice: Literal["man", "woman", "child", "monster", "robot"] = "man"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One sound of the place or of an actor."""

    kind: str
    """``wind``, ``sea``, ``rain``, ``thunder``, ``city``, ``traffic``, ``engine``, ``roar``, ``wings``, ``footsteps``,
    ``splash``, ``fire``, ``birds``, ``crickets``, ``whistle``, ``steam_train``, ``rocket``, ``purr``, ``bark``,
    ``hooves``, ``bubbles``, ``whale``, ``bell``, ``crowd``, ``radio``, ``seagulls``, ``waves_on_rocks``, ``creak``…"""
    start_s: float
    end_s: float
    gain: float = 0.5
    actor: str | None = None
    """Heard from where this actor is; else from all around."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    mood: Mood
    instrument: Literal["piano", "guitar", "strings", "pad", "drums"] = "pad"
    tempo_bpm: int = 80
    gain: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A continuous take of ``[start_s, end_s)``."""

    start_s: float
    end_s: float
    world: World
    camera: Camera
    actors: tuple[Actor, ...] = ()
    effects: tuple[Effect, ...] = ()
    speeches: tuple[Speech, ...] = ()
    sounds: tuple[Sound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A whole clip. Shots tile ``[0, duration_s)`` without gaps."""

    prompt: str
    seed: int
    duration_s: float
    mood: Mood
    style: str | None
    """``monochrome``, ``sepia``, ``cartoon``… where the prompt names one."""
    shots: tuple[Shot, ...]
    music: Music | None
    understood: tuple[str, ...]
    """Phrases of the prompt that are in the clip."""
    not_understood: tuple[str, ...]
    """Phrases that are not: shown to people, never drawn wrong."""
    approximated: tuple[str, ...]
    """Sentences: what stands for something else, such as a labelled placeholder."""

    def to_json(self) -> dict[str, Any]:
        """Nested plain values, in the order of the fields; `scene_from_json` reads them back."""
        from dataclasses import asdict

        return asdict(self)

    def shot_at(self, time_s: float) -> Shot:
        """The shot on screen at ``time_s``; the last one from its start on."""
        return next((s for s in self.shots if time_s < s.end_s), self.shots[-1])


def scene_from_json(data: Mapping[str, Any]) -> Scene:
    """A scene that `Scene.to_json` wrote, or a person edited. Raises ``KeyError`` or ``TypeError`` if ill-formed."""
    shots = tuple(_shot(s) for s in data["shots"])
    music = None if data.get("music") is None else Music(**data["music"])
    words = _tuples(data, "understood", "not_understood", "approximated")
    return Scene(**{**words, "shots": shots, "music": music})


def _shot(data: Mapping[str, Any]) -> Shot:
    return Shot(
        start_s=data["start_s"],
        end_s=data["end_s"],
        world=World(**_tuples(data["world"], "tags", "colours")),
        camera=Camera(**{**data["camera"], "moves": tuple(Move(**m) for m in data["camera"]["moves"])}),
        actors=tuple(_actor(a) for a in data["actors"]),
        effects=tuple(Effect(**e) for e in data["effects"]),
        speeches=tuple(Speech(**s) for s in data["speeches"]),
        sounds=tuple(Sound(**s) for s in data["sounds"]),
    )


def _actor(data: Mapping[str, Any]) -> Actor:
    moment = data.get("action_at")
    return Actor(
        **{
            **_tuples(data, "props"),
            "path": tuple(Waypoint(**p) for p in data["path"]),
            "action_at": None if moment is None else tuple(moment),
        }
    )


def _tuples(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**data, **{name: tuple(data.get(name, ())) for name in names}}
