from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import signal

from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.voice.formant import FormantVoice
from vitascope.engines.animatic.sound.voice.letters import RULES_TEXT, pronounced
from vitascope.engines.animatic.sound.voice.numbers import cardinal, ordinal, spelled_out
from vitascope.engines.animatic.sound.voice.phonemes import PHONEMES
from vitascope.engines.animatic.sound.voice.port import Line
from vitascope.engines.animatic.sound.voice.prosody import fitted, readable, segments
from vitascope.engines.animatic.sound.voice.tracks import STEP_S, tracks

RATE = 48_000


def say(text: str, duration_s: float = 2.5, manner: str = "say", voice: str = "man") -> Mono | None:
    line = Line(text=text, duration_s=duration_s, manner=manner, voice=voice)  # type: ignore[arg-type]
    return FormantVoice().speak(line, rate=RATE, rng=np.random.default_rng(1))


def spoken(text: str, **how: object) -> Mono:
    sound = say(text, **how)  # type: ignore[arg-type]
    assert sound is not None
    return sound


@pytest.mark.parametrize(
    ("word", "phonemes"),
    [
        ("treasures", "T.R.EH.ZH.ER.Z"),
        ("where", "W.EH.R"),
        ("king", "K.IH.NG"),
        ("running", "R.AH.N.IH.NG"),
        ("station", "S.T.EY.SH.AX.N"),
        ("ships", "SH.IH.P.S"),
        ("tide", "T.AY.D"),
        ("bring", "B.R.IH.NG"),
        ("dragons", "D.R.AE.G.AX.N.Z"),
        ("hbc", "EY.CH.B.IY.S.IY"),
    ],
)
def test_words_are_pronounced(word: str, phonemes: str) -> None:
    assert ".".join(pronounced(word)) == phonemes


def test_every_rule_ends_in_phonemes_that_exist() -> None:
    for rule in RULES_TEXT.split():
        sounds = rule.rpartition("=")[2]
        assert all(p in PHONEMES for p in sounds.split(".") if p), rule


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=24))
def test_any_letters_become_phonemes_that_exist(word: str) -> None:
    assert all(p in PHONEMES for p in pronounced(word))


def test_numbers_are_read_as_words() -> None:
    assert cardinal(1204) == "one thousand two hundred and four"
    assert ordinal(21) == "twenty first"
    assert ordinal(20) == "twentieth"
    assert spelled_out("1969").split() == ["nineteen", "sixty", "nine"]
    assert spelled_out("2.5").split() == ["two", "point", "five"]


@given(st.integers(min_value=0, max_value=10**13))
def test_a_number_in_words_has_no_digits(n: int) -> None:
    assert not any(c.isdigit() for c in spelled_out(str(n)))


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=80), st.floats(min_value=0.01, max_value=4))
def test_odd_texts_are_said_within_their_time_or_not_at_all(text: str, duration_s: float) -> None:
    sound = say(text, duration_s)
    if sound is not None:
        assert sound.size <= duration_s * RATE + 1
        assert np.isfinite(sound).all()
        assert np.any(sound)


@pytest.mark.parametrize("manner", ["say", "shout", "roar", "whisper", "count", "sing", "radio"])
@pytest.mark.parametrize("voice", ["man", "woman", "child", "monster", "robot"])
def test_every_manner_and_voice_speaks(manner: str, voice: str) -> None:
    sound = spoken("Hold fast!", duration_s=1.5, manner=manner, voice=voice)
    assert np.isfinite(sound).all()
    assert np.sqrt(np.mean(sound**2)) == pytest.approx(0.1, rel=0.05)


def pitch_hz(x: Mono) -> float:
    """By the strongest peak of the autocorrelation of what is below the formants."""
    x = np.asarray(signal.sosfilt(signal.butter(4, 330, "low", fs=RATE, output="sos"), x))
    r = signal.correlate(x, x, "full", "fft")[x.size - 1 :]
    low, high = RATE // 380, RATE // 60
    return RATE / (low + int(np.argmax(r[low:high])))


def test_a_question_rises_and_a_statement_falls() -> None:
    asked, told = spoken("my room?", duration_s=1.5), spoken("my room.", duration_s=1.5)
    assert pitch_hz(asked[-12000:-5000]) > 1.3 * pitch_hz(told[-12000:-5000])


