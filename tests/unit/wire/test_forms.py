from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitascope.wire.forms import LENIENT, STRICT, soften

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
BODIES = st.dictionaries(st.sampled_from(["model", "duration", "fps", "generate_audio", "prompt", "x"]), JSON)


@pytest.mark.parametrize(
    ("sent", "read", "told"),
    [
        ({"duration": "5"}, 5, ()),
        ({"duration": "5s"}, 5, ()),
        ({"duration": " 8 Seconds "}, 8, ()),
        ({"duration": 6.0}, 6, ()),
        ({"duration": "6.0"}, 6, ()),
        ({"duration": 5.04}, 6, ("`duration` was 5.04; it was read as 6.",)),
        ({"duration": "5.5"}, 6, ("`duration` was '5.5'; it was read as 6.",)),
        ({"duration": "-1"}, -1, ()),
    ],
)
def test_a_duration_is_read_up_to_whole_seconds(sent: dict[str, object], read: int, told: tuple[str, ...]) -> None:
    assert soften(sent) == ({"duration": read}, told)
    assert type(soften(sent)[0]["duration"]) is int


def test_a_rate_is_read_to_the_nearest_whole_one() -> None:
    assert soften({"fps": 29.97}) == ({"fps": 30}, ("`fps` was 29.97; it was read as 30.",))
    assert soften({"fps": "24fps"}) == ({"fps": 24}, ())


@pytest.mark.parametrize("value", ["abc", "5 minutes", "٥", "1e3", "5" * 70, True, None, [5], {"s": 5}, float("nan")])
def test_what_is_no_number_is_left_for_a_refusal(value: object) -> None:
    assert repr(soften({"duration": value})) == repr(({"duration": value}, ()))


def test_what_is_empty_is_as_good_as_absent() -> None:
    assert soften({"duration": " ", "fps": "", "prompt": ""}) == ({"prompt": ""}, ())


@given(BODIES)
def test_nothing_but_duration_rate_and_sound_is_touched_and_nothing_but_what_is_empty_left_out(
    body: dict[str, object],
) -> None:
    plain, told = soften(body)
    softened = ("duration", "fps", "generate_audio")
    empty = {name for name in softened if name in body and isinstance(body[name], str) and not str(body[name]).strip()}
    assert list(plain) == [name for name in body if name not in empty]
    assert all(plain[name] is body[name] for name in body if name not in softened)
    assert len(told) <= 2


def test_a_strict_path_reads_bodies_as_they_are_sent() -> None:
    body = {"duration": "5.5", "anything": 1}
    assert STRICT.read(body) == (body, ())
    assert (STRICT.lenient, LENIENT.lenient) == (False, True)
    assert STRICT.write({"video": {"url": "x"}}) == {"video": {"url": "x"}}
