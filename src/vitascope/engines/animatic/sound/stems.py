"""A scene's parts as separate tracks, before mixing: what is said, what is heard, what is played."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from vitascope.engines.animatic.graph import Actor, Scene, Shot, Sound, Speech
from vitascope.engines.animatic.moments import strikes
from vitascope.engines.animatic.sound import ambience, space
from vitascope.engines.animatic.sound.carried import runs
from vitascope.engines.animatic.sound.footfalls import footfalls
from vitascope.engines.animatic.sound.mix.mixer import Stems
from vitascope.engines.animatic.sound.music.bed import bed as music_bed
from vitascope.engines.animatic.sound.noise import Mono, add, faded
from vitascope.engines.animatic.sound.reverb import room, tail
from vitascope.engines.animatic.sound.sources.context import Context
from vitascope.engines.animatic.sound.sources.registry import UNKNOWN, Kind, find
from vitascope.engines.animatic.sound.voice.port import Line, Voice
from vitascope.engines.animatic.sound.voice.treatment import treated

REFERENCE_RMS = 0.1
"""Level of a sound of 0 dB at gain 1."""

SPEECH_WET = 0.4
"""How much of a place's tail a voice has, beside other sounds: echoes off rock cost words first."""

CUT_S = 0.02
"""Half of the crossfade between two shots."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One sound in its place: ``(2, samples)`` from sample ``at`` of the clip on."""

    heard: Mono
    at: int


@dataclass(slots=True)
class Score:
    """What has been rendered so far. Tracks are shaped ``(2, samples)``, ``spoken`` is ``(samples,)``."""

    rate: int
    speech: Mono
    effects: Mono
    music: Mono
    spoken: Mono
    said: Mono
    """The voice alone, before effects, room and place: what the words are measured against; ``(samples,)``."""
    mouths: dict[str, Mono]
    calls: dict[tuple[int, int], Made] = field(default_factory=dict)
    """Sounds of actors' mouths that are made and not yet mixed, by shot and place in it."""
    approximated: list[str] = field(default_factory=list)

    @property
    def samples(self) -> int:
        return int(self.spoken.size)

    def stems(self) -> Stems:
        return Stems(speech=self.speech, effects=self.effects, music=self.music, spoken=self.spoken)


def render(scene: Scene, *, samples: int, rate: int, voice: Voice) -> Score:
    """Every sound, line and bar of ``scene`` in its place."""
    return rest(scene, voices(scene, samples=samples, rate=rate, voice=voice))


def voices(scene: Scene, *, samples: int, rate: int, voice: Voice) -> Score:
    """What opens mouths: every line that is spoken, every call of an actor. Pictures wait for these alone."""
    score = Score(
        rate=rate,
        speech=np.zeros((2, samples)),
        effects=np.zeros((2, samples)),
        music=np.zeros((2, samples)),
        spoken=np.zeros(samples),
        said=np.zeros(samples),
        mouths={},
    )
    for index, shot in enumerate(scene.shots):
        for i, sound in enumerate(_sounds(scene, shot)):
            kind = find(sound.kind)
            calls = kind is not None and kind.vocal and sound.actor is not None
            if calls and (made := _sound(score, scene, (shot,), sound, index, i)) is not None:
                score.calls[index, i] = made
        for i, speech in enumerate(shot.speeches):
            _speech(score, scene, shot, speech, stream(scene.seed, "speech", 100 * index + i), voice)
    return score


def rest(scene: Scene, score: Score) -> Score:
    """All that is heard beside `voices`, in the same score; parts have their own randomness, so the order is free."""
    sounds = [_sounds(scene, shot) for shot in scene.shots]
    through = runs(scene.shots, sounds)
    for index, shot in enumerate(scene.shots):
        _shot(score, scene, shot, index, [(i, s) for i, s in enumerate(sounds[index]) if (index, i) not in through])
    for (index, i), run in through.items():
        shots = () if run is None else scene.shots[run.first : run.last + 1]
        made = None if run is None else _sound(score, scene, shots, run.sound, index, i)
        if made is not None:
            track = np.zeros((2, score.samples))
            for side in range(2):
                add(track[side], made.heard[side], made.at)
            score.effects += track * _window(score, scene, shots)
    if scene.music is not None and not ambience.silence_asked(scene):
        rng = stream(scene.seed, "music", 0)
        level = REFERENCE_RMS * scene.music.gain
        played = music_bed(scene.music, score.samples, rng, score.rate)
        score.music += played * (level / max(_active_rms(played[0] + played[1], score.rate) / 2, 1e-6))
    return score


