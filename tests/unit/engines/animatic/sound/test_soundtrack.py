from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from tests.unit.engines.animatic.sound import scenes
from vitascope.core.media import audio_span, frame_count
from vitascope.engines.animatic.graph import Music, Scene, Sound, Speech, World
from vitascope.engines.animatic.sound.mix.loudness import integrated_lufs, true_peak
from vitascope.engines.animatic.sound.mix.mixer import mix
from vitascope.engines.animatic.sound.soundtrack import Sounding, Soundtrack, synthesise
from vitascope.engines.animatic.sound.stems import render
from vitascope.engines.animatic.sound.voice.formant import FormantVoice

FPS = Fraction(25)
RATE = 48_000


def made(scene: object, fps: Fraction = FPS, seconds: int = 6) -> Soundtrack:
    return synthesise(scene, fps=fps, frames=frame_count(seconds, fps))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def dragon() -> Soundtrack:
    return made(scenes.dragon())


@pytest.mark.parametrize("seconds", [6, 8, 10])
@pytest.mark.parametrize("fps", [Fraction(25), Fraction(50), Fraction(24000, 1001)])
def test_samples_are_exactly_those_under_the_frames(fps: Fraction, seconds: int) -> None:
    rain = scenes.scene(duration_s=seconds, sounds=[Sound(kind="room", start_s=0, end_s=seconds)])
    frames = frame_count(seconds, fps)
    assert made(rain, fps, seconds).pcm.shape == (2, audio_span(0, frames, fps=fps).stop)


def test_the_same_scene_sounds_the_same_bit_for_bit(dragon: Soundtrack) -> None:
    again = made(scenes.dragon())
    assert np.array_equal(dragon.pcm, again.pcm)
    assert np.array_equal(dragon.mouths["dragon"], again.mouths["dragon"])


def test_mouths_are_known_before_the_rest_is_heard(dragon: Soundtrack) -> None:
    sounding = Sounding(scenes.dragon(), fps=FPS, frames=frame_count(6, FPS))
    assert np.array_equal(sounding.mouths["dragon"], dragon.mouths["dragon"])
    assert np.array_equal(sounding.finish().pcm, dragon.pcm)


def test_another_seed_sounds_different(dragon: Soundtrack) -> None:
    assert not np.array_equal(dragon.pcm, made(scenes.dragon(seed=8)).pcm)


@pytest.mark.parametrize("kind", ["rain", "sea", "footsteps", "thunder", "birds", "engine", "hooves", "roar"])
def test_a_normal_scene_is_as_loud_as_promised(kind: str) -> None:
    pcm = made(scenes.scene(sounds=[Sound(kind=kind, start_s=0, end_s=6)])).pcm.astype(np.float64)
    assert integrated_lufs(pcm, RATE) == pytest.approx(-16, abs=1)
    assert true_peak(pcm) <= 10 ** (-1 / 20)


def test_speech_stands_ten_decibels_over_the_bed() -> None:
    score = render(scenes.dragon(), samples=6 * RATE, rate=RATE, voice=FormantVoice())
    stems = score.stems()
    mixed = mix(stems, RATE)
    spoken = stems.spoken > 0
    speech, bed = (np.sqrt(np.mean(x[:, spoken] ** 2)) for x in (mixed.speech, mixed.bed))
    assert 20 * np.log10(speech / bed) >= 10


def test_the_bed_is_ducked_twelve_decibels_under_speech() -> None:
    line = Speech(text="Hold fast!", start_s=2.0, end_s=4.0)
    sea = [Sound(kind="rain", start_s=0, end_s=6)]
    stems = render(scenes.scene(sounds=sea, speeches=[line]), samples=6 * RATE, rate=RATE, voice=FormantVoice()).stems()
    mixed = mix(stems, RATE)
    middle, before = slice(int(2.3 * RATE), int(2.6 * RATE)), slice(int(0.5 * RATE), int(1.5 * RATE))
    gains = [
        np.sqrt(np.mean(mixed.bed[:, at] ** 2) / np.mean(stems.bed[:, at] ** 2)) for at in (middle, before)
    ]  # what the mixer did to the same sound
    assert 20 * np.log10(gains[0] / gains[1]) <= -11.9


