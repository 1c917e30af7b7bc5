"""Where parts go on devices of different sizes, by the sizes of LTX-2.0 in 16 bits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.core.media import RESOLUTIONS
from vitascope.engines.ltx.fitting import decode_in_pieces, place, placements, working_bytes
from vitascope.engines.ltx.geometry import plan

GIB = 2**30
FAST = {
    "transformer": 37_760_000_000,
    "connectors": 2_860_000_000,
    "vae": 2_440_000_000,
    "text_encoder": 24_400_000_000,
}
BOTH = FAST | {"transformer_full": FAST["transformer"]}
CLIP = plan(RESOLUTIONS["1080p"], 250, Fraction(25))


@pytest.mark.parametrize(
    ("memory_gib", "fast", "both"),
    [
        (139, "resident", "resident"),
        (94, "resident", "text-on-cpu"),
        (80, "resident", "blocks-streamed"),
        (64, "text-on-cpu", "blocks-streamed"),
        (48, "blocks-streamed", "blocks-streamed"),
        (24, "blocks-streamed", "blocks-streamed"),
        (12, None, None),
    ],
)
def test_the_fastest_plan_that_fits_is_taken(memory_gib: int, fast: str | None, both: str | None) -> None:
    found = [place(sizes, CLIP, memory=memory_gib * GIB) for sizes in (FAST, BOTH)]
    assert [placement and placement.residency for placement in found] == [fast, both]


def test_what_is_not_on_the_device_is_in_the_hosts_memory() -> None:
    resident, text, blocks, *_ = placements(BOTH)
    assert (resident.device_bytes, resident.host_bytes) == (sum(BOTH.values()), 0)
    of_text = BOTH["text_encoder"] + BOTH["connectors"]
    assert (text.host_bytes, text.device_bytes + text.host_bytes) == (of_text, sum(BOTH.values()))
    assert blocks.host_bytes == of_text + 2 * BOTH["transformer"]
    assert blocks.device_bytes < 0.2 * BOTH["transformer"] + BOTH["vae"]


@given(memory=st.integers(0, 200 * GIB), more=st.integers(0, 100 * GIB))
def test_more_memory_never_gives_a_slower_plan(memory: int, more: int) -> None:
    order = [p.residency for p in placements(FAST)]
    less, larger = place(FAST, CLIP, memory=memory), place(FAST, CLIP, memory=memory + more)
    if less is not None:
        assert larger is not None
        assert order.index(larger.residency) <= order.index(less.residency)


def test_larger_and_longer_clips_work_in_more_memory() -> None:
    by_size = [working_bytes(plan(RESOLUTIONS[name], 250, Fraction(25))) for name in ("1080p", "2160p")]
    by_length = [working_bytes(plan(RESOLUTIONS["1080p"], frames, Fraction(25))) for frames in (150, 250)]
    assert by_size[0] < by_size[1]
    assert by_length[0] < by_length[1]


def test_a_picture_is_decoded_in_pieces_only_where_memory_is_short() -> None:
    assert not decode_in_pieces(CLIP, free_bytes=14 * GIB)
    assert decode_in_pieces(CLIP, free_bytes=8 * GIB)
    assert decode_in_pieces(plan(RESOLUTIONS["2160p"], 150, Fraction(25)), free_bytes=14 * GIB)
