"""What is predicted for devices: in keeping with what the engine itself decides and estimates."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitascope.cli.forecasts import cell
from vitascope.core.generation import GenerationRequest, fill
from vitascope.engines.ltx.engine import LtxEngine
from vitascope.engines.ltx.examine import BYTES
from vitascope.engines.ltx.forecast import CARDS, H100, JOBS, Card, Job, card_of, forecast
from vitascope.engines.ltx.published import PUBLISHED
from vitascope.engines.ltx.recipe import FAST, pro
from vitascope.engines.ltx.stored import Stored
from vitascope.engines.ltx.weights import empty

GIB = 2**30
GUIDE = Path(__file__).parents[4] / "docs" / "how-to" / "run-ltx-2-on-your-gpu.md"
GEMMA_3_12B = 12_187_325_040
"""Parameters of the text encoder, its eyes among them, as Hugging Face counts them."""
CONFIG = PUBLISHED["2.0"]["transformer"]
FAST_ALONE = {"transformer": 35 * GIB, "vae": 5 * GIB, "connectors": 3 * GIB, "text_encoder": 23 * GIB}
BOTH = FAST_ALONE | {"transformer_full": 35 * GIB, "connectors_full": 3 * GIB}
RECIPES = (FAST, pro(CONFIG))


def test_every_shape_that_the_hosted_api_offers_is_in_it() -> None:
    assert len(JOBS) == len(set(JOBS)) == 18


@pytest.mark.parametrize("job", JOBS, ids=str)
def test_the_time_on_an_h100_is_what_the_engine_tells_the_queue(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VITASCOPE_WEIGHTS", raising=False)
    monkeypatch.setattr("vitascope.engines.ltx.engine.largest_gpu", lambda: None)
    request = GenerationRequest(
        model="ltxv/ltxv-2-fast", prompt="A boat.", duration_s=job.seconds, resolution=job.resolution, fps=job.fps
    )
    found = forecast(H100, job, sizes=FAST_ALONE, transformer=CONFIG, recipes=(FAST,))
    assert found is not None
    assert found.seconds == pytest.approx((LtxEngine().seconds(fill(request, engine="ltx", seed=1)),))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
@pytest.mark.parametrize("sizes", [FAST_ALONE, BOTH], ids=["fast", "both"])
def test_what_is_said_to_fit_is_within_the_memory_of_the_device(card: Card, sizes: dict[str, int]) -> None:
    for job in JOBS:
        found = forecast(card, job, sizes=sizes, transformer=CONFIG, recipes=RECIPES)
        if found is not None:
            assert found.device_bytes <= card.memory
            assert found.seconds is not None
            assert found.seconds[0] < found.seconds[1]


def test_a_faster_device_is_faster_and_a_smaller_one_holds_less() -> None:
    job = Job(resolution="1080p", seconds=10, fps=25)
    large, small = (forecast(card, job, sizes=FAST_ALONE, transformer=CONFIG, recipes=(FAST,)) for card in CARDS[:2])
    assert large is not None
    assert small is not None
    assert large.seconds is not None
    assert small.seconds is not None
    assert large.seconds < small.seconds
    assert (large.residency, small.residency) == ("resident", "blocks-streamed")
    assert (large.host_bytes, small.host_bytes) == (0, 61 * GIB)


def test_a_device_that_is_here_has_the_memory_that_it_has_and_the_speed_of_its_kind() -> None:
    here = card_of("NVIDIA H100 80GB HBM3", memory=40 * GIB, host=64 * GIB)
    assert (here.memory, here.host, here.flops) == (40 * GIB, 64 * GIB, H100.flops)


def test_of_an_unknown_device_no_time_is_told() -> None:
    for title in ("Some Other GPU", "NVIDIA GeForce RTX 4090 Laptop GPU"):
        here = card_of(title, memory=80 * GIB, host=None)
        found = forecast(here, JOBS[0], sizes=FAST_ALONE, transformer=CONFIG, recipes=(FAST,))
        assert found is not None
        assert found.seconds is None


def test_a_host_too_small_to_stream_from_is_looked_at() -> None:
    roomy = card_of("GPU", memory=24 * GIB, host=64 * GIB)
    narrow = card_of("GPU", memory=24 * GIB, host=20 * GIB)
    job = Job(resolution="1080p", seconds=6, fps=25)
    found = [forecast(c, job, sizes=FAST_ALONE, transformer=CONFIG, recipes=(FAST,)) for c in (roomy, narrow)]
    assert [f and f.residency for f in found] == ["blocks-streamed", "eight-bit-streamed"]


def test_the_guide_has_rows_of_the_table_as_they_are_predicted() -> None:
    published = PUBLISHED["2.0"]
    parts = {name: empty(name, Stored(config=dict(published[name]), tensors={}, origin=name)) for name in published}
    counts = {name: sum(t.numel() for t in part.state_dict(keep_vars=True).values()) for name, part in parts.items()}
    sizes = {name: count * BYTES.get(name, 2) for name, count in (counts | {"text_encoder": GEMMA_3_12B}).items()}
    shapes = {f"{job.resolution} {job.seconds} s {job.fps} fps": job for job in JOBS}
    rows = [line.strip("| ").split(" | ") for line in GUIDE.read_text().splitlines() if " fps | " in line]
    assert len(rows) >= 5
    for shape, *told in rows:
        found = [forecast(c, shapes[shape], sizes=sizes, transformer=CONFIG, recipes=(FAST,)) for c in CARDS]
        assert told == [cell(f) for f in found], shape
