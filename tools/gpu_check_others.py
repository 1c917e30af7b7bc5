"""What is not a step of the transformer: decoding, sound, text, and a whole clip."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import torch
from torch import Tensor

from tools.gpu_check_device import Device, forget, peak_bytes, synchronize, timed
from tools.gpu_check_jobs import Job
from tools.gpu_check_parts import Parts
from tools.gpu_check_report import GIB, Decoded, Part
from vitascope.engines.ltx.decode import LENGTH, decode, stretches
from vitascope.engines.ltx.film import CHUNK_FRAMES, room_for_decoding
from vitascope.engines.ltx.fitting import RESERVED, decode_in_pieces
from vitascope.engines.ltx.latents import Statistics, unpack_video
from vitascope.engines.ltx.pixels import to_i420
from vitascope.engines.ltx.recipe import FAST
from vitascope.engines.ltx.sound import decode_sound
from vitascope.engines.ltx.stages import Order, Reached, Stages
from vitascope.engines.ltx.text import LONGEST
from vitascope.engines.ltx.upsample import upsample

RUNS = 3


def decoded(vae: Any, device: Device, job: Job, *, tiles: int | None = None) -> Decoded:
    """The video of ``job``, or its first ``tiles``; decoded in pieces where the engine would, or where it must."""
    whole = decode_in_pieces(job.plan, free_bytes=room_for_decoding(device.torch))
    for in_pieces in (True,) if whole else (False, True):
        try:
            return _decoded(vae, device, job, tiles, in_pieces=in_pieces)
        except torch.OutOfMemoryError:
            if in_pieces:
                raise
        forget(device.torch)
    raise AssertionError  # the last way either returns or raises


def _decoded(vae: Any, device: Device, job: Job, tiles: int | None, *, in_pieces: bool) -> Decoded:
    plan, every = job.plan, len(stretches(job.plan.full.frames))
    frames = plan.full.frames if tiles is None or tiles >= every else LENGTH * tiles
    latents = _random(device, 1, 128, frames, plan.full.height, plan.full.width)
    _planes(latents[:, :, :1], vae, job, in_pieces=in_pieces)  # to get warm
    forget(device.torch)
    weights = torch.cuda.memory_allocated(device.torch) if device.memory is not None else None
    seconds = _planes(latents, vae, job, in_pieces=in_pieces)
    return Decoded(
        job=job.name,
        tiles=len(seconds),
        tiles_of=every,
        tile_seconds=tuple(seconds),
        in_pieces=in_pieces,
        peak_bytes=peak_bytes(device.torch),
        weights_bytes=weights,
    )


def _planes(latents: Tensor, vae: Any, job: Job, *, in_pieces: bool) -> list[float]:
    """Seconds of each tile, from latents to planes in the host's memory."""
    plan, seconds, started = job.plan, [], time.perf_counter()
    for frames in decode(latents, vae=vae, before_tile=lambda *_: None, in_pieces=in_pieces):
        for part in torch.split(frames, CHUNK_FRAMES, dim=1):
            to_i420(part, top=plan.top, left=plan.left, height=plan.height, width=plan.width)
        now = time.perf_counter()
        seconds.append(now - started)
        started = now
    return seconds


def sound(parts: Parts, device: Device, job: Job) -> Part:
    """The soundtrack of ``job``, to samples in the host's memory."""
    audio_vae, vocoder, plan = parts.part("audio_vae"), parts.part("vocoder"), job.plan
    packed = _random(device, 1, plan.audio_latents, parts.config("transformer")["audio_in_channels"])

    def once() -> None:
        decode_sound(packed, audio_vae=audio_vae, vocoder=vocoder, frames=plan.frames, fps=plan.fps)

    first, *runs = timed(once, device.torch, runs=1 + RUNS)
    return Part(
        name=f"sound of {job.seconds} s", seconds=statistics.median(runs), note=f"the first time {first * 1e3:.0f} ms"
    )


