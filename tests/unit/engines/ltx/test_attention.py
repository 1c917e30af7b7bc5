"""Kernels for attention: chosen by what is here, never fetched, and kept away from what is masked."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers.models import attention_dispatch as dispatch

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx import attention, weights
from vitascope.engines.ltx.attention import GPU, MASKED, UNMASKED, Kernels, Needs, attend_by, choose, obstacle
from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.options import Attention
from vitascope.engines.ltx.passes import Context, Pass

CPU, CUDA = torch.device("cpu"), torch.device("cuda")


@pytest.fixture
def hopper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda *_: (9, 0))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda *_: "NVIDIA H100")


def test_without_a_gpu_pytorchs_own_are_taken_by_default() -> None:
    assert choose("auto", CPU) == choose("native", CPU) == "native"


@pytest.mark.parametrize("wanted", list(GPU))
def test_kernels_that_need_a_gpu_are_refused_without_one_and_what_is_there_is_named(wanted: Kernels) -> None:
    with pytest.raises(EngineMissing, match=f"VITASCOPE_LTX_ATTENTION={wanted} cannot .*a GPU.*; there is native"):
        choose(wanted, CPU)


@pytest.mark.usefixtures("hopper")
def test_a_package_that_is_not_installed_is_named() -> None:
    with pytest.raises(EngineMissing, match="sageattention is not installed"):
        choose("sage", CUDA)


def test_kernels_for_other_gpus_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda *_: "A GPU")
    for capability in ((8, 9), (10, 0)):
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda *_, is_=capability: is_)
        assert "other GPUs than A GPU" in str(obstacle("flash3", CUDA))
        assert choose("auto", CUDA) == "native"


@pytest.mark.usefixtures("hopper")
def test_kernels_that_are_installed_and_run_are_taken_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for looked in ("missing", "failure"):
        monkeypatch.setattr(attention, looked, lambda kernels, _: None if kernels == "flash3" else "no")
    for wanted, taken in (("auto", "flash3"), ("native", "native")):
        asked: Attention = wanted  # type: ignore[assignment]
        assert choose(asked, CUDA) == taken


@pytest.mark.usefixtures("hopper")
def test_kernels_that_are_installed_and_fail_are_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(attention, "missing", lambda *_: None)
    assert choose("auto", CPU) == "native"
    assert "flash3 attention is not used" in caplog.text
    with pytest.raises(EngineMissing, match=r"FlashAttention 3 .* fails here"):
        choose("flash3", CPU)


def test_nothing_comes_from_the_hub() -> None:
    assert not any("hub" in needs.backend for needs in GPU.values())
    assert {needs.backend for needs in GPU.values()} <= {name.value for name in dispatch.AttentionBackendName}


def passed(transformer: Any) -> State:
    generator, config = torch.Generator().manual_seed(3), transformer.config
    size = LatentSize(frames=2, height=4, width=4)
    said = Context(
        video=torch.randn(1, 8, config.caption_channels, generator=generator),
        audio=torch.randn(1, 8, config.caption_channels, generator=generator),
        mask=torch.ones(1, 8),
    )
    state = State(
        video=torch.randn(1, size.tokens, config.in_channels, generator=generator),
        audio=torch.randn(1, 3, config.audio_in_channels, generator=generator),
    )
    return Pass(transformer, said, size, audio_latents=3, fps=Fraction(25))(state, 0.9)


def test_other_kernels_compute_all_but_the_masked_and_nearly_the_same(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    native = passed(weights.load(tiny_folder, dtype=torch.float32).transformer)
    # PyTorch's plain arithmetic stands in for a GPU's kernels; it runs anywhere, and refuses masks as they do.
    monkeypatch.setitem(GPU, "flash3", Needs(backend="_native_math", package=None, least=(0, 0)))
    masks: list[bool] = []
    backends = dispatch._AttentionBackendRegistry._backends
    math = backends[dispatch.AttentionBackendName._NATIVE_MATH]

    def seen(**given: Any) -> torch.Tensor:
        masks.append(given.get("attn_mask") is not None)
        found: torch.Tensor = math(**given)
        return found

    monkeypatch.setitem(backends, dispatch.AttentionBackendName._NATIVE_MATH, seen)
    other = weights.load(tiny_folder, dtype=torch.float32).transformer
    attend_by(other, "flash3")
    found = passed(other)
    assert masks == [False] * len(UNMASKED) * len(other.transformer_blocks)
    assert torch.allclose(found.video, native.video, atol=1e-5)
    assert torch.allclose(found.audio, native.audio, atol=1e-5)
    for name in MASKED:
        assert getattr(other.transformer_blocks[0], name).processor._attention_backend.value == "native"
    active, _ = dispatch._AttentionBackendRegistry.get_active_backend()
    assert active == "native", "what else of diffusers attends is left alone"
