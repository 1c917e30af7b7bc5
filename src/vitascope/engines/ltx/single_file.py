"""Weights as they are published: whole models in one file each, under the official names, and the upscaler in another.

    ltx-2-19b-distilled.safetensors              everything but the text encoder and the upscaler
    ltx-2-spatial-upscaler-x2-1.0.safetensors
    ltx-2-19b-dev.safetensors                    for ltxv/ltxv-2: its transformer and connectors are used
    gemma-3-12b-it-qat-q4_0-unquantized/         the text encoder, with its tokenizer

    ltx-2-19b-distilled-lora-384.safetensors     in the distilled model's place, beside the undistilled one

Which file is what is told by the names of the weights in it; whether a model was distilled, by that of the file. A
``PART/config.json`` beside them is used instead of the published dimensions, for checkpoints of other ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.lora import DOWN, added, check_targets, is_lora, target
from vitascope.engines.ltx.names import MODEL, UNUSED, placed
from vitascope.engines.ltx.published import PUBLISHED, Version
from vitascope.engines.ltx.stored import Read, Stored, read_config, some, tensor_names, tensors

if TYPE_CHECKING:
    from torch import Tensor

RATIONAL = "upsampler.blur_down.kernel"
"""The upscaler of LTX-2.0 has it, and later ones do not."""
SCALED = (".weight_scale", ".input_scale", ".scale_weight")
"""What accompanies weights of eight bits, whose layouts differ from release to release."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoints:
    """The files of one folder, by what they are."""

    folder: Path
    distilled: Path | None
    upsampler: Path
    full: Path | None
    lora: Path | None
    """What makes the undistilled model the distilled one, where that is not there itself."""
    unused: tuple[Path, ...]
    versions: Mapping[Path, Version]
    """Which release each file is of."""
    read: Read

    def part(self, name: str) -> Stored | None:
        """One part, by the name of its folder in diffusers' layout; ``None`` for what may be missing and is.

        Raises `EngineMissing`.
        """
        file = self.file(name)
        if file is None:
            return None
        found, origin = self.read(file), str(file)
        if name != "latent_upsampler":
            whole, found = found, official_of_part(name, found, file)
            if self.lora is not None and name == kind_of(name):
                changes = self.read(self.lora)
                check_targets(changes, whole, file=self.lora)
                if any(target(key.removesuffix(DOWN)) in found for key in changes):
                    found, origin = added(changes, found), f"{file} with {self.lora.name}"
            found = {places[1]: tensor for key, tensor in found.items() if (places := placed(key)) is not None}
        return Stored(config=self.config(name), tensors=found, origin=origin)

    def file(self, name: str) -> Path | None:
        """Where a part's weights are."""
        if name == "latent_upsampler":
            return self.upsampler
        return self.full if name != kind_of(name) else self.distilled or self.full

    def config(self, name: str) -> dict[str, Any]:
        """What a part is built from: as published, or as a file beside the weights has it. Raises `EngineMissing`."""
        kind = kind_of(name)
        for place in (self.folder / name, self.folder / kind):
            if (place / "config.json").is_file():
                return read_config(place / "config.json")
        file = self.file(name)
        if file is None:
            raise EngineMissing(f"{self.folder} holds no {name}.")
        return dict(PUBLISHED[self.versions[file]][kind])


def official_of_part(name: str, everything: dict[str, Tensor], file: Path) -> dict[str, Tensor]:
    """The weights of one part out of a whole model's, by their official names. Raises `EngineMissing`."""
    _check_names(file, list(everything))
    places = {official: placed(official) for official in everything}
    return {official: everything[official] for official, place in places.items() if place and place[0] == kind_of(name)}


def kind_of(name: str) -> str:
    """A part of the undistilled model is of the same kind as the distilled one's."""
    return name.removesuffix("_full")


def find(folder: Path, read: Read = tensors) -> Checkpoints | None:
    """What lies in ``folder`` itself; ``None`` where no whole model does. Raises `EngineMissing`: it is unclear."""
    distilled: list[Path] = []
    full: list[Path] = []
    loras: list[Path] = []
    upsamplers: list[Path] = []
    unused: list[Path] = []
    versions: dict[Path, Version] = {}
    for file in sorted(folder.glob("*.safetensors")):
        names, stem = tensor_names(file), file.stem.lower()
        versions[file] = version_of(names)
        if any(name.startswith(MODEL) for name in names):
            said = [place for word, place in (("distilled", distilled), ("dev", full), ("full", full)) if word in stem]
            if not said:
                raise EngineMissing(
                    f"{file} holds a model, and nothing in it says whether it was distilled: give it a name with "
                    "'distilled' or 'dev' in it."
                )
            said[0].append(file)
        elif is_lora(names) and "distilled" in stem:
            loras.append(file)
        elif "initial_conv.weight" in names and "temporal" not in stem:
            upsamplers.append(file)
        else:
            unused.append(file)
    if not distilled and not full:
        return None
    with_lora = bool(loras and full and not distilled)
    return Checkpoints(
        folder=folder,
        distilled=None if with_lora else _one(folder, "distilled model, or LoRA that makes it", distilled),
        upsampler=_one(folder, "spatial upscaler", upsamplers),
        full=_one(folder, "undistilled model", full) if full else None,
        lora=_one(folder, "distilled LoRA", loras) if with_lora else None,
        unused=(*unused, *([] if with_lora else loras)),
        versions=versions,
        read=read,
    )


def version_of(names: list[str]) -> Version:
    """Which release the official names of a file are of."""
    later = any(name.startswith((f"{MODEL}prompt_adaln_single.", "upsampler.")) for name in names)
    return "2.3" if later and RATIONAL not in names else "2.0"


def _one(folder: Path, what: str, files: list[Path]) -> Path:
    if len(files) != 1:
        said = f"{len(files)} of them: {', '.join(file.name for file in files)}" if files else "none"
        raise EngineMissing(f"{folder} must hold one {what}, and there is {said}.")
    return files[0]


def _check_names(file: Path, names: list[str]) -> None:
    """Raises `EngineMissing` where a name belongs nowhere: what it stands for would be lost."""
    if any(name.endswith(SCALED) for name in names):
        raise EngineMissing(f"{file} holds weights in eight bits, which are not read yet; take the file in bf16.")
    strange = sorted(name for name in names if placed(name) is None and not UNUSED.fullmatch(name))
    if strange:
        raise EngineMissing(f"{file} holds {len(strange)} weights that no part of LTX-2 has: {some(strange)}.")
