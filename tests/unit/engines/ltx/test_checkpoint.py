"""A render that goes on from what an earlier attempt kept: the same clip, to the bit, from wherever it was cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from tests.unit.engines.ltx.test_film import SPEC, digests
from vitascope.core.errors import Cancelled
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import MediaChunk, Resolution
from vitascope.core.ports import Inputs
from vitascope.engines.ltx import checkpoint
from vitascope.engines.ltx.checkpoint import Keeper, purpose, read
from vitascope.engines.ltx.film import Studio, film
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.passes import Context
from vitascope.engines.ltx.stages import FIRST, SECOND, Order, Reached
from vitascope.engines.ltx.text import TextEncoder, load_gemma
from vitascope.engines.ltx.weights import Weights
from vitascope.testing import RecordingReport

GUIDED = "ltxv/ltxv-2"
LARGER = replace(SPEC, resolution=Resolution(name="larger", width=240, height=120))
"""Whose first stage is large enough to be decoded."""


@pytest.fixture(scope="module")
def studio(tiny_folder: Path, loaded: Weights) -> Studio:
    gemma, tokenizer = load_gemma(tiny_folder, dtype=torch.float32, device="cpu")
    text = TextEncoder(
        gemma=gemma, tokenizer=tokenizer, connectors=loaded.connectors, connectors_full=loaded.connectors_full
    )
    return Studio(weights=loaded, text=text)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every step counts as a long one."""
    monkeypatch.setattr(checkpoint, "EVERY_S", 0.0)


def whole(studio: Studio, spec: GenerationSpec = SPEC, inputs: Inputs | None = None) -> list[tuple[int, ...]]:
    return digests(film(studio, spec, inputs or Inputs(), RecordingReport()))


def kept(studio: Studio, folder: Path, spec: GenerationSpec = SPEC, inputs: Inputs | None = None) -> list[Path]:
    report = RecordingReport(folder=folder)
    for _ in film(studio, spec, inputs or Inputs(), report):
        pass
    return report.kept


def where(studio: Studio, path: Path, spec: GenerationSpec = SPEC, inputs: Inputs | None = None) -> tuple[str, int]:
    found = read(path, made_for=purpose(spec, inputs or Inputs(), studio.weights.identity))
    assert found is not None
    return found.reached.stage, found.reached.steps


def picture(level: int, spec: GenerationSpec = SPEC) -> NDArray[np.uint8]:
    return np.full((spec.resolution.height, spec.resolution.width, 3), level, np.uint8)


@pytest.mark.usefixtures("impatient")
def test_from_wherever_it_was_the_clip_is_the_same_to_the_bit(studio: Studio, tmp_path: Path) -> None:
    expected, found = whole(studio), kept(studio, tmp_path)
    assert [where(studio, path) for path in found] == [(FIRST, n) for n in range(1, 9)] + [
        (SECOND, n) for n in range(1, 4)
    ]
    for path in found:
        assert whole(studio, inputs=Inputs(checkpoint=path)) == expected, where(studio, path)


@pytest.mark.usefixtures("impatient")
def test_so_is_a_guided_clip_between_two_given_frames(studio: Studio, tmp_path: Path) -> None:
    spec = replace(SPEC, model=GUIDED)
    inputs = Inputs(image=picture(30), last_image=picture(200))
    expected, found = whole(studio, spec, inputs), kept(studio, tmp_path, spec, inputs)
    assert len(found) == 40 + 3
    for path in (found[0], found[25], found[39], found[41]):
        assert whole(studio, spec, replace(inputs, checkpoint=path)) == expected


@pytest.mark.usefixtures("impatient")
def test_so_is_one_in_tiles_whose_sound_is_of_the_first_stage(studio: Studio, tmp_path: Path) -> None:
    spec = replace(SPEC, resolution=Resolution(name="wide", width=2176, height=64), duration_s=1)
    expected, found = whole(studio, spec), kept(studio, tmp_path, spec)
    for path in (found[3], found[7], found[9]):
        assert whole(studio, spec, Inputs(checkpoint=path)) == expected


