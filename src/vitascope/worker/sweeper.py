"""Deletes clips, drafts' latents and uploads past their time, and files that no generation knows: an attempt's that
lost its claim, a submit's that was never accepted. Every worker runs one, and they take turns: to go through a bucket
costs a request for each thousand files. Where two do it at once all the same, what one is sweeping the other skips."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import structlog

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import VitascopeError
from vitascope.store import retention, uploads, webhooks
from vitascope.store.database import connect
from vitascope.worker.removal import Removal

log = structlog.get_logger(__name__)

EVERY_S = 600.0
ORPHAN_AGE = timedelta(hours=1)
"""A file younger than this may belong to a submit or a settlement that is under way."""
FILES = 5000
"""Looked up at a time: a bucket may hold millions, and their names alone would be gigabytes."""
BATCH = 500
DELETE_S = 600.0
"""A transaction lies idle for no longer while the files of a batch are deleted one by one."""
WEBHOOK_AGE = timedelta(days=30)
"""For so long the outbox remembers what came of a message."""
IDEMPOTENCY_AGE = timedelta(hours=24)
"""For so long the same Idempotency-Key gives the same generation; the vendor's MCP server says the same."""


class Sweeper:
    def __init__(self, url: str, artifacts: ArtifactStore, *, retention: timedelta, draft_age: timedelta) -> None:
        """``draft_age`` is how long a draft can be finished."""
        self._url = url
        self._artifacts = artifacts
        self._retention = retention
        self._draft_age = draft_age

    async def run(self) -> None:
        """Sweep now and then until cancelled. What fails is tried again at the next sweep."""
        while True:
            await asyncio.sleep(random.uniform(0.1, 1.0) * EVERY_S)
            try:
                async with await connect(self._url) as conn:
                    ours = await retention.take_turn(conn, every=timedelta(seconds=0.5 * EVERY_S))
                if ours:
                    await self.sweep()
            except (psycopg.Error, VitascopeError, OSError) as error:
                log.warning("sweep_failed", error=str(error))
            except Exception:  # a fault of ours; without the next sweep the disk would fill, and nobody know why
                log.exception("sweep_broke")

    async def sweep(self) -> None:
        """Once: first what is past its time, then what nobody knows. What cannot be deleted is left to the next."""
        removal = Removal(self._artifacts)
        await self._expire(removal)
        await self._expire_uploads(removal)
        async with await connect(self._url) as conn:
            await retention.forget_idempotency(conn, IDEMPOTENCY_AGE)
            await webhooks.forget(conn, WEBHOOK_AGE)
        await self._orphans(removal)
        await self._upload_orphans(removal)
        await self._checkpoints(removal)
        if removal.failed:
            log.warning("sweep_incomplete", failed=removal.failed)

    async def _expire(self, removal: Removal) -> None:
        """Files first, then the note that they are gone: a death in between deletes them again, harmlessly."""
        stuck: list[UUID] = []
        found = BATCH
        while found >= BATCH:
            async with await connect(self._url, idle_s=DELETE_S) as conn, conn.transaction():
                ids = await retention.expired(conn, self._retention, BATCH, but=stuck)
                gone = [each for each in ids if await removal.folder(keys.generation_prefix(each))]
                await retention.files_deleted(conn, gone)
            found = len(ids)
            stuck += set(ids) - set(gone)

    async def _expire_uploads(self, removal: Removal) -> None:
        """Likewise. A row outlives its files, so that no file is left that nobody knows of."""
        stuck: list[UUID] = []
        found = BATCH
        while found >= BATCH:
            async with await connect(self._url, idle_s=DELETE_S) as conn, conn.transaction():
                ids = await uploads.expired(conn, BATCH, but=stuck)
                gone = [each for each in ids if await removal.folder(keys.upload_prefix(each))]
                await uploads.forget(conn, gone)
            found = len(ids)
            stuck += set(ids) - set(gone)

    async def _young(self) -> datetime:
        """By the database's clock: with this machine's own an hour ahead, a submit under way would lose its image."""
        async with await connect(self._url) as conn:
            return await retention.now(conn) - ORPHAN_AGE

    async def _old(self, removal: Removal, prefix: str) -> AsyncIterator[list[str]]:
        """Every file in the folder ``prefix`` that is not young, `FILES` at a time. None is to be deleted meanwhile."""
        young, old = await self._young(), list[str]()
        async for head in removal.files(prefix):
            if head.modified < young:
                old.append(head.key)
            if len(old) >= FILES:
                yield old
                old = []
        yield old

    async def _orphans(self, removal: Removal) -> None:
        orphans: list[str] = []
        async for old in self._old(removal, keys.PREFIX):
            found: dict[tuple[UUID, int], list[str]] = defaultdict(list)
            for key in old:
                if (owner := keys.generation_of(key)) is not None:
                    found[owner, keys.attempt_of(key)].append(key)
            async with await connect(self._url) as conn:
                wanted = await retention.wanted(conn, list(found))
            orphans += [key for whose, names in found.items() if whose not in wanted for key in names]
        await removal.delete(orphans)
        if orphans:
            log.info("orphans_deleted", files=len(orphans))

    async def _upload_orphans(self, removal: Removal) -> None:
        """Files beside the one that counts: of a PUT that died before its row was written, or before it was refused."""
        orphans: list[str] = []
        async for old in self._old(removal, keys.UPLOADS):
            found = {key: owner for key in old if (owner := keys.upload_of(key)) is not None}
            async with await connect(self._url) as conn:
                wanted = await uploads.wanted(conn, list(set(found.values())), grace=ORPHAN_AGE)
            orphans += [
                key
                for key, owner in found.items()
                if owner not in wanted or wanted[owner] not in (None, key.rpartition("/")[2])
            ]
        await removal.delete(orphans)
        if orphans:
            log.info("upload_orphans_deleted", files=len(orphans))

    async def _checkpoints(self, removal: Removal) -> None:
        """Those that nobody goes on from any more."""
        orphans: list[str] = []
        async for old in self._old(removal, keys.CHECKPOINTS):
            async with await connect(self._url) as conn:
                wanted = await retention.wanted_checkpoints(conn, old, draft_age=self._draft_age)
            orphans += [key for key in old if key not in wanted]
        await removal.delete(orphans)
        if orphans:
            log.info("checkpoints_deleted", files=len(orphans))
