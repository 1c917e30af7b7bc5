"""For whoever has a GPU: what LTX-2 at its real size takes on it, with random weights, in ten minutes.

    make gpu-check                      # or: python -m tools.gpu_check
    python -m tools.gpu_check --tiny    # the same code on a CPU, in miniature

Nothing is fetched. Times one step of every shape of job in both stages against the floor that the operations give,
decoding, sound and text, and compares the back ends of attention. Writes bench-results/gpu-check-….json and .md after
every measurement, so that nothing is lost where it is stopped. Where memory is short, fewer blocks are timed; where
time is short, fewer shapes. Both are said.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from vitascope.engines.ltx.published import Version

if TYPE_CHECKING:
    from tools.gpu_check_device import Device
    from tools.gpu_check_jobs import Job
    from tools.gpu_check_parts import Parts
    from tools.gpu_check_report import Part, Report
    from tools.gpu_check_steps import Asked, Steps

RESULTS = Path("bench-results")
BUDGET_S = 570.0
"""Half a minute less than ten: Python and PyTorch start within it."""
PASS_SHARE = 1 / 40
"""Of the budget, what one of about 40 measurements may take; longer ones are made with fewer blocks."""
LARGE = ("1440p 6 s 25 fps", "2160p 6 s 25 fps")
SLOWEST = 4.0
"""A pass may take so many times what was expected of it before the budget is overrun."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="gpu-check", description="What LTX-2 takes on this machine's GPU.")
    parser.add_argument("--budget", type=float, default=BUDGET_S, metavar="SECONDS", help="default: %(default)g")
    parser.add_argument("--version", choices=get_args(Version), default="2.0", help="of LTX-2; default: %(default)s")
    parser.add_argument("--tiny", action="store_true", help="a tiny model, on the CPU where there is no GPU")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the report")
    options = parser.parse_args(arguments)
    if missing := [name for name in ("torch", "diffusers", "transformers") if find_spec(name) is None]:
        print(f"gpu-check needs {', '.join(missing)}: pip install 'vitascope[ltx]'.", file=sys.stderr)
        return 2
    import torch

    if not torch.cuda.is_available() and not options.tiny:
        print("gpu-check needs a GPU, and PyTorch sees none here; --tiny runs it in miniature.", file=sys.stderr)
        return 2
    path = Check(options.version, tiny=options.tiny, budget_s=options.budget, out=options.out).run()
    print(f"\n{path}.md\n{path}.json")
    return 0


