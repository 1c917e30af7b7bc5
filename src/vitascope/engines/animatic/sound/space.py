"""Where a sound comes from: pan, distance, air and Doppler by an actor's path past the camera at the origin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vitascope.engines.animatic.draw.paths import position
from vitascope.engines.animatic.graph import Actor, Shot
from vitascope.engines.animatic.sound.noise import Mono, lowpass

SPEED_OF_SOUND_M_S = 343.0
"""In air at 20 °C."""

CONTROL_HZ = 100
"""How often a path is looked at; between, it is read off a straight line."""

FASTEST_M_S = 120.0
"""Closing speeds beyond this would bend pitch past what a listener takes for motion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """An actor's way past the listener, one value a control step of ``1 / CONTROL_HZ`` seconds."""

    x: Mono
    """To the right of the camera, in metres."""
    distance: Mono
    """From the camera, in metres."""
    ahead: Mono
    """Along the camera's look, in metres; negative behind it."""
    speed: Mono
    """Of the actor over the ground, in metres/second."""


def track(actor: Actor, shot: Shot, start_s: float, duration_s: float) -> Track:
    """The way of ``actor`` for ``duration_s`` from ``start_s`` on.

    A camera that tracks an actor keeps it in reach: the path is then taken about the camera's own.
    """
    steps = max(int(np.ceil(duration_s * CONTROL_HZ)) + 1, 2)
    # an actor's first waypoint is at the start of its shot, in seconds of the clip
    points = np.array([position(actor, start_s + k / CONTROL_HZ) for k in range(steps)])
    velocity = np.gradient(points, 1 / CONTROL_HZ, axis=0)
    speed = np.sqrt(np.sum(velocity * velocity, axis=1))
    if any(m.kind == "track" and m.target in (None, actor.id) for m in shot.camera.moves):
        middle = points.mean(axis=0)
        points = np.stack([0.12 * (points[:, 0] - middle[0]), points[:, 1], np.full(steps, points[0, 2])], axis=1)
    distance = np.sqrt(np.sum(points * points, axis=1))
    return Track(x=points[:, 0], distance=distance, ahead=points[:, 2], speed=speed)


def spread(control: Mono, samples: int, rate: int) -> Mono:
    """One value a sample from one value a control step."""
    return np.interp(np.arange(samples) * (CONTROL_HZ / rate), np.arange(control.size), control)


def source_times(way: Track, samples: int, rate: int) -> Mono:
    """When the sound that is heard at each sample was made, in seconds: the retarded time, from 0 up.

    Its slope is 1 − (rate of departure / speed of sound): the Doppler ratio.
    """
    receding = np.clip(np.gradient(way.distance, 1 / CONTROL_HZ), -FASTEST_M_S, FASTEST_M_S)
    ratio = 1 - spread(receding, samples, rate) / SPEED_OF_SOUND_M_S
    return np.concatenate(([0.0], np.cumsum(ratio[:-1]))) / rate


def bent(x: Mono, heard: Mono, rate: int) -> Mono:
    """``x`` read at the times ``heard`` (seconds): Doppler by a moving read head."""
    at = heard * rate
    whole = np.clip(at.astype(np.int64), 0, x.size - 2)
    part = np.clip(at - whole, 0.0, 1.0)
    return x[whole] * (1 - part) + x[whole + 1] * part


def panned(x: Mono, pan: Mono | float) -> Mono:
    """Two channels at equal power, ``pan`` from −1 (left) to 1 (right); shaped ``(2, samples)``."""
    angle = (np.asarray(pan) + 1) * (np.pi / 4)
    return np.stack([x * np.cos(angle), x * np.sin(angle)]) * np.sqrt(2.0)


def placed(x: Mono, way: Track, rate: int, reach_m: float) -> Mono:
    """``x`` as heard from along ``way``: shaped ``(2, samples)``.

    Level falls as 1 / (1 + distance / reach), never to less than 0.3: what is in the picture is heard.
    Far sound loses its highs to the air, by half above 2 kHz at twenty times its reach.
    """
    distance = spread(way.distance, x.size, rate)
    level = np.maximum(1.6 / (1 + distance / reach_m), 0.3)
    far = np.clip(distance / (20 * reach_m), 0.0, 0.85)
    aired = x * (1 - far) + lowpass(x, 1800, rate, 1) * far
    # as wide as the picture suggests: fully to a side at 60 degrees off the axis
    pan = np.clip(np.arctan2(way.x, np.maximum(np.abs(way.ahead), 1.0)) / np.radians(60), -1, 1)
    return panned(aired * level, 0.8 * spread(pan, x.size, rate))  # the far ear always hears some
