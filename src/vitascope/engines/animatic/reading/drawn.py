"""Which details of a place its painter draws: what it does not draw is named to people, and not called understood.

A test reads the painters' sources, so that this list cannot claim more than they know.
"""

from __future__ import annotations

from vitascope.engines.animatic.graph import WORLDS, World, WorldKind
from vitascope.engines.animatic.reading.drafts import Take
from vitascope.engines.animatic.reading.lexicon import Entry
from vitascope.engines.animatic.views import view_of

_FRESH = frozenset({"lake", "river", "rapids", "waterfall", "swamp", "pond", "lily_pads", "footbridge", "rope_bridge"})
"""Fresh water, wherever it is."""

PAINTED: dict[WorldKind, frozenset[str]] = {
    "mountains": _FRESH,
    "sea": frozenset({"calm", "waves", "island", "ice", "harbour", "pool"}) | _FRESH,
    "coast": frozenset({"island", "road", "ice", "harbour"}) | _FRESH,
    "city": frozenset({"neon", "rooftop"}),
    "street": frozenset({"village", "market", "neon", "wet", "platform", "alley"}),
    "hills": _FRESH | frozenset({
        "savanna", "stadium", "village", "farm", "graveyard", "japanese_garden", "road", "pool", "wheat", "meadow",
        "flowers",
    }),
    "forest": _FRESH | frozenset({
        "milky_way", "stars", "pine", "conifer", "birch", "bamboo", "jungle", "clearing",
    }),
    "desert": frozenset({"mars", "dunes", "sand", "canyon", "lunar", "launch_pad", "rising"}) | _FRESH,
    "space": frozenset({
        "stars", "milky_way", "planet", "ringed", "saturn", "jupiter", "venus", "neptune", "alien", "nebula",
    }),
    "sky": frozenset(),
    "interior": frozenset({
        "table", "corridor", "stage", "books", "tiled", "tavern", "log_walls", "classroom", "office", "laboratory",
        "stone_walls", "church", "brick_walls", "spaceship", "subway", "cave", "cellar", "fireplace", "flicker",
        "studio", "living_room", "bedroom", "bathroom", "restaurant", "hospital", "gym", "dance", "museum", "shop",
        "warehouse", "lobby", "staircase", "concourse", "lockers", "cell", "bare", "rug",
        "subway_station", "nightclub", "bookcase", "wardrobe", "mirror", "paintings", "potted_plants", "blackboard",
    }),
    "underwater": frozenset({"reef", "coral", "kelp", "pool"}),
    "abstract": frozenset(),
}  # fmt: skip
"""Tags that a painter of places asks for by name."""

BY_NATURE: dict[WorldKind, frozenset[str]] = {
    "coast": frozenset({"beach", "road", "rocks", "waves", "foam"}),
    "street": frozenset({"puddles", "lamps"}),
    "city": frozenset({"lamps"}),
    "interior": frozenset({"window", "sill", "curtain", "wood"}),
    "desert": frozenset({"planet", "rocks"}),
    "mountains": frozenset({"rocks"}),
    "sea": frozenset({"foam"}),
    "space": frozenset({"sun", "moon"}),
}
"""What a place shows unasked, or what stands in it draws: a rocket brings its pad."""

EVERYWHERE = frozenset({
    "stars", "milky_way", "sun", "low_sun", "snow", "horizon", "clouds", "portrait", "day_to_night", "mars", "wood",
    "aurora", "rainbow", "crescent", "meteors", "blue_hour",
    "sandstorm", "ash", "windy", "blossom",
})  # fmt: skip
"""Said by the hour, the season or the weather, which all places out of doors show; `wood` is a word of the subject."""

_BROUGHT: dict[str, tuple[str, ...]] = {
    "neon": ("nightclub",), "lamps": ("harbour",), "window": ("village", "farm"), "planet": ("spaceship",),
}  # fmt: skip
"""Details that come with others."""
_OF_EARTH = {"planet", "planets", "the earth", "planet earth", "earth from space", "above the earth"}


