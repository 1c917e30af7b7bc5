"""How diffusers' pipelines are asked, where ours is compared with them."""

from __future__ import annotations

UNGUIDED = {
    "guidance_scale": 1.0,
    "stg_scale": 0.0,
    "modality_scale": 1.0,
    "guidance_rescale": 0.0,
    "audio_guidance_scale": 1.0,
    "audio_stg_scale": 0.0,
    "audio_modality_scale": 1.0,
    "audio_guidance_rescale": 0.0,
    "use_cross_timestep": False,
}
"""One pass a step, as the distilled model is run; the pipeline's defaults are the guided model's."""