def stream(seed: int, name: str, index: int) -> np.random.Generator:
    """Randomness of its own for each part, so that one more sound does not change the others."""
    return np.random.default_rng([seed & 0xFFFF_FFFF_FFFF_FFFF, zlib.crc32(name.encode()), index])


def _sounds(scene: Scene, shot: Shot) -> tuple[Sound, ...]:
    """What is heard in ``shot``, its place itself last."""
    if ambience.silence_asked(scene):
        return ()
    placed = {s.kind for s in shot.sounds if s.actor is not None}
    named = [s for s in shot.sounds if s.actor is not None or s.kind not in placed]  # one engine, not its ghost as well
    return (*named, *ambience.bed(shot))


def _shot(score: Score, scene: Scene, shot: Shot, index: int, sounds: Sequence[tuple[int, Sound]]) -> None:
    dry = np.zeros((2, score.samples))
    near = np.zeros((2, score.samples))
    for i, sound in sounds:
        made = score.calls.pop((index, i), None) or _sound(score, scene, (shot,), sound, index, i)
        if made is not None:
            for side in range(2):
                add((near if sound.actor else dry)[side], made.heard[side], made.at)
    wet = near + tail(near, room(shot.world), stream(scene.seed, "room", index), score.rate) if near.any() else near
    score.effects += (dry + wet) * _window(score, scene, (shot,))


def _window(score: Score, scene: Scene, shots: Sequence[Shot]) -> Mono:
    """1 within ``shots``, with equal-power crossfades at cuts; the clip's own ends are the mixer's."""
    t = np.arange(score.samples) / score.rate
    gain = np.ones(score.samples)
    if shots[0] is not scene.shots[0]:
        gain *= np.sin(np.pi / 2 * np.clip((t - shots[0].start_s + CUT_S) / (2 * CUT_S), 0, 1))
    if shots[-1] is not scene.shots[-1]:
        gain *= np.sin(np.pi / 2 * np.clip((shots[-1].end_s + CUT_S - t) / (2 * CUT_S), 0, 1))
    return gain


def _sound(score: Score, scene: Scene, shots: Sequence[Shot], sound: Sound, index: int, i: int) -> Made | None:
    """Sound ``i`` of shot ``index``, the first of ``shots``; nothing where it is too short to be one."""
    rate, shot, last = score.rate, shots[0], shots[-1]
    ends = min(sound.end_s, last.end_s)
    starts = max(sound.start_s, shot.start_s)
    if shot is not scene.shots[0] and starts <= shot.start_s + CUT_S:
        starts = shot.start_s - CUT_S  # so that a cut crossfades rather than dips
    if last is not scene.shots[-1] and ends >= last.end_s - CUT_S:
        ends = last.end_s + CUT_S
    at, until = max(round(starts * rate), 0), min(round(ends * rate), score.samples)
    if until - at < 64 or sound.gain <= 0:
        return None
    kind = find(sound.kind)
    if kind is None:
        score.approximated.append(f"No recording of “{sound.kind}” is known; quiet air stands for it.")
        kind = UNKNOWN
    actor = next((a for a in shot.actors if a.id == sound.actor), None)
    flashes = tuple(t - starts for one in shots for t in strikes(one, scene.seed) if starts <= t < ends)
    rng = stream(scene.seed, sound.kind, 100 * index + i)
    heard = _heard(kind, actor, shot, starts, until - at, rng, rate, flashes)
    level = REFERENCE_RMS * 10 ** (kind.level_db / 20) * float(np.clip(sound.gain, 0, 2)) / 0.5
    if kind.vocal and actor is not None:
        _open(score, actor.id, np.abs(heard).max(axis=0), at)
    return Made(heard=np.stack([faded(side, rate, 0.015, 0.04) * level for side in heard]), at=at)


