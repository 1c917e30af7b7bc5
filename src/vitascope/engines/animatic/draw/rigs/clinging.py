"""The particles that bodies give off: what a rig asks for, and what the shot's effects add to it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs import effects, plumes, splashes
from vitascope.engines.animatic.draw.rigs.body import Body, Source
from vitascope.engines.animatic.draw.rigs.buoyancy import Ground
from vitascope.engines.animatic.draw.rigs.register import Entry
from vitascope.engines.animatic.draw.stage import Light
from vitascope.engines.animatic.graph import Actor, Shot
from vitascope.engines.animatic.moments import falls_back

_OF_LAUNCHES = {"fire", "smoke", "dust", "steam"}
_ON_FEET = {"biped", "quadruped"}


def sources_of(body: Body, actor: Actor, shot: Shot, entry: Entry, time_s: float) -> list[Source]:
    """What the rig itself gives off, and what the shot's effects add to it."""
    sources = list(body.sources)
    if _raises_dust(actor, shot, time_s):
        sources.append(Source("dust", (0.0, 0.05, -0.1), 0.36, 0.5))
    for effect in shot.effects:
        if actor.rig == "rocket" and actor.action == "launch" and effect.kind in _OF_LAUNCHES:
            continue  # the launch has its own, from the moment that the engines light
        if effect.actor != actor.id or not effect.start_s <= time_s < effect.end_s:
            continue
        if any(s.kind == effect.kind for s in sources):
            continue
        breath = (0.0, -0.8, 8.0) if actor.rig == "dragon" and effect.kind == "fire" else (0.0, 0.0, 0.0)
        before = actor.rig == "biped" and effect.kind == "glow"  # a candle, and not their feet
        anchor = (0.34, 0.98, 0.62) if before else entry.anchor
        heavy = effect.kind == "dust" and actor.rig == "quadruped"  # feet that stamp raise more than one sees of them
        plume = 3.6 * entry.plume if heavy else entry.plume
        strength = min(1.8, 3.0 * effect.strength) if heavy else effect.strength
        sources.append(Source(effect.kind, anchor, plume, strength, breath))
    return sources


def _raises_dust(actor: Actor, shot: Shot, time_s: float) -> bool:
    """Whether feet go over ground that is powder."""
    powdery = shot.world.kind == "desert" and bool({"mars", "dunes"} & set(shot.world.tags))
    vx, vy, vz = paths.velocity(actor, time_s)
    return powdery and actor.rig in _ON_FEET and vx * vx + vz * vz > 0.2 and abs(vy) < 0.3


def billow_of(
    source: Source,
    actor: Actor,
    light: Light,
    basis: NDArray[np.float64],
    foot: NDArray[np.float64],
    time_s: float,
    seed: int,
    ground: Ground,
) -> NDArray[np.float64] | None:
    """Smoke, and the steam of what is large, as rows for `billows`; ``None`` for all that is not thick."""
    if source.kind != "smoke" and not (source.kind == "steam" and actor.rig in ("train", "dragon", "maw")):
        return None
    origin = foot + basis @ np.asarray(source.at)
    size = source.scale * float(np.linalg.norm(basis[:, 0]))
    here = np.asarray(paths.position(actor, time_s))

    def track(ages: NDArray[np.float64]) -> NDArray[np.float64]:
        return paths.positions(actor, time_s - ages) - here

    albedo = 1.0 if source.kind == "steam" else 0.88 if actor.rig in ("train", "building") else 0.36
    drift = basis @ np.asarray(source.drift, np.float64)
    rows = plumes.smoke(origin, size, source.strength, time_s, seed, drift, track, light, albedo)
    floor = ground(float(origin[0]), float(origin[2]))
    rows[:, 1] = np.maximum(rows[:, 1], min(floor + 0.4 * size, origin[1]))
    return rows


def puffs_of(  # noqa: PLR0911  one line a kind
    source: Source,
    actor: Actor,
    shot: Shot,
    light: Light,
    basis: NDArray[np.float64],
    foot: NDArray[np.float64],
    time_s: float,
    seed: int,
    ground: Ground,
) -> NDArray[np.float64] | None:
    origin = foot + basis @ np.asarray(source.at)
    size = source.scale * float(np.linalg.norm(basis[:, 0]))
    drift = basis @ np.asarray(source.drift, np.float64)
    here = np.asarray(paths.position(actor, time_s))

    def track(ages: NDArray[np.float64]) -> NDArray[np.float64]:
        return paths.positions(actor, time_s - ages) - here

    force = source.strength
    match source.kind:
        case "fire":
            return effects.fire(origin, size, force, time_s, seed, drift)
        case "steam" if any(source.along):
            along = basis @ np.asarray(source.along, np.float64)
            return splashes.shed(origin, along, size, force, time_s, seed, effects.mist_colour(light))
        case "steam":
            return effects.steam(origin, size, force, time_s, seed, effects.mist_colour(light))
        case "sparks":
            return effects.sparks(origin, size, force, time_s, seed)
        case "dust":
            tint = (236.0, 166.0, 128.0) if "mars" in shot.world.tags else (190.0, 166.0, 128.0)
            if actor.rig == "quadruped" and "mars" not in shot.world.tags:
                tint = (255.0, 236.0, 196.0)  # the sun is in what they raise
            return effects.dust(origin, size, force, time_s, seed, effects.dust_colour(light, tint), track)
        case "splash":
            since = time_s - falls_back(actor, shot) if source.since_s is None else source.since_s
            if not 0 <= since < splashes.LASTS_S:
                return None
            origin[1] = ground(float(origin[0]), float(origin[2]))
            level = basis @ np.asarray(source.along, np.float64) * (1.0, 0.0, 1.0)
            return splashes.splash(origin, level, size, force, since, seed, effects.mist_colour(light))
        case "glow" | "beam":
            if actor.rig == "object":
                force *= 0.3 + 0.7 * light.night  # by day a flame is hardly a lamp
            return effects.glow(origin, size, force, (255.0, 214.0, 150.0))
        case _:
            return None
