"""Low-rank changes of weights, as files of LoRAs have them, added to the weights that they were trained on.

A weight ``W`` becomes ``W + scale · B·A``: the file holds A and B for each weight that it changes, and ``scale`` is 1,
or a number ``alpha`` of the file over the rank. Source: the paper (arXiv 2106.09685), and LTX-2's own files for names.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.names import MODEL
from vitascope.engines.ltx.stored import some

if TYPE_CHECKING:
    from torch import Tensor

DOWN, UP, ALPHA = ".lora_A.weight", ".lora_B.weight", ".alpha"


def is_lora(names: list[str]) -> bool:
    """Whether a file with weights of these names is one."""
    return any(name.endswith(DOWN) for name in names)


def check_targets(lora: dict[str, Tensor], base: dict[str, Tensor], *, file: Path) -> None:
    """Raises `EngineMissing` unless every change of ``lora`` is whole, and of a weight of ``base``, of its shape."""
    known = {name.removesuffix(end) for name in lora for end in (DOWN, UP, ALPHA) if name.endswith(end)}
    strange = sorted({name for name in lora if not name.endswith((DOWN, UP, ALPHA))})
    strange += sorted(name for name in known if target(name) not in base or f"{name}{DOWN}" not in lora)
    if strange:
        raise EngineMissing(f"{file} changes {len(strange)} weights that the model does not have: {some(strange)}.")
    for name in known:
        down, up, weight = lora[f"{name}{DOWN}"], lora.get(f"{name}{UP}"), base[target(name)]
        if up is None or (up.shape[0], down.shape[1]) != tuple(weight.shape) or up.shape[1] != down.shape[0]:
            raise EngineMissing(f"The change of {name} in {file} does not fit the weight.")


def added(lora: dict[str, Tensor], base: dict[str, Tensor]) -> dict[str, Tensor]:
    """``base``, by official names, with the changes of ``lora`` to it; other changes are left out.

    Summed in 32 bits, and rounded once.
    """
    result = dict(base)
    for name in (key.removesuffix(DOWN) for key in lora if key.endswith(DOWN)):
        weight = base.get(target(name))
        if weight is None or weight.is_meta:  # of a part that was not asked for, or an outline
            continue
        down, up, alpha = lora[f"{name}{DOWN}"], lora[f"{name}{UP}"], lora.get(f"{name}{ALPHA}")
        scale = 1.0 if alpha is None else float(alpha) / down.shape[0]
        result[target(name)] = (weight.float() + scale * (up.float() @ down.float())).to(weight.dtype)
    return result


def target(name: str) -> str:
    """The official name of the weight that a LoRA calls ``name``: the transformer's have a shorter prefix there."""
    short = MODEL.removeprefix("model.")
    return f"model.{name}.weight" if name.startswith(short) else f"{name}.weight"
