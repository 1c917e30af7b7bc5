"""What engines read for themselves: they run in children and come from other packages, so it travels by environment."""

from __future__ import annotations

import os
from pathlib import Path

from vitascope.settings import Settings


def engine_environment(settings: Settings) -> dict[str, str]:
    """The variables that an engine may look for, as ``settings`` has them."""
    return {
        "VITASCOPE_WORKERS": str(settings.workers),
        "VITASCOPE_WEIGHTS": _folder(settings.weights),
        "VITASCOPE_ACCEPT_LTX_LICENSE": str(settings.accept_ltx_license).lower(),
        "VITASCOPE_LTX_PLAN": settings.ltx_plan,
        "VITASCOPE_LTX_TEXT_DEVICE": settings.ltx_text_device,
        "VITASCOPE_LTX_TEXT_8BIT": str(settings.ltx_text_8bit).lower(),
        "VITASCOPE_LTX_ATTENTION": settings.ltx_attention,
        "VITASCOPE_LTX_COMPILE": str(settings.ltx_compile).lower(),
        "VITASCOPE_LTX_CONTEXT_CACHE": _folder(settings.ltx_context_cache),
        "VITASCOPE_LTX_CONTEXT_CACHE_MB": str(settings.ltx_context_cache_mb),
        "VITASCOPE_REMOTE_URLS": ",".join(settings.remote_urls),
        "VITASCOPE_REMOTE_KEY": settings.remote_key or "",
        "VITASCOPE_REMOTE_MODEL": settings.remote_model or "",
        "VITASCOPE_REMOTE_HOSTS": ",".join(settings.remote_hosts),
    }


def _folder(named: Path | None) -> str:
    """As any process finds it, whichever folder it was started in."""
    return "" if named is None else str(named.expanduser().absolute())


def tell_engines(settings: Settings) -> None:
    """For engines of this process and of the children that it starts."""
    os.environ.update(engine_environment(settings))
