"""A certificate that is renewed while the server runs: new connections get it, open ones keep theirs."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import structlog

from vitascope.compose.tls import Tls, tls_of
from vitascope.core.errors import VitascopeError
from vitascope.settings import Settings
from vitascope.store.background import end

log = structlog.get_logger(__name__)

EVERY_S = 3600.0
"""Those who renew certificates do so weeks before their end."""


@asynccontextmanager
async def kept_fresh(
    settings: Settings, context: ssl.SSLContext | None, *, every_s: float = EVERY_S
) -> AsyncIterator[None]:
    """While the block runs, what ``settings`` name is looked at again, and loaded into ``context`` once it differs.

    A pair that cannot be served with, such as a new certificate whose key is not there yet, changes nothing but the
    log. ``None`` is a server of plain HTTP. Raises `TlsUnusable` where the pair has become useless since it was read.
    """
    if context is None:
        yield
        return
    # Once more, for nobody knows what the files held when the server read them.
    mark = await _load(settings, context, None)
    watching = asyncio.create_task(_watch(settings, context, every_s, mark))
    try:
        yield
    finally:
        await end([watching])


async def _watch(settings: Settings, context: ssl.SSLContext, every_s: float, mark: bytes | None) -> None:
    while True:
        await asyncio.sleep(every_s)
        try:
            mark = await _load(settings, context, mark)
        except (VitascopeError, OSError) as error:  # of which OpenSSL's are a kind
            log.warning("certificate_not_renewed", reason=str(error), effect="the one before is served on")


async def _load(settings: Settings, context: ssl.SSLContext, before: bytes | None) -> bytes | None:
    """Load the pair unless ``before`` is its mark, which is returned."""
    tls, mark = await asyncio.to_thread(_look, settings)
    if tls is not None and mark != before:
        # On this thread, the one that shakes hands: OpenSSL's contexts are not made to be changed beside their use.
        context.load_cert_chain(tls.cert, tls.key, password="")
        if before is not None:
            log.info("certificate_renewed", path=str(tls.cert))
    return mark


def _look(settings: Settings) -> tuple[Tls | None, bytes | None]:
    """The pair, looked through, and a mark of what is in it."""
    tls = tls_of(settings, now=datetime.now(UTC))
    if tls is None:
        return None, None
    return tls, hashlib.sha256(tls.cert.read_bytes() + b"\0" + tls.key.read_bytes()).digest()
