"""Puts bodies into the picture: where each instance stands and faces, its shadow, its solids, its effects."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vitascope.engines.animatic import lettering
from vitascope.engines.animatic.draw import paths
from vitascope.engines.animatic.draw.rigs import card, landmarks, launch
from vitascope.engines.animatic.draw.rigs.afloat import carried, lift, rocked, sway_of, swell
from vitascope.engines.animatic.draw.rigs.beams import paint_beam
from vitascope.engines.animatic.draw.rigs.billows import paint_billows
from vitascope.engines.animatic.draw.rigs.body import Body, moved
from vitascope.engines.animatic.draw.rigs.buildings import in_season
from vitascope.engines.animatic.draw.rigs.cast import Cast, chance, smooth, turn
from vitascope.engines.animatic.draw.rigs.clinging import Ground, billow_of, puffs_of, sources_of
from vitascope.engines.animatic.draw.rigs.crew import crew_lit, crew_share
from vitascope.engines.animatic.draw.rigs.lamps import axes, lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.lettering import paint_lettering
from vitascope.engines.animatic.draw.rigs.outlines import arranged
from vitascope.engines.animatic.draw.rigs.puffs import COLUMNS, SHADE, paint_puffs
from vitascope.engines.animatic.draw.rigs.raster import paint_solids
from vitascope.engines.animatic.draw.rigs.register import GROUP_RIGS, Entry, entry_of
from vitascope.engines.animatic.draw.rigs.swarms import swarms_of
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor, Shot
from vitascope.engines.animatic.moments import change_at

INSTANT_S = 0.03
"""Less than a frame: how far inside its ends a path is asked for the speed there."""
LOOK_S = 0.4
"""A heading is where a body gets in this time: shorter would jerk, longer would cut corners."""
PAIRS = (2, 3)
"""So few people of one kind stand side by side, and turn to one another where they go nowhere."""
TOGETHER = ("hug", "dance", "fight", "shake_hands")
FACING = (0.75, 1.25)
"""By how much, in radians: who talks, so that the camera sees their faces, and who dances."""
AFOOT_M = 0.05
"""A bird whose whole way is lower than this walks: it stands on the ground, whatever that is."""
MOST_INSTANCES = 24
"""More of one kind are a crowd that nobody counts."""


def paint_actors(
    canvas: Canvas, pose: Pose, light: Light, shot: Shot, time_s: float, mouths: Mapping[str, float], ground: Ground
) -> None:
    """Paint every actor of ``shot`` as it is at ``time_s``, far to near, into ``canvas``; pure in time.

    ``mouths`` maps an actor's id to how open its mouth is, 0 to 1; ``ground(x, z)`` is the height that feet stand on.
    """
    camera = axes(pose)
    eye = np.array([pose.x, pose.y, pose.z])
    places = []
    swarm = [a for effect, some in swarms_of(shot) if effect.start_s <= time_s < effect.end_s for a in some]
    for actor in (*shot.actors, *swarm):
        for index in range(1 if actor.rig in GROUP_RIGS else min(max(actor.count, 1), MOST_INSTANCES)):
            at, velocity = _place(actor, index, time_s, ground)
            at[1] += carried(actor, shot, time_s, ground)
            places.append((float(camera[2] @ (at - eye)), actor, index, at, velocity))
    places.sort(key=lambda p: -p[0])
    for depth, actor, index, at, velocity in places:
        if depth < -2.5 * actor.size_m * _reach(actor):
            continue
        if actor.rig == "placeholder":
            foot = (float(at[0]), float(at[1]), float(at[2]))
            if actor.form == lettering.FORM:
                paint_lettering(canvas, pose, light, actor, foot, time_s)
            else:
                card.paint_card(canvas, pose, light, actor, foot)
            continue
        _paint_one(
            canvas,
            pose,
            light,
            shot,
            time_s,
            mouths.get(actor.id, 0.0),
            ground,
            camera,
            eye,
            actor,
            index,
            at,
            velocity,
            depth,
        )


def _reach(actor: Actor) -> float:
    return 6.0 if actor.rig in GROUP_RIGS or actor.rig in ("viaduct", "train") else 1.5


def _paint_one(
    canvas: Canvas,
    pose: Pose,
    light: Light,
    shot: Shot,
    time_s: float,
    mouth: float,
    ground: Ground,
    camera: NDArray[np.float64],
    eye: NDArray[np.float64],
    actor: Actor,
    index: int,
    at: NDArray[np.float64],
    velocity: NDArray[np.float64],
    depth: float,
) -> None:
    entry = entry_of(actor.rig)
    if actor.rig == "building":
        actor = in_season(actor, shot.world)
    seed = zlib.crc32(f"{actor.id}/{index}".encode())
    whole = actor
    actor, before, done = change_at(actor, time_s)
    yaw, pitch, roll = _heading(actor, entry, at, eye, time_s, index)
    if before is not None:
        from_yaw, from_pitch, from_roll = _heading(before, entry, at, eye, time_s, index)
        share = smooth(done)
        yaw = from_yaw + math.remainder(yaw - from_yaw, math.tau) * share
        pitch, roll = from_pitch + (pitch - from_pitch) * share, from_roll + (roll - from_roll) * share
    if entry.afloat:
        pitch, roll = rocked(float(at[0]), float(at[2]), yaw, actor.size_m, ground)
    basis = turn(yaw, pitch, roll)
    factor = max(actor.size_m, 1e-3) / entry.unit
    to_eye = (eye - at) @ basis
    focal = pose.focal * canvas.width / 2
    cast = Cast(
        actor=actor,
        time_s=time_s + (index * 0.37 if index else 0.0),
        shot_s=time_s - shot.start_s,
        seed=seed,
        index=index,
        travelled=_travelled(whole, time_s) / factor,
        speed=float(np.linalg.norm(velocity)) / factor,
        mouth=min(max(mouth, 0.0), 1.0),
        act=_act(actor, shot, time_s),
        before=before,
        blend=done,
        night=light.night,
        to_camera=math.atan2(float(to_eye[0]), float(to_eye[2])),
        sway=sway_of(actor, shot, time_s) if actor.rig == "biped" else 0.0,
        pixels=focal * factor / max(depth, 0.2),
    )
    body = Body()
    entry.rig(body, cast)
    solids = body.solids()
    if len(solids) and entry.shadow and not _behind(canvas, pose, at, depth):
        shadow = _shadow(solids[:, 1:4] @ (basis * factor).T + at, at, light, ground)
        _puff(canvas, pose, camera, eye, shadow, None)
    if len(solids):
        local = moved(solids, camera @ basis * factor, camera @ (at - eye))
        seen = crew_share(actor.rig, focal * actor.size_m / max(depth, 0.2) / canvas.height)
        lit = lamp(
            crew_lit(_firelit(light, shot, actor, at, time_s), camera, seen), camera, basis[:, 1], 0.75 - 0.4 * seen
        )
        paint_solids(canvas.rgb, canvas.depth, arranged(local, np.float32(focal)), lit, np.float32(focal), noise_tile())
    if actor.rig == "rocket" and not index:
        fills = any(e.kind == "smoke" and e.actor == actor.id for e in shot.effects)
        billow = launch.smoke(actor, ground(float(at[0]), float(at[2])), time_s, seed, light, fills=fills)
        if billow is not None:
            paint_billows(canvas, pose, camera, eye, billow, light)
    for n, source in enumerate(sources_of(body, actor, shot, entry, time_s)):
        if source.kind == "beam" and any(source.along):
            spot, way = np.array((source.at, source.along)) @ (basis * factor).T
            paint_beam(canvas, pose, camera, eye, at + spot, way, source.scale * factor, source.strength)
            continue
        billow = billow_of(source, actor, light, basis * factor, at, time_s, seed + n * 101, ground)
        if billow is not None:
            paint_billows(canvas, pose, camera, eye, billow, light)
            continue
        puffs = puffs_of(source, actor, shot, light, basis * factor, at, time_s, seed + n * 101, ground)
        if puffs is not None:
            _puff(canvas, pose, camera, eye, puffs, light)


def _behind(canvas: Canvas, pose: Pose, at: NDArray[np.float64], depth: float) -> bool:
    """Whether what a body stands on is hidden, as by a counter: a shadow would fall on that."""
    column, row, _ = pose.project(float(at[0]), float(at[1]), float(at[2]), canvas.width, canvas.height)
    if not (0 <= column < canvas.width and 0 <= row < canvas.height):
        return False
    return bool(canvas.depth[int(row), int(column)] < 0.86 * depth)


def _firelit(light: Light, shot: Shot, actor: Actor, at: NDArray[np.float64], time_s: float) -> Light:
    """In the dark a campfire within ten metres takes the moon's place."""
    fire = next((a for a in shot.actors if a.rig == "campfire" and a is not actor), None)
    if fire is None or light.night < 0.2:
        return light
    way = np.array(paths.position(fire, time_s)) + (0.0, 0.5, 0.0) - at - (0.0, 0.4 * actor.size_m, 0.0)  # noqa: RUF005
    far = max(float(np.linalg.norm(way)), 1e-3)
    share = light.night * (0.9 + 0.1 * math.sin(time_s * 11)) / (1 + (far / 4.5) ** 2)
    if far > 10 * max(fire.size_m, 1.0):
        return light
    x, y, z = way / far
    r, g, b = (k + (w - k) * share for k, w in zip(light.key, (255.0, 150.0, 66.0), strict=True))
    return replace(light, sun=(float(x), float(y), float(z)), key=(r, g, b))


