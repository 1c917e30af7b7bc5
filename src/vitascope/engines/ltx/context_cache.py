"""Contexts kept on disk, so that a prompt is read once for all children and all starts: a file of 16 MB each.

A file is whole or not there: it is written beside its place and moved to it. It carries a digest of its numbers, so
that one which a full disk or a crash left damaged counts as missing, and is written anew. Children that share a folder
need nothing of one another: they write the same bytes under the same name, and what one reads another may remove.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import secrets
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from vitascope.core.errors import EngineMissing

log = logging.getLogger(__name__)

SCHEMA = 1
"""Part of every key; raised when what is kept changes its meaning."""
NAME = re.compile(r"[0-9a-f]{64}\.context\.safetensors")
"""Ours in the folder; whatever else lies there is never touched."""
HALF_MADE = re.compile(r"\.context-.*\.tmp")
ABANDONED_S = 3600.0
"""After which a half-made file was left by a child that died."""


class ContextCache:
    """Named tensors by prompt, in a folder of a bounded size; what was not asked for longest goes first."""

    def __init__(self, folder: Path, *, limit_bytes: int, made_by: Mapping[str, str]) -> None:
        """``made_by`` is all that decides, beside a prompt, which numbers come out.

        Raises `EngineMissing` where the folder cannot be written to.
        """
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._made_by = dict(made_by)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise EngineMissing(f"VITASCOPE_LTX_CONTEXT_CACHE cannot be written to: {error}.") from error

    def file(self, prompt: str) -> Path:
        """Where the context of ``prompt`` is, or would be."""
        key = json.dumps([SCHEMA, self._made_by, prompt], sort_keys=True)
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.context.safetensors"

    def get(self, prompt: str) -> dict[str, Tensor] | None:
        """What was put for ``prompt``, on the CPU; ``None`` where nothing whole is there."""
        file = self.file(prompt)
        try:
            content = file.read_bytes()
            found, said = load(content), _digest_in(content)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            log.warning("The context in %s cannot be read, and is made anew: %s", file, error)
            return None
        if said != _digest(found):
            log.warning("The context in %s is damaged, and is made anew.", file)
            return None
        with contextlib.suppress(OSError):  # removed by another child, or a folder that is read alone
            os.utime(file)
        return found

    def put(self, prompt: str, tensors: Mapping[str, Tensor]) -> None:
        """Keep ``tensors``; a disk that does not take them is a warning, for they are in memory too."""
        held = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
        content = save(held, metadata={"sha256": _digest(held)})
        if len(content) > self._limit_bytes:
            return
        try:
            self._write(self.file(prompt), content)
            self._evict()
        except OSError as error:
            log.warning("A context was not kept in %s: %s", self._folder, error)

    def _write(self, file: Path, content: bytes) -> None:
        made = self._folder / f".context-{secrets.token_hex(8)}.tmp"
        try:
            with made.open("xb") as opened:  # not `tempfile`, whose files other users' workers could not read
                opened.write(content)
            made.replace(file)
        except BaseException:
            made.unlink(missing_ok=True)
            raise

    def _evict(self) -> None:
        kept: list[tuple[float, int, Path]] = []
        for file in self._folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if NAME.fullmatch(file.name):
                    state = file.stat()
                    kept.append((state.st_mtime, state.st_size, file))
                elif HALF_MADE.fullmatch(file.name) and time.time() - file.stat().st_mtime > ABANDONED_S:
                    file.unlink()
        over = sum(size for _, size, _ in kept) - self._limit_bytes
        for _, size, file in sorted(kept):
            if over <= 0:
                return
            file.unlink(missing_ok=True)
            over -= size


def _digest(tensors: Mapping[str, Tensor]) -> str:
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(tensors[name].reshape(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()


def _digest_in(content: bytes) -> str:
    """What a file's header says of its numbers."""
    length = int.from_bytes(content[:8], "little")
    return str(json.loads(content[8 : 8 + length])["__metadata__"]["sha256"])
