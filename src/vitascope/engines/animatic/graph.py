"""The scene graph: everything that drawing and sound know of a prompt.

`reading` makes one from a prompt and a seed; `draw` and `sound` turn it into frames and samples. It holds words and
numbers only, so it can be printed as JSON, edited by hand, and read back by `scene_file`.

Space is measured in metres from where the camera stands at the start of the shot, looking along +z: x to the right,
y up from the ground (or the water) under it. Time is in seconds from the start of the clip.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from vitascope.core.generation import MAX_SEED

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
    "campfire", "butterfly", "building", "object", "picture", "placeholder",
]  # fmt: skip
Instrument = Literal[
    "piano", "guitar", "strings", "pad", "drums", "violin", "flute", "trumpet", "organ", "choir", "harp", "beat",
    "techno", "rock", "jazz", "lofi", "western", "lullaby", "orchestra", "suspense",
]  # fmt: skip
Manner = Literal["say", "shout", "roar", "whisper", "count", "sing", "radio"]


@dataclass(frozen=True, slots=True)
class Range:
    """What a number may be, both ends included."""

    least: float
    most: float


Share = Annotated[float, Range(0, 1)]
Seconds = Annotated[float, Range(0, 600)]
Metres = Annotated[float, Range(-10_000, 10_000)]

WORLDS: tuple[WorldKind, ...] = get_args(WorldKind)
FALLS_BACK_AT = 0.64
"""Share of a breach's moment at which the body meets the water again: when the splash is seen, and heard."""