def _place(actor: Actor, index: int, time_s: float, ground: Ground) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Foot and velocity of one instance."""
    entry = entry_of(actor.rig)
    at = np.array(paths.position(actor, time_s), np.float64)
    first, last = actor.path[0].time_s, actor.path[-1].time_s
    within = min(max(time_s, first + INSTANT_S), last - INSTANT_S) if last - first > 2 * INSTANT_S else time_s
    # a body is in motion in its first frame and its last, where the path as such begins and ends
    velocity = np.array(paths.velocity(actor, within if abs(within - time_s) <= INSTANT_S else time_s), np.float64)
    standing = entry.grounded or (actor.rig == "bird" and max(p.y for p in actor.path) < AFOOT_M)
    pair = actor.rig == "biped" and actor.count in PAIRS
    if pair:
        at[0] += (index - (actor.count - 1) / 2) * _apart(actor)
        at[2] += 0.18 * actor.size_m * (index % 2)
    elif index:
        seed = zlib.crc32(actor.id.encode())
        gap = actor.size_m * entry.spacing
        if actor.rig == "balloon":
            return _adrift(actor, index, at, seed), velocity
        ring = 1.0 + 0.72 * math.sqrt(index)
        angle = index * 2.39996 + chance(seed, index) * 0.7  # the golden angle spreads evenly at any count
        at[0] += math.cos(angle) * gap * ring
        at[2] += abs(math.sin(angle)) * gap * ring * 1.3
        if not standing:
            at[1] += (chance(seed, index + 50) - 0.4) * gap * 1.3
    if "saddle" in actor.props:
        at[1] += max(0.0, ground(float(at[0]), float(at[2])))  # over the hoofs, whatever they stand on
    elif standing:
        at[1] = max(at[1], ground(float(at[0]), float(at[2])))
    if "surfboard" in actor.props:  # on the face of the wave, where one sees it
        at[1] = max(at[1], ground(float(at[0]), float(at[2]) - 1.6) + 0.1)
    if entry.afloat and at[1] > -0.05:  # what dives does not float
        at[1] = max(at[1], lift(float(at[0]), float(at[2]), actor.size_m, ground))
        at[1] += swell(actor.size_m, time_s, index)
    return at, velocity


def _adrift(actor: Actor, index: int, at: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Where one of several balloons hangs: spread over the picture's width at its own distance, each at its height."""
    first = actor.path[0]
    column = ((index * 0.618 + chance(seed, 3)) % 1.0 - 0.5) * 1.5
    farther = 1.25 + 0.6 * index**0.8 + 0.4 * chance(seed, index)
    pace = 0.5 + 1.1 * chance(seed, index + 20)  # the wind is not the same at every height
    drift = (at - (first.x, first.y, first.z)) * pace
    up = (0.1 + 0.34 * chance(seed, index + 50)) * farther * first.z / 1.15 - 0.3 * actor.size_m
    x = column * farther * first.z / 1.15
    return drift + np.array([x, max(first.y * 0.6, first.y + 0.6 * up), first.z * farther])


