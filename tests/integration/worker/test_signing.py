"""A worker whose owner wants every clip signed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import c2pa  # type: ignore[import-untyped]

from tests.integration.worker.conftest import FAST, Desk
from tests.unit.media.signing import signing_pair
from vitascope.core.errors import NotSigned
from vitascope.core.generation import Generation, Status
from vitascope.media.c2pa_signer import load_signer
from vitascope.store.database import Connection
from vitascope.worker.supervisor import Place, Supervisor


def ended(generation: Generation) -> bool:
    return generation.status.final


@asynccontextmanager
async def working(database_url: str, desk: Desk, folder: Path, sign: Callable[[Path], None]) -> AsyncIterator[None]:
    place = Place(scratch=folder / "tmp", log=None)
    supervisor = Supervisor(
        url=database_url, artifacts=desk.artifacts, engine="testcard", place=place, timing=FAST, sign=sign
    )
    task = asyncio.create_task(supervisor.run())
    try:
        yield
    finally:
        supervisor.stop(drain_s=0)
        await task


async def test_what_is_published_is_signed(database_url: str, desk: Desk, folder: Path) -> None:
    pair = signing_pair(folder / "pki")
    signer = load_signer(pair.chain, pair.key)
    async with working(database_url, desk, folder, signer.sign):
        done = await desk.until((await desk.submit("a boat")).id, ended)
    assert done.status is Status.COMPLETED
    assert done.artifact is not None
    clip = folder / "artifacts" / done.artifact.video_key
    assert clip.stat().st_size == done.artifact.size_bytes  # counted after signing
    with c2pa.Reader(str(clip)) as reader:
        assert reader.get_validation_state() == "Valid"
        assert str(done.id) in str(reader.get_active_manifest())


async def test_a_clip_that_cannot_be_signed_is_not_published_and_costs_nothing(
    database_url: str, desk: Desk, folder: Path, conn: Connection
) -> None:
    def refuse(video: Path) -> None:
        assert video.exists()
        raise NotSigned("The clip could not be signed: the certificate has expired.")

    async with working(database_url, desk, folder, refuse):
        failed = await desk.until((await desk.submit("a boat")).id, ended)
    assert (failed.status, failed.error_code, failed.attempt) == (Status.ERROR, "not_signed", 1)
    assert "expired" in (failed.error_message or "")
    assert not [path for path in (folder / "artifacts").rglob("*") if path.is_file()]
    rows = await (await conn.execute("select state from usage")).fetchall()
    assert [row["state"] for row in rows] == ["released"]
