"""A renewed certificate is served without a restart, and one that does not fit its key is not."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
import trustme

from vitascope.compose import local_ca
from vitascope.compose.tls import tls_of
from vitascope.compose.tls_renewal import kept_fresh
from vitascope.settings import Settings

CA = trustme.CA()


def written(folder: Path, leaf: trustme.LeafCert, *, cert: bool = True, key: bool = True) -> Settings:
    """Each file is there whole or not at all: whoever watches reads it every few milliseconds."""
    for wanted, blob, name in ((cert, leaf.cert_chain_pems[0], "cert.pem"), (key, leaf.private_key_pem, "key.pem")):
        if wanted:
            blob.write_to_path(folder / "whole")
            (folder / "whole").replace(folder / name)
    return Settings(tls_cert=folder / "cert.pem", tls_key=folder / "key.pem")


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[int]:
    """A server as uvicorn sets one up; yields its port."""
    tls = tls_of(settings, now=datetime.now(UTC))
    assert tls is not None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tls.cert, tls.key)

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    async with server, kept_fresh(settings, context, every_s=0.01):
        yield server.sockets[0].getsockname()[1]


async def shown(port: int) -> bytes:
    """The certificate that a new connection is given."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    given = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    assert isinstance(given, bytes)
    return given


def der(leaf: trustme.LeafCert) -> bytes:
    return ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode())


async def until_shown(port: int, wanted: bytes) -> None:
    async with asyncio.timeout(60):
        while await shown(port) != wanted:
            await asyncio.sleep(0.01)


async def test_a_renewed_certificate_reaches_new_connections(folder: Path) -> None:
    old, new = CA.issue_cert("localhost"), CA.issue_cert("localhost")
    async with serving(written(folder, old)) as port:
        assert await shown(port) == der(old)
        written(folder, new)
        await until_shown(port, der(new))


async def test_a_certificate_whose_key_is_not_there_yet_waits_for_it(folder: Path) -> None:
    old, new = CA.issue_cert("localhost"), CA.issue_cert("localhost")
    with structlog.testing.capture_logs() as logs:
        async with serving(written(folder, old)) as port:
            written(folder, new, key=False)
            async with asyncio.timeout(60):
                while not any(entry["event"] == "certificate_not_renewed" for entry in logs):
                    await asyncio.sleep(0.01)
            assert await shown(port) == der(old)
            (folder / "key.pem").unlink()
            await asyncio.sleep(0.05)
            assert await shown(port) == der(old)
            written(folder, new)
            await until_shown(port, der(new))
    reasons = [entry["reason"] for entry in logs if entry["event"] == "certificate_not_renewed"]
    assert "is not the key of the first certificate" in reasons[0]
    assert [entry["event"] for entry in logs if entry["log_level"] == "info"] == ["certificate_renewed"]


async def test_the_local_ca_renews_its_certificate_near_its_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(data_dir=folder, tls="dev")
    async with serving(settings) as port:
        before = await shown(port)
        monkeypatch.setattr(local_ca, "RENEW_BEFORE", local_ca.LEAF_LIFE)  # as if all but all of it had passed
        async with asyncio.timeout(60):
            while await shown(port) == before:
                await asyncio.sleep(0.01)


async def test_a_server_of_plain_http_has_nothing_to_renew() -> None:
    async with kept_fresh(Settings(), None):
        pass
