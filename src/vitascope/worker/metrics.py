"""What a worker counts of its own work. Ends and waits are counted where they are written: `store.metrics`."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

STAGE = Histogram(
    "vitascope_stage_seconds",
    "Time that a generation spends in each stage: queue, fetch, load, steps, decode, encode, publish, settle. "
    "Encoding goes on beside the steps.",
    ("stage", "engine"),
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1800),
)
STEPS = Counter(
    "vitascope_steps_total",
    "Units of work that the engine has reported as done; their rate is its speed.",
    ("model", "engine"),
)
FRAMES = Counter("vitascope_encoded_frames_total", "Frames encoded, of clips that were finished.", ("engine",))
ENCODING = Counter("vitascope_encode_seconds_total", "Time that the encoder was busy with them.", ("engine",))
SPEED = Histogram(
    "vitascope_encode_speed_ratio",
    "Speed of the encoder: seconds of clip for each second that it was busy.",
    ("engine",),
    buckets=(0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20),
)
ATTEMPTS = Counter(
    "vitascope_attempts_total",
    "Attempts ended, by outcome: completed, failed, cancelled, handed_back or claim_lost.",
    ("engine", "outcome"),
)
BUSY = Gauge("vitascope_worker_busy", "1 while this worker has a generation, else 0.")
CHILDREN = Counter("vitascope_render_children_total", "Render children that were started and got ready.", ("engine",))
WEBHOOKS = Counter(
    "vitascope_webhook_deliveries_total",
    "Tries to deliver a webhook, by outcome: delivered, failed (it is tried again) or given_up.",
    ("outcome",),
)