def _heard(
    kind: Kind,
    actor: Actor | None,
    shot: Shot,
    starts: float,
    samples: int,
    rng: np.random.Generator,
    rate: int,
    flashes: tuple[float, ...],
) -> Mono:
    """One sound, placed: ``(2, samples)`` at unit level near the listener."""
    duration_s = samples / rate
    if actor is None:
        context = Context(rate=rate, world=shot.world, actor=None, speed=np.zeros(0), flashes=flashes, starts_s=starts)
        left = _level(kind.make(duration_s, rng, context), rate)[:samples]
        if not kind.wide:
            return space.panned(left, float(rng.uniform(-0.25, 0.25)))
        right = _level(kind.make(duration_s, rng, context), rate)[:samples]
        return np.stack([0.9 * left + 0.4 * right, 0.9 * right + 0.4 * left])
    way = space.track(actor, shot, starts, duration_s)
    speed = space.spread(way.speed, samples, rate)
    steps = tuple(t - starts for t in footfalls(actor, starts, starts + duration_s))
    context = Context(
        rate=rate, world=shot.world, actor=actor, speed=speed, steps=steps, flashes=flashes, starts_s=starts
    )
    if not kind.doppler:
        made = kind.make(duration_s, rng, context)
        return space.placed(_level(made, rate)[:samples], way, rate, kind.reach_m)
    heard_at = space.source_times(way, samples, rate)
    length_s = max(float(heard_at[-1]) + 0.05, duration_s)
    made = kind.make(length_s, rng, context)
    return space.placed(space.bent(_level(made, rate), heard_at, rate), way, rate, kind.reach_m)


def _active_rms(x: Mono, rate: int) -> float:
    """Root mean square of the loudest half second."""
    width = min(rate // 2, x.size)
    total = np.concatenate(([0.0], np.cumsum(x * x)))
    return float(np.sqrt(np.max(total[width:] - total[:-width], initial=0.0) / max(width, 1)))


def _level(x: Mono, rate: int) -> Mono:
    return x / max(_active_rms(x, rate), 1e-6)


def _who(scene: Scene, speech: Speech) -> int:
    """The place of the speaker among all that have the same voice; their ids begin with the same words in all shots."""
    same = [s.actor for shot in scene.shots for s in shot.speeches if s.voice == speech.voice]
    names = dict.fromkeys((actor or "").rstrip("0123456789") for actor in same)
    return list(names).index((speech.actor or "").rstrip("0123456789"))


def _speech(score: Score, scene: Scene, shot: Shot, speech: Speech, rng: np.random.Generator, voice: Voice) -> None:
    rate = score.rate
    at = max(round(speech.start_s * rate), 0)
    until = min(round(speech.end_s * rate), score.samples)
    if until - at < 64:
        return
    line = Line(
        text=speech.text,
        duration_s=(until - at) / rate,
        manner=speech.manner,
        voice=speech.voice,
        who=_who(scene, speech),
    )
    said = voice.speak(line, rate=rate, rng=rng)
    if said is None:
        if speech.text.strip():
            score.approximated.append(
                f"“{speech.text[:60]}” is shown but not spoken: the voice knows English letters only."
            )
        return
    said = said[: until - at]
    score.said[at : at + said.size] += said
    said = treated(said, line, rate, rng)
    actor = next((a for a in shot.actors if a.id == speech.actor), None)
    both = np.zeros((2, score.samples))
    if actor is None:
        both[:, at : at + said.size] = said
    else:
        way = space.track(actor, shot, speech.start_s, said.size / rate)
        # voices stay near the middle and lose nothing to distance: words come first
        pan = np.clip(np.arctan2(way.x, np.maximum(np.abs(way.ahead), 1.0)) / np.radians(60), -1, 1)
        both[:, at : at + said.size] = space.panned(said, 0.45 * space.spread(pan, said.size, rate))
        _open(score, actor.id, np.abs(said), at)
    if speech.manner != "radio":
        both += SPEECH_WET * tail(both, room(shot.world), rng, rate)
    score.speech += both
    score.spoken[at : at + said.size] = 1.0


def _open(score: Score, actor: str, level: Mono, at: int) -> None:
    """Adds a voice's loudness to how far its mouth is open."""
    mouth = score.mouths.setdefault(actor, np.zeros(score.samples))
    level = level / max(_active_rms(level, score.rate), 1e-6)  # a roar and a whisper both open it fully
    end = min(at + level.size, mouth.size)
    mouth[at:end] = np.maximum(mouth[at:end], level[: end - at])