def _apart(actor: Actor) -> float:
    """Metres between two people: close who hug and dance."""
    near = {"hug": 0.24, "dance": 0.42, "fight": 0.62, "shake_hands": 0.48}.get(actor.action, 0.5)
    return near * actor.size_m


def _heading(
    actor: Actor,
    entry: Entry,
    at: NDArray[np.float64],
    eye: NDArray[np.float64],
    time_s: float,
    index: int = 0,
) -> tuple[float, float, float]:
    """Yaw, pitch and roll of a body, in radians."""
    look = math.atan2(eye[0] - at[0], eye[2] - at[2])
    way = _way(actor, time_s)
    level = math.hypot(way[0], way[2])
    pitch = roll = 0.0
    if actor.rig == "viaduct":
        yaw = 0.0  # it lies along x, and what is built does not turn after the camera
    elif actor.rig == "building":  # its front is for who comes, a little aslant
        yaw = math.atan2(-at[0], -at[2]) if actor.form not in landmarks.INWARD else 0.0
        yaw += 0.0 if actor.form in landmarks.FRONTAL else math.copysign(entry.rest_yaw, at[0] - 0.01)
    elif actor.facing == "camera":
        yaw = look
    elif actor.facing == "away":
        yaw = look + math.pi
    elif actor.facing == "left":
        yaw = -math.pi / 2
    elif actor.facing == "right":
        yaw = math.pi / 2
    elif level > 0:
        yaw = math.atan2(way[0], way[2])
    else:
        yaw = look + entry.rest_yaw
    if actor.rig == "biped" and actor.count in PAIRS and actor.facing == "camera" and level <= 0.05 * actor.size_m:
        yaw += FACING[actor.action in TOGETHER] * math.copysign(1.0, index - (actor.count - 1) / 2 + 1e-6)
    if entry.flies and level > 0.05 * actor.size_m:
        pitch = 0.7 * math.atan2(way[1], level)
        before, after = _way(actor, time_s - 0.25), _way(actor, time_s + 0.25)
        if math.hypot(before[0], before[2]) > 0.1 and math.hypot(after[0], after[2]) > 0.1:
            swing = math.atan2(after[0], after[2]) - math.atan2(before[0], before[2])
            swing = math.atan2(math.sin(swing), math.cos(swing))
            roll = max(min(-swing * 1.6, 0.7), -0.7)
    return yaw, pitch, roll


