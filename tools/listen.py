"""The sound of every sample prompt in numbers, since nobody listens where this is built: levels, words, colour, pace.

    python -m tools.listen --only 1,5 --pictures /tmp/sounds

Columns: integrated loudness and true peak (ITU-R BS.1770), the voice over all else while it speaks, STOI of the mix
against the voice before any effect, share of the power under 40 Hz and under 250 Hz, spectral centroid, how far the
level moves (standard deviation of 50 ms levels), seconds to make.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from tools.intelligibility import stoi
from tools.prompts import PROMPTS, chosen, read_prompts
from tools.spectrogram import spectrogram
from vitascope.core.media import SAMPLE_RATE
from vitascope.engines.animatic.graph import Scene
from vitascope.engines.animatic.reading.reader import read_prompt
from vitascope.engines.animatic.sound.mix.loudness import integrated_lufs, true_peak
from vitascope.engines.animatic.sound.mix.mixer import mix
from vitascope.engines.animatic.sound.noise import Mono
from vitascope.engines.animatic.sound.soundtrack import chosen_voice
from vitascope.engines.animatic.sound.stems import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the meters say of one clip; ``track`` is the mix, ``(2, samples)``."""

    lufs: float
    peak_dbtp: float
    over_bed_db: float | None
    words: float | None
    """STOI; None where nobody speaks."""
    under_40: float
    under_250: float
    centroid_hz: float
    movement_db: float
    seconds: float
    track: Mono


def heard(scene: Scene, rate: int = SAMPLE_RATE) -> Heard:
    """The whole sound of ``scene``, measured."""
    started = time.monotonic()
    score = render(scene, samples=round(scene.duration_s * rate), rate=rate, voice=chosen_voice())
    mixed = mix(score.stems(), rate)
    seconds = time.monotonic() - started
    over, words = None, None
    if score.spoken.any():
        spoken = score.spoken > 0
        speech, bed = (np.mean(x[:, spoken] ** 2) for x in (mixed.speech, mixed.bed))
        over = 10 * float(np.log10(speech / max(bed, 1e-12)))
        words = stoi(score.said[spoken], mixed.track[:, spoken].mean(axis=0), rate)
    mono = mixed.track.mean(axis=0)
    power = np.abs(np.fft.rfft(mono)) ** 2
    hz = np.fft.rfftfreq(mono.size, 1 / rate)
    total = max(float(power.sum()), 1e-20)
    blocks = mono[: mono.size // 2400 * 2400].reshape(-1, 2400)
    levels = 10 * np.log10(np.mean(blocks**2, axis=1) + 1e-9)
    return Heard(
        lufs=integrated_lufs(mixed.track, rate),
        peak_dbtp=20 * float(np.log10(max(true_peak(mixed.track), 1e-9))),
        over_bed_db=over,
        words=words,
        under_40=float(power[hz < 40].sum()) / total,
        under_250=float(power[hz < 250].sum()) / total,
        centroid_hz=float((hz * power).sum()) / total,
        movement_db=float(np.std(levels[1:-1])),
        seconds=seconds,
        track=mixed.track,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="listen", description="Measure the sound of the sample prompts.")
    parser.add_argument("--only", default="", metavar="1,5,8-10", help="numbers of prompts; all if not given")
    parser.add_argument("--prompts", type=Path, default=PROMPTS, help="a numbered list in Markdown")
    parser.add_argument("--duration", type=float, default=6.0, help="seconds of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=Path, default=None, help="folder for a spectrogram of each")
    options = parser.parse_args(arguments)
    print(" no    LUFS   dBTP  over   STOI   <40  <250   Hz    ±dB    s")
    for number, prompt in chosen(options.only, read_prompts(options.prompts)).items():
        it = heard(read_prompt(prompt, seed=options.seed, duration_s=options.duration))
        over = f"{it.over_bed_db:5.1f}" if it.over_bed_db is not None else "    –"
        words = f"{it.words:5.2f}" if it.words is not None else "    –"
        print(
            f"{number:>3}  {it.lufs:6.2f} {it.peak_dbtp:6.2f} {over}  {words}  {it.under_40:4.0%}  {it.under_250:4.0%} "
            f"{it.centroid_hz:5.0f}  {it.movement_db:4.1f}  {it.seconds:4.2f}  {prompt[:50]}",
            flush=True,
        )
        if options.pictures:
            options.pictures.mkdir(parents=True, exist_ok=True)
            picture = spectrogram(
                it.track.astype(np.float32), width=900, height=240, duration_s=it.track.shape[1] / SAMPLE_RATE
            )
            Image.fromarray(picture).save(options.pictures / f"{number:02}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
