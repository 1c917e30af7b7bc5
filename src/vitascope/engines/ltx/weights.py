"""Weights from a folder: every part built empty and filled from its files, with nothing left over.

No byte is read twice: a part is built without memory for its parameters, and the tensors of its files, which are
mapped rather than read, become them. A name that is missing or too many is an error that names it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx import single_file
from vitascope.engines.ltx.eight_bits import in_eight_bits, scale_of, swap_linears
from vitascope.engines.ltx.identity import identity_of
from vitascope.engines.ltx.stored import Read, Stored, read_config, some, tensors
from vitascope.engines.ltx.text_files import text_folders

PARTS = {
    "transformer": ("LTX2VideoTransformer3DModel",),
    "transformer_full": ("LTX2VideoTransformer3DModel",),
    "vae": ("AutoencoderKLLTX2Video",),
    "audio_vae": ("AutoencoderKLLTX2Audio",),
    "connectors": ("LTX2TextConnectors",),
    "connectors_full": ("LTX2TextConnectors",),
    "vocoder": ("LTX2Vocoder", "LTX2VocoderWithBWE"),
    "latent_upsampler": ("LTX2LatentUpsamplerModel",),
}
"""Folders of the layout, and the classes of diffusers that each may hold."""
OPTIONAL = ("transformer_full", "connectors_full")
"""The undistilled model's, which ``ltxv/ltxv-2`` needs; the former is the layout's own name since LTX-2.5."""
BLOCKS = "transformer_blocks"
"""Of a transformer: 98 % of its weights."""
SCHEDULER = Path("scheduler", "scheduler_config.json")
CPU_ALIGNMENT = 64
"""Bytes: where PyTorch's own memory on a CPU begins."""


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
    connectors_full: Any = None
    """Those that were trained with it; distilling changed them too."""
    identity: Mapping[str, str] = field(default_factory=dict)
    """Which weights each part was filled with, by its name (see `identity`)."""


def load(
    folder: Path,
    *,
    dtype: torch.dtype,
    device: torch.device | str = "cpu",
    elsewhere: Mapping[str, torch.device | str] | None = None,
    eight_bits: Collection[str] = (),
) -> Weights:
    """Every part of ``folder``, in ``dtype`` on ``device``; the vocoder in float32, because it drifts in less.

    ``elsewhere`` says by name which part goes to another device, ``eight_bits`` which transformers' blocks are kept so
    (see `eight_bits`).
    Both layouts are read: single files as they are published, and diffusers' folders. Raises `EngineMissing` with the
    file and the names where anything is not as it must be.
    """
    get = reader(folder)
    text_folders(folder)  # read apart, but missed before gigabytes are read
    parts, identity = {}, {}
    for name in PARTS:
        if (stored := get(name)) is not None:
            identity[name] = identity_of(stored.tensors)
            kind = torch.float32 if name == "vocoder" else dtype
            inside = BLOCKS if name in eight_bits else None
            place = (elsewhere or {}).get(name, device)
            parts[name] = build(name, stored, dtype=kind, device=place, eight_bits=inside, workshop=device)
    return Weights(
        transformer=parts["transformer"],
        vae=parts["vae"],
        audio_vae=parts["audio_vae"],
        connectors=parts["connectors"],
        vocoder=parts["vocoder"],
        upsampler=parts["latent_upsampler"],
        transformer_full=parts.get("transformer_full"),
        connectors_full=parts.get("connectors_full"),
        identity=identity,
    )


def reader(folder: Path, read: Read = tensors) -> Callable[[str], Stored | None]:
    """What gets a part by its name, from whichever layout ``folder`` has; ``None`` where it may be missing and is.

    ``read`` is how files are read. Both raise `EngineMissing`.
    """
    files = single_file.find(folder, read)
    if files is not None:
        return files.part
    check_layout(folder)
    return lambda name: in_layout(folder / name, read)


def check_layout(folder: Path) -> None:
    """Raises `EngineMissing` where a part of diffusers' layout is missing, or is in the place of another."""
    missing = [name for name in PARTS if name not in OPTIONAL and not (folder / name).is_dir()]
    if missing:
        raise EngineMissing(
            f"{folder} holds LTX-2 neither as a single file nor in diffusers' layout: {some(missing)} is not there."
        )
    # A transformer does not say whether it was distilled, and one that was not makes noise in eight steps; but the
    # scheduler that is published beside it does: distilled models are run at fixed noise levels.
    if (folder / SCHEDULER).is_file() and read_config(folder / SCHEDULER).get("use_dynamic_shifting"):
        raise EngineMissing(
            f"By {folder / SCHEDULER}, the transformer of {folder} is the undistilled one. Name its folder "
            "transformer_full, put the distilled one beside it as transformer, and remove the folder scheduler."
        )


