"""The ends of the decoder: sound of exactly the clip's length at our rate, and planes in our colours."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch

from vitascope.core.media import SAMPLE_RATE
from vitascope.engines.ltx.noise import noise
from vitascope.engines.ltx.pixels import to_i420
from vitascope.engines.ltx.sound import decode_sound, resample
from vitascope.media.convert import rgb_to_i420


@pytest.mark.parametrize(("frames", "fps"), [(9, 25), (17, 25), (25, 50), (30, 25)])
def test_the_soundtrack_is_exactly_as_long_as_the_clip(pipeline: Any, frames: int, fps: int) -> None:
    rate = Fraction(fps)
    latents = noise((1, max(2, round(25 * frames / fps)), 8), seed=1, use="audio")
    wave = decode_sound(latents, audio_vae=pipeline.audio_vae, vocoder=pipeline.vocoder, frames=frames, fps=rate)
    assert wave.shape == (2, round(frames * SAMPLE_RATE / rate))
    assert wave.dtype == np.float32
    assert np.abs(wave).max() > 0


@pytest.mark.parametrize("hz", [50, 440, 5_000, 10_000])
def test_resampling_keeps_a_tone_where_it_is(hz: int) -> None:
    rate, target, seconds = 24_000, 48_000, 0.5
    tone = torch.sin(2 * torch.pi * hz * torch.arange(int(rate * seconds), dtype=torch.float64) / rate)
    wanted = torch.sin(2 * torch.pi * hz * torch.arange(int(target * seconds), dtype=torch.float64) / target)
    made = resample(tone[None], rate, target)[0]
    inside = slice(2000, -2000)
    assert made.shape == wanted.shape
    assert float((made[inside] - wanted[inside]).abs().max()) < 1e-4


def test_the_rate_that_we_want_already_is_left_alone() -> None:
    wave = torch.randn(2, 100)
    assert resample(wave, SAMPLE_RATE, SAMPLE_RATE) is wave


def test_a_rate_that_does_not_divide_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="44100"):
        resample(torch.zeros(1, 10), 44_100, SAMPLE_RATE)


def test_planes_are_cut_and_coloured_as_the_muxers_converter_colours_them() -> None:
    height, width, top, left = 32, 64, 4, 8
    rows = torch.linspace(0, 1, 40)[:, None].expand(40, 80)
    columns = torch.linspace(0, 1, 80)[None, :].expand(40, 80)
    picture = torch.stack((rows, columns, 1 - rows))
    planes = to_i420(picture[:, None] * 2 - 1, top=top, left=left, height=height, width=width)
    cut = picture[:, top : top + height, left : left + width]
    rgb = np.ascontiguousarray((cut * 255).round().byte().permute(1, 2, 0).numpy())
    for ours, theirs in zip(planes, rgb_to_i420(rgb), strict=True):
        assert ours.shape == (1, *theirs.shape)
        assert np.abs(ours[0].astype(int) - theirs.astype(int)).max() <= 2


@pytest.mark.parametrize(
    ("rgb", "yuv"),
    [
        ((-1, -1, -1), (16, 128, 128)),
        ((1, 1, 1), (235, 128, 128)),
        ((9, 9, 9), (235, 128, 128)),
        ((1, -1, -1), (63, 102, 240)),
    ],
)
def test_black_white_red_and_what_is_beyond_white_are_those_of_the_standard(
    rgb: tuple[int, int, int], yuv: tuple[int, int, int]
) -> None:
    frame = torch.tensor(rgb, dtype=torch.float32)[:, None, None, None].expand(3, 1, 4, 4)
    planes = to_i420(frame, top=0, left=0, height=4, width=4)
    assert tuple(int(plane[0, 0, 0]) for plane in planes) == yuv
