"""A backup's file: a plain tar, which any ``tar`` unpacks and whose ``SHA256SUMS`` any ``sha256sum -c`` checks.

vitascope-backup.json    what it is, for whoever opens it
database.dump            PostgreSQL's custom format
artifacts/<key>          every clip, image and upload
tls/<name>               the local CA, where there is one
contents.json            what was counted
SHA256SUMS               of all of these; last, so that a file without it is not whole
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from vitascope.core.errors import VitascopeError

FORMAT = 1
HEAD, DUMP, CONTENTS, SUMS = "vitascope-backup.json", "database.dump", "contents.json", "SHA256SUMS"
FILES, TLS = "artifacts/", "tls/"
PART_BYTES = 1024 * 1024
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
"""Of members: nothing that leads out of a folder, and nothing that needs quoting."""


class BackupDamaged(VitascopeError):
    """A file is no backup of ours, or not a whole one, or not as it was written."""

    code = "backup_damaged"


class Writer:
    """Members one after another, each hashed as it is written. All of it blocks."""

    def __init__(self, path: Path) -> None:
        """``path`` is made, for its owner alone."""
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._tar = tarfile.TarFile(fileobj=self._file, mode="w", copybufsize=PART_BYTES)
        self._sums: dict[str, str] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> None:
        """``size`` bytes of ``source``. Raises ``OSError`` where it has fewer."""
        if not NAME.fullmatch(name):
            raise ValueError(f"{name!r} cannot be a member")
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(time.time())
        hashing = _Hashing(source)
        self._tar.addfile(member, hashing)
        self._sums[name] = hashing.digest.hexdigest()

    def add_json(self, name: str, content: Mapping[str, Any]) -> None:
        data = json.dumps(content, indent=2).encode()
        self.add(name, io.BytesIO(data), len(data))

    def finish(self) -> None:
        """The sums, and everything on disk."""
        data = "".join(f"{digest}  {name}\n" for name, digest in self._sums.items()).encode()
        self.add(SUMS, io.BytesIO(data), len(data))
        self._tar.close()
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """What a whole backup says of itself."""

    head: Mapping[str, Any]
    contents: Mapping[str, Any]


def unpack(path: Path, folder: Path | None, progress: Callable[[int, int], None]) -> Unpacked:
    """Read the whole backup at ``path`` and check it; its members become files under ``folder``, if one is given.

    ``progress`` is told bytes done and bytes in all; what it raises is let through. What is in ``folder`` is good only
    if this returns. Each file is synced; folders are not. Blocks. Raises `BackupDamaged`, ``OSError``.
    """
    size, sums, read = path.stat().st_size, dict[str, str](), dict[str, bytes]()
    try:
        with tarfile.open(path, "r:") as tar:
            while (member := tar.next()) is not None:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or not NAME.fullmatch(member.name) or member.name in sums:
                    raise BackupDamaged(f"{path} has a member {member.name!r}, which no backup of ours has.")
                if not sums and member.name != HEAD:
                    raise BackupDamaged(f"{path} is no backup of Vitascope: it does not begin with {HEAD}.")
                hashing = _Hashing(source)
                if member.name in (HEAD, CONTENTS, SUMS):
                    read[member.name] = hashing.read()
                    if member.name == HEAD:
                        _check_head(path, _json(path, HEAD, read))
                else:
                    _keep(hashing, None if folder is None else folder / member.name)
                progress(tar.offset, size)
                sums[member.name] = hashing.digest.hexdigest()
    except tarfile.TarError as error:
        raise BackupDamaged(f"{path} is no backup of Vitascope, or damaged: {error}.") from error
    if SUMS not in read:
        raise BackupDamaged(f"{path} ends too early: it is not whole.")
    _check_sums(path, sums, read[SUMS])
    return Unpacked(head=_json(path, HEAD, read), contents=_json(path, CONTENTS, read))


def head_of(path: Path) -> Mapping[str, Any]:
    """What the file says of itself, unchecked but for its format. Raises `BackupDamaged`, ``OSError``."""
    try:
        with tarfile.open(path, "r:") as tar:
            member = tar.next()
            source = tar.extractfile(member) if member is not None and member.name == HEAD else None
            head = None if source is None else _json(path, HEAD, {HEAD: source.read()})
    except tarfile.TarError as error:
        raise BackupDamaged(f"{path} is no backup of Vitascope: {error}.") from error
    if head is None:
        raise BackupDamaged(f"{path} is no backup of Vitascope: it does not begin with {HEAD}.")
    _check_head(path, head)
    return head


def _keep(source: _Hashing, target: Path | None) -> None:
    with ExitStack() as stack:
        out = None
        if target is not None:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            out = stack.enter_context(os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"))
        while part := source.read(PART_BYTES):
            if out is not None:
                out.write(part)
        if out is not None:
            out.flush()
            os.fsync(out.fileno())


def _check_head(path: Path, head: Mapping[str, Any]) -> None:
    if head.get("format") != FORMAT:
        raise BackupDamaged(f"{path} has the format {head.get('format')!r}, and this program reads {FORMAT}.")


def _check_sums(path: Path, sums: Mapping[str, str], said: bytes) -> None:
    lines = (line.split("  ", 1) for line in said.decode(errors="replace").splitlines() if "  " in line)
    expected = {name: digest for digest, name in lines}
    found = {name: digest for name, digest in sums.items() if name != SUMS}
    wrong = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    if wrong:
        more = f" and {len(wrong) - 1} more are" if len(wrong) > 1 else " is"
        raise BackupDamaged(f"{path} is damaged: {wrong[0]}{more} not as it was written.")


class _Hashing:
    """As much of a file as a tar needs."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


def _json(path: Path, name: str, read: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        found = json.loads(read[name])
    except (KeyError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise BackupDamaged(f"{path} is damaged: {name} cannot be read.")
    return found
