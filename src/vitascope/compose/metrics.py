"""What a process shows to Prometheus beside what it counts: the queue, as the database has it, and its pools."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping

from prometheus_client import REGISTRY, Gauge, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector, CollectorRegistry

from vitascope import __version__
from vitascope.api.metrics import Scrape
from vitascope.store.database import Database
from vitascope.store.overview import Overview, Overviews

LOOK_S = 0.1

LAG = Histogram(
    "vitascope_event_loop_lag_seconds",
    "How much later than asked for a sleeping task of this process is woken.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
)
INFO = Gauge("vitascope_info", "1, for this process's version and part: api or worker.", ("version", "part"))


async def watch_loop(part: str) -> None:
    """Measure the lag until cancelled."""
    INFO.labels(__version__, part).set(1)
    while True:
        asked = time.perf_counter()
        await asyncio.sleep(LOOK_S)
        LAG.observe(max(0.0, time.perf_counter() - asked - LOOK_S))


def queue_families(seen: Overview | None) -> Iterator[Metric]:
    """Figures of the queue are absent, not zero, where the database does not answer."""
    yield GaugeMetricFamily(
        "vitascope_database_up", "Whether the database answers: 1 or 0.", value=int(seen is not None)
    )
    if seen is None:
        return
    yield GaugeMetricFamily("vitascope_workers", "Workers that have beaten within 15 s.", value=seen.workers)
    labels = ("engine", "model")
    waiting = GaugeMetricFamily("vitascope_queue_depth", "Generations that wait for a worker.", labels=labels)
    oldest = GaugeMetricFamily(
        "vitascope_queue_oldest_age_seconds", "Age of the generation that has waited longest.", labels=labels
    )
    rendering = GaugeMetricFamily("vitascope_rendering", "Generations that a worker has taken.", labels=labels)
    for queue in seen.queues:
        for family, value in ((waiting, queue.waiting), (oldest, queue.oldest_s), (rendering, queue.rendering)):
            family.add_metric([queue.engine, queue.model], value)
    yield from (waiting, oldest, rendering)


def pool_families(pools: Mapping[str, Mapping[str, int]]) -> Iterator[Metric]:
    size = GaugeMetricFamily(
        "vitascope_database_pool_connections",
        "Connections of a pool, by state: idle or used.",
        labels=("pool", "state"),
    )
    waiting = GaugeMetricFamily(
        "vitascope_database_pool_waiting", "Requests that wait for a connection.", labels=("pool",)
    )
    asked = CounterMetricFamily("vitascope_database_pool_requests", "Connections asked of a pool.", labels=("pool",))
    failed = CounterMetricFamily(
        "vitascope_database_pool_errors", "Of these, those that got none in time.", labels=("pool",)
    )
    for name, stats in pools.items():
        idle = stats.get("pool_available", 0)
        size.add_metric([name, "idle"], idle)
        size.add_metric([name, "used"], stats.get("pool_size", 0) - idle)
        waiting.add_metric([name], stats.get("requests_waiting", 0))
        asked.add_metric([name], stats.get("requests_num", 0))
        failed.add_metric([name], stats.get("requests_errors", 0))
    yield from (size, waiting, asked, failed)


def scrape_of(database: Database) -> Scrape:
    """What an API process shows."""
    overviews = Overviews(database)

    async def scrape(accept: str) -> tuple[bytes, str]:
        seen = await overviews.now()
        encode, media_type = choose_encoder(accept)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(_All([*queue_families(seen), *pool_families(database.pools())]))
        return encode(registry), media_type

    return scrape


class _All(Collector):
    """This process's own metrics, and ``families``."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        yield from REGISTRY.collect()
        yield from self._families