def test_a_woman_speaks_higher_than_a_man() -> None:
    word = [spoken("arm", duration_s=0.8, voice=v) for v in ("man", "woman")]
    assert pitch_hz(word[1][6000:14000]) > 1.4 * pitch_hz(word[0][6000:14000])


def test_each_sung_syllable_holds_a_note_of_the_tune() -> None:
    line = segments("la la la la")
    curves = tracks(line, tune=(0.0, 2.0, 4.0, 7.0))
    marks = np.cumsum([0.0, *(s.length_s for s in line)]) / STEP_S
    middles = [int((marks[i] + marks[i + 1]) / 2) + 6 for i, s in enumerate(line) if s.phoneme.syllabic]
    assert np.allclose(curves.pitch[middles], (0, 2, 4, 7), atol=0.8)


def formant_energy(x: Mono, low_hz: float, high_hz: float) -> float:
    hz, power = signal.welch(x, RATE, nperseg=2048)
    return float(power[(hz >= low_hz) & (hz < high_hz)].sum())


def test_vowels_have_their_formants() -> None:
    eve, ah = spoken("eee", duration_s=0.8), spoken("ah", duration_s=0.8)
    bright = [formant_energy(x, 2000, 2600) / formant_energy(x, 900, 1400) for x in (eve, ah)]
    assert bright[0] > 10 * bright[1]


def test_sibilants_are_high_and_vowels_are_low() -> None:
    x = spoken("so", duration_s=0.8)
    start, end = x[1500:4500], x[-14000:-6000]
    assert formant_energy(start, 3500, 8000) > 5 * formant_energy(start, 100, 1500)
    assert formant_energy(end, 100, 1500) > 5 * formant_energy(end, 3500, 8000)


def test_three_words_make_three_bursts_when_counted() -> None:
    x = spoken("three, two, one", duration_s=4.0, manner="count")
    level = np.sqrt(np.convolve(x**2, np.ones(2400) / 2400, "same"))
    loud = level > 0.1 * level.max()
    assert int(np.sum(np.diff(loud.astype(int)) == 1) + loud[0]) == 3


def test_capitals_inside_a_sentence_are_stressed_and_a_text_all_in_capitals_is_not() -> None:
    mixed = segments("I want MY gold")
    shouted = segments("I WANT MY GOLD")
    assert max(s.accent for s in mixed) > max(s.accent for s in shouted)


def test_a_line_is_hurried_to_fit() -> None:
    line = segments("the quick brown fox jumps over the lazy dog and runs away")
    assert sum(s.length_s for s in fitted(line, 1.0)) == pytest.approx(1.0)
    assert sum(s.length_s for s in fitted(line, 2.9)) <= 2.9 + 1e-9


@pytest.mark.parametrize("text", ["", "   ", "…!?", "你好", "Привет", "😀"])
def test_what_cannot_be_said_is_not(text: str) -> None:
    assert say(text) is None


def test_accents_do_not_stop_the_voice() -> None:
    assert say("À bientôt, café!") is not None


@pytest.mark.parametrize("voice", ["man", "woman", "child", "monster", "robot"])
def test_no_throat_is_so_short_that_it_only_hisses(voice: str) -> None:
    x = spoken("Happy birthday, mother", voice=voice)
    assert formant_energy(x, 150, 4000) > 10 * formant_energy(x, 6000, 12_000)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dr. Smith, at 4:30", "doctor Smith, at four thirty"),
        ("at 7:00", "at seven o'clock"),
        ("It costs $5.", "It costs five dollars."),
        ("3 € or £20", "three euros or twenty pounds"),
        ("St. Paul vs. Mr. Jones", "saint Paul versus mister Jones"),
        ("Straße, señor", "Strasse, senyor"),
    ],
)
def test_short_forms_signs_and_letters_of_others_are_read(text: str, words: str) -> None:
    assert " ".join(readable(text).split()) == words


def test_two_men_do_not_sound_the_same() -> None:
    lines = [Line(text="arm", duration_s=0.8, manner="say", voice="man", who=who) for who in (0, 1)]
    both = [FormantVoice().speak(line, rate=RATE, rng=np.random.default_rng(1)) for line in lines]
    assert both[0] is not None
    assert both[1] is not None
    assert pitch_hz(both[0][6000:14000]) > 1.08 * pitch_hz(both[1][6000:14000])
