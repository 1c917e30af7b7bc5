"""Weights from a folder in diffusers' layout: every part built empty and filled from its files, nothing left over.

No byte is read twice: a part is built without memory for its parameters, and the tensors of its files, which are
mapped rather than read, become them. A name that is missing or too many is an error that names it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor, nn

from vitascope.core.errors import EngineMissing

PARTS = {
    "transformer": ("LTX2VideoTransformer3DModel",),
    "transformer_full": ("LTX2VideoTransformer3DModel",),
    "vae": ("AutoencoderKLLTX2Video",),
    "audio_vae": ("AutoencoderKLLTX2Audio",),
    "connectors": ("LTX2TextConnectors",),
    "vocoder": ("LTX2Vocoder", "LTX2VocoderWithBWE"),
    "latent_upsampler": ("LTX2LatentUpsamplerModel",),
}
"""Folders of the layout, and the classes of diffusers that each may hold."""
OPTIONAL = ("transformer_full",)
"""The undistilled transformer, which ``ltxv/ltxv-2`` needs; the layout's own name for it, since LTX-2.5."""
SCHEDULER = Path("scheduler", "scheduler_config.json")
TEXT_PARTS = ("text_encoder", "tokenizer")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """All parts, in evaluation mode. The text encoder is loaded apart: it may live elsewhere (see `text`)."""

    transformer: Any
    """The distilled one."""
    vae: Any
    audio_vae: Any
    connectors: Any
    vocoder: Any
    upsampler: Any
    transformer_full: Any = None
    """The undistilled one, where there is one."""


def load(folder: Path, *, dtype: torch.dtype, device: torch.device | str = "cpu") -> Weights:
    """Every part of ``folder``, in ``dtype`` on ``device``; the vocoder in float32, because it drifts in less.

    Raises `EngineMissing` with the file and the names where anything is not as it must be.
    """
    check_layout(folder)
    parts = {
        name: part(folder / name, dtype=torch.float32 if name == "vocoder" else dtype, device=device)
        for name in PARTS
        if (folder / name).is_dir()
    }
    return Weights(
        transformer=parts["transformer"],
        vae=parts["vae"],
        audio_vae=parts["audio_vae"],
        connectors=parts["connectors"],
        vocoder=parts["vocoder"],
        upsampler=parts["latent_upsampler"],
        transformer_full=parts.get("transformer_full"),
    )


def check_layout(folder: Path) -> None:
    """Raises `EngineMissing` where a part is missing, or is in the place of another."""
    missing = [name for name in (*PARTS, *TEXT_PARTS) if name not in OPTIONAL and not (folder / name).is_dir()]
    if missing:
        raise EngineMissing(f"{folder} does not hold LTX-2 in diffusers' layout: {_some(missing)} is not there.")
    # A transformer does not say whether it was distilled, and one that was not makes noise in eight steps; but the
    # scheduler that is published beside it does: distilled models are run at fixed noise levels.
    if (folder / SCHEDULER).is_file() and _config(folder / SCHEDULER).get("use_dynamic_shifting"):
        raise EngineMissing(
            f"By {folder / SCHEDULER}, the transformer of {folder} is the undistilled one. Name its folder "
            "transformer_full, put the distilled one beside it as transformer, and remove the folder scheduler."
        )


def part(folder: Path, *, dtype: torch.dtype, device: torch.device | str) -> Any:
    """The model in one folder: ``config.json`` and safetensors beside it. Raises `EngineMissing`."""
    config = _config(folder / "config.json")
    build = _class(folder, config.get("_class_name"))
    if folder.name.startswith("transformer"):
        config["perturbed_attn"] = True  # no other weights: it lets guidance weaken a pass, and LTX-2.0 says False
    with without_memory_for_parameters():
        model = build.from_config(config)
    fill(model, tensors(folder), dtype=dtype, device=device, origin=str(folder))
    return model.eval()


def fill(
    model: nn.Module, found: dict[str, Tensor], *, dtype: torch.dtype, device: torch.device | str, origin: str
) -> None:
    """Make ``found`` the parameters and buffers of ``model``. Raises `EngineMissing`: a name or a shape is wrong.

    ``origin`` is what an error calls the place that they come from.
    """
    wanted = model.state_dict(keep_vars=True)
    absent, strange = sorted(wanted.keys() - found.keys()), sorted(found.keys() - wanted.keys())
    if absent or strange:
        said = [f"{len(absent)} missing ({_some(absent)})"] if absent else []
        said += [f"{len(strange)} unknown ({_some(strange)})"] if strange else []
        raise EngineMissing(f"The weights in {origin} do not fit {type(model).__name__}: {', '.join(said)}.")
    for name, tensor in found.items():
        if tensor.shape != wanted[name].shape:
            raise EngineMissing(
                f"The weight {name} in {origin} is {_shape(tensor)}, and {type(model).__name__} needs "
                f"{_shape(wanted[name])}."
            )
    kept = {name: t.to(device, dtype if t.is_floating_point() else t.dtype) for name, t in found.items()}
    model.load_state_dict(kept, strict=True, assign=True)
    model.to(device)  # buffers that no file holds, such as filters
    model.requires_grad_(requires_grad=False)


def tensors(folder: Path) -> dict[str, Tensor]:
    """All tensors of a folder's safetensors files, mapped: nothing is read before it is used."""
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise EngineMissing(f"{folder} holds no .safetensors file.")
    found: dict[str, Tensor] = {}
    for file in files:
        try:
            with safe_open(file, framework="pt", device="cpu") as stored:
                found |= {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 - not a mapping
        except Exception as error:  # the library's own, which has no common root
            raise EngineMissing(f"{file} cannot be read as safetensors: {error}.") from error
    return found


@contextlib.contextmanager
def without_memory_for_parameters() -> Iterator[None]:
    """Models built meanwhile have parameters of shapes alone; their buffers are as ever, for some are in no file."""
    register = nn.Module.register_parameter

    def register_shape(module: nn.Module, name: str, parameter: nn.Parameter | None) -> None:
        register(module, name, parameter)
        if parameter is not None:
            module._parameters[name] = nn.Parameter(parameter.to("meta"), requires_grad=False)

    nn.Module.register_parameter = register_shape  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        nn.Module.register_parameter = register  # type: ignore[method-assign]


def _config(file: Path) -> dict[str, Any]:
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineMissing(f"{file} cannot be read: {error}.") from error
    if not isinstance(config, dict):
        raise EngineMissing(f"{file} is no JSON object.")
    return config


def _class(folder: Path, name: object) -> Any:
    allowed = PARTS[folder.name]
    if name not in allowed:
        raise EngineMissing(
            f"{folder / 'config.json'} says {name!r}; only {' or '.join(allowed)} is loaded from there."
        )
    import diffusers
    from diffusers.pipelines import ltx2

    return getattr(diffusers, str(name), None) or getattr(ltx2, str(name))


def _some(names: list[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or "one number"
