"""A bucket of any S3 as a place for finished files.

A file goes up in one PUT by a signed link, streamed from disk, under ``If-None-Match: *`` and ``Content-MD5``: the
bucket shows it once all of it has come and is what was meant, and refuses a key that is taken. A multipart upload could
ask neither, and one that is broken off would stay in the bucket, unseen and paid for, until somebody sweeps it; a clip
is far from the 5 GB that one PUT may have. Everything but the PUT is obstore's.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, Literal
from urllib.parse import urlsplit

import httpx
import obstore
import structlog
from obstore.exceptions import BaseError

from vitascope.artifacts import keys
from vitascope.artifacts.access import S3Access
from vitascope.artifacts.digests import Published, content_md5, of_bytes
from vitascope.artifacts.reader import open_object
from vitascope.artifacts.staging import sweep_temporary, temporary
from vitascope.core.errors import Conflict, Unavailable

log = structlog.get_logger(__name__)

PART_BYTES = 256 * 1024
"""Of a file in memory while it goes up."""
PUT_PAUSES_S = (0.2, 0.6, 1.5)
"""Between tries of one PUT. An API's caller waits meanwhile; a worker tries the whole again for longer."""
PUT_LIFE = timedelta(minutes=15)
"""Of the link that a PUT goes to: it is checked when the request begins."""
GIVE_UP_S = 10.0
"""After so long there is no further try: a bucket that hangs costs its time-out once, and not at every try."""
BYTES_TIMEOUT = httpx.Timeout(connect=3, write=10, read=10, pool=5)
FILE_TIMEOUT = httpx.Timeout(connect=5, write=30, read=60, pool=5)
"""Seconds. The bucket answers once it has kept all of a file, which takes longer than a part."""

AGAIN = frozenset({400, 408, 409, 429, *range(500, 600)})
"""400: what came was not what was sent (BadDigest), or broke off; 409: two wrote at once, and neither has won yet."""
TAKEN = 412


class Bucket:
    """`artifacts.store.Shelf` over an S3 bucket, and links with which others may read from it."""

    def __init__(self, access: S3Access) -> None:
        """Asks nothing of the bucket yet. Raises `ValueError` for settings that cannot be right."""
        sweep_temporary()
        self.backend = access.store()
        self._public = access.public_store()
        self._tls = access.tls()

    async def put_file(self, key: str, path: Path, published: Published) -> None:
        await self._put(key, path, published)
        path.unlink()

    async def put_bytes(self, key: str, data: bytes) -> None:
        await self._put(key, data, of_bytes(data))

    def open(self, key: str) -> BinaryIO:
        return open_object(self.backend, key)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        with temporary() as path:
            yield path

    async def link(self, key: str, method: Literal["GET", "HEAD"], life: timedelta) -> str:
        """Where ``key`` can be read without credentials for as long as ``life``, by that method alone."""
        return await obstore.sign_async(self._public, method, key, life)

    def origin(self) -> str:
        """Scheme, host and port of such links."""
        parts = urlsplit(obstore.sign(self._public, "GET", "origin", timedelta(minutes=1)))
        return f"{parts.scheme}://{parts.netloc}"

    async def _put(self, key: str, content: Path | bytes, published: Published) -> None:
        """Raises `Conflict` where ``key`` holds another file, `Unavailable` where the bucket does not take this one."""
        headers = {
            "Content-Length": str(published.size_bytes),
            "Content-MD5": await asyncio.to_thread(content_md5, content),
            "Content-Type": keys.media_type(key),
            # For those who are led to the bucket; our own replies say the same by themselves.
            "Content-Disposition": f'inline; filename="{keys.file_name(key)}"',
            "Cache-Control": "private, max-age=3600",
            "If-None-Match": "*",
        }
        clock = asyncio.get_running_loop().time
        give_up = clock() + GIVE_UP_S
        for pause_s in (*PUT_PAUSES_S, None):
            status = await self._put_once(key, content, headers)
            if status is not None and 200 <= status < 300:
                return
            # What was kept without our hearing of it looks as if somebody else had the key.
            if status == TAKEN:
                if await self._is(key, published):
                    return
                raise Conflict(f"There is a file at {key} already.")
            if status is not None and status not in AGAIN:
                raise Unavailable(f"The file store does not take a file: it answers {status}.")
            if pause_s is None or clock() > give_up:
                break
            await asyncio.sleep(pause_s)
        raise Unavailable("The file store does not answer" + ("." if status is None else f" but with {status}."))

    async def _put_once(self, key: str, content: Path | bytes, headers: dict[str, str]) -> int | None:
        """The status of the reply; ``None`` where none came."""
        url = await obstore.sign_async(self.backend, "PUT", key, PUT_LIFE)
        body, timeout = (content, BYTES_TIMEOUT) if isinstance(content, bytes) else (_parts(content), FILE_TIMEOUT)
        try:
            async with httpx.AsyncClient(verify=self._tls, timeout=timeout, mounts=_HERE) as client:
                reply = await client.put(url, content=body, headers=headers)
        except httpx.HTTPError as error:
            log.warning("bucket_put_failed", key=key, error=type(error).__name__)  # the URL is signed: not for logs
            return None
        if reply.is_error and reply.status_code != TAKEN:
            log.warning("bucket_put_refused", key=key, status=reply.status_code, said=reply.text[:300])
        return reply.status_code

    async def _is(self, key: str, published: Published) -> bool:
        """Whether the file at ``key`` is this one. Raises `Unavailable`."""
        digest = hashlib.sha256()
        try:
            if (await obstore.head_async(self.backend, key))["size"] != published.size_bytes:
                return False
            async for part in (await obstore.get_async(self.backend, key)).stream():
                await asyncio.to_thread(digest.update, bytes(part))
        except FileNotFoundError:
            return False
        except BaseError as error:
            raise Unavailable("The file store does not answer.") from error
        return digest.hexdigest() == published.sha256


async def _parts(path: Path) -> AsyncIterator[bytes]:
    """On a thread, since a disk may be slow and beats are on this loop."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while part := await asyncio.to_thread(file.read, PART_BYTES):
            yield part
    finally:
        file.close()


_HERE: dict[str, httpx.AsyncBaseTransport | None] = {
    # No proxy of the environment leads to this very machine.
    "all://127.0.0.1": None, "all://localhost": None, "all://[::1]": None,
}  # fmt: skip
