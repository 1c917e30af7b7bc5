"""What is promised of every clip's sound, held on short ones: loudness, peaks, words over the bed, words made out."""

from __future__ import annotations

import av
import numpy as np
import pytest
from av.filter import Graph

from tools.intelligibility import stoi
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.sound.mix.loudness import integrated_lufs, true_peak
from vitascope.engines.animatic.sound.mix.mixer import Mix, mix
from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.stems import Score, render
from vitascope.engines.animatic.sound.voice.formant import FormantVoice

RATE = 48_000
SPOKEN = (
    'A wooden sailing ship in a storm, the captain shouts: "Hold fast!"',
    'In a cave an explorer whispers: "Did you hear that?" Tense strings.',
    'A monster roars: "Where are my treasures?" over a battlefield, explosions.',
)
QUIET = ("Golden wheat field in the wind.", "Waves on a beach at dawn, slow ambient beat.", "A busy street market.")


def made(prompt: str, seconds: float = 4.0) -> tuple[Score, Mix]:
    scene = read_prompt(prompt, seed=1, duration_s=seconds)
    score = render(scene, samples=int(seconds * RATE), rate=RATE, voice=FormantVoice())
    return score, mix(score.stems(), RATE)


@pytest.mark.parametrize("prompt", SPOKEN)
def test_words_stand_over_everything_and_can_be_made_out(prompt: str) -> None:
    score, mixed = made(prompt)
    spoken = score.spoken > 0
    speech, bed = (np.mean(x[:, spoken] ** 2) for x in (mixed.speech, mixed.bed))
    assert 10 * np.log10(speech / bed) >= 10
    assert stoi(score.said[spoken], mixed.track[:, spoken].mean(axis=0), RATE) >= 0.75


@pytest.mark.parametrize("prompt", SPOKEN + QUIET)
def test_every_clip_is_as_loud_as_every_other_and_never_clips(prompt: str) -> None:
    _, mixed = made(prompt)
    assert integrated_lufs(mixed.track, RATE) == pytest.approx(-16, abs=0.5)
    assert true_peak(mixed.track) <= 10 ** (-1 / 20)


@pytest.mark.parametrize("prompt", QUIET)
def test_a_place_is_no_rumble(prompt: str) -> None:
    _, mixed = made(prompt)
    mono = mixed.track.mean(axis=0)
    power, hz = np.abs(np.fft.rfft(mono)) ** 2, np.fft.rfftfreq(mono.size, 1 / RATE)
    assert power[hz < 40].sum() < 0.04 * power.sum()


def ffmpeg_measures(x: Mono) -> tuple[float, float]:
    """Integrated loudness and linear true peak, as ffmpeg's ``ebur128`` has them."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo", time_base="1/48000")
    meter, sink = graph.add("ebur128", "peak=true:metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    told: dict[str, str] = {}
    for at in range(0, x.shape[1], 4800):
        part = np.ascontiguousarray(x[:, at : at + 4800], np.float32)
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = RATE, at
        source.push(frame)
        while True:
            try:
                told = dict(sink.pull().metadata) or told
            except (av.error.BlockingIOError, av.error.EOFError):
                break
    return float(told["lavfi.r128.I"]), float(told["lavfi.r128.true_peak"])


def test_our_meters_read_what_ffmpeg_reads() -> None:
    _, mixed = made(SPOKEN[0])
    lufs, peak = ffmpeg_measures(mixed.track)
    assert integrated_lufs(mixed.track, RATE) == pytest.approx(lufs, abs=0.1)
    assert 20 * np.log10(true_peak(mixed.track) / peak) == pytest.approx(0, abs=0.2)