def test_a_sound_follows_its_actor_from_left_to_right() -> None:
    passer = scenes.actor((0, -30, 0, 12), (6, 30, 0, 12))
    score = render(
        scenes.scene(
            world=World(kind="interior", time="day"),
            actors=[passer],
            sounds=[Sound(kind="steam", start_s=0, end_s=6, gain=1, actor="one")],
        ),
        samples=6 * RATE,
        rate=RATE,
        voice=FormantVoice(),
    )
    power = np.stack([half.mean(axis=-1) for half in np.split(score.effects**2, 6, axis=1)], axis=1)
    share = power[1] / power.sum(axis=0)
    assert share[0] < 0.2
    assert share[-1] > 0.8
    assert np.all(np.diff(share[1:5]) > 0)  # the first and last second are mostly distance


def test_pitch_falls_as_an_actor_passes() -> None:
    passer = scenes.actor((0, -120, 0, 8), (6, 120, 0, 8))
    score = render(
        scenes.scene(
            world=World(kind="interior", time="day"),
            actors=[passer],
            sounds=[Sound(kind="whistle", start_s=0, end_s=3, gain=2, actor="one")],
            seed=3,
        ),
        samples=6 * RATE,
        rate=RATE,
        voice=FormantVoice(),
    )

    def strongest(start_s: float, stop_s: float) -> float:
        x = score.effects[:, int(start_s * RATE) : int(stop_s * RATE)].sum(axis=0)
        spectrum = np.abs(np.fft.rfft(x * np.hanning(x.size), 1 << 18))
        hz = np.fft.rfftfreq(1 << 18, 1 / RATE)
        pipe = (hz > 700) & (hz < 900)  # the top pipe, 784 Hz at rest
        return float(hz[pipe][np.argmax(spectrum[pipe])])

    assert strongest(0.4, 1.4) > 784 * 1.04


def test_an_unknown_kind_is_reported_and_not_raised() -> None:
    odd = made(scenes.scene(sounds=[Sound(kind="kazoo", start_s=0, end_s=6)]))
    assert any("kazoo" in sentence for sentence in odd.approximated)
    assert np.any(odd.pcm)


def test_a_mouth_opens_while_its_owner_speaks_and_is_shut_else() -> None:
    speaker = scenes.actor((0, 0, 0, 5), id="knight")
    line = Speech(text="For the king!", start_s=2.0, end_s=4.0, actor="knight")
    mouth = made(scenes.scene(actors=[speaker], speeches=[line])).mouths["knight"]
    assert mouth.shape == (150,)
    assert mouth.dtype == np.float32
    assert not mouth[:50].any()
    assert not mouth[101:].any()
    assert mouth[50:100].max() > 0.8
    assert mouth.min() >= 0
    assert mouth.max() <= 1


def test_words_in_another_script_are_not_spoken_and_that_is_said() -> None:
    track = made(scenes.scene(speeches=[Speech(text="我的宝藏在哪里", start_s=1, end_s=3)]))
    assert any("not spoken" in sentence for sentence in track.approximated)
    assert track.mouths == {}


def test_a_clip_without_named_sounds_has_the_sound_of_its_place() -> None:
    assert integrated_lufs(made(scenes.scene()).pcm.astype(np.float64), RATE) > -40


def test_silence_that_was_asked_for_is_silence() -> None:
    train = [Sound(kind="steam_train", start_s=0, end_s=6)]
    assert not made(scenes.scene(prompt="a silent film of a train", sounds=train, music=Music(mood="calm"))).pcm.any()
    assert made(scenes.scene(prompt="no sound but the wind", sounds=train)).pcm.any()