def upsampled(parts: Parts, device: Device, job: Job) -> Part:
    """From stage 1 to stage 2 of ``job``."""
    upsampler, statistics_of = parts.part("latent_upsampler"), Statistics.of(parts.part("vae"))
    packed = torch.randn(1, job.plan.half.tokens, 128, device=device.torch)
    _, *runs = timed(
        lambda: upsample(packed, job.plan.half, upsampler=upsampler, statistics=statistics_of),
        device.torch,
        runs=1 + RUNS,
    )
    return Part(name=f"latents of {job.name} made twice as large", seconds=statistics.median(runs))


@torch.inference_mode()
def text(parts: Parts, device: Device) -> Iterator[Part | str]:
    """The language model and the connectors, or why not."""
    layer, rest = parts.gemma_bytes()
    every = int(parts.config("text_encoder")["num_hidden_layers"])
    room = device.free - RESERVED - rest - GIB
    layers = every if room == float("inf") else min(every, int(room // layer))
    if layers < 2:
        yield f"the text encoder: {device.free / GIB:.0f} GiB are free, and two of its layers take more"
        return
    tokens = torch.randint(4, int(parts.config("text_encoder")["vocab_size"]), (1, LONGEST), device=device.torch)
    attended = torch.ones_like(tokens)
    _, *runs = timed(partial(_read, parts.gemma(layers), tokens, attended), device.torch, runs=1 + RUNS)
    scaled = "" if layers == every else f"timed with {layers} of {every} layers, × {every / layers:.3g}"
    yield Part(name=f"text encoder, {LONGEST:,} tokens", seconds=statistics.median(runs) * every / layers, note=scaled)
    forget(device.torch)
    config = parts.config("connectors")
    packed = _random(device, 1, LONGEST, config["caption_channels"] * config["text_proj_in_factor"])
    connectors = parts.part("connectors")
    _, *runs = timed(lambda: connectors(packed, attended, padding_side="left"), device.torch, runs=1 + RUNS)
    yield Part(name="connectors", seconds=statistics.median(runs))


def _read(gemma: Any, tokens: Tensor, attended: Tensor) -> Tensor:
    found = gemma(input_ids=tokens, attention_mask=attended, output_hidden_states=True, use_cache=False)
    return torch.stack(found.hidden_states, dim=-1).flatten(2, 3)


class _Unwatched:
    """A `stages.Watch` that does nothing: the device is not to wait for a step, nor within one."""

    def reached(self, reached: Reached, *, of: int) -> None: ...

    def look(self) -> None: ...


@torch.inference_mode()
def clip(parts: Parts, device: Device, job: Job, transformer: Any) -> Iterator[Part]:
    """A whole clip of the distilled model from the context of its prompt, through the engine's own stages."""
    weights, plan = parts.weights(transformer), job.plan
    stages, order = Stages(weights, FAST), Order(plan=plan, fps=Fraction(plan.fps), seed=1, context=parts.context())
    watch = _Unwatched()
    started = time.perf_counter()
    half = stages.half(order, watch)
    synchronize(device.torch)
    halved = time.perf_counter()
    state = stages.full(order, half, watch)
    synchronize(device.torch)
    refined = time.perf_counter()
    decode_sound(state.audio, audio_vae=weights.audio_vae, vocoder=weights.vocoder, frames=plan.frames, fps=plan.fps)
    latents = unpack_video(Statistics.of(weights.vae).denormalise(state.video), plan.full)
    sounded = time.perf_counter()
    in_pieces = decode_in_pieces(plan, free_bytes=room_for_decoding(device.torch))
    _planes(latents, weights.vae, job, in_pieces=in_pieces)
    ended = time.perf_counter()
    peak = peak_bytes(device.torch)
    note = "" if peak is None else f"{peak / GIB:.1f} GiB at most, weights but the text encoder's among it"
    yield Part(name=f"{job.name} from its context to planes", seconds=ended - started, note=note)
    yield Part(name="– stage 1", seconds=halved - started)
    yield Part(name="– stage 2, latents made larger among it", seconds=refined - halved)
    yield Part(name="– sound, with its first-time costs", seconds=sounded - refined)
    yield Part(name="– picture decoded", seconds=ended - sounded)


def _random(device: Device, *shape: int) -> Tensor:
    return torch.randn(*shape, device=device.torch, dtype=torch.bfloat16)
