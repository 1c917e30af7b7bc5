"""The room around a sound: a seeded stereo tail by place, with echoes where there are rock walls."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from vitascope.engines.animatic.graph import World
from vitascope.engines.animatic.sound.noise import Mono, highpass, lowpass


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    decay_s: float
    """Time to fall by 60 dB."""
    wet: float
    """Level of the tail beside the dry sound."""
    highs_hz: float = 5000.0
    echoes: tuple[tuple[float, float], ...] = ()
    """Delay in seconds and level of each single reflection."""


OUTDOORS = Room(decay_s=0.5, wet=0.10)
ROOMS: dict[str, Room] = {
    "mountains": Room(decay_s=2.6, wet=0.26, highs_hz=2600, echoes=((0.42, 0.30), (0.81, 0.18), (1.37, 0.10))),
    "desert": Room(decay_s=1.0, wet=0.10, echoes=((0.35, 0.10),)),
    "city": Room(decay_s=1.4, wet=0.18, echoes=((0.11, 0.14),)),
    "street": Room(decay_s=0.9, wet=0.20, echoes=((0.06, 0.18), (0.09, 0.12))),
    "forest": Room(decay_s=0.8, wet=0.15, highs_hz=3500),
    "interior": Room(decay_s=0.45, wet=0.25, highs_hz=6000, echoes=((0.011, 0.2), (0.017, 0.15))),
    "underwater": Room(decay_s=2.8, wet=0.5, highs_hz=1200),
    "space": Room(decay_s=3.5, wet=0.4, highs_hz=4000),
    "abstract": Room(decay_s=3.0, wet=0.4),
}
CAVE = Room(decay_s=3.2, wet=0.5, highs_hz=3500, echoes=((0.07, 0.3), (0.13, 0.25), (0.23, 0.2)))


def room(world: World) -> Room:
    """The room that a world makes."""
    tags = set(world.tags)
    if tags & {"cave", "cavern", "tunnel", "cathedral", "church", "hall"}:
        return CAVE
    if tags & {"canyon", "gorge"}:
        return ROOMS["mountains"]
    return ROOMS.get(world.kind, OUTDOORS)


def tail(x: Mono, place: Room, rng: np.random.Generator, rate: int) -> Mono:
    """The reverberation of ``x``, shaped ``(2, samples)`` as ``x`` is, without ``x`` itself."""
    samples = x.shape[1]
    length = max(min(int(place.decay_s * rate), samples), 16)
    t = np.arange(length) / rate
    fall = 10 ** (-3 * t / place.decay_s) * np.minimum(t / 0.012, 1.0)
    out = np.zeros_like(x)
    for side in range(2):
        response = highpass(lowpass(rng.standard_normal(length), place.highs_hz, rate, 1), 140, rate, 1) * fall
        response *= place.wet / np.sqrt(np.sum(response * response))
        for delay_s, level in place.echoes:
            at = int(delay_s * float(rng.uniform(0.93, 1.07)) * rate)
            if at < length:
                response[at] += level
        out[side] = signal.fftconvolve(x[side], response)[:samples]
    return out
