"""GPUs by the driver's library: this one is made for the test, and answers as NVIDIA's does."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from vitascope.core.errors import InvalidField
from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.core.media import RESOLUTIONS
from vitascope.engines.ltx.engine import OTHER_S, LtxEngine, check_memory
from vitascope.engines.ltx.fitting import working_bytes
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.nvml import Gpu, largest_gpu

GIB = 2**30
SPEC = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="a boat"), engine="ltx", seed=1)

DRIVER = """
#include <stdio.h>
typedef struct { unsigned long long total, free, used; } memory_t;
static unsigned long long sizes[] = { 24ULL << 30, 80ULL << 30, 0 };
int nvmlInit_v2(void) { return INIT; }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = COUNT; return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) { *device = &sizes[index]; return index > 1; }
int nvmlDeviceGetName(void *device, char *title, unsigned int length) {
    snprintf(title, length, device == &sizes[0] ? "NVIDIA GeForce RTX 4090" : "NVIDIA H100 80GB HBM3"); return NAMELESS;
}
int nvmlDeviceGetMemoryInfo(void *device, memory_t *memory) {
    memory->total = *(unsigned long long *)device; memory->free = memory->used = 1; return 0;
}
"""


def driver(folder: Path, *, count: int, init: int = 0, nameless: int = 0) -> str:
    source, library = folder / "nvml.c", folder / f"libnvidia-{count}-{init}-{nameless}.so"
    source.write_text(DRIVER)
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("there is no C compiler")
    flags = ["-shared", "-fPIC", f"-DCOUNT={count}", f"-DINIT={init}", f"-DNAMELESS={nameless}"]
    subprocess.run([compiler, *flags, str(source), "-o", str(library)], check=True)
    return str(library)


def test_the_gpu_with_the_most_memory_counts_and_one_that_fails_does_not(tmp_path: Path) -> None:
    small, large = (largest_gpu(driver(tmp_path, count=count)) for count in (1, 3))
    assert small == Gpu(title="NVIDIA GeForce RTX 4090", memory=24 * GIB)
    assert large == Gpu(title="NVIDIA H100 80GB HBM3", memory=80 * GIB)
    assert largest_gpu(driver(tmp_path, count=1, nameless=1)) == Gpu(title="", memory=24 * GIB)


def test_without_a_gpu_or_its_driver_nothing_is_known(tmp_path: Path) -> None:
    assert largest_gpu(driver(tmp_path, count=0)) is None
    assert largest_gpu(driver(tmp_path, count=1, init=9)) is None
    assert largest_gpu("libnvidia-of-nobody.so.1") is None
    assert largest_gpu("libc.so.6") is None


def clip(resolution: str, duration_s: int, fps: int) -> GenerationSpec:
    return replace(SPEC, resolution=RESOLUTIONS[resolution], duration_s=duration_s, fps=Fraction(fps))


def test_a_clip_that_would_fill_the_gpu_by_itself_is_refused_with_the_nearest() -> None:
    large, shorter = clip("2160p", 10, 50), clip("2160p", 8, 50)
    needed = working_bytes(plan(shorter.resolution, shorter.frames, shorter.fps))
    check_memory(large, None)
    check_memory(large, 80 * GIB)
    with pytest.raises(InvalidField) as refused:
        check_memory(large, needed)
    assert str(refused.value).startswith("`duration` is 10: such a clip needs ")
    assert str(refused.value).endswith(
        f"there is one of {needed / GIB:.0f}; the nearest that is taken is `duration` 8."
    )
    with pytest.raises(InvalidField, match="no smaller clip"):
        check_memory(large, 2**20)


def test_the_engine_asks_of_this_machine_unless_others_render(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.engines.ltx.engine.largest_gpu", lambda: Gpu(title="", memory=8 * GIB))
    with pytest.raises(InvalidField, match="GiB of a GPU's memory"):
        LtxEngine().seconds(clip("2160p", 10, 50))
    monkeypatch.setenv("VITASCOPE_WORKERS", "0")
    assert LtxEngine().seconds(clip("2160p", 10, 50)) > 0


def test_a_render_is_predicted_for_the_gpu_that_is_here_and_for_an_h100_where_none_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sampling_s(title: str | None) -> float:
        gpu = None if title is None else Gpu(title=title, memory=80 * GIB)
        monkeypatch.setattr("vitascope.engines.ltx.engine.largest_gpu", lambda: gpu)
        return LtxEngine().seconds(SPEC) - OTHER_S * SPEC.duration_s

    h100 = sampling_s("NVIDIA H100 80GB HBM3")
    assert sampling_s("NVIDIA GeForce RTX 4090") == pytest.approx(h100 * 989 / 165.2)
    assert sampling_s("A GPU of next year") == pytest.approx(h100)
    assert sampling_s(None) == pytest.approx(h100)
