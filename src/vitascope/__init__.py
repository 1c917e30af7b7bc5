"""Vitascope: a prompt in, a video with sound out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vitascope.client import AsyncClient, Client

__all__ = ["AsyncClient", "Client"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The clients, when they are asked for: ``import vitascope`` alone loads nothing."""
    if name in __all__:
        from vitascope import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
