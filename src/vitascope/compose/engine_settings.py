"""What engines read for themselves: they run in children and come from other packages, so it travels by environment."""

from __future__ import annotations

import os

from vitascope.settings import Settings


def engine_environment(settings: Settings) -> dict[str, str]:
    """The variables that an engine may look for, as ``settings`` has them."""
    return {
        "VITASCOPE_WEIGHTS": "" if settings.weights is None else str(settings.weights.expanduser().absolute()),
        "VITASCOPE_ACCEPT_LTX_LICENSE": str(settings.accept_ltx_license).lower(),
        "VITASCOPE_LTX_PLAN": settings.ltx_plan,
        "VITASCOPE_LTX_TEXT_DEVICE": settings.ltx_text_device,
        "VITASCOPE_LTX_TEXT_8BIT": str(settings.ltx_text_8bit).lower(),
    }


def tell_engines(settings: Settings) -> None:
    """For engines of this process and of the children that it starts."""
    os.environ.update(engine_environment(settings))
