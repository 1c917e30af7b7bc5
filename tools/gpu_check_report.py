"""What a check found, kept after every measurement: JSON for programs, and Markdown as the docs would have it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One pass of the transformer over what it sees at once: a stage, or a tile of one."""

    job: str
    stage: int
    tiles: int
    """Passes that make a whole step."""
    tokens: int
    tflop: float
    """Of one pass of the whole transformer."""
    floor_s: float
    seconds: float
    """Of one pass of the whole transformer: the median of ``runs``, scaled where blocks were left out."""
    runs: tuple[float, ...]
    blocks: int
    blocks_of: int
    with_image: bool
    weights_bytes: int | None
    peak_bytes: int | None
    predicted_bytes: int
    """Beside the weights, by `fitting`."""

    @property
    def share(self) -> float:
        """Of the ideal."""
        return self.floor_s / self.seconds

    @property
    def timed_with(self) -> str:
        if self.blocks == self.blocks_of:
            return "all blocks"
        return f"{self.blocks} of {self.blocks_of} blocks, × {self.blocks_of / self.blocks:.3g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """One back end of PyTorch's attention on one shape."""

    shape: str
    backend: str
    seconds: float | None
    tflops: float | None
    difference: float | None
    """The largest, against the first back end that ran."""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Latents to planes in the host's memory."""

    job: str
    tiles: int
    """Decoded here."""
    tiles_of: int
    """Of the clip."""
    tile_seconds: tuple[float, ...]
    in_pieces: bool
    peak_bytes: int | None
    weights_bytes: int | None

    @property
    def clip_seconds(self) -> float:
        return sum(self.tile_seconds) / self.tiles * self.tiles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something that is timed by itself."""

    name: str
    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of a check."""

    path: Path
    """Without its ending."""
    device: dict[str, Any]
    ideal_tflops: float
    model: str
    kernels: str
    """Of attention, in steps and clips."""
    steps: list[Step] = field(default_factory=list)
    attention: list[Attention] = field(default_factory=list)
    decoded: list[Decoded] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def save(self) -> None:
        """Write both files as they are so far."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        told = asdict(self)
        del told["path"]
        self.path.with_suffix(".json").write_text(json.dumps(told, indent=1) + "\n")
        self.path.with_suffix(".md").write_text(self.markdown())

    def markdown(self) -> str:
        device = self.device
        memory = "" if device["memory_gib"] is None else f", {device['memory_gib']} GiB"
        peak = device["peak_tflops"]
        ideal = (
            f"{peak} TFLOP/s, its data sheet's for dense products in bf16"
            if peak
            else f"{self.ideal_tflops:.3g} TFLOP/s, which a large product reached here: its data sheet is not known"
        )
        lines = [
            f"## {device['name']}{memory}",
            "",
            f"{self.model} with random weights in bf16, PyTorch {device['torch']}, diffusers {device['diffusers']}. "
            f"Steps attend by the engine's choice here: {self.kernels}. Floors: operations by `cost.py` over {ideal}. "
            f"One large product reached {device['product_tflops']} TFLOP/s; copies from pinned memory, "
            f"{device['upload_gb_s']} GB/s.",
            "",
            *_steps(self.steps),
            *_clips(self.steps),
            *_decoded(self.decoded),
            *_parts(self.parts),
            *_attention(self.attention),
        ]
        if self.left_out:
            lines += ["Left out:", "", *(f"- {said}" for said in self.left_out), ""]
        return "\n".join(lines)


def _steps(steps: list[Step]) -> list[str]:
    if not steps:
        return []
    rows = [
        [
            step.job + (" from an image" if step.with_image else ""),
            f"{step.stage}" + (f", a tile of {step.tiles}" if step.tiles > 1 else ""),
            f"{step.tokens:,}",
            f"{step.tflop:,.4g}",
            _s(step.floor_s),
            _s(step.seconds),
            f"{step.share:.0%}",
            step.timed_with,
            _gib(step.weights_bytes),
            "–" if step.peak_bytes is None else _gib(step.peak_bytes - (step.weights_bytes or 0)),
            _gib(step.predicted_bytes),
        ]
        for step in steps
    ]
    heads = [
        *("job", "stage", "tokens", "TFLOP", "floor", "one pass", "of the ideal", "timed with"),
        *("weights", "beside them, at most", "predicted"),
    ]
    return ["One step of the transformer, or of one tile:", "", *_table(heads, rows), ""]


def _clips(steps: list[Step]) -> list[str]:
    """Both stages of the jobs that both were timed of: the distilled recipe's 8 and 3 steps."""
    plain = {(step.job, step.stage): step for step in steps if not step.with_image}
    rows = []
    for (job, stage), first in plain.items():
        second = plain.get((job, 2))
        if stage == 1 and second is not None:
            floor, taken = (8 * first.tiles * a + 3 * second.tiles * b for a, b in
                            ((first.floor_s, second.floor_s), (first.seconds, second.seconds)))  # fmt: skip
            rows.append([job, _s(floor), _s(taken), f"{floor / taken:.0%}"])
    if not rows:
        return []
    return [
        "The transformer's share of a clip of `ltxv/ltxv-2-fast`, its 8 and 3 steps, reckoned from these:",
        "", *_table(["job", "floor", "reckoned", "of the ideal"], rows), "",
    ]  # fmt: skip


def _decoded(decoded: list[Decoded]) -> list[str]:
    if not decoded:
        return []
    rows = [
        [
            it.job,
            f"{it.tiles} of {it.tiles_of}" + (", a piece of the picture at a time" if it.in_pieces else ""),
            ", ".join(_s(s) for s in it.tile_seconds),
            _s(it.clip_seconds) + ("" if it.tiles == it.tiles_of else ", reckoned"),
            _gib(it.weights_bytes),
            "–" if it.peak_bytes is None else _gib(it.peak_bytes - (it.weights_bytes or 0)),
        ]
        for it in decoded
    ]
    heads = ["job", "tiles", "each", "the clip", "weights", "beside them, at most"]
    return ["Decoding to planes in the host's memory:", "", *_table(heads, rows), ""]


def _parts(parts: list[Part]) -> list[str]:
    rows = [[part.name, _s(part.seconds), part.note] for part in parts]
    return ["The rest:", "", *_table(["", "time", ""], rows), ""] if rows else []


def _attention(attention: list[Attention]) -> list[str]:
    rows = [
        [
            it.shape,
            it.backend,
            it.problem if it.seconds is None else f"{it.seconds * 1e3:.4g} ms",
            "–" if it.tflops is None else f"{it.tflops:.4g}",
            "–" if it.difference is None else f"{it.difference:.1g}",
        ]
        for it in attention
    ]
    heads = ["attention", "back end", "time", "TFLOP/s", "largest difference"]
    return (
        ["Attention, by PyTorch's own kernels and by those that are installed beside it:", "", *_table(heads, rows), ""]
        if rows
        else []
    )


def _table(heads: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows)]


def _s(seconds: float) -> str:
    return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.3g} s"


def _gib(size: int | None) -> str:
    return "–" if size is None else f"{size / GIB:.1f} GiB"
