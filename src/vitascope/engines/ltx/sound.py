"""Audio latents to the soundtrack: the audio VAE's mel spectrogram, the vocoder's waveform, our rate and length."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from vitascope.core.media import SAMPLE_RATE, Waveform, audio_span
from vitascope.engines.ltx.latents import Statistics, unpack_audio

HALF_WIDTH = 64
"""Zero crossings of the interpolating sinc on either side."""
KAISER_BETA = 14.77
"""Stop band at −150 dB: what is resampled adds nothing that 16 bits could hold."""


@torch.inference_mode()
def decode_sound(packed: Tensor, *, audio_vae: Any, vocoder: Any, frames: int, fps: Fraction) -> Waveform:
    """``(2, samples)`` float32 at 48 kHz, exactly as long as ``frames`` frames at ``fps``.

    ``packed`` is ``(1, length, features)``, normalised. The decoded sound is a little shorter than its latents: the
    end is filled with silence. What is beyond the clip is cut off.
    """
    latents = unpack_audio(Statistics.of(audio_vae).denormalise(packed), audio_vae.config.latent_channels)
    mel = audio_vae.decode(latents.to(audio_vae.device, audio_vae.dtype), return_dict=False)[0]
    wave = vocoder(mel.to(vocoder.device, torch.float32))[0]
    wave = resample(wave, vocoder.config.output_sampling_rate, SAMPLE_RATE)
    wanted = audio_span(0, frames, fps=fps).stop
    wave = functional.pad(wave[:, :wanted], (0, max(0, wanted - wave.shape[1])))
    result: Waveform = wave.clamp(-1, 1).float().cpu().numpy()
    return result


def resample(wave: Tensor, rate: int, target: int) -> Tensor:
    """``(channels, samples)`` at ``rate`` Hz as the same sound at ``target`` Hz, a whole multiple of it.

    Windowed sinc interpolation; its group delay is taken off, so that nothing moves in time.
    """
    factor, rest = divmod(target, rate)
    if rest:
        raise ValueError(f"{rate} Hz does not divide {target} Hz")
    if factor == 1:
        return wave
    reach = HALF_WIDTH * factor
    at = torch.arange(-reach, reach + 1, dtype=torch.float64) / factor
    window = torch.kaiser_window(2 * reach + 1, periodic=False, beta=KAISER_BETA, dtype=torch.float64)
    kernel = (torch.sinc(at) * window).to(wave.device, wave.dtype)
    spread = functional.conv_transpose1d(wave[:, None], kernel[None, None], stride=factor)[:, 0]
    return spread[:, reach : reach + wave.shape[1] * factor]
