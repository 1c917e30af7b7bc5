"""What the text encoder reads: the prompt, with what else was asked put in words, and what the clip shall not be."""

from __future__ import annotations

from vitascope.core.generation import GenerationSpec

CAMERA = {
    "dolly_in": "The camera moves slowly forward, towards the subject.",
    "dolly_out": "The camera moves slowly backward, away from the subject.",
    "dolly_left": "The camera glides sideways to the left.",
    "dolly_right": "The camera glides sideways to the right.",
    "jib_up": "The camera rises straight up.",
    "jib_down": "The camera sinks straight down.",
    "static": "The camera stands still on a tripod.",
    "focus_shift": "The focus shifts from the foreground to the background.",
}
"""A sentence for each of `CAMERA_MOTIONS`: the model knows the camera from its captions, and from nothing else."""

UNWANTED = (
    "blurred, grainy or washed-out picture, flicker, jerky or frozen motion, melting shapes, deformed hands and faces, "
    "subtitles, logo, watermark, muffled or crackling sound, robotic voice, lips out of step with speech"
)
"""The negative prompt of guided sampling, in our own words."""


def in_words(spec: GenerationSpec) -> str:
    """The prompt with the camera's motion in a sentence of its own."""
    prompt = spec.prompt.strip()
    if spec.camera_motion is None:
        return prompt
    end = "" if prompt.endswith((".", "!", "?", "…")) else "."
    return f"{prompt}{end} {CAMERA[spec.camera_motion]}"