def draws(world: World, tag: str) -> bool:
    """Whether ``tag`` is to be seen in ``world``."""
    if tag == "moon" and world.time == "night" and world.weather in {"clear", "wind"}:
        return not {"stars", "milky_way", "aurora"} & set(world.tags)
    if tag == "river" and world.kind == "city":
        return True  # a town from low down is seen across its river
    if any(there in world.tags for there in _BROUGHT.get(tag, ())):
        return True
    if tag in {"foam", "rocks"} and {"waterfall", "river"} & set(world.tags):
        return True
    if (view := view_of(world)) is not None and (tag == view.kind or draws(view, tag)):
        return True
    return tag in EVERYWHERE or tag in PAINTED[world.kind] or tag in BY_NATURE.get(world.kind, ())


def left_out(take: Take, world: World) -> tuple[list[str], list[str]]:
    """Phrases of ``take`` that are not seen at all, and sentences on what of the others is not."""
    unseen: list[str] = []
    partly: list[str] = []
    for text, entry in take.dressing:
        missing = [tag for tag in entry.tags if not draws(world, tag)]
        if entry.tags == ("planet",) and text.lower() not in _OF_EARTH and world.kind == "space":
            partly.append(f"{text[:1].upper()}{text[1:]} is drawn as a planet like the Earth.")
        if not missing:
            continue
        says_more = entry.time or entry.weather or entry.season or entry.effect or entry.place == world.kind
        if says_more or len(missing) < len(entry.tags):
            partly.append(f"Of “{text}” this is not drawn: {', '.join(missing).replace('_', ' ')}.")
        else:
            unseen.append(text)
    unseen.extend(text for text, entry in take.named_places if not _shows_place(world, text, entry))
    return list(dict.fromkeys(unseen)), partly


_PLAIN_WORDS = {"inside", "indoors", "outside", "outdoors", "air"}
_SEEN_FROM: dict[str, frozenset[WorldKind]] = {
    "sky": frozenset({"mountains", "sea", "coast", "city", "street", "hills", "forest", "desert", "space"}),
    "hills": frozenset({"mountains", "forest", "coast", "desert"}), "forest": frozenset({"hills", "mountains"}),
    "mountains": frozenset({"hills", "coast", "forest"}), "city": frozenset({"street"}), "street": frozenset({"city"}),
    "sea": frozenset({"coast", "underwater"}), "coast": frozenset({"sea", "underwater"}),
    "abstract": frozenset(WORLDS),
}  # fmt: skip
"""From where else a kind of place is in the picture, or nearly so."""


def _shows_place(world: World, text: str, entry: Entry) -> bool:
    """Whether the place of a phrase is the shot's, or to be seen from there; what has tags is told by those."""
    if "harbour" in world.tags and entry.place in {"city", "street"}:
        return True  # a town stands around it
    if (view := view_of(world)) is not None and _shows_place(view, text, entry):
        return True
    elsewhere = _SEEN_FROM.get(entry.place, frozenset())
    said = entry.tags or entry.note or entry.time or entry.weather or text.lower() in _PLAIN_WORDS
    return bool(said) or entry.place == world.kind or world.kind in elsewhere


_OF_SOME: dict[str, frozenset[str]] = {
    "lie": frozenset({"quadruped", "biped"}), "sleep": frozenset({"quadruped", "bird", "biped"}),
    "howl": frozenset({"quadruped"}),
    "bark": frozenset({"quadruped"}),
    "bloom": frozenset({"flower"}), "dive": frozenset({"biped"}),
    "graze": frozenset({"quadruped", "bird", "biped"}),
    "take": frozenset({"biped", "quadruped"}), "put": frozenset({"biped", "quadruped"}),
    "look_up": frozenset({"biped", "quadruped"}),
    **dict.fromkeys(("smile", "laugh", "cry", "frown", "fear"), frozenset({"biped", "face"})),
    **dict.fromkeys(
        ("wave", "point", "throw", "clap", "kneel", "fight", "climb", "eat", "drink", "smoke", "pour", "read", "write",
         "type", "paint", "cook", "pray", "hug", "push", "conduct", "sweep", "rake", "dig", "chop", "hammer", "juggle",
         "kick", "skate", "water", "shake_hands", "cradle", "carry", "swing", "row", "kite", "blow_bubbles",
         "photograph", "shape", "waltz", "knead", "fish", "push_up", "handstand", "yoga", "bow"),
        frozenset({"biped"}),
    ),
}  # fmt: skip


def shows(action: str) -> frozenset[str]:
    """Which rigs have this action, where only animals or only people have it; nobody where everybody has."""
    return _OF_SOME.get(action, frozenset())
