"""Every kind of sound: how it is made, how loud it is beside the others, and how it travels."""

from __future__ import annotations

from dataclasses import dataclass

from vitascope.engines.animatic.sound.sources import (
    animals,
    birds,
    blasts,
    creatures,
    crowds,
    machines,
    objects,
    people,
    places,
    vehicles,
    water,
    weather,
)  # fmt: skip
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
    # the sky: air lies well under whatever happens in it
    "wind": Kind(make=weather.wind, level_db=-11, wide=True),
    "rain": Kind(make=weather.rain, level_db=-10, wide=True),
    "storm": Kind(make=weather.storm, level_db=-6, wide=True),
    "thunder": Kind(make=blasts.thunder, level_db=5, reach_m=2000),
    "snow": Kind(make=weather.snow, level_db=-20, wide=True),
    # water
    "sea": Kind(make=water.sea, level_db=-9, wide=True, reach_m=60),
    "surf": Kind(make=water.surf, level_db=-6, wide=True, reach_m=60),
    "waves_on_rocks": Kind(make=water.waves_on_rocks, level_db=-3, wide=True, reach_m=60),
    "stream": Kind(make=water.stream, level_db=-12, wide=True),
    "waterfall": Kind(make=water.waterfall, level_db=-8, wide=True, reach_m=40),
    "splash": Kind(make=water.splash, level_db=5, reach_m=60),
    "bubbles": Kind(make=water.bubbles, level_db=-10, wide=True),
    "underwater": Kind(make=water.underwater, level_db=-12, wide=True),
    "lapping": Kind(make=water.rowing, level_db=-14, wide=True),
    "drips": Kind(make=water.drips, level_db=-12, reach_m=20),
    # places
    "air": Kind(make=places.air, level_db=-22, wide=True),
    "room": Kind(make=places.room_tone, level_db=-26, wide=True),
    "city": Kind(make=places.city, level_db=-14, wide=True),
    "traffic": Kind(make=places.traffic, level_db=-10, wide=True),
    "forest": Kind(make=places.forest, level_db=-16, wide=True),
    "leaves": Kind(make=weather.leaves, level_db=-14, wide=True),
    "wheat": Kind(make=places.wheat, level_db=-12, wide=True),
    "space": Kind(make=places.space, level_db=-18, wide=True),
    "fire": Kind(make=places.fire, level_db=-9, reach_m=8),
    "clock": Kind(make=places.clock, level_db=-14, reach_m=4),
    "cafe": Kind(make=places.cafe, level_db=-12, wide=True),
    "market": Kind(make=places.market, level_db=-9, wide=True, reach_m=30),
    # many people
    "crowd": Kind(make=crowds.murmur, level_db=-10, wide=True, reach_m=30),
    "cheer": Kind(make=crowds.cheer, level_db=-4, wide=True, reach_m=40),
    "applause": Kind(make=crowds.applause, level_db=-6, wide=True, reach_m=30),
    "laughter": Kind(make=crowds.crowd_laughs, level_db=-6, wide=True, reach_m=30),
    # birds
    "birds": Kind(make=birds.birds, level_db=-12, wide=True, reach_m=20),
    "seagulls": Kind(make=birds.seagulls, level_db=-12, wide=True, reach_m=30),
    "owl": Kind(make=birds.owl, level_db=-11, reach_m=60),
    "crow": Kind(make=birds.crow, level_db=-9, reach_m=40),
    "eagle": Kind(make=birds.eagle, level_db=-10, reach_m=150),
    "rooster": Kind(make=birds.rooster, level_db=-6, reach_m=40, vocal=True),
    "duck": Kind(make=birds.duck, level_db=-8, reach_m=20),
    "chicken": Kind(make=birds.chicken, level_db=-10, reach_m=12),
    "cuckoo": Kind(make=birds.cuckoo, level_db=-12, reach_m=60),
    # creatures
    "roar": Kind(make=creatures.roar, level_db=4, reach_m=150, vocal=True),
    "growl": Kind(make=creatures.growl, level_db=-4, reach_m=40, vocal=True),
    "wings": Kind(make=creatures.wings, level_db=-5, reach_m=60),
    "crickets": Kind(make=creatures.crickets, level_db=-20, wide=True),
    "insects": Kind(make=animals.bees, level_db=-15, wide=True, reach_m=4),
    "mosquito": Kind(make=animals.mosquito, level_db=-18, reach_m=3),
    "bark": Kind(make=creatures.bark, level_db=-4, reach_m=15, vocal=True),
    "purr": Kind(make=creatures.purr, level_db=-8, reach_m=3),
    "meow": Kind(make=creatures.meow, level_db=-8, reach_m=8, vocal=True),
    "whale": Kind(make=creatures.whale, level_db=-4, reach_m=200),
    "dolphin": Kind(make=animals.dolphin, level_db=-10, reach_m=30),
    "hooves": Kind(make=creatures.hooves, level_db=-5, reach_m=20),
    "neigh": Kind(make=animals.neigh, level_db=-4, reach_m=30, vocal=True),
    "howl": Kind(make=creatures.howl, level_db=-6, reach_m=200, vocal=True),
    "lion": Kind(make=animals.lion, level_db=1, reach_m=80, vocal=True),
    "dinosaur": Kind(make=animals.dinosaur, level_db=4, reach_m=150, vocal=True),
    "elephant": Kind(make=animals.elephant, level_db=0, reach_m=80, vocal=True),
    "bear": Kind(make=animals.bear, level_db=-2, reach_m=40, vocal=True),
    "cow": Kind(make=animals.cow, level_db=-5, reach_m=40, vocal=True),
    "sheep": Kind(make=animals.sheep, level_db=-8, reach_m=30, vocal=True),
    "pig": Kind(make=animals.pig, level_db=-8, reach_m=15, vocal=True),
    "monkey": Kind(make=animals.monkey, level_db=-6, reach_m=30, vocal=True),
    "frogs": Kind(make=animals.frogs, level_db=-14, wide=True, reach_m=20),
    "snake": Kind(make=animals.snake, level_db=-12, reach_m=6),
    # what drives and flies
    "engine": Kind(make=vehicles.engine, level_db=0, doppler=True, reach_m=20),
    "motor": Kind(make=vehicles.motor, level_db=-8, doppler=True, reach_m=20),
    "truck": Kind(make=vehicles.truck, level_db=-4, doppler=True, reach_m=25),
    "motorcycle": Kind(make=vehicles.motorcycle, level_db=-1, doppler=True, reach_m=25),
    "bicycle": Kind(make=vehicles.bicycle, level_db=-14, reach_m=6),
    "squeal": Kind(make=vehicles.squeal, level_db=-5, reach_m=30),
    "aircraft": Kind(make=vehicles.aircraft, level_db=0, doppler=True, reach_m=100),
    "propeller": Kind(make=vehicles.propeller, level_db=-3, doppler=True, reach_m=80),
    "helicopter": Kind(make=vehicles.helicopter, level_db=-2, doppler=True, reach_m=80),
    "drone": Kind(make=vehicles.drone, level_db=-12, doppler=True, reach_m=15),
    "train": Kind(make=vehicles.train, level_db=-2, doppler=True, reach_m=50),
    "steam_train": Kind(make=vehicles.steam_train, level_db=-2, reach_m=60),
    "whistle": Kind(make=vehicles.whistle, level_db=-5, doppler=True, reach_m=120),
    "rocket": Kind(make=vehicles.rocket, level_db=4, reach_m=300),
    "spaceship": Kind(make=vehicles.spaceship, level_db=-5, doppler=True, reach_m=200),
    # made things
    "steam": Kind(make=machines.steam, level_db=-18, reach_m=6),
    "windmill": Kind(make=machines.windmill, level_db=-12, reach_m=40),
    "creak": Kind(make=machines.creak, level_db=-9, reach_m=10),
    "bell": Kind(make=machines.bell, level_db=-8, reach_m=100),
    "siren": Kind(make=machines.siren, level_db=-10, doppler=True, reach_m=60),
    "horn": Kind(make=machines.horn, level_db=1, reach_m=200),
    "car_horn": Kind(make=machines.car_horn, level_db=-7, doppler=True, reach_m=40),
    "whoosh": Kind(make=machines.whoosh, level_db=-4, reach_m=40),
    "beeps": Kind(make=machines.beeps, level_db=-16, reach_m=10),
    "alarm": Kind(make=machines.alarm, level_db=-12, reach_m=40),
    "phone": Kind(make=machines.phone, level_db=-10, reach_m=8),
    "laser": Kind(make=machines.laser, level_db=-6, reach_m=40),
    "robot": Kind(make=machines.robot, level_db=-10, reach_m=12),
    "saucer": Kind(make=machines.saucer, level_db=-8, reach_m=60),
    "machinery": Kind(make=machines.machinery, level_db=-7, wide=True, reach_m=30),
    "chainsaw": Kind(make=machines.chainsaw, level_db=-6, reach_m=30),
    # small things
    "door": Kind(make=objects.door, level_db=-6, reach_m=10),
    "knock": Kind(make=objects.knock, level_db=-8, reach_m=8),
    "keyboard": Kind(make=objects.keyboard, level_db=-16, reach_m=3),
    "typewriter": Kind(make=objects.typewriter, level_db=-12, reach_m=4),
    "shutter": Kind(make=objects.shutter, level_db=-12, reach_m=4),
    "glass": Kind(make=objects.glass, level_db=-4, reach_m=10),
    "clink": Kind(make=objects.clink, level_db=-14, reach_m=5),
    "coins": Kind(make=objects.coins, level_db=-14, reach_m=4),
    "pages": Kind(make=objects.pages, level_db=-18, reach_m=3),
    "hammer": Kind(make=objects.hammer, level_db=-6, reach_m=20),
    "sizzle": Kind(make=objects.sizzle, level_db=-16, reach_m=4),
    # what bursts
    "explosion": Kind(make=blasts.explosion, level_db=5, reach_m=300),
    "cannon": Kind(make=blasts.cannon, level_db=4, reach_m=200),
    "gunshots": Kind(make=blasts.gunshots, level_db=2, reach_m=120),
    "machine_gun": Kind(make=blasts.machine_gun, level_db=1, reach_m=120),
    "fireworks": Kind(make=blasts.fireworks, level_db=0, wide=True, reach_m=300),
    "sonic_boom": Kind(make=blasts.sonic_boom, level_db=4, wide=True, reach_m=600),
    # one person
    "footsteps": Kind(make=people.footsteps, level_db=-9, reach_m=8),
    "radio": Kind(make=people.radio, level_db=-9),
    "breath": Kind(make=people.breath, level_db=-16, reach_m=3),
    "laugh": Kind(make=people.laugh, level_db=-6, reach_m=15, vocal=True),
    "cry": Kind(make=people.cry, level_db=-8, reach_m=10, vocal=True),
    "scream": Kind(make=people.scream, level_db=-1, reach_m=40, vocal=True),
    "snore": Kind(make=people.snore, level_db=-14, reach_m=4),
    "cough": Kind(make=people.cough, level_db=-9, reach_m=8, vocal=True),
    "heartbeat": Kind(make=people.heartbeat, level_db=-8, reach_m=2),
    "sword": Kind(make=people.sword, level_db=-6, reach_m=10),
    "swords": Kind(make=people.swords, level_db=-4, reach_m=15),
    "chime": Kind(make=people.chime, level_db=-16, wide=True),
}

