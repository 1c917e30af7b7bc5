"""Every file from one place to another: what is there already is left, and at the end both are compared."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from vitascope.artifacts import keys
from vitascope.artifacts.store import ArtifactStore
from vitascope.core.errors import Conflict, NotFound, VitascopeError

AT_ONCE = 4
"""Files on their way: a bucket answers slowly and to many."""

Progress = Callable[[str, int, int], None]
"""Stage, bytes done, bytes in all."""


class FilesDiffer(VitascopeError):
    """A file at the new place is not the one at the old."""

    code = "files_differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedFiles:
    files: int
    size_bytes: int
    new: int
    """Of these, how many this run brought."""


async def copy_files(
    source: ArtifactStore, target: ArtifactStore, *, quick: bool, moving: bool, progress: Progress
) -> CopiedFiles:
    """Bring every file of ours that is at ``source`` to ``target``; then read both and compare, unless ``quick``.

    ``moving``: somebody may delete files at ``source`` meanwhile; otherwise one that vanishes is an error. Can be cut
    off anywhere and run again. Raises `FilesDiffer`, `NotFound`, `Unavailable`, ``OSError``.
    """
    sizes = await _sizes(source)
    there = await _sizes(target)
    brought: dict[str, str] = {}
    total, done = sum(sizes.values()), 0

    async def bring(key: str) -> None:
        nonlocal done
        if there.get(key) != sizes[key]:  # of another size: `publish` refuses it, and we say so
            try:
                brought[key] = await _bring(source, target, key)
            except NotFound:
                if not moving:
                    raise
        done += sizes[key]
        progress("copying", done, total)

    await _each(sizes, bring)
    done = 0

    async def compare(key: str) -> None:
        nonlocal done
        try:
            ours = brought[key] if key in brought else await _digest(source, key, sizes[key])
            if await _digest(target, key, sizes[key]) != ours:
                raise FilesDiffer(f"The file {key} at the new place is not the one at the old: delete it there.")
        except NotFound:
            if not moving:
                raise
        done += sizes[key]
        progress("comparing", done, total)

    after = await _sizes(target)
    missing = [key for key, size in sizes.items() if after.get(key) != size]
    if missing and not moving:
        raise FilesDiffer(f"The file {missing[0]} has not arrived as it is.")
    if not quick:
        await _each([key for key in sizes if key in after], compare)
    return CopiedFiles(files=len(sizes), size_bytes=total, new=len(brought))


async def _sizes(store: ArtifactStore) -> dict[str, int]:
    return {head.key: head.size for prefix in keys.ALL async for head in store.list(prefix)}


async def _each(names: Iterable[str], work: Callable[[str], Awaitable[None]]) -> None:
    """``work`` for each, some at a time; the first error ends all."""
    waiting = iter(names)

    async def one_after_another() -> None:
        for name in waiting:
            await work(name)

    tasks = [asyncio.create_task(one_after_another()) for _ in range(AT_ONCE)]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _bring(source: ArtifactStore, target: ArtifactStore, key: str) -> str:
    """The SHA-256 of what was read."""
    digest = hashlib.sha256()
    with target.staging() as path:
        await _download(source, key, path, digest.update)
        try:
            await target.publish(key, path)
        except Conflict as error:
            raise FilesDiffer(f"There is another file at {key} at the new place: delete it there.") from error
    return digest.hexdigest()


async def _download(source: ArtifactStore, key: str, path: Path, see: Callable[[bytes], None]) -> None:
    size = (await source.head(key)).size
    with path.open("xb") as file:
        async for part in source.stream(key, 0, size):
            see(part)
            await asyncio.to_thread(file.write, part)


async def _digest(store: ArtifactStore, key: str, size: int) -> str:
    digest = hashlib.sha256()
    async for part in store.stream(key, 0, size):
        await asyncio.to_thread(digest.update, part)
    return digest.hexdigest()
