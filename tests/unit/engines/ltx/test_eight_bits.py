"""Layers in eight bits: how far off they are, and what they save."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from vitascope.engines.ltx import weights
from vitascope.engines.ltx.eight_bits import EightBitLinear, quantised, scale_of, swap_linears
from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.passes import Context, Pass
from vitascope.engines.ltx.text import TextEncoder, load_gemma


def relative(found: Tensor, exact: Tensor) -> float:
    return float((found.float() - exact.float()).norm() / exact.float().norm())


def size_of(module: nn.Module) -> int:
    return sum(weight.numel() * weight.element_size() for weight in module.parameters())


def normal(rows: int, columns: int) -> Tensor:
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(1)) * 0.02


def test_of_normal_weights_whole_numbers_lose_a_third_of_what_floats_of_eight_bits_lose() -> None:
    weight = normal(256, 4096)
    numbers, scale = quantised(weight)
    largest = weight.abs().amax(dim=1, keepdim=True) / torch.finfo(torch.float8_e4m3fn).max
    floats = (weight / largest).to(torch.float8_e4m3fn).float() * largest
    whole = relative(numbers * scale, weight)
    assert whole < 0.01
    assert whole < 0.4 * relative(floats, weight)


@given(seed=st.integers(0, 2**32), size=st.floats(1e-6, 1e6))
def test_no_weight_is_off_by_more_than_half_a_step_of_its_row(seed: int, size: float) -> None:
    weight = torch.randn(3, 17, generator=torch.Generator().manual_seed(seed)) * size
    numbers, scale = quantised(weight)
    assert int(numbers.abs().amax()) == 127, "the largest of a row is exact"
    assert bool(((numbers * scale - weight).abs() <= 0.501 * scale).all())


def test_a_row_of_zeros_stays_zero() -> None:
    numbers, scale = quantised(torch.zeros(2, 4))
    assert torch.equal(numbers * scale, torch.zeros(2, 4))


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_layer_computes_in_the_precision_of_what_it_is_given(dtype: torch.dtype) -> None:
    exact = nn.Linear(512, 64).to(dtype).requires_grad_(requires_grad=False)
    layer = EightBitLinear(exact)
    numbers, scale = quantised(exact.weight)
    layer.weight, layer.scale = (nn.Parameter(t, requires_grad=False) for t in (numbers, scale))
    x = torch.randn(2, 5, 512, generator=torch.Generator().manual_seed(2)).to(dtype)
    found = layer(x)
    assert found.dtype == dtype
    assert relative(found, exact(x)) < 0.02


def test_only_linear_layers_inside_are_swapped_and_gates_stay() -> None:
    block = nn.ModuleDict({"to_q": nn.Linear(4, 4), "to_gate_logits": nn.Linear(4, 2), "norm": nn.LayerNorm(4)})
    part = nn.ModuleDict({"proj_in": nn.Linear(4, 4), "blocks": nn.ModuleList([block])})
    assert swap_linears(part, inside="blocks") == ["blocks.0.to_q.weight"]
    assert scale_of("blocks.0.to_q.weight") in part.state_dict()
    assert isinstance(part["proj_in"], nn.Linear)


def test_a_context_read_in_eight_bits_is_near_and_the_encoder_half_as_large(tiny_folder: Path, loaded: Any) -> None:
    exact, eight = (
        load_gemma(tiny_folder, dtype=torch.bfloat16, device="cpu", eight_bits=eight) for eight in (False, True)
    )
    contexts = [
        TextEncoder(gemma=gemma, tokenizer=tokenizer, connectors=loaded.connectors).encode("a boat at dawn").distilled
        for gemma, tokenizer in (exact, eight)
    ]
    assert 0 < relative(contexts[1].video, contexts[0].video) < 0.03
    assert 0 < relative(contexts[1].audio, contexts[0].audio) < 0.03
    layers = [size_of(gemma.layers) for gemma, _ in (exact, eight)]
    assert layers[1] < 0.6 * layers[0], "with a scale for every 32 columns; at full size for every 3,840"


def test_a_transformer_in_eight_bits_gives_nearly_the_same_pass(tiny_folder: Path) -> None:
    generator = torch.Generator().manual_seed(3)
    exact, eight = (
        weights.load(tiny_folder, dtype=torch.float32, eight_bits=names).transformer for names in ((), ("transformer",))
    )
    config, size = exact.config, LatentSize(frames=2, height=4, width=4)
    said = Context(
        video=torch.randn(1, 8, config.caption_channels, generator=generator),
        audio=torch.randn(1, 8, config.caption_channels, generator=generator),
        mask=torch.ones(1, 8),
    )
    state = State(
        video=torch.randn(1, size.tokens, config.in_channels, generator=generator),
        audio=torch.randn(1, 3, config.audio_in_channels, generator=generator),
    )
    found = [Pass(t, said, size, audio_latents=3, fps=Fraction(25))(state, 0.9) for t in (exact, eight)]
    assert 0 < relative(found[1].video, found[0].video) < 0.02
    assert 0 < relative(found[1].audio, found[0].audio) < 0.02
    assert size_of(eight.transformer_blocks) < 0.4 * size_of(exact.transformer_blocks), "of 32 bits"
    assert eight.dtype == torch.float32
