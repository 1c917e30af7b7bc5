"""The place of a shot: one world, its light and its weather, from everything that the words suggested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from vitascope.engines.animatic.graph import Mood, Season, TimeOfDay, Weather, World, WorldKind
from vitascope.engines.animatic.reading.drafts import Role, Take
from vitascope.engines.animatic.reading.framing import size_of
from vitascope.engines.animatic.reading.lexicon import Entry
from vitascope.engines.animatic.reading.vocabulary import FITS_M

_SEVERITY = {"clear": 0, "cloudy": 1, "wind": 2, "fog": 3, "rain": 4, "snow": 4, "storm": 5}
"""Of several kinds of weather in one shot the most visible is drawn."""
_AFLOAT = {"sea", "underwater", "space", "sky", "abstract", "interior"}
"""Places where what lives on water may be, or where words were so plain that nothing should be put right."""
_ASHORE = {"coast", "hills"}
"""Where people are put of whom nothing is said; who surfs is at sea."""
_GOES_ALONG = {"ground", "air"}
"""Who may be wherever the shot before was; a whale is at sea, and a cup in a room."""
_ICED = {"frozen", "icy", "frozen over", "iced over", "on thin ice", "ice-covered", "on the ice", "across the ice"}
_STILL_WATERS = {"lake", "river", "pond", "rapids", "sea"}
"""What is ice where it is frozen."""
_INDOORS = {"work", "write", "type", "cook", "paint"}
"""What hands do at a table, where nobody says where."""
_TOY_M = 0.6
_WEATHERLESS = {"space", "underwater", "abstract"}
_NIGHT_TAGS = {"neon", "stars", "milky_way", "aurora"}
_FURNITURE = {"armchair", "bed", "television", "lamp", "piano"}
"""What stands in a room, where nobody says that it is out of doors."""
_A_SCENE = 1.5
"""Weight from which a place is more than a detail in passing."""
_AT_IT = 2.0
"""Weight of words that say that somebody is at a window, and not only that there is one."""
_DUSK_MOODS = {"menacing", "mysterious"}


def home_of(role: Role) -> str:
    """Where it is at home: a bird of the sky that sits is among trees."""
    perched = role.entry.rig == "bird" and any(
        d.verb.action in {"sit", "turn_head", "sleep", "graze"} for d in role.deeds
    )
    return "forest" if perched and role.entry.home == "sky" else role.entry.home


def world_of(take: Take, mood: Mood, before: World | None = None) -> World:
    """The world of ``take``. What nobody said is as in the shot ``before``, or suits the subject and the mood."""
    kind = "interior" if _at_a_window(take) else _kind(take, before)
    if kind in _ASHORE and any(d.verb.word == "surf" for r in take.roles for d in r.deeds):
        kind = "sea"
    weather, strength = max(take.weathers, key=lambda w: (_SEVERITY[w[0]], w[1]), default=("clear", 0.5))
    if before is not None and not take.weathers and kind not in _WEATHERLESS:
        weather, strength = before.weather, before.weather_strength
    if before is not None and not take.places and before.kind == kind:
        take.tags[:0] = [t for t in before.tags if t != "portrait"]
    tags = list(dict.fromkeys([*_place_tags(take, kind), *take.tags]))
    if kind in {"sea", "coast"} and any(text.lower() in _ICED for text, _ in take.dressing):
        tags = ["ice", *(tag for tag in tags if tag not in _STILL_WATERS)]
    if weather == "snow" and any(kind == "wind" for kind, _ in take.weathers):
        tags.append("windy")  # which alone drives it across
    times = list(dict.fromkeys(take.times)) or ([before.time] if before is not None else [])
    time = _time(times, kind, weather, tags, mood)
    if "timelapse" in {move for move, _ in take.moves} and len(times) > 1:
        time = times[0]
        tags.append("day_to_night" if times[-1] == "night" else f"until_{times[-1]}")
    if kind == "space" and any(r.entry.form == "black hole" for r in take.roles):
        tags.append("stars")  # and no Earth beside it
    if kind == "sea" and mood == "calm" and weather == "clear":
        tags.append("calm")
    season = (
        take.seasons[-1]
        if take.seasons
        else ("winter" if weather == "snow" else before.season if before is not None else "summer")
    )
    return World(
        kind=kind,
        time=cast(TimeOfDay, time),
        weather=cast(Weather, weather),
        weather_strength=strength,
        season=cast(Season, season),
        tags=tuple(tags),
        colours=tuple(dict.fromkeys(take.colours)),
    )


def _kind(take: Take, before: World | None) -> WorldKind:
    rooms = _fits_in(take) or len(take.places) == 1
    places = (p for p in take.places if p.place and (rooms or not _of_a_window(p)))
    heaviest = max(places, key=lambda p: p.weight, default=None)
    ashore = not any(r.entry.habitat in {"water", "under"} for r in take.roles)
    if ashore and any(s.kind == "fireworks" for s in take.sights) and (heaviest is None or "river" in heaviest.tags):
        return "city"  # that is where they are let off, over a river if there is one
    grown = any(r.entry.rig == "flower" for r in take.roles)
    homes = [
        "hills" if grown and r.entry.home == "sky" else home_of(r)
        for r in sorted(take.roles, key=lambda r: r.background)
        if r.entry.home
    ]
    lead = next((r for r in take.roles if not r.background), None)
    kind = heaviest.place if heaviest is not None else _at_home(take, homes, lead)
    if heaviest is not None and _passes_by(take, lead, heaviest):
        kind = lead.entry.home if lead is not None else kind
    if kind == "hills" and "neon" in take.tags and (heaviest is None or "road" in heaviest.tags):
        kind = "street"
    if before is not None and heaviest is None and lead is not None and lead.entry.habitat in _GOES_ALONG:
        kind = kind if kind == "interior" else before.kind  # no place was named: the film stays where it is
    paved = heaviest is not None and "road" in heaviest.tags  # a road leads out of the street where riders live
    if (
        heaviest is not None
        and heaviest.weight < 1.5
        and homes
        and homes[0] not in ({"sky", "street"} if paved else {"sky"})
    ):
        kind = homes[0]  # a wave or a road in passing says less than the whale or the lighthouse that lives there
    dry = [p for p in take.places if p.place not in {"", "underwater"}]
    if kind == "underwater" and dry and lead is not None and lead.entry.habitat == "ground":
        heaviest = max(dry, key=lambda p: p.weight)  # what lurks beneath the surface is not who drinks at it
        kind = heaviest.place if heaviest.weight >= _A_SCENE else lead.entry.home or heaviest.place
    pool = heaviest is not None and "pool" in heaviest.tags
    if kind not in _AFLOAT and not pool and any(_afloat(r) for r in take.roles):
        kind = "sea"  # no ship sails in a town, nor on a beach
    ship = any(r.entry.rig in {"boat", "sailing_ship"} for r in take.roles)
    flies = lead is not None and lead.entry.habitat == "air"
    if kind == "sea" and not ship and not flies and any(r.entry.habitat == "under" for r in take.roles):
        kind = "underwater"
    afloat = any(r.entry.habitat in {"water", "under"} for r in take.roles)
    if kind == "sea" and lead is not None and lead.entry.habitat == "ground" and not afloat:
        kind = "coast"  # nobody walks on water: who is by a sea, a river or a lake stands on its shore
    if not kind and before is not None:
        kind = before.kind
    if not kind and lead is not None and any(d.verb.action in _INDOORS for d in lead.deeds):
        kind = "interior"
    if not kind:
        kind = "hills" if take.roles or take.tags else "sky"
    return cast(WorldKind, kind)


def _afloat(role: Role) -> bool:
    """Whether ``role`` needs a sea or a lake; a paper boat does with a gutter."""
    return role.entry.habitat == "water" and not role.background and role.entry.size >= _TOY_M


def _at_home(take: Take, homes: Sequence[str], lead: Role | None) -> str:
    """Where nobody names a place: where the first of them lives, or where things are that are named."""
    if any(r.entry.form == "door" for r in take.roles):
        return "interior"
    kind = homes[0] if homes else ""
    if kind == "sky" and lead is not None and lead.entry.habitat == "ground":
        kind = next((home for home in homes if home != "sky"), "hills")  # who feeds birds stands on the ground
    if kind == "underwater" and any(r.entry.rig in {"boat", "sailing_ship"} for r in take.roles):
        return "sea"  # who attacks a ship has come up
    if kind == "hills" and any(r.entry.form in _FURNITURE for r in take.roles):
        return "interior"
    dressing = [text.lower() for text, _ in take.dressing]
    if kind in {"", "hills"} and any("street" in text for text in dressing):
        return "street"
    return "coast" if kind in {"", "hills", "forest"} and _ICED & {*dressing} else kind


def _passes_by(take: Take, lead: Role | None, place: Entry) -> bool:
    """Whether a train goes by the window of a room, and is not in it."""
    train = lead is not None and lead.entry.rig == "train" and any(d.goes for d in lead.deeds)
    return train and place.place == "interior" and any(_of_a_window(p) for p in take.places)


def _at_a_window(take: Take) -> bool:
    """Whether it is told from within a room that looks out on the other places: by, out of or before its window."""
    lead = next((r for r in take.roles if not r.background), None)
    passing = any(d.goes for r in take.roles if r is not lead for d in r.deeds)
    return any(_of_a_window(p) for p in take.places) and _fits_in(take) and not passing


def _of_a_window(place: Entry) -> bool:
    return place.place == "interior" and "window" in place.tags and place.weight >= _AT_IT


def _fits_in(take: Take) -> bool:
    """Whether everybody may be in a room."""
    return all(size_of(r) <= FITS_M and r.entry.habitat not in {"air", "water", "under"} for r in take.roles)


def _place_tags(take: Take, kind: str) -> Sequence[str]:
    tags: list[str] = []
    for place in take.places:
        tags.extend(place.tags)
        if place.place and place.place != kind and _worth_a_tag(place):
            tags.append(place.place)
    return tags


def _worth_a_tag(place: Entry) -> bool:
    return place.weight >= 1


def _time(times: Sequence[str], kind: str, weather: str, tags: Sequence[str], mood: Mood) -> str:
    if times:
        return "night" if "night" in times and len(times) > 1 and _NIGHT_TAGS & set(tags) else times[0]
    if kind == "space" or _NIGHT_TAGS & set(tags):
        return "night"
    if "low_sun" in tags:
        return "golden"
    if mood in _DUSK_MOODS or weather == "storm":
        return "dusk"
    return "day"
