"""A prompt to a scene: the whole of reading, in order."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from vitascope.engines.animatic.graph import (
    FALLS_BACK_AT,
    Actor,
    Camera,
    Effect,
    EffectKind,
    Mood,
    Move,
    Scene,
    Shot,
    Sound,
    World,
)
from vitascope.engines.animatic.reading.company import on_rocks
from vitascope.engines.animatic.reading.cutting import TURNS_AT, cut_in
from vitascope.engines.animatic.reading.denial import played, without
from vitascope.engines.animatic.reading.drafts import Line, Notes, Role, Sight, Take
from vitascope.engines.animatic.reading.drawn import left_out
from vitascope.engines.animatic.reading.driving import drive
from vitascope.engines.animatic.reading.equipping import equip, is_equipment
from vitascope.engines.animatic.reading.fires import settle_fires
from vitascope.engines.animatic.reading.fitting import fitted
from vitascope.engines.animatic.reading.framing import Stage, size_of
from vitascope.engines.animatic.reading.lens import camera_of, direct, follows, framing_of, height_of, settle
from vitascope.engines.animatic.reading.noting import mood_of, notes_of
from vitascope.engines.animatic.reading.opening import set_on_hinges
from vitascope.engines.animatic.reading.pictures import pictured, told_of_pictures
from vitascope.engines.animatic.reading.rows import not_in_turn
from vitascope.engines.animatic.reading.setting import world_of
from vitascope.engines.animatic.reading.soundscape import music_of, sounds_of
from vitascope.engines.animatic.reading.staging import actors_of, maw_of
from vitascope.engines.animatic.reading.surfing import on_breaker
from vitascope.engines.animatic.reading.timing import MIN_SHOT_S, after_deeds, shot_lengths, speeches_of, spoken_s
from vitascope.engines.animatic.reading.tracks import on_track
from vitascope.engines.animatic.reading.turning import TURNS_AT as WEATHER_TURNS_AT
from vitascope.engines.animatic.reading.turning import last_weather, turned
from vitascope.engines.animatic.reading.vocabulary import DRAWN_PROPS
from vitascope.engines.animatic.reading.workplaces import at_work
from vitascope.engines.animatic.reading.written import set_in_letters

_OTHERWISE = 0.1
"""Share of the clip by which the lengths of a shot list may miss it untold."""
_TURNS_WITH_A_CUT = "The weather turns with a cut, not little by little."
_DOES_NOT_TURN = "The weather does not turn: it is all the time as the prompt has it in the end."
_OF_WHAT_IS_DRAWN = ("A labelled placeholder stands for: ", "Not drawn: ", "Not shown: ")
_NOT_DRAWN = re.compile(r"Not (?:drawn|shown): (?:the )?([^.,(]+?)(?: \([^)]*\)| of [^.,]+|,[^.]*)?\.$")
_SMALL_CARD_M = 0.5
_FLAT = {
    "rug", "carpet", "mat", "blanket", "towel", "quilt", "doormat", "cushion", "pillow", "mattress", "hay", "straw",
}  # fmt: skip
_SUBMERSIBLE_M = 14.0
"""How long the submarine is that is seen whole under water."""


def read_prompt(
    prompt: str, *, seed: int, duration_s: float, has_image: bool = False, camera_motion: str | None = None
) -> Scene:
    """The scene that ``prompt`` describes, ``duration_s`` seconds long.

    The same arguments give the same scene. Any text gives a scene; what is not in it is in ``not_understood`` and
    ``approximated``. With ``has_image`` there is one shot, since the image is the picture. ``camera_motion``, one of
    `core.generation.CAMERA_MOTIONS`, goes over what the prompt says of the camera.
    """
    rng = random.Random(seed)
    notes = notes_of(prompt)
    mood = mood_of(notes)
    takes = _fitting(notes, duration_s, one=has_image)
    at_work(takes)
    _stay_put(takes)
    for take in takes:
        settle_fires(take)
        drive(take, notes)
        equip(take, notes)
        set_on_hinges(take)
        notes.approximated.extend(told for told in (settle(take),) if told is not None)
        set_in_letters(take, notes)
        _spare_cards(take, notes)
    overruled = [direct(take, camera_motion) for take in takes] if camera_motion is not None else []
    if any(overruled):
        notes.approximated.append(
            f"The camera does what was asked for ({camera_motion}), not what the prompt says of it."
        )
    shots: list[Shot] = []
    unseen: set[str] = set()
    start = 0.0
    for take, length in zip(takes, shot_lengths(takes, duration_s), strict=True):
        end = duration_s if take is takes[-1] else round(start + length, 3)
        shots.extend(
            _shots(take, start, end, mood, rng, len(shots), whole=has_image, before=shots[-1].world if shots else None)
        )
        if take.turns:
            split = len(shots) > 1 and shots[-2].start_s >= start and shots[-2].world.weather != shots[-1].world.weather
            notes.approximated.append(_TURNS_WITH_A_CUT if split else _DOES_NOT_TURN)
        notes.approximated.extend(not_in_turn(take, [shot for shot in shots if shot.start_s >= start]))
        start = end
        hidden, partly = left_out(take, shots[-1].world)
        unseen.update(hidden)
        notes.approximated.extend([*(f"Not drawn: {text}." for text in hidden), *partly])
    for role in (r for take in takes for r in take.roles):
        for prop in role.props:
            own = is_equipment(prop) or _of_held(prop, role.props) or prop.endswith(_OF_A_BODY)
            if own or prop.startswith("holding "):
                continue  # as the thing itself, or as the head, is drawn
            if prop not in DRAWN_PROPS.get(role.entry.rig, set()) and not any(prop in s for s in notes.approximated):
                notes.approximated.append(f"Not drawn: the {prop} of {role.label}.")
    if has_image:  # which is all of the picture: none of its things is drawn, and `film` says so
        notes.approximated[:] = [text for text in notes.approximated if not text.startswith(_OF_WHAT_IS_DRAWN)]
    if not notes.understood:
        notes.approximated.append("Nothing in the prompt was understood: the clip shows a neutral place.")
    shots[:] = [pictured(without(shot, notes.refused)) for shot in shots]
    return Scene(
        prompt=prompt,
        seed=seed,
        duration_s=duration_s,
        mood=mood,
        style=notes.style,
        shots=tuple(shots),
        music=played(music_of(notes, mood), notes.refused),
        understood=tuple(text for text in dict.fromkeys(notes.understood) if text not in unseen | _untrue(notes)),
        not_understood=tuple(dict.fromkeys(notes.not_understood)),
        approximated=tuple(dict.fromkeys(told_of_pictures(text, shots) for text in notes.approximated)),
    )


def _untrue(notes: Notes) -> set[str]:
    """Phrases that the notes say elsewhere are not drawn, and so not in the clip."""
    return {match[1] for text in notes.approximated if (match := _NOT_DRAWN.match(text)) is not None}


def _spare_cards(take: Take, notes: Notes) -> None:
    """Small things that nothing draws are told of rather than shown as cards at the feet of those who are drawn."""
    drawn = [r for r in take.roles if r.entry.rig != "placeholder"]
    for role in [r for r in take.roles if r.entry.rig == "placeholder" and (size_of(r) <= _SMALL_CARD_M or _flat(r))]:
        if not drawn or any(line.speaker is role for line in take.lines):
            continue
        take.leave_out(role)
        card = f"A labelled placeholder stands for: {role.label}."
        notes.approximated[:] = [t for t in notes.approximated if t != card] + [f"Not drawn: {role.label}."]


def _flat(role: Role) -> bool:
    """Whether it lies under who is drawn: a card that stands there would hide them."""
    return role.label.lower().rpartition(" ")[2] in _FLAT


def _fitting(notes: Notes, duration_s: float, *, one: bool) -> list[Take]:
    """The takes that there is time for; what they held before is carried by those that are kept."""
    takes = [t for t in notes.takes if not t.bare] or notes.takes[:1]
    if one:
        return [_merged(takes)]
    most = max(1, int(duration_s / MIN_SHOT_S))
    if len(takes) > most:
        left = len(takes) - most
        notes.approximated.append(f"There is no time for the last {left} shot{'s' if left > 1 else ''}.")
    told = sum(take.wanted_s for take in takes)
    if all(take.wanted_s for take in takes) and abs(told - duration_s) > _OTHERWISE * duration_s:
        notes.approximated.append(
            f"The shots are said to last {told:g} s together; the clip is {duration_s:g} s, and each keeps its share."
        )
    return takes[:most]


def _stay_put(takes: Sequence[Take]) -> None:
    """A shot that names no place, of something seen before, is where that was: *cut to: the egg hatches*."""
    for index, take in enumerate(takes[1:], 1):
        words = {r.entry.word for r in take.roles if not r.background}
        for earlier in reversed(takes[:index]):
            if not take.places and earlier.places and words & {r.entry.word for r in earlier.roles}:
                take.places, take.tags = list(earlier.places), [*earlier.tags, *take.tags]


def _merged(takes: Sequence[Take]) -> Take:
    """One take with everything in it, set in the first place."""
    first = takes[0]
    for take in takes[1:]:
        first.moves.extend(take.moves)
        first.sights.extend(take.sights)
        first.sounds.extend(take.sounds)
        first.lines.extend(take.lines)
        first.roles.extend(r for r in take.roles if all(r is not known for known in first.roles))
        first.clauses += take.clauses
    return first


def _shots(
    take: Take,
    start: float,
    end: float,
    mood: Mood,
    rng: random.Random,
    number: int,
    *,
    whole: bool,
    before: World | None,
) -> list[Shot]:
    """One shot of ``take``, or two where jaws come upon us: the creature in its place, then the jaws alone."""
    long_enough = not whole and end - start >= 2 * MIN_SHOT_S
    if take.turns and not long_enough:
        take.weathers.append(last_weather(take.turns))
    world = world_of(take, mood, before)
    if world.kind == "underwater":
        for role in take.roles:  # as far as one sees in water, a whole submarine of the navy is not seen
            if role.entry.form == "submarine":
                role.entry = replace(role.entry, size=min(role.entry.size, _SUBMERSIBLE_M))
    if whole and not take.times:
        world = replace(world, time="day")  # an image has an hour of its own, that only plain words change
    halves = turned(take, world) if long_enough else None
    if halves is not None:
        turn = round(start + WEATHER_TURNS_AT * (end - start), 3)
        return [
            _shot(replace(take, lines=[], roles=list(take.roles)), halves[0], start, turn, rng, number),
            _shot(take, halves[1], turn, end, rng, number + 1),
        ]
    hunter = next((r for r in take.roles if r.jaws and r.entry.creature and _comes(r)), None)
    if hunter is None or whole or end - start < 2 * MIN_SHOT_S:
        captain = _speaker_aboard(take)
        if captain is None or whole or end - start < 2 * MIN_SHOT_S:
            parts = None if whole else cut_in(take, end - start)
            if parts is None:
                return [_shot(take, world, start, end, rng, number)]
            turn = round(start + TURNS_AT * (end - start), 3)
            return [
                _shot(parts[0], world, start, turn, rng, number),
                _shot(parts[1], world, turn, end, rng, number + 1),
            ]
        turn = round(start + 0.45 * (end - start), 3)
        near = replace(take, framing="medium", roles=[captain, *(r for r in take.roles if r is not captain)])
        far = replace(take, lines=[])
        return [_shot(far, world, start, turn, rng, number), _shot(near, world, turn, end, rng, number + 1)]
    said = [line for line in take.lines if line.speaker is hunter]
    rest = [line for line in take.lines if line.speaker is not hunter]
    length = end - start
    close = max(0.4 * length, min(0.62 * length, sum(spoken_s(line) for line in said) + 0.7))
    turn = round(end - close, 3)
    take.lines = rest
    first = _shot(take, world, start, turn, rng, number, hunted=True)
    return [first, _maw_shot(take, hunter, said, world, turn, end)]


def _speaker_aboard(take: Take) -> Role | None:
    """Who speaks on a ship: too small beside it to be seen in one picture with it."""
    if take.framing or not any(r.entry.rig == "sailing_ship" for r in take.roles):
        return None
    return next((line.speaker for line in take.lines if line.speaker and line.speaker.entry.rig == "biped"), None)


def _comes(role: Role) -> bool:
    return any(deed.direction == "approach" or deed.verb.motion == "approach" for deed in role.deeds)


def _shot(
    take: Take, world: World, start: float, end: float, rng: random.Random, number: int, *, hunted: bool = False
) -> Shot:
    if world.kind == "coast" and {"beach", "island"} & set(world.tags):
        palms = [r for r in take.roles if r.entry.form == "palm"]
        if len(palms) < len(take.roles) or _from_above(take):  # which stand along the beach as it is drawn
            take.roles[:] = [r for r in take.roles if r not in palms]
    take.roles.sort(key=lambda role: role.background)  # the camera looks at the first
    ids = _ids(take.roles, number)
    named = tuple(zip(take.roles, ids, strict=True))
    speeches = speeches_of(take.lines, named, start, end)
    counted = next((s.end_s for s in speeches if s.manner == "count"), None)
    framing = framing_of(take, world.kind)
    height = height_of(take, world.kind, framing)
    stage = Stage(
        start_s=start, end_s=end, framing=framing, camera_m=height,
        tracked=follows(take), hunted=hunted,
        tempo=0.4 if any(move == "slow_motion" for move, _ in take.moves) else 1.0,
        sill="sill" in world.tags, wooded=world.kind in {"forest", "street"}, launch_s=counted,
        roomy=take.framing == "wide" or any(move == "drone" for move, _ in take.moves),
        under=world.kind == "underwater", room=world.kind == "interior",
        roof_m=_ROOF_M if "rooftop" in world.tags and world.kind == "city" else 0.0,
        table=world.kind == "interior" and "table" in world.tags, corridor="corridor" in world.tags,
    )  # fmt: skip
    if world.kind not in {"sea", "underwater", "coast"}:
        for role in take.roles:
            if role.entry.rig == "fish" and role.entry.form == "turtle":
                take.sights[:] = [s for s in take.sights if s.role is not role]  # of water
                role.entry = replace(
                    role.entry, rig="quadruped", form="tortoise", habitat="ground", action="walk", size=0.4
                )
    actors = fitted(actors_of(take.roles, ids, stage, rng), world)
    actors, world = on_breaker(actors, world, take.roles)
    if world.kind in _OUT_OF_DOORS:
        actors = on_rocks(actors)
    if {"platform", "subway_station"} & set(world.tags):
        actors = on_track(actors, start, end)
    return Shot(
        start_s=start,
        end_s=end,
        world=world,
        camera=camera_of(take, framing, height, actors),
        actors=actors,
        effects=(
            *(
                _effect(sight, named, actors, start, end, falls="day_to_night" in world.tags)
                for sight in _distinct(take.sights)
            ),
            *_raised(actors, world, start, end),
        ),
        speeches=after_deeds(speeches, take.lines, {actor.id: actor for actor in actors}, end),
        sounds=sounds_of(take, world, actors, named, start, end),
    )


def _from_above(take: Take) -> bool:
    return any(move == "drone" for move, _ in take.moves)


_HEAVY_M = 1.4
_ROOF_M = 34.0
"""As `draw.worlds.town` has it; a test holds the two together."""
_OF_A_BODY = (" hair", " beard", "chair", "throne")


def _of_held(prop: str, props: Sequence[str]) -> bool:
    """Whether it is the colour of what is held."""
    return f"holding {prop.partition(' ')[2]}" in props


_OUT_OF_DOORS = {"mountains", "coast", "hills", "forest", "desert", "street", "city"}
"""Where no table is at hand."""


def _raised(actors: Sequence[Actor], world: World, start: float, end: float) -> list[Effect]:
    """The dust that what is heavy raises where the ground is dry."""
    dry = world.weather in {"clear", "wind", "cloudy"} and ("savanna" in world.tags or world.kind == "desert")
    heavy = [a for a in actors if a.rig == "quadruped" and a.size_m >= _HEAVY_M and a.action in {"walk", "run"}]
    return [Effect(kind="dust", start_s=start, end_s=end, strength=0.6, actor=a.id) for a in heavy if dry]


def _maw_shot(take: Take, hunter: Role, said: Sequence[Line], world: World, start: float, end: float) -> Shot:
    """The jaws alone, coming on; what the hunter says is said here."""
    stage = Stage(
        start_s=start, end_s=end, framing="close", camera_m=height_of(take, world.kind, "wide"), tracked=False,
        hunted=False, tempo=1.0, sill=False, wooded=False, launch_s=None,
    )  # fmt: skip
    maw = maw_of(hunter, "maw-1", stage)
    speeches = speeches_of([replace(line, after=0) for line in said], ((hunter, maw.id),), start, end)
    roar = Sound(kind="roar", start_s=start, end_s=min(end, start + 1.2), gain=0.8, actor=maw.id)
    place = sounds_of(Take(places=take.places), world, (), (), start, end)
    moves = (Move(kind=take.asked or "shake", speed=0.35),)  # no dolly unless it was asked for: the jaws do the coming
    return Shot(
        start_s=start,
        end_s=end,
        world=world,
        camera=Camera(framing="close", moves=moves, height_m=stage.camera_m),
        actors=(maw,),
        speeches=speeches,
        sounds=(roar, *place),
    )


def _ids(roles: Sequence[Role], number: int) -> list[str]:
    """A name for each role that no other role of the clip has: ``dragon-1``; later shots count on."""
    counts: Counter[str] = Counter()
    names = []
    for role in roles:
        word = re.sub(r"[^a-z0-9]+", "_", (role.entry.form or role.entry.rig).lower()).strip("_")[:24] or role.entry.rig
        counts[word] += 1
        names.append(f"{word}-{number * 10 + counts[word]}")
    return names


def _distinct(sights: Sequence[Sight]) -> list[Sight]:
    kept: dict[tuple[str, int], Sight] = {}
    for sight in sights:
        kept.setdefault((sight.kind, id(sight.role)), sight)
    return list(kept.values())


def _effect(
    sight: Sight, named: Sequence[tuple[Role, str]], actors: Sequence[Actor], start: float, end: float, *, falls: bool
) -> Effect:
    name = next((name for role, name in named if role is sight.role), None)
    actor = next((a for a in actors if a.id == name), None)
    begin, stop = start, end
    if sight.kind == "stars" and falls:
        begin = start + 0.6 * (end - start)  # the light fades through the shot: no stars at noon
    if sight.last and actor is not None and actor.action_at is not None:
        begin = actor.action_at[0]
        if sight.kind == "splash":
            begin = actor.action_at[0] + FALLS_BACK_AT * (actor.action_at[1] - actor.action_at[0])
            stop = min(end, actor.action_at[1] + 1.6)
    return Effect(
        kind=cast(EffectKind, sight.kind), start_s=begin, end_s=stop, strength=round(sight.strength, 3), actor=name
    )