class Check:
    """One run, within its budget."""

    def __init__(self, version: Version, *, tiny: bool, budget_s: float, out: Path) -> None:
        self._ends = time.monotonic() + budget_s
        self._pass_s = budget_s * PASS_SHARE
        self._version, self._tiny, self._out = version, tiny, out

    def run(self) -> Path:
        """Measure, and return the report's path without its ending."""
        import torch

        from tools.gpu_check_device import look
        from tools.gpu_check_jobs import jobs
        from tools.gpu_check_parts import Parts, miniature, published
        from tools.gpu_check_report import Report

        torch.manual_seed(0)
        device = look(tiny=self._tiny)
        parts = Parts((miniature if self._tiny else published)(self._version), device.torch)
        slug = re.sub(r"[^a-z0-9]+", "-", device.name.lower()).strip("-")
        report = Report(
            path=self._out / f"gpu-check-{slug}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
            device=device.told(),
            ideal_tflops=device.ideal,
            model=f"LTX-{self._version}" + (" in miniature" if self._tiny else ""),
            kernels=parts.kernels,
        )
        print(f"{device.name}: a large product reaches {device.product:.3g} TFLOP/s in bf16")
        every = jobs(tiny=self._tiny)
        with torch.inference_mode():
            self._first(report, parts, device, every[0])
            self._others(report, parts, device, every)
            self._rest(report, parts, device, every[1:])
        report.save()
        return report.path

    def _first(self, report: Report, parts: Parts, device: Device, job: Job) -> None:
        """The shape that is asked for most: its steps, its attention, and the whole clip."""
        from tools.gpu_check_attention import attentions
        from tools.gpu_check_others import clip
        from tools.gpu_check_steps import Asked, Steps

        steps = Steps(parts, device)
        half, full = job.sizes()
        asked = [
            Asked(job=job, stage=1, size=half),
            Asked(job=job, stage=2, size=full),
            Asked(job=job, stage=2, size=full, with_image=True),
        ]
        self._passes(report, steps, asked)
        whole = steps.transformer is not None and len(steps.transformer.transformer_blocks) == parts.blocks
        # Twice what its steps come to: the rest of a clip, and what is not yet known of this device.
        clip_s = 2 * (8 * steps.seconds(asked[0]) + 3 * steps.seconds(asked[1]))
        with self._kept(report, "the whole clip"):
            if not whole:
                report.left_out.append(f"a whole clip of {job.name}: the transformer does not fit beside it")
            elif self._left() < clip_s:
                report.left_out.append(f"a whole clip of {job.name}: about {clip_s:.0f} s, and time is short")
            else:
                for part in clip(parts, device, job, steps.transformer):
                    self._say(f"{part.name}: {part.seconds:.3g} s")
                    report.parts.append(part)
        steps.drop()
        with self._kept(report, "attention"):
            for attention in attentions(parts, device, job):
                took = "not run" if attention.seconds is None else f"{attention.seconds * 1e3:.4g} ms"
                self._say(f"attention {attention.shape}, {attention.backend}: {took}")
                report.attention.append(attention)

    def _others(self, report: Report, parts: Parts, device: Device, every: list[Job]) -> None:
        """What is not the transformer."""
        from tools.gpu_check_device import forget
        from tools.gpu_check_others import sound, text, upsampled

        by_name, first = {job.name: job for job in every}, every[0]
        self._decoding(report, parts.part("vae"), device, [first, *(by_name[name] for name in LARGE)])
        forget(device.torch)
        ways: list[tuple[str, Callable[[], Iterator[Part | str]]]] = [
            ("sound", lambda: iter([sound(parts, device, by_name["1080p 10 s 25 fps"])])),
            ("the upsampler", lambda: iter([upsampled(parts, device, first)])),
            ("the text encoder", lambda: text(parts, device)),
        ]
        for name, way in ways:
            with self._kept(report, name):
                if self._left() < 2 * self._pass_s:
                    report.left_out.append(f"{name}: time was short")
                    continue
                for part in way():
                    if isinstance(part, str):
                        report.left_out.append(part)
                        continue
                    self._say(f"{part.name}: {part.seconds:.3g} s {part.note}")
                    report.parts.append(part)
            forget(device.torch)

    def _decoding(self, report: Report, vae: Any, device: Device, jobs: list[Job]) -> None:
        """The first of ``jobs`` whole, and a tile of each of the others."""
        from tools.gpu_check_device import forget
        from tools.gpu_check_others import decoded

        for job in jobs:
            with self._kept(report, f"decoding {job.name}"):
                found = decoded(vae, device, job, tiles=None if job is jobs[0] else 1)
                self._say(f"decoding {job.name}: {found.clip_seconds:.3g} s a clip")
                report.decoded.append(found)
            forget(device.torch)

    def _rest(self, report: Report, parts: Parts, device: Device, every: list[Job]) -> None:
        """All other shapes, while time is left."""
        from tools.gpu_check_steps import Asked, Steps

        steps = Steps(parts, device)
        if report.steps:
            steps.rate = report.steps[0].tflop / report.steps[0].seconds
        for job in every:
            self._passes(report, steps, [Asked(job=job, stage=n, size=s) for n, s in enumerate(job.sizes(), 1)])

    def _passes(self, report: Report, steps: Steps, asked: list[Asked]) -> None:
        from tools.gpu_check_steps import DoesNotFit

        for it in asked:
            with self._kept(report, it.name):
                if self._left() < SLOWEST * steps.least(it):
                    report.left_out.append(f"{it.name}: time was short")
                    continue
                try:
                    if steps.transformer is None:
                        steps.hold(max(asked, key=lambda other: other.size.tokens))
                    found = steps.time(it, limit_s=self._pass_s)
                except DoesNotFit:
                    report.left_out.append(f"{it.name}: does not fit, not even with two blocks")
                    continue
                self._say(
                    f"{it.name}: {found.seconds:.3g} s a pass, {found.share:.0%} of the ideal, {found.timed_with}"
                )
                report.steps.append(found)

    @contextmanager
    def _kept(self, report: Report, name: str) -> Iterator[None]:
        """What is measured within is written down, and what fails is told and does not end the check."""
        try:
            yield
        except (RuntimeError, ValueError, TypeError) as error:  # out of memory is a RuntimeError
            report.left_out.append(f"{name}: {type(error).__name__}: {str(error).partition(chr(10))[0]}")
            self._say(report.left_out[-1])
        report.save()

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _say(self, what: str) -> None:
        print(f"[{self._left():4.0f} s left] {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
