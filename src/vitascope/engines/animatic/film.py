"""A spec to frames and sound: the prompt is read, sounded, and drawn on the cores that it is given."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from fractions import Fraction
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vitascope.core.generation import GenerationSpec
from vitascope.core.media import SAMPLE_RATE, MediaChunk, audio_span
from vitascope.core.ports import Inputs, Report
from vitascope.engines.animatic.draw import renderer
from vitascope.engines.animatic.draw.dissolve import Dissolve, Frames, Held, mix
from vitascope.engines.animatic.draw.renderer import Renderer
from vitascope.engines.animatic.draw.still import Still
from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.leftovers import give_back
from vitascope.engines.animatic.planes import fill_planes
from vitascope.engines.animatic.reading.describe import describe
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.sound.soundtrack import Sounding, Soundtrack, chosen_voice, synthesise
from vitascope.engines.animatic.sound.voice.formant import FormantVoice
from vitascope.engines.animatic.sound.voice.port import Line
from vitascope.engines.animatic.warm_up import run_parts
from vitascope.media.convert import rgb_to_i420
from vitascope.media.planes import i420_buffer

RENDER_THREADS = 2
"""Two keep two cores busy beside the encoder; more cores are better spent on more workers."""
AHEAD_FRAMES = 25
"""How long before a cut the next place is built: about as long as that takes."""
AHEAD_OF_SOUND = 8
"""Chunks begun before the sound is waited for: it takes up to a second of one thread, and the other draws meanwhile."""
SHOWN_ONCE = {
    "Mona Lisa puts on glasses with her hands.": (100,),
    "A rocket lifts off from the launch pad, flame and smoke filling the frame.": (50, 100),
    "A lighthouse in a thunderstorm, the beam sweeping through the rain.": (50,),
    "A dragon above a mountain rushes toward the camera, over a campfire, with its jaws open.": (2, 148),
}
"""Clips and frames of them that between them run every kernel that no empty place does: what is not in them compiles
under somebody's first clip."""
CHUNK_BYTES = 10 * 2**20
"""Three frames at 1080p: large enough to hand over seldom, small enough for the seven that are on their way to the
encoder at once."""


def warm_up(report: Report) -> None:
    """Compile every kernel, or read what an earlier start compiled."""
    cv2.setNumThreads(1)  # the threads here are ours, a frame each
    run_parts((renderer.warm_up, _warm_up_what_moves, chosen_voice), report)  # a neural voice takes a second to load
    give_back()


def film(
    spec: GenerationSpec, inputs: Inputs, report: Report, *, summary: str, given: Scene | None = None
) -> Iterator[MediaChunk]:
    """The clip in order, as `core.ports.Engine.generate` promises it. ``summary`` heads what is approximated.

    A scene that is ``given`` is made as it is, and nothing is read.
    """
    try:
        yield from _film(spec, inputs, report, summary, given)
    finally:
        give_back()