def in_layout(folder: Path, read: Read = tensors) -> Stored | None:
    """A part's folder in diffusers' layout: ``config.json`` and safetensors beside it. Raises `EngineMissing`."""
    if folder.name in OPTIONAL and not folder.is_dir():
        return None
    config, files = read_config(folder / "config.json"), sorted(folder.glob("*.safetensors"))
    if not files:
        raise EngineMissing(f"{folder} holds no .safetensors file.")
    found: dict[str, Tensor] = {}
    for file in files:
        found |= read(file)
    return Stored(config=config, tensors=found, origin=str(folder))


def build(
    name: str,
    stored: Stored,
    *,
    dtype: torch.dtype,
    device: torch.device | str,
    eight_bits: str | None = None,
    workshop: torch.device | str = "cpu",
) -> Any:
    """The model of one part, filled as `fill` does. Raises `EngineMissing`."""
    model = empty(name, stored)
    fill(
        model,
        stored.tensors,
        dtype=dtype,
        device=device,
        origin=stored.origin,
        eight_bits=eight_bits,
        workshop=workshop,
    )
    return model.eval()


def empty(name: str, stored: Stored) -> Any:
    """The model of one part, with parameters that take no memory. Raises `EngineMissing`."""
    kind, config = _class(name, stored), dict(stored.config)
    if name.startswith("transformer"):
        config["perturbed_attn"] = True  # no other weights: it lets guidance weaken a pass, and LTX-2.0 says False
    with without_memory_for_parameters():
        return kind.from_config(config)


def fill(
    model: nn.Module,
    found: dict[str, Tensor],
    *,
    dtype: torch.dtype,
    device: torch.device | str,
    origin: str,
    eight_bits: str | None = None,
    workshop: torch.device | str = "cpu",
) -> None:
    """Make ``found`` the parameters and buffers of ``model``. Raises `EngineMissing`: a name or a shape is wrong.

    ``origin`` is what an error calls the place that they come from. The linear layers under the name ``eight_bits``
    are kept so, and are brought to that on ``workshop``: at no time is more than one of them in 16 bits on a device.
    """
    check_fit(model, found, origin=origin)
    swapped = [] if eight_bits is None else swap_linears(model, inside=eight_bits)
    exact = {scale_of(name) for name in swapped}
    kept = {
        name: _aligned(tensor.to(device, dtype if tensor.is_floating_point() and name not in exact else tensor.dtype))
        for name, tensor in in_eight_bits(found, swapped, workshop=workshop)
    }
    model.load_state_dict(kept, strict=True, assign=True)
    model.to(device)  # buffers that no file holds, such as filters
    model.requires_grad_(requires_grad=False)


def _aligned(tensor: Tensor) -> Tensor:
    """``tensor`` where PyTorch itself would lay it.

    Read in place it lies where its file's header has it, and on some CPUs the last bits of a product depend on that:
    the same weights in other files would be another clip.
    """
    return tensor.clone() if tensor.device.type == "cpu" and tensor.data_ptr() % CPU_ALIGNMENT else tensor


def check_fit(model: nn.Module, found: dict[str, Tensor], *, origin: str) -> None:
    """Raises `EngineMissing` unless ``found`` is what ``model`` has, name for name and shape for shape."""
    wanted = model.state_dict(keep_vars=True)
    absent, strange = sorted(wanted.keys() - found.keys()), sorted(found.keys() - wanted.keys())
    if absent or strange:
        said = [f"{len(absent)} missing ({some(absent)})"] if absent else []
        said += [f"{len(strange)} unknown ({some(strange)})"] if strange else []
        raise EngineMissing(f"The weights in {origin} do not fit {type(model).__name__}: {', '.join(said)}.")
    for name, tensor in found.items():
        if tensor.shape != wanted[name].shape:
            raise EngineMissing(
                f"The weight {name} in {origin} is {_shape(tensor)}, and {type(model).__name__} needs "
                f"{_shape(wanted[name])}."
            )


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


def _class(part: str, stored: Stored) -> Any:
    name, allowed = stored.config.get("_class_name"), PARTS[part]
    if name not in allowed:
        raise EngineMissing(
            f"The configuration of {part} in {stored.origin} says {name!r}; only {' or '.join(allowed)} is loaded."
        )
    import diffusers
    from diffusers.pipelines import ltx2

    return getattr(diffusers, str(name), None) or getattr(ltx2, str(name))


def _shape(tensor: Tensor) -> str:
    return "×".join(map(str, tensor.shape)) or "one number"
