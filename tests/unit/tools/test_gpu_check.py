"""The check for GPUs, run for real on a CPU: a tiny model, and every way that time or memory may be short."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")

import torch

from tools import gpu_check
from tools.gpu_check_device import Device, look
from tools.gpu_check_jobs import FIRST, jobs
from tools.gpu_check_parts import Parts, miniature, published
from tools.gpu_check_report import Step
from tools.gpu_check_steps import FEWEST, Asked, DoesNotFit, Steps
from vitascope.core.media import RESOLUTIONS

BLOCKS = 6


def report_of(folder: Path) -> tuple[dict[str, Any], str]:
    (told,), (page,) = folder.glob("*.json"), folder.glob("*.md")
    return json.loads(told.read_text()), page.read_text()


@pytest.mark.slow
def test_a_check_in_miniature_measures_everything_and_writes_both_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gpu_check.main(["--tiny", "--version", "2.3", "--out", str(tmp_path)]) == 0
    told, page = report_of(tmp_path)
    timed = [(step["job"], step["stage"]) for step in told["steps"] if not step["with_image"]]
    assert sorted(timed) == sorted((job.name, stage) for job in jobs(tiny=True) for stage in (1, 2))
    assert timed[0] == ("1080p 6 s 25 fps", 1)
    assert sum(step["with_image"] for step in told["steps"]) == 1
    assert {step["tiles"] for step in told["steps"]} == {1, 2}
    assert all(step["seconds"] > step["floor_s"] > 0 for step in told["steps"])
    assert [it["job"] for it in told["decoded"]] == [f"{size} 6 s 25 fps" for size in RESOLUTIONS]
    names = [part["name"] for part in told["parts"]]
    for wanted in ("from its context to planes", "sound of 10 s", "twice as large", "text encoder", "connectors"):
        assert any(wanted in name for name in names), wanted
    ran = [it for it in told["attention"] if it["seconds"] is not None]
    assert {it["backend"] for it in ran} >= {"flash", "math"}
    beside = {it["backend"]: it["problem"] for it in told["attention"] if it["seconds"] is None}
    assert torch.cuda.is_available() or beside["sage, installed"] == "it needs a GPU, and this is a CPU"
    assert all(beside.values()), "what was not run says why"
    assert all(it["difference"] < 0.05 for it in ran)
    assert told["left_out"] == []
    assert page.count("\n| 1080p 6 s 25 fps |") == 4, "two stages, the clip reckoned from them, and decoding"
    assert str(next(tmp_path.glob("*.md"))) in capsys.readouterr().out


def test_what_there_is_no_time_for_is_left_out_and_told(tmp_path: Path) -> None:
    assert gpu_check.main(["--tiny", "--budget", "0", "--out", str(tmp_path)]) == 0
    told, page = report_of(tmp_path)
    assert told["steps"] == []
    assert "1080p 6 s 25 fps, stage 1: time was short" in told["left_out"]
    assert sum("stage" in said for said in told["left_out"]) == 2 * 18 + 1
    assert "- the text encoder: time was short" in page


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_without_a_gpu_it_ends_with_one_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert gpu_check.main(["--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "gpu-check needs a GPU, and PyTorch sees none here; --tiny runs it in miniature."
    ]
    assert not list(tmp_path.iterdir())


def test_jobs_are_all_eighteen_and_the_most_telling_come_first() -> None:
    every = jobs(tiny=False)
    assert len({job.name for job in every}) == 18
    assert [(job.resolution, job.seconds, job.fps) for job in every[: len(FIRST)]] == list(FIRST)
    assert every[-1].name == "2160p 10 s 50 fps"
    half, tile = every[-1].sizes()
    assert (half.tokens, tile.tokens, len(every[-1].plan.tiles)) == (130_560, 155_648, 4)


@pytest.fixture
def parts() -> Parts:
    configs = miniature("2.0")
    deeper = {**configs, "transformer": {**configs["transformer"], "num_layers": BLOCKS}}
    return Parts(deeper, torch.device("cpu"))


@pytest.fixture(scope="module")
def device() -> Device:
    return look(tiny=True)


def first_pass() -> Asked:
    job = jobs(tiny=True)[0]
    return Asked(job=job, stage=1, size=job.sizes()[0])


def test_where_time_is_short_fewer_blocks_are_timed_and_the_figure_says_so(parts: Parts, device: Device) -> None:
    steps = Steps(parts, device)
    steps.hold(first_pass())
    whole = steps.time(first_pass(), limit_s=60)
    assert (whole.blocks, whole.timed_with) == (BLOCKS, "all blocks")
    short = steps.time(first_pass(), limit_s=0)
    assert (short.blocks, short.blocks_of, short.timed_with) == (2, 6, "2 of 6 blocks, × 3")
    assert short.seconds == pytest.approx(3 * short.runs[0])
    assert len(steps.transformer.transformer_blocks) == BLOCKS, "the others are there again"


class Crowded(Steps):
    """On a device that holds no more than so many blocks."""

    room = 3

    def _timed(self, asked: Asked, blocks: int, limit_s: float) -> Step:
        if len(self.transformer.transformer_blocks) > self.room:
            raise torch.OutOfMemoryError("full")
        return super()._timed(asked, blocks, limit_s)


def test_where_memory_is_short_blocks_are_dropped_until_a_pass_fits(parts: Parts, device: Device) -> None:
    steps = Crowded(parts, device)
    steps.hold(first_pass())
    assert steps.time(first_pass(), limit_s=60).timed_with == "3 of 6 blocks, × 2"
    steps.room = FEWEST - 1
    with pytest.raises(DoesNotFit):
        steps.time(first_pass(), limit_s=60)


def test_parts_are_as_large_as_the_published_model() -> None:
    """Without memory for them: 18.88 billion parameters, and Gemma's 11.77 beside its head."""
    real = Parts(published("2.0"), torch.device("cpu"))
    block, rest = real.transformer_bytes()
    assert (48 * block + rest) / 2 == pytest.approx(18.88e9, rel=1e-3)
    layer, others = real.gemma_bytes()
    assert (48 * layer + others) / 2 == pytest.approx(11.77e9, rel=1e-3)
