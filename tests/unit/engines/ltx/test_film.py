"""A whole clip on the tiny model, in the process: the same twice, and cancelled wherever one may be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from vitascope.core.errors import Cancelled, InvalidField
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk, Resolution
from vitascope.core.ports import Inputs
from vitascope.engines.ltx import weights as weights_files
from vitascope.engines.ltx.film import Studio, film
from vitascope.engines.ltx.fitting import working_bytes
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.prompt import UNWANTED, in_words
from vitascope.engines.ltx.text import TextEncoder, load_gemma
from vitascope.engines.ltx.weights import Weights
from vitascope.testing import RecordingReport
from vitascope.testing.engine_contract import digest

SPEC = GenerationSpec(
    model="ltxv/ltxv-2-fast",
    prompt="A red boat.",
    duration_s=1,
    resolution=Resolution(name="small", width=120, height=60),
    fps=Fraction(25),
    generate_audio=True,
    seed=7,
    engine="ltx",
)


@pytest.fixture(scope="module")
def studio(tiny_folder: Path, loaded: Weights) -> Studio:
    gemma, tokenizer = load_gemma(tiny_folder, dtype=torch.float32, device="cpu")
    text = TextEncoder(
        gemma=gemma, tokenizer=tokenizer, connectors=loaded.connectors, connectors_full=loaded.connectors_full
    )
    return Studio(weights=loaded, text=text)


def chunks(studio: Studio, report: RecordingReport | None = None, **more: Any) -> Iterator[MediaChunk]:
    return film(studio, replace(SPEC, **more), Inputs(), report or RecordingReport())


def digests(made: Iterator[MediaChunk]) -> list[tuple[int, ...]]:
    return [digest(chunk) for chunk in made]


def test_the_same_seed_is_the_same_clip_to_the_bit_and_another_is_another(studio: Studio) -> None:
    once = digests(chunks(studio))
    assert once == digests(chunks(studio))
    assert once[0] != digests(chunks(studio, seed=8))[0]


def test_the_sound_does_not_depend_on_whether_it_is_asked_for(studio: Studio) -> None:
    with_sound, without = list(chunks(studio)), list(chunks(studio, generate_audio=False))
    assert all(np.array_equal(a.y, b.y) for a, b in zip(with_sound, without, strict=True))
    assert all(chunk.pcm is None for chunk in without)


def test_a_cancel_is_heard_while_the_prompt_is_read(studio: Studio) -> None:
    whole = RecordingReport()
    list(chunks(studio, whole, prompt="A blue boat."))
    told = 2  # the first is of the clip itself, before its prompt is looked at
    report = RecordingReport(cancel_at=told)
    with pytest.raises(Cancelled):
        list(chunks(studio, report, prompt="A boat that nobody has read of."))
    assert report.notes, "it had begun"
    assert len(report.steps) == told
    again = RecordingReport()
    list(chunks(studio, again, prompt="A boat that nobody has read of."))
    assert len(again.steps) == len(whole.steps), "and is read anew, to its end"


@pytest.mark.parametrize("stage", ["first stage", "second stage"])
def test_a_cancel_in_mid_step_is_obeyed_at_the_next_block(studio: Studio, stage: str) -> None:
    whole = RecordingReport()
    list(chunks(studio, whole))
    first = next(i for i, step in enumerate(whole.steps) if step[0] == stage)
    report = RecordingReport(cancel_at=first + 3)
    with pytest.raises(Cancelled):
        list(chunks(studio, report))
    assert len(report.steps) == first + 3
    assert report.steps[-1] == report.steps[-2], "within a step, nothing new is told"


def test_a_cancel_in_mid_decode_is_obeyed_before_the_next_tile(studio: Studio) -> None:
    report = RecordingReport()
    clip = chunks(studio, report, duration_s=4)
    seen = next(clip).frames
    report.cancel_at = len(report.steps) + 1
    with pytest.raises(Cancelled):
        seen += sum(chunk.frames for chunk in clip)
    assert seen < 100
    assert report.steps[-1][0] == "decoding"
    assert next(clip, None) is None


def test_the_guided_model_makes_another_clip_in_its_forty_steps(studio: Studio) -> None:
    for prompt in (in_words(SPEC), UNWANTED):  # so that no look while it is read is counted
        studio.text.encode(prompt)
    report = RecordingReport()
    made = list(chunks(studio, report, model="ltxv/ltxv-2"))
    assert sum(chunk.frames for chunk in made) == 25
    assert digest(made[0]) != digest(next(chunks(studio)))
    done = [done for _, done, _ in report.steps]
    assert done == sorted(done)
    first = [step for step in report.steps if step[0] == "first stage"]
    assert len(first) == 1 + 41 + 40 * 4 * 2, "its begin, every step and the end, and before every block of every pass"


def test_the_guided_model_without_its_transformer_is_refused_with_what_is_missing(studio: Studio) -> None:
    alone = replace(studio, weights=replace(studio.weights, transformer_full=None))
    with pytest.raises(InvalidField, match=r"transformer_full; use ltxv/ltxv-2-fast"):
        list(chunks(alone, model="ltxv/ltxv-2"))


def test_the_camera_moves_as_asked_by_words_in_the_prompt(studio: Studio) -> None:
    report = RecordingReport()
    moved = digests(chunks(studio, report, camera_motion="dolly_in"))
    asked = "A red boat. The camera moves slowly forward, towards the subject."
    assert moved == digests(chunks(studio, prompt=asked))
    assert moved != digests(chunks(studio))
    assert report.notes[0]["approximated"] == ["The camera motion 'dolly_in' was added to the prompt in words."]


def studio_of(folder: Path, dtype: torch.dtype) -> Studio:
    weights = weights_files.load(folder, dtype=dtype)
    gemma, tokenizer = load_gemma(folder, dtype=dtype, device="cpu")
    return Studio(weights=weights, text=TextEncoder(gemma=gemma, tokenizer=tokenizer, connectors=weights.connectors))


def test_a_later_release_makes_its_clip_with_sound_at_our_rate(later_folder: Path) -> None:
    made = list(chunks(studio_of(later_folder, torch.float32)))
    assert sum(chunk.frames for chunk in made) == 25
    sound = np.concatenate([chunk.pcm for chunk in made if chunk.pcm is not None], axis=1)
    assert sound.shape == (2, 48_000)
    assert np.abs(sound).max() > 0


@pytest.mark.parametrize("version", ["2.0", "2.3"])
def test_sixteen_bits_make_nearly_the_same_clip(request: pytest.FixtureRequest, version: str) -> None:
    """As on a GPU; the sampling itself, and the vocoder, stay in 32 bits."""
    folder: Path = request.getfixturevalue("tiny_folder" if version == "2.0" else "later_folder")
    whole, half = (list(chunks(studio_of(folder, kind))) for kind in (torch.float32, torch.bfloat16))
    assert digests(iter(half)) == digests(chunks(studio_of(folder, torch.bfloat16)))
    differences = [np.abs(a.y.astype(int) - b.y.astype(int)).mean() for a, b in zip(whole, half, strict=True)]
    assert 0 < max(differences) < 4, "of 256 code values, on average"


def test_the_text_encoder_makes_way_for_clips_that_need_its_room_and_for_no_others(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[bool] = []
    monkeypatch.setattr(TextEncoder, "stay", lambda _, *, away: told.append(away))
    needed = working_bytes(plan(SPEC.resolution, SPEC.frames, SPEC.fps))
    made_way = []
    for room in (math.inf, needed, needed - 1):
        told.clear()
        list(chunks(replace(studio, room=room)))
        made_way.append(True in told)
    assert made_way == [False, False, True]
