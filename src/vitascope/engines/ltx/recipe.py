"""How each of the API's models is sampled, and which of them a folder of weights can make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from vitascope.core.errors import InvalidField
from vitascope.engines.ltx.sigmas import DISTILLED

FAST_MODEL = "ltxv/ltxv-2-fast"
GUIDED_MODEL = "ltxv/ltxv-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What differs between the distilled and the undistilled model."""

    half_steps: int
    skipped_attention: tuple[int, ...] = ()
    """The block that spatio-temporal guidance weakens."""
    guided: bool = False

    @property
    def passes(self) -> int:
        """Of the transformer, a step of stage 1."""
        return 4 if self.guided else 1


FAST = Recipe(half_steps=len(DISTILLED) - 1)
"""The distilled model, one pass a step."""


def pro(config: Mapping[str, Any]) -> Recipe:
    """The undistilled model of ``config``: 40 guided steps of LTX-2.0, 30 of what came after it.

    Source: the official recipes. A model with fewer blocks than theirs is weakened in its last.
    """
    later, last = bool(config.get("cross_attn_mod")), int(config.get("num_layers", 48)) - 1
    return Recipe(half_steps=30 if later else 40, skipped_attention=(min(28 if later else 29, last),), guided=True)


def recipe_of(model: str, full: Mapping[str, Any] | None) -> Recipe:
    """How ``model`` is made, by the undistilled transformer's configuration, where there is such a transformer.

    Raises `InvalidField` where there is none and it is needed.
    """
    if model == FAST_MODEL:
        return FAST
    if full is None:
        raise InvalidField(
            "model",
            model,
            f"it needs the undistilled transformer, and the weights here have no folder transformer_full; "
            f"use {FAST_MODEL}.",
            expected=f"'{FAST_MODEL}'",
        )
    return pro(full)
