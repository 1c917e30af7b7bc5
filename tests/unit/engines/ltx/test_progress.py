"""How much of the bar each stage has: by what it computes, for the clip that is asked."""

from __future__ import annotations

from fractions import Fraction
from types import SimpleNamespace
from typing import Any, cast

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from vitascope.core.media import RESOLUTIONS, frame_count
from vitascope.engines.ltx.cost import decoding_flops
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.progress import WHOLE, Progress, shares
from vitascope.engines.ltx.published import PUBLISHED
from vitascope.engines.ltx.recipe import FAST, pro
from vitascope.engines.ltx.stored import Stored
from vitascope.engines.ltx.weights import Weights, empty
from vitascope.testing import RecordingReport

TRANSFORMER, VAE = PUBLISHED["2.0"]["transformer"], PUBLISHED["2.0"]["vae"]
WEIGHTS = cast(
    Weights, SimpleNamespace(transformer=SimpleNamespace(config=TRANSFORMER), vae=SimpleNamespace(config=VAE))
)


def shares_of(resolution: str, *, draft: bool = False, recipe: Any = FAST) -> dict[str, float]:
    fps = Fraction(25)
    return shares(WEIGHTS, recipe, plan(RESOLUTIONS[resolution], frame_count(6, fps), fps), draft=draft)


def test_decoding_has_the_smaller_a_share_the_longer_sampling_takes() -> None:
    ordinary, draft, large = shares_of("1080p"), shares_of("1080p", draft=True), shares_of("2160p")
    guided = shares_of("1080p", recipe=pro(TRANSFORMER))
    for each in (ordinary, draft, large, guided):
        assert sum(each.values()) == pytest.approx(1)
    assert draft["second stage"] == 0
    assert 0.04 < draft["decoding"] < ordinary["decoding"] < 0.06
    assert large["decoding"] < 0.75 * ordinary["decoding"]
    assert guided["decoding"] < 0.25 * ordinary["decoding"]


def test_each_stage_begins_where_the_one_before_it_ends() -> None:
    report = RecordingReport()
    progress = Progress(report, {"first stage": 0.25, "second stage": 0.5, "decoding": 0.25})
    for stage in ("first stage", "second stage", "decoding"):
        for share in (0.0, 1.0):
            progress.at(stage, share)
    assert [done for _, done, _ in report.steps] == [0, 250, 250, 750, 750, WHOLE]


@pytest.mark.parametrize("version", list(PUBLISHED))
def test_a_decoder_computes_what_is_counted_of_it(version: str) -> None:
    config = dict(PUBLISHED[version]["vae"])
    vae = empty("vae", Stored(config=config, tensors={}, origin="vae")).to("meta")
    with FlopCounterMode(display=False) as counted, torch.inference_mode():
        vae.decoder(torch.empty(1, 128, 10, 8, 8, device="meta"), None, causal=False)
    assert decoding_flops(config, 640) == pytest.approx(counted.get_total_flops(), rel=0.02)
