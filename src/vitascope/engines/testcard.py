"""The test card: colour bars, a burnt-in frame number, a click each second. For clients' tests, and for ours.

It loads in no time, renders faster than real time, and gives the same bytes everywhere. The prompt can script it, in
square brackets anywhere in its text:

    [delay 3]        take three seconds longer
    [fail at 40%]    fail there with an error that no new attempt would mend
    [bug]            raise an error that nobody foresaw; every attempt does
    [crash]          end the process that renders; every attempt does, so the generation ends as an error
    [crash once]     keep a checkpoint, then crash; an attempt that is given one goes on to the end
    [hang]           fall silent for ever
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vitascope import __version__
from vitascope.core.errors import EngineFailed
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import CHANNELS, SAMPLE_RATE, MediaChunk, Planes, Waveform, audio_span
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.media.convert import rgb_to_i420
from vitascope.media.planes import i420_buffer

CHUNK_FRAMES = 5

BARS = ((191, 191, 191), (191, 191, 0), (0, 191, 191), (0, 191, 0), (191, 0, 191), (191, 0, 0), (0, 0, 191))
"""75 % colour bars in sRGB (after SMPTE EG 1), left to right."""

GLYPHS = (
    ("111", "101", "101", "101", "111"),
    ("010", "110", "010", "010", "111"),
    ("111", "001", "111", "100", "111"),
    ("111", "001", "111", "001", "111"),
    ("101", "101", "111", "001", "001"),
    ("111", "100", "111", "001", "111"),
    ("111", "100", "111", "101", "111"),
    ("111", "001", "001", "001", "001"),
    ("111", "101", "111", "101", "111"),
    ("111", "101", "111", "001", "111"),
)
"""The ten digits, five rows of three."""

COUNTER_DIGITS = 4
LUMA_BLACK, LUMA_WHITE, CHROMA_NONE = 16, 235, 128  # BT.709 limited range

CLICK_HZ = 1000
CLICK_S = 0.02
CLICK_PEAK = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What a prompt asks of the test card."""

    delay_s: float = 0.0
    fail_at: float | None = None
    """Share of the clip, 0 to 1."""
    bug: bool = False
    crash: bool = False
    crash_once: bool = False
    hang: bool = False

    @classmethod
    def read(cls, prompt: str) -> Script:
        delay = re.search(r"\[delay (\d{1,4}(?:\.\d{1,3})?)\]", prompt)
        fail = re.search(r"\[fail at (\d{1,3})%\]", prompt)
        return cls(
            delay_s=float(delay[1]) if delay else 0.0,
            fail_at=min(100, int(fail[1])) / 100 if fail else None,
            bug="[bug]" in prompt,
            crash="[crash]" in prompt,
            crash_once="[crash once]" in prompt,
            hang="[hang]" in prompt,
        )


class TestcardEngine:
    """Engine ``testcard``; see the module."""

    __test__ = False  # pytest takes a class of this name for tests

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(
            name="testcard",
            kind="test",
            summary="Colour bars, a frame counter and a click each second: a test card, not a film of the prompt.",
            version=__version__,
            offers=frozenset({"draft", "last_image"}),
            load_timeout_s=20,
            step_timeout_s=5,
            light=True,
        )

    def load(self, report: Report) -> None:
        report.step("ready", 0, 1)

    def seconds(self, spec: GenerationSpec) -> float:
        return 0.01 * spec.frames * spec.frame_size.width * spec.frame_size.height / (1920 * 1080)

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        script = Script.read(spec.prompt)
        if inputs.checkpoint is not None:
            script = replace(script, crash_once=False)
        report.step("frames", 0, spec.frames)
        report.describe({"approximated": [self.info.summary], "understood": [], "not_understood": []})
        card = _card(spec, inputs)
        last = None if inputs.last_image is None else rgb_to_i420(_at_size(inputs.last_image, spec))
        if spec.draft or script.crash_once:
            report.keep(_bookmark)
        for first in range(0, spec.frames, CHUNK_FRAMES):
            count = min(CHUNK_FRAMES, spec.frames - first)
            self._act(script, first, count, spec.frames, report)
            planes = i420_buffer(count, width=spec.frame_size.width, height=spec.frame_size.height)
            for target, plane in zip(planes, card, strict=True):
                target[:] = plane
            for index in range(count):
                if last is not None and first + index == spec.frames - 1:  # untouched, as frame 0 is
                    for target, plane in zip(planes, last, strict=True):
                        target[index] = plane
                elif inputs.image is None or first + index > 0:  # frame 0 is the image, untouched
                    stamp(planes[0][index], first + index)
            yield MediaChunk(
                first=first,
                y=planes[0],
                u=planes[1],
                v=planes[2],
                pcm=clicks(audio_span(first, count, fps=spec.fps)) if spec.generate_audio else None,
            )

    def _act(self, script: Script, first: int, count: int, total: int, report: Report) -> None:
        """Do what the script says for frames ``[first, first + count)``, in small steps so that a cancel is heard."""
        report.step("frames", first, total)
        wake = time.monotonic() + script.delay_s * count / total
        while (left := wake - time.monotonic()) > 0:
            time.sleep(min(0.1, left))
            report.step("frames", first, total)
        if script.bug:
            raise RuntimeError("The prompt asked for a bug.\nThis line is for the log.")
        if script.crash or script.crash_once:
            os._exit(70)
        while script.hang:
            time.sleep(60)
        if script.fail_at is not None and first + count > script.fail_at * (total - 1):
            raise EngineFailed(f"The prompt asked for a failure at {script.fail_at:.0%}.")