def test_a_cut_does_not_click() -> None:
    one = scenes.scene(sounds=[Sound(kind="sea", start_s=0, end_s=6)], duration_s=6)
    first = one.shots[0]
    parts = [
        type(first)(
            start_s=a, end_s=b, world=first.world, camera=first.camera, sounds=(Sound(kind=k, start_s=a, end_s=b),)
        )
        for a, b, k in ((0.0, 3.0, "underwater"), (3.0, 6.0, "space"))
    ]
    cut = type(one)(**{**{f: getattr(one, f) for f in one.__dataclass_fields__}, "shots": tuple(parts)})
    pcm = made(cut).pcm.astype(np.float64)
    step = np.abs(np.diff(pcm, axis=1)).max(axis=0)
    at_cut = step[int(2.97 * RATE) : int(3.03 * RATE)].max()
    assert at_cut <= 1.5 * max(step[RATE : 2 * RATE].max(), step[4 * RATE : 5 * RATE].max())


def test_both_ends_fade() -> None:
    pcm = made(scenes.scene(sounds=[Sound(kind="rocket", start_s=0, end_s=6)], music=Music(mood="epic"))).pcm
    assert np.abs(pcm[:, :24]).max() < 0.01
    assert np.abs(pcm[:, -24:]).max() < 0.01


def test_a_sound_that_has_an_actor_is_not_heard_a_second_time_from_nowhere() -> None:
    passer = scenes.actor((0, -30, 0, 12), (6, 30, 0, 12))
    mine = Sound(kind="engine", start_s=0, end_s=6, actor="one")
    ghost = Sound(kind="engine", start_s=0, end_s=6)
    alone, both = (made(scenes.scene(actors=[passer], sounds=s)).pcm for s in ([mine], [mine, ghost]))
    assert np.corrcoef(alone[0], both[0])[0, 1] > 0.99


@pytest.mark.parametrize("frames", [1, 3, 250])
def test_a_clip_may_be_shorter_or_longer_than_its_scene(frames: int) -> None:
    quick = scenes.scene(speeches=[Speech(text="Go!", start_s=5.0, end_s=9.0)])
    pcm = synthesise(quick, fps=FPS, frames=frames).pcm
    assert pcm.shape == (2, frames * 1920)
    assert np.isfinite(pcm).all()


def _in_two(one: Scene, *, later: World | None = None) -> Scene:
    """``one`` with a cut at its middle, after which it plays in ``later``, or where it did."""
    (shot,) = one.shots
    middle = (shot.start_s + shot.end_s) / 2
    parts = [
        replace(shot, start_s=start, end_s=end, world=world,
                sounds=tuple(replace(s, start_s=start, end_s=end) for s in shot.sounds))
        for start, end, world in ((shot.start_s, middle, shot.world), (middle, shot.end_s, later or shot.world))
    ]  # fmt: skip
    return replace(one, shots=tuple(parts))


def test_the_sounds_of_a_place_go_on_over_a_cut_as_if_there_were_none() -> None:
    storm = World(kind="sea", weather="storm", time="dusk")
    one = scenes.scene(duration_s=6, world=storm, sounds=[Sound(kind="storm", start_s=0, end_s=6)])
    whole, cut = (render(s, samples=6 * RATE, rate=RATE, voice=FormantVoice()) for s in (one, _in_two(one)))
    assert np.allclose(whole.effects, cut.effects, atol=1e-9)


def test_another_place_has_its_own_sounds_after_a_cut() -> None:
    storm, room = World(kind="sea", weather="storm", time="dusk"), World(kind="interior")
    one = scenes.scene(duration_s=6, world=storm)
    whole = render(one, samples=6 * RATE, rate=RATE, voice=FormantVoice()).effects
    cut = render(_in_two(one, later=room), samples=6 * RATE, rate=RATE, voice=FormantVoice()).effects
    half = 3 * RATE
    assert np.abs(whole[:, half + RATE // 10 :] - cut[:, half + RATE // 10 :]).max() > 1e-3
