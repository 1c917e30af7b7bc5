"""Putting a file here before a request names it: a link to put it at, the file, and the picture in it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, Protocol
from uuid import UUID, uuid4

from vitascope.artifacts import keys, links
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import BadInput, Conflict, Forbidden, NotFound, UnusableImage
from vitascope.core.media import Resolution
from vitascope.core.ports import Clock
from vitascope.media.take import TakenImage
from vitascope.service.keeping import keeping
from vitascope.store.accounts import Caller
from vitascope.store.uploads import GONE, Upload, UploadTable

LINK_LIFETIME = timedelta(hours=1)
FILE_LIFETIME = timedelta(hours=24)
MAX_BYTES = 100 * 10**6
"""These three: wire contract, section 10."""

MAX_IMAGE_BYTES = 15_000_000
"""A picture that lies here may be as large as one that is linked (`media.fetch`)."""

TAKEN = "This upload has another file already; POST /v1/upload gives a link for this one."

WRITE_BYTES = 2**20
"""Gathered before a thread writes them: a hop costs 50 µs, and the socket brings 64 KiB at a time."""


class PrepareImage(Protocol):
    """Raises `core.errors.UnusableImage`, which calls the image ``shown`` and its place ``field``."""

    async def __call__(self, data: bytes, resolution: Resolution, *, shown: str, field: str) -> TakenImage: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadGrant:
    """Leave to put one file here."""

    id: UUID
    path: str
    """Signed; begins with ``/uploads/`` and needs no header."""
    link_expires_at: datetime
    file_expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file that lies here whole."""

    id: UUID
    sha256: str
    size_bytes: int


class Uploads:
    """What callers can do with uploads. Raises `core.errors` only."""

    def __init__(
        self,
        *,
        table: UploadTable,
        artifacts: ArtifactStore,
        link_secret: bytes,
        clock: Clock,
        prepare_image: PrepareImage,
    ) -> None:
        self._table = table
        self._artifacts = artifacts
        self._link_secret = link_secret
        self._clock = clock
        self._prepare_image = prepare_image

    async def grant(self, caller: Caller) -> UploadGrant:
        """A link that takes one file in. Raises `Unavailable`."""
        now = self._clock.now().replace(microsecond=0)
        upload = Upload(id=uuid4(), account_id=caller.account_id, expires_at=now + FILE_LIFETIME)
        await self._table.create(upload, link_expires_at=now + LINK_LIFETIME)
        return UploadGrant(
            id=upload.id,
            path=links.sign(self._link_secret, str(upload.id), now + LINK_LIFETIME, links.UPLOAD),
            link_expires_at=now + LINK_LIFETIME,
            file_expires_at=upload.expires_at,
        )

    def admit(self, token: str, name: str) -> UUID:
        """Which upload's file may come under ``/uploads/{token}/{name}``. Raises `Forbidden`."""
        try:
            links.verify(self._link_secret, token, name, self._clock.now(), links.UPLOAD)
        except links.LinkExpired as error:
            raise Forbidden("This upload link has expired; POST /v1/upload gives a new one.") from error
        except links.LinkForged as error:
            raise Forbidden("This link is not one that this server signed.") from error
        return UUID(name)

    async def receive(
        self, upload_id: UUID, parts: AsyncIterator[bytes], *, length: int | None = None, media_type: str | None
    ) -> UploadedFile:
        """Keep the file in ``parts``, and let it count once it is whole and on disk; ``length`` as it was announced.

        A death at any moment leaves no file, or one that nobody sees and the sweeper finds. The same bytes may come
        again, and are not written again; others are a `Conflict`, since a request may have used the first, and leave
        nothing. Raises what ``parts`` raises, `BadInput`, `NotFound`, `Unavailable`.
        """
        before = await self._table.find(upload_id)
        if before.sha256 is not None:
            return await _compare(before, parts, length)
        with keeping(), self._artifacts.staging() as path:
            sha256, size = await _write(path, parts)
            if not size:
                raise BadInput("The file is empty: send its bytes as the body of the PUT.")
            key = keys.upload_key(upload_id, sha256)
            with suppress(Conflict):  # its key is its hash: it is there already, from a PUT that was cut short
                await self._artifacts.publish(key, path)
        try:
            kept = await self._table.settle(upload_id, sha256=sha256, size_bytes=size, media_type=media_type)
            if kept.sha256 != sha256:
                raise Conflict(TAKEN)
        except (Conflict, NotFound):  # not `Unavailable`: then it may count
            await self._artifacts.delete([key])
            raise
        return UploadedFile(id=upload_id, sha256=sha256, size_bytes=size)

    async def image(
        self, caller: Caller, upload_id: UUID, resolution: Resolution, *, field: str, shown: str
    ) -> TakenImage:
        """The picture in one of the caller's uploads; ``field`` and ``shown`` are what an error calls it.

        Raises `UnusableImage`: another account's upload reads as one that was never made.
        """
        try:
            upload = await self._table.find(upload_id)
        except NotFound:
            upload = None
        if upload is None or upload.account_id != caller.account_id:
            raise UnusableImage(field, shown, GONE[0].lower() + GONE[1:])
        if upload.sha256 is None or upload.size_bytes is None:
            raise UnusableImage(field, shown, "its file has not come yet: PUT it to the `upload_url` first.")
        if upload.size_bytes > MAX_IMAGE_BYTES:
            raise UnusableImage(
                field, shown, f"it is larger than {MAX_IMAGE_BYTES / 1e6:g} MB; upload a smaller image."
            )
        data = await self._artifacts.get_bytes(keys.upload_key(upload_id, upload.sha256))
        return await self._prepare_image(data, resolution, shown=shown, field=field)


async def _compare(kept: Upload, parts: AsyncIterator[bytes], length: int | None) -> UploadedFile:
    """The file that counts, if ``parts`` hold the same. Nothing is written; what cannot be it is not read to its end.

    Raises `Conflict`.
    """
    if kept.sha256 is None or kept.size_bytes is None or (length is not None and length != kept.size_bytes):
        raise Conflict(TAKEN)
    digest, waiting, size = hashlib.sha256(), bytearray(), 0
    async for part in parts:
        waiting += part
        size += len(part)
        if size > kept.size_bytes:
            raise Conflict(TAKEN)
        if len(waiting) >= WRITE_BYTES:
            await asyncio.to_thread(digest.update, bytes(waiting))
            waiting.clear()
    await asyncio.to_thread(digest.update, bytes(waiting))
    if digest.hexdigest() != kept.sha256:
        raise Conflict(TAKEN)
    return UploadedFile(id=kept.id, sha256=kept.sha256, size_bytes=size)


async def _write(path: Path, parts: AsyncIterator[bytes]) -> tuple[str, int]:
    """SHA-256 in hex and size of what was written to ``path``, a mebibyte at a time."""
    digest, waiting = hashlib.sha256(), bytearray()
    size = 0
    file = await asyncio.to_thread(path.open, "xb")
    try:
        async for part in parts:
            waiting += part
            size += len(part)
            if len(waiting) >= WRITE_BYTES:
                await asyncio.to_thread(_append, file, digest, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(_append, file, digest, bytes(waiting))
    finally:
        await asyncio.to_thread(file.close)
    return digest.hexdigest(), size


def _append(file: BinaryIO, digest: hashlib._Hash, data: bytes) -> None:
    digest.update(data)
    file.write(data)