def _way(actor: Actor, time_s: float) -> tuple[float, float, float]:
    """Metres/second along the path about ``time_s``; at rest those of the next motion, or else of the last one.

    All zero for a body that hardly moves at all.
    """
    first, last = actor.path[0].time_s, actor.path[-1].time_s
    if last <= first or all(p.x == actor.path[0].x and p.z == actor.path[0].z for p in actor.path):
        return (0.0, 0.0, 0.0)
    span = min(LOOK_S, last - first)
    now = min(max(time_s - span / 2, first), last - span)
    steps = math.ceil((last - first) / span)
    ahead = [min(now + k * span, last - span) for k in range(steps)]
    behind = [max(now - k * span, first) for k in range(1, steps)]
    for start in (*ahead, *behind):
        a, b = paths.position(actor, start), paths.position(actor, start + span)
        x, y, z = ((q - p) / span for p, q in zip(a, b, strict=True))
        if math.hypot(x, z) > 0.02 * actor.size_m:
            return (x, y, z)
    return (0.0, 0.0, 0.0)


@lru_cache(maxsize=64)
def _odometer(actor: Actor) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times and metres along a path."""
    first, last = actor.path[0].time_s, actor.path[-1].time_s
    times = np.linspace(first, max(last, first + 1e-3), 65)
    points = np.array([paths.position(actor, float(t)) for t in times])
    steps = np.hypot(np.diff(points[:, 0]), np.diff(points[:, 2]))
    return times, np.concatenate([[0.0], np.cumsum(steps)])


def _travelled(actor: Actor, time_s: float) -> float:
    times, metres = _odometer(actor)
    return float(np.interp(time_s, times, metres))


def _act(actor: Actor, shot: Shot, time_s: float) -> float:
    start, end = actor.action_at if actor.action_at is not None else (shot.start_s, shot.end_s)
    return min(max((time_s - start) / max(end - start, 1e-3), 0.0), 1.0)


def _shadow(spots: NDArray[np.float64], at: NDArray[np.float64], light: Light, ground: Ground) -> NDArray[np.float64]:
    """A dark contact under the body and its cast shadow away from the sun, as world-space puffs.

    ``spots``, shaped ``(n, 3)``, are places on the body in the world.
    """
    x0, y0, z0 = spots.min(axis=0).tolist()
    x1, y1, z1 = spots.max(axis=0).tolist()
    low, high = y0, y1
    mx, mz = (x0 + x1) / 2, (z0 + z1) / 2
    floor = max(ground(mx, mz), min(low, float(at[1])) if low - ground(mx, mz) < 0.3 * (high - low) else -1e9)
    size = max(x1 - x0, z1 - z0, 0.05)
    air = max(low - floor, 0.0) / size
    if air > 1.5:
        return np.zeros((0, COLUMNS))
    out = []
    strength = 0.5 / (1 + 4 * air) * (1 - 0.6 * light.night)
    tall = min(high - floor, 3 * size)
    sun_y = max(light.sun[1], 0.22)
    for k in range(5):
        reach = k / 4 * tall * 0.55
        cx, cz = mx - light.sun[0] / sun_y * reach, mz - light.sun[2] / sun_y * reach
        puff = np.zeros(COLUMNS)
        puff[0:3] = cx, ground(cx, cz) if k else floor, cz
        puff[3], puff[4] = (x1 - x0) * 0.62 + 0.1 * size, (z1 - z0) * 0.62 + 0.1 * size
        puff[8] = strength * (0.95 if k == 0 else 0.36 * (1 - 0.15 * k))
        puff[9] = SHADE
        out.append(puff)
    return np.array(out)


def _puff(
    canvas: Canvas,
    pose: Pose,
    camera: NDArray[np.float64],
    eye: NDArray[np.float64],
    puffs: NDArray[np.float64],
    light: Light | None,
) -> None:
    """Project world-space puffs and paint them; with a light, they fade into its haze."""
    if not len(puffs):
        return
    local = (puffs[:, :3] - eye) @ camera.T
    depth = local[:, 2]
    seen = depth > 0.1
    if not seen.any():
        return
    local, depth, out = local[seen], depth[seen], puffs[seen].copy()
    scale = pose.focal * canvas.width / 2 / depth
    out[:, 0] = canvas.width / 2 + local[:, 0] * scale
    out[:, 1] = canvas.height / 2 - local[:, 1] * scale
    out[:, 2] = depth
    shade = out[:, 9] == SHADE
    # what lies on the ground is seen foreshortened by how steeply the camera looks down on it
    drop = np.abs(puffs[seen, 1] - eye[1]) / np.maximum(np.linalg.norm(puffs[seen, :3] - eye, axis=1), 1e-6)
    ry = np.where(shade, np.maximum(out[:, 4] * np.clip(drop, 0.04, 1.0), out[:, 4] * 0.04), out[:, 4])
    # and turned with the camera: mix the ground's two radii by its yaw
    side = np.hypot(out[:, 3] * math.cos(pose.yaw), out[:, 4] * math.sin(pose.yaw))
    out[:, 3] = np.where(shade, side, out[:, 3]) * scale
    out[:, 4] = ry * scale
    # a puff right before the lens would only be a grey frame, and a slow one
    near = np.clip(1.6 - out[:, 3] / canvas.width, 0.0, 1.0)
    out[:, 8] *= near
    if light is not None:
        kept = np.exp(-depth / max(light.haze_m, 1.0))[:, None]
        veil = np.where((out[:, 9] == 1)[:, None], 0.0, np.asarray(light.haze)[None])
        out[:, 5:8] = out[:, 5:8] * kept + veil * (1 - kept)
    out = out[out[:, 8] > 0.004]
    paint_puffs(canvas.rgb, canvas.depth, np.ascontiguousarray(out, np.float32), noise_tile())


__all__ = ["paint_actors"]
