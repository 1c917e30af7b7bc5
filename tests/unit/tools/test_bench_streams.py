from __future__ import annotations

import asyncio
import os

from tools.bench_process import MEASURABLE, rss_bytes
from tools.bench_streams import _has_ended, figures


def test_streams_are_charged_with_what_the_api_holds_more_than_before() -> None:
    memory, listening, *_ = figures(
        {"rss_before": 100_000_000, "rss_peak": 330_000_000, "listeners": 2, "clients": 5, "ended": 0,
         "first_event_ms": [1.0]}
    )  # fmt: skip
    assert (memory.value, memory.met) == ((230.0, False) if MEASURABLE else (None, None))
    assert listening.met is False


async def test_a_stream_that_still_holds_unread_events_is_known_to_have_ended() -> None:
    open_, ended = asyncio.StreamReader(), asyncio.StreamReader()
    for reader in (open_, ended):
        reader.feed_data(b"data: {}\n\n")
    ended.feed_eof()
    assert await asyncio.gather(_has_ended(open_), _has_ended(ended)) == [False, True]


def test_a_process_has_memory() -> None:
    assert (rss_bytes(os.getpid()) > 1_000_000) is MEASURABLE
