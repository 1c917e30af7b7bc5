"""One clip of tiny LTX-2 in a process of its own, from prompt to MP4: by the engine, or by diffusers' pipelines.

    python -m tools.bench_ltx_clip {ours,theirs} WEIGHTS OUT.mp4 --seconds 6 --width 640 --height 384

Prints JSON: seconds, those of CPU, and the most memory that was resident; a fresh process alone knows its own peak.
Theirs is the two-stage example of diffusers' documentation for LTX-2, at the distilled model's noise levels.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import torch

from tools.bench_process import MEASURABLE
from vitascope.core.generation import GenerationRequest, GenerationSpec, fill
from vitascope.core.media import Resolution
from vitascope.core.ports import Inputs
from vitascope.engines.ltx.engine import LtxEngine
from vitascope.engines.ltx.geometry import plan
from vitascope.engines.ltx.sigmas import DISTILLED, REFINE
from vitascope.media.mux import Muxer
from vitascope.testing import RecordingReport

PROMPT = "A red boat on a calm sea at dawn."
FPS = 25
THREADS = 2
Film = Callable[[GenerationSpec, Path], None]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("way", choices=("ours", "theirs"))
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--height", type=int, default=384)
    options = parser.parse_args()
    torch.set_num_threads(THREADS)
    film = ours(options.weights) if options.way == "ours" else theirs(options.weights)
    wanted = spec(Resolution(name="bench", width=options.width, height=options.height), options.seconds)
    film(replace(wanted, duration_s=1, resolution=Resolution(name="warm", width=64, height=64)), options.out)
    before, started, spent = peak_bytes(), time.perf_counter(), time.process_time()
    film(wanted, options.out)
    seconds, cpu_s = time.perf_counter() - started, time.process_time() - spent
    told = {"seconds": seconds, "cpu_s": cpu_s, "before_bytes": before, "peak_bytes": peak_bytes()}
    print(json.dumps(told | {"file_bytes": options.out.stat().st_size}))


def spec(size: Resolution, seconds: int) -> GenerationSpec:
    filled = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt=PROMPT), engine="ltx", seed=1)
    return replace(filled, resolution=size, duration_s=seconds, fps=Fraction(FPS), generate_audio=True)


def ours(weights: Path) -> Film:
    """As the render child does it: chunk by chunk to the muxer."""
    os.environ |= {"VITASCOPE_WEIGHTS": str(weights), "VITASCOPE_ACCEPT_LTX_LICENSE": "true"}
    engine = LtxEngine()
    engine.load(RecordingReport())

    def film(wanted: GenerationSpec, out: Path) -> None:
        with Muxer(out, resolution=wanted.resolution, fps=wanted.fps, has_audio=True, receipt={}) as clip:
            for chunk in engine.generate(wanted, Inputs(), RecordingReport()):
                clip.write(chunk)
            clip.close()

    return film


def theirs(weights: Path) -> Film:
    """Stage 1 to latents, the upsampling pipeline, stage 2 to an array of frames, and their ``encode_video``."""
    from diffusers.pipelines.ltx2 import LTX2LatentUpsamplePipeline, LTX2LatentUpsamplerModel
    from diffusers.utils import encode_video

    pipe = pipeline(weights)
    upsampler = LTX2LatentUpsamplerModel.from_pretrained(weights / "latent_upsampler")
    upsampling = LTX2LatentUpsamplePipeline(vae=pipe.vae, latent_upsampler=upsampler)
    upsampling.set_progress_bar_config(disable=True)
    pipe.vae.enable_tiling()  # as the example does, against running out of memory

    def film(wanted: GenerationSpec, out: Path) -> None:
        made = plan(wanted.resolution, wanted.frames, wanted.fps)
        frames, height, width = made.full.pixels
        asked = UNGUIDED | {"prompt": wanted.prompt, "num_frames": frames, "frame_rate": float(wanted.fps)}
        video, audio = pipe(
            **asked, width=width // 2, height=height // 2, sigmas=list(DISTILLED[:-1]),
            num_inference_steps=len(DISTILLED) - 1, generator=torch.Generator().manual_seed(1), output_type="latent",
        )  # fmt: skip
        larger = upsampling(latents=video, output_type="latent", return_dict=False)[0]
        video, audio = pipe(
            **asked, width=width, height=height, latents=larger, audio_latents=audio, sigmas=list(REFINE[:-1]),
            num_inference_steps=len(REFINE) - 1, noise_scale=REFINE[0], generator=torch.Generator().manual_seed(1),
            output_type="np",
        )  # fmt: skip
        encode_video(
            video[0],
            fps=FPS,
            audio=audio[0].float().cpu(),
            audio_sample_rate=pipe.vocoder.config.output_sampling_rate,
            output_path=str(out),
        )

    return film


def pipeline(weights: Path) -> Any:
    """diffusers' own, over the same weights, at fixed noise levels."""
    from diffusers import FlowMatchEulerDiscreteScheduler, LTX2Pipeline
    from diffusers.models import AutoencoderKLLTX2Audio, AutoencoderKLLTX2Video, LTX2VideoTransformer3DModel
    from diffusers.pipelines.ltx2 import LTX2TextConnectors, LTX2Vocoder
    from transformers import AutoTokenizer, Gemma3ForConditionalGeneration

    made = LTX2Pipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=False, shift_terminal=None),
        vae=AutoencoderKLLTX2Video.from_pretrained(weights / "vae"),
        audio_vae=AutoencoderKLLTX2Audio.from_pretrained(weights / "audio_vae"),
        text_encoder=Gemma3ForConditionalGeneration.from_pretrained(weights / "text_encoder"),
        tokenizer=AutoTokenizer.from_pretrained(weights / "tokenizer"),
        connectors=LTX2TextConnectors.from_pretrained(weights / "connectors"),
        transformer=LTX2VideoTransformer3DModel.from_pretrained(weights / "transformer"),
        vocoder=LTX2Vocoder.from_pretrained(weights / "vocoder"),
    )
    made.set_progress_bar_config(disable=True)
    return made


UNGUIDED: dict[str, Any] = {
    "guidance_scale": 1.0,
    "stg_scale": 0.0,
    "modality_scale": 1.0,
    "guidance_rescale": 0.0,
    "audio_guidance_scale": 1.0,
    "audio_stg_scale": 0.0,
    "audio_modality_scale": 1.0,
    "audio_guidance_rescale": 0.0,
    "use_cross_timestep": False,
    "return_dict": False,
}
"""One pass of the transformer a step, as the engine's."""


def peak_bytes() -> int | None:
    """The most that was resident since the program began. Not ``ru_maxrss``, which begins with the parent's."""
    if not MEASURABLE:
        return None
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