def _film(
    spec: GenerationSpec, inputs: Inputs, report: Report, summary: str, given: Scene | None
) -> Iterator[MediaChunk]:
    report.step("reading", 0, spec.frames)
    scene = given or read_prompt(
        spec.prompt,
        seed=spec.seed,
        duration_s=float(spec.duration_s),
        has_image=inputs.image is not None,
        camera_motion=spec.camera_motion,
    )
    report.step("sound", 0, spec.frames)
    per_chunk = max(1, CHUNK_BYTES // (spec.resolution.width * spec.resolution.height * 3 // 2))
    with ThreadPoolExecutor(min(RENDER_THREADS, os.cpu_count() or 1), thread_name_prefix="draw") as pool:
        drawing: deque[Drawing] = deque()
        try:
            # Voices are sounded on one thread while the first place is built on the other: lips and jaws follow them.
            # The rest of the sound is made while the first frames are drawn.
            mouths: dict[str, NDArray[np.float32]] = {}
            speaking = pool.submit(_voices, scene, spec)
            building = pool.submit(_frames, scene, spec, inputs, mouths)
            if (voices := speaking.result()) is not None:
                mouths.update(voices.mouths)
            sounding = pool.submit(_sound, voices)
            sound: Soundtrack | None = None
            frames, heard = building.result(), False
            for first in range(0, spec.frames, per_chunk):
                pool.submit(frames.prepare, min(first + AHEAD_FRAMES, spec.frames - 1))
                drawing.append(Drawing(pool, frames, spec, first, min(per_chunk, spec.frames - first), inputs))
                last = first + per_chunk >= spec.frames
                if not heard and (last or len(drawing) == AHEAD_OF_SOUND or sounding.done()):
                    sound, heard = sounding.result(), True
                    give_back()
                    told = _notes(scene, sound, inputs, summary)
                    report.describe(told if given is None else {**told, "scene": scene.to_json()})
                while heard and len(drawing) > 1:  # one chunk ahead, so that no thread waits for the other's last frame
                    yield from drawing.popleft().chunk(report, sound)
            while drawing:
                yield from drawing.popleft().chunk(report, sound)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _notes(scene: Scene, sound: Soundtrack | None, inputs: Inputs, summary: str) -> dict[str, Any]:
    notes = describe(scene)
    said = [summary, *notes["approximated"]]
    if inputs.image is not None:
        said.append("The image is moved as a picture with a guessed depth; nothing in it is animated.")
        if any(move.kind == "pull_out" for shot in scene.shots for move in shot.camera.moves):
            said.append(
                "The camera goes back from the image, and what is about its edges is mirrored: nothing is known of it."
            )
    if inputs.last_image is not None:
        said.append("What is drawn dissolves into the last image; nothing in it leads there.")
    if sound is not None:
        said.extend(sound.approximated)
    return {**notes, "approximated": list(dict.fromkeys(said))}


class Drawing:
    """One chunk while its frames are drawn."""

    def __init__(
        self, pool: ThreadPoolExecutor, frames: Frames, spec: GenerationSpec, first: int, count: int, inputs: Inputs
    ) -> None:
        self._spec = spec
        self._first = first
        self._planes = i420_buffer(count, width=spec.resolution.width, height=spec.resolution.height)
        self._given = {0: inputs.image, spec.frames - 1: inputs.last_image}
        self._futures: list[Future[None]] = [pool.submit(self._draw, frames, index) for index in range(count)]

    def _draw(self, frames: Frames, index: int) -> None:
        y, u, v = (plane[index] for plane in self._planes)
        given = self._given.get(self._first + index)
        if given is not None:
            rgb_to_i420(given, out=(y, u, v))  # the image exactly: rounded as everybody rounds it
        else:
            fill_planes(frames.frame(self._first + index), y, u, v)

    def chunk(self, report: Report, sound: Soundtrack | None) -> Iterator[MediaChunk]:
        """The chunk once it is drawn; a report before every frame that is waited for."""
        for index, future in enumerate(self._futures):
            report.step("frames", self._first + index, self._spec.frames)
            future.result()
        span = audio_span(self._first, len(self._futures), fps=self._spec.fps)
        pcm = sound.pcm[:, span] if self._spec.generate_audio and sound is not None else None
        y, u, v = self._planes
        yield MediaChunk(first=self._first, y=y, u=u, v=v, pcm=pcm)


def _voices(scene: Scene, spec: GenerationSpec) -> Sounding | None:
    """The soundtrack as far as mouths go; in a silent clip only where somebody speaks or calls."""
    if not spec.generate_audio and not _has_mouths(scene):
        return None
    return Sounding(scene, fps=spec.fps, frames=spec.frames)


def _sound(voices: Sounding | None) -> Soundtrack | None:
    return None if voices is None else voices.finish()


@lru_cache(maxsize=1)
def _warm_up_what_moves() -> None:
    """Every kernel that no empty place runs: solids, puffs, a moved image, planes; a voice, and what a mix needs."""
    for prompt, frames in SHOWN_ONCE.items():
        scene = read_prompt(prompt, seed=1, duration_s=6.0, has_image=False)
        drawn = Renderer(scene, width=64, height=36, fps=Fraction(25), mouths={})
        for index in frames:
            frame = drawn.frame(index)
    synthesise(scene, fps=Fraction(25), frames=25, voice=FormantVoice())
    line = Line(text="Ah.", duration_s=0.5, manner="say", voice="man", who=0)
    FormantVoice().speak(line, rate=SAMPLE_RATE, rng=np.random.default_rng(0))
    mix(frame, frame.copy(), 0.5)
    Still(frame, scene, 64, 36, Fraction(25)).frame(1)
    y, u, v = (plane[0] for plane in i420_buffer(1, width=64, height=36))
    fill_planes(frame, y, u, v)


def _has_mouths(scene: Scene) -> bool:
    """Whether anybody in the picture speaks or calls."""
    return any(shot.speeches or any(sound.actor is not None for sound in shot.sounds) for shot in scene.shots)


def _frames(scene: Scene, spec: GenerationSpec, inputs: Inputs, mouths: Mapping[str, NDArray[np.float32]]) -> Frames:
    """What draws the clip, with its first place built. ``mouths`` may be filled until the first frame is drawn."""
    width, height = spec.resolution.width, spec.resolution.height
    first, last = inputs.image, inputs.last_image
    rest_s = float((spec.frames - 1) / spec.fps)
    if first is not None and last is not None:
        # Both under one camera, back at rest on the last frame: what is in one place in both stays in one place.
        begun = Still(first, scene, width, height, spec.fps, rest_s=rest_s)
        ended = Still(last, scene, width, height, spec.fps, rest_s=rest_s, captions=False)
        return Dissolve(begun, ended, count=spec.frames, fps=spec.fps)
    if first is not None:
        return Still(first, scene, width, height, spec.fps)
    drawn = Renderer(scene, width=width, height=height, fps=spec.fps, mouths=mouths)
    drawn.prepare(0)
    return drawn if last is None else Dissolve(drawn, Held(last), count=spec.frames, fps=spec.fps)
