from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.bench_figure import Figure, at_least, at_most, percentile
from tools.bench_polls import content_length
from tools.bench_process import parse_pss
from tools.bench_server import poll_path


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300), st.floats(0.001, 1))
def test_a_percentile_was_measured_and_bounds_its_share(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values)
    assert sum(value < found for value in values) < share * len(values)


def test_a_hundred_polls_have_one_above_the_99th() -> None:
    assert percentile([float(n) for n in range(1, 101)], 0.99) == 99


def test_a_target_is_met_at_its_limit() -> None:
    assert Figure(name="", value=9.0, unit="s", target=at_most(9)).met is True
    assert Figure(name="", value=9.01, unit="s", target=at_most(9)).met is False
    assert Figure(name="", value=1.99, unit="×", target=at_least(2)).met is False


def test_what_was_not_measured_is_neither_met_nor_missed() -> None:
    assert Figure(name="", value=None, unit="MB", target=at_most(9), baseline=1.0).to_json() == {
        "name": "", "value": None, "unit": "MB", "met": None, "target": "<= 9",
    }  # fmt: skip


def test_a_figure_is_put_in_proportion_to_its_baseline() -> None:
    told = Figure(name="", value=3.0, unit="ms", baseline=2.0, baseline_name="idle").to_json()
    assert told["ratio"] == 1.5


def test_memory_is_read_in_bytes() -> None:
    assert parse_pss("55d0-7ffe ---p 00000000 00:00 0 [rollup]\nRss: 900 kB\nPss: 12 kB\nPss_Dirty: 5 kB\n") == 12_288
    assert parse_pss("Pss: 12 kB\nPss_Shmem: 5 kB\n", "Pss_Shmem") == 5_120
    with pytest.raises(ValueError, match="Pss"):
        parse_pss("Rss: 900 kB\n")


def test_a_reply_tells_its_length_in_any_case() -> None:
    assert content_length(b"HTTP/1.1 200 OK\r\nContent-LENGTH: 17\r\n\r\n") == 17
    with pytest.raises(ValueError, match="Content-Length"):
        content_length(b"HTTP/1.1 204 No Content\r\n\r\n")


def test_an_id_with_its_model_travels_whole() -> None:
    assert poll_path("1-2:ltxv/ltxv-2-fast").endswith("generation_id=1-2%3Altxv%2Fltxv-2-fast")
