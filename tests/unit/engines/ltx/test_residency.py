"""Plans on this machine: chosen, forced, refused; and the same clip by each that changes no number."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import numpy as np
import pytest
import torch

from vitascope.compose.engine_settings import engine_environment
from vitascope.core.errors import EngineMissing
from vitascope.core.generation import GenerationRequest, fill
from vitascope.core.media import Resolution
from vitascope.core.ports import Inputs
from vitascope.engines.ltx import residency
from vitascope.engines.ltx.attention import Kernels
from vitascope.engines.ltx.claims import open_claims
from vitascope.engines.ltx.eight_bits import EightBitLinear
from vitascope.engines.ltx.film import film
from vitascope.engines.ltx.fitting import Residency, Wishes
from vitascope.engines.ltx.options import Attention, Options, options_from
from vitascope.engines.ltx.residency import Device, chosen_here, host_memory, placed_on, set_up, wishes_of
from vitascope.settings import Settings
from vitascope.testing import RecordingReport

GIB = 2**30
SIZES = {
    "transformer": 37_760_000_000,
    "connectors": 2_860_000_000,
    "vae": 3_500_000_000,
    "text_encoder": 24_400_000_000,
}
CPU = Device(name="cpu", title="no GPU", memory=None)
SPEC = replace(
    fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat"), engine="ltx", seed=2),
    duration_s=1,
    resolution=Resolution(name="small", width=64, height=64),
    fps=Fraction(9),
)


def gpu(gib: int) -> Device:
    return Device(name="cuda", title="A GPU", memory=gib * GIB)


def test_a_plan_that_is_asked_for_is_taken_although_a_faster_one_fits() -> None:
    found = placed_on(gpu(139), SIZES, wishes=Wishes(residency="blocks-streamed"))
    assert found.residency == "blocks-streamed"


def test_a_plan_that_does_not_fit_is_refused_with_the_nearest_that_does() -> None:
    with pytest.raises(EngineMissing) as refused:
        placed_on(gpu(48), SIZES, wishes=Wishes(residency="resident"), host=128 * GIB)
    said = str(refused.value)
    assert "A GPU has 48 GiB free, and this host 128 GiB of its own memory" in said
    assert "VITASCOPE_LTX_PLAN=resident does not fit: it takes 77 GiB" in said
    assert "blocks-streamed does: it takes 19 GiB, and 35 GiB of the host's" in said


def test_a_plan_for_which_nothing_stands_in_is_refused_too() -> None:
    with pytest.raises(EngineMissing, match="nor does any other plan"):
        placed_on(gpu(12), SIZES, wishes=Wishes(residency="eight-bit"))


@pytest.mark.parametrize(
    ("gpu_gib", "host_gib", "plan"),
    [(48, 64, "blocks-streamed"), (48, 32, "eight-bit"), (24, 32, "eight-bit-streamed"), (24, 64, "blocks-streamed")],
)
def test_numbers_are_changed_only_where_the_hosts_memory_is_too_small_for_exact_ones(
    gpu_gib: int, host_gib: int, plan: str
) -> None:
    assert placed_on(gpu(gpu_gib), SIZES, host=host_gib * GIB).residency == plan


def test_a_text_encoder_elsewhere_leaves_its_room_to_the_rest() -> None:
    assert placed_on(gpu(64), SIZES).residency == "text-on-cpu"
    found = placed_on(gpu(64), SIZES, wishes=Wishes(text="elsewhere"))
    assert (found.residency, found.text, found.host_bytes) == ("resident", "elsewhere", 0)


def test_a_text_encoder_in_eight_bits_takes_little_more_than_half() -> None:
    whole, eight = (placed_on(gpu(139), SIZES, wishes=Wishes(text_eight_bits=said)) for said in (False, True))
    saved = whole.device_bytes - eight.device_bytes
    assert 0.4 * SIZES["text_encoder"] < saved < 0.5 * SIZES["text_encoder"]


@pytest.mark.parametrize(
    ("plan", "text"), [("resident", "host"), ("text-on-cpu", "elsewhere"), ("text-on-cpu", "device")]
)
def test_settings_that_contradict_each_other_are_refused_by_name(plan: Residency, text: str) -> None:
    wishes = Wishes(residency=plan, text=text)  # type: ignore[arg-type]
    with pytest.raises(EngineMissing, match=r"VITASCOPE_LTX_PLAN=.* VITASCOPE_LTX_TEXT_DEVICE"):
        placed_on(gpu(139), SIZES, wishes=wishes)


@pytest.mark.parametrize("name", ["cuda:7", "gpu", "mps", "cuda:x"])
def test_a_device_for_text_that_is_not_here_is_refused_with_what_is(name: str) -> None:
    with pytest.raises(EngineMissing, match=r"VITASCOPE_LTX_TEXT_DEVICE is .*; it is auto, or one of cpu"):
        wishes_of(Options(text_device=name), CPU)


def test_text_on_the_device_itself_is_no_place_of_its_own() -> None:
    assert wishes_of(Options(text_device="cpu"), CPU).text == "device"
    assert wishes_of(Options(text_device="cpu"), gpu(80)).text == "host"


@pytest.fixture
def two_gpus(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """GiB that are free on the second; the first is an A100 of 80."""
    free = {"cuda:1": 32}
    monkeypatch.setattr(residency, "device_here", lambda: gpu(80))
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda *_: (8, 0))
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda *_: "A GPU")
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda name: (free[name] * GIB, 80 * GIB))
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda name: SimpleNamespace(name="A GPU", uuid=name))
    return free


def test_a_second_gpu_reads_prompts_where_it_has_room(two_gpus: dict[str, int]) -> None:
    options = Options(text_device="cuda:1")
    found = chosen_here(SIZES, options)
    assert (found.text_on, found.placement.residency, found.kernels) == ("cuda:1", "resident", "native")
    two_gpus["cuda:1"] = 24
    with pytest.raises(EngineMissing, match=r"VITASCOPE_LTX_TEXT_DEVICE=cuda:1 has 24 GiB free, .* takes 27 GiB there"):
        chosen_here(SIZES, options)
    assert chosen_here(SIZES, replace(options, text_8bit=True)).placement.text == "elsewhere"


@pytest.mark.usefixtures("two_gpus")
def test_what_another_worker_has_claimed_and_not_used_yet_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = replace(gpu(140), total=141 * GIB, identity="GPU-a")
    monkeypatch.setattr(residency, "device_here", lambda: shared)
    with open_claims(waiting=pytest.fail, folder=tmp_path) as claims:
        assert claims is not None
        assert chosen_here(SIZES, Options(), claims).placement.residency == "resident"
        first = claims.make("GPU-a", 77 * GIB)
        assert first is not None
        assert chosen_here(SIZES, Options(), claims).placement.residency == "text-on-cpu"
        first.release()
        assert chosen_here(SIZES, Options(), claims).placement.residency == "resident"
        claims.make("GPU-b", 77 * GIB)
        options = Options(text_device="cuda:1")
        assert chosen_here(SIZES, options, claims).placement.text == "elsewhere"
        reading = claims.make("cuda:1", 60 * GIB)
        assert reading is not None
        with pytest.raises(EngineMissing, match="cuda:1 has 20 GiB free"):
            chosen_here(SIZES, options, claims)
        reading.release()


@pytest.mark.usefixtures("two_gpus")
def test_by_itself_the_first_gpu_does_all_and_the_host_reads_where_that_is_asked() -> None:
    assert chosen_here(SIZES, Options()).text_on == "cuda"
    assert chosen_here(SIZES, Options(text_device="cpu")).text_on == "cpu"
    assert chosen_here(SIZES, Options(text_device="cuda:0")).placement.text == "device"


def test_options_travel_in_the_environment() -> None:
    given = {
        "VITASCOPE_LTX_PLAN": "eight-bit",
        "VITASCOPE_LTX_TEXT_DEVICE": "cuda:1",
        "VITASCOPE_LTX_TEXT_8BIT": "true",
    }
    assert options_from(given) == Options(plan="eight-bit", text_device="cuda:1", text_8bit=True)
    assert options_from(dict.fromkeys(given, "")) == options_from({}) == Options()
    with pytest.raises(EngineMissing, match=r"VITASCOPE_LTX_PLAN is 'fast'; it is one of auto, resident"):
        options_from({"VITASCOPE_LTX_PLAN": "fast"})


def test_what_an_owner_sets_reaches_the_child_as_it_was_meant(tmp_path: Path) -> None:
    assert options_from(engine_environment(Settings())) == Options()
    settings = Settings(
        ltx_plan="blocks-streamed",
        ltx_text_device="cuda:1",
        ltx_text_8bit=True,
        ltx_attention="sage",
        ltx_compile=True,
        ltx_context_cache=tmp_path,
        ltx_context_cache_mb=64,
    )
    assert options_from(engine_environment(settings)) == Options(
        plan="blocks-streamed",
        text_device="cuda:1",
        text_8bit=True,
        attention="sage",
        compile=True,
        context_cache=tmp_path,
        context_cache_mb=64,
    )


def test_settings_offer_the_plans_and_the_kernels_that_there_are() -> None:
    assert get_args(Settings.model_fields["ltx_plan"].annotation) == ("auto", *get_args(Residency))
    assert get_args(Settings.model_fields["ltx_attention"].annotation) == get_args(Attention)
    assert get_args(Attention) == ("auto", *get_args(Kernels))


def test_the_hosts_memory_is_known_on_linux() -> None:
    found = host_memory()
    assert found is None or GIB // 4 < found < 2**50


def pictures(folder: Path, options: Options) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    studio = set_up(folder, options, step=lambda *_: None)
    eight = any(isinstance(module, EightBitLinear) for module in studio.weights.transformer.modules())
    assert eight == options.plan.startswith("eight-bit")
    return np.concatenate([chunk.y for chunk in film(studio, SPEC, Inputs(), RecordingReport())]).astype(np.int64)


@pytest.mark.skipif(torch.cuda.is_available(), reason="a GPU reads text to other numbers than its host")
def test_plans_move_numbers_and_only_those_in_eight_bits_change_them(tiny_folder: Path) -> None:
    exact = pictures(tiny_folder, Options())
    plans: tuple[Residency, ...] = ("text-on-cpu", "blocks-streamed")
    for plan in plans:
        assert np.array_equal(pictures(tiny_folder, Options(plan=plan)), exact)
    eight = pictures(tiny_folder, Options(plan="eight-bit"))
    assert 0 < np.abs(eight - exact).mean() < 4, "of 256 code values"
    assert np.array_equal(pictures(tiny_folder, Options(plan="eight-bit-streamed")), eight)
    assert not np.array_equal(pictures(tiny_folder, Options(text_8bit=True)), exact)
