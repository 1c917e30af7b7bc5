"""One clip without a server: refused as a submit is, and before anything is loaded for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from vitascope.compose.generate import generate
from vitascope.core.errors import InvalidField
from vitascope.core.generation import GenerationRequest, GenerationSpec
from vitascope.core.media import MediaChunk
from vitascope.core.ports import EngineInfo, Inputs, Report
from vitascope.engines import registry
from vitascope.settings import Settings


class Slow:
    """Takes ten seconds for one, and must not be loaded."""

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(name="slow", kind="model", summary="A test.", version="0")

    def load(self, report: Report) -> None:
        raise AssertionError("gigabytes")

    def seconds(self, spec: GenerationSpec) -> float:
        return 10.0 * spec.duration_s

    def generate(self, spec: GenerationSpec, inputs: Inputs, report: Report) -> Iterator[MediaChunk]:
        raise NotImplementedError


def test_a_clip_that_renders_too_long_is_refused_before_the_engine_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "create", lambda _: Slow())
    request = GenerationRequest(model="ltxv/ltxv-2-fast", prompt="A boat.", duration_s=10)
    with pytest.raises(InvalidField, match=r"takes on 85 s at most; the nearest that is taken is `duration` 8"):
        generate(Settings(engine="slow", max_render_s=85), request, tmp_path / "clip.mp4", lambda *_: None)
    with pytest.raises(AssertionError, match="gigabytes"):
        generate(Settings(engine="slow"), request, tmp_path / "clip.mp4", lambda *_: None)
