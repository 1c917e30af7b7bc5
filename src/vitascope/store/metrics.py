"""What is counted where it is written: ends, waits, takeovers, refusals. Each process counts its own writes."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

WAITS_S = (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 4 * 3600)
"""From an idle worker's start to a queue of hours."""
RENDERS_S = (0.5, 1, 2, 5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600)

ACCEPTED = Counter("vitascope_submits_total", "Generations accepted.", ("model", "engine"))
ENDED = Counter(
    "vitascope_generations_total",
    "Generations ended, by outcome: completed, error or cancelled.",
    ("model", "engine", "outcome"),
)
START = Histogram(
    "vitascope_submit_to_start_seconds",
    "From the submit to the first worker that takes it.",
    ("model", "engine"),
    buckets=WAITS_S,
)
RENDER = Histogram(
    "vitascope_start_to_end_seconds",
    "From the first start to the end, by outcome.",
    ("model", "engine", "outcome"),
    buckets=RENDERS_S,
)
CANCEL = Histogram(
    "vitascope_cancel_seconds",
    "From the wish to cancel a clip that renders to its end.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
RETRIES = Counter("vitascope_retries_total", "Attempts begun after one that failed or was lost.", ("model", "engine"))
TAKEOVERS = Counter("vitascope_takeovers_total", "Jobs queued again because their worker fell silent.")
REFUSED = Counter(
    "vitascope_fencing_refusals_total",
    "Writes of an attempt that another one has replaced: settle, report, hand_back or note.",
    ("write",),
)