RIGS: tuple[RigKind, ...] = get_args(RigKind)
MOVES: tuple[MoveKind, ...] = get_args(MoveKind)
ACTIONS = (
    "idle", "walk", "run", "fly", "roar", "raise", "turn_head", "breach", "drive", "sail", "spin", "wear", "sit",
    "launch", "swim", "dance", "burn", "float", "jump", "lie", "sleep", "graze", "howl", "bark", "smile", "laugh",
    "cry", "frown", "fear", "wave", "point", "throw", "clap", "kneel", "fight", "climb", "fall", "eat", "drink",
    "smoke", "pour", "read", "write", "type", "paint", "cook", "pray", "hug", "push", "work", "conduct",
    "sweep", "rake", "dig", "chop", "hammer", "juggle", "kick", "skate", "water", "shake_hands", "cradle", "carry",
    "swing", "row", "kite", "blow_bubbles", "photograph", "shape", "waltz", "dive", "knead", "play", "bloom",
    "fish", "push_up", "handstand", "yoga", "bow", "take", "put", "open", "close", "look_up",
)  # fmt: skip
"""What an actor can do in place."""
Facing = Literal["camera", "away", "left", "right", "path"]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where a shot plays, and in what light and weather."""

    kind: WorldKind
    """Which of the places it is."""
    time: TimeOfDay = "day"
    """The hour, and so the light."""
    weather: Weather = "clear"
    """One kind at a time; a storm brings its rain."""
    weather_strength: Share = 0.5
    """0 a hint, 1 as much as it can be."""
    season: Season = "summer"
    """Of leaves, and of snow on the ground."""
    tags: tuple[str, ...] = ()
    """Details that worlds know: ``neon``, ``window``, ``viaduct``, ``wheat``, ``mars``, ``milky_way``, ``reef``…"""
    colours: tuple[str, ...] = ()
    """Colour words of the prompt that belong to the place rather than to an actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint:
    """Where an actor is at ``time_s``; between waypoints it moves on a smooth curve."""

    time_s: Seconds
    """Seconds from the start of the clip, within the shot, each later than the one before."""
    x: Metres
    """Metres to the right of where the camera begins; to the left below 0."""
    y: Metres
    """Metres of the actor's foot over the ground, or over the water."""
    z: Annotated[float, Range(0.05, 10_000)]
    """Metres ahead of where the camera begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One of several things that an actor does one after another in a shot."""

    action: str = "idle"
    """What it does in place meanwhile: a word of `Actor.action`."""
    start_s: Seconds
    """Seconds from the start of the clip, within the shot; not before the deed before has ended."""
    end_s: Seconds
    """Likewise. Between two deeds, and after the last, the earlier one lasts."""
    label: str = ""
    """As the prompt has it."""
    facing: Facing | None = None
    """Where it looks meanwhile; `null` is as `Actor.facing` has it."""
    props: tuple[str, ...] = ()
    """What it has meanwhile beside `Actor.props`: what it took up, what it sits on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody or something that is seen."""

    id: str
    """A name for it that nobody else in the clip has."""
    rig: RigKind
    """What draws it; ``picture`` is a flat picture, and ``placeholder`` a card with the label on it."""
    label: str
    """The noun as the prompt has it."""
    form: str = ""
    """Which of a rig's shapes: ``cat``, ``horse``, ``knight``, ``astronaut``, ``woman``, ``sports car``…"""
    colour: str | None = None
    """Of its coat or paint, in a word; without one, as such things are."""
    count: Annotated[int, Range(1, 500)] = 1
    """How many there are of it, side by side."""
    size_m: Annotated[float, Range(0.01, 10_000)] = 1.0
    """Height, or length for what is longer than high, in metres."""
    path: tuple[Waypoint, ...]
    """At least one; the first at the start of the shot, the last at its end. ``y`` is the foot of the actor."""
    action: str = "idle"
    """What it does in place while it moves: ``idle``, ``walk``, ``run``, ``fly``, ``roar``, ``raise``, ``turn_head``,
    ``breach``, ``drive``, ``sail``, ``spin``, ``wear``, ``sit``, ``launch``, ``swim``, ``dance``, ``burn``,
    ``float``."""
    action_at: tuple[Seconds, Seconds] | None = None
    """From and to, in seconds, where the action has a moment (a breach, a raised sword); else the whole shot."""
    facing: Facing = "path"
    """Where it looks; ``path`` is the way it goes."""
    props: tuple[str, ...] = ()
    """``umbrella``, ``sword``, ``glasses``, ``guitar``…"""
    deeds: tuple[Deed, ...] = ()
    """What it does one after another; from the first of them on each goes over ``action`` and ``action_at`` while it
    lasts. Without any, ``action`` is all that is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """Particles or light that are not the weather."""

    kind: EffectKind
    """Which particles, or which light."""
    start_s: Seconds
    """Seconds from the start of the clip, within the shot."""
    end_s: Seconds
    """Likewise."""
    strength: Share = 0.5
    """0 hardly there, 1 as much as it can be."""
    actor: str | None = None
    """The actor it clings to; else it fills the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that the camera does through a shot; a shot may have several at once."""

    kind: MoveKind
    """What the camera does; ``timelapse`` and ``slow_motion`` are what time does."""
    speed: Share = 0.5
    """0 barely, 0.5 unhurried, 1 as fast as is watchable."""
    target: str | None = None
    """The actor it follows or looks at: a static camera with a target turns after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """From where a shot is seen, and how that changes."""

    framing: Framing = "wide"
    """The lens: wide, medium or close."""
    moves: tuple[Move, ...] = (Move(kind="static"),)
    """All of them at once."""
    height_m: Annotated[float, Range(0.01, 2_000)] = 1.7
    """Above the ground at the start of the shot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """Quoted words, spoken and captioned."""

    text: str
    """The words, as they are captioned."""
    start_s: Seconds
    """Seconds from the start of the clip, within the shot."""
    end_s: Seconds
    """Likewise; words are spoken faster where there is little time."""
    manner: Manner = "say"
    """How it is said; ``count`` counts down."""
    actor: str | None = None
    """Who says it; ``None`` is a voice from outside the picture."""
    voice: Literal["man", "woman", "child", "monster", "robot"] = "man"
    """Whose voice it is like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """One sound of the place or of an actor."""

    kind: str
    """``wind``, ``sea``, ``rain``, ``thunder``, ``city``, ``traffic``, ``engine``, ``roar``, ``wings``, ``footsteps``,
    ``splash``, ``fire``, ``birds``, ``crickets``, ``whistle``, ``steam_train``, ``rocket``, ``purr``, ``bark``,
    ``hooves``, ``bubbles``, ``whale``, ``bell``, ``crowd``, ``radio``, ``seagulls``, ``waves_on_rocks``, ``creak``…"""
    start_s: Seconds
    """Seconds from the start of the clip, within the shot."""
    end_s: Seconds
    """Likewise."""
    gain: Share = 0.5
    """0 silent, 1 as loud as it is made."""
    actor: str | None = None
    """Heard from where this actor is; else from all around."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """A quiet bed under everything, composed from the seed."""

    mood: Mood = "neutral"
    """Scale and harmony."""
    instrument: Instrument = "pad"
    """Who plays: one, or a band of the style; a pad is a soft synthesiser, drums are war drums."""
    tempo_bpm: Annotated[int, Range(30, 240)] = 80
    """Beats a minute."""
    gain: Share = 0.4
    """0 silent, 1 as loud as speech."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A continuous take of ``[start_s, end_s)``."""

    start_s: Seconds
    """Where the shot before ends; 0 for the first."""
    end_s: Seconds
    """Of the last shot, the clip's duration."""
    world: World
    """Where it plays."""
    camera: Camera = Camera()
    """From where it is seen."""
    actors: tuple[Actor, ...] = ()
    """Who is seen, the first the one that matters."""
    effects: tuple[Effect, ...] = ()
    """Particles and light."""
    speeches: tuple[Speech, ...] = ()
    """What is said, in order."""
    sounds: tuple[Sound, ...] = ()
    """What is heard beside speech and music."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A whole clip. Shots tile ``[0, duration_s)`` without gaps."""

    prompt: str = ""
    """What it was read from: kept with the clip, not read again."""
    seed: Annotated[int, Range(0, MAX_SEED)] = 0
    """Everything left to chance is drawn from it."""
    duration_s: Annotated[float, Range(0.5, 600)]
    """Seconds of the clip."""
    mood: Mood = "neutral"
    """Colour of light and music."""
    style: str | None = None
    """``monochrome``, ``sepia``, ``cartoon``… where the prompt names one."""
    shots: tuple[Shot, ...]
    """In order, one after another without gaps."""
    music: Music | None = None
    """None where nothing is played."""
    understood: tuple[str, ...] = ()
    """Phrases of the prompt that are in the clip."""
    not_understood: tuple[str, ...] = ()
    """Phrases that are not: shown to people, never drawn wrong."""
    approximated: tuple[str, ...] = ()
    """Sentences: what stands for something else, such as a labelled placeholder."""

    def to_json(self) -> dict[str, Any]:
        """Nested plain values, in the order of the fields; `scene_file.read_scene` reads them back."""
        from dataclasses import asdict

        return asdict(self)

    def digest(self) -> str:
        """A short name for just this scene."""
        import hashlib
        import json

        return hashlib.sha256(json.dumps(self.to_json(), sort_keys=True).encode()).hexdigest()[:12]

    def shot_at(self, time_s: float) -> Shot:
        """The shot on screen at ``time_s``; the last one from its start on."""
        return next((s for s in self.shots if time_s < s.end_s), self.shots[-1])
