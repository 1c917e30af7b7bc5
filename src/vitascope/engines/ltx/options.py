"""What an owner may settle about how the engine runs; all of it has a choice of our own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar, get_args

from vitascope.core.errors import EngineMissing
from vitascope.engines.ltx.fitting import Residency

Plan = Literal["auto"] | Residency
Attention = Literal["auto", "native", "cudnn", "flash", "flash3", "sage"]
"""Kernels; see `attention`."""
PLANS: tuple[Plan, ...] = ("auto", *get_args(Residency))

Value = TypeVar("Value", bound=str)

PLAN = "VITASCOPE_LTX_PLAN"
TEXT_DEVICE = "VITASCOPE_LTX_TEXT_DEVICE"
TEXT_8BIT = "VITASCOPE_LTX_TEXT_8BIT"
ATTENTION = "VITASCOPE_LTX_ATTENTION"
COMPILE = "VITASCOPE_LTX_COMPILE"
CONTEXT_CACHE = "VITASCOPE_LTX_CONTEXT_CACHE"
CONTEXT_CACHE_MB = "VITASCOPE_LTX_CONTEXT_CACHE_MB"
CACHE_MB = 2048
"""About 128 prompts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of the engine; see the reference of `settings` for each."""

    plan: Plan = "auto"
    text_device: str = "auto"
    """``auto``, ``cpu`` or PyTorch's name of a GPU, such as ``cuda:1``."""
    text_8bit: bool = False
    context_cache: Path | None = None
    """Folder for contexts of prompts; none are kept on disk where it is ``None``."""
    context_cache_mb: int = CACHE_MB
    attention: Attention = "auto"
    compile: bool = False


def options_from(environment: Mapping[str, str] = os.environ) -> Options:
    """As they travel to render children. Raises `EngineMissing` for what is no option."""
    return Options(
        plan=one_of(environment, PLAN, PLANS),
        text_device=environment.get(TEXT_DEVICE) or "auto",
        text_8bit=said(environment, TEXT_8BIT),
        context_cache=Path(cache) if (cache := environment.get(CONTEXT_CACHE)) else None,
        context_cache_mb=int(environment.get(CONTEXT_CACHE_MB) or CACHE_MB),
        attention=one_of(environment, ATTENTION, get_args(Attention)),
        compile=said(environment, COMPILE),
    )


def one_of(environment: Mapping[str, str], name: str, values: tuple[Value, ...]) -> Value:
    """A variable's value, the first of ``values`` where it is not set. Raises `EngineMissing` for any other."""
    given = environment.get(name) or values[0]
    for value in values:
        if value == given:
            return value
    raise EngineMissing(f"{name} is {given!r}; it is one of {', '.join(values)}.")


def said(environment: Mapping[str, str], name: str) -> bool:
    """Whether a variable says yes."""
    return environment.get(name, "").strip().lower() in ("1", "true", "yes", "on")
