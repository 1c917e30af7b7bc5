from __future__ import annotations

from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from vitascope.engines.animatic.engine import AnimaticEngine
from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.soundtrack import chosen_voice
from vitascope.engines.animatic.sound.voice import extra
from vitascope.engines.animatic.sound.voice import kokoro as kokoro_module
from vitascope.engines.animatic.sound.voice.formant import FormantVoice
from vitascope.engines.animatic.sound.voice.kokoro import SPEAKERS, VOCABULARY, KokoroVoice
from vitascope.engines.animatic.sound.voice.port import Line
from vitascope.engines.animatic.sound.voice.whisper import whispered

RATE = 48_000


class Model:
    """Answers as the model would: 62 ms a phoneme of a buzzing tone, silence at both ends."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    def run(self, _: None, fed: dict[str, Any]) -> list[Mono]:
        self.asked.append(fed)
        length = int(0.062 * fed["tokens"].size / float(fed["speed"][0]) * 24_000)
        tone = np.sign(np.sin(2 * np.pi * 120 * np.arange(length) / 24_000))
        return [np.concatenate([np.zeros(7200), tone, np.zeros(7200)])]


def said(text: str, duration_s: float = 2.0, **how: Any) -> tuple[Mono | None, Model]:
    model = Model()
    line = Line(text=text, duration_s=duration_s, **{"manner": "say", "voice": "man", **how})
    voice = KokoroVoice(model, lambda words: "".join(c for c in words.lower() if c in VOCABULARY))
    return voice.speak(line, rate=RATE, rng=np.random.default_rng(1)), model


@pytest.mark.skipif(find_spec("onnxruntime") is not None, reason="the neural voice is installed here")
def test_the_built_in_voice_speaks_where_no_other_is_installed() -> None:
    assert not extra.installed()
    assert isinstance(chosen_voice(), FormantVoice)


@pytest.mark.parametrize("here", [False, True])
def test_a_clip_says_which_voice_speaks_in_it(monkeypatch: pytest.MonkeyPatch, here: bool) -> None:
    monkeypatch.setattr(extra, "installed", lambda: here)
    assert ("; voice Kokoro-82M" in AnimaticEngine().info.version) is here


def test_weights_that_are_not_the_known_ones_are_not_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "part.bin").write_bytes(b"something else")
    monkeypatch.setattr(kokoro_module, "installed", lambda: True)
    monkeypatch.setattr(kokoro_module, "files", lambda _: tmp_path)
    kokoro_module.kokoro.cache_clear()
    try:
        assert kokoro_module.kokoro() is None
    finally:
        kokoro_module.kokoro.cache_clear()


def test_a_line_begins_at_once_and_fits_its_time() -> None:
    for duration_s in (0.8, 1.2, 3.0):
        x, _ = said("hold fast my friends", duration_s)
        assert x is not None
        assert x.size <= duration_s * RATE
        assert np.abs(x[: int(0.08 * RATE)]).max() > 0.05


def test_what_is_too_long_for_its_time_is_hurried_by_the_built_in_voice() -> None:
    x, model = said("a very long line that nobody could ever say in so little time", 0.5)
    assert x is not None
    assert len(model.asked) <= 1
    assert x.size <= 0.5 * RATE


def test_speakers_of_the_same_kind_are_told_apart() -> None:
    styles = [said("hello there", who=who)[1].asked[0]["style"] for who in (0, 1)]
    assert not np.array_equal(*styles)
    assert styles[0].shape == (1, 256)


def test_singing_and_other_scripts_are_left_to_the_built_in_voice() -> None:
    assert not said("la la la", manner="sing")[1].asked
    assert said("\u4f60\u597d")[0] is None


def test_numbers_are_counted_evenly() -> None:
    x, model = said("three, two, one", 3.0, manner="count")
    assert x is not None
    assert len(model.asked) == 3
    level = np.abs(x).reshape(30, -1).max(axis=1)
    assert level[0] > 0
    assert level[10] > 0
    assert level[20] > 0
    assert level[8] == pytest.approx(0, abs=1e-6)


def test_every_voice_that_is_named_is_stored() -> None:
    voice = KokoroVoice(Model(), str)
    assert {name for names in SPEAKERS.values() for name in names} <= set(voice._voices)


def test_a_whisper_keeps_the_vowel_and_loses_the_pitch() -> None:
    t = np.arange(24_000) / 24_000
    source = sum(np.sin(2 * np.pi * 120 * k * t) * (1.0 if 600 < 120 * k < 900 else 0.05) for k in range(1, 40))
    out = whispered(np.asarray(source), 24_000, np.random.default_rng(1))
    power = np.abs(np.fft.rfft(out)) ** 2
    hz = np.fft.rfftfreq(out.size, 1 / 24_000)
    assert power[(hz > 550) & (hz < 950)].sum() > 2 * power[(hz > 1500) & (hz < 4500)].sum()
    r = np.correlate(out[:4800], out[:4800], "full")[4799:]
    assert r[180:220].max() < 0.5 * r[0]
