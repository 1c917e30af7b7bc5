"""Blocks that come to the device for their turn; here the device is the CPU too, but copies are copies."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn

from vitascope.core.errors import Cancelled
from vitascope.core.generation import GenerationRequest, fill
from vitascope.core.media import Resolution
from vitascope.core.ports import Inputs
from vitascope.engines.ltx import weights
from vitascope.engines.ltx.film import Studio, film
from vitascope.engines.ltx.residency import set_up
from vitascope.engines.ltx.streaming import BlockStream, stream_blocks
from vitascope.testing import RecordingReport
from vitascope.testing.engine_contract import digest

CPU = torch.device("cpu")


class Counted(nn.Linear):
    """Counts, whenever one of them runs, how many of a row have left their place in the host's memory."""

    row: list[Counted]
    at_home: list[int]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        away = [block for block, home in zip(self.row, self.at_home, strict=True) if block.weight.data_ptr() != home]
        self.seen.append(len(away))
        assert self in away
        return super().forward(x)

    seen: list[int]


def row(length: int) -> list[Counted]:
    blocks = [Counted(4, 4) for _ in range(length)]
    homes, seen = [block.weight.data_ptr() for block in blocks], list[int]()
    for block in blocks:
        block.row, block.at_home, block.seen = blocks, homes, seen
    return blocks


@torch.inference_mode()
def run(blocks: list[Counted]) -> torch.Tensor:
    x = torch.ones(1, 4)
    for block in blocks:
        x = block(x)
    return x


def test_at_most_two_blocks_are_away_and_all_come_home() -> None:
    blocks = row(5)
    BlockStream(blocks, CPU)
    first = run(blocks)
    assert blocks[0].seen == [2, 2, 2, 2, 1]
    assert [block.weight.data_ptr() for block in blocks] == blocks[0].at_home
    assert torch.equal(first, run(blocks))


def test_a_pass_that_was_cancelled_leaves_the_next_one_whole() -> None:
    blocks = row(4)
    BlockStream(blocks, CPU)
    whole = run(blocks)

    def cancel(*_: Any) -> None:
        raise Cancelled("now")

    hook = blocks[2].register_forward_pre_hook(cancel)
    with pytest.raises(Cancelled):
        run(blocks)
    hook.remove()
    assert torch.equal(run(blocks), whole)
    assert [block.weight.data_ptr() for block in blocks] == blocks[0].at_home


def test_streamed_blocks_make_the_same_clip(tiny_folder: Path) -> None:
    request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat")
    small = Resolution(name="small", width=64, height=64)
    spec = replace(fill(request, engine="ltx", seed=2), duration_s=1, resolution=small, fps=Fraction(9))
    studio = set_up(tiny_folder, step=lambda *_: None)
    streaming = weights.load(tiny_folder, dtype=torch.float32)
    stream_blocks(streaming.transformer, "cpu")

    def clip(made_in: Studio) -> list[tuple[int, ...]]:
        return [digest(chunk) for chunk in film(made_in, spec, Inputs(), RecordingReport())]

    assert clip(Studio(weights=streaming, text=studio.text)) == clip(studio)
