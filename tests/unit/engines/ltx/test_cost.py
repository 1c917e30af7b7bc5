"""What a step costs, against the table in the facts: trillions of operations a step of the 19B transformer."""

from __future__ import annotations

import pytest

from vitascope.engines.ltx.cost import Transformer, step_flops


@pytest.mark.parametrize(
    ("tokens", "seconds", "tflop"),
    [
        (10_200, 6, 359),
        (40_800, 6, 2_404),
        (16_320, 10, 652),
        (65_280, 10, 5_105),
        (19_890, 6, 847),
        (79_560, 6, 7_107),
        (163_200, 6, 25_308),
        (514_080, 10, 221_605),
    ],
)
def test_a_step_costs_what_was_worked_out_within_three_percent(tokens: int, seconds: int, tflop: int) -> None:
    assert step_flops(Transformer(), tokens, 25 * seconds) / 1e12 == pytest.approx(tflop, rel=0.03)


def test_a_small_model_costs_what_its_dimensions_say() -> None:
    small = Transformer(layers=2, width=64, audio_width=32)
    assert step_flops(small, 100, 10) < step_flops(Transformer(), 100, 10) / 1000
