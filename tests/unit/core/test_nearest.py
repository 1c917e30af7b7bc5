"""Smaller clips are legal ones, and come in the order of how little they differ."""

from __future__ import annotations

import pytest

from vitascope.core.generation import LONG_MODELS, GenerationRequest, GenerationSpec, fill
from vitascope.core.nearest import smaller

MODEL = "ltxv/ltxv-2-fast"
LIMITS = LONG_MODELS[MODEL]


def spec(duration: int, resolution: str, fps: int) -> GenerationSpec:
    request = GenerationRequest(model=MODEL, prompt="a boat", duration_s=duration, resolution=resolution, fps=fps)
    return fill(request, engine="testcard", seed=1, models=LONG_MODELS)


@pytest.mark.parametrize(
    "asked", [(20, "1080p", 25), (12, "1080p", 25), (10, "1440p", 50), (6, "2160p", 50), (6, "1080p", 25)]
)
def test_every_smaller_clip_is_legal_and_none_is_larger(asked: tuple[int, str, int]) -> None:
    whole = spec(*asked)
    for other in smaller(whole, LIMITS):
        assert other == spec(other.duration_s, other.resolution.name, int(other.fps))
        assert other.duration_s <= whole.duration_s
        assert other.resolution.height <= whole.resolution.height
        assert other.fps <= whole.fps


def test_one_field_changes_before_two_do_and_the_length_first() -> None:
    found = [(s.duration_s, s.resolution.name, int(s.fps)) for s in smaller(spec(8, "1440p", 50), LIMITS)]
    assert found[:4] == [(8, "1440p", 50), (6, "1440p", 50), (8, "1080p", 50), (8, "1440p", 25)]
    assert set(found) == {(d, r, f) for d in (6, 8) for r in ("1080p", "1440p") for f in (25, 50)}
