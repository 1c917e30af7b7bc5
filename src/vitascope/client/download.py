"""Fetching a clip: to a file beside its place, taken up again where a connection broke, and moved there when whole."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from vitascope.client.calls import Reply, api_error
from vitascope.client.errors import ApiError, DownloadFailed, GenerationFailed, NoReply
from vitascope.client.results import Generation, Video, id_of
from vitascope.client.retry import Exchange
from vitascope.client.steps import Emit, Flow, Part, Sleep, do, open_stream, read

WRITE_BYTES = 2**20
"""Bytes that are gathered before they are written, so that a thread is not asked for each few of them."""

OnBytes = Callable[[int, int | None], object]
"""Told how many bytes there are by now, and of how many, where the server says."""

_CONTENT_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+|\*)", re.A)


@dataclass(slots=True, kw_only=True)
class Download:
    """One clip on its way to ``target``."""

    exchange: Exchange
    wanted: str | Generation
    target: str | os.PathLike[str]
    """A folder where it is one, or ends in a slash."""
    overwrite: bool = True
    """Whether a file that is there already may be replaced."""
    on_progress: OnBytes | None = None
    done: int = 0
    """Bytes that are in the file."""
    size: int | None = None
    etag: str | None = None
    """Of the file that those bytes came from; a weak one is not kept, since bytes of two files may share it."""

    def flow(self) -> Flow:
        """Emits the path of the finished file.

        Raises `DownloadFailed`, `ApiError`, `NoReply`, `OSError`; then nothing is left behind, and what was at the
        place before is still there. A file that must not be replaced is a `FileExistsError`.
        """
        generation = self.wanted
        if isinstance(generation, str) or generation.video is None:
            generation = yield from self.exchange.answered(self.exchange.api.poll(id_of(generation)))
        video = _video(generation)
        place = yield from do(lambda: self._place(video))
        # A name of its own: two downloads of one clip must not write into each other's file.
        part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
        file = yield from do(lambda: part.open("xb"))
        try:
            yield from self._filled(file, video)
            yield from do(lambda: _finish(file, part, place, overwrite=self.overwrite))
        finally:
            file.close()
            part.unlink(missing_ok=True)
        yield Emit(place)

    def _filled(self, file: BinaryIO, video: Video) -> Part[None]:
        url, failures, renewed = video.url, 0, False
        while True:
            before = self.done
            try:
                start = self.done if self.etag is not None else 0  # without it, two files could be stitched together
                reply = yield from open_stream(self.exchange.api.file(url, start=start, etag=self.etag))
                if reply.status == 403 and not renewed:  # links expire; a poll gives a fresh one
                    fresh = yield from self.exchange.answered(self.exchange.api.poll(id_of(self.wanted)))
                    renewed, url = True, fresh.video.url if fresh.video is not None else url
                    continue
                if reply.status in (200, 206):
                    yield from self._accepted(reply, file)
                    yield from self._copied(file)
                    wanted = video.size_bytes if video.size_bytes is not None else self.size
                    if wanted is None or self.done == wanted:
                        return
                    failure: Exception = DownloadFailed(f"The clip has {wanted} bytes; {self.done} came.")
                    if self.size is not None and self.done == self.size != wanted:
                        raise failure  # all of the file came, and it is another one
                elif reply.status == 416:
                    self.done, self.etag = 0, None
                    failure = DownloadFailed("The server does not have the part that is missing.")
                else:
                    failure = yield from _refusal(reply)
                    if not self.exchange.momentary(reply):
                        raise failure
            except NoReply as error:
                failure = error
            if self.done > before:
                failures, renewed = 0, False
            failures += 1
            if failures >= self.exchange.backoff.attempts:
                raise failure
            yield Sleep(self.exchange.pause_s(failures))

    def _accepted(self, reply: Reply, file: BinaryIO) -> Part[None]:
        """Takes over what ``reply`` says of the file; a whole one, or a part that does not fit, starts anew."""
        found = _CONTENT_RANGE.fullmatch(reply.headers.get("content-range", ""))
        if reply.status == 206 and found is not None and int(found[1]) == self.done:
            self.size = int(found[2]) if found[2] != "*" else self.size
            return
        if reply.status == 206:
            raise DownloadFailed(f"The server sent {reply.headers.get('content-range')!r} for byte {self.done} on.")
        length, etag = reply.headers.get("content-length", ""), reply.headers.get("etag", "")
        self.size = int(length) if length.isdigit() else None
        self.etag = etag if etag.startswith('"') else None
        self.done = 0
        yield from do(lambda: (file.seek(0), file.truncate()))
        self._tell()

    def _copied(self, file: BinaryIO) -> Part[None]:
        """What came is written and counted also where the connection breaks."""
        held = bytearray()
        try:
            while chunk := (yield from read()):
                held += chunk
                if len(held) >= WRITE_BYTES:
                    yield from self._written(file, held)
        except NoReply:
            yield from self._written(file, held)
            raise
        yield from self._written(file, held)

    def _written(self, file: BinaryIO, held: bytearray) -> Part[None]:
        yield from do(lambda: file.write(held))
        self.done += len(held)
        held.clear()
        self._tell()

    def _tell(self) -> None:
        if self.on_progress is not None:
            self.on_progress(self.done, self.size)

    def _place(self, video: Video) -> Path:
        """A folder gets the name that the server gives the clip, without any path in it."""
        text = os.fspath(self.target)
        place = Path(text)
        if text.endswith(("/", os.sep)) or place.is_dir():
            named = PurePosixPath((video.file_name or "").replace("\\", "/")).name
            place = place / (named or f"{id_of(self.wanted).partition(':')[0]}.mp4")
        if not self.overwrite and place.exists():  # told before it is fetched; `_finish` makes sure
            raise _there_already(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        return place


def _video(generation: Generation) -> Video:
    if generation.status == "error":
        raise GenerationFailed(generation)
    if generation.video is None:
        raise DownloadFailed(f"The generation {generation.id} is {generation.status}: it has no clip yet.")
    return generation.video


def _finish(file: BinaryIO, part: Path, place: Path, *, overwrite: bool) -> None:
    """On disk before it has its name, so that the name never stands for half a clip."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
    if not overwrite:
        try:
            place.hardlink_to(part)  # fails where the name is taken, in one step; the caller removes the other name
        except FileExistsError:
            raise _there_already(place) from None
        except OSError:  # a file system without links: two steps
            if place.exists():
                raise _there_already(place) from None
        else:
            return
    part.replace(place)


def _there_already(place: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, "is there already", str(place))


def _refusal(reply: Reply) -> Part[ApiError]:
    body = bytearray()
    while len(body) < WRITE_BYTES and (chunk := (yield from read())):
        body += chunk
    return api_error(Reply(status=reply.status, headers=reply.headers, body=bytes(body)))