def _card(spec: GenerationSpec, inputs: Inputs) -> tuple[Planes, Planes, Planes]:
    """The planes that every frame starts from: the image where there is one, else the bars."""
    rgb, size = inputs.image, spec.frame_size
    if rgb is not None:
        rgb = _at_size(rgb, spec)
    else:
        edges = np.linspace(0, size.width, len(BARS) + 1).round().astype(int)
        rgb = np.empty((size.height, size.width, 3), np.uint8)
        for colour, left, right in zip(BARS, edges[:-1], edges[1:], strict=True):
            rgb[:, left:right] = colour
    return rgb_to_i420(rgb)


def _bookmark(path: Path) -> None:
    path.write_text("The test card goes on from anything.")


def _at_size(rgb: NDArray[np.uint8], spec: GenerationSpec) -> NDArray[np.uint8]:
    """An image of the resolution as large as the frames are."""
    return np.array(Image.fromarray(rgb).reduce(2)) if spec.draft else rgb


def stamp(y: Planes, number: int) -> None:
    """Write ``number`` into a luma plane shaped ``(height, width)``: white digits on black, bottom centre."""
    scale = y.shape[0] // 36
    text = f"{number:0{COUNTER_DIGITS}d}"
    pattern = np.zeros((7, 4 * len(text) + 1), np.uint8)
    for place, digit in enumerate(text):
        pattern[1:6, 1 + 4 * place : 4 + 4 * place] = [[int(c) for c in row] for row in GLYPHS[int(digit)]]
    luma = np.where(pattern, LUMA_WHITE, LUMA_BLACK).astype(np.uint8).repeat(scale, 0).repeat(scale, 1)
    top, left = y.shape[0] - 2 * scale - luma.shape[0], (y.shape[1] - luma.shape[1]) // 2
    y[top : top + luma.shape[0], left : left + luma.shape[1]] = luma


def read_stamp(y: Planes) -> int:
    """The number that `stamp` wrote, also after encoding. Raises ``ValueError`` where there is none."""
    scale = y.shape[0] // 36
    height, width = 7 * scale, (4 * COUNTER_DIGITS + 1) * scale
    top, left = y.shape[0] - 2 * scale - height, (y.shape[1] - width) // 2
    cells = y[top : top + height, left : left + width].reshape(7, scale, -1, scale).mean(axis=(1, 3)) > 128
    number = 0
    for place in range(COUNTER_DIGITS):
        seen = tuple("".join("1" if c else "0" for c in row) for row in cells[1:6, 1 + 4 * place : 4 + 4 * place])
        number = 10 * number + GLYPHS.index(seen)
    return number


def clicks(span: slice) -> Waveform:
    """The samples of ``span``: a short tone at the start of every second, silence between. Shaped ``(2, samples)``."""
    since = np.arange(span.start, span.stop) % SAMPLE_RATE
    tone = CLICK_PEAK * np.sin(2 * np.pi * CLICK_HZ / SAMPLE_RATE * since) * (since < CLICK_S * SAMPLE_RATE)
    return np.repeat(tone[None].astype(np.float32), CHANNELS, axis=0)
