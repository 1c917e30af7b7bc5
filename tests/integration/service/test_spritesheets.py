"""`vitascope.service.spritesheets` over real files: made once, whole or absent."""

from __future__ import annotations

import asyncio
import io
import threading
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest
from PIL import Image

from tests.unit.media.clips import SMALL, chunks
from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore, open_store
from vitascope.core.errors import NotFound
from vitascope.core.generation import Artifact
from vitascope.media.encode import EncodeSettings
from vitascope.media.mux import Muxer
from vitascope.media.spritesheet import spritesheet
from vitascope.service import spritesheets
from vitascope.service.spritesheets import Spritesheets

ID = UUID("0192f0c1-2345-7000-8000-000000000001")
ARTIFACT = Artifact(
    video_key=keys.clip_key(ID, 2),
    poster_key=keys.poster_key(ID, 2),
    sha256="0" * 64,
    size_bytes=1,
    width=SMALL.width,
    height=SMALL.height,
    fps=Fraction(25),
    frames=50,
    has_audio=True,
)
SHEET = f"generations/{ID}/2/spritesheet.jpg"


@pytest.fixture(params=["folder", "bucket"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> ArtifactStore:
    """Holds one clip."""
    made = open_store(tmp_path / "files") if request.param == "folder" else open_store("memory://")
    path, settings = tmp_path / "clip.mp4", EncodeSettings(preset="ultrafast", crf=18, threads=1)
    with Muxer(path, resolution=SMALL, fps=Fraction(25), has_audio=True, receipt={}, settings=settings) as clip:
        for chunk in chunks(50):
            clip.write(chunk)
        clip.close()
    await made.publish(ARTIFACT.video_key, path)
    return made


async def test_a_sheet_is_made_and_kept_beside_the_clip(store: ArtifactStore) -> None:
    assert await Spritesheets(store).key(ARTIFACT) == SHEET
    with Image.open(io.BytesIO(await store.get_bytes(SHEET))) as image:
        assert (image.format, image.size) == ("JPEG", (1920, 1080))


async def test_it_is_decoded_once_and_on_a_thread_however_many_ask(
    store: ArtifactStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def noted(clip: BinaryIO) -> bytes:
        threads.append(threading.current_thread())
        return spritesheet(clip)

    monkeypatch.setattr(spritesheets, "spritesheet", noted)
    sheets = Spritesheets(store)
    assert await asyncio.gather(*(sheets.key(ARTIFACT) for _ in range(5))) == [SHEET] * 5
    assert await Spritesheets(store).key(ARTIFACT) == SHEET
    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


async def test_of_two_processes_that_make_the_same_sheet_one_files_it(store: ArtifactStore) -> None:
    assert await asyncio.gather(*(Spritesheets(store).key(ARTIFACT) for _ in range(3))) == [SHEET] * 3
    with Image.open(io.BytesIO(await store.get_bytes(SHEET))) as image:
        image.load()


async def test_a_clip_that_was_deleted_has_no_sheet(store: ArtifactStore) -> None:
    await store.delete([ARTIFACT.video_key])
    with pytest.raises(NotFound):
        await Spritesheets(store).key(ARTIFACT)


async def test_a_clip_that_cannot_be_decoded_leaves_nothing(store: ArtifactStore) -> None:
    await store.delete([ARTIFACT.video_key])
    await store.put_bytes(ARTIFACT.video_key, b"no clip" * 1000)
    with pytest.raises(ValueError, match="not a whole video"):
        await Spritesheets(store).key(ARTIFACT)
    with pytest.raises(NotFound):
        await store.head(SHEET)
