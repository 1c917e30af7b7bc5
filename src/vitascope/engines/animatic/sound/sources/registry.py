"""Every kind of sound: how it is made, how loud it is beside the others, and how it travels."""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.animatic.sound.sources import creatures, machines, people, places, water, weather
from vitascope.engines.animatic.sound.sources.context import Make


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of sound is rendered."""

    make: Make
    level_db: float
    """Loudness of its loudest half second beside the other kinds, at ``gain`` 1."""
    wide: bool = False
    """From all around: two takes, left and right, unless an actor makes it."""
    doppler: bool = False
    """Its pitch follows the actor's motion: steady sounds of things that move fast."""
    reach_m: float = 15.0
    """The distance at which it has lost 6 dB."""
    vocal: bool = False
    """It comes out of a mouth."""


UNKNOWN = Kind(make=places.air, level_db=-24, wide=True)
"""What stands for a kind that nobody has made yet: a quiet neutral air."""

KINDS: dict[str, Kind] = {
    # the sky
    "wind": Kind(make=weather.wind, level_db=-6, wide=True),
    "rain": Kind(make=weather.rain, level_db=-6, wide=True),
    "storm": Kind(make=weather.storm, level_db=-3, wide=True),
    "thunder": Kind(make=weather.thunder, level_db=5, reach_m=2000),
    "snow": Kind(make=weather.snow, level_db=-20, wide=True),
    # water
    "sea": Kind(make=water.sea, level_db=-6, wide=True, reach_m=60),
    "waves_on_rocks": Kind(make=water.waves_on_rocks, level_db=-3, wide=True, reach_m=60),
    "stream": Kind(make=water.stream, level_db=-10, wide=True),
    "splash": Kind(make=water.splash, level_db=3, reach_m=60),
    "bubbles": Kind(make=water.bubbles, level_db=-10, wide=True),
    "underwater": Kind(make=water.underwater, level_db=-8, wide=True),
    "lapping": Kind(make=water.rowing, level_db=-14, wide=True),
    # places
    "air": Kind(make=places.air, level_db=-18, wide=True),
    "room": Kind(make=places.room_tone, level_db=-22, wide=True),
    "city": Kind(make=places.city, level_db=-9, wide=True),
    "traffic": Kind(make=places.traffic, level_db=-8, wide=True),
    "forest": Kind(make=places.forest, level_db=-12, wide=True),
    "wheat": Kind(make=places.wheat, level_db=-12, wide=True),
    "space": Kind(make=places.space, level_db=-10, wide=True),
    "fire": Kind(make=places.fire, level_db=-9, reach_m=8),
    "crowd": Kind(make=places.crowd, level_db=-8, wide=True, reach_m=30),
    "applause": Kind(make=places.applause, level_db=-6, wide=True, reach_m=30),
    "clock": Kind(make=places.clock, level_db=-16, reach_m=4),
    # creatures
    "roar": Kind(make=creatures.roar, level_db=4, reach_m=150, vocal=True),
    "growl": Kind(make=creatures.growl, level_db=-4, reach_m=40, vocal=True),
    "wings": Kind(make=creatures.wings, level_db=-5, reach_m=60),
    "birds": Kind(make=creatures.birds, level_db=-12, wide=True, reach_m=20),
    "crickets": Kind(make=creatures.crickets, level_db=-18, wide=True),
    "insects": Kind(make=creatures.insects, level_db=-18, wide=True, reach_m=4),
    "seagulls": Kind(make=creatures.seagulls, level_db=-12, wide=True, reach_m=30),
    "bark": Kind(make=creatures.bark, level_db=-4, reach_m=15, vocal=True),
    "purr": Kind(make=creatures.purr, level_db=-8, reach_m=3),
    "meow": Kind(make=creatures.meow, level_db=-8, reach_m=8, vocal=True),
    "whale": Kind(make=creatures.whale, level_db=-4, reach_m=200),
    "hooves": Kind(make=creatures.hooves, level_db=-5, reach_m=20),
    "howl": Kind(make=creatures.howl, level_db=-8, reach_m=200, vocal=True),
    # machines
    "engine": Kind(make=machines.engine, level_db=0, doppler=True, reach_m=20),
    "motor": Kind(make=machines.motor, level_db=-8, doppler=True, reach_m=20),
    "aircraft": Kind(make=machines.aircraft, level_db=-2, doppler=True, reach_m=100),
    "steam_train": Kind(make=machines.steam_train, level_db=-2, doppler=True, reach_m=60),
    "whistle": Kind(make=machines.whistle, level_db=-5, doppler=True, reach_m=120),
    "rocket": Kind(make=machines.rocket, level_db=4, reach_m=300),
    "steam": Kind(make=machines.steam, level_db=-18, reach_m=6),
    "windmill": Kind(make=machines.windmill, level_db=-14, reach_m=40),
    "creak": Kind(make=machines.creak, level_db=-9, reach_m=10),
    "bell": Kind(make=machines.bell, level_db=-6, reach_m=100),
    "glass": Kind(make=machines.glass, level_db=-4, reach_m=10),
    "explosion": Kind(make=machines.explosion, level_db=5, reach_m=300),
    "fireworks": Kind(make=machines.fireworks, level_db=0, wide=True, reach_m=300),
    "siren": Kind(make=machines.siren, level_db=-8, doppler=True, reach_m=60),
    "horn": Kind(make=machines.horn, level_db=-6, reach_m=200),
    "whoosh": Kind(make=machines.whoosh, level_db=-4, reach_m=40),
    # people
    "footsteps": Kind(make=people.footsteps, level_db=-10, reach_m=8),
    "radio": Kind(make=people.radio, level_db=-8),
    "breath": Kind(make=people.breath, level_db=-16, reach_m=3),
    "sword": Kind(make=people.sword, level_db=-6, reach_m=10),
    "chime": Kind(make=people.chime, level_db=-16, wide=True),
}

ALIASES = {
    "waves": "sea", "ocean": "sea",
    "surf": "waves_on_rocks", "drizzle": "rain", "river": "stream", "waterfall": "stream",
    "hum": "city", "street": "city", "leaves": "forest", "rustle": "forest", "room_tone": "room", "interior": "room",
    "drone": "space", "campfire": "fire", "crackle": "fire", "crackling": "fire", "flames": "fire",
    "chirp": "birds", "birdsong": "birds", "gulls": "seagulls", "cicadas": "crickets", "bees": "insects",
    "dog": "bark", "cat": "purr", "neigh": "hooves", "gallop": "hooves", "wolf": "howl", "whale_song": "whale",
    "car": "engine", "train": "steam_train", "chuff": "steam_train", "jet": "aircraft", "plane": "aircraft",
    "helicopter": "motor", "boat": "motor", "steps": "footsteps", "walking": "footsteps", "chatter": "radio",
    "radio_chatter": "radio", "voices": "crowd", "cheer": "crowd", "clapping": "applause", "lightning": "thunder",
    "wing_flaps": "wings", "flap": "wings", "blast": "explosion", "boom": "explosion", "bells": "bell", "ship": "creak",
    "wood": "creak", "ambient": "air", "hiss": "steam", "wave": "sea", "foghorn": "horn", "breathing": "breath",
}  # fmt: skip
"""Other words for the same sounds."""


def find(kind: str) -> Kind | None:
    """The kind of that name or nickname; ``None`` if nobody has made it."""
    return KINDS.get(kind) or KINDS.get(ALIASES.get(kind, ""))
