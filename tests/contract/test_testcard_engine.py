from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from vitascope.core.errors import EngineFailed
from vitascope.core.generation import GenerationSpec
from vitascope.core.media import SAMPLE_RATE, Resolution
from vitascope.core.ports import Engine, Inputs
from vitascope.engines.testcard import Script, TestcardEngine, read_stamp
from vitascope.testing import EngineContract, RecordingReport
from vitascope.worker.clip import render_clip

SMALL = Resolution(name="test", width=640, height=360)


class TestTestcardEngine(EngineContract):
    def engine(self) -> Engine:
        return TestcardEngine()

    def spec(self) -> GenerationSpec:
        return replace(super().spec(), resolution=SMALL)

    @pytest.mark.parametrize("fps", [25, 50])
    def test_numbers_and_clicks_survive_the_encoders(self, fps: int, folder: Path) -> None:
        spec = replace(self.spec(), fps=Fraction(fps), duration_s=3)
        engine = self.engine()
        clip = render_clip(engine, spec, Inputs(), RecordingReport(), folder=folder)
        with av.open(str(clip.video)) as file:
            numbers = [read_stamp(frame.to_ndarray(format="yuv420p")[: SMALL.height]) for frame in file.decode(video=0)]
        assert numbers == list(range(spec.frames))
        with av.open(str(clip.video)) as file:
            sound = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)
        level = np.abs(sound).max(axis=0)
        for second in range(3):  # a tone of a fiftieth of a second, then silence
            start = second * SAMPLE_RATE
            assert level[start : start + SAMPLE_RATE // 50].max() > 0.3
            assert level[start + SAMPLE_RATE // 10 : start + SAMPLE_RATE * 9 // 10].max() < 0.02

    def test_a_scripted_failure_comes_at_its_share_of_the_clip(self) -> None:
        spec = replace(self.spec(), prompt="A boat [fail at 40%]")
        report = RecordingReport()
        with pytest.raises(EngineFailed, match="40%"):
            list(self.chunks(spec, report=report))
        assert 0.3 * spec.frames <= report.steps[-1][1] <= 0.4 * spec.frames

    def test_a_scripted_delay_is_spread_over_the_clip_with_a_report_at_every_step(self) -> None:
        spec = replace(self.spec(), prompt="[delay 0.5]", duration_s=1)
        report = RecordingReport()
        for _ in self.chunks(spec, report=report):
            pass
        done = [d for _, d, _ in report.steps]
        assert done == sorted(done)
        assert len(done) > 2 * (spec.frames // 5)  # one before each chunk, and those while it waits


@pytest.mark.parametrize(
    ("prompt", "script"),
    [
        ("a boat", Script()),
        ("a boat [delay 2.5] at sea [crash]", Script(delay_s=2.5, crash=True)),
        ("[fail at 140%]", Script(fail_at=1.0)),
        ("[hang]", Script(hang=True)),
        ("delay 3", Script()),
    ],
)
def test_a_script_is_read_from_anywhere_in_the_prompt(prompt: str, script: Script) -> None:
    assert Script.read(prompt) == script


@pytest.mark.parametrize("number", [0, 7, 149, 9999])
def test_a_stamp_is_read_back(number: int) -> None:
    from vitascope.engines.testcard import stamp

    plane = np.full((SMALL.height, SMALL.width), 90, np.uint8)
    stamp(plane, number)
    assert read_stamp(plane) == number


def test_a_plane_without_a_stamp_is_refused() -> None:
    with pytest.raises(ValueError, match="tuple"):
        read_stamp(np.full((SMALL.height, SMALL.width), 90, np.uint8))
