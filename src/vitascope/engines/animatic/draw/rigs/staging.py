"""Puts bodies into the picture: of each instance its shadow, its solids, its effects, as it stands there."""

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
from vitascope.engines.animatic.draw.rigs import card, launch, pictures
from vitascope.engines.animatic.draw.rigs.afloat import carried, sway_of
from vitascope.engines.animatic.draw.rigs.beams import paint_beam
from vitascope.engines.animatic.draw.rigs.billows import paint_billows
from vitascope.engines.animatic.draw.rigs.body import Body, moved
from vitascope.engines.animatic.draw.rigs.buildings import in_season
from vitascope.engines.animatic.draw.rigs.buoyancy import Ground
from vitascope.engines.animatic.draw.rigs.cast import Cast
from vitascope.engines.animatic.draw.rigs.clinging import billow_of, puffs_of, sources_of
from vitascope.engines.animatic.draw.rigs.crew import crew_lit, crew_share
from vitascope.engines.animatic.draw.rigs.lamps import axes, lamp, noise_tile
from vitascope.engines.animatic.draw.rigs.lettering import paint_lettering
from vitascope.engines.animatic.draw.rigs.outlines import arranged
from vitascope.engines.animatic.draw.rigs.puffs import SHADE, paint_puffs
from vitascope.engines.animatic.draw.rigs.raster import paint_solids
from vitascope.engines.animatic.draw.rigs.register import GROUP_RIGS, entry_of
from vitascope.engines.animatic.draw.rigs.shadows import is_hidden, shadow_of
from vitascope.engines.animatic.draw.rigs.standing import place_of, stand_of
from vitascope.engines.animatic.draw.rigs.swarms import swarms_of
from vitascope.engines.animatic.draw.stage import Canvas, Light, Pose
from vitascope.engines.animatic.graph import Actor, Shot
from vitascope.engines.animatic.moments import change_at

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
            at, velocity = place_of(actor, index, time_s, ground)
            at[1] += carried(actor, shot, time_s, ground)
            places.append((float(camera[2] @ (at - eye)), actor, index, at, velocity))
    places.sort(key=lambda p: -p[0])
    for depth, actor, index, at, velocity in places:
        if depth < -2.5 * actor.size_m * _reach(actor):
            continue
        if actor.rig == "picture" and pictures.has(actor.form):
            if not is_hidden(canvas, pose, at, depth):
                _puff(canvas, pose, camera, eye, pictures.shadow(actor, at, camera, light, ground), None)
            foot = (float(at[0]), float(at[1]), float(at[2]))
            pictures.paint_picture(canvas, pose, light, actor, foot, velocity, time_s)
            continue
        if actor.rig in ("picture", "placeholder"):
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
    basis = stand_of(actor, index, time_s, ground, eye, at).basis
    whole = actor
    actor, before, done = change_at(actor, time_s)
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
    if len(solids) and entry.shadow and not is_hidden(canvas, pose, at, depth):
        shadow = shadow_of(solids[:, 1:4] @ (basis * factor).T + at, at, light, ground)
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