def test_short_steps_are_kept_only_where_a_stage_ends(studio: Studio, tmp_path: Path) -> None:
    assert [where(studio, path) for path in kept(studio, tmp_path)] == [(FIRST, 8), (SECOND, 3)]


@pytest.mark.usefixtures("impatient")
def test_what_is_gone_on_from_is_not_kept_again_and_not_encoded_again(studio: Studio, tmp_path: Path) -> None:
    found = kept(studio, tmp_path)
    silent = replace(studio, text=_Mute())
    again = tmp_path / "again"
    again.mkdir()
    report = RecordingReport(folder=again)
    made = digests(film(silent, SPEC, Inputs(checkpoint=found[9]), report))
    assert made == whole(studio)
    assert [where(studio, path) for path in report.kept] == [(SECOND, 3)]
    begun = [step for step in report.steps if step[0] == FIRST]
    assert len(begun) == 1, "its announcement alone: no step of it is done again"


class _Mute:
    """A text encoder that must not be asked."""

    def encode(self, prompt: str) -> Any:
        raise AssertionError(prompt)


def test_a_draft_is_the_first_stage_and_its_finishing_is_the_clip(studio: Studio, tmp_path: Path) -> None:
    draft = replace(LARGER, draft=True)
    report = RecordingReport(folder=tmp_path)
    shown = list(film(studio, draft, Inputs(), report))
    assert sum(chunk.frames for chunk in shown) == LARGER.frames
    assert all((chunk.y.shape[1:]) == (60, 120) for chunk in shown)
    assert {stage for stage, _, _ in report.steps} == {FIRST, "decoding"}
    assert report.notes[0]["approximated"] == ["A draft: the first stage alone, at 120×60."]
    (last,) = report.kept
    assert where(studio, last, LARGER) == (FIRST, 8)
    finishing = RecordingReport()
    assert digests(film(studio, LARGER, Inputs(checkpoint=last), finishing)) == whole(studio, LARGER)
    assert sum(stage == SECOND for stage, _, _ in finishing.steps) > 3


def test_a_draft_sounds_as_the_model_made_it_before_it_was_refined(studio: Studio) -> None:
    def sound(chunks: Iterator[MediaChunk]) -> NDArray[np.float32]:
        return np.concatenate([chunk.pcm for chunk in chunks if chunk.pcm is not None], axis=1)

    draft = sound(film(studio, replace(LARGER, draft=True), Inputs(), RecordingReport()))
    assert draft.shape == sound(film(studio, LARGER, Inputs(), RecordingReport())).shape
    assert np.abs(draft).max() > 0


def test_a_draft_of_a_clip_in_mid_refinement_is_made_anew(studio: Studio, tmp_path: Path) -> None:
    found = kept(studio, tmp_path, LARGER)
    draft = replace(LARGER, draft=True)
    assert where(studio, found[-1], LARGER) == (SECOND, 3)
    assert whole(studio, draft, Inputs(checkpoint=found[-1])) == whole(studio, draft)


def _of_another_seed(spec: GenerationSpec) -> GenerationSpec:
    return replace(spec, seed=8)


def _longer(spec: GenerationSpec) -> GenerationSpec:
    return replace(spec, duration_s=2)


def _of_another_prompt(spec: GenerationSpec) -> GenerationSpec:
    return replace(spec, prompt="A blue boat.")


@pytest.mark.parametrize("other", [_of_another_seed, _longer, _of_another_prompt])
def test_a_checkpoint_of_another_request_is_left_alone(
    studio: Studio, tmp_path: Path, other: Callable[[GenerationSpec], GenerationSpec]
) -> None:
    found = kept(studio, tmp_path, other(SPEC))[0]
    assert whole(studio, inputs=Inputs(checkpoint=found)) == whole(studio)


def test_a_checkpoint_of_another_picture_is_left_alone(studio: Studio, tmp_path: Path) -> None:
    found = kept(studio, tmp_path, inputs=Inputs(image=picture(30)))[0]
    assert read(found, made_for=purpose(SPEC, Inputs(image=picture(31)), studio.weights.identity)) is None
    assert read(found, made_for=purpose(SPEC, Inputs(last_image=picture(30)), studio.weights.identity)) is None


