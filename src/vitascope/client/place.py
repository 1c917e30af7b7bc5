"""Which server, and as whom: from arguments, else from the environment."""

from __future__ import annotations

from collections.abc import Mapping

from vitascope import __version__
from vitascope.client.calls import Api
from vitascope.client.errors import ClientError

DEFAULT_BASE_URL = "http://127.0.0.1:8000"


def api_from(base_url: str | None, api_key: str | None, environment: Mapping[str, str]) -> Api:
    """``VITASCOPE_BASE_URL`` and ``VITASCOPE_API_KEY`` stand in for what is ``None``. Raises `ClientError`."""
    base = (base_url or environment.get("VITASCOPE_BASE_URL") or DEFAULT_BASE_URL).strip().rstrip("/")
    key = (api_key or environment.get("VITASCOPE_API_KEY") or "").strip()
    if not base.startswith(("http://", "https://")):
        raise ClientError(f"The base URL is {base!r}: it begins with http:// or https://.")
    if not key:
        raise ClientError("There is no key: give api_key=…, or set VITASCOPE_API_KEY.")
    if not key.isascii() or not key.isprintable():
        raise ClientError("The key holds characters that no key has: was it pasted whole?")
    return Api(base_url=base, key=key, user_agent=f"vitascope-python/{__version__}")