ALIASES = {
    "waves": "surf", "ocean": "sea",
    "drizzle": "rain", "river": "stream",
    "hum": "city", "street": "city", "rustle": "leaves", "room_tone": "room", "interior": "room",
    "deep_hum": "space", "campfire": "fire", "crackle": "fire", "crackling": "fire", "flames": "fire",
    "chirp": "birds", "birdsong": "birds", "gulls": "seagulls", "cicadas": "crickets", "bees": "insects",
    "dog": "bark", "cat": "purr", "gallop": "hooves", "wolf": "howl", "whale_song": "whale", "horse": "neigh",
    "car": "engine", "chuff": "steam_train", "jet": "aircraft", "plane": "aircraft",
    "boat": "motor", "steps": "footsteps", "walking": "footsteps", "chatter": "radio",
    "radio_chatter": "radio", "voices": "crowd", "murmur": "crowd", "cheering": "cheer", "clapping": "applause",
    "lightning": "thunder", "wing_flaps": "wings", "flap": "wings", "blast": "explosion", "boom": "explosion",
    "bells": "bell", "ship": "creak", "wood": "creak", "ambient": "air", "hiss": "steam", "wave": "surf",
    "foghorn": "horn", "breathing": "breath", "frog": "frogs", "gun": "gunshots", "typing": "keyboard",
    "camera": "shutter", "telephone": "phone", "ufo": "saucer", "crying": "cry", "cave": "drips",
}  # fmt: skip
"""Other words for the same sounds."""


def find(kind: str) -> Kind | None:
    """The kind of that name or nickname; ``None`` if nobody has made it."""
    return KINDS.get(kind) or KINDS.get(ALIASES.get(kind, ""))
