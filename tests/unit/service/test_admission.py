"""What would render too long is refused with the nearest clip that does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.errors import InvalidField
from vitascope.core.generation import LONG_MODELS, GenerationRequest, GenerationSpec, fill
from vitascope.core.ports import EngineInfo
from vitascope.service.admission import check_render_time

MODEL = "ltxv/ltxv-2-fast"
PIXELS_A_SECOND = 1920 * 1080 * 25


class ByPixels:
    """An engine that takes a second for each second of 1080p at 25 frames a second; a tenth of it for a draft."""

    @property
    def info(self) -> EngineInfo:
        return EngineInfo(name="pixels", kind="test", summary="For tests.", version="1")

    def seconds(self, spec: GenerationSpec) -> float:
        if spec.resolution.name == "1440p":
            raise InvalidField("resolution", "1440p", "this engine does not make it.")
        size = spec.resolution
        return spec.frames * size.width * size.height / PIXELS_A_SECOND * (0.1 if spec.draft else 1)


def spec(duration: int = 6, resolution: str = "1080p", fps: int = 25, *, draft: bool = False) -> GenerationSpec:
    request = GenerationRequest(
        model=MODEL, prompt="a boat", duration_s=duration, resolution=resolution, fps=fps, draft=draft
    )
    return fill(request, engine="pixels", seed=1, models=LONG_MODELS)


def check(asked: GenerationSpec, longest_s: float | None) -> float:
    return check_render_time(asked, engine=ByPixels(), limits=LONG_MODELS[MODEL], longest_s=longest_s)


def test_the_prediction_comes_back_where_nothing_is_too_long() -> None:
    assert check(spec(20), None) == pytest.approx(20)
    assert check(spec(8), 8) == pytest.approx(8)


@pytest.mark.parametrize(
    ("asked", "longest_s", "field", "nearest"),
    [
        (spec(20), 15, "duration", "`duration` 14"),
        (spec(10, fps=50), 17, "duration", "`duration` 8"),
        (spec(6, "2160p"), 20, "resolution", "`resolution` 1080p"),
        (spec(6, fps=50), 11, "fps", "`fps` 25"),
        (spec(10, "2160p", 50), 7, "resolution", "`resolution` 1080p and `fps` 25 and `duration` 6"),
    ],
)
def test_the_nearest_clip_differs_in_as_little_as_may_be(
    asked: GenerationSpec, longest_s: float, field: str, nearest: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        check(asked, longest_s)
    assert refused.value.field == field
    assert f"this server takes on {longest_s} s at most; the nearest that is taken is {nearest}." in str(refused.value)


def test_where_nothing_is_short_enough_that_is_said() -> None:
    with pytest.raises(InvalidField, match="no smaller clip of this model is taken"):
        check(spec(6), 1)


def test_a_draft_that_could_not_be_finished_is_refused() -> None:
    assert check(spec(8, draft=True), 8) == pytest.approx(0.8)
    with pytest.raises(InvalidField, match="takes about 10 s"):
        check(spec(10, draft=True), 8)


def test_what_the_engine_cannot_make_is_its_own_to_say_whatever_it_costs() -> None:
    for longest_s in (None, 1000, 1):
        with pytest.raises(InvalidField, match="this engine does not make it"):
            check(spec(6, "1440p"), longest_s)


@given(
    duration=st.sampled_from((6, 8, 10)),
    resolution=st.sampled_from(("1080p", "2160p")),
    fps=st.sampled_from((25, 50)),
    longest_s=st.floats(0.1, 200),
)
def test_whatever_is_named_as_nearest_is_taken(duration: int, resolution: str, fps: int, longest_s: float) -> None:
    asked = spec(duration, resolution, fps)
    try:
        assert check(asked, longest_s) <= longest_s
    except InvalidField as refused:
        if "nearest" not in str(refused):
            assert longest_s < 6
            return
        said = dict(
            part.strip("`").split("` ") for part in str(refused).rpartition("is ")[2].rstrip(".").split(" and ")
        )
        other = spec(int(said.get("duration", duration)), said.get("resolution", resolution), int(said.get("fps", fps)))
        assert check(other, longest_s) <= longest_s