def test_a_checkpoint_of_other_weights_is_left_alone(studio: Studio, tmp_path: Path) -> None:
    found = kept(studio, tmp_path)[0]
    others = {**studio.weights.identity, "transformer": "another fine-tune"}
    assert read(found, made_for=purpose(SPEC, Inputs(), others)) is None


def test_whether_the_sound_is_heard_makes_no_difference_to_what_is_kept(studio: Studio, tmp_path: Path) -> None:
    found = kept(studio, tmp_path, replace(SPEC, generate_audio=False))[0]
    assert where(studio, found) == (FIRST, 8)


@pytest.mark.parametrize("damage", ["cut", "garbage", "empty", "gone"])
def test_a_checkpoint_that_cannot_be_read_is_left_alone(studio: Studio, tmp_path: Path, damage: str) -> None:
    path = kept(studio, tmp_path)[0]
    if damage == "gone":
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes({"cut": content[: len(content) // 2], "garbage": b"\xff" * 4096, "empty": b""}[damage])
    assert whole(studio, inputs=Inputs(checkpoint=path)) == whole(studio)


@pytest.mark.usefixtures("impatient")
def test_a_cancelled_step_keeps_nothing_more(studio: Studio, tmp_path: Path) -> None:
    report = RecordingReport(folder=tmp_path, cancel_at=12)
    with pytest.raises(Cancelled):
        list(film(studio, SPEC, Inputs(), report))
    done = len(report.kept)
    assert 0 < done < 8
    assert [where(studio, path) for path in report.kept] == [(FIRST, n) for n in range(1, done + 1)]


def test_long_steps_are_kept_by_the_clock(tmp_path: Path) -> None:
    now = iter(
        (0.0, 20.0, 40.0, 40.0, 60.0, 75.0, 75.0)
    )  # at the start, and before steps 1 to 4; those kept look twice
    state = State(video=torch.zeros(1, 2, 128), audio=torch.zeros(1, 3, 8))
    context = Context(video=torch.ones(1, 4, 8), audio=torch.ones(1, 4, 8), mask=torch.ones(1, 4))
    order = Order(plan=plan(SPEC.resolution, SPEC.frames, SPEC.fps), fps=SPEC.fps, seed=7, context=context)
    report = RecordingReport(folder=tmp_path)
    keeper = Keeper(report, order, made_for="a test", clock=lambda: next(now))
    for steps in range(5):
        keeper.reached(Reached(stage=FIRST, steps=steps, state=state), of=40)
    found = [read(path, made_for="a test") for path in report.kept]
    assert [kept.reached.steps for kept in found if kept is not None] == [2, 4]


def test_a_guided_clip_whose_transformers_share_their_connectors_is_kept_too(
    tiny_folder: Path, loaded: Weights, tmp_path: Path
) -> None:
    gemma, tokenizer = load_gemma(tiny_folder, dtype=torch.float32, device="cpu")
    text = TextEncoder(gemma=gemma, tokenizer=tokenizer, connectors=loaded.connectors)
    shared, spec = Studio(weights=replace(loaded, connectors_full=None), text=text), replace(SPEC, model=GUIDED)
    found = kept(shared, tmp_path, spec)
    assert whole(shared, spec, Inputs(checkpoint=found[0])) == whole(shared, spec)


def test_a_clip_that_was_made_anew_says_so(studio: Studio, tmp_path: Path) -> None:
    found = kept(studio, tmp_path)[0]
    others = replace(studio, weights=replace(studio.weights, identity={"transformer": "another release"}))
    told = RecordingReport()
    for _ in film(others, SPEC, Inputs(checkpoint=found), told):
        pass
    assert "made anew" in told.notes[0]["approximated"][0]
    unbroken = RecordingReport()
    for _ in film(studio, SPEC, Inputs(checkpoint=found), unbroken):
        pass
    assert unbroken.notes[0]["approximated"] == []
