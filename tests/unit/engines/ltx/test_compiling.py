"""Compiled blocks compute the same, are cancelled between, and may be streamed and in eight bits."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import torch

from vitascope.core.errors import Cancelled, EngineMissing
from vitascope.engines.ltx import compiling, weights
from vitascope.engines.ltx.compiling import check_compiler, compile_blocks
from vitascope.engines.ltx.geometry import LatentSize
from vitascope.engines.ltx.latents import State
from vitascope.engines.ltx.passes import Context, Pass
from vitascope.engines.ltx.streaming import stream_blocks

SIZE = LatentSize(frames=3, height=2, width=2)


def one_pass(transformer: Any, between: Any) -> State:
    generator, config = torch.Generator().manual_seed(3), transformer.config
    said = Context(
        video=torch.randn(1, 8, config.caption_channels, generator=generator),
        audio=torch.randn(1, 8, config.caption_channels, generator=generator),
        mask=torch.ones(1, 8),
    )
    state = State(
        video=torch.randn(1, SIZE.tokens, config.in_channels, generator=generator),
        audio=torch.randn(1, 3, config.audio_in_channels, generator=generator),
    )
    made = Pass(transformer, said, SIZE, audio_latents=3, fps=Fraction(25), between_blocks=between)
    return made(state, 0.9)


def hindrance() -> str | None:
    """Why nothing can be compiled here."""
    try:
        check_compiler(torch.device("cpu"))
    except EngineMissing as error:
        return str(error)
    return None


@pytest.mark.slow
@pytest.mark.skipif(hindrance() is not None, reason=str(hindrance()))
@pytest.mark.filterwarnings("ignore:.*torch.jit.script_method:DeprecationWarning")  # of the compiler itself
def test_compiled_blocks_that_are_streamed_in_eight_bits_compute_the_same_and_hear_cancels(tiny_folder: Path) -> None:
    plain, compiled = (
        weights.load(tiny_folder, dtype=torch.float32, eight_bits=("transformer",)).transformer for _ in range(2)
    )
    stream_blocks(compiled, "cpu")
    compile_blocks(compiled)
    told: list[int] = []
    found, wanted = one_pass(compiled, lambda: told.append(1)), one_pass(plain, lambda: None)
    assert len(told) == len(compiled.transformer_blocks)
    assert torch.allclose(found.video, wanted.video, atol=1e-5)
    assert torch.allclose(found.audio, wanted.audio, atol=1e-5)
    built = torch._dynamo.utils.counters["stats"]["unique_graphs"]
    assert built == 1, "one block's code serves all"

    def cancel() -> None:
        raise Cancelled("now")

    with pytest.raises(Cancelled):
        one_pass(compiled, cancel)
    again = one_pass(compiled, lambda: None)
    assert torch.equal(again.video, found.video)
    assert torch._dynamo.utils.counters["stats"]["unique_graphs"] == built


def test_a_host_that_cannot_compile_is_told_before_anything_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(EngineMissing, match=r"VITASCOPE_LTX_COMPILE needs a C\+\+ compiler"):
        check_compiler(torch.device("cpu"))
    monkeypatch.setattr(compiling, "find_spec", lambda _: None)
    with pytest.raises(EngineMissing, match="triton"):
        check_compiler(torch.device("cuda"))


def test_a_compiler_that_a_space_in_a_path_would_mislead_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    headers = tmp_path / "include"
    headers.mkdir()
    monkeypatch.setattr("shutil.which", lambda _: "a compiler")
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(headers))
    with pytest.raises(EngineMissing, match="needs Python's headers"):
        check_compiler(torch.device("cpu"))
    (headers / "Python.h").touch()
    monkeypatch.setattr(torch, "__file__", "/opt/my programs/torch/__init__.py")
    with pytest.raises(EngineMissing, match="a path with a space"):
        check_compiler(torch.device("cpu"))
